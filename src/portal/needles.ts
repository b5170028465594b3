import type { Span } from './plainSpelling';

/** Characters per key, and the distance between the positions of a text at which a key is read. */
const step = 4;

interface KeyedNeedle {
  readonly needle: string;
  /** Where in the needle the characters of the key stand. */
  readonly offset: number;
}

/**
 * How many characters may be compared with one needle, as a multiple of the text's length. The shortest needles stay
 * below it even where every position of the text has their key.
 */
const mostCompared = 32;

/**
 * Searches a text for many needles at once. The time depends neither on the number of needles nor on their length: four
 * characters in a row make a key, and wherever a needle stands, its last seven characters contain a key that begins at
 * a position of the text divisible by four. A needle that shares its key with many positions of the text gets a linear
 * pass of its own. Characters are bytes.
 */
export class Needles {
  private readonly byKey = new Map<number, KeyedNeedle[]>();
  /** Whether any needle may have a key, by the key's hash. */
  private readonly hasKey = new Uint8Array(1 << 16);
  /** Needles that are too short to contain a key at every alignment; there are hardly any. */
  private readonly short: string[] = [];

  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      if (needle.length < 2 * step - 1) {
        this.short.push(needle);
        continue;
      }
      // The keys are taken from the end, since many tokens begin alike.
      for (let offset = needle.length - 2 * step + 1; offset <= needle.length - step; offset++) {
        const [key = 0] = keysOf(needle.slice(offset, offset + step));
        this.hasKey[slotOf(key)] = 1;
        this.byKey.set(key, [...(this.byKey.get(key) ?? []), { needle, offset }]);
      }
    }
  }

  /** Every place where one of the needles stands. Places may overlap. */
  find(text: string): Span[] {
    const found = this.short.flatMap((needle) => placesOf(text, needle));
    if (this.byKey.size === 0) {
      return found;
    }
    const compared = new Map<string, number>();
    const most = mostCompared * text.length;
    const keys = keysOf(text);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      if (this.hasKey[slotOf(key)] === 1) {
        for (const { needle, offset } of this.byKey.get(key) ?? []) {
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
 * The parts of a text that a needle covers, with overlapping places merged. Linear in the length of both (the algorithm
 * of Knuth, Morris and Pratt): each character of the text is compared at most twice.
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

/** For each prefix of the needle, the length of its longest proper prefix that is also its suffix. */
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

/** Every place where a needle stands in a text, without overlaps. */
export function placesOf(text: string, needle: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    found.push({ start: at, end: at + needle.length });
  }
  return found;
}

/** The four characters at each multiple of four, as one number. Fewer than four at the end are left out. */
function keysOf(text: string): Int32Array {
  const keys = new Int32Array(Math.floor(text.length / step));
  Buffer.from(keys.buffer).write(text, 'latin1');
  return keys;
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16;
}
