import { entityNamed, longestEntity } from './entities';

/**
 * How to read an escape of two digits that may stand for a byte or for a character: `%C3` is a byte in a URL but a
 * character to JavaScript's `escape()`; `\xC3` is a character in JavaScript but a byte in Python and nginx.
 */
export type Reading = 'usual' | 'other';

/** A text whose escapes were undone once, and where they were. */
export interface Unescaped {
  /** One character for each byte of UTF-8. */
  readonly text: string;
  /** Number of escapes. */
  readonly count: number;
  /** Four numbers for each escape: its start and end in the source, the start and length of its output in `text`. */
  readonly places: Int32Array;
  /** Whether any escape has two readings. */
  readonly isAmbiguous: boolean;
}

/** Numbers per escape in `Unescaped.places`. */
export const perEscape = 4;

const backslash = 0x5c;
const percent = 0x25;
const ampersand = 0x26;
const hash = 0x23;
const semicolon = 0x3b;
const zero = 0x30;
const replacement = 0xfffd;
const largestPoint = 0x10ffff;

/** Letters that stand for a control character after a backslash. */
const controls: ReadonlyMap<number, number> = new Map(
  (['b\b', 'f\f', 'n\n', 'r\r', 't\t'] as const).map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
);

/**
 * Undoes every kind of escape once, including repeated escaping of the same kind: `\\u003d`, `%253D` and `&amp;#61;`
 * are each escaped twice. Backslashes before any other character are dropped, since it is unknown how many of them are
 * escapes. Written by hand: a regular expression takes three times as long. Each character is read a few times at most.
 *
 * @param text One character for each byte.
 */
export function unescapedOnce(text: string, reading: Reading): Unescaped {
  return new Reader(text, reading).read();
}

class Reader {
  private readonly source: Buffer;
  private readonly out: Buffer;
  private length = 0;
  private places = new Int32Array(perEscape * 64);
  private count = 0;
  private isAmbiguous = false;

  constructor(
    text: string,
    private readonly reading: Reading,
  ) {
    this.source = Buffer.from(text, 'latin1');
    // No escape is shorter than its output.
    this.out = Buffer.allocUnsafe(this.source.length);
  }

  read(): Unescaped {
    const { source, out } = this;
    for (let at = this.copyPlain(0); at < source.length; at = this.copyPlain(at)) {
      const code = source[at];
      const before = this.length;
      const end =
        code === backslash ? this.backslashes(at) : code === percent ? this.percent(at) : this.ampersand(at);
      if (end === at) {
        out[this.length++] = code ?? 0;
        at++;
      } else {
        this.note(at, end, before);
        at = end;
      }
    }
    return {
      text: out.toString('latin1', 0, this.length),
      count: this.count,
      places: this.places,
      isAmbiguous: this.isAmbiguous,
    };
  }

  /** Copies characters up to the next possible escape. @returns Where it begins. */
  private copyPlain(from: number): number {
    const { source, out } = this;
    let { length } = this;
    let at = from;
    for (; at < source.length; at++) {
      const code = source[at] ?? 0;
      if (code === backslash || code === percent || code === ampersand) {
        break;
      }
      out[length++] = code;
    }
    this.length = length;
    return at;
  }

  private note(start: number, end: number, at: number): void {
    const from = perEscape * this.count++;
    if (from === this.places.length) {
      const wider = new Int32Array(2 * from);
      wider.set(this.places);
      this.places = wider;
    }
    this.places[from] = start;
    this.places[from + 1] = end;
    this.places[from + 2] = at;
    this.places[from + 3] = this.length - at;
  }

  /** Reads any number of backslashes and what follows. @returns Where it ends. */
  private backslashes(at: number): number {
    const { source } = this;
    let index = at + 1;
    while (source[index] === backslash) {
      index++;
    }
    if (index >= source.length) {
      return index;
    }
    const code = source[index] ?? 0;
    switch (code | 0x20) {
      case 0x75: // u
        return this.unit(index) ?? this.put(code, index + 1);
      case 0x78: {
        // x
        const value = this.digits(index + 1, 2);
        return value < 0 ? this.put(code, index + 1) : this.octet(value, index + 3, this.reading === 'other');
      }
      default:
        this.out[this.length++] = controls.get(code) ?? code;
        return index + 1;
    }
  }

  /** Reads `u003d`, `u{3d}`, `U0000003d` or a surrogate pair. @param at Position of the `u`. @returns Where it ends. */
  private unit(at: number): number | undefined {
    const { source } = this;
    if (source[at + 1] === 0x7b) {
      const end = this.number(at + 2, 16, 6);
      return end && source[end.at] === 0x7d && end.value <= largestPoint
        ? this.put(end.value, end.at + 1)
        : undefined;
    }
    const long = source[at] === 0x55 ? this.digits(at + 1, 8) : -1;
    if (long >= 0 && long <= largestPoint) {
      return this.put(long, at + 9);
    }
    const high = this.digits(at + 1, 4);
    if (high < 0) {
      return undefined;
    }
    let next = at + 5;
    while (source[next] === backslash) {
      next++;
    }
    const low = next > at + 5 && ((source[next] ?? 0) | 0x20) === 0x75 ? this.digits(next + 1, 4) : -1;
    return this.pair(high, low, { one: at + 5, both: next + 5 });
  }

