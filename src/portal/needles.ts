import type { Span } from './plainSpelling';

/** Characters that are looked at together; one in so many places of a text is looked at. */
const step = 4;

interface Place {
  readonly needle: string;
  /** Where in it the characters stand. */
  readonly offset: number;
}

/**
 * Times the length of a text that may be compared with one needle: more than what the shortest ones take where every
 * place of the text is like theirs.
 */
const mostCompared = 32;

/**
 * Texts that are searched for all at once, in time that grows neither with their number nor, for each of them, with its
 * length: of the last seven characters of each, four in a row begin at a multiple of four, wherever it stands. A needle
 * that many places of a text are like is searched for in one pass of its own. Characters are bytes.
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
    const compared = new Map<string, number>();
    const most = mostCompared * text.length;
    const keys = keysOf(text);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      if (this.mayBe[slotOf(key)] === 1) {
        for (const { needle, offset } of this.places.get(key) ?? []) {
          const start = step * index - offset;
          const before = compared.get(needle) ?? 0;
          if (start >= 0 && before <= most) {
            compared.set(needle, before + needle.length);
            if (text.startsWith(needle, start)) {
              found.push({ start, end: start + needle.length });
            }
          }
        }
      }
    }
    for (const [needle, length] of compared) {
      if (length > most) {
        found.push(...coveredBy(text, needle));
      }
    }
    return found;
  }
}

/**
 * What a needle covers of a text, places that overlap as one, in time that grows with the length of both: each character
 * of the text is looked at once or twice, whatever they are (Knuth, Morris and Pratt).
 */
function coveredBy(text: string, needle: string): Span[] {
  const borders = bordersOf(needle);
  const found: { start: number; end: number }[] = [];
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (matched > 0 && needle.charCodeAt(matched) !== code) {
      matched = borders[matched - 1] ?? 0;
    }
    matched += needle.charCodeAt(matched) === code ? 1 : 0;
    if (matched === needle.length) {
      const [start, end] = [at + 1 - needle.length, at + 1];
      const last = found.at(-1);
      if (last && start <= last.end) {
        last.end = end;
      } else {
        found.push({ start, end });
      }
      matched = borders[matched - 1] ?? 0;
    }
  }
  return found;
}

/** For each beginning of a text, how long the longest shorter one is that it ends with. */
function bordersOf(needle: string): Uint32Array {
  const borders = new Uint32Array(needle.length);
  let length = 0;
  for (let at = 1; at < needle.length; at++) {
    while (length > 0 && needle.charCodeAt(at) !== needle.charCodeAt(length)) {
      length = borders[length - 1] ?? 0;
    }
    length += needle.charCodeAt(at) === needle.charCodeAt(length) ? 1 : 0;
    borders[at] = length;
  }
  return borders;
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
