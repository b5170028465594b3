import { type Json, isObject } from './exactJson';

/**
 * Keys of what an order makes, by the words in them: `orderNo`, `placed_orders`, `outTradeNo`, `invoice`. A payment and
 * a purchase count by what identifies them, since `paymentMethod` is a setting. What activates a licence is given to
 * who has bought it.
 */
const namingKey =
  /^id$|order|trade|transaction|receipt|invoice|instance|subscription|licen[cs]e|^activation|(activation|product|serial|auth)(code|key)$|^(payment|purchase)(s|no|number|id|sn|url|link|status)?$/;

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
