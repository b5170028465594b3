import { join } from 'node:path';
import { commands, l10n, window } from 'vscode';
import pLimit from 'p-limit';
import { DueDateReading } from '../commands/readDueDates';
import { CalendarPanel } from '../form/calendarPanel';
import { countText } from '../text/counts';
import { productName } from '../text/orderTexts';
import type { Journal } from '../orders/journal';
import { isRenewal } from '../orders/subject';
import type { PortalClient } from '../portal/client';
import { Owner } from '../portal/emitter';
import { pagesAtOnce } from '../portal/pagedList';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import { type PortalText, readAs, wholeNumber } from '../portal/values';
import { calendarDayOf } from '../portal/writtenDay';
import { removeUnused } from '../renewals/dueDateFile';
import type { DueDate } from '../renewals/dueDate';
import { DueDates } from '../renewals/dueDates';
import { NoticeFile } from '../renewals/noticeFile';
import { type Renewal, dueWithin, groupRenewals } from '../renewals/renewalGroups';
import { settings } from '../settings';
import { renewalsViewId } from '../tree/contextKeys';
import { type InstanceLists, instanceList } from '../tree/instanceLists';
import { journalEntriesFor } from '../tree/journalRows';
import { RenewalsView } from '../tree/renewalsView';
import type { Activation } from './activation';
import { findOrderedRenewals } from '../renewals/orderedRenewals';

export interface RenewalsDeps {
  readonly client: PortalClient;
  readonly session: Session;
  readonly lists: InstanceLists;
  readonly journal: Journal;
  /** Returns the current status of an order if the portal's list of orders is loaded. */
  readonly statusOf: (orderNo: PortalText) => PortalText | undefined;
  /** Renews the PBXes that were selected in the calendar. */
  readonly renew: (renewals: readonly Renewal[]) => void;
}

/** Milliseconds after which the unchanged file of an account is deleted. */
const year = 365 * 24 * 60 * 60 * 1000;

/** Everything that knows and shows when subscriptions end. */
export class Renewals extends Owner {
  readonly dueDates: DueDates;
  readonly view: RenewalsView;
  readonly reading: DueDateReading;
  readonly calendar: CalendarPanel;
  private readonly folder: string;
  /** Orders that were placed before this started need no reading: nothing is read unless a user or an order asks. */
  private readonly startedAt = Date.now();
  /** The journal entries of renewals after which the due date was read. */
  private readonly readAfter = new Set<string>();
  /** PBXes that were renewed and whose due date is to be read. */
  private readonly renewed: Pick<DueDate, 'productId' | 'productNo'>[] = [];
  private isReadingRenewed = false;

  constructor(
    private readonly activation: Pick<Activation, 'context' | 'log' | 'renewals'>,
    private readonly deps: RenewalsDeps,
  ) {
    super();
    const { context, log, renewals } = activation;
    const { client, session, lists, journal } = deps;
    this.folder = join(context.globalStorageUri.fsPath, 'renewals');
    this.dueDates = this.own(new DueDates({ folder: this.folder, client, log }));
    this.reading = new DueDateReading({
      dueDates: this.dueDates,
      session,
      log,
      sources: async () => {
        await lists.open();
        const limit = pLimit(pagesAtOnce);
        return lists.products.map(({ productId }) => ({
          productId,
          list: instanceList(client, productId, limit),
        }));
      },
    });
    this.view = this.own(
      new RenewalsView(
        {
          dueDates: this.dueDates,
          lists,
          session,
          entries: () => journalEntriesFor(journal, session.state),
          statusOf: deps.statusOf,
          noticeDays: () => settings().renewalNoticeDays,
        },
        renewals.tree,
        renewals.changed,
      ),
    );
    this.calendar = this.own(
      new CalendarPanel({
        extensionUri: context.extensionUri,
        renewals: () => this.view.renewals({ text: '', products: new Map() }),
        onDidChange: (listener) => this.view.onDidRefresh(listener),
        productName: (productId) =>
          productName(
            lists.products.find((product) => product.productId === productId) ?? {
              productId,
              name: undefined,
            },
          ),
        notes: () => this.view.notes().filter((note) => note !== undefined),
        renew: deps.renew,
      }),
    );
    this.own(journal.onDidChange(() => this.journalChanged()));
    this.own(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) {
          void this.notify();
        }
      }),
    );
  }

  /** Switches to the due dates of the new session. */
  sessionChanged(): void {
    this.view.sessionChanged();
    void this.view
      .whenOpen()
      .then(() => this.notify())
      .then(() => removeUnused(this.folder, Date.now() - year));
  }

  /**
   * Notifies about subscriptions that newly end within the days of the setting, once a day at most, from what is on disk.
   * Never rejects.
   */
  async notify(): Promise<void> {
    const { session, journal, statusOf } = this.deps;
    const { state, account } = session;
    const { renewalNoticeDays } = settings();
    if (state.kind !== 'signedIn' || account === undefined || isSandbox(state) || renewalNoticeDays === 0) {
      return;
    }
    const now = new Date();
    const today = calendarDayOf(now);
    const orderedFor = findOrderedRenewals(journalEntriesFor(journal, state), statusOf, now.getTime());
    const due = dueWithin(groupRenewals(this.dueDates.all, { today, orderedFor }), renewalNoticeDays);
    if (due.length === 0) {
      return;
    }
    try {
      const file = new NoticeFile(this.folder, { baseUrl: state.baseUrl, account });
      const news = await file.take(
        due.map(({ date }) => date),
        today,
      );
      if (news.length > 0) {
        void showNotice(news.length, renewalNoticeDays);
      }
    } catch (error) {
      this.activation.log.warn(`Renewal notice: ${String(error)}`);
    }
  }

  /** Reads the due dates again of PBXes for which a renewal was placed. */
  private journalChanged(): void {
    const { journal, session } = this.deps;
    for (const { id, current, ordered } of journalEntriesFor(journal, session.state)) {
      const isNew = current.state === 'placed' && current.at >= this.startedAt && !this.readAfter.has(id);
      const productId = readAs(wholeNumber, ordered.productId);
      if (isNew && isRenewal(ordered) && ordered.productNo !== undefined && productId !== undefined) {
        this.readAfter.add(id);
        const { productNo } = ordered;
        if (this.dueDates.find({ productId, productNo })) {
          this.renewed.push({ productId, productNo });
        }
      }
    }
    void this.readRenewed();
    this.view.refresh();
  }

  /** Reads what was renewed. What is renewed meanwhile, as in a bulk order, is read together afterwards. */
  private async readRenewed(): Promise<void> {
    if (this.isReadingRenewed) {
      return;
    }
    this.isReadingRenewed = true;
    try {
      while (this.renewed.length > 0) {
        await this.dueDates.readAgain(this.renewed.splice(0));
      }
    } finally {
      this.isReadingRenewed = false;
    }
  }
}

async function showNotice(count: number, days: number): Promise<void> {
  const show = l10n.t('Show Renewals');
  const period = days === 1 ? l10n.t('1 day') : l10n.t('{0} days', days);
  const answer = await window.showInformationMessage(
    count === 1
      ? l10n.t('1 more PBX subscription ends within {0}.', period)
      : l10n.t('{0} more PBX subscriptions end within {1}.', countText(count), period),
    show,
  );
  if (answer === show) {
    await commands.executeCommand(`${renewalsViewId}.focus`);
  }
}
