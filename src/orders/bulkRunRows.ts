import { basename } from 'node:path';
import { type JournalEntry, isOpen } from './entry';
import { entryFileName } from './entryFile';
import type { Journal } from './journal';
import type { Outcome } from './outcome';
import type { Blocked, PlacementResult } from './place';
import type { PortalText } from '../portal/values';
import type { RunHead, RunRow } from './bulkRunFile';
import { readOrderContents, shareSubject } from './subject';

/** What a run knows of a row besides its journal entry. It does not survive the window. */
export type RowNote =
  | { readonly kind: 'placing' }
  /** It was blocked as a possible duplicate. */
  | { readonly kind: 'blocked'; readonly by: Blocked }
  /** What its review showed has changed; one sentence for each difference. */
  | { readonly kind: 'changed'; readonly changes: readonly string[] }
  /** It could not be prepared, or was not recorded. */
  | { readonly kind: 'notSent'; readonly reason: string }
  /** It has had a journal entry. */
  | { readonly kind: 'recorded' };

/** The state of a row of a bulk order. */
export type RowState =
  | Exclude<RowNote, { readonly kind: 'recorded' }>
  /** It was never sent. */
  | { readonly kind: 'neverSent' }
  /** What the journal says about it. */
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  /** Its entry cannot be read, or was deleted meanwhile, so its outcome is unknown. */
  | { readonly kind: 'unreadable' };

/**
 * Returns the state of a row. The journal has the last word: an order that has an entry may have been sent, and one that
 * never had one was not. Entries are deleted after a while, and a page may be open for longer.
 */
export function stateOfRow(
  { entryId }: Pick<RunRow, 'entryId'>,
  note: RowNote | undefined,
  journal: Pick<Journal, 'find' | 'unreadable' | 'quarantined'>,
): RowState {
  if (note?.kind === 'placing') {
    return note;
  }
  const entry = journal.find(entryId);
  if (entry) {
    // An order that was blocked after it was recorded: why says more than its closed entry.
    return note?.kind === 'blocked' && entry.current.state === 'notSent' ? note : { kind: 'entry', entry };
  }
  const name = entryFileName(entryId);
  const isThere = [...journal.unreadable, ...journal.quarantined].some(({ file }) => basename(file) === name);
  return isThere || note?.kind === 'recorded' ? { kind: 'unreadable' } : (note ?? { kind: 'neverSent' });
}

/** Whether a row may have been ordered: it was placed, or its outcome is unknown. */
export function mayBeOrdered(state: RowState): boolean {
  switch (state.kind) {
    case 'placing':
    case 'unreadable':
      return true;
    case 'entry':
      return state.entry.current.state === 'placed' || isOpen(state.entry);
    case 'neverSent':
    case 'blocked':
    case 'changed':
    case 'notSent':
      return false;
  }
}

/** Values of `orderStatus` after which a run goes on (API guide, orders). */
const goodStatuses: ReadonlySet<string> = new Set(['succeed', 'pending']);

/** Whether the portal has accepted an order with this status, and it is done or in progress. */
export function isGoodStatus(orderStatus: PortalText | undefined): boolean {
  return goodStatuses.has(orderStatus ?? '');
}

/** Whether a run goes on by itself after this outcome: the portal accepted the order, and it is done or in progress. */
export function isGood(outcome: PlacementResult['outcome']): boolean {
  return outcome.kind === 'placed' && isGoodStatus(outcome.receipt.orderStatus);
}

/** Returns what a run remembers of an attempt beside its entry. */
export function noteOf({ outcome, entryId }: PlacementResult): RowNote {
  if (outcome.kind === 'blocked') {
    return { kind: 'blocked', by: outcome };
  }
  return entryId === undefined ? { kind: 'notSent', reason: sentenceOf(outcome) } : { kind: 'recorded' };
}

function sentenceOf(outcome: Outcome): string {
  return outcome.kind === 'placed' ? '' : outcome.error.sentence();
}

/** Whether what a row was to order has been, or may have been, ordered by itself or in another bulk order since. */
export function orderedSince(
  { id, baseUrl, createdAt }: Pick<RunHead, 'id' | 'baseUrl' | 'createdAt'>,
  { body }: Pick<RunRow, 'body'>,
  { entries }: Pick<Journal, 'entries'>,
): boolean {
  const ordered = readOrderContents(body);
  return entries.some(
    (entry) =>
      entry.bulkOrder?.run !== id &&
      entry.createdAt >= createdAt &&
      mayBeOrdered({ kind: 'entry', entry }) &&
      shareSubject(entry, { baseUrl, ordered }),
  );
}
