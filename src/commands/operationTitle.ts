import { l10n } from 'vscode';
import type { Operation } from '../rules/operationRule';

/** What an operation is called, as the titles of quick picks say. */
export function operationTitle(operation: Operation): string {
  switch (operation) {
    case 'subscribe':
      return l10n.t('Subscribe to a Service');
    case 'expand':
      return l10n.t('Expand');
    case 'renew':
      return l10n.t('Renew');
    case 'switchPlan':
      return l10n.t('Switch Plan');
    case 'purchase':
      return l10n.t('Purchase');
    case 'startTrial':
      return l10n.t('Start a Trial');
  }
}
