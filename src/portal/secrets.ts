import { base64Of, base64Spellings, blankAsPlus, mayBeBroken, unbroken } from './base64Spelling';
import { Needles, placesOf } from './needles';
import { bytesOf, plainSpelling, type Span } from './plainSpelling';

/** The text that replaces a secret. */
export const redacted = '<redacted>';

/** A shorter text is more likely a common word than a secret. */
const minSecretLength = 8;

/** Minimum length after unescaping, for a secret that looks as if it contained escapes. */
const minPlainLength = 4;

/** From this length on, a secret is recognized even inside a longer run of letters and digits. */
const unmistakableLength = 16;

/** A number with more digits is not an id (API guide, numbers and ids). */
const maxIdDigits = 19;

/** Number of secrets that are remembered: enough for many renewals, because an old token may still be valid. */
const maxSecrets = 64;

/**
 * The label before a secret that is too short, or too much like an id, to be recognized on its own: its name, followed
 * by nothing but what JSON, XML, forms and debug output put between a name and its value.
 */
const label =
  /(?:client[\s_-]?id|secret|token|password|authorization|basic|bearer)(?:\W|<\/?\w{1,24}>|\bvalue\b|\bstring\(\d{1,3}\)|\b[bu](?=["'])){1,16}$/i;
const maxLabelLength = 64;

/** A shorter text follows too many words that look like a label. */
const minLabelledLength = 4;

/**
 * The secrets of this window: everything that it has sent, received or read from the secret storage as a secret. They
 * are removed from all text that is shown, logged or stored: from network data before anything else uses it, and again
 * from each line of the log.
 */
export class KnownSecrets {
  /** In the order in which they were last noted. */
  private readonly known = new Set<string>();
  private search: SecretSearch | undefined;

  /** Remembers secrets; empty texts are ignored. */
  note(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      const isNew = !this.known.delete(secret);
      if (secret !== '') {
        this.known.add(secret);
        this.search = isNew ? undefined : this.search;
      }
    }
    for (const oldest of [...this.known].slice(0, -maxSecrets)) {
      this.known.delete(oldest);
    }
  }

  /**
   * Returns the text with every occurrence of every secret replaced, in any spelling that a server, gateway or page may
   * use: verbatim, after any prefix; escaped for JSON, URLs, HTML or scripts; in base64, alone or as part of something
   * longer, with or without spaces and line breaks; in hexadecimal; and one of these inside another. Takes time linear
   * in the length of the text.
   */
  redact(text: string): string {
    return runAll(this.current().redact(text));
  }

  /** Does the same in steps. @param turn Awaited between steps, so that other work can run. */
  async redactInTurns(text: string, turn: () => Promise<void>): Promise<string> {
    const steps = this.current().redact(text);
    let step = steps.next();
    while (step.done !== true) {
      await turn();
      step = steps.next();
    }
    return step.value;
  }

  private current(): SecretSearch {
    this.search ??= new SecretSearch([...this.known]);
    return this.search;
  }
}

/** Returns the text without these secrets, in any spelling that `KnownSecrets.redact` covers. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return runAll(new SecretSearch(secrets).redact(text));
}

/** Runs all steps without a pause and returns their result. */
function runAll<T>(steps: Generator<void, T, void>): T {
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next();
  }
  return step.value;
}

class SecretSearch {
  private readonly isEmpty: boolean;
  private readonly plain: Needles;
  private readonly hexadecimal: Needles;
  private readonly inBase64: Needles;
  /** Secrets that are recognized only after a label. */
  private readonly weak: readonly string[];

  constructor(secrets: readonly string[]) {
    const all = [...new Set(secrets.filter((secret) => secret !== ''))].map((secret) => {
      const bytes = bytesOf(secret);
      return { bytes, plain: comparable(plainSpelling(bytes).text) };
    });
    const distinctive = all.filter(isDistinctive);
    const weak = all.filter((one) => !isDistinctive(one) && one.plain.length >= minLabelledLength);
    this.isEmpty = all.length === 0;
    this.plain = new Needles(distinctive.flatMap(({ bytes, plain }) => [plain, comparable(bytes)]));
    this.hexadecimal = new Needles(
      distinctive.map(({ bytes }) => Buffer.from(bytes, 'latin1').toString('hex')),
    );
    this.inBase64 = new Needles(distinctive.flatMap(({ bytes }) => base64Of(bytes)));
    this.weak = weak.map(({ plain }) => plain);
  }

  /** Redacts a text in steps of about equal length, each at most some hundredths of a second. */
  *redact(text: string): Generator<void, string, void> {
    if (this.isEmpty) {
      return text;
    }
    const bytes = bytesOf(text);
    const spans = yield* this.find(bytes);
    if (spans.length === 0) {
      return text;
    }
    const parts: string[] = [];
    let from = 0;
    for (const { start, end } of merged(spans)) {
      parts.push(bytes.slice(from, start), isBareNumber(bytes, { start, end }) ? `"${redacted}"` : redacted);
      from = end;
    }
    const rest = [...parts, bytes.slice(from)].join('');
    return bytes === text ? rest : Buffer.from(rest, 'latin1').toString('utf8');
  }

  private *find(bytes: string): Generator<void, Span[], void> {
    const { text, sourceOf } = plainSpelling(bytes);
    yield;
    const found = this.findSpelled(text);
    for (const decoded of base64Spellings(text)) {
      yield;
      found.push(...this.findDecoded(decoded.text).map(decoded.sourceOf));
    }
    yield;
    // An apparent escape may be the start of a secret after a character with another meaning: `%3f9c…`.
    return [...found.map(sourceOf), ...(text === bytes ? [] : this.findSpelled(bytes))];
  }

  /** Searches decoded base64. */
  private findDecoded(decoded: string): Span[] {
    const { text, sourceOf } = plainSpelling(decoded);
    const spans = [
      ...this.findPlain(text),
      ...this.inBase64.find(blankAsPlus(text)),
      ...(mayBeBroken(text) ? this.findBroken(text) : []),
    ].map(sourceOf);
    return [...spans, ...(text === decoded ? [] : this.findPlain(decoded))];
  }

  /** Searches a text as it is. */
  private findSpelled(text: string): Span[] {
    const compared = comparable(text);
    return [
      ...this.findPlain(text).filter((span) => !isPartOfId(compared, span)),
      ...this.hexadecimal.find(text.toLowerCase()),
      ...(/\s/.test(text) ? this.findBroken(text) : []),
    ];
  }

  private findPlain(text: string): Span[] {
    const compared = comparable(text);
    return [...this.plain.find(compared), ...this.findLabelled(compared)];
  }

  /** Searches base64 with spaces or line breaks in it. */
  private findBroken(text: string): Span[] {
    const letters = unbroken(text);
    return this.inBase64.find(letters.text).map(letters.sourceOf);
  }

  private findLabelled(compared: string): Span[] {
    return this.weak
      .flatMap((secret) => placesOf(compared, secret))
      .filter(
        ({ start, end }) =>
          label.test(compared.slice(Math.max(0, start - maxLabelLength), start)) &&
          !/\w/.test(compared.charAt(end)),
      );
  }
}

/** Whether a secret is so unlike a word, number or id that it is recognized wherever it occurs. */
function isDistinctive({ bytes, plain }: { readonly bytes: string; readonly plain: string }): boolean {
  const isNumber = /^-?\d+(\.\d+)?(e[+ -]?\d+)?$/i.test(plain);
  const isId = isNumber && plain.length <= maxIdDigits;
  return bytes.length >= minSecretLength && plain.length >= minPlainLength && !isId;
}

/** Replaces each `+` with a space: forms write a space as `+`, and some readers decode a `+` as a space. */
function comparable(plain: string): string {
  return plain.replaceAll('+', ' ');
}

/**
 * Whether a short secret of letters and digits is part of a longer run of them, with a number of several digits in the
 * rest. Such a run is a serial or order number and must stay as it is.
 */
function isPartOfId(text: string, { start, end }: Span): boolean {
  if (end - start >= unmistakableLength || !/^[a-z0-9]+$/i.test(text.slice(start, end))) {
    return false;
  }
  const before = /[a-z0-9]{0,64}$/i.exec(text.slice(Math.max(0, start - 64), start))?.[0] ?? '';
  const after = /^[a-z0-9]{0,64}/i.exec(text.slice(end, end + 64))?.[0] ?? '';
  return /\d{4}/.test(before) || /\d{4}/.test(after);
}

/** Whether the span is a number used as a JSON value, where its replacement needs quotes. */
function isBareNumber(bytes: string, { start, end }: Span): boolean {
  return (
    /^[\d.e+-]+$/i.test(bytes.slice(start, Math.min(end, start + 64))) &&
    /(?:^|[^\\])"[\s\]]{0,8}[:,][\s[]{0,8}$/.test(bytes.slice(Math.max(0, start - 24), start))
  );
}

/** Merges overlapping spans and sorts them by position. */
function merged(spans: readonly Span[]): Span[] {
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
