import { l10n } from 'vscode';
import { type BulkRunDeps, type RowToPlace, BulkRun } from '../../orders/bulkRun';
import { isGood } from '../../orders/bulkRunRows';
import type { RunHead } from '../../orders/bulkRunFile';
import type { BulkOrderDeps } from './bulkOrderDeps';
import type { BulkReview } from './bulkReview';
import type { BulkRow } from './bulkRow';

/**
 * Writes the run of the reviewed rows to the disk; nothing is sent yet.
 *
 * @throws Error with a text for the user when the rows are no longer under review, or the run cannot be written.
 */
export function createRun(
  rows: readonly BulkRow[],
  review: BulkReview,
  { run, rowEnded }: Pick<BulkOrderDeps, 'run' | 'rowEnded'>,
  head: Pick<RunHead, 'id' | 'account' | 'operation'>,
): Promise<BulkRun> {
  const first = rows[0]?.review?.order;
  if (!first || !rows.every((row) => row.review?.order)) {
    throw notUnderReview();
  }
  const { baseUrl, sandbox } = first;
  return BulkRun.create(
    { ...run, endedBy: () => review.endedBy(), rowEnded: rowListener(rows, rowEnded) },
    { ...head, baseUrl, sandbox },
    rowsToPlace(rows, review.recent),
  );
}

export function notUnderReview(): Error {
  return new Error(l10n.t('These orders are no longer under review. Nothing was sent. Review them again.'));
}

/** Returns the reviewed rows as a run places them. */
function rowsToPlace(rows: readonly BulkRow[], recent: { begin(): void }): RowToPlace[] {
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

/**
 * Returns what a run calls after each order. It remembers the choices of orders that were placed, and tells the first
 * problem of the run from later ones.
 */
function rowListener(rows: readonly BulkRow[], rowEnded: BulkOrderDeps['rowEnded']): BulkRunDeps['rowEnded'] {
  let hasProblem = false;
  return (index, ended) => {
    const isFirstProblem = !hasProblem && !isGood(ended.outcome);
    hasProblem ||= isFirstProblem;
    const row = rows[index];
    if (row) {
      if (ended.outcome.kind === 'placed') {
        row.remember();
      }
      rowEnded(row.target, ended, isFirstProblem);
    }
  };
}
