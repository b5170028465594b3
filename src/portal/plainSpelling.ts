/** A part of a text, from its first character to the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text whose escapes are undone, with the place of everything in the text that it was made of. */
export interface PlainSpelling {
  /** One character for each byte of UTF-8. */
  readonly text: string;
  /** Where a part of `text` stands in the original. */
  readonly sourceOf: (span: Span) => Span;
}

/** An escape in the text, and what stands for it in the plain one. */
interface Escape extends Span {
  readonly at: number;
  readonly length: number;
}

/** Escapes in escapes of another kind: more than anybody puts on top of each other. */
const mostLayers = 6;

/** Names that HTML has for characters of tokens and of what is made up as a secret. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  bsol: '\\',
  equals: '=',
  plus: '+',
  hyphen: '-',
  lowbar: '_',
  period: '.',
  colon: ':',
  semi: ';',
  comma: ',',
  percnt: '%',
  num: '#',
  commat: '@',
  dollar: '$',
  excl: '!',
  quest: '?',
  ast: '*',
  lpar: '(',
  rpar: ')',
  vert: '|',
  verbar: '|',
  newline: '\n',
  tab: '\t',
};

/** Letters that stand for a control character behind a backslash. */
const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Every kind of escape, with the marks that the same kind puts on top of itself: `\\u003d`, `%253D` and `&amp;#61;` are
 * each escaped twice. A backslash in front of any other character says nothing; nobody can tell how many are escapes.
 */
const escapes = new RegExp(
  [
    String.raw`\\+(?:u(?<high>d[89ab][0-9a-f]{2})\\+u(?<low>d[c-f][0-9a-f]{2})|u\{0*(?<point>[0-9a-f]{1,6})\}|u(?<unit>[0-9a-f]{4})|x(?<code>[0-9a-f]{2})|(?<other>[^\\]))`,
    String.raw`\\+`,
    String.raw`%(?:25)*(?<byte>[0-9a-f]{2})`,
    String.raw`&(?:(?:amp|#0*38|#x0*26);)*(?:#0*(?<decimal>[0-9]{1,7});?|#x0*(?<hex>[0-9a-f]{1,6});?|(?<name>${Object.keys(entities).join('|')});)`,
  ].join('|'),
  'gi',
);

/** Undoes what JSON, scripts, URLs and HTML escape, also one inside the other. @param bytes See `bytesOf`. */
export function plainSpelling(bytes: string): PlainSpelling {
  let text = bytes;
  const layers: (readonly Escape[])[] = [];
  while (layers.length < mostLayers && /[\\%&]/.test(text)) {
    const found = withoutEscapes(text);
    if (found.escapes.length === 0) {
      break;
    }
    text = found.text;
    layers.push(found.escapes);
  }
  return { text, sourceOf: (span) => layers.reduceRight((inner, layer) => below(layer, inner), span) };
}

/** A text with one character for each of its bytes, so that every escape is one or more of these. */
export function bytesOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- what is ASCII has one byte for each character
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

function withoutEscapes(text: string): { readonly text: string; readonly escapes: readonly Escape[] } {
  const found: Escape[] = [];
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  for (const match of text.matchAll(escapes)) {
    const plain = meaningOf(match.groups ?? {});
    if (plain !== undefined) {
      const end = match.index + match[0].length;
      parts.push(text.slice(from, match.index), plain);
      length += match.index - from;
      found.push({ start: match.index, end, at: length, length: plain.length });
      length += plain.length;
      from = end;
    }
  }
  return { text: found.length === 0 ? text : [...parts, text.slice(from)].join(''), escapes: found };
}

/** What an escape stands for; undefined where that is no character. */
function meaningOf(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { high, low, byte, other, name, decimal } = groups;
  if (other !== undefined) {
    return controls[other] ?? other;
  }
  if (byte !== undefined) {
    return String.fromCharCode(parseInt(byte, 16));
  }
  if (name !== undefined) {
    return entities[name.toLowerCase()];
  }
  if (high !== undefined && low !== undefined) {
    return bytesOf(String.fromCharCode(parseInt(high, 16), parseInt(low, 16)));
  }
  const digits = groups.point ?? groups.unit ?? groups.code ?? groups.hex;
  if (digits === undefined && decimal === undefined) {
    return '';
  }
  const point = digits === undefined ? Number(decimal) : parseInt(digits, 16);
  return point > 0x10ffff ? undefined : bytesOf(String.fromCodePoint(point));
}

/** Where a part of a plain text stands in the one below it; an escape is taken as a whole. */
function below(layer: readonly Escape[], { start, end }: Span): Span {
  return { start: sourceAt(layer, start).start, end: sourceAt(layer, end - 1).end };
}

function sourceAt(layer: readonly Escape[], at: number): Span {
  let [low, high] = [0, layer.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layer[middle]?.at ?? 0) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  // The last one that begins here or before, unless it is one that stands for nothing.
  const escape = layer[low - 1];
  if (!escape) {
    return { start: at, end: at + 1 };
  }
  const behind = at - escape.at - escape.length;
  return behind < 0 ? escape : { start: escape.end + behind, end: escape.end + behind + 1 };
}
