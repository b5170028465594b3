import type { RememberedChoices } from '../form/rememberedChoices';
import type { EntryId } from '../orders/entry';
import type { PortalClient } from '../portal/client';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { settings } from '../settings';
import { explain } from '../text/failureTexts';
import { setContextKey } from '../tree/contextKeys';
import type { InstancesView } from '../tree/instancesView';
import type { Activation } from './activation';
import type { OrderServices } from './composeOrders';

/** What the forms and the bulk orders are built from. */
export interface FormServices {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly orders: OrderServices;
  readonly instances: InstancesView;
  /** Returns the serial numbers of the loaded instances. */
  readonly serialNumbers: () => readonly string[];
  readonly signIn: () => Promise<void>;
  readonly remembered: RememberedChoices;
}

/** Returns the dependencies that every page with fields has. */
export function pageDeps({ context, log }: Activation, services: FormServices) {
  const { client, lookups, session, signIn, orders } = services;
  return {
    client,
    lookups,
    session,
    explain,
    log,
    signIn,
    extensionUri: context.extensionUri,
    watchSettling: () => orders.reconciliation.watch(),
  };
}

/** Returns the dependencies that every page for orders has. */
export function orderPageDeps(activation: Activation, services: FormServices) {
  const { serialNumbers, remembered, orders } = services;
  const { journal, reconciliation, placement, recentOrders } = orders;
  return {
    ...pageDeps(activation, services),
    placement,
    journal,
    reconciliation,
    recentOrders,
    serialNumbers,
    remembered,
    userAgent: () => settings().userAgent,
    orderReviewed: () => void setContextKey('pbx.orderReviewed', true),
  };
}

/** Reconciles an order whose outcome is unknown right after it was sent. */
export function reconcileNow(
  { log }: Activation,
  { orders }: FormServices,
  entryId: EntryId | undefined,
): void {
  orders.reconciliation
    .check(entryId === undefined ? [] : [entryId])
    .catch((error: unknown) => log.warn(`Looking for the order: ${String(error)}`));
}
