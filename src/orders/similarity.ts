import { unescapedOnce } from '../portal/escapes';
import { redacted } from '../portal/secrets';
import { comparableSerialNumber } from './subject';

/**
 * Decides whether a value in one of the portal's orders may be the one that was sent, in another spelling. The guide does
 * not say how the portal stores and shows what it receives: it may escape it, cut it, lose accents or round a number.
 */

/** The minimum number of letters and digits by which a part of a PO number is recognized. */
const leastPart = 6;

/** The minimum number of digits that are no coincidence. */
const leastDigits = 3;

/** The number of digits up to which every number survives a conversion to a double. */
const exactDigits = 15;

/** Whether two PO numbers may be the same one: rewritten, escaped, cut, extended or rounded. */
export function areSimilarReferences(one: string, other: string): boolean {
  // A PO number that contains the client ID is received redacted.
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

/** Whether a text that is not the serial number may show it: masked, in groups, or beside other words. */
export function mayShowSerialNumber(text: string, productNo: string): boolean {
  const [shown, own] = [comparableSerialNumber(text), comparableSerialNumber(productNo)];
  const [start = '', ...rest] = shown.split('*');
  const end = rest.at(-1) ?? '';
  const isMasked = rest.length > 0 && own.startsWith(start) && own.endsWith(end);
  return isMasked || (own.length >= leastPart && shown.includes(own));
}

interface PlainForms {
  /** Letters and digits without escapes, accents and case; leading zeros, which a number would lose, are dropped. */
  readonly folded: string;
  /** Without the letters that a change of the character set may have damaged. */
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
  const damageable = plain
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^a-z\d]/g, '');
  return { folded: lettersAndDigits.replace(/^0+/, ''), ascii: damageable.replace(/^0+/, '') };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
