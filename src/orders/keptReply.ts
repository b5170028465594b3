import * as l10n from '@vscode/l10n';

/** Characters of a reply that are kept: many times a documented reply, and little for a disk. */
const mostCharacters = 64 * 1024;

/** A reply as the journal and the output keep it: whole up to 64 K characters; beyond that it says where it was cut. */
export function keptReply(text: string): string {
  const { length } = text;
  return length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n${l10n.t('[Cut here: the first {0} of {1} characters.]', mostCharacters, length)}`;
}
