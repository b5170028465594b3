/** Text on one line, for places where nothing else stands behind it on that line. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Characters that change the direction of the text around them. */
const directional = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Text from the portal for places that show plain text (tree rows, string tooltips): on one line, and so
 * isolated that its direction cannot reorder what stands beside it.
 */
export function plainText(text: string): string {
  const line = oneLine(text);
  return directional.test(line) ? `\u2068${line}\u2069` : line;
}

/** The same for places that turn `$(name)` into an icon: quick picks, status bar. */
export function iconlessText(text: string): string {
  return plainText(text).replace(/\$\(/g, '\\$(');
}

/** The same for notifications, which turn `[text](link)` into a link. */
export function linklessText(text: string): string {
  return plainText(text).replace(/\]\(/g, ']\u200b(');
}
