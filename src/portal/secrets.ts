import {
  base64Of,
  base64Spellings,
  blankAsPlus,
  groupedBase64,
  mayBeBroken,
  unbroken,
} from './base64Spelling';
import { isLabelled } from './secretLabel';
import { Needles, placesOf } from './needles';
import { bytesOf, type PlainSpelling, plainSpellings, type Span } from './plainSpelling';

/** What stands in place of a secret. */
export const redacted = '<redacted>';

/** A shorter text is more likely a common word than a secret. */
const shortestSecret = 8;

/** Without its escapes, a secret that looks like some may be this short. */
const shortestPlain = 4;

/** From this length on, a secret is one even within a longer run of letters and digits. */
const unmistakable = 16;

/** A number with more digits is no id (API guide, numbers and ids). */
const mostDigitsOfId = 19;

/** Secrets that are remembered: those of many renewals, since an old token may still be good. */
const mostSecrets = 64;

/** A shorter text stands behind too many words that may be a label. */
const shortestLabelled = 4;

/**
 * The secrets of this window: whatever it has sent, got or read from the secret storage as one. They are taken out of
 * every text that is shown, logged or kept, in one place: what comes from the network passes it before anything is made
 * of it, and each line of the log once more.
 */
export class KnownSecrets {
  /** In the order in which they were noted last. */
  private readonly known = new Set<string>();
  private search: SecretSearch | undefined;
  private changes = 0;

  /** Another number whenever a secret has become known: a text that was searched before that may hold it. */
  get version(): number {
    return this.changes;
  }

  /** Remembers secrets; empty ones are none. */
  note(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      const isNew = !this.known.delete(secret);
      if (secret !== '') {
        this.known.add(secret);
        if (isNew) {
          this.search = undefined;
          this.changes++;
        }
      }
    }
    for (const oldest of [...this.known].slice(0, -mostSecrets)) {
      this.known.delete(oldest);
    }
  }

  /**
   * The text without any of the secrets, however often they occur, and whichever way a server, a gateway or a page
   * spells them: as they are, whatever stands before them; as JSON, URLs, HTML and scripts escape them; in base64 alone
   * or within something longer, with blanks and line breaks in it; in hexadecimal; and one of these inside another.
   * Linear in the size of the text.
   */
  redact(text: string): string {
    return allOf(this.current().redact(text));
  }

  /**
   * The same in several steps, and again where a secret became known between them: a renewal may end meanwhile.
   *
   * @param turn Waits in between, so that whatever else is to be done has its turn.
   */
  async redactInTurns(text: string, turn: () => Promise<void>): Promise<string> {
    const { version } = this;
    const steps = this.current().redact(text);
    let step = steps.next();
    while (step.done !== true) {
      await turn();
      step = steps.next();
    }
    return version === this.version ? step.value : this.redactInTurns(step.value, turn);
  }

  private current(): SecretSearch {
    this.search ??= new SecretSearch([...this.known]);
    return this.search;
  }
}

