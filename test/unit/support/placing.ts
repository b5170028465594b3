import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { FormValues } from '../../../src/orders/formValues';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import type { Outcome } from '../../../src/orders/outcome';
import { type PlacementResult, OrderPlacement } from '../../../src/orders/place';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import type { RecentOrderList } from '../../../src/orders/recentOrders';
import { type OrderBody, orderBody } from '../../../src/orders/request';
import { OrderSender } from '../../../src/orders/send';
import { Reconciliation } from '../../../src/orders/reconciliation';
import { takeSnapshot } from '../../../src/orders/snapshot';
import type { Operation } from '../../../src/rules/operationRule';
import type { Intercept, Reply, TestPortal } from '../../portal/testPortal';
import type { Parts } from './portal';
import { subscribeOrder } from './reference';
import { savePath } from './requests';
import { readOrderContents } from '../../../src/orders/subject';

/** What one window has for orders, over a folder that windows may share. */
export interface OrderParts {
  readonly folder: string;
  readonly journal: Journal;
  readonly locks: Locks;
  readonly placement: OrderPlacement;
  readonly reconciliation: Reconciliation;
  dispose(): void;
}

/** A new folder for journal entries. */
export function ordersFolder(): string {
  return mkdtempSync(join(tmpdir(), 'pbx-records-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export function orderParts(
  parts: Parts,
  folder: string,
  now: () => number = Date.now,
  listDelay = 0,
  listTimeout?: number,
): OrderParts {
  const { client, session, log } = parts;
  const journal = new Journal(folder, log, now);
  const locks = new Locks(join(folder, 'locks'));
  const sender = new OrderSender(client, session, { listDelay, listTimeout });
  const reconciliation = new Reconciliation({ client, session, journal, locks, log, now });
  return {
    folder,
    journal,
    locks,
    placement: new OrderPlacement({ sender, journal, locks, log, now }),
    reconciliation,
    dispose: () => {
      reconciliation.dispose();
      journal.dispose();
    },
  };
}

interface ReviewOptions {
  readonly values?: FormValues;
  /** False: the portal's orders could not be read at the review. */
  readonly snapshot?: boolean;
  readonly operation?: Operation;
  /** In place of what the values order. */
  readonly body?: OrderBody;
  readonly endDate?: string;
  /** The journal of the window, with what it knows when the review is shown; without one it knows nothing. */
  readonly journal?: Journal;
  /** Whether the review is still the state of now; by default it is. */
  readonly isCurrent?: () => boolean;
  /** What the portal held; without it nothing was ordered lately. */
  readonly recent?: RecentOrderList;
}

/** A portal in which nothing was ordered lately. */
export const nothingRecent: RecentOrderList = {
  ...{ before: { orderNos: [] }, orders: [], statuses: new Map(), ages: new Map(), isComplete: true },
};

/** Reviews an order, as the form does. */
export async function review(parts: Parts, options: ReviewOptions = {}): Promise<OrderToPlace> {
  const { operation = 'subscribe', journal, endDate } = options;
  const body = options.body ?? orderBody(subscribeOrder(options.values));
  const { baseUrl, signInId } = await parts.session.authorization();
  const before = options.snapshot === false ? undefined : await takeSnapshot(parts.client);
  const recent = options.recent ?? { ...nothingRecent, before: before ?? nothingRecent.before };
  await journal?.load();
  const entries = journal?.entries ?? [];
  const placed = new Set(entries.filter(({ current }) => current.state === 'placed').map(({ id }) => id));
  return {
    ...{
      operation,
      body,
      ordered: readOrderContents(body),
      baseUrl,
      signInId,
      endDate,
      before,
      known: { placed, recent },
      shown: {},
      isCurrent: options.isCurrent ?? (() => true),
    },
    ...{ sandbox: false, instanceName: 'Lagos head office', serviceName: 'High Availability' },
  };
}

/** How an order ended that was not blocked. */
export function outcomeOf({ outcome }: PlacementResult): Outcome {
  assert.ok(outcome.kind !== 'blocked', 'blocked as a possible duplicate');
  return outcome;
}

/** Places an order as it was reviewed a moment ago, with records of its own; `between` happens after the review. */
export async function place(
  parts: Parts,
  options: ReviewOptions & { readonly between?: () => unknown } = {},
): Promise<Outcome> {
  const order = await review(parts, options);
  await options.between?.();
  const folder = ordersFolder();
  const orders = orderParts(parts, folder);
  try {
    return outcomeOf(await orders.placement.place(order));
  } finally {
    orders.dispose();
    removeFolder(folder);
  }
}

/** Has each order answered like this. */
export function onSave(portal: TestPortal, intercept: Intercept): void {
  portal.intercept = (request, process, response) =>
    request.path === savePath ? intercept(request, process, response) : process();
}

/** Processes the request first, then answers in another way. */
export function after(answer: (reply: Reply) => Reply): Intercept {
  return (_request, process) => answer(process());
}
