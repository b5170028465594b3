import { type Consent, type Duplicates, covers } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import { UnexpectedError } from '../portal/explained';
import type { Ended, OrderPlacement } from '../orders/place';
import { type RecordId, isUnsettled } from '../orders/record';
import type { OrderBody } from '../orders/request';
import type { Settling } from '../orders/settling';
import type { BaseUrl } from '../portal/baseUrl';
import type { Disposable } from '../portal/emitter';
import { type AskedConsent, consentAsked } from './askConsent';
import { Cancellable, type Stage, othersOf, recordsOf, reviewIdOf, stepView } from './stage';
import type { Step } from './contract';
import type { OpenReview } from './openReview';

export interface OrderStepsParts {
  readonly placement: OrderPlacement;
  readonly journal: Journal;
  readonly settling: Settling;
  /** Told of each change of what is shown. */
  readonly changed: () => void;
  /** Told of every end. `title`: what is ordered for which PBX. */
  readonly ended: (open: OpenReview, ended: Ended, title: string) => void;
}

/** Where an order is between its fields and its end; the only owner of that. */
export class OrderSteps implements Disposable {
  private stage: Stage = { name: 'edit' };
  /** The review that is about to be placed, once it is known to be the state of now. */
  private confirming: Stage | undefined;
  private lastLook: Promise<void> = Promise.resolve();
  private readonly check = new Cancellable((signal) => this.checkShown(signal));
  private readonly listening: readonly Disposable[];

  constructor(private readonly parts: OrderStepsParts) {
    this.listening = [
      parts.journal.onDidChange(() => void this.recordsChanged()),
      parts.settling.onDidChange(() => void this.recordsChanged()),
    ];
  }

  get name(): Stage['name'] {
    return this.stage.name;
  }

  /** What the webview shows. */
  get view(): Step {
    return stepView(this.stage, this.parts);
  }

  /** The sign-in of the order that is reviewed, under way or blocked; undefined when there is none. */
  get signInId(): string | undefined {
    return 'open' in this.stage ? this.stage.open.request.signInId : undefined;
  }

  /** The file of the lock that is in the way of the order that is shown; undefined when there is none. */
  get lockFile(): string | undefined {
    return this.stage.name === 'blocked' ? this.stage.by.lock?.file : undefined;
  }

  isAt(open: OpenReview): boolean {
    return 'open' in this.stage && this.stage.open === open;
  }

  /** Shows a review, and asks the portal for what it waits for. */
  review(open: OpenReview): void {
    this.enter({ name: 'review', open });
    void open.ask();
  }

  /** Back to the fields; what was reviewed cannot be placed any more. An order under way stays. */
  edit(): void {
    if (this.stage.name !== 'placing') {
      this.enter({ name: 'edit' });
    }
  }

  /**
   * Places what was reviewed, once.
   *
   * @returns False when that review is not, or no longer, the one shown; nothing is sent then.
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

  /** Asks the portal again for what the review that is shown waits for. */
  async askAgain(reviewId: string): Promise<void> {
    const { stage } = this;
    if (stage.name === 'review' && stage.open.reviewId === reviewId && !stage.open.isReady) {
      await stage.open.ask();
    }
  }

  /**
   * What the user has to agree to before a blocked order is placed. Asks the portal first where its answers are old: a
   * form that would order something else by now goes back to its review.
   *
   * @returns Undefined when there is nothing to agree to: not this order, not blocked, or not by orders that have ended.
   */
  async consentNeeded(reviewId: string): Promise<AskedConsent | undefined> {
    const { stage } = this;
    if (stage.name !== 'blocked' || stage.open.reviewId !== reviewId) {
      return undefined;
    }
    const { open } = stage;
    if (open.isReady && !open.isOutdated) {
      await this.recordsChanged();
    } else {
      await this.askAgainWhileBlocked(open);
    }
    const now = this.stage;
    return now.name === 'blocked' && now.open === open && !now.by.beingPlaced
      ? consentAsked(now.by, open)
      : undefined;
  }

