import { env, l10n } from 'vscode';
import type { BulkRun } from '../../orders/bulkRun';
import { type RowState, mayBeOrdered } from '../../orders/bulkRunRows';
import { isNothingBought } from '../../orders/orderNumbers';
import { saveOrderPath } from '../../portal/client';
import type { Operation } from '../../rules/operationRule';
import { amountInSentence } from '../../text/amounts';
import { operationTexts } from '../../text/orderTexts';
import { numberText, plainText, shortText } from '../../text/plainText';
import { placeText } from './askToPlace';
import type { BulkOrderDeps, BulkTarget } from './bulkOrderDeps';
import type { BulkRow } from './bulkRow';
import type { Field } from '../contract';
import type { FormSession } from '../formSession';
import type { BulkDraft, BulkPhase, BulkRowView, BulkState, ReviewedText } from './contract';
import type { FormValues } from '../../orders/formValues';
import { namesWithSecret } from '../texts';
import { nothingReviewed, quantityOf, reviewedText, rowReview, splitReviews } from './rowReview';
import { duplicateText, runStatus, runText } from './runTexts';
import { taxText, totalText } from './totalText';

type Status = BulkRowView['status'];

/** What the page shows of a bulk order. */
interface ShownBulkOrder {
  readonly about: BulkTarget;
  readonly rows: readonly BulkRow[];
  /** The rows that would be ordered. */
  readonly ordered: readonly BulkRow[];
  readonly phase: BulkPhase;
  readonly run: BulkRun | undefined;
  /** The rows of the run, in its order. */
  readonly placed: readonly BulkRow[];
  /** The id of the run, also before it begins. */
  readonly runId: string;
  readonly commonFields: readonly Field[];
  readonly values: FormValues;
  readonly draft: BulkDraft;
  readonly isLoading: boolean;
  readonly ownSession: FormSession;
  readonly deps: Pick<BulkOrderDeps, 'session'>;
}

