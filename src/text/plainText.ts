import { drawnAsNothing } from './unseen';

/**
 * Text from the portal is made safe for one of three places: `plainText` for a row, a notification or a tab, which show
 * plain text; the page of a form, which makes elements of what `plainText` isolates; `editorText` for documents and the
 * output. What is copied, exported, compared or sent is never any of these.
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
 * What nobody sees and what changes the text around it: every control of direction, and whatever else is drawn as
 * nothing. Joiners and variation selectors stay, since words and emoji are written with them and nothing around them
 * moves.
 */
const unseen = new RegExp(
  String.raw`(?!\u034f|[\u180b-\u180d]|\u180f|\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])[${drawnAsNothing}]`,
  'gu',
);

/** In a number or a code: whatever is drawn as nothing, and blanks that are none of the keyboard's or come in a row. */
const unseenInCode = new RegExp(String.raw`[\p{Cc}${drawnAsNothing}]|(?! )[\s\p{Z}]|(?<= ) `, 'gu');

const visible = new RegExp(String.raw`[^\s\p{Z}\p{Cc}${drawnAsNothing}]`, 'u');

/** Text without what nobody sees. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** Text on one line, for places where nothing else stands behind it on that line. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Z}\p{Cc}]+/gu, ' ').trim();
}

/**
 * A name, or a sentence with names in it, as it is read aloud: on one line, without any control of direction. Empty
 * where nothing of it can be seen.
 */
export function spokenText(text: string): string {
  return isVisible(text) ? oneLine(withoutUnseen(text)) : '';
}

/**
 * A name from the portal for places that show plain text: on one line, without controls of its own, and isolated,
 * whatever its letters, so that neither it nor what stands beside it changes how the other is read. Empty where nothing
 * of it can be seen.
 */
export function plainText(name: string): string {
  const line = spokenText(name);
  return line === '' ? '' : `${firstStrongIsolate}${line}${popIsolate}`;
}

/**
 * A serial number, an order number or another code from the portal: as `plainText`, but with whatever nobody sees
 * spelled out (`\u200d`), so that two codes that differ do not look alike.
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

/** The name, or what stands for it where nothing of it can be seen: mostly its id. */
export function nameOrId(name: string | undefined, id: string): string {
  return plainText(name ?? '') || codeText(id);
}

/** A number that somebody pays for: its digits stand in their order, whatever stands beside it. */
export function numberText(digits: string): string {
  return `${leftToRightIsolate}${spokenText(digits)}${popIsolate}`;
}

/**
 * A sentence with isolated names in it, on one line. Isolates that are not closed, and ends of none, would reach beyond
 * it: it has neither, nor any other control of direction.
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
  // Blanks in a row are one, also where something that nobody sees stood between them.
  return oneLine(parts.join('')) + popIsolate.repeat(open);
}

/** A sentence for places that turn `$(name)` into an icon: quick picks, status bar. */
export function iconlessText(sentence: string): string {
  return sentenceText(sentence).replace(/\$\(/g, '\\$(');
}

/** A sentence for notifications, which turn `[text](link)` into a link. */
export function linklessText(sentence: string): string {
  return sentenceText(sentence).replace(/\]\(/g, ']\u200b(');
}

/** Letters that are surely written from left to right, and what is written with them. */
const surelyLeftToRight =
  /^[ -~\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u00a0-\u00bf\u2010-\u2027\u3001\u3002\uff01-\uff5e]*$/u;

/**
 * A sentence for documents and the output. An editor shows every isolate as `[U+2068]`, so names keep theirs only where
 * one of their letters may be written in another direction; there the text that it shows keeps them apart.
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

/** A name, or whatever else comes from outside, for documents, the output and the sentences of errors. */
export function documentText(text: string): string {
  // Most are words of ASCII, which stay as they are; a document may have tens of thousands of them.
  return words.test(text) ? text : editorText(plainText(text));
}

/** The same of a code, as `codeText` shows it. */
export function documentCode(code: string): string {
  return words.test(code) ? code : editorText(codeText(code));
}

const words = /^[!-~]+(?: [!-~]+)*$/;

/** UTF-16 units that are shown of a text. */
const most = 200;

/** The beginning of a text that is too long for its place, with a mark where it was cut; never half a character. */
export function shortText<Text extends string>(text: Text): Text | string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/**
 * What a user enters is sent as it is and reviewed as it is shown: it takes nothing that nobody sees, or that looks
 * like something else.
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
