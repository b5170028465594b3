import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { JournalEntry } from '../orders/entry';
import { isNothingBought } from '../orders/orderNumbers';
import { codeText, plainText, withoutIsolates } from '../text/plainText';
import { endDateFacts, factText } from './orderFacts';
import type { OrderSummary } from './openReview';
import { lastCheckSentence, placedStatusText } from '../text/orderTexts';
import type { OutcomeView } from './contract';
import { checkView } from './askConsent';
import type { PortalText } from '../portal/values';
import type { UserOutcome } from '../portal/createUser';

type Ending = Pick<OutcomeView, 'kind' | 'title' | 'sentence' | 'details' | 'mayEdit'>;

/** What is known of an order that has ended, besides its outcome. */
export interface EndedOrder {
  /** The journal entry of the order: shows what reconciliation has found out since. */
  readonly entry: JournalEntry | undefined;
  /** Whether the order is being reconciled. */
  readonly isChecking: boolean;
  readonly summary: OrderSummary;
}

/** Describes the outcome of an order for the webview. */
export function outcomeView(outcome: Outcome, ended: EndedOrder): OutcomeView {
  const { entry, isChecking, summary } = ended;
  const ending = currentEnding(outcome, entry);
  const isUnknown = ending.kind === 'unknown';
  const isPlaced = ending.kind === 'placed';
  const isBought =
    isPlaced && !(outcome.kind === 'placed' && isNothingBought(outcome.receipt.orderStatus ?? ''));
  const endDateNote =
    isBought && summary.endDateMoves && summary.newEndDate === undefined
      ? l10n.t(
          'The Instances and Renewals views show the new end date when the portal lists it. Refresh them if they still show the old one.',
        )
      : '';
  return {
    ...ending,
    sentence: [ending.sentence, endDateNote].filter((sentence) => sentence !== '').join(' '),
    details: [...newPbxDetails(outcome, summary), ...ending.details],
    entryId: entry?.id ?? '',
    check: isUnknown ? checkView(isChecking, entry ? lastCheckSentence(entry) : '') : null,
    facts: [...summary.facts, ...(isBought ? endDateFacts(undefined, summary.newEndDate) : [])],
    price: summary.price ?? null,
    mayShowPbx: shownPbx(outcome, summary) !== '',
    // A second order must wait until the outcome of the first one is clear.
    mayOrderAnother: !isUnknown && (summary.isRepeatable || (isPlaced && !isBought)),
  };
}

/** Describes how an order has ended, as far as it is known by now. */
export function currentEnding(outcome: Outcome, entry: JournalEntry | undefined): Ending {
  const reconciled = outcome.kind === 'unknown' && entry ? reconciledView(entry) : undefined;
  return reconciled ?? endingOf(outcome);
}

/** Returns the serial number of the PBX that an order was for, or that it has created; empty when it is unknown. */
export function shownPbx(outcome: Outcome, { productNo }: Pick<OrderSummary, 'productNo'>): PortalText {
  return productNo || (outcome.kind === 'placed' ? (outcome.receipt.productNo ?? '') : '');
}

/** The serial number of a PBX that an order has created. */
function newPbxDetails(outcome: Outcome, summary: OrderSummary): OutcomeView['details'] {
  const isNew = summary.productNo === '';
  return withoutEmpty([[l10n.t('Serial number'), isNew ? codeText(shownPbx(outcome, summary)) : '']]);
}

/** Returns what an outcome shows, as plain text to be copied. */
export function outcomeText({ title, sentence, details, facts, price }: OutcomeView): string {
  return [
    title,
    sentence,
    ...details.map(({ label, value }) => `${label}: ${value}`),
    ...facts.map(factText),
    ...(price ? [price.text, price.note] : []),
  ]
    .filter((line) => line !== '')
    .map((line) => withoutIsolates(line))
    .join('\n');
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
              : l10n.t('The portal lists the order, but with a status that means nothing was bought.'),
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
          [l10n.t('Request ID'), codeText(outcome.requestId)],
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
          l10n.t(
            'While the Orders view is open, the portal’s orders are checked again from time to time. If you learn elsewhere what became of this order, mark it as settled in that view.',
          ),
        ].join(' '),
        details: [],
        mayEdit: false,
      };
  }
}

function placedSentence(orderStatus: PortalText): string {
  switch (orderStatus) {
    case 'succeed':
      return l10n.t('The portal accepted the order. The output shows its reply.');
    case '':
      return l10n.t('The portal accepted the order but reported no status. The output shows its reply.');
    default:
      return l10n.t(
        'The portal accepted the order with the status "{0}". The output shows its reply.',
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
    entryId: '',
    check: null,
    facts: [],
    price: null,
    mayShowPbx: false,
    mayOrderAnother: false,
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
            ? l10n.t('The portal created the user. The output shows its reply.')
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
