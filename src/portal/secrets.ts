import { base64Fragments, base64Decodings, groupedBase64, mayBeBroken, unbroken } from './base64Spelling';
import { LabelledSecrets } from './secretLabel';
import { Needles, alphabetWith } from './needles';
import { bytesOf, type PlainSpelling, decodings, merged, type Span } from './plainSpelling';

/** Replaces a secret. */
export const redacted = '<redacted>';

/** A shorter text is more likely a common word than a secret. */
const shortestSecret = 8;

/** A secret that contains what looks like escapes may be this short once they are undone. */
const shortestPlain = 4;

/** A secret of this length or more counts even within a longer run of letters and digits. */
const unmistakable = 16;

/** A number with more digits is not an ID (API guide, numbers and ids). */
const mostDigitsOfId = 19;

/** How many secrets are remembered: those of many renewals, because an old token may still be valid. */
const mostSecrets = 128;

/** How many characters they have in total: the search takes memory for each. */
const mostCharacters = 256 * 1024;

/** After this many places, other work gets its turn. */
const placesPerStep = 10_000;

/** A shorter text follows too many words that could be its label. */
const shortestLabelled = 4;

/** Forms write a space as `+`, and form decoding turns a `+` into a space. */
const plusAsBlank = alphabetWith(['+ ']);

/** Hexadecimal digits in either case. */
const anyCaseOfDigits = alphabetWith(['Aa', 'Bb', 'Cc', 'Dd', 'Ee', 'Ff']);

/** Base64url is the same as base64, and a space stands for a `+`. */
const blankAsPlus = alphabetWith([' +', '-+', '_/']);

/**
 * The secrets of this window: all that it has sent, received or read from the secret storage. They are redacted from
 * every text that is shown, logged or stored. Replies are redacted before anything else reads them, and log lines are
 * redacted again when they are written.
 */
export class KnownSecrets {
  /** In the order in which they were last noted. */
  private readonly known = new Set<string>();
  /** Those secrets that are only client IDs. */
  private readonly clientIds = new Set<string>();
  /** Search for everything except client IDs, and for that and the mark. */
  private confidential:
    { readonly version: number; readonly search: SecretSearch; readonly orMark: SecretSearch } | undefined;
  private search: SecretSearch | undefined;
  private changes = 0;

  /** Changes whenever a new secret is noted: a text that was redacted before may contain it. */
  get version(): number {
    return this.changes;
  }

