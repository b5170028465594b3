/** Names of what a secret is, at the end of what stands before it. */
const name = /(?:client[\s_.-]?id|secret|token|password|authorization|basic|bearer)$/i;

/** A cheap look whether there can be one. */
const mayBeNamed = /client|secret|token|password|authorization|basic|bearer/i;

/** Signs between a name and its value, blanks in a row counted as one; and characters that are looked at for all of it. */
const mostBetween = 64;
const longestLabel = 512;

/** Characters of the longest name or word. */
const longestWord = 32;

/**
 * What programs and formats put between a name and its value beside signs, at the end of a text: a type, as Go, PHP,
 * Rust and Java write it; the length that PHP gives (`s:19`, `string(19)`); a tag of XML.
 */
const typeWord =
  /(?:<\/?[\w:.-]{1,24}|\bs:\d{1,4}|\b(?:string|str|char|varchar|text|bytes)\(\d{1,4}|\b(?:value|val|string|str|varchar|bytes?|int|integer|int32|int64|long|bigint|number|decimal|object|array|list|map|interface|any|some|optional|system|java|lang|buffer|s|i|b|u|r|l|n))$/i;

/**
 * Whether the name of a secret stands before a place in a text, with nothing between them but signs and the words that
 * JSON, XML, forms and dumps of programs put there: `"client_id": [`, `["client_secret"]=> string(5) "`.
 *
 * @param text Its letters beyond ASCII count as signs.
 */
export function isLabelled(text: string, at: number): boolean {
  let before = text.slice(Math.max(0, at - longestLabel), at);
  if (!mayBeNamed.test(before)) {
    return false;
  }
  let between = 0;
  // What stands right before the value has to be a sign: anything else would be a part of it.
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

/** Where the signs begin that a text ends with. */
function signsFrom(text: string): number {
  let from = text.length;
  while (from > 0 && !/[a-z0-9]/i.test(text.charAt(from - 1))) {
    from--;
  }
  return from;
}