  /** Writes a surrogate pair as one character; if the two units are not a pair, writes only the first. */
  private pair(high: number, low: number, ends: { readonly one: number; readonly both: number }): number {
    return (high & 0xfc00) === 0xd800 && low >= 0 && (low & 0xfc00) === 0xdc00
      ? this.put(0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff), ends.both)
      : this.put(high, ends.one);
  }

  /** Reads `%3d`, `%u003d` or a surrogate pair. @returns Where it ends; `at` if there is no escape. */
  private percent(at: number): number {
    const { source } = this;
    let index = at + 1;
    while (source[index] === 0x32 && source[index + 1] === 0x35) {
      index += 2;
    }
    const value = this.digits(index, 2);
    if (value >= 0) {
      return this.octet(value, index + 2, this.reading === 'usual');
    }
    if (index > at + 1) {
      return this.put(percent, index);
    }
    const high = ((source[index] ?? 0) | 0x20) === 0x75 ? this.digits(index + 1, 4) : -1;
    if (high < 0) {
      return at;
    }
    const next = index + 5;
    const low =
      source[next] === percent && ((source[next + 1] ?? 0) | 0x20) === 0x75 ? this.digits(next + 2, 4) : -1;
    return this.pair(high, low, { one: next, both: next + 6 });
  }

  /** Reads an HTML character reference. @returns Where it ends; `at` if there is none. */
  private ampersand(at: number): number {
    let index = at + 1;
    for (let end = this.escapedAmpersand(index); end !== index; end = this.escapedAmpersand(index)) {
      index = end;
    }
    return this.reference(index) ?? (index === at + 1 ? at : this.put(ampersand, index));
  }

  /** Skips `amp;`, `#38;` or `#x26;`. @returns Where it ends; `at` if there is none. */
  private escapedAmpersand(at: number): number {
    const { source } = this;
    if (source[at] === hash) {
      const isHex = ((source[at + 1] ?? 0) | 0x20) === 0x78;
      const found = isHex ? this.number(at + 2, 16, 6) : this.number(at + 1, 10, 7);
      return found?.value === ampersand && source[found.at] === semicolon ? found.at + 1 : at;
    }
    return source[at + 3] === semicolon && /^amp$/i.test(source.toString('latin1', at, at + 3)) ? at + 4 : at;
  }

  /** Reads the number or name after an ampersand. @returns Where it ends. */
  private reference(at: number): number | undefined {
    const { source } = this;
    if (source[at] === hash) {
      const isHex = ((source[at + 1] ?? 0) | 0x20) === 0x78;
      const found = isHex ? this.number(at + 2, 16, 6) : this.number(at + 1, 10, 7);
      return found && found.value <= largestPoint
        ? this.put(found.value, found.at + (source[found.at] === semicolon ? 1 : 0))
        : undefined;
    }
    const end = source.subarray(at, at + longestEntity + 1).indexOf(semicolon);
    const point = end < 2 ? undefined : entityNamed(source.toString('latin1', at, at + end));
    return point === undefined ? undefined : this.put(point, at + end + 1);
  }

  /** Reads exactly `length` hexadecimal digits; -1 if there are fewer. */
  private digits(at: number, length: number): number {
    let value = 0;
    for (let index = at; index < at + length; index++) {
      const digit = digitOf(this.source[index]);
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }

  /** Reads a number: any leading zeros, then at most `most` digits. */
  private number(
    at: number,
    base: 10 | 16,
    most: number,
  ): { readonly value: number; readonly at: number } | undefined {
    const { source } = this;
    let index = at;
    while (source[index] === zero) {
      index++;
    }
    const first = index;
    let value = 0;
    for (; index < first + most; index++) {
      const digit = digitOf(source[index]);
      if (digit < 0 || digit >= base) {
        break;
      }
      value = base * value + digit;
    }
    return index === at ? undefined : { value, at: index };
  }

  /** Writes a byte, or the character with that code point. */
  private octet(value: number, end: number, isByte: boolean): number {
    this.isAmbiguous ||= value > 0x7f;
    if (isByte) {
      this.out[this.length++] = value;
      return end;
    }
    return this.put(value, end);
  }

  /** Writes a character as UTF-8. @returns `end`. */
  private put(point: number, end: number): number {
    const { out } = this;
    const code = (point & 0xfffff800) === 0xd800 ? replacement : point;
    if (code < 0x80) {
      out[this.length++] = code;
    } else if (code < 0x800) {
      out[this.length++] = 0xc0 | (code >> 6);
      out[this.length++] = 0x80 | (code & 0x3f);
    } else {
      if (code < 0x10000) {
        out[this.length++] = 0xe0 | (code >> 12);
      } else {
        out[this.length++] = 0xf0 | (code >> 18);
        out[this.length++] = 0x80 | ((code >> 12) & 0x3f);
      }
      out[this.length++] = 0x80 | ((code >> 6) & 0x3f);
      out[this.length++] = 0x80 | (code & 0x3f);
    }
    return end;
  }
}

/** The value of a hexadecimal digit; -1 for anything else. */
function digitOf(code = 0): number {
  if (code >= 0x30 && code <= 0x39) {
    return code - 0x30;
  }
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
