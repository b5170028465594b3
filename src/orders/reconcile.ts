import pMap from 'p-map';
import type { BaseUrl } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import type { Json } from '../portal/exactJson';
import { CancelledError, PortalError } from '../portal/errors';
import type { PortalOrder, UnreadableRow } from '../portal/portalOrders';
import { type Candidate, type Match, matchOf, mayContradictRefusal } from './match';
import { type OrderNoSet, OrderNumbers } from './orderNumbers';
import { type JournalEntry, type EntryId, isOpen } from './entry';
import { shareSubject } from './subject';
import { idFrom } from '../portal/values';
import { isNewestFirst, isWhole, newness, ordersPageSize, isOlderThanSnapshot } from './snapshot';

/** The result of reconciling one entry with the portal's orders. */
export type ReconcileResult =
  /** It is certainly this order. */
  | { readonly kind: 'one'; readonly order: PortalOrder }
  /** It may be one of these; the user has to decide. */
  | { readonly kind: 'several'; readonly orders: readonly PortalOrder[] }
  | { readonly kind: 'none' }
  /** It was not found, but not every order could be read. */
  | { readonly kind: 'incomplete' };

/** The results of reconciling several entries with one reading of the portal's orders. */
export interface ReconcileResults {
  readonly found: ReadonlyMap<EntryId, ReconcileResult>;
  /** Whether the list contains an order that was listed before the entry was written: then the account is the same. */
  readonly isSameAccount: (entry: JournalEntry) => boolean;
}

/** Maximum number of concurrent requests for order details. */
const concurrency = 4;

/**
 * Reconciles several entries at once with the portal's orders.
 *
 * @param claimed The order numbers that are known to belong to other entries.
 * @throws PortalError, SignInNeededError
 */
export async function reconcileEntries(
  client: PortalClient,
  entries: readonly JournalEntry[],
  claimed: OrderNoSet,
  options: ReconcileOptions = {},
): Promise<ReconcileResults> {
  const { orders, complete } = await readOrdersSince(client, entries, options);
  const mayBe = orders.filter(
    (order) =>
      !claimed.has(order.orderNo) &&
      entries.some((entry) => matchOf(entry, { order, detail: undefined }) !== 'no'),
  );
  const candidates = await withDetails(client, mayBe, options.signal);
  const matches = candidates.flatMap(({ order, detail }) =>
    entries.map((entry): Matched => ({ entry, order, match: matchOf(entry, { order, detail }) })),
  );
  const found = entries.map((entry): [EntryId, ReconcileResult] => {
    const own = matches.filter((one) => one.entry === entry && one.match !== 'no');
    const certain = own.filter(({ match }) => match !== 'possible');
    const [only, ...others] = certain;
    if (only && others.length === 0 && !matches.some((other) => contests(other, only))) {
      return [entry.id, { kind: 'one', order: only.order }];
    }
    const all = [...certain, ...own.filter(({ match }) => match === 'possible')];
    if (all.length > 0) {
      return [entry.id, { kind: 'several', orders: all.map(({ order }) => order) }];
    }
    return [entry.id, { kind: complete ? 'none' : 'incomplete' }];
  });
  const seen = new OrderNumbers(orders.map(({ orderNo }) => orderNo));
  return {
    found: new Map(found),
    isSameAccount: ({ before }) => before?.orderNos.some((orderNo) => seen.has(orderNo)) === true,
  };
}

/** What the portal lists that may be the order of an entry. */
export interface PossibleMatches {
  readonly orders: readonly PortalOrder[];
  /** Whether a row that may be newer than the entry cannot be read: it may be the order too. */
  readonly hasUnreadable: boolean;
}

/**
 * Returns the portal's orders that may be the order of this entry although the portal refused it; see
 * mayContradictRefusal. An order whose details cannot be read in time stays possible. If the list cannot be read to its end, the pages that were read
 * count. Never rejects.
 *
 * @param signal Ends the reading.
 */
