import type { OrderRecord } from '../orders/record';
import { type Json, type JsonObject, parseExact } from '../portal/exactJson';
import type { PortalOrder } from '../portal/portalOrders';
import { cellOf, type CsvSeparator, csvText, type ExportFormat } from './csv';
import { furtherColumns, ownValue, jsonList, toldRows, type Untold } from './toldRows';

const columns = [
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
] as const;
type Known = Record<(typeof columns)[number], Json>;

/** An order of the portal's, a record of this machine, or both where they are known to be the same order. */
export interface OrderRow {
  readonly order: PortalOrder | undefined;
  readonly record: OrderRecord | undefined;
}

/**
 * The portal's orders and this machine's records as the text of a file (API guide, orders). CSV: what is documented,
 * `record` with what the record knows of the outcome, then whatever else the portal's rows hold (see
 * furtherColumns). JSON: the same, with the row exactly as received and the exact request.
 *
 * @param untold Told of each row of which the file has its number alone, since the rest cannot be told.
 */
export function ordersText(
  rows: readonly OrderRow[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  untold: Untold = () => undefined,
): string {
  switch (format) {
    case 'csv': {
      const further = furtherColumns(rows, {
        names: columns,
        received: ({ order }) => order?.raw,
        known: knownOf,
        converted: ['createTime'],
      });
      return csvText(
        [...columns, ...further.names],
        toldRows(
          rows,
          (row) => {
            const known = knownOf(row);
            return [...columns.map((column) => cellOf(known[column])), ...further.cellsOf(row)];
          },
          (row) => {
            const names = namesOf(row);
            return [
              ...columns.map((column) => cellOf(ownValue(names, column))),
              ...further.names.map(() => ''),
            ];
          },
          untold,
        ),
        separator,
      );
    }
    case 'json':
      return jsonList(rows, objectOf, namesOf, untold);
  }
}

/** Orders with their records. Records that no listed order is known to be of come first: their outcome may be open. */
export function orderRows(orders: readonly PortalOrder[], records: readonly OrderRecord[]): OrderRow[] {
  const byNumber = new Map(
    records.flatMap((record) =>
      record.current.state === 'placed' ? [[record.current.orderNo, record] as const] : [],
    ),
  );
  const listed = new Set(orders.map(({ orderNo }) => byNumber.get(orderNo)));
  return [
    ...records.filter((record) => !listed.has(record)).map((record) => ({ order: undefined, record })),
    ...orders.map((order) => ({ order, record: byNumber.get(order.orderNo) })),
  ];
}

/** What is told of the order; where the portal does not tell what was ordered, the record does. */
function knownOf({ order, record }: OrderRow): Known {
  const ordered = record?.ordered;
  const placed = record?.current.state === 'placed' ? record.current : undefined;
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
    record: record?.current.state ?? null,
    recordedAt: record ? isoTime(record.createdAt) : null,
    serviceName: record?.serviceName ?? null,
    instanceName: record?.instanceName ?? null,
  };
}

/** What names an order whose row cannot be told. */
function namesOf({ order, record }: OrderRow): JsonObject {
  const placed = record?.current.state === 'placed' ? record.current : undefined;
  return { orderNo: order?.orderNo ?? placed?.orderNo ?? null, record: record?.current.state ?? null };
}

function objectOf(row: OrderRow): JsonObject {
  const { order, record } = row;
  return {
    ...knownOf(row),
    ...(order ? { received: order.raw } : {}),
    ...(record ? { request: parseExact(record.body) } : {}),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
