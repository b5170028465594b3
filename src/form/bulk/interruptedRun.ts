import { l10n } from 'vscode';
import { Emitter, Owner } from '../../portal/emitter';
import type { RunHead, RunStanding } from '../../orders/bulkRunFile';
import { type RowState, mayBeOrdered, orderedSince, stateOfRow } from '../../orders/bulkRunRows';
import { type EntryId, isOpen } from '../../orders/entry';
import type { FormValues } from '../../orders/formValues';
import type { Journal } from '../../orders/journal';
import { type Reorder, reorderOf } from '../../orders/reorder';
import type { OrderBody } from '../../orders/request';
import { type OrderContents, readOrderContents } from '../../orders/subject';
import type { Session } from '../../portal/session';
import { timeText } from '../../text/dateTexts';
import { entryServiceText } from '../../text/orderTexts';
import { plainText, shortText } from '../../text/plainText';
import type { FormTarget } from '../facts';
import type { FormOwner } from '../contract';
import { FormSession, sandboxOwner } from '../formSession';
import type { BulkTarget } from './bulkOrderDeps';
import { bulkTitle } from './bulkView';
import { enteredValues } from './commonFields';
import type { BulkDraft, BulkRowView, BulkState } from './contract';
import { nothingReviewed } from './rowReview';
import { countsText, rowOfRun, untickedIf } from './runTexts';

export interface InterruptedRunDeps {
  readonly journal: Journal;
  readonly session: Session;
  /** Finds out how far the run is now. */
  readonly check: () => Promise<Checked>;
  /** Called once when the user has seen that the run was interrupted. */
  readonly seen: () => void;
}

/** How far a run is, and whether the journal can say what became of its orders. */
export interface Checked {
  readonly standing: RunStanding;
  /** Why the journal cannot be read; empty if it can. It is then at least as new as the rest. */
  readonly unreadable: string;
}

/** Milliseconds between two checks for what no event reports: that another window has ended, that a disk is back. */
const checkInterval = 1000;

/**
 * A run that this window does not place: it was interrupted, it ended before the window was reloaded, or another window
 * still places it. Shows what became of each order.
 */
