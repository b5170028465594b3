import { Owner } from '../portal/emitter';
import { type Consent, type Duplicates, covers } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import { UnexpectedError } from '../portal/explained';
import type { PlacementResult, OrderPlacement } from '../orders/place';
import { type EntryId, isOpen } from '../orders/entry';
import type { OrderBody } from '../orders/request';
import type { Reconciliation } from '../orders/reconciliation';
import type { BaseUrl } from '../portal/baseUrl';
import { type ConsentQuestion, consentQuestion } from './askConsent';
import { Cancellable, type Stage, othersOf, entryIdsOf, reviewIdOf, stepView } from './stage';
import type { Step } from './contract';
import type { OpenReview } from './openReview';

export interface OrderStepsDeps {
  readonly placement: OrderPlacement;
  readonly journal: Journal;
  readonly reconciliation: Reconciliation;
  /** Called whenever what the form shows may have changed. */
  readonly changed: () => void;
  /** Called when an order has ended. `title`: what is ordered, and for which PBX. */
  readonly ended: (open: OpenReview, ended: PlacementResult, title: string) => void;
}

/** Moves an order through its steps, from its fields to its outcome. Nothing else changes the step. */
export class OrderSteps extends Owner {
  private stage: Stage = { name: 'edit' };
  /** The review that Place Order was pressed for, while it is being checked whether its answers are still current. */
  private confirming: Stage | undefined;
  private lastRefresh: Promise<void> = Promise.resolve();
  private readonly check = new Cancellable((signal) => this.checkShown(signal));

  constructor(private readonly deps: OrderStepsDeps) {
    super();
    this.own(deps.journal.onDidChange(() => void this.refresh()));
    this.own(deps.reconciliation.onDidChange(() => void this.refresh()));
  }

  get name(): Stage['name'] {
    return this.stage.name;
  }

  /** The current step as the webview shows it. */
  get view(): Step {
    return stepView(this.stage, this.deps);
  }

  /** Id of the sign-in that the reviewed, placed or blocked order belongs to; undefined in other steps. */
  get signInId(): string | undefined {
    return 'open' in this.stage ? this.stage.open.request.signInId : undefined;
  }

  /** The review that is shown; undefined in other steps. */
  get openReview(): OpenReview | undefined {
    return this.stage.name === 'review' ? this.stage.open : undefined;
  }

  /** The lock file that blocks the order; undefined when none does. */
  get lockFile(): string | undefined {
    return this.stage.name === 'blocked' ? this.stage.by.lock?.file : undefined;
  }

  isAt(open: OpenReview): boolean {
    return 'open' in this.stage && this.stage.open === open;
  }

  /** Shows a review and starts its lookups. */
  review(open: OpenReview): void {
    this.enter({ name: 'review', open });
    void open.ask();
  }

  /** Goes back to the fields; the review can no longer be placed. Does nothing while the order is being placed. */
  edit(): void {
    if (this.stage.name !== 'placing') {
      this.enter({ name: 'edit' });
    }
  }

  /**
   * Places the reviewed order, once.
   *
   * @returns False when that review is not, or no longer, the one that is shown and ready; nothing is sent then.
   */
  async place(reviewId: string): Promise<boolean> {
    const { stage } = this;
    const isShown = stage.name === 'review' && stage.open.reviewId === reviewId && stage.open.isReady;
    if (!isShown || this.confirming === stage) {
      return false;
    }
    this.confirming = stage;
    stage.open.agree();
    try {
      if (await this.isStillAsShown(stage)) {
        await this.placeNow(stage.open);
      }
    } finally {
      this.confirming = undefined;
    }
    return true;
  }

  /** Repeats the lookups of the review that is shown, unless it is ready. */
  async askAgain(reviewId: string): Promise<void> {
    const { stage } = this;
    if (stage.name === 'review' && stage.open.reviewId === reviewId && !stage.open.isReady) {
      await stage.open.ask();
    }
  }

  /**
   * Returns what the user has to consent to before a blocked order is placed. Repeats outdated lookups first; if the
   * order itself has changed since, or they fail, the form goes back to its review.
   *
   * @returns Undefined when there is nothing to consent to: `reviewId` is not shown, the order is no longer blocked, or
   *   one of the orders that block it is still being placed.
   */
  async consentNeeded(reviewId: string): Promise<ConsentQuestion | undefined> {
    const { stage } = this;
    if (stage.name !== 'blocked' || stage.open.reviewId !== reviewId) {
      return undefined;
    }
    const { open } = stage;
    if (open.isReady && !open.isOutdated) {
      await this.refresh();
    } else {
      await this.askAgainWhileBlocked(open);
    }
    const now = this.stage;
    return now.name === 'blocked' && now.open === open && !now.by.beingPlaced
      ? consentQuestion(now.by, open)
      : undefined;
  }

  /**
   * Places a blocked order after the user has consented to the possible duplicate.
   *
   * @param asked What the user consented to. The consent holds for the order that the question showed, and for no
   *   other.
   * @returns True when there is nothing more to ask; false when more consent is needed by now, and nothing was sent.
   */
  async placeAnyway({ reviewId, consent }: Pick<ConsentQuestion, 'reviewId' | 'consent'>): Promise<boolean> {
    const { stage } = this;
    if (reviewIdOf(stage) !== reviewId) {
      return false;
    }
    if (stage.name !== 'blocked') {
      return stage.name !== 'review';
    }
    const { open, by } = stage;
    if (by.beingPlaced) {
      return true;
    }
    if (open.isOutdated || !covers(consent, by)) {
      return false;
    }
    open.agree();
    const { outcome } = await this.placeNow(open, consent);
    return outcome.kind !== 'blocked' || outcome.beingPlaced;
  }

