import type { Duplicates } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import type { Outcome } from '../orders/outcome';
import type { Blocked } from '../orders/place';
import type { EntryId } from '../orders/entry';
import type { Reconciliation } from '../orders/reconciliation';
import type { Step, FormState } from './contract';
import { blockedView } from './askConsent';
import type { OpenReview, OrderSummary } from './openReview';
import { outcomeView } from './outcomeView';
import type { FormValues } from '../orders/formValues';
import type { Disposable, Emitter } from '../portal/emitter';
import { operationTexts } from '../text/orderTexts';
import { nameOrId, shortText } from '../text/plainText';
import { type FormInput, chosenService } from './facts';

/** The step that an order is at, with its data. */
export type Stage =
  | { readonly name: 'edit' }
  | { readonly name: 'review' | 'placing'; readonly open: OpenReview }
  | { readonly name: 'blocked'; readonly open: OpenReview; readonly by: Blocked }
  | {
      readonly name: 'outcome';
      /** The review whose order ended this way. */
      readonly reviewId: string;
      readonly outcome: Outcome;
      readonly entryId: EntryId | undefined;
      readonly summary: OrderSummary;
    };

/** Id of the review that a stage belongs to; undefined when there is none. */
export function reviewIdOf(stage: Stage): string | undefined {
  return stage.name === 'outcome' ? stage.reviewId : 'open' in stage ? stage.open.reviewId : undefined;
}

/** Ids of the journal entries of the orders that a stage shows. */
export function entryIdsOf(stage: Stage): readonly EntryId[] {
  switch (stage.name) {
    case 'blocked':
      return stage.by.entries.map(({ id }) => id);
    case 'outcome':
      return stage.entryId === undefined ? [] : [stage.entryId];
    case 'edit':
    case 'review':
    case 'placing':
      return [];
  }
}

/** The other orders that a stage shows beside its own. */
export function othersOf(stage: Stage): Duplicates {
  switch (stage.name) {
    case 'review':
    case 'placing':
      return stage.open.others;
    case 'blocked':
      return stage.by;
    case 'edit':
    case 'outcome':
      return { entries: [], orders: [] };
  }
}

/** Describes a stage for the webview, using the current journal entries. */
export function stepView(
  stage: Stage,
  { journal, reconciliation }: { readonly journal: Journal; readonly reconciliation: Reconciliation },
): Step {
  const isChecking = entryIdsOf(stage).some((id) => reconciliation.isChecking(id));
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
      const { outcome, entryId, summary } = stage;
      const entry = entryId === undefined ? undefined : journal.find(entryId);
      return { name: 'outcome', outcome: outcomeView(outcome, { entry, isChecking, summary }) };
    }
  }
}

/**
 * A task that runs at most once at a time and can be cancelled. Calls made while it runs share that run. A cancelled
 * run resolves without an error.
 */
export class Cancellable {
  private running: { readonly ended: Promise<void>; readonly abort: () => void } | undefined;

  constructor(private readonly task: (signal: AbortSignal) => Promise<void>) {}

  /**
   * Runs the task, or joins the run that is under way.
   *
   * @throws What the task throws, unless it was cancelled.
   */
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

/** The model behind a form's page, which owns its state. */
export interface FormModel extends Disposable {
  readonly state: FormState;
  /** What the form is for, and for which PBX, in a few words. */
  readonly tabTitle: string;
  readonly onDidChange: Emitter<undefined>['event'];
  /** Whether the form shows an order whose outcome is still unknown. */
  readonly isWaiting: boolean;
  /** Whether the form belongs to an account other than that of the session, so that nothing can be done with it. */
  readonly isFrozen: boolean;
  /** Whether the fields hold only values that were given or suggested. */
  holdsOnly(given: FormValues): boolean;
  /** Looks up everything that the fields need and that is not known yet. */
  load(): void;
  /** Updates the form with the values that the user has entered so far. */
  change(values: FormValues): void;
  /**
   * Does what the button below the fields says.
   *
   * @throws Error with a text for the user.
   */
  submit(values: FormValues): void;
  /** Shows every problem of the values, without doing what the button says. */
  check(values: FormValues): void;
  /** Goes back to the fields. */
  edit(): void;
  /** Updates the form for a new session, which may belong to another account. */
  sessionChanged(): void;
}

/** Returns what the form is for, as the title of its page and its tab. */
export function formTitle(facts: FormInput): string {
  const service = chosenService(facts);
  const name = service && nameOrId(service.name && shortText(service.name), service.serviceId);
  return operationTexts[facts.target.operation].formTitle(name);
}
