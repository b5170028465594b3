import type { Span } from './plainSpelling';

/** Characters that are looked at together; one in so many places of a text is looked at. */
const step = 4;

interface Place {
  readonly needle: string;
  /** Where in it the characters stand. */
  readonly offset: number;
}

/**
 * Texts that are searched for all at once, in time that does not grow with their number: of the last seven characters of
 * each, four in a row begin at a multiple of four, wherever it stands. Characters are bytes.
 */
export class Needles {
  private readonly places = new Map<number, Place[]>();
  /** Whether any needle has such characters, by the low bits of what is made of them. */
  private readonly mayBe = new Uint8Array(1 << 16);
  /** Too short to have four such characters at every place; there are hardly any. */
  private readonly short: string[] = [];

  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      if (needle.length < 2 * step - 1) {
        this.short.push(needle);
        continue;
      }
      // At its end: many tokens begin alike.
      for (let offset = needle.length - 2 * step + 1; offset <= needle.length - step; offset++) {
        const [key = 0] = keysOf(needle.slice(offset, offset + step));
        this.mayBe[slotOf(key)] = 1;
        this.places.set(key, [...(this.places.get(key) ?? []), { needle, offset }]);
      }
    }
  }

  /** Every place where one of the needles stands; they may overlap. */
  find(text: string): Span[] {
    const found = this.short.flatMap((needle) => placesOf(text, needle));
    if (this.places.size === 0) {
      return found;
    }
    const keys = keysOf(text);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      if (this.mayBe[slotOf(key)] === 1) {
        for (const { needle, offset } of this.places.get(key) ?? []) {
          const start = step * index - offset;
          if (start >= 0 && text.startsWith(needle, start)) {
            found.push({ start, end: start + needle.length });
          }
        }
      }
    }
    return found;
  }
}

/** Every place where a text stands in another, one behind the other. */
export function placesOf(text: string, needle: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    found.push({ start: at, end: at + needle.length });
  }
  return found;
}

/** What stands at each multiple of four, as far as there are four characters, as one number. */
function keysOf(text: string): Int32Array {
  const keys = new Int32Array(Math.floor(text.length / step));
  Buffer.from(keys.buffer).write(text, 'latin1');
  return keys;
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16;
}
