import { perEscape, type Reading, type Unescaped, unescapedOnce } from './escapes';

/** A part of a text: `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Sorts spans and merges those that overlap or touch. */
export function merged(spans: readonly Span[]): Span[] {
  const sorted = spans.toSorted((one, other) => one.start - other.start);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
    } else {
      result.push({ start, end });
    }
  }
  return result;
}

/** A decoded text that maps each of its parts back to the original. */
export interface PlainSpelling {
  /** One character for each byte of UTF-8. */
  readonly text: string;
  /** Maps a part of `text` to its place in the original. */
  readonly sourceOf: (span: Span) => Span;
}

/** How many levels of different escapes are undone; nobody nests them more deeply. */
const mostLayers = 6;

/**
 * Undoes the escapes of JSON, scripts, URLs and HTML, also when they are nested, layer by layer. Returns one text for
 * each reading; most texts have only one. Yields after each layer.
 *
 * @param bytes See `bytesOf`.
 */
export function* decodings(bytes: string): Generator<void, readonly PlainSpelling[], void> {
  const usual = yield* unescaped(bytes, 'usual');
  return usual.isAmbiguous ? [usual, yield* unescaped(bytes, 'other')] : [usual];
}

function* unescaped(
  bytes: string,
  reading: Reading,
): Generator<void, PlainSpelling & { readonly isAmbiguous: boolean }, void> {
  let text = bytes;
  let isAmbiguous = false;
  const layers: Unescaped[] = [];
  while (layers.length < mostLayers && /[\\%&]/.test(text)) {
    const found = unescapedOnce(text, reading);
    if (found.count === 0) {
      break;
    }
    isAmbiguous ||= found.isAmbiguous;
    text = found.text;
    layers.push(found);
    yield;
  }
  return {
    text,
    isAmbiguous,
    sourceOf: (span) => layers.reduceRight((inner, layer) => below(layer, inner), span),
  };
}

/** A text as UTF-8 with one character for each byte, so that every escape stands for one or more whole characters. */
export function bytesOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII already has one byte for each character
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Maps a part of a decoded text to the text that was decoded; an escape counts as a whole. */
function below(layer: Unescaped, { start, end }: Span): Span {
  return { start: sourceAt(layer, start).start, end: sourceAt(layer, end - 1).end };
}

function sourceAt({ places, count }: Unescaped, at: number): Span {
  const of = (index: number, what: number) => places[perEscape * index + what] ?? 0;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(middle, 2) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  // `low` now counts the escapes whose output begins here or before; the last of them decides.
  if (low === 0) {
    return { start: at, end: at + 1 };
  }
  const [start, end] = [of(low - 1, 0), of(low - 1, 1)];
  const past = at - of(low - 1, 2) - of(low - 1, 3);
  return past < 0 ? { start, end } : { start: end + past, end: end + past + 1 };
}
