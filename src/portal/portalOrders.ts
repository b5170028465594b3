import * as z from 'zod/mini';
import { type Json, type JsonObject, isObject } from './exactJson';
import { type FoundRecord, findRecords, uniqueBy } from './findRecords';
import { type Page, readPage } from './pages';
import { type PortalText, latestTime, readAs, textOrNumber, wholeNumber } from './values';

const told = z.optional(z.catch(z.optional(textOrNumber), undefined));

/** Characters that a number of an order has at most; the guide's have 21. */
const longestOrderNumber = 1000;

/**
 * What proves that an order has a number: one word that begins with a letter or a digit, counts something, and is no
 * status: `failed-1001`. A pattern that begins with blanks takes long on nothing but blanks, so these are cut before.
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

/** What stands in a list where there is no number: `0`, `-`, `null`. */
const placeholder = /^([^\p{L}1-9]*|-\d+|null|none|nil|nan|undefined|n\/a|unknown|true|false)$/iu;
const listedNumber = textOrNumber.check(z.refine((text) => !placeholder.test(text.trim())));

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
            id: readAs(textOrNumber, record.id),
            orderNo,
            orderStatus: readAs(textOrNumber, record.orderStatus) ?? '',
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
      uniqueBy(rows, ({ orderNo }) => orderNo),
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
  const text = readAs(textOrNumber, value);
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

/**
 * Keys of what an order makes, by the words in them: `orderNo`, `placed_orders`, `outTradeNo`, `invoice`. A payment and
 * a purchase count by what identifies them, since `paymentMethod` is a setting. What activates a licence is given to
 * who has bought it.
 */
const namingKey =
  /^id$|order|trade|transaction|receipt|invoice|instance|subscription|licen[cs]e|^activation|(activ(ation|e)|product|serial|auth|lic)(code|key)$|^(pbx|device)(id|sn|nos?|url|link)$|^(payment|purchase)(s|no|number|id|sn|url|link|status)?$/;

/** Keys of the request, under which a refusal may say what is wrong with them (API guide, create an order). */
const requestKeys: readonly string[] = ['orderpcespecialrequest'];

/** Order and transaction numbers as the guide prints them: `YL` or `HX` and 19 digits. */
const printedNumber = /(YL|HX)\d{10,}/i;

/**
 * A number behind the word for what it is of: `Order SO-123`, `order no. 7`, `"orderNo":"A1"`. What stands between the
 * words is of bounded length, and so are the letters of a number: a pattern without bounds takes hours on a text of
 * nothing but blanks.
 */
const numberInWords =
  /\b(?:order|trade|transaction|receipt|invoice|subscription)s?[\s_-]{0,2}(?:no|nr|number|id|code|ref|reference)?[\s"'“”:=#.([_-]{0,2}(?=[\w-]{0,64}\d)[\w-]/i;

/** What may stand between the words, in any length. */
const between = /[\s"'“”:=#.([_-]{3,}/g;

/** A number that stands for itself: no field says what it is. */
const bareNumber = /^(?=.*\d)[\w-]+$/;

/**
 * Whether anything in a reply names what an order makes: an order, a transaction, an invoice, an instance and the
 * like, under a key of that kind or in the words of a text.
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
 * Whether a `result` is a number or a list of them, with nothing that says of what. The guide has objects, lists and
 * truth values as results.
 */
export function isBareNumber(result: Json | undefined): boolean {
  if (Array.isArray(result)) {
    return result.some(isBareNumber);
  }
  return typeof result === 'string'
    ? bareNumber.test(result.trim())
    : result !== undefined && result !== null && typeof result === 'object' && !isObject(result);
}

/** `order_no` and `OrderNo` are `orderno`. */
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
