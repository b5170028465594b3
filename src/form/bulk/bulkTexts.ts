import { l10n } from 'vscode';
import type { BulkTexts } from './contract';

/** Returns the texts of the page itself in the user's language. */
export function bulkTexts(): BulkTexts {
  return {
    review: l10n.t('Review Orders'),
    back: l10n.t('Back'),
    stop: l10n.t('Stop'),
    stopping: l10n.t('Stopping after this order…'),
    continue: l10n.t('Continue'),
    passRefused: l10n.t('Do not pause for refused orders'),
    rest: l10n.t('Review the Rest…'),
    tryAgain: l10n.t('Try Again'),
    cancel: l10n.t('Cancel'),
    signIn: l10n.t('Sign In'),
    showOutput: l10n.t('Show Output'),
    copyJson: l10n.t('Copy All as JSON'),
    copyShell: l10n.t('Copy All as Shell Script'),
    copied: l10n.t('Copied'),
    exactRequests: l10n.t('Exact requests'),
    shared: l10n.t('The same for every order'),
    orderedLabel: l10n.t('Order for {0}', '{productNo}'),
    all: l10n.t('All orders'),
    columns: {
      name: l10n.t('PBX'),
      productNo: l10n.t('Serial number'),
      order: l10n.t('Order'),
      quantity: l10n.t('Quantity'),
      price: l10n.t('Price'),
      status: l10n.t('Status'),
    },
    choose: l10n.t('Choose…'),
    optional: l10n.t('optional'),
    noReply: l10n.t('The extension did not respond. Close this tab, then open it again.'),
    lost: l10n.t('This page has lost its connection to the extension, which may have stopped or restarted.'),
    lostHint: l10n.t(
      'An order may have been sent from here. The Orders view shows its outcome; check there before you order again.',
    ),
    reloadWindow: l10n.t('Reload Window'),
  };
}
