import type { Span } from './plainSpelling';

/** A name for a secret at the end of a text. */
const name = /(?:client[\s_.-]?id|secret|token|password|authorization|basic|bearer)$/i;

/** A cheap first check for such a name. */
const mayBeNamed = /client|secret|token|password|authorization|basic|bearer/i;

/** Maximum number of signs between a name and its value; several spaces count as one. */
const mostBetween = 64;

/** How many characters before the value are searched for its name. */
const longestLabel = 512;

/** Length of the longest name or word, in characters. */
const longestWord = 32;

/**
 * What programs and formats put between a name and its value besides signs, at the end of a text: a type as Go, PHP,
 * Rust and Java write it, the length in PHP (`s:19`, `string(19)`) or an XML tag.
 */
const typeWord =
  /(?:<\/?[\w:.-]{1,24}|\bs:\d{1,4}|\b(?:string|str|char|varchar|text|bytes)\(\d{1,4}|\b(?:value|val|string|str|varchar|bytes?|int|integer|int32|int64|long|bigint|number|decimal|object|array|list|map|interface|any|some|optional|system|java|lang|buffer|s|i|b|u|r|l|n))$/i;

/** How many of its first characters a secret is looked up by. */
const beginning = 4;

/** After this many positions that may be labelled, other work gets its turn. */
const positionsPerStep = 500;

/** Searches a text for secrets that look like ordinary text and count only after the name of a secret. */
export class LabelledSecrets {
  private readonly byBeginning = new Map<string, string[]>();

  /** @param secrets Of at least four characters each. */
  constructor(secrets: Iterable<string>) {
    for (const secret of new Set(secrets)) {
      const key = secret.slice(0, beginning);
      this.byBeginning.set(key, [...(this.byBeginning.get(key) ?? []), secret]);
    }
  }

  /** Whether there are no such secrets. */
  get isEmpty(): boolean {
    return this.byBeginning.size === 0;
  }

  /** Finds every place where one of the secrets is a whole word after a name. Yields between steps of similar length. */
  *find(text: string): Generator<void, Span[], void> {
    const found: Span[] = [];
    if (this.isEmpty || !mayBeNamed.test(text)) {
      return found;
    }
    let positions = 0;
    for (let at = 1; at < text.length; at++) {
      if (isLetterOrDigit(text.charCodeAt(at - 1))) {
        continue;
      }
      const ends = (this.byBeginning.get(text.slice(at, at + beginning)) ?? [])
        .filter((secret) => text.startsWith(secret, at))
        .map((secret) => at + secret.length)
        .filter((end) => !/\w/.test(text.charAt(end)));
      if (ends.length > 0) {
        if (isLabelled(text, at)) {
          found.push({ start: at, end: ends.reduce((most, end) => Math.max(most, end)) });
        }
        if (++positions % positionsPerStep === 0) {
          yield;
        }
      }
    }
    return found;
  }
}

function isLetterOrDigit(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/**
 * Whether a position in a text follows the name of a secret, with nothing between them but signs and the words that
 * JSON, XML, forms and program dumps put there: `"client_id": [`, `["client_secret"]=> string(5) "`.
 *
 * @param text Non-ASCII letters count as signs.
 */
function isLabelled(text: string, at: number): boolean {
  let before = text.slice(Math.max(0, at - longestLabel), at);
  if (!mayBeNamed.test(before)) {
    return false;
  }
  let between = 0;
  // A sign has to precede the value: anything else would be a part of the value.
  for (let isFirst = true; ; isFirst = false) {
    const found = before.slice(signsFrom(before));
    between += found.replace(/\s+/g, ' ').length;
    if ((isFirst && found === '') || between > mostBetween) {
      return false;
    }
    before = before.slice(0, before.length - found.length);
    if (name.test(before.slice(-longestWord))) {
      return true;
    }
    const word = typeWord.exec(before.slice(-longestWord))?.[0] ?? '';
    if (word === '') {
      return false;
    }
    before = before.slice(0, before.length - word.length);
  }
}

/** Returns where the signs at the end of a text begin. */
function signsFrom(text: string): number {
  let from = text.length;
  while (from > 0 && !/[a-z0-9]/i.test(text.charAt(from - 1))) {
    from--;
  }
  return from;
}
