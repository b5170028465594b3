/** What the texts of a form need of VS Code, for tests that run without one. */
export * as l10n from '@vscode/l10n';
export const env = { language: 'en' };