  /**
   * Reconciles the orders of unknown outcome that are shown. Calls made while this runs share that run. Resolves
   * without an error when it is cancelled.
   *
   * @throws PortalError, SignInNeededError, OtherAccountError.
   */
  checkAgain(): Promise<void> {
    return this.check.run();
  }

  cancelCheck(): void {
    this.check.cancel();
  }

  /** What was ordered, while its outcome is shown; undefined otherwise. */
  get ended(): Extract<Stage, { name: 'outcome' }> | undefined {
    return this.stage.name === 'outcome' ? this.stage : undefined;
  }

  /** Ids of the journal entries of the orders that the form shows. */
  shownEntries(): readonly EntryId[] {
    return entryIdsOf(this.stage);
  }

  /** The other orders that the form shows beside its own. */
  shownOthers(): Duplicates {
    return othersOf(this.stage);
  }

  /** Whether the form shows an order whose outcome is still unknown. */
  get isWaiting(): boolean {
    const { journal } = this.deps;
    return this.shownEntries().some((id) => {
      const entry = journal.find(id);
      return entry !== undefined && isOpen(entry);
    });
  }

  /** Body and portal of the review that is shown; undefined when `reviewId` is not that review. */
  reviewedOrder(reviewId: string): { body: OrderBody; baseUrl: BaseUrl } | undefined {
    const { stage } = this;
    return stage.name === 'review' && stage.open.reviewId === reviewId ? stage.open.request : undefined;
  }

  override dispose(): void {
    super.dispose();
    if ('open' in this.stage) {
      this.stage.open.dispose();
    }
    this.check.cancel();
  }

  /** Enters another stage. A review that is left stops its lookups. */
  private enter(stage: Stage): void {
    const open = 'open' in stage ? stage.open : undefined;
    if ('open' in this.stage && this.stage.open !== open) {
      this.stage.open.dispose();
    }
    this.stage = stage;
    this.deps.changed();
  }

  /** Whether the review that is shown is still current. Repeats outdated lookups; changes that they find are shown. */
  private async isStillAsShown(stage: Stage & { readonly open: OpenReview }): Promise<boolean> {
    const { open } = stage;
    // Another window may have placed an order without this one having been notified. A journal that cannot be read is
    // reported when the order is placed.
    await this.deps.journal.load().catch(() => undefined);
    // Lookups that were suspended with the machine can be outdated on arrival, so check again.
    while (open.isOutdated) {
      if ((await open.ask()) !== 'same') {
        return false;
      }
    }
    return this.stage === stage;
  }

  private async placeNow(open: OpenReview, consent?: Consent): Promise<PlacementResult> {
    const { order } = open;
    if (!order) {
      throw new Error('an order is placed whose review has not been answered');
    }
    this.enter({ name: 'placing', open });
    const ended = await this.deps.placement
      .place(order, consent)
      .catch((error: unknown): PlacementResult => ({
        outcome: { kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined },
        entryId: undefined,
      }));
    const { outcome, entryId } = ended;
    const { summary } = open;
    this.enter(
      outcome.kind === 'blocked'
        ? { name: 'blocked', open, by: outcome }
        : { name: 'outcome', reviewId: open.reviewId, outcome, entryId, summary },
    );
    this.deps.ended(open, ended, open.title);
    return ended;
  }

  /**
   * Reconciles the orders of unknown outcome that are shown. If none are left, repeats the lookups to find out whether
   * the order is still blocked.
   */
  private async checkShown(signal: AbortSignal): Promise<void> {
    const { stage } = this;
    if (stage.name === 'blocked' && !this.isWaiting) {
      return this.askAgainWhileBlocked(stage.open, signal);
    }
    try {
      await this.deps.reconciliation.check(this.shownEntries(), { signal });
    } finally {
      await this.refresh();
    }
  }

  /** Repeats the lookups. If they fail, or the order itself has changed, the form goes back to its review. */
  private async askAgainWhileBlocked(open: OpenReview, cancelSignal?: AbortSignal): Promise<void> {
    const { body } = open.request;
    const asked = await open.ask(cancelSignal);
    if (asked === 'left' || cancelSignal?.aborted || !this.isAt(open)) {
      return;
    }
    if (asked === 'failed' || open.request.body !== body) {
      this.enter({ name: 'review', open });
    } else {
      await this.refresh();
    }
  }

  /** Runs one refresh at a time: changes can arrive faster than the disk answers, and the newest must win. */
  private refresh(): Promise<void> {
    const next = this.lastRefresh.then(() => this.refreshNow());
    this.lastRefresh = next.catch(() => undefined);
    return next;
  }

  /** The orders that block this one may have been reconciled, here or in another window; it can then be placed. */
  private async refreshNow(): Promise<void> {
    const { stage } = this;
    if (stage.name === 'blocked') {
      const { open } = stage;
      const { order } = open;
      const by = order && (await this.deps.placement.blockedBy(order));
      if (order && this.stage === stage) {
        this.enter(by ? { name: 'blocked', open, by } : { name: 'review', open });
      }
    } else if (stage.name === 'outcome') {
      this.deps.changed();
    }
  }
}
