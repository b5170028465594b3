import { consentTo } from '../../../src/orders/duplicates';
import assert from 'node:assert/strict';
import type { JournalEntry, EntryId } from '../../../src/orders/entry';
import type { Intercept, TestPortal } from '../../portal/testPortal';
import { type OrderParts, onSave, review } from './placing';
import type { Parts } from './portal';
import { highAvailabilityId } from './reference';
import { failure } from './requests';

/** The order reaches the portal and is taken; the reply tells nothing of that. */
export const lostReply: Intercept = (_request, process) => {
  process();
  return failure(502, 'bad_gateway');
};

/** The order comes to nothing; the reply leaves that open. */
export const lostOrder: Intercept = () => failure(502, 'bad_gateway');

interface Ordered {
  readonly serviceId?: string;
  readonly quantity?: string;
  readonly poNumber?: string;
}

/** Places an order that is answered like this, and agrees to repeat earlier ones. */
export async function placeWith(
  portal: TestPortal,
  parts: Parts,
  orders: OrderParts,
  answered: Intercept,
  ordered: Ordered = {},
): Promise<EntryId> {
  const { serviceId = highAvailabilityId, ...values } = ordered;
  const order = await review(parts, { values: { serviceId, ...values } });
  const { intercept } = portal;
  onSave(portal, answered);
  const repeated = consentTo({ entries: orders.journal.entries, orders: [] });
  const ended = await orders.placement.place(order, repeated);
  portal.intercept = intercept;
  assert.ok(ended.outcome.kind !== 'blocked' && ended.entryId);
  return ended.entryId;
}

/** What is known of an order: its state, its number, and the orders that each look found possible. */
export function known({ current, looks }: JournalEntry): unknown {
  return [
    current.state,
    ...(current.state === 'placed' ? [current.orderNo] : []),
    ...looks.map(({ possible }) => [...possible].sort()),
  ];
}
