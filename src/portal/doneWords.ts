import { LosslessNumber } from 'lossless-json';
import { type Json, isObject } from './exactJson';
import * as z from 'zod/mini';
import type { ReplyBody } from './envelope';
import { isBareNumber, namesOrder } from './portalOrders';
import { digits, readAs } from './values';

/** Words for a duplicate: how a portal answers a request that was delivered twice. */
const duplicate = [
  ...['already', 'duplicat\\w*', 'dup', 'double', 'twice', 'unique', 'repeat\\w*', 'replay\\w*', 'resub\\w*'],
  ...[
    'idempoten\\w*',
    'identical',
    'frequent\\w*',
    '(?:same|previous|earlier|last) (?:order|request|payment)',
  ],
];

/** Words for something in progress or partly done. */
const inProgress = [
  ...['pending', 'processing', 'in progress', 'in process', 'being \\w+ed', 'queued', 'awaiting', 'waiting'],
  ...[
    'under review',
    'manual review',
    'unpaid',
    'unfinished',
    'outstanding',
    'running',
    'back order',
    'in effect',
    '(?:is|are|now) active',
    'partial\\w*',
    'conflict\\w*',
  ],
];

/** Words that report something as done, wherever they occur. */
const done = [
  ...[
    'success\\w*',
    'succeed\\w*',
    'ok',
    'done',
    'exists?',
    'existed',
    'booked',
    'paid',
    'charged',
    'deducted',
  ],
  ...['created', 'placed', 'accepted', 'submitted', 'completed', 'processed', 'fulfilled', 'confirmed'],
  ...['saved', 'generated'],
  // An order exists before it is paid.
  ...['payment (?:was |has |is )?(?:failed|declined|rejected)', 'payment failure'],
];

/**
 * Words that also describe settings. They report something done only after an auxiliary for the past (`was`, `been`) or
 * the word for what was sent (`order`, `request`).
 */
const settings = [
  ...['received', 'approved', 'issued', 'subscribed', 'purchased', 'ordered', 'renewed', 'switched'],
  ...['activated', 'expanded', 'upgraded'],
];
const past = `(?:was|were|been|got|just|order|request) (?:${settings.join('|')})`;

/**
 * Any participle after a word for an order or what it creates: `order registered`, `amount has been debited`.
 * Participles of refusal, such as `rejected`, are excluded.
 */
const thing =
  '(?:order|request|subscription|payment|balance|amount|credit|transaction|purchase|invoice|licen[cs]e|service|instance|pbx)s?';
const auxiliary = '(?:has|have|had|is|are|was|were|be|been|could|just|now|successfully)';
const refusal =
  '(?:fail|expir|reject|refus|declin|deni|limit|requir|disabl|suspend|block|need|allow|permit|support|exceed|' +
  'restrict|prohibit|malform|mismatch|expect|throttl|exhaust|discontinu|clos|lock|un\\w+)ed';
const participle = '(?:\\w+ed|made|taken|sent|written|found|bought|begun|gone|went through)';
const happened = `${thing}(?: ${auxiliary})* (?!${refusal}\\b)${participle}`;

/**
 * The same in Chinese, the language of the portal's vendor: already, repeated, success, in progress; also exists,
 * created, submitted and the like, unless negated or followed by "failed".
 */
const inChinese =
  /已|重[复複]|成功|[处處]理中|[进進]行中|正在|[频頻]繁|多次|[连連]续|完[毕畢成]|待支付|未支付|未完成|审核中|受理中|扣减|等待|待处理|上一|之前|相同|(?<![不未无無]|没有|[无無]法|不能|不可)(?:存在|生成|[创創]建|保存|提交|下单|扣款|扣除)(?!失[败敗]|异常|错误)/;

/** The same in German, Spanish and French. */
const inOtherLanguages =
  /(?<!\p{L})(?:bereits|schon|vorhanden|doppelt|existiert|erfolgreich|(?:an|er|ge)\w+t worden|wurde \w+|ya|existe|existía|(?:duplic|repet|cre|guard|proces|cobr)[ai]d[oa]s?|éxito|déjà|créée?)(?!\p{L}| nicht| kein)/iu;

const anyOf = (...words: readonly string[]) => `\\b(?:${words.join('|')})\\b`;
const donePattern = new RegExp(anyOf(...duplicate, ...inProgress, ...done, past, happened), 'i');
const duplicatePattern = new RegExp(anyOf(...duplicate), 'i');

