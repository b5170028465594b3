import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import { Emitter, Owner } from '../../portal/emitter';
import { BulkRun } from '../../orders/bulkRun';
import { newRunId } from '../../orders/bulkRunFile';
import { isOpen } from '../../orders/entry';
import type { FormValues } from '../../orders/formValues';
import type { OrderBody } from '../../orders/request';
import type { FormTarget } from '../facts';
import { FormSession } from '../formSession';
import type { BulkDraft, BulkPhase, BulkState } from './contract';
import { draftOf } from './bulkDraft';
import type { BulkOrderDeps, BulkTarget } from './bulkOrderDeps';
import { BulkRow } from './bulkRow';
import { bulkState } from './bulkView';
import { commonFields, commonValues } from './commonFields';
import { areStillAsShown, placeQuestion, rowListener, rowsToPlace, untickDuplicates } from './placeQuestion';
import { ReviewedSession, sessionChangedText } from './reviewedSession';
import { RowReader, type RowTask } from './rowReader';
import { SharedRecent } from './sharedRecent';

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
  private allRows: readonly BulkRow[];
  private common: FormValues;
  private current: Extract<BulkPhase, 'edit' | 'checking' | 'review'> = 'edit';
  private message = '';
  private reviewId = '';
  private isConfirming = false;
  private isClosed = false;
  private readonly reader = new RowReader(() => this.changed.fire(undefined));
  private signInId: string | undefined;
  /** The session and the settings at the review. */
  private reviewed: ReviewedSession | undefined;
  private endedRun: BulkRun | undefined;
  private readonly changed = this.own(new Emitter<undefined>());
  private readonly recent: SharedRecent;
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
    this.common = draft?.common ?? {};
    this.recent = new SharedRecent(deps.recentOrders, () => about.targets.map(({ productNo }) => productNo));
    this.allRows = about.targets.map((target, index) =>
      this.newRow(
        target,
        draft?.own[index] ?? {},
        !(draft?.unticked ?? about.unticked ?? []).includes(index),
      ),
    );
    this.own(deps.journal.onDidChange(() => this.changed.fire(undefined)));
  }

  get rows(): readonly BulkRow[] {
    return this.allRows;
  }

  get phase(): BulkPhase {
    return this.run?.phase.name ?? this.current;
  }

  /** Whether a run is under way or paused. */
  get isRunning(): boolean {
    return this.run !== undefined && this.run.phase.name !== 'ended';
  }

  /** Whether an order of the run is of unknown outcome. */
  get isWaiting(): boolean {
    return this.run?.states.some((state) => state.kind === 'entry' && isOpen(state.entry)) ?? false;
  }

  /** The values that are the same for all rows, with the suggestions that apply. */
  get values(): FormValues {
    return commonValues(this.common, this.rows);
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
    return draftOf(this, this.common);
  }

  get state(): BulkState {
    return bulkState(this, {
      message: this.message,
      reviewId: this.reviewId,
      isReading: this.reader.isReading,
    });
  }

  /** Reads what the rows need and have not read yet, a few at a time. Resolves when all is read, or it was cancelled. */
  async load(): Promise<void> {
    if (this.deps.session.state.kind !== 'signedIn' || this.ownSession.isFrozen) {
      return;
    }
    this.signInId = this.deps.session.state.signInId;
    this.rows.forEach((row) => row.mayRead(true));
    await this.read((row, signal) => row.read(this.values, signal, row.hasFailed));
    // What the first rows reported may suggest common values.
    await this.read((row, signal) => row.read(this.values, signal, false));
  }

  /** Stops reading; rows that were not read stay so. */
  cancel(): void {
    this.rows.forEach((row) => row.mayRead(false));
    this.reader.cancel();
  }

  setCommon(name: string, value: string): void {
    if (this.current === 'edit' && !this.run && !this.ownSession.isFrozen) {
      this.common = { ...this.common, [name]: value };
      this.changed.fire(undefined);
      void this.read((row, signal) => row.read(this.values, signal, false));
    }
  }

  enter(index: number, name: string, value: string): void {
    if (this.current === 'edit' && !this.run) {
      this.rows[index]?.enter(name, value);
    }
  }

  tick(indexes: readonly number[], isTicked: boolean): void {
    if (this.current === 'checking' || this.run || this.isConfirming) {
      return;
    }
    for (const index of indexes) {
      const row = this.rows[index];
      if (row) {
        row.isTicked = isTicked;
      }
    }
    this.changed.fire(undefined);
  }

  /**
   * Shows the ordered rows for review: reads the portal's recent orders once, and everything else for each row.
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
    const rows = this.ordered;
    if (rows.length === 0) {
      throw new Error(l10n.t('No row can be ordered. The status of each row says why.'));
    }
    this.current = 'checking';
    this.reviewed = new ReviewedSession(this.deps);
    this.message = '';
    this.changed.fire(undefined);
    this.recent.begin();
    await this.read((row) => (rows.includes(row) ? row.submit() : Promise.resolve()));
    await this.showReview(rows);
  }

  /** Goes back to the table; the review can no longer be placed. */
  edit(): void {
    if (this.run || this.isConfirming) {
      return;
    }
    this.reader.cancel();
    this.current = 'edit';
    this.message = '';
    this.rows.forEach((row) => row.edit());
    this.changed.fire(undefined);
  }

  /** The requests of the review, with their PBXes. */
  get requests(): readonly { readonly body: OrderBody; readonly productNo: string }[] {
    return this.ordered.flatMap(({ review, target }) =>
      review ? [{ body: review.request.body, productNo: target.productNo }] : [],
    );
  }

  /**
   * Asks the user, and places the reviewed orders if they agree. What is older than a few minutes is asked again first;
   * if something has changed, it is shown, and nothing is placed.
   *
   * @throws Error with a text for the user.
   */
  async place(reviewId: string): Promise<void> {
    const rows = this.ordered;
    if (this.current !== 'review' || this.run || this.isConfirming || reviewId !== this.reviewId) {
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
      const why = this.isReviewed(reviewId) ? this.whyOver() : sessionChangedText();
      if (why !== undefined) {
        throw new Error(why);
      }
      await this.start(rows);
    } finally {
      this.isConfirming = false;
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
   * Freezes in the session of another portal or account. In a new one of its own, everything is asked again. A run ends
   * by itself before its next order.
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
      this.cancel();
      const before = this.allRows;
      this.current = 'edit';
      this.allRows = before.map(({ target, entered, isTicked }) => this.newRow(target, entered, isTicked));
      before.forEach((row) => row.dispose());
      void this.load();
    }
    this.changed.fire(undefined);
  }

  override dispose(): void {
    this.isClosed = true;
    this.cancel();
    super.dispose();
    this.rows.forEach((row) => row.dispose());
  }

  private newRow(target: FormTarget, entered: FormValues, isTicked: boolean): BulkRow {
    const { recent, deps } = this;
    const row = new BulkRow({ ...deps, recentOrders: recent, orderEnded: () => undefined }, target, {
      entered,
      isTicked,
    });
    row.onDidChange(() => this.changed.fire(undefined));
    return row;
  }

  private read(task: RowTask): Promise<void> {
    return this.reader.read(this.rows, task);
  }

  private async showReview(rows: readonly BulkRow[]): Promise<void> {
    await untickDuplicates(rows, this.deps.placement);
    if (this.isChecking) {
      this.current = 'review';
      this.reviewId = randomUUID();
      this.changed.fire(undefined);
    }
  }

  private get isChecking(): boolean {
    return this.current === 'checking';
  }

  private async isStillAsShown(rows: readonly BulkRow[]): Promise<boolean> {
    const askAgain = (outdated: readonly BulkRow[]) => {
      this.recent.begin();
      return this.read(async (row) => {
        await (outdated.includes(row) ? row.review?.ask() : undefined);
      });
    };
    if (await areStillAsShown(rows, this.deps, askAgain)) {
      return true;
    }
    this.message = l10n.t(
      'Something has changed since the review. The rows say what; check them, then place the orders.',
    );
    this.reviewId = randomUUID();
    return false;
  }

  private isReviewed(reviewId: string): boolean {
    return this.current === 'review' && reviewId === this.reviewId && !this.isClosed;
  }

  /** Returns why no further order may be sent; undefined if it may. */
  private whyOver(): string | undefined {
    return this.reviewed?.whyOver(this.deps);
  }

  private async start(rows: readonly BulkRow[]): Promise<void> {
    const { deps, recent, about, ownSession, runId: id } = this;
    const first = rows[0]?.review?.order;
    if (!first || !rows.every(({ review }) => review?.order)) {
      throw notUnderReview();
    }
    const { baseUrl, sandbox } = first;
    const listening = { endedBy: () => this.whyOver(), rowEnded: rowListener(rows, deps.rowEnded) };
    const run = await BulkRun.create(
      { ...deps.run, ...listening },
      { id, baseUrl, sandbox, account: ownSession.owner?.account ?? '', operation: about.operation },
      rowsToPlace(rows, recent),
    );
    this.message = '';
    this.placed = rows;
    this.run = run;
    run.onDidChange(() => {
      this.changed.fire(undefined);
      if (run.phase.name === 'ended' && this.endedRun !== run) {
        this.endedRun = run;
        deps.runEnded(this);
      }
    });
    // Its tab may have been closed while the run was written.
    void (this.isClosed ? run.stop() : undefined);
    void run.start();
  }

  /** The fields whose value is the same for all rows. */
  get commonFields() {
    return commonFields(this.rows, this.common);
  }
}

function notUnderReview(): Error {
  return new Error(l10n.t('These orders are no longer under review. Nothing was sent. Review them again.'));
}
