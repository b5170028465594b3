/** UTF-16 units that are shown of a text. */
const most = 200;

/** The beginning of a text that is too long for its place, with a mark where it was cut; never half a character. */
export function shortText<Text extends string>(text: Text): Text | string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
