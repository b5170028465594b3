import { env, l10n } from 'vscode';
import { type RowState, isGoodStatus, mayBeOrdered } from '../../orders/bulkRunRows';
import type { RunPhase } from '../../orders/bulkRun';
import type { Blocked } from '../../orders/place';
import { isOpen } from '../../orders/entry';
import { saveOrderPath } from '../../portal/client';
import type { Price } from '../../portal/price';
import type { Operation } from '../../rules/operationRule';
import { amountInSentence } from '../../text/amounts';
import { entryStateText, operationTexts } from '../../text/orderTexts';
import { numberText, plainText, shortText } from '../../text/plainText';
import { duplicateReason } from '../askConsent';
import { isLocked } from '../checks';
import { otherOrders } from '../reviewFacts';
import type { BulkOrder } from './bulkOrder';
import { type BulkRow, isCommon } from './bulkRow';
import type { BulkRowView, BulkState } from './contract';
import { placeText } from './askToPlace';

type Status = BulkRowView['status'];

/** Returns what the page of a bulk order shows. */
export function bulkState(
  bulk: BulkOrder,
  shown: { readonly message: string; readonly reviewId: string; readonly isReading: boolean },
): BulkState {
  const { phase, rows, ordered, run, deps, about } = bulk;
  const isPlacing = run !== undefined;
  const { sandbox, signInNeeded, frozen } = bulk.ownSession.lines;
  const counted = isPlacing ? bulk.placed : ordered;
  return {
    title: bulkTitle(about.operation, rows.length),
    sandbox,
    signInNeeded,
    note: about.note,
    phase,
    common: bulk.commonFields,
    commonValues: { ...bulk.values },
    rows: rows.map((row, index) => rowView(bulk, row, index)),
    total: totalText(counted),
    message: [frozen?.text ?? '', shown.message, run ? runText(run.phase, run.states) : '']
      .filter((text) => text !== '')
      .join(' '),
    isReading: shown.isReading,
    mayRetry: !shown.isReading && phase === 'edit' && rows.some((row) => !row.wasLoaded || row.hasFailed),
    reviewId: shown.reviewId,
    place: phase === 'review' && ordered.length > 0 ? placeText(ordered.length) : '',
    pause: run?.pauses ?? 0,
    isRefused: run?.phase.name === 'paused' && run.phase.reason === 'refused',
    isStopping: run?.stops === true && run.phase.name !== 'ended',
    hasRest: phase === 'ended' && rest(bulk).length > 0,
    target: targetText(deps),
    draft: bulk.draft,
  };
}

/** Returns the title of a bulk order: `Renew 3 PBXes`. */
export function bulkTitle(operation: Operation, count: number): string {
  return operation === 'renew'
    ? l10n.t('Renew {0} PBXes', count)
    : l10n.t('{0} for {1} PBXes', operationTexts[operation].title(), count);
}

/** Returns the rows that were not ordered and may be reviewed anew. */
export function rest({ run, placed, rows }: BulkOrder): readonly BulkRow[] {
  const states = new Map(placed.map((row, index) => [row, run?.states[index]]));
  return rows.filter((row) => {
    const state = states.get(row);
    return state === undefined ? row.isTicked && row.problem !== '' : !mayBeOrdered(state);
  });
}

/** Returns the sum of the prices by currency, and for how many orders the portal gave no price. */
export function totalText(
  rows: readonly { readonly price: { readonly given: Price | undefined } }[],
): string {
  if (rows.length === 0) {
    return '';
  }
  const prices = rows.flatMap(({ price }) => (price.given ? [price.given] : []));
  const sums = sumsOf(prices).map(({ amount, currency }) => amountInSentence(amount, currency, env.language));
  const missing = rows.length - prices.length;
  return [
    rows.length === 1
      ? l10n.t('Total for 1 order:')
      : l10n.t('Total for {0} orders:', numberText(String(rows.length))),
    sums.length === 0 ? l10n.t('the portal gave no price.') : `${sums.join(' + ')}.`,
    ...(missing === 0 || sums.length === 0
      ? []
      : [
          missing === 1
            ? l10n.t('1 of them has no price yet.')
            : l10n.t('{0} of them have no price yet.', missing),
        ]),
  ].join(' ');
}

/** Adds amounts of the same currency, exactly. An amount that is not a plain decimal number stands by itself. */
export function sumsOf(prices: readonly Price[]): Price[] {
  const sums = new Map<string, { units: bigint; digits: number; currency: string | undefined }>();
  const others: Price[] = [];
  for (const price of prices) {
    const [, whole, fraction = ''] = /^(\d{1,30})(?:\.(\d{1,30}))?$/.exec(price.amount) ?? [];
    if (whole === undefined) {
      others.push(price);
      continue;
    }
    const key = price.currency ?? '';
    const sum = sums.get(key) ?? { units: 0n, digits: 0, currency: price.currency };
    const digits = Math.max(sum.digits, fraction.length);
    const units =
      sum.units * 10n ** BigInt(digits - sum.digits) +
      BigInt(whole + fraction) * 10n ** BigInt(digits - fraction.length);
    sums.set(key, { units, digits, currency: price.currency });
  }
  return [
    ...[...sums.values()].map(({ units, digits, currency }) => {
      const text = units.toString().padStart(digits + 1, '0');
      const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      return { amount, currency };
    }),
    ...others,
  ];
}

