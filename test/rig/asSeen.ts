/** The isolates around names: they stand in the text of a window, and nobody sees them. */
const isolates = /[\u2066\u2068\u2069]/g;

/** A text of the window as somebody sees it. */
export function asSeen(text: string): string {
  return text.replaceAll(isolates, '');
}

/** Finds a text as somebody sees it, in upper or lower case. @param isWhole Whether it has to be the whole text. */
export function seenAs(text: string, isWhole = false): RegExp {
  const unseen = `${isolates.source}*`;
  const letters = Array.from(text).map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
  const pattern = letters.join(unseen);
  return isWhole ? new RegExp(`^\\s*${unseen}${pattern}${unseen}\\s*$`) : new RegExp(pattern, 'i');
}
