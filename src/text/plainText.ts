import { drawnAsNothing } from './unseen';
import type { PortalText } from '../portal/values';

/**
 * Makes text from the portal safe for the place that shows it: `plainText` for rows, notifications and tabs, which show
 * plain text, and for the page of a form, which builds elements from what it isolates; `editorText` for documents and
 * the output. What is copied, exported, compared or sent is never changed in this way.
 */

const leftToRightIsolate = '\u2066';
const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** The characters that begin or end an isolate. Captured, so that splitting a text by them keeps each one. */
export const isolates = /([\u2066\u2068\u2069])/;

/** Whether a text has a visible character. A name of only invisible characters and blanks has none. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/**
 * Invisible characters and those that change the text around them: every direction control, and everything else that is
 * drawn as nothing. Joiners and variation selectors stay: words and emoji are written with them, and they move nothing
 * around them.
 */
const unseen = new RegExp(
  String.raw`(?!\u034f|[\u180b-\u180d]|\u180f|\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])[${drawnAsNothing}]`,
  'gu',
);

/** In a number or a code: everything drawn as nothing, blanks other than the keyboard's, and several blanks in a row. */
const unseenInCode = new RegExp(String.raw`[\p{Cc}${drawnAsNothing}]|(?! )[\s\p{Z}]|(?<= ) `, 'gu');

const visible = new RegExp(String.raw`[^\s\p{Z}\p{Cc}${drawnAsNothing}]`, 'u');

/** Returns a text without invisible characters. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** Returns a text without isolates, for the clipboard: other programs show them as boxes or take them for characters. */
export function withoutIsolates(text: string): string {
  return text
    .split(isolates)
    .filter((part) => !isolates.test(part))
    .join('');
}

/** Returns a text on one line, for places where nothing else follows it on that line. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Z}\p{Cc}]+/gu, ' ').trim();
}

/**
 * Returns a name, or a sentence with names in it, as it is read aloud: on one line, without direction controls. Empty if
 * nothing of it is visible.
 */
export function spokenText(text: string): string {
  return isVisible(text) ? oneLine(withoutUnseen(text)) : '';
}

/**
 * Returns a name from the portal for places that show plain text: on one line, without direction controls of its own,
 * and isolated in every script, so that it does not change how the text beside it is read, nor the other way round. Empty
 * if nothing of it is visible.
 */
export function plainText(name: string): string {
  const line = spokenText(name);
  return line === '' ? '' : `${firstStrongIsolate}${line}${popIsolate}`;
}

/**
 * Returns a serial number, an order number or another code from the portal: like `plainText`, but with invisible
 * characters spelled out (`\u200d`), so that two codes that differ do not look alike.
 */
export function codeText(code: string): string {
  return plainText(
    code.trim().replace(unseenInCode, (one) => {
      const point = one.codePointAt(0) ?? 0;
      return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
    }),
  );
}

/** Does the same for a code that the portal may not have reported. */
export function optionalCodeText(code: string | undefined): string | undefined {
  return code === undefined ? undefined : codeText(code);
}

/** Returns the name, or its replacement, usually its id, if nothing of it is visible. */
export function nameOrId(name: string | undefined, id: string): string {
  return plainText(name ?? '') || codeText(id);
}

/** Returns a number that somebody pays for: its digits keep their order, no matter what is beside it. */
export function numberText(digits: string): string {
  return `${leftToRightIsolate}${spokenText(digits)}${popIsolate}`;
}

/**
 * Returns a sentence with isolated names in it, on one line. It has no unclosed isolate and no end without a beginning,
 * which would affect the text after it, and no other direction control.
 */
export function sentenceText(sentence: string): string {
  let open = 0;
  const parts = sentence.split(isolates).map((part) => {
    switch (part) {
      case leftToRightIsolate:
      case firstStrongIsolate:
        open++;
        return part;
      case popIsolate:
        open--;
        if (open < 0) {
          open = 0;
          return '';
        }
        return part;
      default:
        return withoutUnseen(part);
    }
  });
  // Several blanks in a row become one, even if there was an invisible character between them.
  return oneLine(parts.join('')) + popIsolate.repeat(open);
}

