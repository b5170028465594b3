import { type Json, type JsonObject, isObject } from '../portal/exactJson';
import { isDenied, speaksOfAgain, speaksOfDone } from '../portal/doneWords';
import { plainKey } from '../portal/portalOrders';
import { readAs, textual, wholeNumber } from '../portal/values';

/** The statuses of an order that was placed: the guide's own 200, and the one for what was made. */
export const provingStatuses: readonly number[] = [200, 201];

const suffix = '(?:s|no|nr|number|id|type|code|message|msg|text|reason|detail|info|string|list|field)*';

/** Keys of what went wrong: `error`, `errMsg`, `lastErrorCode`, `failReason`, `isRolledBack`. */
const failureKey = new RegExp(
  `^(?:is|has|was)?(?:err|fault|rejected|refused|declined|denied|aborted|rolledback)${suffix}$|` +
    `(?:error|exception|fail(?:ed|ure)?)${suffix}$`,
);

/** Keys of what went well, of which `no` is a failure. What is not yet `paid` or `completed` was placed all the same. */
const successKey =
  /^(?:is|was|has)?(?:order)?(?:success(?:ful|fully)?|succeed(?:ed)?|ok|created|placed|accepted|submitted|saved|new|neworder)$/;

/** Keys that say that it is none, or no longer one. */
const undoneKey =
  /^(?:is|was|has)?(?:order)?(?:cancell?ed|voided|withdrawn|reverted|dryrun|preview|simulat(?:ed|ion)|draft|test(?:order|mode)?)$/;

/** Keys that say that the same came before. */
const againKey =
  /^(?:is|was|has)?(?:order|request)?(?:already|duplicate|dup$|dupe|repeated|repeat$|replay|idempotentrepl|exist(?:s|ed|ing)$|existingorder)/;

const statusKey = /^(?:http|response|inner)?(?:status(?:code)?|httpcode)$/;
const codeKey = /^(?:result|ret|return|biz|sub|response|resp)code$/;
const messageKey =
  /(?:message|msg|reason|remark|statustext|detail)s?$|^(?:status|state|info|text|note|tip|hint)$/;

/** What says that nothing went wrong. */
const fine = /^(?:success\w*|succeed\w*|ok|created|done|0+|20[01]|no|none|null|false|n\/a|-*)$/i;

/** Keys by which a record with a `code` is an envelope, or an order, and none of a currency or a region. */
const ofEnvelope: ReadonlySet<string> = new Set([
  ...['detailmessage', 'requestid', 'status', 'message', 'msg', 'result', 'data', 'success', 'orderno'],
]);

const failed =
  /\b(?:fail(?:s|ed|ure|ures)?|errors?|exception|declin\w+|reject\w+|refus\w+|denied|insufficient|unable|invalid|roll(?:ed)?[ -]?back|abort\w*|cancel\w*|time(?:d)?[ -]?out|exceed\w*|unavailable|draft|preview|pas|cannot|not|never|nothing|no order|\w+n['’]t|fehl\w*|nicht|abgelehnt|rechazad[oa]|fall[oó])(?!\p{L})/iu;
const noFailure = /\b(?:no|without|0|zero) (?:errors?|failures?|exceptions?)\b/gi;
const failedInChinese =
  /失[败敗]|[错錯][误誤]|异常|[无無]法|不足|不能|拒[绝絕]|回[滚滾]|取消|超[时時]|未|[没沒]有/;

/**
 * Whether anything in a reply of success says otherwise: that it failed, an envelope within the envelope with another
 * code or status than a success has, an error beside it, that the same was there before, that it is none or no longer
 * one; or that it is two.
 */
export function contradictsSuccess(root: JsonObject): boolean {
  return isOddDetail(root.detailMessage) || contradicts(root) || new Set(orderNumbersIn(root)).size > 1;
}

/** The numbers of orders that a reply names: more than one leaves open which is this one. */
function orderNumbersIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(orderNumbersIn);
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        ...(plainKey(key) === 'orderno' ? [readAs(textual, inner)?.trim().toUpperCase() ?? ''] : []),
        ...orderNumbersIn(inner),
      ])
    : [];
}

/** The guide's success has an empty `detailMessage`: any other has to speak of success. */
function isOddDetail(detail: Json | undefined): boolean {
  const text = readAs(textual, detail)?.trim() ?? '';
  return !fine.test(text) && !speaksOfDone(text);
}

function contradicts(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.some(contradicts);
  }
  if (!isObject(value)) {
    return false;
  }
  const fields = Object.entries(value).map(([key, inner]) => ({ key: plainKey(key), inner }));
  const isEnvelope = fields.some(({ key }) => ofEnvelope.has(key));
  return fields.some(
    ({ key, inner }) =>
      saysOtherwise(key, inner) || (key === 'code' && isEnvelope && isOddCode(inner)) || contradicts(inner),
  );
}

function saysOtherwise(key: string, value: Json): boolean {
  return (
    (failureKey.test(key) && claims(value)) ||
    (successKey.test(key) && isDenied(value)) ||
    (againKey.test(key) && claims(value)) ||
    (undoneKey.test(key) && claims(value)) ||
    (statusKey.test(key) && isOddStatus(value)) ||
    (codeKey.test(key) && isOddCode(value)) ||
    (messageKey.test(key) && textsIn(value).some(saysFailed))
  );
}

/** Whether a value says anything but that there is nothing. */
function claims(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.some(claims);
  }
  if (isObject(value)) {
    return Object.values(value).some(claims);
  }
  const text = readAs(textual, value);
  return text === undefined ? value === true : !fine.test(text.trim());
}

function isOddCode(code: Json): boolean {
  const text = readAs(textual, code);
  return text !== undefined && !fine.test(text.trim());
}

/** A status of HTTP that is none of an order that was placed. Other numbers are of a meaning that nobody knows. */
function isOddStatus(value: Json): boolean {
  const status = readAs(wholeNumber, value);
  return status !== undefined && status >= 100 && status < 600 && !provingStatuses.includes(status);
}

function saysFailed(text: string): boolean {
  return failed.test(text.replace(noFailure, '')) || failedInChinese.test(text) || speaksOfAgain(text);
}

/** The texts that a message consists of; the fields of a record in its place have keys of their own. */
function textsIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return typeof value === 'string' ? [value] : [];
}
