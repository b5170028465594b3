import { type Json, type JsonObject, isObject } from '../portal/exactJson';
import { meansNo, mentionsDuplicate, mentionsCompletion } from '../portal/clearRefusal';
import { normalizedKey } from '../portal/portalOrders';
import { readAs, textOrNumber, wholeNumber } from '../portal/values';

/** The HTTP statuses that can prove a placed order: 200, as in the API guide, and 201. */
export const provingStatuses: readonly number[] = [200, 201];

const suffix = '(?:s|no|nr|number|id|type|code|message|msg|text|reason|detail|info|string|list|field)*';

/** Keys that report a failure: `error`, `errMsg`, `lastErrorCode`, `failReason`, `isRolledBack`. */
const failureKey = new RegExp(
  `^(?:is|has|was)?(?:err|fault|rejected|refused|declined|denied|aborted|rolledback)${suffix}$|` +
    `(?:error|exception|fail(?:ed|ure)?)${suffix}$`,
);

/**
 * Keys that report a success; a negative value is a failure. `paid` and `completed` are not among them: an order may be
 * placed before either is true.
 */
const successKey =
  /^(?:is|was|has)?(?:order)?(?:success(?:ful|fully)?|succeed(?:ed)?|ok|created|placed|accepted|submitted|saved|new|neworder)$/;

/** Keys that say that it is not a real order, or not an order any more. */
const undoneKey =
  /^(?:is|was|has|saved|as)*(?:order)?(?:cancell?ed|voided|withdrawn|reverted|dryrun|preview|simulat(?:ed|ion)|draft|quot(?:e|ation)|test(?:mode)?)(?:order)?$/;

/** Keys of a warning. */
const warningKey = /^(?:order)?warn(?:ing)?s?(?:message|msg|text|code)?$/;

/** Keys of another order that the reply is about. */
const otherOrderKey = /(?:parent|original|related|previous|first|source|earlier|old)order$/;

/** Keys of an order number; those of a PO number are compared with what was sent. */
const orderNumberKey = /^(?!(?:po|purchase|customer|client)order).*order(?:nos?|nrs?|numbers?|sns?|codes?)$/;

/** Keys of values that are names or come from the user, or a status that may change; any word may be part of them. */
const anyWordKey = /name|email|address|company|url|link|ponumber|reference|^requestid$|^orderstatus$/;

/** Values of `orderStatus` that no order has that was placed. */
const oddStatus = /draft|duplicat|preview|quot|test/i;

/** Keys that say that the same order was received before. */
const duplicateKey =
  /^(?:is|was|has)?(?:order|request)?(?:already|duplicate|dup$|dupe|repeated|repeat$|replay|idempotentrepl|exist(?:s|ed|ing)$|existingorder)/;

const statusKey = /^(?:http|response|inner)?(?:status(?:code)?|httpcode)$/;
const codeKey = /^(?:result|ret|return|biz|sub|response|resp)code$/;
const messageKey =
  /(?:message|msg|reason|remark|statustext|detail)s?$|^(?:status|state|info|text|note|tip|hint)$/;

/** Values that report no problem. */
const harmless = /^(?:success\w*|succeed\w*|ok|created|done|0+|20[01]|no|none|null|false|n\/a|-*)$/i;

/** Keys that show that a record with a `code` is an envelope or an order, and not a currency or a region. */
const envelopeKeys: ReadonlySet<string> = new Set([
  ...['detailmessage', 'requestid', 'status', 'message', 'msg', 'result', 'data', 'success', 'orderno'],
]);

const failed =
  /\b(?:fail(?:s|ed|ure|ures)?|errors?|exception|declin\w+|reject\w+|refus\w+|denied|insufficient|unable|invalid|roll(?:ed)?[ -]?back|abort\w*|cancel\w*|time(?:d)?[ -]?out|exceed\w*|unavailable|draft|preview|pas|cannot|not|never|nothing|no order|\w+n['’]t|fehl\w*|nicht|abgelehnt|rechazad[oa]|fall[oó])(?!\p{L})/iu;
const noFailure = /\b(?:no|without|0|zero) (?:errors?|failures?|exceptions?)\b/gi;
const failedInChinese =
  /失[败敗]|[错錯][误誤]|异常|[无無]法|不足|不能|拒[绝絕]|回[滚滾]|取消|超[时時]|未|[没沒]有/;

/**
 * Whether anything in a reply that reports success contradicts it: a failure or an error, a nested envelope whose code
 * or status is not that of a success, a duplicate, something that is not a real order or was undone, or more than one
 * order number.
 */
export function contradictsSuccess(root: JsonObject): boolean {
  return contradicts(root) || new Set(orderNumbersIn(root)).size > 1;
}

/** Returns the order numbers in a reply. If they differ, it is unclear which of them is this order. */
function orderNumbersIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(orderNumbersIn);
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        ...(orderNumberKey.test(normalizedKey(key)) ? numbersIn(inner) : []),
        ...orderNumbersIn(inner),
      ])
    : [];
}

