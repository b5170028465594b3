import { type OrderRecord, type RecordState, isUnsettled } from '../orders/record';
import type { PortalOrder } from '../portal/portalOrders';
import type { PortalText } from '../portal/values';

/** What became of a record that the portal did not take. */
export type RecordEnding = Exclude<RecordState['state'], 'recorded' | 'unknown' | 'placed'>;

export const recordEndings: readonly RecordEnding[] = ['refused', 'notSent', 'dismissed'];

/** Statuses that the guide names (API guide, orders); its list is open. */
export const documentedStatuses: readonly PortalText[] = [
  'succeed',
  'pending',
  'failed',
  'invalid',
  'cancelled',
  'refunded',
];

/** Which orders the Orders view shows. What is empty asks for nothing; what is not has to be met together. */
export interface OrderFilter {
  /** Statuses in the portal's words. An order has to have one of these, or one of `endings`. */
  readonly statuses: ReadonlySet<PortalText>;
  readonly endings: ReadonlySet<RecordEnding>;
  /** Ids of products, with what they are called. */
  readonly products: ReadonlyMap<string, PortalText>;
  /** Part of a number, reference, serial number, status or name, in upper or lower case. */
  readonly text: string;
}

/** What is known of one order as far as a filter asks for it. */
export interface Filterable {
  /** Its outcome is not known: no filter hides it, since the money may be spent. */
  readonly isUnsettled: boolean;
  readonly status: PortalText | undefined;
  readonly ending: RecordEnding | undefined;
  readonly productId: PortalText | undefined;
  readonly texts: readonly PortalText[];
}

/** `productUntold`: it would be shown if its product were one of the filter's, and nobody tells which it is. */
export type Verdict = 'shown' | 'hidden' | 'productUntold';

/** Whether a filter asks for anything. */
export function isFiltering({ statuses, endings, products, text }: OrderFilter): boolean {
  return statuses.size + endings.size + products.size > 0 || text.trim() !== '';
}

/** What a filter makes of one order. */
export function judge(filter: OrderFilter, order: Filterable): Verdict {
  if (order.isUnsettled) {
    return 'shown';
  }
  if (!hasStatus(filter, order) || !hasText(filter, order)) {
    return 'hidden';
  }
  if (filter.products.size === 0) {
    return 'shown';
  }
  if (order.productId === undefined) {
    return 'productUntold';
  }
  return filter.products.has(order.productId) ? 'shown' : 'hidden';
}

function hasStatus({ statuses, endings }: OrderFilter, { status, ending }: Filterable): boolean {
  return (
    statuses.size + endings.size === 0 ||
    (status !== undefined && statuses.has(status)) ||
    (ending !== undefined && endings.has(ending))
  );
}

function hasText({ text }: OrderFilter, { texts }: Filterable): boolean {
  const sought = text.trim().toLowerCase();
  return sought === '' || texts.some((told) => told.toLowerCase().includes(sought));
}

/** The product of an instance, by its serial number; undefined when nobody tells. */
export type ProductOf = (productNo: PortalText) => string | undefined;

/**
 * What is known of an order of the portal's.
 *
 * @param record The record of the same order, where it was placed on this machine.
 */
export function filterableOrder(
  order: PortalOrder,
  record: OrderRecord | undefined,
  productOf: ProductOf,
): Filterable {
  const recorded = record && filterableRecord(record, order.orderStatus);
  const { id, orderNo, orderStatus, poNumber, customReferenceNo, productNo, transactionNo, invoiceNo } =
    order;
  return {
    isUnsettled: false,
    status: orderStatus,
    ending: undefined,
    productId:
      order.productId ?? recorded?.productId ?? (productNo === undefined ? undefined : productOf(productNo)),
    texts: [
      ...[id, orderNo, orderStatus, poNumber, customReferenceNo, productNo, transactionNo, invoiceNo].filter(
        (text) => text !== undefined,
      ),
      ...(recorded?.texts ?? []),
    ],
  };
}

/** What is known of a record. @param listed The status in the portal's list; undefined where it is not loaded. */
export function filterableRecord(record: OrderRecord, listed: PortalText | undefined): Filterable {
  const { current, serviceName, instanceName, ordered } = record;
  const { productId, productNo, poNumber, serviceList } = ordered;
  const placed = current.state === 'placed' ? current : undefined;
  const status: PortalText | undefined = listed === undefined || listed === '' ? placed?.orderStatus : listed;
  return {
    isUnsettled: isUnsettled(record),
    status: placed && status,
    ending: recordEndings.find((ending) => ending === current.state),
    productId,
    texts: [
      ...[placed?.orderNo, placed && status, placed?.transactionNo, productNo, poNumber].filter(
        (text) => text !== undefined,
      ),
      ...serviceList.map(({ serviceId }) => serviceId),
      serviceName,
      instanceName,
    ],
  };
}

/** A value that can be chosen, and how many orders have it. */
export interface Choice<Value> {
  readonly value: Value;
  readonly count: number;
}

/** What a filter can choose among. */
export interface FilterChoices {
  /** The documented ones first, then what else occurs. */
  readonly statuses: readonly Choice<PortalText>[];
  /** Those that occur. */
  readonly endings: readonly Choice<RecordEnding>[];
  /** Ids of products that occur. */
  readonly products: readonly Choice<PortalText>[];
}

export function filterChoices(orders: readonly Filterable[]): FilterChoices {
  return {
    statuses: counted(
      orders.map(({ status }) => status),
      documentedStatuses,
    ),
    endings: counted(
      orders.map(({ ending }) => ending),
      [],
    ),
    products: counted(
      orders.map(({ productId }) => productId),
      [],
    ),
  };
}

function counted<Value extends string>(
  values: readonly (Value | undefined)[],
  always: readonly Value[],
): Choice<Value>[] {
  const counts = new Map<Value, number>(always.map((value) => [value, 0]));
  for (const value of values) {
    if (value !== undefined && value !== '') {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].map(([value, count]) => ({ value, count }));
}
