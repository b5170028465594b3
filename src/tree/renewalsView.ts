import { type EventEmitter, type TreeView, env, l10n, window } from 'vscode';
import type { JournalEntry } from '../orders/entry';
import { Emitter, Owner } from '../portal/emitter';
import { pageSize } from '../portal/pagedList';
import type { Session } from '../portal/session';
import { isSameSession, isSandbox } from '../portal/sessionTokens';
import type { PortalText } from '../portal/values';
import { calendarDayOf } from '../portal/writtenDay';
import type { DueDates } from '../renewals/dueDates';
import { findOrderedRenewals } from '../renewals/orderedRenewals';
import {
  type Renewal,
  type RenewalFilter,
  type RenewalGroup,
  byMonth,
  countDueWithin,
  filterDueDates,
  groupRenewals,
  isFilteringRenewals,
} from '../renewals/renewalGroups';
import { explain, needsSignIn } from '../text/failureTexts';
import { countText } from '../text/counts';
import { timeText } from '../text/dateTexts';
import { plainText } from '../text/plainText';
import { renewalFormats } from '../text/renewalTexts';
import { renewalsViewId, setContextKey } from './contextKeys';
import type { InstanceLists } from './instanceLists';
import {
  type RenewalParentRow,
  type RenewalRowFormat,
  RenewalGroupRow,
  RenewalMonthRow,
  RenewalRow,
} from './rows/renewalRow';
import { MessageRow, type Row } from './rows/row';

/** How many requests a reading takes. */
interface ReadingEstimate {
  readonly instances: number;
  readonly requests: number;
}

interface RenewalsViewDeps {
  readonly dueDates: DueDates;
  readonly lists: InstanceLists;
  readonly session: Session;
  /** Returns the journal entries of this session. */
  readonly entries: () => readonly JournalEntry[];
  /** Returns the current status of an order if the portal's list of orders is loaded. */
  readonly statusOf: (orderNo: PortalText) => PortalText | undefined;
  /** Returns the number of days before the end of a subscription in which its row warns; 0 for none. */
  readonly noticeDays: () => number;
}

/** Days ahead that the view's description counts. */
const countedDays = 30;

/** The contents of the Renewals view: PBXes by when their subscriptions end. Shows what is known and reads nothing itself. */
export class RenewalsView extends Owner {
  private current: RenewalFilter | undefined;
  private opening: Promise<void> = Promise.resolve();
  private isRendering = false;
  /** The groups by filter until the next refresh: with 10,000 PBXes, each takes tens of milliseconds. */
  private readonly grouped = new Map<RenewalFilter | undefined, readonly RenewalGroup[]>();
  private shownDay = calendarDayOf(new Date());
  private readonly refreshed = this.own(new Emitter<undefined>());

  /** Fires when what is shown may have changed. */
  readonly onDidRefresh = this.refreshed.event;