  /** Remembers secrets; empty ones are ignored. */
  note(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      const isNew = !this.known.delete(secret);
      const wasClientId = this.clientIds.delete(secret);
      if (secret !== '') {
        this.known.add(secret);
        if (isNew || wasClientId) {
          this.search = undefined;
          this.changes++;
        }
      }
    }
    let characters = 0;
    for (const [index, secret] of [...this.known].reverse().entries()) {
      characters += secret.length;
      if (index >= mostSecrets || (index > 0 && characters > mostCharacters)) {
        this.known.delete(secret);
        this.clientIds.delete(secret);
      }
    }
  }

  /** Remembers a client ID. It is redacted like a secret, but a user may enter it, for example in a PO number. */
  noteClientId(clientId: string): void {
    if (this.clientIds.has(clientId)) {
      this.known.delete(clientId);
      this.known.add(clientId);
      return;
    }
    const isSecretToo = this.known.has(clientId);
    this.note([clientId]);
    if (!isSecretToo && this.known.has(clientId)) {
      this.clientIds.add(clientId);
    }
  }

  /** Whether a text contains a client secret, a token or a refresh token, in a form in which `redact` finds it. */
  isIn(text: string): boolean {
    return this.searchConfidential().search.isIn(text);
  }

  /** Whether `isIn` or `holdsMark` may be true of a text. If not, this saves searching it twice. */
  isSuspect(text: string): boolean {
    return this.searchConfidential().orMark.isIn(text);
  }

  /**
   * Returns the text with every occurrence of a secret redacted, in every form that a server, a gateway or a page may
   * give it: verbatim; escaped as in JSON, URLs, HTML or scripts; in base64, also as part of a longer encoded text and
   * with spaces and line breaks in it; in hexadecimal; and any of these inside another. Linear in the size of the text.
   */
  redact(text: string): string {
    return runAll(this.current().redact(text));
  }

  /**
   * Does the same as `redact`, in several steps. Starts again if a secret was noted in between, as a renewal may do.
   *
   * @param turn Awaited between the steps, so that other work gets its turn.
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

  private searchConfidential(): { readonly search: SecretSearch; readonly orMark: SecretSearch } {
    if (this.confidential?.version !== this.version) {
      const secrets = [...this.known].filter((one) => !this.clientIds.has(one));
      this.confidential = {
        version: this.version,
        search: new SecretSearch(secrets),
        orMark: new SecretSearch([...secrets, redacted]),
      };
    }
    return this.confidential;
  }

  private current(): SecretSearch {
    this.search ??= new SecretSearch([...this.known]);
    return this.search;
  }
}

/** Redacts these secrets from a text, as `KnownSecrets.redact` does. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return runAll(new SecretSearch(secrets).redact(text));
}

/** Whether a text contains the mark of a removed secret, in any spelling in which a secret is found. */
export function holdsMark(text: string): boolean {
  return markSearch.isIn(text);
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
  /** Secrets that look like ordinary text and count only after a label. */
  private readonly weak: LabelledSecrets;

  constructor(secrets: readonly string[]) {
    const all = [...new Set(secrets.filter((secret) => secret !== ''))].map((secret) => {
      const bytes = bytesOf(secret);
      const spelled = runAll(decodings(bytes)).map(({ text }) => comparable(text));
      return { bytes, spelled, plain: spelled[0] ?? bytes };
    });
    const strong = all.filter(isDistinctive);
    const weak = all.filter((one) => !isDistinctive(one) && one.plain.length >= shortestLabelled);
    this.isEmpty = all.length === 0;
    this.plain = new Needles(
      strong.flatMap(({ bytes, spelled }) => [...spelled, comparable(bytes)]),
      plusAsBlank,
    );
    this.hexadecimal = new Needles(
      strong.map(({ bytes }) => Buffer.from(bytes, 'latin1').toString('hex')),
      anyCaseOfDigits,
    );
    this.inBase64 = new Needles(
      strong.flatMap(({ bytes }) => base64Fragments(bytes)),
      blankAsPlus,
    );
    this.weak = new LabelledSecrets(weak.map(({ plain }) => plain));
  }

  /** Whether there is anything in a text that `redact` replaces. */
  isIn(text: string): boolean {
    return !this.isEmpty && text !== '' && runAll(this.find(bytesOf(text))).length > 0;
  }

  /** Yields between steps of similar length: a few hundredths of a second at most, even for a long text. */
  *redact(text: string): Generator<void, string, void> {
    if (this.isEmpty) {
      return text;
    }
    const bytes = bytesOf(text);
    const spans = yield* this.find(bytes);
    if (spans.length === 0) {
      return text;
    }
    yield;
    const parts: string[] = [];
    let from = 0;
    for (const [index, { start, end }] of merged(spans).entries()) {
      if (index % placesPerStep === placesPerStep - 1) {
        yield;
      }
      parts.push(bytes.slice(from, start), isBareNumber(bytes, { start, end }) ? `"${redacted}"` : redacted);
      from = end;
    }
    const rest = [...parts, bytes.slice(from)].join('');
    return bytes === text ? rest : Buffer.from(rest, 'latin1').toString('utf8');
  }

  private *find(bytes: string): Generator<void, Span[], void> {
    const readings = yield* decodings(bytes);
    const found: Span[] = [];
    for (const { text, sourceOf } of readings) {
      addAll(found, yield* this.findSpelled(text), sourceOf);
      for (const decoded of base64Decodings(text)) {
        addAll(found, yield* this.findDecoded(decoded), sourceOf);
      }
      const groups = groupedBase64(text);
      yield;
      for (const decoded of groups ? base64Decodings(groups.text) : []) {
        for (const span of yield* this.findDecoded(decoded)) {
          found.push(sourceOf(groups ? groups.sourceOf(span) : span));
        }
      }
    }
    // What looks like an escape may be the beginning of a secret after an unrelated sign: `%3f9c…`.
    if (readings[0]?.text !== bytes) {
      addAll(found, yield* this.findSpelled(bytes));
    }
    return found;
  }

  /** Searches a text that was decoded from base64. @returns Places in the base64. */
  private *findDecoded(base64: PlainSpelling): Generator<void, Span[], void> {
    yield;
    const readings = yield* decodings(base64.text);
    const found: Span[] = [];
    for (const { text, sourceOf } of readings) {
      addAll(found, yield* this.findPlain(text), sourceOf);
      addAll(found, this.inBase64.find(text), sourceOf);
      addAll(found, mayBeBroken(text) ? this.findBroken(text) : [], sourceOf);
      yield;
    }
    if (readings[0]?.text !== base64.text) {
      addAll(found, yield* this.findPlain(base64.text));
    }
    return found.map(base64.sourceOf);
  }

  /** Searches a text that is not decoded from base64. */
  private *findSpelled(text: string): Generator<void, Span[], void> {
    yield;
    const found: Span[] = [];
    for (const [index, span] of (yield* this.findPlain(text)).entries()) {
      if (index % placesPerStep === 0) {
        yield;
      }
      if (!isPartOfId(text, span)) {
        found.push(span);
      }
    }
    yield;
    addAll(found, this.hexadecimal.find(text));
    addAll(found, /\s/.test(text) ? this.findBroken(text) : []);
    yield;
    return found;
  }

  private *findPlain(text: string): Generator<void, Span[], void> {
    const found = this.plain.find(text);
    if (!this.weak.isEmpty) {
      addAll(found, yield* this.weak.find(comparable(text)));
    }
    return found;
  }

  /** Searches base64 that contains spaces or line breaks. */
  private findBroken(text: string): Span[] {
    const letters = unbroken(text);
    return this.inBase64.find(letters.text).map(letters.sourceOf);
  }
}

