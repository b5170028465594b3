import { env, l10n } from 'vscode';

/** Formats a number of things in the display language, with its digits grouped: `10,000`. */
export function countText(count: number): string {
  return new Intl.NumberFormat(env.language, { numberingSystem: 'latn' }).format(count);
}

/** Returns how many rows of a list are shown or loaded. @param total Undefined if the portal reports none. */
export function shownText(shown: number, total: number | undefined): string {
  return total === undefined
    ? l10n.t('{0} shown', countText(shown))
    : l10n.t('{0} of {1}', countText(shown), countText(total));
}

/** Returns the progress of loading rows. @param total Undefined if the portal reports none. */
export function rowsText(rows: number, total: number | undefined): string {
  return total === undefined
    ? l10n.t('{0} rows', countText(rows))
    : l10n.t('{0} of {1} rows', countText(rows), countText(total));
}
