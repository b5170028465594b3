/** What turns a message into the user's language; `vscode.l10n` is one. */
export interface Localizer {
  t(message: string, args: Record<string, string | number>): string;
}
