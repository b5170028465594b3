import { LosslessNumber } from 'lossless-json';
import type { Json } from './exactJson';
import { isObject } from './exactJson';

/** Words for the same that came before: the answer to a request that was delivered twice. */
const again = ['already', 'duplicat\\w*', 'dup', 'unique', 'repeat\\w*', 'replay\\w*', 'idempoten\\w*'];

/** Words for what is under way, and for what came about in part. */
const underWay = [
  'pending',
  'processing',
  'in progress',
  'being \\w+ed',
  'queued',
  'partial\\w*',
  'conflict\\w*',
];

/** Words that say that something came about, wherever they stand. */
const done = [
  ...['success\\w*', 'succeed\\w*', 'ok', 'done', 'exists', 'booked', 'paid', 'charged'],
  ...['created', 'placed', 'accepted', 'submitted', 'completed', 'processed', 'fulfilled', 'confirmed'],
  // An order is made before it is paid.
  ...['payment (?:was |has |is )?(?:failed|declined|rejected)', 'payment failure'],
];

/** Words that are of a setting as well: behind a word for the past or for what was sent they tell of something done. */
const settings = [
  ...['received', 'approved', 'issued', 'subscribed', 'purchased', 'ordered', 'renewed', 'switched'],
  ...['activated', 'expanded', 'upgraded'],
];
const past = `(?:was|were|been|got|just|order|request) (?:${settings.join('|')})`;

/** The same in Chinese, the language of the portal's vendor: already, repeated, success, under way. */
const inChinese = /已|重复|成功|处理中|进行中/;

const anyOf = (...words: readonly string[]) => `\\b(?:${words.join('|')})\\b`;
const doneWords = new RegExp(anyOf(...again, ...underWay, ...done, past), 'i');
const againWords = new RegExp(anyOf(...again), 'i');

/** What is said not to be so: `was not created`, `no order was placed`. `Not yet` leaves it open, and is none of these. */
const denial =
  "\\b(?:not|never|cannot|nothing|no|\\w+n['’]t)(?: (?:be|been|being|was|were|is|are|has|have|had|such|orders?))* " +
  `${anyOf(...done, ...settings)}(?! yet)`;

/** What can or must be so, and nobody says that it is: `can be accepted`, `failed to be processed`. */
const demand = `\\b(?:must|can|could|should|to) be ${anyOf('created', 'placed', 'accepted', 'submitted', 'completed', 'processed', 'confirmed', ...settings)}`;
const notSaid = new RegExp(`${denial}|${demand}`, 'gi');

/**
 * Whether a reply speaks anywhere of something that came about or is under way, or of the same that came before. A
 * gateway that delivers an order twice passes on the second answer: `already subscribed` tells of the first one.
 */
export function speaksOfDone(value: Json, key = ''): boolean {
  if (typeof value === 'string') {
    // A tag names the rule that is broken: `exists`, `accepted`.
    return key === 'tag' ? againWords.test(wordsOf(value)) : isSaid(value);
  }
  if (Array.isArray(value)) {
    return value.some((item) => speaksOfDone(item, key));
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([name, inner]) => (isSaid(name) && isAffirmed(inner)) || speaksOfDone(inner, name),
    )
  );
}

function isSaid(text: string): boolean {
  return inChinese.test(text) || doneWords.test(wordsOf(text).replace(notSaid, ''));
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
