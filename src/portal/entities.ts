/** HTML's names for ASCII characters, in lower case; they are matched in any case. */
const ofAscii: Readonly<Record<string, string>> = {
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
  underbar: '_',
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
  midast: '*',
  lpar: '(',
  rpar: ')',
  lbrace: '{',
  lcub: '{',
  rbrace: '}',
  rcub: '}',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  hat: '^',
  grave: '`',
  diacriticalgrave: '`',
  tilde: '~',
  vert: '|',
  verbar: '|',
  verticalline: '|',
  newline: '\n',
  tab: '\t',
};

/** HTML's names for U+00A0 to U+00FF, in this order. Case matters: `agrave` and `Agrave` are different letters. */
const ofLatin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml';

const points: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ofAscii).map(([name, character]) => [name, character.charCodeAt(0)] as const),
  ...ofLatin1.split(' ').map((name, index) => [name, 0xa0 + index] as const),
]);

/** Length of the longest name. */
export const longestEntity = 16;

/** The code point that HTML gives this name; undefined for names that no token or word needs. */
export function entityNamed(name: string): number | undefined {
  return points.get(name) ?? points.get(name.toLowerCase());
}
