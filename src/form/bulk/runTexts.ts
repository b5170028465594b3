import { l10n } from 'vscode';
import type { RunPhase } from '../../orders/bulkRun';
import { type RowState, isGoodStatus, mayBeOrdered } from '../../orders/bulkRunRows';
import { isOpen } from '../../orders/entry';
import type { Blocked } from '../../orders/place';
import { entryStateText } from '../../text/orderTexts';
import { duplicateReason } from '../askConsent';
import { otherOrders } from '../reviewFacts';
import type { BulkTarget } from './bulkOrderDeps';
import type { BulkRowView } from './contract';
import { nothingReviewed } from './rowReview';

type Status = BulkRowView['status'];

/** Returns the state of a row of a run. */
export function runStatus(state: RowState): Status {
  switch (state.kind) {
    case 'neverSent':
      return { kind: 'none', text: l10n.t('never sent') };
    case 'placing':
      return { kind: 'busy', text: l10n.t('placing…') };
    case 'blocked':
      return {
        kind: 'warning',
        text: [l10n.t('not sent: possible duplicate.'), duplicateText(state.by)].join(' '),
      };
    case 'changed':
      return {
        kind: 'warning',
        text: [l10n.t('not sent: changed since the review.'), ...state.changes].join(' '),
      };
    case 'notSent':
      return { kind: 'problem', text: [l10n.t('not sent.'), state.reason].join(' ') };
    case 'unreadable':
      return {
        kind: 'problem',
        text: l10n.t('outcome unknown: its entry in the order journal cannot be read.'),
      };
    case 'entry': {
      const { entry } = state;
      const { current } = entry;
      const outcome = entryStateText(entry);
      const text = 'reason' in current && !isOpen(entry) ? `${outcome}. ${current.reason}` : outcome;
      if (current.state === 'placed') {
        return { kind: isGoodStatus(current.orderStatus) ? 'good' : 'warning', text };
      }
      return { kind: isOpen(entry) ? 'warning' : 'problem', text };
    }
  }
}

/** Returns how many rows of a run were placed, and so on: `2 placed, 1 of unknown outcome, 3 not sent`. */
export function countsText(states: readonly RowState[]): string {
  const count = (isCounted: (state: RowState) => boolean) => states.filter(isCounted).length;
  const ofEntry = (name: string) => (state: RowState) =>
    state.kind === 'entry' && state.entry.current.state === name;
  const placed = count(ofEntry('placed'));
  const refused = count(ofEntry('refused'));
  const unknown = count((state) => mayBeOrdered(state) && !ofEntry('placed')(state));
  const never = states.length - placed - refused - unknown;
  return [
    l10n.t('{0} placed', placed),
    ...(refused > 0 ? [l10n.t('{0} refused', refused)] : []),
    ...(unknown > 0 ? [l10n.t('{0} of unknown outcome', unknown)] : []),
    ...(never > 0 ? [l10n.t('{0} not sent', never)] : []),
  ].join(', ');
}

/** Returns what a run is doing, why it is paused, or how it ended. */
export function runText(phase: RunPhase, states: readonly RowState[]): string {
  switch (phase.name) {
    case 'running':
      return l10n.t('Placing order {0} of {1}…', phase.row + 1, states.length);
    case 'paused':
      return [
        l10n.t('Paused at order {0} of {1}.', phase.row + 1, states.length),
        pauseText(phase.reason),
      ].join(' ');
    case 'ended':
      return [
        typeof phase.by === 'object' ? phase.by.sentence : phase.by === 'stopped' ? l10n.t('Stopped.') : '',
        `${countsText(states)}.`,
      ]
        .filter((text) => text !== '')
        .join(' ');
  }
}

function pauseText(reason: Extract<RunPhase, { name: 'paused' }>['reason']): string {
  switch (reason) {
    case 'refused':
      return l10n.t('The portal refused it. Continue places the next order.');
    case 'notPlaced':
      return l10n.t('It was not placed as expected; its row says why. Continue places the next order.');
    case 'changed':
      return l10n.t(
        'What its review showed has changed, so it was not sent. Continue places the next order.',
      );
    case 'notChecked':
      return l10n.t('The portal did not answer, so it was not sent. Continue tries this order again.');
  }
}

/** Returns the state of the rows of a run that was interrupted, as the journal knows it. */
export function rowOfRun(
  row: Pick<BulkRowView, 'productNo' | 'name' | 'order'> & { readonly index: number },
  state: RowState,
): BulkRowView {
  const { index, productNo, name, order } = row;
  return {
    row: index,
    productNo,
    name,
    order,
    fields: [],
    values: {},
    quantity: '',
    price: '–',
    status: runStatus(state),
    ordered: true,
    mayTick: false,
    body: '',
    reviewed: nothingReviewed,
  };
}

/** Returns why an order is a possible duplicate, and of which orders. */
export function duplicateText(by: Blocked): string {
  return [duplicateReason(by), ...otherOrders(by).map(({ title, state }) => `${title}: ${state}.`)].join(' ');
}

/** Returns which rows of a new table start unticked, because they have been ordered since, and a note that says so. */
export function untickedIf(wereOrdered: readonly boolean[]): Required<Pick<BulkTarget, 'unticked' | 'note'>> {
  const unticked = wereOrdered.flatMap((wasOrdered, index) => (wasOrdered ? [index] : []));
  return {
    unticked,
    note:
      unticked.length === 0
        ? ''
        : l10n.t('Rows without a tick have been ordered since. The Orders view shows these orders.'),
  };
}
