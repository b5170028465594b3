import type { Duplicates } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import type { Outcome } from '../orders/outcome';
import type { Blocked } from '../orders/place';
import type { RecordId } from '../orders/record';
import type { Settling } from '../orders/settling';
import type { Step } from './contract';
import { blockedView } from './askConsent';
import type { OpenReview } from './openReview';
import { outcomeView } from './outcomeView';

/** Where the order is, with what that step needs. */
export type Stage =
  | { readonly name: 'edit' }
  | { readonly name: 'review' | 'placing'; readonly open: OpenReview }
  | { readonly name: 'blocked'; readonly open: OpenReview; readonly by: Blocked }
  | {
      readonly name: 'outcome';
      /** The review whose order has come to this. */
      readonly reviewId: string;
      readonly outcome: Outcome;
      readonly recordId: RecordId | undefined;
    };

/** The review that a stage is of; undefined while there is none. */
export function reviewIdOf(stage: Stage): string | undefined {
  return stage.name === 'outcome' ? stage.reviewId : 'open' in stage ? stage.open.reviewId : undefined;
}

/** The records of the orders that a stage shows something of. */
export function recordsOf(stage: Stage): readonly RecordId[] {
  switch (stage.name) {
    case 'blocked':
      return stage.by.records.map(({ id }) => id);
    case 'outcome':
      return stage.recordId === undefined ? [] : [stage.recordId];
    case 'edit':
    case 'review':
    case 'placing':
      return [];
  }
}

/** Other orders that a stage shows beside its own. */
export function othersOf(stage: Stage): Duplicates {
  switch (stage.name) {
    case 'review':
    case 'placing':
      return stage.open.others;
    case 'blocked':
      return stage.by;
    case 'edit':
    case 'outcome':
      return { records: [], orders: [] };
  }
}

/** What the webview shows of a stage, with what the records tell by now. */
export function stepView(
  stage: Stage,
  { journal, settling }: { readonly journal: Journal; readonly settling: Settling },
): Step {
  const isChecking = recordsOf(stage).some((id) => settling.isChecking(id));
  switch (stage.name) {
    case 'edit':
      return { name: 'edit' };
    case 'review':
    case 'placing':
      return { name: stage.name, review: stage.open.review };
    case 'blocked': {
      const { reviewId, title, isAsking } = stage.open;
      return {
        name: 'blocked',
        blocked: blockedView(stage.by, { reviewId, title, isChecking: isChecking || isAsking }),
      };
    }
    case 'outcome': {
      const { outcome, recordId } = stage;
      const record = recordId === undefined ? undefined : journal.find(recordId);
      return { name: 'outcome', outcome: outcomeView(outcome, record, isChecking) };
    }
  }
}

/** A task that goes on once for all who ask for it meanwhile, and can be called off. Called off, it ends quietly. */
export class Cancellable {
  private running: { readonly ended: Promise<void>; readonly abort: () => void } | undefined;

  constructor(private readonly task: (signal: AbortSignal) => Promise<void>) {}

  /** @throws what the task throws, unless it was called off. */
  async run(): Promise<void> {
    if (!this.running) {
      const aborting = new AbortController();
      const { signal } = aborting;
      const ended = this.task(signal)
        .catch((error: unknown) => {
          if (!signal.aborted) {
            throw error;
          }
        })
        .finally(() => {
          this.running = undefined;
        });
      this.running = { ended, abort: () => aborting.abort() };
    }
    await this.running.ended;
  }

  cancel(): void {
    this.running?.abort();
  }
}
