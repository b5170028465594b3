import pMap from 'p-map';
import type { BaseUrl } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import type { Json } from '../portal/exactJson';
import { CancelledError, PortalError } from '../portal/errors';
import type { PortalOrder } from '../portal/portalOrders';
import { type Candidate, type Match, isForOther, matchOf } from './match';
import { type HeldNumbers, OrderNumbers } from './orderNumbers';
import { type OrderRecord, type RecordId, isUnsettled } from './record';
import { shareSubject } from './subject';
import { isNewestFirst, isWhole, newness, ordersPageSize, wasThere } from './snapshot';

/** What one look through the portal's orders told of one record. */
export type Found =
  /** It is this order, for certain. */
  | { readonly kind: 'one'; readonly order: PortalOrder }
  /** It may be one of these; the user can tell. */
  | { readonly kind: 'several'; readonly orders: readonly PortalOrder[] }
  | { readonly kind: 'none' }
  /** Not every order could be read, so that finding nothing says nothing. */
  | { readonly kind: 'incomplete' };

export interface Look {
  readonly found: ReadonlyMap<RecordId, Found>;
  /** Whether an order that was known before the record was seen again: then the account is the same. */
  readonly isSameAccount: (record: OrderRecord) => boolean;
}

/** Details that are asked for side by side. */
const sideBySide = 4;

/**
 * Looks for several recorded orders at once among the portal's.
 *
 * @param claimed Numbers of the portal's orders that other records are known to have made.
 * @throws PortalError, SignInNeededError
 */
export async function lookFor(
  client: PortalClient,
  records: readonly OrderRecord[],
  claimed: HeldNumbers,
  options: LookOptions = {},
): Promise<Look> {
  const { orders, complete } = await readOrdersSince(client, records, options);
  const mayBe = orders.filter(
    (order) =>
      !claimed.has(order.orderNo) &&
      records.some((record) => matchOf(record, { order, detail: undefined }) !== 'no'),
  );
  const candidates = await withDetails(client, mayBe, options.signal);
  const matches = candidates.flatMap(({ order, detail }) =>
    records.map((record): Matched => ({ record, order, match: matchOf(record, { order, detail }) })),
  );
  const found = records.map((record): [RecordId, Found] => {
    const own = matches.filter((one) => one.record === record && one.match !== 'no');
    const certain = own.filter(({ match }) => match !== 'possible');
    const [only, ...others] = certain;
    if (only && others.length === 0 && !matches.some((other) => contests(other, only))) {
      return [record.id, { kind: 'one', order: only.order }];
    }
    const all = [...certain, ...own.filter(({ match }) => match === 'possible')];
    if (all.length > 0) {
      return [record.id, { kind: 'several', orders: all.map(({ order }) => order) }];
    }
    return [record.id, { kind: complete ? 'none' : 'incomplete' }];
  });
  const seen = new OrderNumbers(orders.map(({ orderNo }) => orderNo));
  return {
    found: new Map(found),
    isSameAccount: ({ before }) => before?.orderNos.some((orderNo) => seen.has(orderNo)) === true,
  };
}

/**
 * The portal's orders that may be the recorded one, and do not show that they are for something else.
 *
 * @throws PortalError, SignInNeededError
 */
export async function listedLike(
  client: PortalClient,
  record: OrderRecord,
  signal: AbortSignal,
): Promise<readonly PortalOrder[]> {
  const { orders } = await readOrdersSince(client, [record], { signal });
  const mayBe = orders.filter((order) => matchOf(record, { order, detail: undefined }) !== 'no');
  const candidates = await withDetails(client, mayBe, signal);
  return candidates
    .filter((candidate) => matchOf(record, candidate) !== 'no' && !isForOther(record, candidate))
    .map(({ order }) => order);
}

/** The numbers of a portal's orders that are known to be of a record. Another portal may have given the same numbers. */
export function claimedNumbers(
  { records }: { readonly records: readonly OrderRecord[] },
  baseUrl: BaseUrl,
): HeldNumbers {
  return new OrderNumbers(
    records.flatMap((record) =>
      record.baseUrl === baseUrl && record.current.state === 'placed' ? [record.current.orderNo] : [],
    ),
  );
}

