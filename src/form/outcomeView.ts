import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { OrderRecord } from '../orders/record';
import { codeText, plainText } from '../text/plainText';
import { lookSentence, placedStatusText } from '../text/recordTexts';
import type { OutcomeView } from './contract';
import { checkView } from './askConsent';
import type { PortalText } from '../portal/values';
import type { UserOutcome } from '../portal/createUser';

type Ending = Omit<OutcomeView, 'recordId' | 'check'>;

/**
 * An order's end, in words.
 *
 * @param record What is known by now of an order whose outcome was unknown.
 */
export function outcomeView(
  outcome: Outcome,
  record: OrderRecord | undefined,
  isChecking: boolean,
): OutcomeView {
  const recordId = record?.id ?? '';
  if (outcome.kind !== 'unknown') {
    return { ...endingOf(outcome), recordId, check: null };
  }
  const settled = record && settledView(record);
  if (settled) {
    return { ...settled, recordId, check: null };
  }
  const check = checkView(isChecking, record ? lookSentence(record) : '');
  return { ...endingOf(outcome), recordId, check };
}

/** What became of an order of unknown outcome; undefined as long as that is open. */
function settledView({ current }: OrderRecord): Ending | undefined {
  switch (current.state) {
    case 'placed':
      return {
        kind: 'placed',
        title: l10n.t('Order placed'),
        sentence:
          current.by === 'user'
            ? l10n.t('You marked it as placed.')
            : l10n.t('The reply was lost, but the order is among the portal’s orders.'),
        details: filled([
          [l10n.t('Order number'), codeText(current.orderNo)],
          [l10n.t('Status'), placedStatusText(current)],
        ]),
        mayEdit: false,
      };
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
        details: filled([
          [l10n.t('Order number'), codeText(orderNo)],
          [l10n.t('Status'), plainText(orderStatus) || statusMissing()],
          [l10n.t('Transaction'), codeText(transactionNo)],
          [l10n.t('Request id'), plainText(outcome.requestId)],
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
          l10n.t('The order may have been placed: do not order it again before that is known.'),
        ].join(' '),
        details: [],
        mayEdit: false,
      };
  }
}

function placedSentence(orderStatus: PortalText): string {
  switch (orderStatus) {
    case 'succeed':
      return l10n.t('The portal took the order. Its whole reply is in the output.');
    case '':
      return l10n.t('The portal took the order but reported no status. Its whole reply is in the output.');
    default:
      return l10n.t(
        'The portal took the order and reports its status as "{0}". Its whole reply is in the output.',
        plainText(orderStatus),
      );
  }
}

/** An order whose status is missing may still come to nothing: an empty line would hide that. */
function statusMissing(): string {
  return l10n.t('status not reported');
}

function filled(details: readonly (readonly [string, string])[]): OutcomeView['details'] {
  return details.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

/** How the creation of a user ended, in words. */
export function userOutcomeView(yeastarId: string, outcome: UserOutcome): OutcomeView {
  const common = {
    recordId: '',
    check: null,
    details: [{ label: l10n.t('Yeastar ID'), value: plainText(yeastarId) }],
  };
  switch (outcome.kind) {
    case 'created':
      return {
        ...common,
        kind: 'placed',
        title: l10n.t('User created'),
        sentence:
          outcome.by === 'reply'
            ? l10n.t('The portal created the user. Its reply is in the output.')
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
          l10n.t(
            'The portal does not list the user so far. Look among its users before you create this one again.',
          ),
        ]
          .join(' ')
          .trim(),
        // A second user by the same address is refused by the portal, so trying again does no harm.
        mayEdit: true,
      };
  }
}
