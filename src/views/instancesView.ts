import type { EventEmitter, TreeView } from 'vscode';
import { env, l10n, window } from 'vscode';
import type { Catalogue } from '../portal/catalogue';
import { UnauthorizedError } from '../portal/errors';
import type { Instance, InstanceDetail } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { explain } from '../explain';
import type { InstanceList } from './instanceList';
import { pageSize } from './instanceList';
import { instanceServices } from './instanceServices';
import { InstanceRow } from './rows/instanceRow';
import { LoadMoreRow } from './rows/loadMoreRow';
import { MessageRow } from './rows/messageRow';
import type { Row } from './rows/row';

export const instancesViewId = 'pbx.instances';

/** What the last successful look at an instance told. */
interface Known {
  readonly detail: InstanceDetail;
  readonly catalogue: Catalogue;
  readonly at: Date;
}

/** What the Instances view shows; VS Code asks for rows only while the view is visible. */
export class InstancesView {
  private shown = pageSize;
  /** Rows behind the shown ones that the user has looked up. */
  private found: Instance[] = [];
  private stale = false;
  private failure: unknown;
  private readonly rows = new Map<string, InstanceRow>();
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly parts: {
      readonly list: InstanceList;
      readonly lookups: Lookups;
      readonly session: Session;
      readonly log: TraceLog;
    },
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {}

  /** The rows below `row`, or the outermost ones. Never rejects: a failure is a row. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.withProgress(() => this.outermost());
    }
    return row instanceof InstanceRow ? this.withProgress(() => this.below(row)) : [];
  }

  /** Asks the portal for everything shown again; until it answers, and if it does not, the old rows stay. */
  refresh(): void {
    this.stale = true;
    this.parts.lookups.forget();
    this.changed.fire(undefined);
  }