/** What a look has told, with what came while it was under way: another record may have made the same order. */
export function afterLook(
  found: Found,
  record: OrderRecord,
  claimed: HeldNumbers,
  since: readonly OrderRecord[],
): Found {
  if (found.kind !== 'one') {
    return found;
  }
  if (claimed.has(found.order.orderNo)) {
    return { kind: 'incomplete' };
  }
  return since.some((other) => isUnsettled(other) && shareSubject(other, record))
    ? { kind: 'several', orders: [found.order] }
    : found;
}

/** What an order of the portal's is to a record. */
interface Matched {
  readonly record: OrderRecord;
  readonly order: PortalOrder;
  readonly match: Match;
}

/**
 * An order that two records may have made settles neither. One that is known by its reference is contested only by
 * another record with the same; any other one also by a record of the same service that it is merely possible for.
 */
function contests(other: Matched, own: Matched): boolean {
  if (other.order !== own.order || other.record === own.record) {
    return false;
  }
  switch (other.match) {
    case 'certainByReference':
      return true;
    case 'certain':
      return own.match !== 'certainByReference';
    case 'possible':
      return own.match !== 'certainByReference' && shareSubject(other.record, own.record);
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
    concurrency: sideBySide,
  });
}

/** An order whose details cannot be read stays possible; it does not keep the others from being compared. */
async function detailOf(
  client: PortalClient,
  { id, orderNo }: PortalOrder,
  signal: AbortSignal | undefined,
): Promise<Json | undefined> {
  try {
    return await client.orderDetail(id ?? orderNo, signal);
  } catch (error) {
    // Called off between two tries, it fails with the failure of the first.
    const isCancelled = error instanceof CancelledError || signal?.aborted === true;
    if (error instanceof PortalError && !isCancelled) {
      return undefined;
    }
    throw error;
  }
}

export interface LookOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after each page. @param of Pages in all; undefined when the portal does not tell. */
  readonly onPage?: (page: number, of: number | undefined) => void;
}

export interface ReadOrders {
  readonly orders: readonly PortalOrder[];
  /** Whether every order that is newer than the records was among the pages that were read, and could be read itself. */
  readonly complete: boolean;
}

/** 25,000 orders: far above any partner's; a portal that goes on beyond repeats itself. */
const mostPages = 1000;

/**
 * Reads the portal's orders: the newest pages, up to orders that were there before all the records, or every
 * page where the portal does not list the newest first (API guide, orders).
 *
 * @throws PortalError, SignInNeededError
 */
export async function readOrdersSince(
  client: PortalClient,
  records: readonly OrderRecord[],
  { signal, onPage = () => undefined }: LookOptions = {},
): Promise<ReadOrders> {
  const read = new Map<string, PortalOrder>();
  let isSortAsked: boolean | undefined;
  let isAllRead = true;
  for (let pageNo = 1; pageNo <= mostPages; pageNo++) {
    const page = await client.orders({ pageNo, pageSize: ordersPageSize }, signal);
    onPage(pageNo, page.totalPage);
    isSortAsked ??= page.isSortAsked;
    if (page.isSortAsked !== isSortAsked) {
      // Pages of two differently sorted lists leave orders out, however well their numbers add up.
      return { orders: [...read.values()], complete: false };
    }
    isAllRead &&= page.unread.every((row) => records.every(({ before }) => wasThere(row, before)));
    const before = read.size;
    for (const order of page.rows) {
      read.set(order.orderNo, order);
    }
    const orders = [...read.values()];
    const last = page.rows.at(-1);
    const isOldEnough =
      last !== undefined &&
      // One alone shows no sequence.
      orders.length > 1 &&
      isNewestFirst(orders) &&
      records.every(({ before: snapshot }) => newness(last, snapshot) === 'known');
    const bringsNothing = read.size === before;
    // A page that repeats others does not show what it should have held.
    const repeats = bringsNothing && page.rows.length > 0;
    if (isOldEnough || (!repeats && isWhole(page, pageNo, orders.length))) {
      return { orders, complete: isAllRead };
    }
    if (bringsNothing || (page.totalPage !== undefined && pageNo >= page.totalPage)) {
      return { orders, complete: false };
    }
  }
  return { orders: [...read.values()], complete: false };
}
