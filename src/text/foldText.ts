import type { PortalText } from '../portal/values';

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
