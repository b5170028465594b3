import assert from 'node:assert/strict';
import type { PreparedRow } from '../../../src/orders/bulkRun';
import type { RowState } from '../../../src/orders/bulkRunRows';
import { type Duplicates, consentTo, ordersForSamePbx } from '../../../src/orders/duplicates';
import type { EntryId, JournalEntry } from '../../../src/orders/entry';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import type { Blocked } from '../../../src/orders/place';
import type { Reviewed } from './history';
import type { Consent } from './network';
import type { Window } from './window';

/** Milliseconds after which a row is asked again at its turn. */
const freshFor = 15 * 60_000;

/** A row of a bulk order, as the user agreed to it. */
export interface Row {
  readonly reviewed: Reviewed;
  /** The entries that were placed when it was reviewed. */
  readonly placed: ReadonlySet<EntryId>;
  readonly despite: Blocked | undefined;
  /** How many orders others had placed in the portal by then. */
  readonly elsewhere: number;
  readonly consent: Consent;
}

/** Returns a row at its turn, as the table does. @param now This machine's clock. */
export async function prepareRow(
  window: Window,
  { reviewed, placed, despite }: Row,
  mustAsk: boolean,
  now: () => number,
): Promise<PreparedRow> {
  const consent = despite ? consentTo(despite) : { named: new Set<string>() };
  const { order, at } = reviewed;
  if (!mustAsk && Math.abs(now() - at) <= freshFor) {
    return { kind: 'ready', order, consent };
  }
  const anew = await window.review(order);
  if (!anew) {
    return { kind: 'failed', reason: 'no answer' };
  }
  const known = { placed, recent: anew.order.known.recent };
  const names = (one: OrderToPlace['known']) => namesOf(ordersForSamePbx(order, one, window.journal, now()));
  const before = names({ ...order.known, placed });
  const news = [...names(known)].filter((name) => !before.has(name));
  const isUnchecked = order.known.recent.isComplete && !known.recent.isComplete;
  return news.length > 0 || isUnchecked
    ? { kind: 'changed', changes: news }
    : { kind: 'ready', order: { ...anew.order, known }, consent };
}

/** Nothing of a bulk order is on its way any more. */
export function calm({ network }: Window): void {
  network.consent = undefined;
  network.saves = [];
  network.others = [];
  network.onSave = () => undefined;
}

/** Whether what a run says of a row is true. */
export function isTrue(state: RowState, consent: Consent | undefined, isUnreadable: boolean): boolean {
  assert.ok(consent);
  const { posts, orders, late } = consent;
  switch (state.kind) {
    case 'neverSent':
    case 'blocked':
    case 'changed':
    case 'notSent':
      return posts + orders.length + late === 0;
    case 'entry':
      // The ledger holds what entries say against the portal.
      return true;
    case 'unreadable':
      return isUnreadable;
    case 'placing':
      return false;
  }
}

export function placedIds(entries: readonly JournalEntry[]): ReadonlySet<EntryId> {
  return new Set(entries.filter(({ current }) => current.state === 'placed').map(({ id }) => id));
}

function namesOf({ entries, orders }: Duplicates): Set<string> {
  return new Set([
    ...entries.map(({ id, current }) => `${id} ${current.state}`),
    ...orders.map(({ orderNo }) => orderNo),
  ]);
}