  constructor(
    private readonly deps: RenewalsViewDeps,
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    super();
    const { dueDates, lists } = deps;
    this.own(dueDates.onDidChange(() => this.refresh()));
    this.own(lists.onDidChange(() => this.noteLists()));
    this.own(
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) {
          void dueDates.reload();
        }
      }),
    );
    this.own(
      window.onDidChangeWindowState(() => {
        if (calendarDayOf(new Date()) !== this.shownDay) {
          this.refresh();
        }
      }),
    );
  }

  /** Returns the rows below `row`, or the top-level rows. Never rejects: a failure becomes a row. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.topLevelRows();
    }
    if (row instanceof RenewalGroupRow) {
      const { format } = this;
      return row.group.id === 'later'
        ? byMonth(row.group.renewals).map((month) => new RenewalMonthRow(month, row, format))
        : renewalRows(row, format);
    }
    return row instanceof RenewalMonthRow ? renewalRows(row, this.format) : [];
  }

  private get format(): RenewalRowFormat {
    return { ...renewalFormats(env.language), noticeDays: this.deps.noticeDays() };
  }

  /** Draws the rows again from what is known. */
  refresh(): void {
    this.grouped.clear();
    if (!this.isRendering) {
      this.updateHeader();
      this.changed.fire(undefined);
      this.refreshed.fire(undefined);
    }
  }

  /** The current filter; undefined if the view shows everything. */
  get filter(): RenewalFilter | undefined {
    return this.current;
  }

  /** Filters the rows. Undefined, or a filter without criteria, shows everything. */
  async show(filter: RenewalFilter | undefined): Promise<void> {
    this.current = filter && isFilteringRenewals(filter) ? filter : undefined;
    this.refresh();
    await setContextKey('pbx.renewalsFiltered', this.current !== undefined);
  }

  /** Returns all known renewals that the filter shows, in the order of the view. */
  renewals(filter: RenewalFilter | undefined = this.current): readonly Renewal[] {
    return this.groups(filter).flatMap(({ renewals }) => renewals);
  }

  /** Switches to the due dates of the new session, unless the session has only ended. */
  sessionChanged(): void {
    const { dueDates, session } = this.deps;
    const { state, account } = session;
    if (state.kind !== 'ended') {
      void this.show(undefined);
      const owner =
        state.kind === 'signedIn' && account !== undefined ? { baseUrl: state.baseUrl, account } : undefined;
      this.opening = dueDates.open(owner, !isSandbox(state));
    }
    this.refresh();
  }

  /** Resolves when the due dates on disk have been read. */
  whenOpen(): Promise<void> {
    return this.opening;
  }

  /** Returns how many requests a first reading takes. The first pages of the lists have to be loaded. */
  private estimate(): ReadingEstimate {
    let instances = 0;
    let requests = 0;
    for (const { list } of this.deps.lists.products) {
      const total = list.total ?? list.rows.length;
      const without = list.rows.filter(({ expiry }) => expiry === undefined).length;
      instances += total;
      requests += Math.max(1, Math.ceil(total / pageSize));
      requests += list.rows.length === 0 ? 0 : Math.round((total * without) / list.rows.length);
    }
    return { instances, requests };
  }

  private async topLevelRows(): Promise<Row[]> {
    const { session, dueDates, lists } = this.deps;
    const { state } = session;
    await this.opening;
    this.grouped.clear();
    if (state.kind === 'signedIn' && dueDates.readAt === undefined) {
      await window.withProgress({ location: { viewId: renewalsViewId } }, () => lists.open());
    }
    if (!isSameSession(session.state, state)) {
      return this.topLevelRows();
    }
    if (state.kind === 'signedOut') {
      this.updateHeader();
      return [];
    }
    this.isRendering = true;
    try {
      this.noteLists();
    } finally {
      this.isRendering = false;
    }
    this.updateHeader();
    const formats = renewalFormats(env.language);
    const groups = this.groups(this.current).map((group) => new RenewalGroupRow(group, formats));
    return [...this.problemRows(), ...this.readingRow(), ...groups, ...this.emptyRow(groups.length)];
  }

  private problemRows(): Row[] {
    const { session, dueDates, lists } = this.deps;
    const first = lists.products.find(({ list }) => list.failure !== undefined)?.list.failure;
    const failure =
      dueDates.failure ?? (dueDates.all.length === 0 ? (first ?? lists.productsFailure) : undefined);
    if (session.state.kind === 'ended' || needsSignIn(failure)) {
      return [MessageRow.signInNeeded(undefined, l10n.t('The session has ended.'))];
    }
    return failure === undefined
      ? []
      : [
          MessageRow.failure(
            undefined,
            explain(failure),
            dueDates.failure === undefined ? 'pbx.refresh' : 'pbx.readDueDates',
          ),
        ];
  }

  /** Returns the row that offers the first reading, until one has been completed. */
  private readingRow(): Row[] {
    const { dueDates, session } = this.deps;
    const { instances, requests } = this.estimate();
    const isOffered =
      session.state.kind === 'signedIn' &&
      dueDates.readAt === undefined &&
      dueDates.failure === undefined &&
      instances > 0;
    return isOffered
      ? [
          MessageRow.readDueDates(
            requestsText(requests),
            l10n.t(
              'Reads the end dates of all PBXes ({0}). This takes about {1} to the portal.',
              countText(instances),
              requestsText(requests),
            ),
          ),
        ]
      : [];
  }

  private emptyRow(groupCount: number): Row[] {
    const { dueDates } = this.deps;
    if (groupCount > 0 || (dueDates.all.length === 0 && dueDates.readAt === undefined)) {
      return [];
    }
    return [
      MessageRow.empty(
        undefined,
        dueDates.all.length === 0 ? l10n.t('The portal lists no PBX.') : l10n.t('No PBX matches the filter.'),
      ),
    ];
  }

  private noteLists(): void {
    const { dueDates, lists } = this.deps;
    dueDates.notePages(lists.products.flatMap(({ list }) => list.loadedPages));
  }

  private groups(filter: RenewalFilter | undefined): readonly RenewalGroup[] {
    const { dueDates, entries, statusOf } = this.deps;
    const wanted = filter && isFilteringRenewals(filter) ? filter : undefined;
    const now = new Date();
    const today = calendarDayOf(now);
    if (today !== this.shownDay) {
      this.grouped.clear();
      this.shownDay = today;
    }
    const known = this.grouped.get(wanted);
    if (known) {
      return known;
    }
    const groups = groupRenewals(filterDueDates(dueDates.all, wanted), {
      today,
      orderedFor: findOrderedRenewals(entries(), statusOf, now.getTime()),
    });
    this.grouped.set(wanted, groups);
    return groups;
  }

  /** Shows in the view's description and message what applies to all rows. */
  private updateHeader(): void {
    const { session, dueDates } = this.deps;
    const inSandbox = isSandbox(session.state);
    const count = dueDates.all.length === 0 ? 0 : countDueWithin(this.groups(undefined), countedDays);
    this.view.description = [
      ...(inSandbox ? [l10n.t('Sandbox')] : []),
      ...(count === 0 ? [] : [l10n.t('{0} within {1} days', count, countedDays)]),
    ].join(' · ');
    const [sandbox, asOf] = this.notes();
    this.view.message = [sandbox, this.current && renewalFilterText(this.current), asOf]
      .filter((line) => line !== undefined)
      .join(' ');
  }

  /** Returns the sentence about the sandbox, and as of when the dates are; each undefined if it does not apply. */
  notes(): readonly [sandbox: string | undefined, asOf: string | undefined] {
    const { session, dueDates } = this.deps;
    const { readAt } = dueDates;
    return [
      isSandbox(session.state) ? l10n.t('Sandbox: nothing is bought.') : undefined,
      readAt === undefined || session.state.kind === 'signedOut'
        ? undefined
        : l10n.t('Due dates as of {0}.', timeText(readAt)),
    ];
  }
}

function renewalRows(parent: RenewalParentRow, format: RenewalRowFormat): Row[] {
  return parent.group.renewals.map((renewal) => new RenewalRow(renewal, parent, format));
}

/** Returns a number of requests in words. */
function requestsText(requests: number): string {
  return requests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', countText(requests));
}

/** Describes a filter for the user: its criteria, separated by commas. */
function renewalFilterText({ text, products }: RenewalFilter): string {
  const sought = text.trim();
  const criteria = [
    ...[...products.values()].map((name) => plainText(name)),
    ...(sought === '' ? [] : [`"${plainText(sought)}"`]),
  ];
  return l10n.t('Filter: {0}.', criteria.join(', '));
}
