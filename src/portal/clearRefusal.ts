import { LosslessNumber } from 'lossless-json';
import { type Json, isObject } from './exactJson';
import * as z from 'zod/mini';
import { keyword, type ReplyBody } from './envelope';
import { isBareNumber, namesCreatedThing } from './portalOrders';
import { digits, readAs } from './values';

/** Words for something that was requested before: the reply to a request that was delivered twice. */
const again = [
  'already',
  'duplicat\\w*',
  'dup',
  'double',
  'twice',
  'unique',
  'repeat\\w*',
  'replay\\w*',
  'resub\\w*',
  'idempoten\\w*',
  'identical',
  'frequent\\w*',
  '(?:same|previous|earlier|last|existing) (?:order|request|payment)',
  '(?:not|never) (?:re)?(?:submit|order|try|send|click|place|pay)(?: \\w+)? again',
];

/** Words for something that is in progress or was done in part. */
const underWay = [
  'pending',
  'processing',
  'in progress',
  'in process',
  'being \\w+ed',
  'queued',
  'in (?:the|a) queue',
  'await\\w*',
  'waiting',
  'on hold',
  'on (?:its|the) way',
  'under ?way',
  'under review',
  'manual review',
  'unpaid',
  'pay (?:for )?(?:your|the|this) order',
  'unfinished',
  'outstanding',
  'open order',
  'running',
  'back order',
  'in effect',
  'in use',
  '(?:is|are|now) (?:active|present)',
  'partial\\w*',
  'conflict\\w*',
];

/** Words for something that was done, wherever they are in the text. */
const done = [
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
  'created',
  'placed',
  'accepted',
  'submitted',
  'completed',
  'processed',
  'fulfilled',
  'confirmed',
  'saved',
  'generated',
  'owns',
  // An order is made before it is paid.
  'payment (?:was |has |is )?(?:failed|declined|rejected)',
  'payment failure',
];

/** Words that also describe a setting; after a word for the past or the order, they mean that something was done. */
const settings = [
  'received',
  'approved',
  'issued',
  'subscribed',
  'purchased',
  'bought',
  'ordered',
  'renewed',
  'switched',
  'activated',
  'expanded',
  'upgraded',
];
const past = `(?:was|were|been|got|just|order|request|have|has|had) (?:${settings.join('|')})`;

/** Participles that mean that something was not done. */
const refusing =
  '(?:fail|expir|reject|refus|declin|deni|limit|requir|disabl|suspend|block|need|allow|permit|support|exceed|' +
  'restrict|prohibit|malform|mismatch|expect|throttl|exhaust|discontinu|clos|lock|un\\w+)ed';

/** Any participle after what an order is or creates: `order registered`, `amount has been debited`. */
const thing =
  '(?:order|request|subscription|payment|balance|amount|credit|transaction|purchase|invoice|licen[cs]e|service|instance|pbx)s?';
const auxiliary = '(?:has|have|had|is|are|was|were|be|been|could|just|now|successfully)';
const participle = '(?:\\w+ed|made|taken|sent|written|found|bought|begun|gone|went through)';
const happened = `${thing}(?: ${auxiliary})* (?!${refusing}\\b)${participle}`;

/** Announcements: `will be activated soon`. */
const announced = `will be (?!${refusing}\\b)\\w+ed`;

/**
 * The same in Chinese, the language of the portal's vendor: already, repeated, success, in progress; and exists,
 * created, submitted and the like, unless negated or failed.
 */
const inChinese =
  /已|重[复複]|成功|[处處]理中|[进進]行中|正在|[频頻]繁|多次|再次|[连連]续|完[毕畢成]|待(?:支付|付款|[审處处]|确认|批)|未支付|未完成|未结|(?:审核|审批|受理)中|扣减|等待|排队|上一|之前|相同|(?<![不未无無]|没有|[无無]法|不能|不可)(?:存在|[拥擁]有|生成|[创創]建|保存|提交|下单|扣款|扣除)(?!失[败敗]|异常|错误)/;

/** The same in German, Dutch, Spanish, Portuguese, French, Italian and Polish: words between two other letters. */
const europeanWords = [
  ...['bereits', 'schon', 'vorhanden', 'doppelt', 'existiert', 'erfolgreich', 'wurde \\w+', 'in Bearbeitung'],
  ...['(?:Auftrag|Bestellung)(?: \\p{L}+)? (?:liegt|läuft|angenommen|eingegangen)', 'reeds', 'bestaat'],
  ...['ya', 'existe', 'existía', '(?:duplic|repet|cre|guard|proces|cobr|registr)[ai]d[oa]s?', 'éxito'],
  ...['(?:en|em) curso', 'pendientes?', 'pendentes?', 'já', 'já \\p{L}+', 'registad[oa]s?'],
  ...['déjà', 'créée?', 'en cours', 'en attente', 'a été (?!refus|rejet|annul)\\p{L}+'],
  ...['già', 'in corso', 'in attesa', 'già \\p{L}+', 'już', 'w toku', 'utworzon\\p{L}+'],
];
/**
 * A match that ends with `t worden` is checked backwards: forwards, a word that begins after each digit of another would
 * be read again from each of them.
 */
