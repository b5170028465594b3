import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { JournalEntry } from '../orders/entry';
import { isNothingBought } from '../orders/orderNumbers';
import { codeText, plainText } from '../text/plainText';
import { lastCheckSentence, placedStatusText } from '../text/orderTexts';
import type { OutcomeView } from './contract';
import { checkView } from './askConsent';
import type { PortalText } from '../portal/values';
import type { UserOutcome } from '../portal/createUser';

type Ending = Omit<OutcomeView, 'recordId' | 'check'>;

/**
 * Describes the outcome of an order for the webview.
 *
 * @param record The journal entry of the order: shows what reconciliation has found out since.
 * @param isChecking Whether the order is being reconciled.
 */
export function outcomeView(
  outcome: Outcome,
  record: JournalEntry | undefined,
  isChecking: boolean,
): OutcomeView {
  const recordId = record?.id ?? '';
  if (outcome.kind !== 'unknown') {
    return { ...endingOf(outcome), recordId, check: null };
  }
  const reconciled = record && reconciledView(record);
  if (reconciled) {
    return { ...reconciled, recordId, check: null };
  }
  const check = checkView(isChecking, record ? lastCheckSentence(record) : '');
  return { ...endingOf(outcome), recordId, check };
}

/** Describes how an order of unknown outcome was reconciled or marked; undefined while it is still unknown. */
function reconciledView({ current }: JournalEntry): Ending | undefined {
  switch (current.state) {
    case 'placed': {
      const isBought = !isNothingBought(current.orderStatus ?? '');
      return {
        kind: isBought ? 'placed' : 'refused',
        title: isBought ? l10n.t('Order placed') : l10n.t('Nothing was bought'),
        sentence:
          current.by === 'user'
            ? l10n.t('You marked it as placed.')
            : isBought
              ? l10n.t('The reply did not show it, but the order is among the portal’s orders.')
              : l10n.t('The portal lists the order with a status that means that nothing was bought.'),
        details: withoutEmpty([
          [l10n.t('Order number'), codeText(current.orderNo)],
          [l10n.t('Status'), placedStatusText(current)],
        ]),
        mayEdit: !isBought,
      };
    }
    case 'dismissed':
      return {
        kind: 'notSent',
        title: l10n.t('Not placed'),
        sentence: l10n.t('You marked it as not placed.'),
        details: [],
        mayEdit: true,
      };
    case 'refused':
    case 'notSent':
    case 'recorded':
    case 'unknown':
      return undefined;
  }
}

function endingOf(outcome: Outcome): Ending {
  switch (outcome.kind) {
    case 'placed': {
      const { orderNo, orderStatus = '', transactionNo = '' } = outcome.receipt;
      return {
        kind: 'placed',
        title: l10n.t('Order placed'),
        sentence: placedSentence(orderStatus),
        details: withoutEmpty([
          [l10n.t('Order number'), codeText(orderNo)],
          [l10n.t('Status'), plainText(orderStatus) || statusMissing()],
          [l10n.t('Transaction'), codeText(transactionNo)],
          [l10n.t('Request id'), codeText(outcome.requestId)],
        ]),
        mayEdit: false,
      };
    }
    case 'refused':
      return {
        kind: 'refused',
        title: l10n.t('Refused'),
        sentence: [outcome.error.sentence(), l10n.t('Nothing was ordered.')].join(' '),
        details: [],
        mayEdit: true,
      };
    case 'notSent':
      return {
        kind: 'notSent',
        title: l10n.t('Not sent'),
        sentence: [outcome.error.sentence(), l10n.t('Nothing was ordered.')].join(' '),
        details: [],
        mayEdit: true,
      };
    case 'unknown':
      return {
        kind: 'unknown',
        title: l10n.t('Outcome unknown'),
        sentence: [
          outcome.error.sentence(),
          l10n.t('The order may have been placed. Do not order again until this is clear.'),
        ].join(' '),
        details: [],
        mayEdit: false,
      };
  }
}

function placedSentence(orderStatus: PortalText): string {
  switch (orderStatus) {
    case 'succeed':
      return l10n.t('The portal accepted the order. The output has its full reply.');
    case '':
      return l10n.t('The portal accepted the order but reported no status. The output has its full reply.');
    default:
      return l10n.t(
        'The portal accepted the order with the status "{0}". The output has its full reply.',
        plainText(orderStatus),
      );
  }
}

/** An order without a status may still fail; leaving the line out would hide that. */
function statusMissing(): string {
  return l10n.t('status not reported');
}

function withoutEmpty(details: readonly (readonly [string, string])[]): OutcomeView['details'] {
  return details.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

/** Describes for the webview how the creation of a user ended. */
export function userOutcomeView(yeastarId: string, outcome: UserOutcome): OutcomeView {
  const common = {
    recordId: '',
    check: null,
    details: [{ label: l10n.t('Yeastar ID'), value: codeText(yeastarId) }],
  };
  switch (outcome.kind) {
    case 'created':
      return {
        ...common,
        kind: 'placed',
        title: l10n.t('User created'),
        sentence:
          outcome.by === 'reply'
            ? l10n.t('The portal created the user. The output has its reply.')
            : l10n.t('The reply was lost, but the portal lists the user now.'),
        mayEdit: false,
      };
    case 'refused':
      return {
        ...common,
        kind: 'refused',
        title: l10n.t('Refused'),
        sentence: [outcome.error.sentence(), l10n.t('No user was created.')].join(' '),
        mayEdit: true,
      };
    case 'notSent':
      return {
        ...common,
        kind: 'notSent',
        title: l10n.t('Not sent'),
        sentence: [outcome.error.sentence(), l10n.t('No user was created.')].join(' '),
        mayEdit: true,
      };
    case 'unknown':
      return {
        ...common,
        kind: 'unknown',
        title: l10n.t('Outcome unknown'),
        sentence: [
          outcome.error?.sentence() ?? '',
          l10n.t('The portal does not list the user yet. Check its users before you create this one again.'),
        ]
          .join(' ')
          .trim(),
        // The portal refuses a second user with the same address, so trying again is safe.
        mayEdit: true,
      };
  }
}