  /**
   * Places a blocked order, after the user agreed to repeat others.
   *
   * @param asked What the user said yes to. That yes is to the order as it was asked about, and to no other.
   * @returns Whether that has come to an end; false when there is more to agree to by now, and nothing was sent.
   */
  async placeAnyway({ reviewId, consent }: Pick<AskedConsent, 'reviewId' | 'consent'>): Promise<boolean> {
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
   * Looks for the orders of unknown outcome that are shown, once for all who ask while it goes on. Resolves quietly
   * when it is cancelled.
   *
   * @throws PortalError, SignInNeededError, OtherAccountError.
   */
  checkAgain(): Promise<void> {
    return this.check.run();
  }

  cancelCheck(): void {
    this.check.cancel();
  }

  /** The records of the orders that the form shows something of. */
  shownRecords(): readonly RecordId[] {
    return recordsOf(this.stage);
  }

  /** The orders beside its own that the form shows. */
  shownOthers(): Duplicates {
    return othersOf(this.stage);
  }

  /** Whether something that is shown is yet to be found out. */
  get isWaiting(): boolean {
    const { journal } = this.parts;
    return this.shownRecords().some((id) => {
      const record = journal.find(id);
      return record !== undefined && isUnsettled(record);
    });
  }

  /** The body and the portal of the review that is shown; undefined when `reviewId` is not that one. */
  reviewedOrder(reviewId: string): { body: OrderBody; baseUrl: BaseUrl } | undefined {
    const { stage } = this;
    return stage.name === 'review' && stage.open.reviewId === reviewId ? stage.open.request : undefined;
  }

  dispose(): void {
    for (const listening of this.listening) {
      listening.dispose();
    }
    if ('open' in this.stage) {
      this.stage.open.dispose();
    }
    this.check.cancel();
  }

  /** Goes to another stage; a review that is left asks for nothing more. */
  private enter(stage: Stage): void {
    const open = 'open' in stage ? stage.open : undefined;
    if ('open' in this.stage && this.stage.open !== open) {
      this.stage.open.dispose();
    }
    this.stage = stage;
    this.parts.changed();
  }

  /** Whether what a review shows is the state of now. Asks where that is not known; what has changed is shown then. */
  private async isStillAsShown(stage: Stage & { readonly open: OpenReview }): Promise<boolean> {
    const { open } = stage;
    // Another window may have placed an order of which nobody has told yet; what cannot be read, placing finds.
    await this.parts.journal.load().catch(() => undefined);
    // Answers that took as long as a night's sleep are no younger for it.
    while (open.isOutdated) {
      if ((await open.ask()) !== 'same') {
        return false;
      }
    }
    return this.stage === stage;
  }

  private async placeNow(open: OpenReview, consent?: Consent): Promise<Ended> {
    const { order } = open;
    if (!order) {
      throw new Error('an order is placed whose review has not been answered');
    }
    this.enter({ name: 'placing', open });
    const ended = await this.parts.placement.place(order, consent).catch((error: unknown): Ended => ({
      outcome: { kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined },
      recordId: undefined,
    }));
    const { outcome, recordId } = ended;
    this.enter(
      outcome.kind === 'blocked'
        ? { name: 'blocked', open, by: outcome }
        : { name: 'outcome', reviewId: open.reviewId, outcome, recordId },
    );
    this.parts.ended(open, ended, open.title);
    return ended;
  }

  /** Looks for what is not settled; where all is, asks the portal whether what blocks an order still stands there. */
  private async checkShown(signal: AbortSignal): Promise<void> {
    const { stage } = this;
    if (stage.name === 'blocked' && !this.isWaiting) {
      return this.askAgainWhileBlocked(stage.open, signal);
    }
    try {
      await this.parts.settling.check(this.shownRecords(), { signal });
    } finally {
      await this.recordsChanged();
    }
  }

  /** Asks the portal anew; a form that would order something else by now, or gets no answer, goes back to its review. */
  private async askAgainWhileBlocked(open: OpenReview, calledOff?: AbortSignal): Promise<void> {
    const { body } = open.request;
    const asked = await open.ask(calledOff);
    if (asked === 'left' || calledOff?.aborted || !this.isAt(open)) {
      return;
    }
    if (asked === 'failed' || open.request.body !== body) {
      this.enter({ name: 'review', open });
    } else {
      await this.recordsChanged();
    }
  }

  /** One look after the other: changes come faster than the disk answers, and the newest has the last word. */
  private recordsChanged(): Promise<void> {
    const look = this.lastLook.then(() => this.lookAtRecords());
    this.lastLook = look.catch(() => undefined);
    return look;
  }

  /** What blocks this order may have been settled, here or in another window: then it can be placed. */
  private async lookAtRecords(): Promise<void> {
    const { stage } = this;
    if (stage.name === 'blocked') {
      const { open } = stage;
      const { order } = open;
      const by = order && (await this.parts.placement.blockedBy(order));
      if (order && this.stage === stage) {
        this.enter(by ? { name: 'blocked', open, by } : { name: 'review', open });
      }
    } else if (stage.name === 'outcome') {
      this.parts.changed();
    }
  }
}
