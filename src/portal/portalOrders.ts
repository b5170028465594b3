import * as z from 'zod/mini';
import { type Json, type JsonObject, isObject } from './exactJson';
import { type FoundRecord, findRecords, firstOfEach } from './findRecords';
import { type Page, readPage } from './pages';
import { type PortalText, latestTime, readAs, textual, wholeNumber } from './values';

const optionalText = z.optional(z.catch(z.optional(textual), undefined));

/**
 * An order number that counts as proof of an order: a single word that starts with a letter or a digit, contains a
 * digit other than 0, and is not a status such as `failed-1001`.
 */
const orderNumber = textual.check(
  z.regex(/^\s*(?=.*[1-9])[\p{L}\d][\p{L}\d._/#-]*\s*$/u),
  z.refine((text) => !/error|fail|invalid|null|undefined|exception/i.test(text)),
);

/** Placeholders that lists show when there is no order number: `0`, `-`, `null`. */
const placeholder = /^([^\p{L}1-9]*|-\d+|null|none|nil|nan|undefined|n\/a|unknown|true|false)$/iu;
const listedNumber = textual.check(z.refine((text) => !placeholder.test(text.trim())));

const receipt = z.object({
  orderNo: orderNumber,
  /** The order's own id, because it is in the record with the order number; the guide does not mention it. */
  id: optionalText,
  orderStatus: optionalText,
  transactionNo: optionalText,
  instanceId: optionalText,
  productNo: optionalText,
});

/** The portal's reply to an order that it accepted (API guide, create an order). */
export type OrderReceipt = Readonly<z.infer<typeof receipt>>;

/** A row of the portal's order list (API guide, orders). */
export interface PortalOrder {
  readonly id: string | undefined;
  readonly orderNo: PortalText;
  /** `succeed`, `pending` …; an open set. */
  readonly orderStatus: PortalText;
  /** Milliseconds since 1970; undefined when not provided. */
  readonly createTime: number | undefined;
  /** Undefined when not provided; the guide mentions it in no reply. */
  readonly poNumber: PortalText | undefined;
  /** The guide does not say whether this is the PO number that was sent; undefined when not provided. */
  readonly customReferenceNo: PortalText | undefined;
  readonly productNo: PortalText | undefined;
  /** Undefined when not provided; the guide mentions it only in the order details. */
  readonly productId: string | undefined;
  /** Undefined when not provided; the guide mentions it only in the reply to an order. */
  readonly transactionNo: PortalText | undefined;
  readonly invoiceNo: PortalText | undefined;
  /** `USD`, `RMB` …; undefined when not provided. */
  readonly currencyCode: PortalText | undefined;
  /** The row as received. */
  readonly raw: JsonObject;
}

/**
 * Reads the receipt of an order (API guide, create an order). The receipt is `result` itself, the only item of a list
 * in its place, or either of them inside a wrapper `data`. An order number anywhere else may belong to another order.
 *
 * @returns Undefined when the reply names no order.
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

/** Whether `result` contains an order number anywhere. */
export function holdsOrderNumber(result: Json): boolean {
  return findRecords(result, 'orderNo').some(
    ({ record }) => readAs(orderNumber, record.orderNo) !== undefined,
  );
}

/** A row of the order list that cannot be read as an order, possibly because it has no number yet. */
export interface UnreadRow {
  /** Undefined when not provided. */
  readonly id: string | undefined;
  /** Milliseconds since 1970; undefined when not provided. */
  readonly createTime: number | undefined;
}

/** A page of the portal's order list. */
export interface PageOfOrders extends Page<PortalOrder> {
  readonly unread: readonly UnreadRow[];
}

/** Reads a page of `order/v1/page`: every record with an `orderNo` that is not a placeholder is an order. */
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
 * Returns what the list contains besides readable orders: items beside such orders, and records that look like orders.
 * Anything inside an order is part of it.
 */
function unreadRows(result: Json, orders: readonly FoundRecord[]): UnreadRow[] {
  const read = new Set<Json>(orders.map(({ record }) => record));
  const containers = new Set<Json>(orders.flatMap(({ within }) => within));
  const unread: UnreadRow[] = [];
  const pending: Json[] = [result];
  // No recursion: a reply may be nested deeper than the call stack allows.
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) {
      const isOfOrder = (item: Json) => read.has(item) || containers.has(item);
      const isList = value.some(isOfOrder);
      for (const item of value) {
        if (isList && !isOfOrder(item) && !isOrderLike(item)) {
          unread.push(unreadRow(item));
        } else {
          pending.push(item);
        }
      }
    } else if (isObject(value) && !read.has(value)) {
      if (isOrderLike(value)) {
        unread.push(unreadRow(value));
      }
      pending.push(...Object.values(value));
    }
  }
  return unread;
}

