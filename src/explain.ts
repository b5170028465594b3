import { l10n } from 'vscode';
import type { Explained } from './portal/errors';

function isExplained(error: unknown): error is Explained {
  return error instanceof Error && 'sentence' in error && typeof error.sentence === 'function';
}

/** What happened and what can be done, for a person; a fault of this program is said to be one. */
export function explain(error: unknown): string {
  return isExplained(error)
    ? error.sentence()
    : l10n.t('A fault in this extension: {0}', error instanceof Error ? error.message : String(error));
}
