import * as z from 'zod/mini';
import { type Json, type JsonObject, isObject } from './exactJson';
import { type FoundRecord, findRecords, uniqueBy } from './findRecords';
import { type Page, readPage } from './pages';
import { type PortalText, latestTime, readAs, textOrNumber, wholeNumber } from './values';

const optionalText = z.optional(z.catch(z.optional(textOrNumber), undefined));

/** Longest order number, in characters; those in the guide have 21. */
const longestOrderNumber = 1000;

/**
 * A text that counts as an order number: one word that begins with a letter or a digit, contains a digit other than 0
 * and is not a status such as `failed-1001`. Spaces are trimmed first: a pattern that begins with spaces is slow on a
 * text of only spaces.
 */
const orderNumber = textOrNumber.check(
  z.refine((text) => {
    const word = text.trim();
    return (
      word.length <= longestOrderNumber &&
      /^[\p{L}\d][\p{L}\d._/#-]*$/u.test(word) &&
      /[1-9]/.test(word) &&
      !/error|fail|invalid|null|undefined|exception/i.test(word)
    );
  }),
);

/** What a list shows instead of a missing order number: `0`, `-`, `null`. */
const placeholder = /^([^\p{L}1-9]*|-\d+|null|none|nil|nan|undefined|n\/a|unknown|true|false)$/iu;
const listedNumber = textOrNumber.check(z.refine((text) => !isPlaceholder(text)));

/** Whether a text in place of a number means that there is none. */
export function isPlaceholder(text: PortalText): boolean {
  return placeholder.test(text.trim());
}

const receipt = z.object({
  orderNo: orderNumber,
  /** The order's ID, because it is beside the order number; the guide does not document it. */
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
  /** `succeed`, `pending` …; not a closed set. */
  readonly orderStatus: PortalText;
  /** Milliseconds since 1970; undefined when not reported. */
  readonly createTime: number | undefined;
  /** Undefined when not reported; the guide documents it for no reply. */
  readonly poNumber: PortalText | undefined;
  /** Undefined when not reported; the guide does not say whether it is the PO number that was sent. */
  readonly customReferenceNo: PortalText | undefined;
  readonly productNo: PortalText | undefined;
  /** Undefined when not reported; the guide documents it only for an order's details. */
  readonly productId: string | undefined;
  /** Undefined when not reported; the guide documents it only for the reply to a new order. */
  readonly transactionNo: PortalText | undefined;
  readonly invoiceNo: PortalText | undefined;
  /** `USD`, `RMB` …; undefined when not reported. */
  readonly currencyCode: PortalText | undefined;
  /** The row as received. */
  readonly raw: JsonObject;
}

/**
 * Reads the receipt of an order (API guide, create an order); undefined when the reply names no order. The receipt is
 * `result` itself, the only item of a list in its place, or either of them wrapped in `data`. An order number anywhere
 * else may belong to another order.
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

/** Whether a `result` contains an order number anywhere. */
export function containsOrderNumber(result: Json): boolean {
  return findRecords(result, 'orderNo').some(
    ({ record }) => readAs(orderNumber, record.orderNo) !== undefined,
  );
}

/** A row of the order list that cannot be read as an order; it may be an order without a number yet. */
export interface UnreadableRow {
  /** Undefined when not reported. */
  readonly id: string | undefined;
  /** Milliseconds since 1970; undefined when not reported. */
  readonly createTime: number | undefined;
}

/** A page of the portal's order list. */
export interface PageOfOrders extends Page<PortalOrder> {
  readonly unread: readonly UnreadableRow[];
}

/** Reads a page of `order/v1/page`: every record with a number in `orderNo` is an order. */
export function readOrders(result: Json): PageOfOrders {
  const found = findRecords(result, 'orderNo');
  const rows = found.flatMap(({ record }): PortalOrder[] => {
    const orderNo = readAs(listedNumber, record.orderNo);
    return orderNo === undefined
      ? []
      : [
          {
            id: readAs(textOrNumber, record.id),
            orderNo,
            orderStatus: readAs(textOrNumber, record.orderStatus) ?? '',
            createTime: readTime(record.createTime),
            poNumber: readFilled(record.poNumber),
            customReferenceNo: readFilled(record.customReferenceNo),
            productNo: readSerialNumber(record.productNo),
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
      uniqueBy(rows, ({ orderNo }) => orderNo),
    ),
    unread: unreadRows(
      result,
      found.filter(({ record }) => readAs(listedNumber, record.orderNo) !== undefined),
    ),
  };
}

/**
 * The rows that cannot be read as orders: list items beside readable orders, and records that look like an order.
 * Whatever is inside a readable order belongs to it.
 */
function unreadRows(result: Json, orders: readonly FoundRecord[]): UnreadableRow[] {
  const read = new Set<Json>(orders.map(({ record }) => record));
  const around = new Set<Json>(orders.flatMap(({ within }) => within));
  const unread: UnreadableRow[] = [];
  const stack: Json[] = [result];
  // No recursion: a reply may be nested deeper than the call stack allows.
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (Array.isArray(value)) {
      const isOfOrder = (item: Json) => read.has(item) || around.has(item);
      const isList = value.some(isOfOrder);
      for (const item of value) {
        if (isList && !isOfOrder(item) && !isOrderLike(item)) {
          unread.push(unreadRow(item));
        } else {
          stack.push(item);
        }
      }
    } else if (isObject(value) && !read.has(value)) {
      if (isOrderLike(value)) {
        unread.push(unreadRow(value));
      }
      for (const inner of Object.values(value)) {
        stack.push(inner);
      }
    }
  }
  return unread;
}

/** Whether a value has the documented fields of an order row (API guide, orders). */
function isOrderLike(value: Json): boolean {
  return (
    isObject(value) &&
    ('orderNo' in value ||
      readFilled(value.orderStatus) !== undefined ||
      (readFilled(value.id) !== undefined && readFilled(value.createTime) !== undefined))
  );
}

function unreadRow(value: Json): UnreadableRow {
  return isObject(value)
    ? { id: readFilled(value.id), createTime: readTime(value.createTime) }
    : { id: undefined, createTime: undefined };
}

/** What a masked serial number contains. */
const masked = /[*•●#…?]|x{3,}|\.{2,}/iu;

/** Reads a serial number; undefined for a placeholder and for a masked one, which does not say which PBX it is. */
function readSerialNumber(value: Json | undefined): PortalText | undefined {
  const text = readFilled(value);
  return text === undefined || isPlaceholder(text) || masked.test(text) ? undefined : text;
}

/** A text or number; undefined when missing or empty. */
function readFilled(value: Json | undefined): PortalText | undefined {
  const text = readAs(textOrNumber, value);
  return text === '' ? undefined : text;
}

/**
 * Reads a time as milliseconds since 1970. The guide does not name the unit: up to 11 digits are seconds, more are
 * milliseconds. Undefined for anything else, and for 0 and less, which mean an unknown time: an order that seems
 * to be from 1970 would count as an old one.
 */
export function readTime(value: Json | undefined): number | undefined {
  const time = readAs(wholeNumber, value);
  const milliseconds = time !== undefined && time < 1e11 ? time * 1000 : time;
  return milliseconds !== undefined && milliseconds > 0 && milliseconds <= latestTime
    ? milliseconds
    : undefined;
}

/**
 * Keys that name something an order creates, by the words in them: `orderNo`, `placed_orders`, `outTradeNo`, `invoice`.
 * Keys of a payment or a purchase count only if they identify it, because `paymentMethod` is a setting. Activation keys
 * count, because only a buyer gets one.
 */
const namingKey =
  /^id$|order|trade|transaction|receipt|invoice|instance|subscription|licen[cs]e|^activation|(activ(ation|e)|product|serial|auth|lic)(code|key)$|^(pbx|device)(id|sn|nos?|url|link)$|^(payment|purchase)(s|no|number|id|sn|url|link|status)?$/;

/** Request fields under which a refusal may say what is wrong with them (API guide, create an order). */
const requestKeys: readonly string[] = ['orderpcespecialrequest'];

/** Order and transaction numbers as the guide shows them: `YL` or `HX` and 19 digits. */
const printedNumber = /(YL|HX)\d{10,}/i;

/**
 * A number after the word for what it identifies: `Order SO-123`, `order no. 7`, `"orderNo":"A1"`. The gaps and the
 * number are bounded in length: an unbounded pattern takes hours on a text of only spaces.
 */
const numberInWords =
  /\b(?:order|trade|transaction|receipt|invoice|subscription)s?[\s_-]{0,2}(?:no|nr|number|id|code|ref|reference)?[\s"'“”:=#.([_-]{0,2}(?=[\w-]{0,64}\d)[\w-]/i;

/** A long gap between the words, which is shortened before matching. */
const between = /[\s"'“”:=#.([_-]{3,}/g;

/** A text that is only a number, without a field that says what it identifies. */
const bareNumber = /^(?=.*\d)[\w-]+$/;

/**
 * Whether anything in a reply names something that an order creates (an order, a transaction, an invoice, an instance
 * and the like), either by its key or in a text.
 */
export function namesCreatedThing(value: Json): boolean {
  if (typeof value === 'string') {
    return printedNumber.test(value) || numberInWords.test(value.replace(between, (run) => run.slice(0, 2)));
  }
  if (Array.isArray(value)) {
    return value.some(namesCreatedThing);
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([key, inner]) =>
        printedNumber.test(key) || (isNamingKey(key) && isFilled(inner)) || namesCreatedThing(inner),
    )
  );
}

/**
 * Whether a `result` is a number or contains one in a list, with nothing that says what it identifies. In the guide,
 * results are objects, lists and booleans.
 */
export function isBareNumber(result: Json | undefined): boolean {
  if (Array.isArray(result)) {
    return result.some(isBareNumber);
  }
  return typeof result === 'string'
    ? bareNumber.test(result.trim())
    : result !== undefined && result !== null && typeof result === 'object' && !isObject(result);
}

/** Reduces a key to its lower-case letters and digits: `order_no` and `OrderNo` become `orderno`. */
export function normalizedKey(key: string): string {
  return key.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

function isNamingKey(key: string): boolean {
  const plain = normalizedKey(key);
  return namingKey.test(plain) && !requestKeys.some((name) => plain.startsWith(name));
}

function isFilled(value: Json): boolean {
  return value !== null && !(typeof value === 'string' && value.trim() === '');
}
