/**
 * What portalText.test.ts puts in place of the last lines is checked as if it stood in this file: text of the portal, the
 * helpers, and places that show text.
 */
type PortalText = string & { readonly __portalText?: true };

declare const portal: {
  readonly name: PortalText;
  readonly planName: PortalText | undefined;
  readonly names: readonly PortalText[];
  sentence(): PortalText;
};
declare function plainText(text: string): string;
declare const l10n: { t(message: string, ...args: (string | number | boolean)[]): string };
declare const log: { info(message: string): void };
declare const window: { showInformationMessage(message: string, ...items: string[]): void };
declare class TreeItem {
  constructor(label: string);
  tooltip?: string;
}
declare const panel: { title: string };
declare const webview: {
  post(message: { readonly title: string; readonly labels: readonly string[] }): void;
};

// In place of what follows:
export { portal, plainText, l10n, log, window, TreeItem, panel, webview };
export type { PortalText };
