import { unescapedOnce } from '../portal/escapes';
import { redacted } from '../portal/secrets';
import { comparableSerialNumber } from './subject';

/**
 * Decides whether a value in one of the portal's orders may be the one that was sent, in another spelling. The guide
 * does not say how the portal stores and shows what it receives: it may escape or truncate it, drop accents, or round a
 * number.
 */

/** The minimum number of letters and digits in a part of a PO number or serial number that identifies the whole. */
const leastPart = 6;

/** The minimum number of digits that do not agree by coincidence. */
const leastDigits = 3;

/** The number of digits up to which every number survives a conversion to a double. */
const exactDigits = 15;

/** Whether two PO numbers may be the same one: rewritten, escaped, truncated, extended or rounded. */
export function areSimilarReferences(one: string, other: string): boolean {
  // If a PO number contains a secret, such as the client ID, the reply has a mark in its place.
  if ([one, other].some((text) => text.includes(redacted))) {
    return true;
  }
  const [first, second] = [plainForms(one), plainForms(other)];
  const [short, long] = [first.folded, second.folded].sort((left, right) => left.length - right.length);
  const [digits, otherDigits] = [digitsOf(first.folded), digitsOf(second.folded)];
  return (
    first.folded === second.folded ||
    first.ascii === second.ascii ||
    (short !== undefined && short.length >= leastPart && long?.includes(short) === true) ||
    (digits === otherDigits && digits.length >= leastDigits) ||
    (digits.length > exactDigits && Number(digits) === Number(otherDigits))
  );
}

/** What stands for hidden characters of a serial number. */
const mask = /[*•●·#?…_]+|X{3,}|\.{2,}/u;

/** Whether a text that differs from the serial number may still show it: masked, cut, in groups, or beside other words. */
export function mayShowSerialNumber(text: string, productNo: string): boolean {
  const own = comparableSerialNumber(productNo);
  const parts = text.trim().toUpperCase().split(mask).map(comparableSerialNumber);
  const [start = '', ...rest] = parts;
  const end = rest.at(-1) ?? '';
  const isMasked = rest.length > 0 && own.startsWith(start) && own.endsWith(end);
  const [short, long] = start.length < own.length ? [start, own] : [own, start];
  return isMasked || (rest.length === 0 && short.length >= leastPart && long.includes(short));
}

interface PlainForms {
  /** Unescaped letters and digits, in lower case and without accents. Leading zeros are dropped, as in a number. */
  readonly folded: string;
  /** Only the ASCII letters and digits, which survive a change of the character set. */
  readonly ascii: string;
}

function plainForms(text: string): PlainForms {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const plain = Buffer.from(unescapedOnce(bytes, 'usual').text, 'latin1').toString('utf8');
  const lettersAndDigits = plain
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\d]/gu, '');
  const asciiOnly = plain
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^a-z\d]/g, '');
  return { folded: lettersAndDigits.replace(/^0+/, ''), ascii: asciiOnly.replace(/^0+/, '') };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
