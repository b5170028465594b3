/** What stands in place of a secret. */
export const redacted = '<redacted>';

/** A shorter text is more likely a common word than a secret. */
const shortestSecret = 8;

/** So many characters of a secret decide whether a place in a text is worth a look at the rest of it. */
const beginning = 8;

/**
 * The text without any of the secrets, however often they occur, and whatever way a server, a gateway or a page spells
 * their characters: as JSON, URLs and HTML escape them, also one inside the other.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return [...secrets]
    .filter(({ length }) => length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => withoutSpelled(rest.replaceAll(secret, redacted), unitsOf(secret)), text);
}

/**
 * What of a secret is spelled as one: its characters, and each run of backslashes, since nobody can tell how many of
 * them are escapes.
 */
function unitsOf(secret: string): string[] {
  return secret.match(/\\+|[^\\]/gu) ?? [];
}

/** A pattern of a whole token takes long to build: one of its beginning finds the few places that need a closer look. */
function withoutSpelled(text: string, units: readonly string[]): string {
  const start = new RegExp(
    units
      .slice(0, beginning)
      .map((unit) => `(?:${spellingsOf(unit).join('|')})`)
      .join(''),
    'g',
  );
  const patterns = new Map<string, readonly RegExp[]>();
  const kept: string[] = [];
  let from = 0;
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const end = endOf(text, found.index, units, patterns);
    if (end !== undefined) {
      kept.push(text.slice(from, found.index), redacted);
      from = end;
    }
    start.lastIndex = end ?? found.index + 1;
  }
  return from === 0 ? text : [...kept, text.slice(from)].join('');
}

/** Where a secret ends that begins at `start`; undefined where it does not stand there. */
function endOf(
  text: string,
  start: number,
  units: readonly string[],
  patterns: Map<string, readonly RegExp[]>,
): number | undefined {
  let ends: ReadonlySet<number> = new Set([start]);
  for (const unit of units) {
    const spellings = patterns.get(unit) ?? spellingsOf(unit).map((spelling) => new RegExp(spelling, 'y'));
    patterns.set(unit, spellings);
    // Several, since the rest of a spelling may be the next character: `%25` is `%`, or `%` before `25`.
    const next = new Set<number>();
    for (const end of ends) {
      for (const spelling of spellings) {
        spelling.lastIndex = end;
        if (spelling.test(text)) {
          next.add(spelling.lastIndex);
        }
      }
    }
    if (next.size === 0) {
      return undefined;
    }
    ends = next;
  }
  return Math.max(...ends);
}

/** Marks that other escapes are put on top of: `\\u003d`, `%253D` and `&amp;#61;` are each escaped twice. */
const backslashes = '\\\\{1,4}';
const percent = '%(?:25){0,3}';
const ampersand = '&(?:(?:amp|#0{0,4}38|#[xX]0{0,4}26);){0,3}';

/** Names that HTML has for characters of tokens and of what is made up as a secret. */
const entityNames: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '/': 'sol',
  '\\': 'bsol',
  '=': 'equals',
  '+': 'plus',
  '-': 'hyphen',
  _: 'lowbar',
  '.': 'period',
  ':': 'colon',
  ';': 'semi',
  ',': 'comma',
  '%': 'percnt',
  '#': 'num',
  '@': 'commat',
  $: 'dollar',
  '!': 'excl',
  '?': 'quest',
  '*': 'ast',
  '(': 'lpar',
  ')': 'rpar',
  '|': 'vert',
  '\n': 'NewLine',
  '\t': 'Tab',
};

/** Letters that stand for a control character behind a backslash. */
const controlLetters: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

/** Patterns of the ways in which a unit is spelled, each of which ends in one place. */
function spellingsOf(unit: string): string[] {
  if (unit.startsWith('\\')) {
    // As many as anybody writes: a pattern without an end takes long on a text of nothing else.
    const run = `(?:${[...escapesOf('\\'), '\\\\'].join('|')}){1,64}`;
    // The last one may be of the next character's escape.
    return [run, `${run}(?=\\\\)`];
  }
  const literal = /[a-z0-9]/i.test(unit) ? unit : `(?:${backslashes})?${escaped(unit)}`;
  return [literal, ...escapesOf(unit)];
}

function escapesOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
  const bytes = [...Buffer.from(character, 'utf8')];
  const entityName = entityNames[character];
  const controlLetter = controlLetters[character];
  return [
    units.map((unit) => `${backslashes}u${hex(unit, 4)}`).join(''),
    `${backslashes}u\\{0{0,4}${hex(code)}\\}`,
    ...(code < 256 ? [`${backslashes}x${hex(code, 2)}`] : []),
    bytes.map((byte) => `${percent}${hex(byte, 2)}`).join(''),
    `${ampersand}#0{0,4}${code};?`,
    `${ampersand}#[xX]0{0,4}${hex(code)};?`,
    ...(entityName === undefined ? [] : [`${ampersand}${entityName};`]),
    ...(controlLetter === undefined ? [] : [`${backslashes}${controlLetter}`]),
    // As forms write it.
    ...(character === ' ' ? ['\\+'] : []),
  ];
}

/** Hexadecimal digits in either case. */
function hex(code: number, least = 1): string {
  return code
    .toString(16)
    .padStart(least, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