  /** Shows the next page of instances. */
  async loadMore(): Promise<void> {
    const { list } = this.parts;
    try {
      if (list.rows.length < this.shown + 1) {
        await this.withProgress(() => list.loadNext());
      }
      this.shown += pageSize;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
    this.changed.fire(undefined);
  }

  /** Selects an instance, wherever in the list it stands, and opens it. */
  async reveal(instance: Instance): Promise<void> {
    const isShown = [...this.parts.list.rows.slice(0, this.shown), ...this.found].some(
      ({ productNo }) => productNo === instance.productNo,
    );
    if (!isShown) {
      this.found.push(instance);
      this.changed.fire(undefined);
    }
    await this.view.reveal(this.rowOf(instance), { select: true, focus: true, expand: true });
  }

  /** An order has changed what this instance runs on. */
  instanceChanged(productId: number, productNo: string): void {
    this.parts.lookups.forgetInstance(productId, productNo);
    const row = this.rows.get(productNo);
    if (row) {
      this.changed.fire(row);
    }
  }

  /** The session is another one: nothing of the old one may be seen any more. */
  sessionChanged(): void {
    const { session, list, lookups } = this.parts;
    if (session.state.kind !== 'ended') {
      this.shown = pageSize;
      this.found = [];
      this.failure = undefined;
      this.stale = false;
      this.rows.clear();
      this.known.clear();
      list.clear();
    }
    lookups.forget();
    this.changed.fire(undefined);
  }

  private async outermost(): Promise<Row[]> {
    const { session, list, log } = this.parts;
    if (session.state.kind === 'signedOut') {
      this.announce();
      return [];
    }
    const { state } = session;
    try {
      if (state.kind === 'signedIn') {
        const { loadedAt } = list;
        await (this.stale ? list.refresh() : list.loadFirst());
        if (list.loadedAt !== loadedAt) {
          this.failure = undefined;
        }
        this.stale = false;
      }
    } catch (error) {
      this.stale = false;
      this.failure = error;
      log.warn(`Instances: ${String(error)}`);
    }
    if (session.state !== state) {
      return this.outermost();
    }
    this.announce();
    return [...this.problemRows(), ...this.instanceRows()];
  }

  private problemRows(): Row[] {
    const { session, list } = this.parts;
    if (session.state.kind === 'ended' || needsSignIn(this.failure)) {
      return [MessageRow.signInNeeded(undefined, l10n.t('The session has ended.'))];
    }
    return this.failure !== undefined && list.rows.length === 0
      ? [MessageRow.failure(undefined, explain(this.failure), 'pbx.refresh')]
      : [];
  }

  private instanceRows(): Row[] {
    const { list } = this.parts;
    if (list.loadedAt !== undefined && list.rows.length === 0) {
      return [MessageRow.empty(undefined, l10n.t('The portal lists no instances for this account.'))];
    }
    const shown = list.rows.slice(0, this.shown);
    const numbers = new Set(shown.map(({ productNo }) => productNo));
    this.found = this.found.filter(({ productNo }) => !numbers.has(productNo));
    const rows: Row[] = [...shown, ...this.found].map((instance) => this.rowOf(instance));
    if (shown.length > 0 && (list.rows.length > shown.length || list.hasMore)) {
      const left = list.total === undefined ? pageSize : Math.min(pageSize, list.total - shown.length);
      rows.push(
        new LoadMoreRow(undefined, 'pbx.loadMore', { count: left, shown: shown.length, total: list.total }),
      );
    }
    return rows;
  }

  private rowOf(instance: Instance): InstanceRow {
    const row = this.rows.get(instance.productNo);
    if (row?.instance === instance) {
      return row;
    }
    const made = new InstanceRow(instance);
    this.rows.set(instance.productNo, made);
    return made;
  }

  private async below(row: InstanceRow): Promise<Row[]> {
    const { lookups, session } = this.parts;
    const { productId, productNo } = row.instance;
    const { state } = session;
    const [detail, catalogue] = await Promise.allSettled([
      lookups.instanceDetail(productId, productNo),
      lookups.catalogue(productId),
    ]);
    if (session.state !== state) {
      return [];
    }
    if (detail.status === 'fulfilled' && catalogue.status === 'fulfilled') {
      this.known.set(productNo, { detail: detail.value, catalogue: catalogue.value, at: new Date() });
      const rows = instanceServices(row, detail.value, catalogue.value);
      return rows.length > 0 ? rows : [MessageRow.empty(row, l10n.t('The portal names no plan or service.'))];
    }
    const failure: unknown = [detail, catalogue].find((look) => look.status === 'rejected')?.reason;
    this.parts.log.warn(`${productNo}: ${String(failure)}`);
    const known = this.known.get(productNo);
    const sentence = known
      ? l10n.t('{0} This is as of {1}.', explain(failure), timeText(known.at))
      : explain(failure);
    const problem = needsSignIn(failure)
      ? MessageRow.signInNeeded(row, sentence)
      : MessageRow.failure(row, sentence, 'pbx.refresh');
    const told = <T>(look: PromiseSettledResult<T>) => (look.status === 'fulfilled' ? look.value : undefined);
    return [
      problem,
      ...instanceServices(row, told(detail) ?? known?.detail, told(catalogue) ?? known?.catalogue),
    ];
  }

  /** Says in the view's own lines what all rows have in common: the sandbox, and how old they are. */
  private announce(): void {
    const { session, list } = this.parts;
    const isSandbox = session.state.kind === 'signedIn' && session.state.kept === 'sandbox';
    const age =
      this.failure !== undefined && list.loadedAt !== undefined
        ? l10n.t('{0} Shown as of {1}.', explain(this.failure), timeText(list.loadedAt))
        : undefined;
    const lines = [isSandbox ? l10n.t('Sandbox: nothing is bought.') : undefined, age].filter(
      (line) => line !== undefined,
    );
    this.view.description = isSandbox ? l10n.t('Sandbox') : '';
    this.view.message = lines.join(' ');
  }

  private async withProgress<T>(task: () => Promise<T>): Promise<T> {
    return window.withProgress({ location: { viewId: instancesViewId } }, task);
  }
}

function needsSignIn(error: unknown): boolean {
  return error instanceof SignInNeededError || error instanceof UnauthorizedError;
}

function timeText(time: Date): string {
  return new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(time);
}
