import { l10n } from 'vscode';
import { Emitter, Owner } from '../../portal/emitter';
import type { RunHead } from '../../orders/bulkRunFile';
import { type RowState, mayBeOrdered, stateOfRow } from '../../orders/bulkRunRows';
import { isOpen } from '../../orders/entry';
import type { FormValues } from '../../orders/formValues';
import type { Journal } from '../../orders/journal';
import { reorderOf } from '../../orders/reorder';
import { readOrderContents } from '../../orders/subject';
import type { Session } from '../../portal/session';
import { entryServiceText } from '../../text/orderTexts';
import { plainText, shortText } from '../../text/plainText';
import type { FormTarget } from '../facts';
import type { FormOwner } from '../contract';
import { FormSession, sandboxOwner } from '../formSession';
import type { BulkTarget } from './bulkOrderDeps';
import { bulkTitle } from './bulkView';
import { enteredValues } from './enteredValues';
import type { BulkDraft, BulkState } from './contract';
import { nothingReviewed } from './rowReview';
import { countsText, rowOfRun } from './runTexts';

/** A run that this window did not finish, or finished before it was reloaded: what became of each order. */
export class InterruptedRun extends Owner {
  private readonly changed = this.own(new Emitter<undefined>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: { readonly journal: Journal; readonly session: Session },
    readonly head: RunHead,
    private readonly hasEnded: boolean,
  ) {
    super();
    this.own(deps.journal.onDidChange(() => this.changed.fire(undefined)));
  }

  get states(): readonly RowState[] {
    return this.head.rows.map((row) => stateOfRow(row, undefined, this.deps.journal));
  }

  get isWaiting(): boolean {
    return this.states.some((state) => state.kind === 'entry' && isOpen(state.entry));
  }

  get state(): BulkState {
    const { head, states, hasEnded } = this;
    return {
      title: bulkTitle(head.operation, head.rows.length),
      sandbox: head.sandbox ? l10n.t('Sandbox: nothing is bought') : '',
      signInNeeded: new FormSession(this.deps.session).lines.signInNeeded,
      note: '',
      phase: hasEnded ? 'ended' : 'interrupted',
      common: [],
      commonValues: {},
      rows: head.rows.map((row, index) => {
        const ordered = readOrderContents(row.body);
        const { instanceName, serviceName } = row;
        return rowOfRun(
          {
            productNo: ordered.productNo ?? '',
            name: plainText(shortText(instanceName)),
            order: entryServiceText({ ordered, serviceName }),
            index,
          },
          states[index] ?? { kind: 'neverSent' },
        );
      }),
      reviewed: nothingReviewed,
      total: '',
      message: [
        hasEnded ? '' : l10n.t('This bulk order was interrupted. No further order is sent automatically.'),
        `${countsText(states)}.`,
      ]
        .filter((text) => text !== '')
        .join(' '),
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

  /** The orders that were certainly not placed, for a new bulk order; undefined when there are none. */
  get rest(): BulkTarget | undefined {
    const { head, states } = this;
    const orders = head.rows.flatMap((row, index): { target: FormTarget; values: FormValues }[] => {
      const state = states[index];
      const reorder = reorderOf(row.body);
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
      return [{ target, values }];
    });
    return orders.length === 0
      ? undefined
      : {
          operation: head.operation,
          targets: orders.map(({ target }) => target),
          note: '',
          entered: enteredValues(orders.map(({ values }) => values)),
          owner: this.owner,
        };
  }
}
