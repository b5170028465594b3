import { consentTo, covers } from '../../orders/duplicates';
import type { BulkRunDeps, RowToPlace } from '../../orders/bulkRun';
import { isGood } from '../../orders/bulkRunRows';
import type { OrderPlacement } from '../../orders/place';
import { type SessionState, isSandbox } from '../../portal/sessionTokens';
import type { PlaceQuestion } from './askToPlace';
import type { BulkOrderDeps } from './bulkOrderDeps';
import type { BulkRow } from './bulkRow';
import { totalText } from './totalText';

/**
 * Finds out which orders the rows may repeat, and unticks each row with one that the user has not seen yet.
 *
 * @returns Whether there is such a row.
 */
export async function untickDuplicates(
  rows: readonly BulkRow[],
  placement: OrderPlacement,
): Promise<boolean> {
  let isNew = false;
  for (const row of rows) {
    const shown = row.consent;
    await row.findDuplicates(placement);
    if (row.duplicate && !covers(shown, row.duplicate)) {
      row.isTicked = false;
      isNew = true;
    }
  }
  return isNew;
}

/**
 * Approves the rows as they are shown, since the user has pressed the button, and finds out whether that still holds.
 *
 * @param askAgain Asks the portal again for rows whose review is outdated. A request that is cancelled leaves it so.
 */
export async function areStillAsShown(
  rows: readonly BulkRow[],
  { journal, placement }: Pick<BulkOrderDeps, 'journal' | 'placement'>,
  askAgain: (outdated: readonly BulkRow[]) => Promise<void>,
): Promise<boolean> {
  // Only what differs from what is shown counts as a change.
  rows.forEach(({ review }) => review?.agree());
  await journal.load().catch(() => undefined);
  const outdated = rows.filter(({ review }) => review?.isOutdated === true);
  if (outdated.length > 0) {
    await askAgain(outdated);
  }
  const hasNewDuplicates = await untickDuplicates(rows, placement);
  const hasChanged = rows.some(
    ({ review }) => review?.isReady !== true || review.isOutdated || review.changes.length > 0,
  );
  return !hasNewDuplicates && !hasChanged;
}

/** Returns what the user has to agree to before these rows are placed. */
export function placeQuestion(rows: readonly BulkRow[], session: SessionState): PlaceQuestion {
  return {
    count: rows.length,
    sandbox: isSandbox(session),
    total: totalText(rows),
    duplicates: rows.flatMap(({ duplicate, review }) =>
      duplicate && review ? [{ title: review.title, by: duplicate, consent: consentTo(duplicate) }] : [],
    ),
  };
}

/** Returns the reviewed rows as a run places them. */
export function rowsToPlace(rows: readonly BulkRow[], recent: { begin(): void }): RowToPlace[] {
  return rows.flatMap((row) => {
    const order = row.review?.order;
    return order
      ? [
          {
            body: order.body,
            instanceName: order.instanceName,
            serviceName: order.serviceName,
            prepare: (mustAsk: boolean) => row.prepare(mustAsk, recent),
          },
        ]
      : [];
  });
}

/** Returns what a run calls after each order; it tells the first problem of the run from later ones. */
export function rowListener(
  rows: readonly BulkRow[],
  rowEnded: BulkOrderDeps['rowEnded'],
): BulkRunDeps['rowEnded'] {
  let hasProblem = false;
  return (index, ended) => {
    const isFirstProblem = !hasProblem && !isGood(ended.outcome);
    hasProblem ||= isFirstProblem;
    const row = rows[index];
    if (row) {
      rowEnded(row.target, ended, isFirstProblem);
    }
  };
}