/**
 * Statements that something was not done: `was not created`, `no order was placed`. `Not yet` leaves it open and does
 * not count.
 */
const denial =
  `\\b(?:not|never|cannot|nothing|no|nicht|\\w+n['’]t)(?: (?:such|orders?|can|being|${auxiliary}))* ` +
  `${anyOf(...done, participle, 'active', 'existe', 'vorhanden')}(?! yet)`;

/** What can or must happen without being reported as done: `can be accepted`, `failed to be processed`. */
const hypothetical = '\\b(?:must|can|should|to) be \\w+ed\\b';
const notReported = new RegExp(`${denial}|${hypothetical}`, 'gi');

/**
 * Whether any part of a reply mentions something done, in progress or already done before. A gateway that delivers an
 * order twice passes on the second answer: `already subscribed` is about the first delivery.
 */
export function speaksOfDone(value: Json, key = ''): boolean {
  if (typeof value === 'string') {
    // A tag names the rule that is broken: `exists`, `accepted`.
    return key === 'tag' ? duplicatePattern.test(wordsOf(value)) : reportsDone(value);
  }
  if (Array.isArray(value)) {
    return value.some((item) => speaksOfDone(item, key));
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([name, inner]) => (reportsDone(name) && isAffirmed(inner)) || speaksOfDone(inner, name),
    )
  );
}

/** Whether a text mentions a duplicate. */
export function speaksOfAgain(text: string): boolean {
  return duplicatePattern.test(wordsOf(text)) || /已[经經]?存在|重[复複]|[频頻]繁/.test(text);
}

function reportsDone(text: string): boolean {
  const reported = wordsOf(text).replace(notReported, '');
  return inChinese.test(text) || inOtherLanguages.test(reported) || donePattern.test(reported);
}

/** Splits identifiers into words: `alreadyExists`, `already_exists` and `already.exists` become `already exists`. */
function wordsOf(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, (marks, at: number, whole: string) =>
      /^[a-z\d]/i.test(whole.charAt(at + marks.length)) && /\w/.test(whole.charAt(at - 1) + marks)
        ? ' '
        : marks,
    )
    .replaceAll('_', ' ')
    .replace(/\s+/g, ' ');
}

/** Whether a field's value means no. A missing value means nothing. */
export function isDenied(value: Json): boolean {
  return value instanceof LosslessNumber
    ? Number(value.value) === 0
    : typeof value === 'string'
      ? /^(false|no|0|n|fail(ed|ure)?|error)$/i.test(value.trim())
      : value === false;
}

/** Whether a field's value means anything but no. */
function isAffirmed(value: Json): boolean {
  if (value instanceof LosslessNumber) {
    return Number(value.value) !== 0;
  }
  if (typeof value === 'string') {
    return !/^(false|no|0|null|)$/i.test(value.trim());
  }
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value === true;
}

/** Statuses with which the portal can report that it did not carry out a request. */
const refusingStatuses: readonly number[] = [400, 403, 404, 422, 429];

/** An error keyword such as `parameter_validation_failed`: text, but not a number written as text. */
const keyword = z.string().check(z.regex(/^[a-z][\w.-]*$/i));

/** The replacement character for undecodable bytes: what they said cannot be known. */
const unreadable = /\uFFFD|\\ufffd/i;

const wholeEnvelope = z.object({
  code: keyword,
  requestId: z.string().check(z.regex(/\S/)),
  status: digits,
});

/**
 * Whether the reply to a write proves that the portal did not carry it out, using the full envelope (API guide,
 * response structure). This is an allow list. `code`, `requestId` and `status` are present, the code is an error
 * keyword, HTTP status and body agree on a refusing status, and the whole reply is readable. Nothing in it names an
 * order or anything else that was created, and nothing mentions something done, in progress or done before. Any other
 * reply proves nothing.
 *
 * @param transportStatus The HTTP status.
 */
export function isClearRefusal(transportStatus: number, { json: root, text }: ReplyBody): boolean {
  const envelope = readAs(wholeEnvelope, root);
  if (!isObject(root) || envelope === undefined) {
    return false;
  }
  const status = refusingStatuses.find((one) => String(one) === envelope.status);
  return (
    status !== undefined &&
    (transportStatus === status || transportStatus === 200) &&
    // A write that returns `true` has been carried out (API guide, create a subordinate user).
    root.result !== true &&
    !isBareNumber(root.result) &&
    !isBareNumber(root.detailMessage) &&
    !unreadable.test(text) &&
    !namesOrder(root) &&
    !speaksOfDone(root)
  );
}
