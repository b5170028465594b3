import { type TestPortal, type TestPortalOptions, startPortal } from '../../portal/testPortal';
import { type OrderParts, orderParts, ordersFolder, removeFolder } from './placing';
import { type Parts, signedIn } from './portal';

/** A portal, and a window that is signed in to it and has an order journal of its own. */
export interface OrderWindow {
  readonly portal: TestPortal;
  readonly parts: Parts;
  readonly orders: OrderParts;
}

/** @param options Those of the portal; its clock, if it has one, is also that of the window. */
export async function openWindow(options: TestPortalOptions = {}): Promise<OrderWindow> {
  const { now } = options;
  const portal = await startPortal(options);
  const parts = await signedIn(portal, now ? { now } : {});
  return { portal, parts, orders: orderParts(parts, ordersFolder(), now) };
}

export async function closeWindow({ portal, orders }: Omit<OrderWindow, 'parts'>): Promise<void> {
  orders.dispose();
  removeFolder(orders.folder);
  await portal.close();
}