const markSearch = new SecretSearch([redacted]);

/** Adds spans one by one: there may be more than a call can have arguments. */
function addAll(spans: Span[], further: readonly Span[], sourceOf = (span: Span) => span): void {
  for (const span of further) {
    spans.push(sourceOf(span));
  }
}

/** Whether a secret cannot be mistaken for a word, a number or an ID, so that every occurrence of it counts. */
function isDistinctive({ bytes, plain }: { readonly bytes: string; readonly plain: string }): boolean {
  const isNumber = /^-?\d+(\.\d+)?(e[+ -]?\d+)?$/i.test(plain);
  // A longer text with an `e` in it is hexadecimal rather than a number.
  const isId = isNumber && plain.length <= (/e/i.test(plain) ? unmistakable - 1 : mostDigitsOfId);
  return bytes.length >= shortestSecret && plain.length >= shortestPlain && !isId;
}

/** Makes `+` and space equal, as `plusAsBlank` does. */
function comparable(plain: string): string {
  return plain.replaceAll('+', ' ');
}

/**
 * Whether a short alphanumeric secret was found within a longer alphanumeric run that has at least four digits in a row
 * outside the secret. Such a run is a serial number or an order number, which must not be changed.
 */
function isPartOfId(text: string, { start, end }: Span): boolean {
  if (end - start >= unmistakable || !/^[a-z0-9]+$/i.test(text.slice(start, end))) {
    return false;
  }
  const before = /[a-z0-9]{0,64}$/i.exec(text.slice(Math.max(0, start - 64), start))?.[0] ?? '';
  const after = /^[a-z0-9]{0,64}/i.exec(text.slice(end, end + 64))?.[0] ?? '';
  return /\d{4}/.test(before) || /\d{4}/.test(after);
}

/** Whether this is an unquoted JSON number after a string, so that its replacement has to be quoted. */
function isBareNumber(bytes: string, { start, end }: Span): boolean {
  return (
    /^[\d.e+-]+$/i.test(bytes.slice(start, Math.min(end, start + 64))) &&
    /(?:^|[^\\])"[\s\]]{0,200}[:,][\s[]{0,200}$/.test(bytes.slice(Math.max(0, start - 400), start))
  );
}