/** Returns an order number, or those of a list, in comparable form; none for placeholders. */
function numbersIn(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => {
    const text = readAs(textOrNumber, item)?.trim() ?? '';
    return harmless.test(text) ? [] : [text.toUpperCase()];
  });
}

/**
 * The words and marks of plain reports of success: `Order created successfully`, `操作成功`. Matched one at a time, so that
 * a text takes time in proportion to its length.
 */
const plainSuccess =
  /(?<![\p{L}\d])(?:the|we|your|new|an?|orders?|request|subscription|operation|purchase|renewal|trial|services?|plan|pbx|has|have|been|was|were|is|are|just|successfully|successful|success|succeeded|created|placed|submitted|accepted|completed?|processed|confirmed|received|saved|generated|purchased|renewed|subscribed|ordered|expanded|done|ok|and|thanks?|you|for)(?![\p{L}\d])|操作|保存|请求|請求|添加|新增|支付|下单|下單|订单|訂單|提交|创建|創建|购买|購買|订购|訂購|续费|續費|生成|处理|處理|完成|成功|您|已|的|[\s\p{P}]/giu;

/**
 * Whether `detailMessage` contradicts a success. In the API guide it is empty; any other text may only report the success:
 * everything else could be a condition, a doubt or another order.
 */
function isOddDetail(detail: Json): boolean {
  const text = readAs(textOrNumber, detail)?.trim() ?? '';
  const isPlain = text.replace(plainSuccess, '') === '';
  return !harmless.test(text) && !(isPlain && mentionsCompletion(text));
}

function contradicts(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.some(contradicts);
  }
  if (!isObject(value)) {
    return false;
  }
  const fields = Object.entries(value).map(([key, inner]) => ({ key: normalizedKey(key), inner }));
  const isEnvelope = fields.some(({ key }) => envelopeKeys.has(key));
  return fields.some(
    ({ key, inner }) =>
      isContradiction(key, inner) || (key === 'code' && isEnvelope && isOddCode(inner)) || contradicts(inner),
  );
}

function isContradiction(key: string, value: Json): boolean {
  return (
    (failureKey.test(key) && isAffirmed(value)) ||
    (successKey.test(key) && meansNo(value)) ||
    (duplicateKey.test(key) && isAffirmed(value)) ||
    (undoneKey.test(key) && isAffirmed(value)) ||
    (key === 'detailmessage' && isOddDetail(value)) ||
    (warningKey.test(key) && isAffirmed(value)) ||
    (otherOrderKey.test(key) && isAffirmed(value)) ||
    (key === 'orderstatus' && textsIn(value).some((text) => oddStatus.test(text))) ||
    (!anyWordKey.test(key) && textsIn(value).some(saysNotOrdered)) ||
    (statusKey.test(key) && isOddStatus(value)) ||
    (codeKey.test(key) && isOddCode(value)) ||
    (messageKey.test(key) && textsIn(value).some(saysFailed))
  );
}

/** Whether a value affirms its key: it is true, or text other than an empty, negative or harmless one. */
function isAffirmed(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.some(isAffirmed);
  }
  if (isObject(value)) {
    return Object.values(value).some(isAffirmed);
  }
  const text = readAs(textOrNumber, value);
  return text === undefined ? value === true : !harmless.test(text.trim());
}

function isOddCode(code: Json): boolean {
  const text = readAs(textOrNumber, code);
  return text !== undefined && !harmless.test(text.trim());
}

/** Whether a value is an HTTP status other than that of a placed order. The meaning of other numbers is unknown. */
function isOddStatus(value: Json): boolean {
  const status = readAs(wholeNumber, value);
  return status !== undefined && status >= 100 && status < 600 && !provingStatuses.includes(status);
}

/**
 * Whether a text under any key says that this order failed or repeats another. A text about something else, such as the
 * description of a service, may mention failures.
 */
function saysNotOrdered(text: string): boolean {
  const isOneWord = !/\s/.test(text.trim());
  return (isOneWord || /\b(?:order|request|payment)\b|订单|訂單/i.test(text)) && saysFailed(text);
}

function saysFailed(text: string): boolean {
  return failed.test(text.replace(noFailure, '')) || failedInChinese.test(text) || mentionsDuplicate(text);
}

/** Returns the texts of a message. If it is a record, its fields are checked by their own keys. */
function textsIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return typeof value === 'string' ? [value] : [];
}
