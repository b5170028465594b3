import { l10n } from 'vscode';
import { Emitter, Owner } from '../../portal/emitter';
import type { BulkRun } from '../../orders/bulkRun';
import { newRunId } from '../../orders/bulkRunFile';
import { isOpen } from '../../orders/entry';
import type { FormValues } from '../../orders/formValues';
import type { OrderToPlace } from '../../orders/orderToPlace';
import type { Field } from '../contract';
import { FormSession } from '../formSession';
import type { BulkDraft, BulkPhase, BulkState } from './contract';
import type { BulkOrderDeps, BulkTarget } from './bulkOrderDeps';
import type { BulkRow } from './bulkRow';
import { BulkTable } from './bulkTable';
import { bulkState, draftOf } from './bulkView';
import { placeQuestion } from './askToPlace';
import { BulkReview, sessionChangedText } from './bulkReview';
import { createRun, notUnderReview } from './startRun';

/**
 * A bulk order: a table of single orders with common values, their review, and the run that places them. Nothing else
 * changes its phase.
 */
export class BulkOrder extends Owner {
  /**
   * The id that its run will have. The page saves it from the beginning: after a crash VS Code may bring back an older
   * state of the page than that of the run.
   */
  readonly runId: string;
  /** The placement of the reviewed rows; undefined before. */
  run: BulkRun | undefined;
  /** The rows of the run, in its order. */
  placed: readonly BulkRow[] = [];
  private readonly table: BulkTable;
  private current: Extract<BulkPhase, 'edit' | 'checking' | 'review'> = 'edit';
  private message = '';
  private isConfirming = false;
  private isClosed = false;
  private signInId: string | undefined;
  private endedRun: BulkRun | undefined;
  private readonly changed = this.own(new Emitter<undefined>());
  private readonly reviewed: BulkReview;
  /** The portal and the account that the bulk order belongs to; in any other session it is frozen. */
  readonly ownSession: FormSession;

  readonly onDidChange = this.changed.event;

  constructor(
    readonly deps: BulkOrderDeps,
    readonly about: BulkTarget,
    draft?: Pick<BulkDraft, 'common' | 'own' | 'unticked' | 'owner' | 'runId'>,
  ) {
    super();
    this.runId = draft?.runId ?? newRunId();
    this.ownSession = new FormSession(deps.session, draft?.owner ?? about.owner);
    this.reviewed = new BulkReview(
      deps,
      () => about.targets.map(({ productNo }) => productNo),
      () => this.changed.fire(undefined),
    );
    const { recent } = this.reviewed;
    this.table = this.own(
      new BulkTable({ ...deps, recentOrders: recent, orderEnded: () => undefined }, about, draft),
    );
    this.own(this.table.onDidChange(() => this.changed.fire(undefined)));
    this.own(deps.journal.onDidChange(() => this.changed.fire(undefined)));
  }

  get rows(): readonly BulkRow[] {
    return this.table.rows;
  }

  get phase(): BulkPhase {
    return this.run?.phase.name ?? this.current;
  }

  /** Whether a run is under way or paused. */
  get isRunning(): boolean {
    return this.run !== undefined && this.run.phase.name !== 'ended';
  }

  /** Whether the rows of the table are being read. */
  get isLoading(): boolean {
    return this.table.isReading;
  }

  /** Whether an order of the run is of unknown outcome. */
  get isWaiting(): boolean {
    return this.run?.states.some((state) => state.kind === 'entry' && isOpen(state.entry)) ?? false;
  }

  /** The fields whose value is the same for all rows. */
  get commonFields(): Field[] {
    return this.table.fields;
  }

  /** The values that are the same for all rows, with the suggestions that apply. */
  get values(): FormValues {
    return this.table.values;
  }

  /** The rows that are ordered: ticked, and without a problem. */
  get ordered(): readonly BulkRow[] {
    const { rows, current } = this;
    return rows.filter((row) =>
      current === 'review'
        ? row.isTicked && row.review?.isReady === true && row.duplicate?.beingPlaced !== true
        : row.isTicked && row.wasLoaded && !row.isLoading && row.problem === '',
    );
  }

  get draft(): BulkDraft {
    return draftOf(this, this.table.common);
  }

  get state(): BulkState {
    return bulkState(this, {
      message: this.message,
      reviewId: this.reviewed.id,
      isReading: this.isLoading || this.reviewed.isReading,
    });
  }

  /** Reads what the rows need and have not read yet, a few at a time. Resolves when all is read, or it was cancelled. */
  async load(): Promise<void> {
    const { state } = this.deps.session;
    if (state.kind === 'signedIn' && !this.ownSession.isFrozen) {
      this.signInId = state.signInId;
      await this.table.load();
    }
  }

  /** Stops reading; rows that were not read stay so. */
  cancel(): void {
    this.table.cancel();
  }

  setCommon(name: string, value: string): void {
    if (this.current === 'edit' && !this.run && !this.ownSession.isFrozen) {
      this.table.setCommon(name, value);
    }
  }

  enter(index: number, name: string, value: string): void {
    if (this.current === 'edit' && !this.run) {
      this.rows[index]?.enter(name, value);
    }
  }

  tick(indexes: readonly number[], isTicked: boolean): void {
    if (this.current !== 'checking' && !this.run && !this.isConfirming) {
      this.table.tick(indexes, isTicked);
    }
  }