/** Returns a sentence for places that turn `$(name)` into an icon: quick picks, status bar. */
export function iconlessText(sentence: string): string {
  return sentenceText(sentence).replace(/\$\(/g, '\\$(');
}

/** Returns a sentence for notifications, which turn `[text](link)` into a link. */
export function linklessText(sentence: string): string {
  return sentenceText(sentence).replace(/\]\(/g, ']\u200b(');
}

/** Letters that are certainly written from left to right, and what is written with them. */
const surelyLeftToRight =
  /^[ -~\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u00a0-\u00bf×÷\u2010-\u2027\u3001\u3002\uff01-\uff5e]*$/u;

/**
 * Returns a sentence for documents and the output. An editor shows every isolate as `[U+2068]`, so a name keeps its
 * isolate only if one of its letters may be written in another direction.
 */
export function editorText(sentence: string): string {
  const parts = sentenceText(sentence).split(isolates);
  const open: { readonly index: number; isLeftToRight: boolean }[] = [];
  const keepInnermost = () => {
    const innermost = open.at(-1);
    if (innermost) {
      innermost.isLeftToRight = false;
    }
  };
  // From the inside out, in one pass: a reply may have a hundred thousand isolates inside each other.
  parts.forEach((part, index) => {
    switch (part) {
      case leftToRightIsolate:
      case firstStrongIsolate:
        open.push({ index, isLeftToRight: true });
        break;
      case popIsolate: {
        const closed = open.pop();
        if (closed?.isLeftToRight === true) {
          parts[closed.index] = '';
          parts[index] = '';
        } else {
          keepInnermost();
        }
        break;
      }
      default:
        if (!surelyLeftToRight.test(part)) {
          keepInnermost();
        }
    }
  });
  return parts.join('');
}

/** Returns a name, or any other text from outside, for documents, the output and the sentences of errors. */
export function documentText(text: string): string {
  // Most are ASCII words, which need no change; a document may have tens of thousands of them.
  return words.test(text) ? text : editorText(plainText(text));
}

/** Does the same for a code, as `codeText` shows it. */
export function documentCode(code: string): string {
  return words.test(code) ? code : editorText(codeText(code));
}

const words = /^[!-~]+(?: [!-~]+)*$/;

/** UTF-16 units that are shown of a text. */
const most = 200;

/** Returns the beginning of a text that is too long for its place, with a mark where it was cut; never half a character. */
export function shortText<Text extends string>(text: Text): Text | string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/**
 * What a user enters is sent as it is but reviewed as it is shown, so it must not contain invisible characters, or any
 * that look like others.
 */

/** `name`: words of any language. `code`: what is compared letter by letter, such as a serial number. */
export type EnteredKind = 'name' | 'code';

/**
 * Whether a text has an invisible character, one that every font draws differently, a blank other than the keyboard's,
 * or two blanks in a row, which are shown as one.
 */
export function hasUnseen(text: string, kind: EnteredKind): boolean {
  return unseenCharacters.test(kind === 'name' ? text.replace(writtenWith, '') : text);
}

const unseenCharacters = new RegExp(String.raw`[\p{Cc}\p{Co}${drawnAsNothing}]|(?! )[\s\p{Z}]| {2}`, 'u');

/**
 * Joiners and selectors in the places where words and emoji have them: a joiner between letters of a script that has
 * joiners, or between the parts of an emoji; a selector after the character that it selects a variant of.
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

/** Returns text in the form that is compared: one line, lower case, Latin letters without diacritics. */
export function foldText(text: PortalText): string {
  const lower = text.toLowerCase();
  // Most texts are ASCII words with one space between them, and need nothing else.
  if (/^[!-~]*(?: [!-~]+)*$/.test(lower)) {
    return lower;
  }
  const line = lower.replace(/\s+/g, ' ').trim();
  return /[\u00c0-\u036f\u1e00-\u1eff]/.test(line)
    ? line
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
    : line;
}