function targetText({ session }: BulkOrder['deps']): string {
  return session.state.kind === 'signedIn' ? `POST ${session.state.baseUrl}${saveOrderPath}` : '';
}

function rowView(bulk: BulkOrder, row: BulkRow, index: number): BulkRowView {
  const { phase, run } = bulk;
  const isEditable = phase === 'edit';
  const { target, fields, values, review, price } = row;
  const own = fields.filter(
    (field) => !isCommon(field.name) && field.name !== 'productNo' && !isLocked(field),
  );
  const place = bulk.placed.indexOf(row);
  const state = place < 0 ? undefined : run?.states[place];
  const problem = isEditable ? row.problem : '';
  return {
    row: index,
    productNo: target.productNo,
    name: plainText(shortText(target.instanceName)),
    order: row.orderText,
    fields: isEditable ? own : [],
    values: Object.fromEntries(own.map(({ name }) => [name, values[name] ?? ''])),
    quantity: values.quantity === undefined || values.quantity === '' ? '' : numberText(values.quantity),
    price: price.given
      ? amountInSentence(price.given.amount, price.given.currency, env.language)
      : price.isAsking
        ? '…'
        : '–',
    status: statusOf(bulk, row, state),
    ordered: run
      ? place >= 0
      : row.isTicked && problem === '' && (phase !== 'review' || review !== undefined),
    mayTick:
      (isEditable && problem === '' && row.wasLoaded) ||
      (phase === 'review' && review?.isReady === true && row.duplicate?.beingPlaced !== true),
    body: phase === 'review' ? (review?.request.body ?? '') : '',
    lines:
      phase === 'review'
        ? (review?.review.facts ?? []).map(({ label, values }) => `${label}: ${values.join(' · ')}`)
        : [],
  };
}

function statusOf(bulk: BulkOrder, row: BulkRow, state: RowState | undefined): Status {
  const { phase } = bulk;
  if (bulk.run) {
    return state ? runStatus(state) : { kind: 'none', text: l10n.t('not ordered') };
  }
  if (!row.wasLoaded) {
    return { kind: 'none', text: l10n.t('not read yet') };
  }
  if (row.isLoading) {
    return { kind: 'busy', text: l10n.t('Loading…') };
  }
  const { review, problem } = row;
  if (phase === 'edit') {
    return problem === '' ? { kind: 'ready', text: l10n.t('ready') } : { kind: 'problem', text: problem };
  }
  if (!review) {
    return row.isTicked && row.notReviewed !== ''
      ? { kind: 'problem', text: row.notReviewed }
      : { kind: 'none', text: l10n.t('not ordered') };
  }
  if (review.isAsking) {
    return { kind: 'busy', text: l10n.t('checking…') };
  }
  if (review.failure !== '') {
    return { kind: 'problem', text: review.failure };
  }
  const warnings = [
    ...(row.duplicate ? [l10n.t('Possible duplicate.'), duplicateText(row.duplicate)] : []),
    ...review.changes,
  ];
  return warnings.length === 0
    ? { kind: 'ready', text: l10n.t('ready') }
    : { kind: 'warning', text: warnings.join(' ') };
}

function duplicateText(by: Blocked): string {
  return [duplicateReason(by), ...otherOrders(by).map(({ title, state }) => `${title}: ${state}.`)].join(' ');
}

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
      const reason = 'reason' in current && !isOpen(entry) ? ` ${current.reason}` : '';
      const text = `${entryStateText(entry)}${reason}`;
      if (current.state === 'placed') {
        return { kind: isGoodStatus(current.orderStatus) ? 'good' : 'warning', text };
      }
      return { kind: isOpen(entry) ? 'warning' : 'problem', text };
    }
  }
}

/** Returns how many rows of a run were placed, and so on: `2 placed, 1 unknown, 3 never sent`. */
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
      return l10n.t('The portal refused it. Continue goes on with the next order.');
    case 'notPlaced':
      return l10n.t('It was not placed as expected; its row says why. Continue goes on with the next order.');
    case 'changed':
      return l10n.t(
        'What its review showed has changed, so it was not sent. Continue goes on with the next order.',
      );
    case 'notChecked':
      return l10n.t('The portal did not reply, so it was not sent. Continue tries this order again.');
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
    lines: [],
  };
}