export async function possibleMatches(
  client: PortalClient,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<PossibleMatches> {
  let read: OrdersSince = { orders: [], complete: false, hasUnreadable: false };
  try {
    for await (const soFar of pagesSince(client, [entry], { signal })) {
      read = soFar;
    }
  } catch {
    // What was read may already contain the order.
  }
  const mayBe = read.orders.filter((order) => mayContradictRefusal(entry, { order, detail: undefined }));
  const candidates = await withDetails(client, mayBe, signal).catch(() =>
    mayBe.map((order): Candidate => ({ order, detail: undefined })),
  );
  return {
    orders: candidates
      .filter((candidate) => mayContradictRefusal(entry, candidate))
      .map(({ order }) => order),
    hasUnreadable: read.hasUnreadable,
  };
}

/**
 * Returns the order numbers of one portal that are known to belong to journal entries. Other portals may use the same
 * numbers.
 */
export function journaledOrderNos(
  { entries }: { readonly entries: readonly JournalEntry[] },
  baseUrl: BaseUrl,
): OrderNoSet {
  return new OrderNumbers(
    entries.flatMap((entry) =>
      entry.baseUrl === baseUrl && entry.current.state === 'placed' ? [entry.current.orderNo] : [],
    ),
  );
}

/**
 * Corrects a result by what was written to the journal while the portal's orders were read: the order may belong to
 * another entry.
 *
 * @param claimed The order numbers that are now known to belong to other entries.
 * @param since The entries that were added in the meantime.
 */
export function correctedByJournal(
  found: ReconcileResult,
  entry: JournalEntry,
  claimed: OrderNoSet,
  since: readonly JournalEntry[],
): ReconcileResult {
  if (found.kind !== 'one') {
    return found;
  }
  if (claimed.has(found.order.orderNo)) {
    return { kind: 'incomplete' };
  }
  return since.some((other) => isOpen(other) && shareSubject(other, entry))
    ? { kind: 'several', orders: [found.order] }
    : found;
}

/** How well one of the portal's orders matches an entry. */
interface Matched {
  readonly entry: JournalEntry;
  readonly order: PortalOrder;
  readonly match: Match;
}

/**
 * Whether another match for the same portal order makes this one uncertain. If one portal order matches two entries,
 * neither is reconciled with it. A match by reference is contested only by another match by reference. Any other match
 * is contested by every certain match, and by a possible match of an entry for the same service.
 */
function contests(other: Matched, own: Matched): boolean {
  if (other.order !== own.order || other.entry === own.entry) {
    return false;
  }
  switch (other.match) {
    case 'certainByReference':
      return true;
    case 'certain':
      return own.match !== 'certainByReference';
    case 'possible':
      return own.match !== 'certainByReference' && shareSubject(other.entry, own.entry);
    case 'no':
      return false;
  }
}

function withDetails(
  client: PortalClient,
  orders: readonly PortalOrder[],
  signal: AbortSignal | undefined,
): Promise<Candidate[]> {
  return pMap(orders, async (order) => ({ order, detail: await detailOf(client, order, signal) }), {
    concurrency,
  });
}

/** Returns undefined if the details cannot be read; the order stays a possible match, and the others are compared. */
async function detailOf(
  client: PortalClient,
  { id, orderNo }: PortalOrder,
  signal: AbortSignal | undefined,
): Promise<Json | undefined> {
  try {
    return await client.orderDetail(id ?? orderNo, signal);
  } catch (error) {
    // A request that is cancelled between two attempts fails with the error of the first.
    const isCancelled = error instanceof CancelledError || signal?.aborted === true;
    if (error instanceof PortalError && !isCancelled) {
      return undefined;
    }
    throw error;
  }
}

export interface ReconcileOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each page. @param of The number of pages; undefined if the portal does not report it. */
  readonly onPage?: (page: number, of: number | undefined) => void;
}

/** The orders that `readOrdersSince` has read. */
export interface OrdersSince {
  readonly orders: readonly PortalOrder[];
  /** Whether they include every order that is newer than the entries. */
  readonly complete: boolean;
  /** Whether a row that may be newer than the entries could not be read. */
  readonly hasUnreadable: boolean;
}

/** The maximum number of pages: 25,000 orders are far more than any partner has. A longer list repeats itself. */
const maxPages = 1000;

/**
 * Reads the portal's orders: the newest pages, up to orders that are older than all of the entries, or every page if
 * the portal does not list the newest first (API guide, orders).
 *
 * @throws PortalError, SignInNeededError
 */
export async function readOrdersSince(
  client: PortalClient,
  entries: readonly JournalEntry[],
  options: ReconcileOptions = {},
): Promise<OrdersSince> {
  let read: OrdersSince = { orders: [], complete: false, hasUnreadable: false };
  for await (const soFar of pagesSince(client, entries, options)) {
    read = soFar;
  }
  return read;
}

/** The greatest distance that different clocks and time zones can explain, in milliseconds. */
const farAway = 24 * 60 * 60_000;

/** Whether a row that cannot be read as an order is certainly older than an entry. */
function isCertainlyOlder(row: UnreadableRow, { before, createdAt }: JournalEntry): boolean {
  const isLongBefore = row.createTime !== undefined && createdAt - row.createTime > farAway;
  // An id that is not older takes precedence over the time: this machine's clock may be ahead by days.
  const hasComparableId = idFrom(row.id ?? '') !== undefined && before?.newestId !== undefined;
  return isOlderThanSnapshot(row, before) || (isLongBefore && !hasComparableId);
}

/** Yields after each page what `readOrdersSince` has read so far. */
async function* pagesSince(
  client: PortalClient,
  entries: readonly JournalEntry[],
  { signal, onPage = () => undefined }: ReconcileOptions,
): AsyncGenerator<OrdersSince, void> {
  const read = new Map<string, PortalOrder>();
  let isSortAsked: boolean | undefined;
  let isAllRead = true;
  for (let pageNo = 1; pageNo <= maxPages; pageNo++) {
    const page = await client.orders({ pageNo, pageSize: ordersPageSize }, signal);
    onPage(pageNo, page.totalPage);
    isSortAsked ??= page.isSortRequested;
    if (page.isSortRequested !== isSortAsked) {
      // Pages of two differently sorted lists miss some orders, even if the totals add up.
      page.rows.forEach((order) => read.set(order.orderNo, order));
      yield { orders: [...read.values()], complete: false, hasUnreadable: !isAllRead };
      return;
    }
    isAllRead &&= page.unread.every((row) => entries.every((entry) => isCertainlyOlder(row, entry)));
    const before = read.size;
    for (const order of page.rows) {
      read.set(order.orderNo, order);
    }
    const orders = [...read.values()];
    const last = page.rows.at(-1);
    const isOldEnough =
      last !== undefined &&
      // A single order shows no sort order.
      orders.length > 1 &&
      isNewestFirst(orders) &&
      entries.every(({ before: snapshot }) => newness(last, snapshot) === 'known');
    const hasNothingNew = read.size === before;
    // A page that only repeats known orders does not show what it should have contained.
    const repeats = hasNothingNew && page.rows.length > 0;
    const isEnd = isOldEnough || (!repeats && isWhole(page, pageNo, orders.length));
    yield { orders, complete: isEnd && isAllRead, hasUnreadable: !isAllRead };
    if (isEnd || hasNothingNew || (page.totalPage !== undefined && pageNo >= page.totalPage)) {
      return;
    }
  }
}
