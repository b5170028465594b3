import { LosslessNumber } from 'lossless-json';
import { type Json, isObject } from './exactJson';
import * as z from 'zod/mini';
import type { ReplyBody } from './envelope';
import { isBareNumber, namesOrder } from './portalOrders';
import { digits, readAs } from './values';

/** Words for the same that came before: the answer to a request that was delivered twice. */
const again = [
  ...['already', 'duplicat\\w*', 'dup', 'double', 'twice', 'unique', 'repeat\\w*', 'replay\\w*', 'resub\\w*'],
  ...[
    'idempoten\\w*',
    'identical',
    'frequent\\w*',
    '(?:same|previous|earlier|last) (?:order|request|payment)',
  ],
];

/** Words for what is under way, and for what came about in part. */
const underWay = [
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

/** Words that say that something came about, wherever they stand. */
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
  // An order is made before it is paid.
  ...['payment (?:was |has |is )?(?:failed|declined|rejected)', 'payment failure'],
];

/** Words that are of a setting as well: behind a word for the past or for what was sent they tell of something done. */
const settings = [
  ...['received', 'approved', 'issued', 'subscribed', 'purchased', 'ordered', 'renewed', 'switched'],
  ...['activated', 'expanded', 'upgraded'],
];
const past = `(?:was|were|been|got|just|order|request) (?:${settings.join('|')})`;

/** Any word for something done, behind what an order is or makes: `order registered`, `amount has been debited`. */
const thing =
  '(?:order|request|subscription|payment|balance|amount|credit|transaction|purchase|invoice|licen[cs]e|service|instance|pbx)s?';
const auxiliary = '(?:has|have|had|is|are|was|were|be|been|could|just|now|successfully)';
const refusing =
  '(?:fail|expir|reject|refus|declin|deni|limit|requir|disabl|suspend|block|need|allow|permit|support|exceed|' +
  'restrict|prohibit|malform|mismatch|expect|throttl|exhaust|discontinu|clos|lock|un\\w+)ed';
const participle = '(?:\\w+ed|made|taken|sent|written|found|bought|begun|gone|went through)';
const happened = `${thing}(?: ${auxiliary})* (?!${refusing}\\b)${participle}`;

/**
 * The same in Chinese, the language of the portal's vendor: already, repeated, success, under way; and exists, created,
 * submitted and the like, unless it is not so, or failed.
 */
const inChinese =
  /已|重[复複]|成功|[处處]理中|[进進]行中|正在|[频頻]繁|多次|[连連]续|完[毕畢成]|待支付|未支付|未完成|审核中|受理中|扣减|等待|待处理|上一|之前|相同|(?<![不未无無]|没有|[无無]法|不能|不可)(?:存在|生成|[创創]建|保存|提交|下单|扣款|扣除)(?!失[败敗]|异常|错误)/;

/**
 * The same in German, Spanish and French. What stands before `t worden` is read backwards: forwards, a word that begins
 * behind each digit of another would be read again from each of them.
 */
const inOthers =
  /(?:(?<!\p{L})(?:bereits|schon|vorhanden|doppelt|existiert|erfolgreich|wurde \w+|ya|existe|existía|(?:duplic|repet|cre|guard|proces|cobr)[ai]d[oa]s?|éxito|déjà|créée?)|t worden(?<=(?<!\p{L})(?:an|er|ge)\w+t worden))(?!\p{L}| nicht| kein)/iu;

const anyOf = (...words: readonly string[]) => `\\b(?:${words.join('|')})\\b`;
const doneWords = new RegExp(anyOf(...again, ...underWay, ...done, past, happened), 'i');
const againWords = new RegExp(anyOf(...again), 'i');

/** What is said not to be so: `was not created`, `no order was placed`. `Not yet` leaves it open, and is none of these. */
const denial =
  `\\b(?:not|never|cannot|nothing|no|nicht|\\w+n['’]t)(?: (?:such|orders?|can|being|${auxiliary}))* ` +
  `${anyOf(...done, participle, 'active', 'existe', 'vorhanden')}(?! yet)`;

