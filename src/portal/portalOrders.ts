import * as z from 'zod/mini';
import { type Json, type JsonObject, isObject } from './exactJson';
import { type FoundRecord, findRecords, firstOfEach } from './findRecords';
import { type Page, readPage } from './pages';
import { type PortalText, latestTime, readAs, textual, wholeNumber } from './values';

const told = z.optional(z.catch(z.optional(textual), undefined));

/**
 * What proves that an order has a number: one word that begins with a letter or a digit, counts something, and is no
 * status: `failed-1001`.
 */
const orderNumber = textual.check(
  z.regex(/^\s*(?=.*[1-9])[\p{L}\d][\p{L}\d._/#-]*\s*$/u),
  z.refine((text) => !/error|fail|invalid|null|undefined|exception/i.test(text)),
);

/** What stands in a list where there is no number: `0`, `-`, `null`. */
const placeholder = /^([^\p{L}1-9]*|-\d+|null|none|nil|nan|undefined|n\/a|unknown|true|false)$/iu;
const listedNumber = textual.check(z.refine((text) => !placeholder.test(text.trim())));

const receipt = z.object({
  orderNo: orderNumber,
  /** The order's own, since it stands beside its number; the guide does not name it. */
  id: told,
  orderStatus: told,
  transactionNo: told,
  instanceId: told,
  productNo: told,
});

/** What the portal answers to an order that it took (API guide, create an order). */
export type OrderReceipt = Readonly<z.infer<typeof receipt>>;

/** A row of the portal's order list (API guide, orders). */
export interface PortalOrder {
  readonly id: string | undefined;
  readonly orderNo: PortalText;
  /** `succeed`, `pending` …; an open set. */
  readonly orderStatus: PortalText;
  /** Milliseconds since 1970; undefined when not told. */
  readonly createTime: number | undefined;
  /** Undefined when not told; the guide names it nowhere in a reply. */
  readonly poNumber: PortalText | undefined;
  /** Whether it holds the PO number that was sent, the guide leaves open; undefined when not told. */
  readonly customReferenceNo: PortalText | undefined;
  readonly productNo: PortalText | undefined;
  /** Undefined when not told; the guide names it in the details alone. */
  readonly productId: string | undefined;
  /** Undefined when not told; the guide names it in the reply to an order alone. */
  readonly transactionNo: PortalText | undefined;
  readonly invoiceNo: PortalText | undefined;
  /** `USD`, `RMB` …; undefined when not told. */
  readonly currencyCode: PortalText | undefined;
  /** The row as received. */
  readonly raw: JsonObject;
}

/**
 * Reads the receipt of an order (API guide, create an order); undefined when the reply names no order. The receipt is
 * `result` itself, the only item of a list in its place, or either of them under `data`, a wrapper that says nothing
 * of its own. An order number anywhere else may be that of another order.
 */
export function readOrderReceipt(result: Json): OrderReceipt | undefined {
  if (Array.isArray(result)) {
    const [only, ...others] = result;
    return only === undefined || others.length > 0 ? undefined : readOrderReceipt(only);
  }
  if (!isObject(result)) {
    return undefined;
  }
  return readAs(receipt, result) ?? (result.data === undefined ? undefined : readOrderReceipt(result.data));
}

/** Whether an order number stands anywhere in a `result`. */
export function holdsOrderNumber(result: Json): boolean {
  return findRecords(result, 'orderNo').some(
    ({ record }) => readAs(orderNumber, record.orderNo) !== undefined,
  );
}

/** A row of the list that cannot be read as an order: it may be one that has no number yet. */
export interface UnreadRow {
  /** Undefined when not told. */
  readonly id: string | undefined;
  /** Milliseconds since 1970; undefined when not told. */
  readonly createTime: number | undefined;
}

/** A page of the portal's order list. */
export interface PageOfOrders extends Page<PortalOrder> {
  readonly unread: readonly UnreadRow[];
}

/** Reads a page of `order/v1/page`: every record that has a number in `orderNo` is an order. */
export function readOrders(result: Json): PageOfOrders {
  const found = findRecords(result, 'orderNo');
  const rows = found.flatMap(({ record }): PortalOrder[] => {
    const orderNo = readAs(listedNumber, record.orderNo);
    return orderNo === undefined
      ? []
      : [
          {
            id: readAs(textual, record.id),
            orderNo,
            orderStatus: readAs(textual, record.orderStatus) ?? '',
            createTime: readTime(record.createTime),
            poNumber: readFilled(record.poNumber),
            customReferenceNo: readFilled(record.customReferenceNo),
            productNo: readFilled(record.productNo),
            productId: readFilled(record.productId),
            transactionNo: readFilled(record.transactionNo),
            invoiceNo: readFilled(record.invoiceNo),
            currencyCode: readFilled(record.currencyCode),
            raw: record,
          },
        ];
  });
  return {
    ...readPage(
      result,
      firstOfEach(rows, ({ orderNo }) => orderNo),
    ),
    unread: unreadRows(
      result,
      found.filter(({ record }) => readAs(listedNumber, record.orderNo) !== undefined),
    ),
  };
}

/**
 * What stands in the list and is no order that can be read: an item beside such orders, or a record that is like one.
 * What is inside an order is a part of it.
 */
function unreadRows(result: Json, orders: readonly FoundRecord[]): UnreadRow[] {
  const read = new Set<Json>(orders.map(({ record }) => record));
  const around = new Set<Json>(orders.flatMap(({ within }) => within));
  const unread: UnreadRow[] = [];
  const waiting: Json[] = [result];
  // No recursion: a reply may be nested deeper than the call stack goes.
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) {
      const isOfOrder = (item: Json) => read.has(item) || around.has(item);
      const isList = value.some(isOfOrder);
      for (const item of value) {
        if (isList && !isOfOrder(item) && !isOrderLike(item)) {
          unread.push(unreadRow(item));
        } else {
          waiting.push(item);
        }
      }
    } else if (isObject(value) && !read.has(value)) {
      if (isOrderLike(value)) {
        unread.push(unreadRow(value));
      }
      waiting.push(...Object.values(value));
    }
  }
  return unread;
}

/** By the documented fields of a row (API guide, orders). */
function isOrderLike(value: Json): boolean {
  return (
    isObject(value) &&
    ('orderNo' in value ||
      readFilled(value.orderStatus) !== undefined ||
      (readFilled(value.id) !== undefined && readFilled(value.createTime) !== undefined))
  );
}

function unreadRow(value: Json): UnreadRow {
  return isObject(value)
    ? { id: readFilled(value.id), createTime: readTime(value.createTime) }
    : { id: undefined, createTime: undefined };
}

/** A text that tells something. */
function readFilled(value: Json | undefined): PortalText | undefined {
  const text = readAs(textual, value);
  return text === '' ? undefined : text;
}

/**
 * A time whose unit the guide leaves open: up to 11 digits are seconds, more are milliseconds. Undefined where it is none:
 * 0 and less stand for a time that nobody knows, and an order that seems to be of 1970 would count as an old one.
 */
export function readTime(value: Json | undefined): number | undefined {
  const time = readAs(wholeNumber, value);
  const milliseconds = time !== undefined && time < 1e11 ? time * 1000 : time;
  return milliseconds !== undefined && milliseconds > 0 && milliseconds <= latestTime
    ? milliseconds
    : undefined;
}
