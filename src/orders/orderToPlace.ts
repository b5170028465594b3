import { type EntryChange, type EntryHead, type EntryId, newEntryId } from './entry';
import type { Outcome } from './outcome';
import type { Price } from '../portal/price';
import type { PortalText } from '../portal/values';
import type { KnownOrders } from './duplicates';
import type { ComparedOrder } from './repeats';
import type { Order } from './order';
import type { OrderSnapshot } from './snapshot';

/** A reviewed order. */
export interface OrderToPlace extends ComparedOrder {
  /** The sign-in in which it was reviewed; it is not sent in any other. */
  readonly signInId: string;
  /** The portal's orders before this one; undefined if they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that were known at the review. */
  readonly known: KnownOrders;
  readonly sandbox: boolean;
  readonly instanceName: PortalText;
  readonly serviceName: PortalText;
  /** Whether the review is still recent enough; called right before sending. */
  readonly isCurrent: () => boolean;
  /** What the journal entry keeps of the review, besides the order itself. */
  readonly shown: Pick<EntryHead, 'price' | 'period'>;
  /** Its row of a bulk order; undefined for a single order. */
  readonly row?: BulkOrderRow | undefined;
}

/** A row of a bulk order. Its journal entry has an id before it is written, so that no row can have two. */
export interface BulkOrderRow {
  readonly entryId: EntryId;
  /** Id of the run. */
  readonly run: string;
  /** Counted from 0. */
  readonly row: number;
}

/**
 * Returns what the entry of an order keeps of its review.
 *
 * @param price The price that the review shows; undefined if it shows none.
 */
export function shownInReview(
  price: Price | undefined,
  { serviceList: [line] }: Pick<Order, 'serviceList'>,
): OrderToPlace['shown'] {
  const { billingCycle, multiCycle } = line ?? {};
  return {
    ...(price === undefined ? {} : { price: { amount: price.amount, currency: price.currency } }),
    ...(billingCycle === undefined ? {} : { period: { billingCycle, multiCycle } }),
  };
}

/** Returns the head of the entry of an order that is about to be sent. */
export function headOf(order: OrderToPlace, account: string, now: number): EntryHead {
  const { baseUrl, sandbox, instanceName, serviceName, body, before, shown, endDate, row } = order;
  return {
    format: 'pbx-subscriptions order',
    version: 1,
    id: row?.entryId ?? newEntryId(),
    createdAt: now,
    baseUrl,
    account,
    sandbox,
    instanceName,
    serviceName,
    body,
    ...shown,
    ...(before === undefined ? {} : { before }),
    ...(endDate === undefined ? {} : { endDate }),
    ...(row === undefined ? {} : { bulkOrder: { run: row.run, row: row.row } }),
  };
}

/** Returns what an entry notes about the outcome of its order. */
export function changeOf(outcome: Outcome, at: number): EntryChange {
  switch (outcome.kind) {
    case 'placed': {
      const { orderNo, orderStatus, transactionNo } = outcome.receipt;
      const { requestId, reply } = outcome;
      return {
        state: 'placed',
        at,
        orderNo,
        by: 'reply',
        requestId,
        reply,
        ...(orderStatus === undefined ? {} : { orderStatus }),
        ...(transactionNo === undefined ? {} : { transactionNo }),
      };
    }
    case 'refused':
    case 'notSent':
    case 'unknown':
      return {
        state: outcome.kind,
        at,
        reason: outcome.error.sentence(),
        ...(outcome.reply === undefined ? {} : { reply: outcome.reply }),
      };
  }
}