/** What can or must be so, and nobody says that it is: `can be accepted`, `failed to be processed`. */
const demand = '\\b(?:must|can|should|to) be \\w+ed\\b';
const notSaid = new RegExp(`${denial}|${demand}`, 'gi');

/**
 * Whether a reply speaks anywhere of something that came about or is under way, or of the same that came before. A
 * gateway that delivers an order twice passes on the second answer: `already subscribed` tells of the first one.
 */
export function mentionsCompletion(value: Json, key = ''): boolean {
  if (typeof value === 'string') {
    // A tag names the rule that is broken: `exists`, `accepted`.
    return key === 'tag' ? againWords.test(wordsOf(value)) : isSaid(value);
  }
  if (Array.isArray(value)) {
    return value.some((item) => mentionsCompletion(item, key));
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([name, inner]) => (isSaid(name) && isAffirmed(inner)) || mentionsCompletion(inner, name),
    )
  );
}

/** Whether a text speaks of the same that came before. */
export function mentionsDuplicate(text: string): boolean {
  return againWords.test(wordsOf(text)) || /已[经經]?存在|重[复複]|[频頻]繁/.test(text);
}

function isSaid(text: string): boolean {
  const said = wordsOf(text).replace(notSaid, '');
  return inChinese.test(text) || inOthers.test(said) || doneWords.test(said);
}

/** `alreadyExists`, `already_exists` and `already.exists` are `already exists`. */
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

/** Whether the value of a field says no; none says nothing. */
export function meansNo(value: Json): boolean {
  return value instanceof LosslessNumber
    ? Number(value.value) === 0
    : typeof value === 'string'
      ? /^(false|no|0|n|fail(ed|ure)?|error)$/i.test(value.trim())
      : value === false;
}

/** Whether the value of a field does not say no. */
function isAffirmed(value: Json): boolean {
  if (value instanceof LosslessNumber) {
    return Number(value.value) !== 0;
  }
  if (typeof value === 'string') {
    return !/^(false|no|0|null|)$/i.test(value.trim());
  }
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value === true;
}

/** Statuses with which the portal can say that it did not do what it was asked to do. */
const refusingStatuses: readonly number[] = [400, 403, 404, 422, 429];

/** An error keyword such as `parameter_validation_failed`: text, and no number in the form of text. */
const keyword = z.string().check(z.regex(/^[a-z][\w.-]*$/i));

/** Characters of a refusal; what is much longer than any is none that somebody could be sure of. */
const longestRefusal = 64 * 1024;

/** What stands in place of bytes that are no text: nobody can tell what they say. */
const unreadable = /\uFFFD|\\ufffd/i;

const wholeEnvelope = z.object({
  code: keyword,
  requestId: z.string().check(z.regex(/\S/)),
  status: digits,
});

/**
 * Whether a reply to a write says, in the whole envelope of the guide (API guide, response structure), that the portal
 * did not do it. This is a list of what is allowed: `code`, `requestId` and `status` are present, the code is an error
 * keyword, transport and body agree on a status that refuses, and nothing in the reply names an order or anything else
 * that was made, or speaks of something done, under way or done before, and all of it can be read and is no longer than
 * a refusal may be. Any other reply proves nothing.
 *
 * @param transportStatus The HTTP status.
 */
export function isClearRefusal(transportStatus: number, { json: root, text }: ReplyBody): boolean {
  const envelope = text.length > longestRefusal ? undefined : readAs(wholeEnvelope, root);
  if (!isObject(root) || envelope === undefined) {
    return false;
  }
  const status = refusingStatuses.find((one) => String(one) === envelope.status);
  return (
    status !== undefined &&
    (transportStatus === status || transportStatus === 200) &&
    // A write that answers `true` has done what it was asked to do (API guide, create a subordinate user).
    root.result !== true &&
    !isBareNumber(root.result) &&
    !isBareNumber(root.detailMessage) &&
    !unreadable.test(text) &&
    !namesOrder(root) &&
    !mentionsCompletion(root)
  );
}
