import {
  type OrderFacts,
  type OrderKind,
  factsOfEntry,
  factsOfPortalOrder,
  factsOfReply,
  orderKind,
  orderKinds,
} from '../orders/orderFacts';
import { type JournalEntry, type EntryState, isOpen } from '../orders/entry';
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

export const periods = ['last7Days', 'last30Days', 'thisMonth', 'lastMonth', 'thisYear', 'lastYear'] as const;

/** A span of time in which an order was created, by the calendar of this machine. */
export type Period = (typeof periods)[number];

/** Which orders the Orders view shows. Empty criteria are ignored; an order has to meet all the others. */
export interface OrderFilter {
  /** Statuses as the portal spells them. An order has to have one of these, or one of `endings`. */
  readonly statuses: ReadonlySet<PortalText>;
  readonly endings: ReadonlySet<NotPlacedState>;
  /** Product names by product id. */
  readonly products: ReadonlyMap<string, PortalText>;
  /** An order has to be of one of these kinds. */
  readonly kinds: ReadonlySet<OrderKind>;
  /** An order has to be created in one of these. */
  readonly periods: ReadonlySet<Period>;
  /** Part of an order number, reference, serial number, status or name; case does not matter. */
  readonly text: string;
}

/** A filter without criteria. */
export const emptyFilter: OrderFilter = {
  statuses: new Set(),
  endings: new Set(),
  products: new Map(),
  kinds: new Set(),
  periods: new Set(),
  text: '',
};

/** What a filter needs to know about an order. */
export interface FilterableOrder {
  /** Whether its outcome is unknown. No filter hides such an order, because the money may be spent. */
  readonly isOpen: boolean;
  readonly status: PortalText | undefined;
  readonly ending: NotPlacedState | undefined;
  readonly productId: PortalText | undefined;
  readonly kind: OrderKind | undefined;
  /** When it was created, in milliseconds since 1970. */
  readonly time: number | undefined;
  readonly texts: readonly PortalText[];
}

/** The verdict of a filter. `undecided`: it depends on the product, kind or time of the order, which is unknown. */
export type FilterVerdict = 'shown' | 'hidden' | 'undecided';

/** Returns whether a filter has any criteria. */
export function isFiltering({ statuses, endings, products, kinds, periods, text }: OrderFilter): boolean {
  return statuses.size + endings.size + products.size + kinds.size + periods.size > 0 || text.trim() !== '';
}

/** Applies a filter to one order. @param now Milliseconds since 1970. */
export function applyFilter(
  filter: OrderFilter,
  order: FilterableOrder,
  now: number = Date.now(),
): FilterVerdict {
  if (order.isOpen) {
    return 'shown';
  }
  if (!hasStatus(filter, order) || !hasText(filter, order)) {
    return 'hidden';
  }
  const { products, kinds } = filter;
  const inPeriod = (time: number) => [...filter.periods].some((period) => isIn(period, time, now));
  const verdicts = [
    verdictOn(products.size, order.productId, (productId) => products.has(productId)),
    verdictOn(kinds.size, order.kind, (kind) => kinds.has(kind)),
    verdictOn(filter.periods.size, order.time, inPeriod),
  ];
  return (
    verdicts.find((verdict) => verdict === 'hidden') ?? verdicts.find((one) => one !== 'shown') ?? 'shown'
  );
}

/** @param count Number of accepted values; with none, every value is accepted. */
function verdictOn<Value>(
  count: number,
  value: Value | undefined,
  isAccepted: (value: Value) => boolean,
): FilterVerdict {
  if (count === 0) {
    return 'shown';
  }
  return value === undefined ? 'undecided' : isAccepted(value) ? 'shown' : 'hidden';
}

/** Whether a time is in a period, by the calendar of this machine. */
function isIn(period: Period, time: number, now: number): boolean {
  const today = new Date(now);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const from = (start: Date) => time >= start.getTime();
  switch (period) {
    case 'last7Days':
      return from(new Date(year, month, day - 6));
    case 'last30Days':
      return from(new Date(year, month, day - 29));
    case 'thisMonth':
      return from(new Date(year, month));
    case 'lastMonth':
      return from(new Date(year, month - 1)) && !from(new Date(year, month));
    case 'thisYear':
      return from(new Date(year, 0));
    case 'lastYear':
      return from(new Date(year - 1, 0)) && !from(new Date(year, 0));
  }
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
 * @param entry The journal entry of the same order, if it was placed on this machine.
 * @param facts What is known about it from its entry, details and row.
 */
export function filterableFromPortalOrder(
  order: PortalOrder,
  entry: JournalEntry | undefined,
  productOf: ProductOf,
  facts: OrderFacts = factsOfPortalOrder(entry, [factsOfReply(order.raw)], undefined),
): FilterableOrder {
  const recorded = entry && filterableFromEntry(entry, order.orderStatus);
  const { id, orderNo, orderStatus, poNumber, customReferenceNo, productNo, transactionNo, invoiceNo } =
    order;
  return {
    isOpen: false,
    status: orderStatus,
    ending: undefined,
    productId:
      order.productId ?? recorded?.productId ?? (productNo === undefined ? undefined : productOf(productNo)),
    kind: orderKind(facts.operationType),
    time: order.createTime ?? entry?.createdAt,
    texts: [
      ...[id, orderNo, orderStatus, poNumber, customReferenceNo, productNo, transactionNo, invoiceNo].filter(
        (text) => text !== undefined,
      ),
      ...[facts.pbxName, facts.ordered].filter((text) => text !== undefined),
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
  entry: JournalEntry,
  listedStatus: PortalText | undefined,
): FilterableOrder {
  const { current, serviceName, ordered } = entry;
  const { pbxName = '' } = factsOfEntry(entry);
  const { productId, productNo, poNumber, serviceList } = ordered;
  const placed = current.state === 'placed' ? current : undefined;
  const status: PortalText | undefined =
    listedStatus === undefined || listedStatus === '' ? placed?.orderStatus : listedStatus;
  return {
    isOpen: isOpen(entry),
    status: placed && status,
    ending: notPlacedStates.find((ending) => ending === current.state),
    productId,
    kind: orderKind(ordered.operationType),
    time: entry.createdAt,
    texts: [
      ...[placed?.orderNo, placed && status, placed?.transactionNo, productNo, poNumber].filter(
        (text) => text !== undefined,
      ),
      ...serviceList.map(({ serviceId }) => serviceId),
      serviceName,
      pbxName,
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
  /** All that the API guide describes, then `other` if it occurs. */
  readonly kinds: readonly Choice<OrderKind>[];
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
    kinds: counted(
      orders.map(({ kind }) => kind),
      orderKinds.filter((kind) => kind !== 'other'),
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