/** Returns what the page of a bulk order shows. */
export function bulkState(
  bulk: ShownBulkOrder,
  shown: {
    readonly message: string;
    readonly reviewId: string;
    /** Whether anything is being read. */
    readonly isReading: boolean;
  },
): BulkState {
  const { phase, rows, ordered, run, deps, about } = bulk;
  const { sandbox, signInNeeded, frozen } = bulk.ownSession.lines;
  const counted = run ? bulk.placed.filter((_row, index) => mayCost(run, index)) : ordered;
  const { shared, own } = reviewedTexts(bulk);
  return {
    title: bulkTitle(about.operation, rows.length),
    sandbox,
    signInNeeded,
    note: about.note,
    phase,
    common: [...bulk.commonFields],
    commonValues: { ...bulk.values },
    rows: rows.map((row, index) => rowView(bulk, row, index, own.get(row))),
    reviewed: shared,
    total: [totalText(counted), phase === 'review' ? taxText(counted) : '']
      .filter((text) => text !== '')
      .join(' '),
    message: [
      frozen?.text ?? '',
      shown.message,
      phase === 'checking' ? checkingText(bulk.isLoading) : '',
      phase === 'review' ? leftOutText(rows) : '',
      run ? runText(run.phase, run.states) : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
    isReading: shown.isReading,
    mayRetry:
      !shown.isReading &&
      phase === 'edit' &&
      rows.some((row) => !row.wasLoaded || row.isOutdated || row.hasFailed),
    reviewId: shown.reviewId,
    place: phase === 'review' && ordered.length > 0 ? placeText(ordered.length) : '',
    pause: run?.pauses ?? 0,
    isRefused: run?.phase.name === 'paused' && run.phase.reason === 'refused',
    isStopping: run?.stops === true && run.phase.name !== 'ended',
    hasRest: rest(bulk).length > 0,
    target: targetText(deps),
    draft: bulk.draft,
  };
}

/** Whether to count the price of an order: until the run has ended all, then those that were or may have been bought. */
function mayCost({ phase, states }: BulkRun, index: number): boolean {
  const state = states[index];
  return phase.name !== 'ended' || (state !== undefined && mayBeOrdered(state) && !isOfNothingBought(state));
}

function isOfNothingBought(state: RowState): boolean {
  return (
    state.kind === 'entry' &&
    state.entry.current.state === 'placed' &&
    isNothingBought(state.entry.current.orderStatus ?? '')
  );
}

/**
 * Returns what the page saves of a bulk order.
 *
 * @param common The common values that the user chose.
 */
export function draftOf(
  { about, rows, run, runId, ownSession, deps, commonFields }: ShownBulkOrder,
  common: FormValues,
): BulkDraft {
  const withoutSecrets = (values: FormValues, fields: readonly Field[]): Record<string, string> => {
    const unsaved = namesWithSecret(fields, values, (text) => deps.session.isSecretIn(text));
    return Object.fromEntries(Object.entries(values).filter(([name]) => !unsaved.includes(name)));
  };
  const { operation, targets } = about;
  const service = targets[0]?.service;
  return {
    form: 'bulkOrder',
    operation,
    service: service === undefined || service === 'highAvailability' ? (service ?? '') : service.serviceId,
    targets: targets.map(({ productId, productName, productNo, instanceName }) => ({
      productId,
      productName,
      productNo,
      instanceName,
    })),
    common: withoutSecrets(common, commonFields),
    own: rows.map(({ entered, fields }) => withoutSecrets(entered, fields)),
    unticked: rows.flatMap(({ isTicked }, index) => (isTicked ? [] : [index])),
    run: run?.head.id ?? '',
    runId,
    owner: ownSession.owner,
  };
}

/** Returns the title of a bulk order: `Renew 3 PBXes`. */
export function bulkTitle(operation: Operation, count: number): string {
  return operation === 'renew'
    ? l10n.t('Renew {0} PBXes', count)
    : l10n.t('{0} for {1} PBXes', operationTexts[operation].title(), count);
}

/** Returns the rows that were not ordered and can be reviewed again; none before the run has ended. */
export function rest({ run, placed, rows }: ShownBulkOrder): readonly BulkRow[] {
  if (run?.phase.name !== 'ended') {
    return [];
  }
  const states = new Map(placed.map((row, index) => [row, run.states[index]]));
  return rows.filter((row) => {
    const state = states.get(row);
    return state === undefined ? row.isTicked && row.isDescribed : !mayBeOrdered(state);
  });
}

function checkingText(isLoading: boolean): string {
  return isLoading ? l10n.t('Waiting for all rows to load…') : l10n.t('Checking each order with the portal…');
}

/** Says how many rows the user wants ordered that the review leaves out. */
function leftOutText(rows: readonly BulkRow[]): string {
  const leftOut = rows.filter(({ isTicked, review }) => isTicked && !review).length;
  if (leftOut === 0) {
    return '';
  }
  return leftOut === 1
    ? l10n.t('1 row is not part of this review. Its status says why.')
    : l10n.t('{0} rows are not part of this review. The status of each says why.', leftOut);
}

function targetText({ session }: ShownBulkOrder['deps']): string {
  return session.state.kind === 'signedIn' ? `POST ${session.state.baseUrl}${saveOrderPath}` : '';
}

/** Returns what the reviews of the rows show: what is the same for all of them, and the rest by row. */
function reviewedTexts({ phase, rows }: ShownBulkOrder): {
  readonly shared: ReviewedText;
  readonly own: ReadonlyMap<BulkRow, ReviewedText>;
} {
  const reviewed = rows.flatMap((row) =>
    phase === 'review' && row.review ? [{ row, texts: rowReview(row.review, row.duplicate) }] : [],
  );
  const { shared, own } = splitReviews(reviewed.map(({ texts }) => texts));
  return {
    shared: reviewedText(shared),
    own: new Map(
      reviewed.map(({ row }, index) => {
        const texts = own[index];
        return [row, texts ? reviewedText(texts) : nothingReviewed];
      }),
    ),
  };
}

function rowView(
  bulk: ShownBulkOrder,
  row: BulkRow,
  index: number,
  reviewed: ReviewedText = nothingReviewed,
): BulkRowView {
  const { phase, run } = bulk;
  const isEditable = phase === 'edit';
  const { target, ownFields: own, values, review, price } = row;
  const place = bulk.placed.indexOf(row);
  const state = place < 0 ? undefined : run?.states[place];
  const problem = isEditable ? row.problem : '';
  return {
    row: index,
    productNo: target.productNo,
    name: plainText(shortText(target.instanceName)),
    order: row.orderText,
    fields: isEditable ? own : [],
    values: { ...row.ownValues },
    quantity:
      phase === 'review' && review
        ? quantityOf(review)
        : values.quantity === undefined || values.quantity === ''
          ? ''
          : numberText(values.quantity),
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
    reviewed,
  };
}

function statusOf(bulk: ShownBulkOrder, row: BulkRow, state: RowState | undefined): Status {
  const { phase, isLoading } = bulk;
  if (bulk.run) {
    return state ? runStatus(state) : leftOut(row);
  }
  if (!row.wasLoaded || (row.isOutdated && !isLoading)) {
    return { kind: 'none', text: l10n.t('not loaded yet') };
  }
  if (row.isLoading || row.isOutdated) {
    return { kind: 'busy', text: l10n.t('loading…') };
  }
  const { review, problem } = row;
  if (phase === 'edit') {
    return problem === ''
      ? { kind: 'ready', text: l10n.t('ready') }
      : { kind: row.isIncomplete ? 'none' : 'problem', text: problem };
  }
  if (!review) {
    return leftOut(row);
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

/** Returns why a row is no part of the review, or of the run. */
function leftOut({ isTicked, notReviewed, problem, review }: BulkRow): Status {
  if (!isTicked) {
    return { kind: 'none', text: l10n.t('not ordered: not ticked') };
  }
  const reason = [notReviewed, problem, review?.failure ?? ''].find((text) => text !== '');
  return reason === undefined
    ? { kind: 'none', text: l10n.t('not ordered') }
    : { kind: 'problem', text: reason };
}