  /**
   * Shows the ordered rows for review, once all that is being read has arrived: reads the portal's recent orders once,
   * and everything else for each row.
   *
   * @throws Error with a text for the user when nothing can be reviewed.
   */
  async review(): Promise<void> {
    if (this.current !== 'edit' || this.run) {
      return;
    }
    if (this.ownSession.isFrozen) {
      throw new Error(this.ownSession.frozenText);
    }
    const reviewId = this.beginReview();
    await this.table.settled();
    // Reading may have been cancelled, but what a row had requested by then is answered.
    const ticked = this.rows.filter(({ isTicked }) => isTicked);
    await this.reviewed.settled(ticked);
    if (!this.isChecking(reviewId)) {
      return;
    }
    const rows = this.ordered.filter(({ isOutdated }) => !isOutdated);
    if (rows.length === 0) {
      this.edit();
      throw new Error(l10n.t('No row can be ordered. The status of each row says why.'));
    }
    await this.reviewed.lookUp(rows);
    if (this.isChecking(reviewId)) {
      await this.reviewed.findDuplicates(rows);
    }
    if (this.isChecking(reviewId)) {
      this.current = 'review';
      this.changed.fire(undefined);
    }
  }

  /** Goes back to the table; the review can no longer be placed. */
  edit(): void {
    if (this.run || this.isConfirming) {
      return;
    }
    this.reviewed.cancel();
    this.current = 'edit';
    this.message = '';
    this.rows.forEach((row) => row.edit());
    this.changed.fire(undefined);
  }

  /** The requests of the review that is shown, with the portal that they are for; none otherwise. */
  get requests(): readonly Pick<OrderToPlace, 'body' | 'baseUrl'>[] {
    return this.phase === 'review' && !this.ownSession.isFrozen
      ? this.ordered.flatMap(({ review }) => (review ? [review.request] : []))
      : [];
  }

  /**
   * Asks the user, and places the reviewed orders if they agree. What is older than a few minutes is looked up again
   * first; if something has changed, the review shows it, and nothing is placed.
   *
   * @throws Error with a text for the user.
   */
  async place(reviewId: string): Promise<void> {
    const rows = this.ordered;
    if (this.current !== 'review' || this.run || this.isConfirming || reviewId !== this.reviewed.id) {
      throw notUnderReview();
    }
    if (rows.length === 0) {
      return;
    }
    this.isConfirming = true;
    try {
      if (
        !(await this.isStillAsShown(rows)) ||
        this.isClosed ||
        !(await this.deps.askToPlace(placeQuestion(rows, this.deps.session.state)))
      ) {
        return;
      }
      // The dialog may have been open for long.
      const why = this.isReviewed(reviewId) ? this.reviewed.endedBy() : sessionChangedText();
      if (why !== undefined) {
        throw new Error(why);
      }
      await this.start(rows);
    } finally {
      this.isConfirming = false;
      // It could not leave the review while the user was asked.
      if (this.ownSession.isFrozen) {
        this.edit();
      }
      this.changed.fire(undefined);
    }
  }

  /** Ends the run after the order under way. */
  async stop(): Promise<void> {
    await this.run?.stop();
  }

  /**
   * Goes on after a pause.
   *
   * @param pause The pause that the user has seen, as in BulkRun.pauses; the run does not go on after a later one.
   */
  async continue(pause: number, passRefused: boolean): Promise<void> {
    if (this.run?.pauses === pause) {
      await this.run.continue(passRefused);
    }
  }

  /**
   * Freezes in the session of another portal or account. In a new session of its own account, everything is looked up
   * again. A run ends by itself before its next order.
   */
  sessionChanged(): void {
    const { state } = this.deps.session;
    this.ownSession.follow();
    if (this.run || (state.kind === 'signedIn' && state.signInId === this.signInId)) {
      this.changed.fire(undefined);
      return;
    }
    if (this.ownSession.isFrozen) {
      this.edit();
    } else if (state.kind === 'signedIn') {
      this.reviewed.cancel();
      this.current = 'edit';
      this.table.renew();
      void this.load();
    }
    this.changed.fire(undefined);
  }

  override dispose(): void {
    this.isClosed = true;
    this.reviewed.cancel();
    super.dispose();
  }

  /** @returns The id of the review that begins. */
  private beginReview(): string {
    this.current = 'checking';
    this.message = '';
    const reviewId = this.reviewed.begin();
    this.changed.fire(undefined);
    return reviewId;
  }

  /** Whether this review is still being prepared: the user may have gone back, and begun another one. */
  private isChecking(reviewId: string): boolean {
    return this.current === 'checking' && this.reviewed.id === reviewId;
  }

  private async isStillAsShown(rows: readonly BulkRow[]): Promise<boolean> {
    if (await this.reviewed.isStillAsShown(rows)) {
      return true;
    }
    this.message = l10n.t(
      'Something has changed since the review. The rows say what; check them, then place the orders.',
    );
    return false;
  }

  private isReviewed(reviewId: string): boolean {
    return this.current === 'review' && reviewId === this.reviewed.id && !this.isClosed;
  }

  private async start(rows: readonly BulkRow[]): Promise<void> {
    const { deps, about, ownSession, runId: id } = this;
    const account = ownSession.owner?.account ?? '';
    const run = await createRun(rows, this.reviewed, deps, { id, account, operation: about.operation });
    this.message = '';
    this.placed = rows;
    this.run = run;
    run.onDidChange(() => {
      this.changed.fire(undefined);
      if (run.phase.name === 'ended' && this.endedRun !== run) {
        this.endedRun = run;
        deps.runEnded(rows.map(({ target }) => target));
      }
    });
    // Its tab may have been closed while the run was written.
    void (this.isClosed ? run.stop() : undefined);
    void run.start();
  }
}