/** Whether a value has the documented fields of a row (API guide, orders). */
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

/** Reads a text; undefined when it is empty. */
function readFilled(value: Json | undefined): PortalText | undefined {
  const text = readAs(textual, value);
  return text === '' ? undefined : text;
}

/**
 * Reads a time whose unit the guide leaves open: up to 11 digits are seconds, more are milliseconds. Returns undefined
 * for any other value. 0 and negative values mean an unknown time: an order dated 1970 would count as an old one.
 */
export function readTime(value: Json | undefined): number | undefined {
  const time = readAs(wholeNumber, value);
  const milliseconds = time !== undefined && time < 1e11 ? time * 1000 : time;
  return milliseconds !== undefined && milliseconds > 0 && milliseconds <= latestTime
    ? milliseconds
    : undefined;
}

/**
 * Keys of what an order creates, by the words in them: `orderNo`, `placed_orders`, `outTradeNo`, `invoice`. Payments
 * and purchases count only with an identifier, because `paymentMethod` is a setting. Activation codes of a licence
 * count, because only a buyer gets them.
 */
const namingKey =
  /^id$|order|trade|transaction|receipt|invoice|instance|subscription|licen[cs]e|^activation|(activation|product|serial|auth)(code|key)$|^(payment|purchase)(s|no|number|id|sn|url|link|status)?$/;

/** Request keys, under which a refusal may explain what is wrong with them (API guide, create an order). */
const requestKeys: readonly string[] = ['orderpcespecialrequest'];

/** Order and transaction numbers as the guide prints them: `YL` or `HX` and 19 digits. */
const printedNumber = /(YL|HX)\d{10,}/i;

/**
 * A number after the word for what it identifies: `Order SO-123`, `order no. 7`, `"orderNo":"A1"`. The text between the
 * words and the number itself have a bounded length: an unbounded pattern takes hours on a long run of spaces.
 */
const numberInWords =
  /\b(?:order|trade|transaction|receipt|invoice|subscription)s?[\s_-]{0,2}(?:no|nr|number|id|code|ref|reference)?[\s"'“”:=#.([_-]{0,2}(?=[\w-]{0,64}\d)[\w-]/i;

/** Punctuation between the words, of any length. */
const between = /[\s"'“”:=#.([_-]{3,}/g;

/** A number without a field that says what it is. */
const bareNumber = /^(?=.*\d)[\w-]+$/;

/**
 * Whether a reply mentions anything that an order creates (an order, a transaction, an invoice, an instance and the
 * like), under such a key or in the words of a text.
 */
export function namesOrder(value: Json): boolean {
  if (typeof value === 'string') {
    return printedNumber.test(value) || numberInWords.test(value.replace(between, (run) => run.slice(0, 2)));
  }
  if (Array.isArray(value)) {
    return value.some(namesOrder);
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([key, inner]) => printedNumber.test(key) || (isNamingKey(key) && isFilled(inner)) || namesOrder(inner),
    )
  );
}

/**
 * Whether `result` is only a number or other identifier, or a list with one in it, without a field that says what it
 * identifies. In the guide, results are objects, lists and booleans.
 */
export function isBareNumber(result: Json | undefined): boolean {
  if (Array.isArray(result)) {
    return result.some(isBareNumber);
  }
  return typeof result === 'string'
    ? bareNumber.test(result.trim())
    : result !== undefined && result !== null && typeof result === 'object' && !isObject(result);
}

/** Normalizes a key: `order_no` and `OrderNo` become `orderno`. */
export function plainKey(key: string): string {
  return key.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

function isNamingKey(key: string): boolean {
  const plain = plainKey(key);
  return namingKey.test(plain) && !requestKeys.some((name) => plain.startsWith(name));
}

function isFilled(value: Json): boolean {
  return value !== null && !(typeof value === 'string' && value.trim() === '');
}
