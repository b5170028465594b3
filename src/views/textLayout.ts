import { documentText } from '../plainText';
import { shortText } from '../shortText';
import { widthOf } from '../textTable';
import type { PortalText } from '../portal/values';

/** A name and what stands for it; left out when that is undefined or empty. */
export type TextField = readonly [label: PortalText, value: PortalText | undefined];

export interface TextSection {
  readonly heading: PortalText;
  readonly fields?: readonly TextField[];
  /** Parts of the section that have fields of their own. */
  readonly parts?: readonly { readonly title: PortalText; readonly fields: readonly TextField[] }[];
}

/** JSON that stands as it is, without a line of the layout among it. */
export interface ExactText {
  readonly heading: PortalText;
  readonly text: string;
}

/**
 * Lays out a document as plain text: sections with their values in one column, then the exact texts. Each label and
 * each value is one line, whatever it holds, so that none can pass for another; sections without any are left out.
 */
export function layOut(sections: readonly TextSection[], exact: readonly ExactText[]): string {
  const blocks = [
    ...sections.flatMap(({ heading, fields = [], parts = [] }) => {
      const lines = [
        ...fieldLines(fields, '  '),
        ...parts.flatMap((part) => [`  ${documentText(part.title)}`, ...fieldLines(part.fields, '    ')]),
      ];
      return lines.length === 0 ? [] : [[documentText(heading), ...lines].join('\n')];
    }),
    ...exact.map(({ heading, text }) => `${documentText(heading)}\n${withoutActing(text)}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * Characters that values are moved to the right for a label; a longer one stands out of the column. One that no field
 * has is cut: it stands whole in the exact texts.
 */
const widestLabel = 60;
function fieldLines(fields: readonly TextField[], indent: string): string[] {
  const told = fields.flatMap(([name, value = '']) => {
    const line = documentText(value);
    if (line === '') {
      return [];
    }
    const label = documentText(shortText(name));
    return [{ label, line, width: widthOf(label) }];
  });
  const column = told.reduce((widest, { width }) => Math.max(widest, Math.min(widestLabel, width)), 0);
  return told.map(
    ({ label, line, width }) => `${indent}${label}${' '.repeat(Math.max(0, column - width))}  ${line}`,
  );
}

/** The same JSON, with what ends a line for some reader, or turns text around, spelled out: it stands in texts alone. */
function withoutActing(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