const inEuropean = new RegExp(
  `(?:(?<!\\p{L})(?:${europeanWords.join('|')})|t worden(?<=(?<!\\p{L})(?:an|er|ge)\\w+t worden))(?!\\p{L}| nicht| kein)`,
  'iu',
);

/** The same in Russian, Japanese and Korean, whose words change at the end or are not separated. */
const inOtherScripts =
  /уже|созда[нлё]|оформлен|обрабатыва|обработк|ожида|очеред|既に|すでに|済み|処理中|待ち|受け?付け|重複|이미|완료|처리 ?중|대기|중복/iu;

const anyOf = (...words: readonly string[]) => `\\b(?:${words.join('|')})\\b`;
const doneWords = new RegExp(anyOf(...again, ...underWay, ...done, past, happened, announced), 'i');
const againWords = new RegExp(anyOf(...again), 'i');

/** Denials: `was not created`, `no order was placed`. `Not yet` leaves it open. */
const denial =
  `\\b(?:not|never|cannot|nothing|no|nicht|\\w+n['’]t)(?: (?:such|orders?|can|being|${auxiliary}))* ` +
  `${anyOf(...done, participle, 'active', 'present', 'in use', 'existe', 'vorhanden')}(?! yet)`;

/** Possibilities and requirements, which do not say that it happened: `can be accepted`, `failed to be processed`. */
const demand = '\\b(?:must|can|should|to) be (?:\\w+ed|present|in use)\\b';
const notSaid = new RegExp(`${denial}|${demand}`, 'gi');

/**
 * Whether a reply mentions anywhere that something was done or is in progress, or that it was requested before. A
 * gateway that delivers an order twice passes on the second reply: `already subscribed` is about the first.
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

/** Whether a text says that the same was requested before. */
export function mentionsDuplicate(text: string): boolean {
  return againWords.test(wordsOf(text)) || /已[经經]?存在|重[复複]|[频頻]繁/.test(text);
}

function isSaid(text: string): boolean {
  const said = wordsOf(text).replace(notSaid, '');
  return (
    [inChinese, inOtherScripts].some((words) => words.test(text)) ||
    inEuropean.test(said) ||
    doneWords.test(said)
  );
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

/** Whether the value of a field means no; a missing value means nothing. */
export function meansNo(value: Json): boolean {
  return value instanceof LosslessNumber
    ? Number(value.value) === 0
    : typeof value === 'string'
      ? /^(false|no|0|n|fail(ed|ure)?|error)$/i.test(value.trim())
      : value === false;
}

/** Whether the value of a field does not mean no. */
function isAffirmed(value: Json): boolean {
  if (value instanceof LosslessNumber) {
    return Number(value.value) !== 0;
  }
  if (typeof value === 'string') {
    return !/^(false|no|0|null|)$/i.test(value.trim());
  }
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value === true;
}

/** Statuses with which the portal can say that it did not do what was requested. */
const refusingStatuses: readonly number[] = [400, 403, 404, 422, 429];

/** The maximum number of characters of a refusal; a documented one is many times shorter. */
const longestRefusal = 64 * 1024;

/** What replaces bytes that are not text, whose meaning is lost. */
const unreadable = /\uFFFD|\\ufffd/i;

const wholeEnvelope = z.object({
  code: keyword,
  requestId: z.string().check(z.regex(/\S/)),
  status: digits,
});

/**
 * Whether the reply to a write clearly says that the portal did not do it, in the whole envelope of the guide (API guide,
 * response structure). This is an allow-list: `code`, `requestId` and `status` are present, the code is an error keyword,
 * the HTTP status and the status in the body agree on one that refuses, and everything in the reply can be read and is no
 * longer than a refusal may be. Nothing in it names an order or anything else that was made, or mentions something done,
 * in progress or requested before. Any other reply proves nothing.
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
    // A write that returns `true` has been done (API guide, create a subordinate user).
    root.result !== true &&
    !isBareNumber(root.result) &&
    !isBareNumber(root.detailMessage) &&
    !unreadable.test(text) &&
    !namesCreatedThing(root) &&
    !mentionsCompletion(root)
  );
}
