import { LosslessNumber } from 'lossless-json';
import { type Json, type JsonObject, parseExact } from '../portal/exactJson';
import type { Instance, ReceivedInstance } from '../portal/instances';
import type { CsvSeparator, ExportFormat } from './csv';
import { csvRows, jsonRows, type OnUnwritable } from './exportRows';
import { type OrderFacts, factsOfPortalOrder, factsOfReply } from '../orders/orderFacts';
import type { PortalText } from '../portal/values';
import type { JournalEntry } from '../orders/entry';
import type { PortalOrder } from '../portal/portalOrders';

const instanceColumns = ['productId', 'productNo', 'name', 'activationStatus', 'planName'] as const;

/**
 * Writes instances as the text of a file (API guide, purchased products). CSV: the columns that the views show, then
 * the other fields of the portal's rows (see csvRows). JSON: the same columns, and the row exactly as received.
 *
 * @param onUnwritable Called for each row that cannot be written, so that the file contains only its serial number.
 */
export function instancesText(
  instances: readonly ReceivedInstance[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  onUnwritable: OnUnwritable = () => undefined,
): string {
  switch (format) {
    case 'csv':
      return csvRows(
        instances,
        { names: instanceColumns, received: ({ raw }) => raw, known: knownInstances },
        instanceNames,
        { separator, onUnwritable },
      );
    case 'json':
      return jsonRows(
        instances,
        (instance) => ({ ...knownInstances(instance), received: instance.raw }),
        instanceNames,
        onUnwritable,
      );
  }
}

/** Returns the fields that identify an instance whose row cannot be written. */
function instanceNames({ productNo }: Instance): JsonObject {
  return { productNo };
}

function knownInstances({
  productId,
  productNo,
  name,
  activationStatus,
  planName,
}: Instance): Record<(typeof instanceColumns)[number], Json> {
  return {
    productId: new LosslessNumber(String(productId)),
    productNo,
    name,
    activationStatus,
    planName: planName ?? null,
  };
}

const orderColumns = [
  'orderNo',
  'id',
  'orderStatus',
  'createTime',
  'currencyCode',
  'poNumber',
  'customReferenceNo',
  'productId',
  'productNo',
  'invoiceNo',
  'transactionNo',
  'record',
  'recordedAt',
  'serviceName',
  'instanceName',
  'operation',
  'pbxName',
  'price',
  'priceCurrency',
  'period',
  'placedBy',
] as const;
type KnownOrder = Record<(typeof orderColumns)[number], Json>;

/** An order of the portal, a journal entry, or both if they are known to be the same order. */
export interface OrderRow {
  readonly order: PortalOrder | undefined;
  readonly entry: JournalEntry | undefined;
  /** What is known about it from its entry, its row and its details, if they have been read. */
  readonly facts: OrderFacts;
}

/**
 * Writes the portal's orders and the journal entries as the text of a file (API guide, orders). CSV: the documented
 * fields, `record` with the outcome in the journal entry, `placedBy` with `here` for orders from this machine and
 * `elsewhere` for all others, then the other fields of the portal's rows (see csvRows). JSON: the same, with the row exactly as received and the exact request.
 *
 * @param onUnwritable Called for each row that cannot be written, so that the file contains only its number.
 */
export function ordersText(
  rows: readonly OrderRow[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  onUnwritable: OnUnwritable = () => undefined,
): string {
  switch (format) {
    case 'csv':
      return csvRows(
        rows,
        {
          names: orderColumns,
          received: ({ order }) => order?.raw,
          known: knownOrder,
          converted: ['createTime'],
        },
        orderNames,
        { separator, onUnwritable },
      );
    case 'json':
      return jsonRows(rows, objectOf, orderNames, onUnwritable);
  }
}

/** What is known about orders beyond their rows and entries. */
export interface OrderKnowledge {
  /** What the details of an order say; undefined if they were not read. */
  readonly detailOf: (orderNo: PortalText) => OrderFacts | undefined;
  /** The name of the PBX with this serial number; undefined if it is not loaded. */
  readonly nameOf: (productNo: PortalText) => PortalText | undefined;
}

const nothingFurther: OrderKnowledge = { detailOf: () => undefined, nameOf: () => undefined };

/** Pairs orders with their journal entries. Entries without a listed order come first: their outcome may be unknown. */
export function orderRows(
  orders: readonly PortalOrder[],
  entries: readonly JournalEntry[],
  { detailOf, nameOf }: OrderKnowledge = nothingFurther,
): OrderRow[] {
  const rowOf = (order: PortalOrder | undefined, entry: JournalEntry | undefined): OrderRow => {
    const productNo = order?.productNo ?? entry?.ordered.productNo;
    const name = productNo === undefined ? undefined : nameOf(productNo);
    const replies = order ? [detailOf(order.orderNo), factsOfReply(order.raw)] : [];
    return { order, entry, facts: factsOfPortalOrder(entry, replies, name) };
  };
  const byNumber = new Map(
    entries.flatMap((entry) =>
      entry.current.state === 'placed' ? [[entry.current.orderNo, entry] as const] : [],
    ),
  );
  const listed = new Set(orders.map(({ orderNo }) => byNumber.get(orderNo)));
  return [
    ...entries.filter((entry) => !listed.has(entry)).map((entry) => rowOf(undefined, entry)),
    ...orders.map((order) => rowOf(order, byNumber.get(order.orderNo))),
  ];
}

/** Returns the known fields of an order; those that the portal does not provide come from the journal entry. */
function knownOrder({ order, entry, facts }: OrderRow): KnownOrder {
  const ordered = entry?.ordered;
  const placed = entry?.current.state === 'placed' ? entry.current : undefined;
  return {
    orderNo: order?.orderNo ?? placed?.orderNo ?? null,
    id: order?.id ?? null,
    orderStatus: order?.orderStatus ?? placed?.orderStatus ?? null,
    createTime: order?.createTime === undefined ? (order?.raw.createTime ?? null) : isoTime(order.createTime),
    currencyCode: order?.currencyCode ?? null,
    poNumber: order?.poNumber ?? ordered?.poNumber ?? null,
    customReferenceNo: order?.customReferenceNo ?? null,
    productId: order?.productId ?? ordered?.productId ?? null,
    productNo: order?.productNo ?? ordered?.productNo ?? null,
    invoiceNo: order?.invoiceNo ?? null,
    transactionNo: order?.transactionNo ?? placed?.transactionNo ?? null,
    record: entry?.current.state ?? null,
    recordedAt: entry ? isoTime(entry.createdAt) : null,
    serviceName: entry?.serviceName ?? null,
    instanceName: entry?.instanceName ?? null,
    operation: facts.operationType ?? null,
    pbxName: facts.pbxName ?? null,
    price: facts.price?.amount ?? null,
    priceCurrency: facts.price?.currency ?? null,
    period: facts.billingCycle ?? null,
    placedBy: entry ? 'here' : 'elsewhere',
  };
}

/** Returns the fields that identify an order whose row cannot be written. */
function orderNames({ order, entry }: OrderRow): JsonObject {
  const placed = entry?.current.state === 'placed' ? entry.current : undefined;
  return { orderNo: order?.orderNo ?? placed?.orderNo ?? null, record: entry?.current.state ?? null };
}

function objectOf(row: OrderRow): JsonObject {
  const { order, entry } = row;
  return {
    ...knownOrder(row),
    ...(order ? { received: order.raw } : {}),
    ...(entry ? { request: parseExact(entry.body) } : {}),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
