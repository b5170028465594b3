import { perEscape, type Reading, type Unescaped, unescapedOnce } from './escapes';

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

/** Escapes in escapes of another kind: more than anybody puts on top of each other. */
const mostLayers = 6;

/**
 * Undoes what JSON, scripts, URLs and HTML escape, also one inside the other, in each of its readings: mostly there is
 * one. Layer by layer, with a turn in between.
 *
 * @param bytes See `bytesOf`.
 */
export function* plainSpellings(bytes: string): Generator<void, readonly PlainSpelling[], void> {
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

/** A text with one character for each of its bytes, so that every escape is one or more of these. */
export function bytesOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- what is ASCII has one byte for each character
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Where a part of a plain text stands in the one below it; an escape is taken as a whole. */
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
  // The last one that begins here or before, unless it is one that stands for nothing.
  if (low === 0) {
    return { start: at, end: at + 1 };
  }
  const [start, end] = [of(low - 1, 0), of(low - 1, 1)];
  const behind = at - of(low - 1, 2) - of(low - 1, 3);
  return behind < 0 ? { start, end } : { start: end + behind, end: end + behind + 1 };
}
