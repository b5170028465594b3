import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import { covers } from '../../orders/duplicates';
import type { OrderPlacement } from '../../orders/place';
import type { RecentOrderList, RecentOrders } from '../../orders/recentOrders';
import { comparableSerialNumber } from '../../orders/subject';
import type { Session } from '../../portal/session';
import { signInOf } from '../../portal/sessionTokens';
import type { BulkOrderDeps } from './bulkOrderDeps';
import type { BulkRow } from './bulkRow';
import { RowReader } from './rowReader';

/** The review of the rows of a bulk order: what it looks up, what it was made for, and whether it still holds. */
export class BulkReview {
  /** The portal's recent orders, which all rows share. */
  readonly recent: SharedRecent;
  private readonly reader: RowReader;
  private current = '';
  /** The session and the settings at the review. */
  private session: ReviewedSession | undefined;

  /**
   * @param serialNumbers Returns those of all rows.
   * @param changed Called when its lookups begin or end.
   */
  constructor(
    private readonly deps: BulkOrderDeps,
    serialNumbers: () => readonly string[],
    changed: () => void,
  ) {
    this.recent = new SharedRecent(deps.recentOrders, serialNumbers);
    this.reader = new RowReader(changed);
  }

  /** Id of the review that is shown or prepared; a new one whenever it shows something else. */
  get id(): string {
    return this.current;
  }

  get isReading(): boolean {
    return this.reader.isReading;
  }

  /** @returns The id of the review that begins. */
  begin(): string {
    this.current = randomUUID();
    return this.current;
  }

  /** Resolves when nothing of what the rows had requested is missing. */
  async settled(rows: readonly BulkRow[]): Promise<void> {
    await this.reader.read(rows, (row, signal) => row.loaded(signal));
  }

  /** Looks up what the review of each row shows, in the session and with the settings of now. */
  async lookUp(rows: readonly BulkRow[]): Promise<void> {
    this.session = new ReviewedSession(this.deps);
    this.recent.begin();
    await this.reader.read(rows, (row) => row.submit());
  }

  /** Unticks the rows that may repeat an order. */
  async findDuplicates(rows: readonly BulkRow[]): Promise<void> {
    await untickDuplicates(rows, this.deps.placement);
  }

  cancel(): void {
    this.reader.cancel();
  }

  /** Looks up again what is outdated. If something has changed, the review has another id afterwards. */
  async isStillAsShown(rows: readonly BulkRow[]): Promise<boolean> {
    const askAgain = async (outdated: readonly BulkRow[]) => {
      this.recent.begin();
      await this.reader.read(outdated, async (row) => {
        await row.review?.ask();
      });
    };
    const isAsShown = await areStillAsShown(rows, this.deps, askAgain);
    if (!isAsShown) {
      this.begin();
    }
    return isAsShown;
  }

  /** Returns why no further order may be sent; undefined if it may. */
  endedBy(): string | undefined {
    return this.session?.endedBy(this.deps);
  }
}

/**
 * Finds out which orders the rows may repeat, and unticks each row with one that the user has not seen yet.
 *
 * @returns Whether there is such a row.
 */
async function untickDuplicates(rows: readonly BulkRow[], placement: OrderPlacement): Promise<boolean> {
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
async function areStillAsShown(
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

interface SessionAndSettings {
  readonly session: Session;
  /** Returns the settings that decide where and how orders are sent, as a text that can be compared. */
  readonly settingsNow: () => string;
}

/** The session and the settings in which orders were reviewed; they are sent in no others. */
class ReviewedSession {
  private readonly signInId: string | undefined;
  private readonly settings: string;

  constructor(deps: SessionAndSettings) {
    this.signInId = signInOf(deps.session);
    this.settings = deps.settingsNow();
  }

  /** Returns why no further order may be sent; undefined if it may. */
  endedBy(deps: SessionAndSettings): string | undefined {
    if (this.signInId === undefined || signInOf(deps.session) !== this.signInId) {
      return sessionChangedText();
    }
    return deps.settingsNow() === this.settings
      ? undefined
      : l10n.t('A setting has changed since the review, so no further order is sent. Review the rest again.');
  }
}

export function sessionChangedText(): string {
  return l10n.t(
    'The session has changed since the review, so no further order is sent. Review the rest again.',
  );
}

/** Milliseconds that reading the portal's recent orders may take for all rows together. */
const longestWait = 60_000;

/**
 * Reads the portal's recent orders once for all rows of a bulk order: whoever asks while a round lasts gets the same
 * answer.
 */
class SharedRecent implements Pick<RecentOrders, 'read'> {
  private round: Promise<RecentOrderList> | undefined;

  constructor(
    private readonly recentOrders: Pick<RecentOrders, 'read'>,
    /** Returns the serial numbers of all rows. */
    private readonly serialNumbers: () => readonly string[],
  ) {}

  /** Begins a new round: what was read before is no longer current. */
  begin(): void {
    this.round = undefined;
  }

  /** Returns what the round has read. A failure ends the round, so that the next call reads again. */
  read(): Promise<RecentOrderList> {
    const own = new Set(this.serialNumbers().map(comparableSerialNumber));
    const reading = (this.round ??= this.recentOrders.read(
      ({ productNo }) => productNo === undefined || own.has(comparableSerialNumber(productNo)),
      AbortSignal.timeout(longestWait),
    ));
    reading.catch(() => {
      if (this.round === reading) {
        this.round = undefined;
      }
    });
    return reading;
  }
}
