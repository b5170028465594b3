import { l10n } from 'vscode';
import type { Operation } from '../rules/operationRule';

interface OperationTexts {
  /** What the operation is called, in quick picks. */
  readonly title: () => string;
  /** The heading of its form; `name` is the chosen service, if there is one. */
  readonly formTitle: (name: string | undefined) => string;
  /** The first line of its review. */
  readonly ordered: (name: string) => string;
}

/** What each operation is called. */
export const operationTexts: Readonly<Record<Operation, OperationTexts>> = {
  subscribe: {
    title: () => l10n.t('Subscribe to a Service'),
    formTitle: (name) =>
      name === undefined ? l10n.t('Subscribe to a Service') : l10n.t('Subscribe to {0}', name),
    ordered: (name) => name,
  },
  expand: {
    title: () => l10n.t('Expand'),
    formTitle: (name) => (name === undefined ? l10n.t('Expand') : l10n.t('Expand: {0}', name)),
    ordered: (name) => name,
  },
  renew: {
    title: () => l10n.t('Renew'),
    formTitle: () => l10n.t('Renew'),
    ordered: (name) => l10n.t('Renewal: {0}', name),
  },
  switchPlan: {
    title: () => l10n.t('Switch Plan'),
    formTitle: () => l10n.t('Switch Plan'),
    ordered: (name) => l10n.t('Switch to {0}', name),
  },
  purchase: {
    title: () => l10n.t('Purchase'),
    formTitle: () => l10n.t('Purchase'),
    ordered: (name) => l10n.t('Purchase: {0}', name),
  },
  startTrial: {
    title: () => l10n.t('Start a Trial'),
    formTitle: () => l10n.t('Start a Trial'),
    ordered: (name) => l10n.t('Trial: {0}', name),
  },
};