/** The text without these secrets, as `KnownSecrets.redact` takes them out. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return allOf(new SecretSearch(secrets).redact(text));
}

/** What comes of steps that are made one right after the other. */
function allOf<T>(steps: Generator<void, T, void>): T {
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
  /** Those that count only behind a label. */
  private readonly weak: readonly string[];

  constructor(secrets: readonly string[]) {
    const all = [...new Set(secrets.filter((secret) => secret !== ''))].map((secret) => {
      const bytes = bytesOf(secret);
      const spelled = allOf(plainSpellings(bytes)).map(({ text }) => comparable(text));
      return { bytes, spelled, plain: spelled[0] ?? bytes };
    });
    const strong = all.filter(isUnlike);
    const weak = all.filter((one) => !isUnlike(one) && one.plain.length >= shortestLabelled);
    this.isEmpty = all.length === 0;
    this.plain = new Needles(strong.flatMap(({ bytes, spelled }) => [...spelled, comparable(bytes)]));
    this.hexadecimal = new Needles(strong.map(({ bytes }) => Buffer.from(bytes, 'latin1').toString('hex')));
    this.inBase64 = new Needles(strong.flatMap(({ bytes }) => base64Of(bytes)));
    this.weak = weak.map(({ plain }) => plain);
  }

  /** A step is what takes as long as any other, for a long text some hundredths of a second at most. */
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
    const readings = yield* plainSpellings(bytes);
    const found: Span[] = [];
    for (const { text, sourceOf } of readings) {
      yield;
      found.push(...this.findSpelled(text).map(sourceOf));
      for (const decoded of base64Spellings(text)) {
        yield;
        found.push(...(yield* this.findDecoded(decoded)).map(sourceOf));
      }
      for (const group of groupedBase64(text)) {
        for (const decoded of base64Spellings(group.text)) {
          const inGroup = yield* this.findDecoded(decoded);
          found.push(...inGroup.map((span) => sourceOf(group.sourceOf(span))));
        }
      }
    }
    yield;
    // What looks like an escape may be the beginning of a secret, behind a sign that means something else: `%3f9c…`.
    return readings[0]?.text === bytes ? found : [...found, ...this.findSpelled(bytes)];
  }

  /** In what base64 was decoded to. @returns Places in the base64. */
  private *findDecoded(base64: PlainSpelling): Generator<void, Span[], void> {
    const readings = yield* plainSpellings(base64.text);
    const spans = readings.flatMap(({ text, sourceOf }) =>
      [
        ...this.findPlain(text),
        ...this.inBase64.find(blankAsPlus(text)),
        ...(mayBeBroken(text) ? this.findBroken(text) : []),
      ].map(sourceOf),
    );
    const asItIs = readings[0]?.text === base64.text ? [] : this.findPlain(base64.text);
    return [...spans, ...asItIs].map(base64.sourceOf);
  }

  /** In a text as it is. */
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

  /** In base64 that has blanks or line breaks in it. */
  private findBroken(text: string): Span[] {
    const letters = unbroken(text);
    return this.inBase64.find(letters.text).map(letters.sourceOf);
  }

  private findLabelled(compared: string): Span[] {
    return this.weak
      .flatMap((secret) => placesOf(compared, secret))
      .filter(({ start, end }) => isLabelled(compared, start) && !/\w/.test(compared.charAt(end)));
  }
}

/** Whether a text is unlike any word, number or id, so that wherever it stands, it is the secret. */
function isUnlike({ bytes, plain }: { readonly bytes: string; readonly plain: string }): boolean {
  const isNumber = /^-?\d+(\.\d+)?(e[+ -]?\d+)?$/i.test(plain);
  const isId = isNumber && plain.length <= mostDigitsOfId;
  return bytes.length >= shortestSecret && plain.length >= shortestPlain && !isId;
}

/** Forms write a blank as `+`, and some read a `+` as a blank. */
function comparable(plain: string): string {
  return plain.replaceAll('+', ' ');
}

/**
 * Whether a short secret of letters and digits stands within a longer run of these, with a number of several digits in
 * the rest of it: that is a serial number or an order number, which must stay as it is.
 */
function isPartOfId(text: string, { start, end }: Span): boolean {
  if (end - start >= unmistakable || !/^[a-z0-9]+$/i.test(text.slice(start, end))) {
    return false;
  }
  const before = /[a-z0-9]{0,64}$/i.exec(text.slice(Math.max(0, start - 64), start))?.[0] ?? '';
  const behind = /^[a-z0-9]{0,64}/i.exec(text.slice(end, end + 64))?.[0] ?? '';
  return /\d{4}/.test(before) || /\d{4}/.test(behind);
}

/** Whether a number stands there as a value of JSON, behind a text, where anything else has to be quoted. */
function isBareNumber(bytes: string, { start, end }: Span): boolean {
  return (
    /^[\d.e+-]+$/i.test(bytes.slice(start, Math.min(end, start + 64))) &&
    /(?:^|[^\\])"[\s\]]{0,200}[:,][\s[]{0,200}$/.test(bytes.slice(Math.max(0, start - 400), start))
  );
}

/** Without overlaps, in the order of the text. */
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
