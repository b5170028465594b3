import type { Duplicates } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import type { Outcome } from '../orders/outcome';
import type { Blocked } from '../orders/place';
import type { RecordId } from '../orders/record';
import type { Settling } from '../orders/settling';
import type { Step, FormState } from './contract';
import { blockedView } from './askConsent';
import type { OpenReview } from './openReview';
import { outcomeView } from './outcomeView';
import type { FormValues } from '../orders/formValues';
import type { Disposable, Emitter } from '../portal/emitter';
import { operationTexts } from '../text/recordTexts';
import { nameOrId, shortText } from '../text/plainText';
import { type FormFacts, chosenService } from './facts';

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

/** What stands behind a form's page: the owner of its state. */
export interface FormModel extends Disposable {
  readonly state: FormState;
  readonly onDidChange: Emitter<undefined>['event'];
  /** Whether something that the form shows is yet to be found out. */
  readonly isWaiting: boolean;
  /** Whether the fields hold nothing but what was given and what is suggested. */
  holdsOnly(given: FormValues): boolean;
  /** Asks the portal for everything that the fields need and that is not known yet. */
  load(): void;
  /** Takes over what the user has entered so far. */
  change(values: FormValues): void;
  /** The button below the fields was pressed. @throws Error with a sentence for a person. */
  submit(values: FormValues): void;
  /** Back to the fields. */
  edit(): void;
  /** Another session may be with another account. */
  sessionChanged(): void;
}

/** What the form is for, as its heading and its tab say. */
export function formTitle(facts: FormFacts): string {
  const service = chosenService(facts);
  const name = service && nameOrId(service.name && shortText(service.name), service.serviceId);
  return operationTexts[facts.target.operation].formTitle(name);
}