export class InterruptedRun extends Owner {
  private readonly changed = this.own(new Emitter<undefined>());
  private timer: NodeJS.Timeout | undefined;
  private isDisposed = false;
  private wasSeen = false;
  /** The journal entries that were there at some time. */
  private readonly recorded = new Set<EntryId>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: InterruptedRunDeps,
    readonly head: RunHead,
    private checked: Checked,
  ) {
    super();
    this.own(deps.journal.onDidChange(() => this.changed.fire(undefined)));
    this.checkLater();
  }

  override dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    super.dispose();
  }

  /** The page is in front of the user. */
  seen(): void {
    const { standing, unreadable } = this.checked;
    if (standing === 'interrupted' && unreadable === '' && !this.wasSeen) {
      this.wasSeen = true;
      this.deps.seen();
    }
  }

  private get isElsewhere(): boolean {
    return this.checked.standing === 'placing';
  }

  private checkLater(): void {
    if ((this.isElsewhere || this.checked.unreadable !== '') && !this.isDisposed) {
      this.timer = setTimeout(() => void this.check(), checkInterval);
    }
  }

  private async check(): Promise<void> {
    this.checked = await this.deps.check();
    this.changed.fire(undefined);
    this.checkLater();
  }

  get states(): readonly RowState[] {
    // Without the journal, every order would seem never sent.
    return this.head.rows.map((row) =>
      this.checked.unreadable === '' ? this.stateOf(row.entryId) : { kind: 'unreadable' },
    );
  }

  private stateOf(entryId: EntryId): RowState {
    const note = this.recorded.has(entryId) ? ({ kind: 'recorded' } as const) : undefined;
    const state = stateOfRow({ entryId }, note, this.deps.journal);
    if (state.kind === 'entry') {
      this.recorded.add(entryId);
    }
    return state;
  }

  get isWaiting(): boolean {
    return this.states.some((state) => state.kind === 'entry' && isOpen(state.entry));
  }

  get state(): BulkState {
    const { head, states, checked } = this;
    return {
      // Several may come back at once.
      title: `${bulkTitle(head.operation, head.rows.length)} · ${timeText(head.createdAt)}`,
      sandbox: head.sandbox ? l10n.t('Sandbox: nothing is bought') : '',
      signInNeeded: new FormSession(this.deps.session).lines.signInNeeded,
      note: '',
      phase: checked.standing === 'ended' ? 'ended' : 'interrupted',
      common: [],
      commonValues: {},
      rows: head.rows.map((row, index) => {
        const ordered = contentsOf(row.body);
        const { instanceName, serviceName } = row;
        const view = rowOfRun(
          {
            productNo: ordered?.productNo ?? '',
            name: plainText(shortText(instanceName)),
            order: ordered ? entryServiceText({ ordered, serviceName }) : plainText(shortText(serviceName)),
            index,
          },
          states[index] ?? { kind: 'neverSent' },
        );
        return { ...view, status: this.statusWith(view.status, row.body, states[index]) };
      }),
      reviewed: nothingReviewed,
      total: '',
      message: [checkedText(checked), `${countsText(states)}.`].filter((text) => text !== '').join(' '),
      isReading: false,
      mayRetry: false,
      reviewId: '',
      place: '',
      pause: 0,
      isRefused: false,
      isStopping: false,
      hasRest: this.rest !== undefined,
      target: '',
      draft: this.draft,
    };
  }

  get draft(): BulkDraft {
    const { operation, id } = this.head;
    return {
      form: 'bulkOrder',
      operation,
      service: '',
      targets: [],
      common: {},
      own: [],
      unticked: [],
      run: id,
    };
  }

  private get owner(): FormOwner {
    const { sandbox, baseUrl, account } = this.head;
    return sandbox ? sandboxOwner : { portal: baseUrl, account };
  }

  /** Adds to the status of a row what the run’s file no longer shows of it. */
  private statusWith(
    status: BulkRowView['status'],
    body: OrderBody,
    state: RowState | undefined,
  ): BulkRowView['status'] {
    if (this.isElsewhere && state?.kind === 'neverSent') {
      return { kind: 'none', text: l10n.t('not sent yet') };
    }
    if (orderAgain(body) || !state || mayBeOrdered(state)) {
      return status;
    }
    const text = l10n.t('Its request cannot be read, so Review the Rest leaves it out.');
    return { kind: 'warning', text: [`${status.text}.`, text].join(' ') };
  }

  /**
   * The orders that were certainly not placed, for a new bulk order; undefined when there are none, and while another
   * window may still place them.
   */
  get rest(): BulkTarget | undefined {
    const { head, states } = this;
    if (this.isElsewhere) {
      return undefined;
    }
    const orders = head.rows.flatMap((row, index): RestOrder[] => {
      const state = states[index];
      const reorder = orderAgain(row.body);
      if (!state || mayBeOrdered(state) || !reorder) {
        return [];
      }
      const { productId, productNo, values } = reorder;
      const { serviceId } = values;
      const target = {
        operation: head.operation,
        productId,
        productName: '',
        productNo,
        instanceName: row.instanceName,
        service: serviceId === undefined ? undefined : { serviceId },
      };
      return [{ target, values, wasOrdered: orderedSince(head, row, this.deps.journal) }];
    });
    return orders.length === 0
      ? undefined
      : {
          operation: head.operation,
          targets: orders.map(({ target }) => target),
          ...untickedIf(orders.map(({ wasOrdered }) => wasOrdered)),
          entered: enteredValues(orders.map(({ values }) => values)),
          owner: this.owner,
        };
  }
}

/** An order of a new bulk order. */
interface RestOrder {
  readonly target: FormTarget;
  readonly values: FormValues;
  readonly wasOrdered: boolean;
}

function checkedText({ standing, unreadable }: Checked): string {
  if (unreadable !== '') {
    return l10n.t(
      'The order journal cannot be read, so the outcome of these orders is unknown: {0}. No further order is sent automatically.',
      unreadable,
    );
  }
  switch (standing) {
    case 'placing':
      return l10n.t('Another window of VS Code is still placing this bulk order. It can be stopped there.');
    case 'interrupted':
      return l10n.t('This bulk order was interrupted. No further order is sent automatically.');
    case 'ended':
      return '';
  }
}

/** Reads what a row was to order; undefined if the run’s file is damaged there. */
function contentsOf(body: OrderBody): OrderContents | undefined {
  try {
    return readOrderContents(body);
  } catch {
    return undefined;
  }
}

/** Returns what a new bulk order has to order for a row; undefined if that cannot be read. */
function orderAgain(body: OrderBody): Reorder | undefined {
  try {
    return reorderOf(body);
  } catch {
    return undefined;
  }
}
