import { drawnAsNothing } from './plainText';

/**
 * What a user enters is sent as it is and reviewed as it is shown: it takes nothing that nobody sees, or that looks
 * like something else.
 */

/** `name`: words of any language. `code`: what is compared letter by letter, such as a serial number. */
export type EnteredKind = 'name' | 'code';

/**
 * Whether a text has a character that cannot be seen or that each font draws as it likes, a blank that is none of the
 * keyboard's, or two blanks in a row, which are shown as one.
 */
export function hasUnseen(text: string, kind: EnteredKind): boolean {
  return unseen.test(kind === 'name' ? text.replace(writtenWith, '') : text);
}

const unseen = new RegExp(String.raw`[\p{Cc}\p{Co}${drawnAsNothing}]|(?! )[\s\p{Z}]| {2}`, 'u');

/**
 * What words and emoji are written with, where it stands: a joiner between letters of a script that has joiners, or
 * between the parts of an emoji; a selector behind what it selects a variant of.
 */
const writtenWith = (() => {
  const letter = String.raw`(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}]`;
  const picture = String.raw`\p{Extended_Pictographic}`;
  return new RegExp(
    [
      String.raw`(?<=${letter})[\u200c\u200d](?=${letter})`,
      String.raw`(?<=${picture}(?:[\u{1f3fb}-\u{1f3ff}]|\ufe0f)?)\u200d(?=${picture})`,
      String.raw`(?<=${picture})(?:\ufe0e|\ufe0f)|(?<=[#*0-9])\ufe0f(?=\u20e3)`,
      String.raw`(?<=\p{Ideographic})(?:[\ufe00-\ufe02]|[\u{e0100}-\u{e01ef}])`,
      String.raw`(?<=\p{Script=Mongolian})(?:[\u180b-\u180d]|\u180f)`,
    ].join('|'),
    'gu',
  );
})();
