/** A part of a text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text with its escapes undone, and a mapping back to the original text. */
export interface PlainSpelling {
  /** One character per UTF-8 byte. */
  readonly text: string;
  /** Maps a part of `text` to its place in the original. */
  readonly sourceOf: (span: Span) => Span;
}

/** An escape in one layer of the text, and the position and length of its plain form. */
interface Escape extends Span {
  readonly at: number;
  readonly length: number;
}

/** Maximum number of escape layers; nobody nests more. */
const maxLayers = 6;

/** HTML entities for characters that occur in tokens and in secrets that people choose. */
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

/** Letters that mean a control character after a backslash. */
const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Matches every kind of escape, including repeated escaping of the same kind: `\\u003d`, `%253D` and `&amp;#61;` are
 * each escaped twice. Backslashes before any other character are dropped; how many of them are escapes cannot be known.
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

/** Undoes the escapes of JSON, scripts, URLs and HTML, including nested ones. @param bytes See `bytesOf`. */
export function plainSpelling(bytes: string): PlainSpelling {
  let text = bytes;
  const layers: (readonly Escape[])[] = [];
  while (layers.length < maxLayers && /[\\%&]/.test(text)) {
    const found = withoutEscapes(text);
    if (found.escapes.length === 0) {
      break;
    }
    text = found.text;
    layers.push(found.escapes);
  }
  return { text, sourceOf: (span) => layers.reduceRight((inner, layer) => toLayerBelow(layer, inner), span) };
}

/** Converts a text to one character per UTF-8 byte, so that every escape stands for one or more of these characters. */
export function bytesOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII has one byte per character
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

/** Returns the meaning of an escape; undefined if it is not a valid character. */
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

/** Maps a part of the plain text to the layer below; an escape is always taken as a whole. */
function toLayerBelow(layer: readonly Escape[], { start, end }: Span): Span {
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
  // The last escape that starts at or before this position. An escape that stands for nothing has length 0 and does not
  // cover it.
  const escape = layer[low - 1];
  if (!escape) {
    return { start: at, end: at + 1 };
  }
  const distance = at - escape.at - escape.length;
  return distance < 0 ? escape : { start: escape.end + distance, end: escape.end + distance + 1 };
}
