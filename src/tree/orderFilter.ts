import { type JournalEntry, type EntryState, isUnsettled } from '../orders/entry';
import type { PortalOrder } from '../portal/portalOrders';
import type { PortalText } from '../portal/values';

/** The final state of an order that was not placed. */
export type NotPlacedState = Exclude<EntryState['state'], 'recorded' | 'unknown' | 'placed'>;

export const notPlacedStates: readonly NotPlacedState[] = ['refused', 'notSent', 'dismissed'];

/** Order statuses that the guide names (API guide, orders). The portal may use others. */
export const documentedStatuses: readonly PortalText[] = [
  'succeed',
  'pending',
  'failed',
  'invalid',
  'cancelled',
  'refunded',
];

/** Which orders the Orders view shows. Empty criteria are ignored; an order has to meet all the others. */
export interface OrderFilter {
  /** Statuses as the portal spells them. An order has to have one of these, or one of `endings`. */
  readonly statuses: ReadonlySet<PortalText>;
  readonly endings: ReadonlySet<NotPlacedState>;
  /** Product names by product id. */
  readonly products: ReadonlyMap<string, PortalText>;
  /** Part of an order number, reference, serial number, status or name; case does not matter. */
  readonly text: string;
}

/** What a filter needs to know about an order. */
export interface FilterableOrder {
  /** Whether its outcome is unknown. No filter hides such an order, because the money may be spent. */
  readonly isUnsettled: boolean;
  readonly status: PortalText | undefined;
  readonly ending: NotPlacedState | undefined;
  readonly productId: PortalText | undefined;
  readonly texts: readonly PortalText[];
}

/** The verdict of a filter. `productUntold`: it depends on the product of the order, which is unknown. */
export type FilterVerdict = 'shown' | 'hidden' | 'productUntold';

/** Returns whether a filter has any criteria. */
export function isFiltering({ statuses, endings, products, text }: OrderFilter): boolean {
  return statuses.size + endings.size + products.size > 0 || text.trim() !== '';
}

/** Applies a filter to one order. */
export function applyFilter(filter: OrderFilter, order: FilterableOrder): FilterVerdict {
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

function hasStatus({ statuses, endings }: OrderFilter, { status, ending }: FilterableOrder): boolean {
  return (
    statuses.size + endings.size === 0 ||
    (status !== undefined && statuses.has(status)) ||
    (ending !== undefined && endings.has(ending))
  );
}

function hasText({ text }: OrderFilter, { texts }: FilterableOrder): boolean {
  const sought = text.trim().toLowerCase();
  return sought === '' || texts.some((candidate) => candidate.toLowerCase().includes(sought));
}

/** Returns the product id of the instance with this serial number; undefined if it is unknown. */
export type ProductOf = (productNo: PortalText) => string | undefined;

/**
 * Returns what a filter needs to know about an order of the portal.
 *
 * @param record The journal entry of the same order, if it was placed on this machine.
 */
export function filterableFromPortalOrder(
  order: PortalOrder,
  record: JournalEntry | undefined,
  productOf: ProductOf,
): FilterableOrder {
  const recorded = record && filterableFromEntry(record, order.orderStatus);
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

/**
 * Returns what a filter needs to know about a journal entry.
 *
 * @param listedStatus The order's status in the portal's list; undefined if the order is not loaded.
 */
export function filterableFromEntry(
  record: JournalEntry,
  listedStatus: PortalText | undefined,
): FilterableOrder {
  const { current, serviceName, instanceName, ordered } = record;
  const { productId, productNo, poNumber, serviceList } = ordered;
  const placed = current.state === 'placed' ? current : undefined;
  const status: PortalText | undefined =
    listedStatus === undefined || listedStatus === '' ? placed?.orderStatus : listedStatus;
  return {
    isUnsettled: isUnsettled(record),
    status: placed && status,
    ending: notPlacedStates.find((ending) => ending === current.state),
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

/** A value to filter by, and the number of orders that have it. */
export interface Choice<Value> {
  readonly value: Value;
  readonly count: number;
}

/** The values that a filter can select. */
export interface FilterChoices {
  /** All documented statuses, then any others that occur. */
  readonly statuses: readonly Choice<PortalText>[];
  /** Only those that occur. */
  readonly endings: readonly Choice<NotPlacedState>[];
  /** Ids of the products that occur. */
  readonly products: readonly Choice<PortalText>[];
}

/** Returns the values that can be selected to filter these orders. */
export function filterChoices(orders: readonly FilterableOrder[]): FilterChoices {
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
