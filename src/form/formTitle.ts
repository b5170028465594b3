import { l10n } from 'vscode';
import { nameOrId } from '../plainText';
import { shortText } from '../shortText';
import { type FormFacts, chosenService } from './facts';

/** What the form is for, as its heading and its tab say. */
export function formTitle(facts: FormFacts): string {
  const service = chosenService(facts);
  const name = service && nameOrId(service.name && shortText(service.name), service.serviceId);
  switch (facts.target.operation) {
    case 'subscribe':
      return name === undefined ? l10n.t('Subscribe to a Service') : l10n.t('Subscribe to {0}', name);
    case 'expand':
      return name === undefined ? l10n.t('Expand') : l10n.t('Expand: {0}', name);
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
