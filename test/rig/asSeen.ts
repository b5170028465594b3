/** The bidi isolates around names: they are part of the text in a window, but invisible. */
const isolates = /[\u2066\u2068\u2069]/g;

/** Returns a text of the window without the invisible isolates. */
export function asSeen(text: string): string {
  return text.replaceAll(isolates, '');
}

/**
 * Returns a pattern that matches a text whatever isolates it contains.
 * @param isWhole whether to match only the whole text, case-sensitively; otherwise matches any part, ignoring case
 */
export function seenAs(text: string, isWhole = false): RegExp {
  const optionalIsolates = `${isolates.source}*`;
  const letters = Array.from(text).map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
  const pattern = letters.join(optionalIsolates);
  return isWhole
    ? new RegExp(`^\\s*${optionalIsolates}${pattern}${optionalIsolates}\\s*$`)
    : new RegExp(pattern, 'i');
}
