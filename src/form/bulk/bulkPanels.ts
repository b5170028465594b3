import { type WebviewPanel, Uri, ViewColumn, l10n, window } from 'vscode';
import * as z from 'zod/mini';
import { type BulkRunFiles, runSubject } from '../../orders/bulkRunFile';
import type { Disposable } from '../../portal/emitter';
import { linklessText } from '../../text/plainText';
import type { FormTarget } from '../facts';
import { webviewOptions } from '../webviewTab';
import { BulkOrder } from './bulkOrder';
import type { BulkOrderDeps, BulkTarget } from './bulkOrderDeps';
import { type BulkPanelDeps, BulkPanel } from './bulkPanel';
import { rest } from './bulkView';
import { type BulkDraft, bulkDraft, mostRows } from './contract';
import { InterruptedRun } from './interruptedRun';
import { countsText } from './runTexts';

export const bulkViewType = 'pbx.bulkOrder';

type Model = BulkOrder | InterruptedRun;

interface OpenTab {
  readonly panel: WebviewPanel;
  readonly bulkPanel: BulkPanel;
}

export type BulkPanelsDeps = Omit<BulkOrderDeps, 'runEnded'> &
  Omit<BulkPanelDeps, 'openRest'> & {
    readonly runs: BulkRunFiles;
    /** Called when a run has ended, for the views. */
    readonly runEnded: () => void;
  };

/** The tabs with bulk orders. A run goes on, to the end of its order under way, when its tab is closed. */
export class BulkPanels implements Disposable {
  private tabs: readonly OpenTab[] = [];
  /** Bulk orders whose tab was closed while their run was under way. */
  private readonly closing = new Set<BulkOrder>();

  constructor(private readonly deps: BulkPanelsDeps) {}

  /** Opens a bulk order; nothing is sent. */
  open(about: BulkTarget): void {
    this.add(this.newOrder({ ...about, targets: about.targets.slice(0, mostRows) }));
  }

  /** The models of the open tabs, newest last. */
  get models(): readonly Model[] {
    return this.tabs.map(({ bulkPanel }) => bulkPanel.model);
  }

  /** Shows what became of a run; nothing is sent. */
  async showRun(id: string): Promise<void> {
    const shown = this.tabs.find(({ bulkPanel: { model } }) => runOf(model) === id);
    if (shown) {
      shown.bulkPanel.reveal();
      return;
    }
    const model = await this.readableRun(id);
    if (model === 'unreadable') {
      return;
    }
    if (model) {
      this.add(model);
      await this.acknowledge(id);
    } else {
      void window.showInformationMessage(
        l10n.t('The file of this bulk order is gone. The Orders view shows the outcome of each order.'),
      );
    }
  }

  /** Tells the user about runs that were interrupted, and offers to show them. */
  async offerInterrupted(): Promise<void> {
    const { runs, run, journal } = this.deps;
    await journal.load();
    for (const head of await runs.interrupted(run.locks)) {
      if (this.models.some((model) => runOf(model) === head.id)) {
        continue;
      }
      const model = new InterruptedRun(this.deps, head, false);
      const text = l10n.t(
        'A bulk order was interrupted: {0}. No further order is sent automatically.',
        countsText(model.states),
      );
      model.dispose();
      const show = l10n.t('Show Bulk Order');
      void window.showWarningMessage(linklessText(text), show).then(async (answer) => {
        if (answer === show) {
          await this.showRun(head.id);
        }
      });
    }
  }

  /** Fills a tab that VS Code restores after a reload, from what the webview saved. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    const draft = z.safeParse(bulkDraft, kept);
    const model = draft.success ? await this.modelOf(draft.data) : undefined;
    if (model) {
      panel.webview.options = webviewOptions(this.deps.extensionUri);
      this.add(model, panel);
      if (model instanceof InterruptedRun) {
        await this.acknowledge(model.head.id);
      }
    } else {
      panel.dispose();
    }
  }

  sessionChanged(): void {
    for (const model of this.models) {
      if (model instanceof BulkOrder) {
        model.sessionChanged();
      }
    }
  }

  dispose(): void {
    for (const { panel } of this.tabs) {
      panel.dispose();
    }
    this.closing.forEach((bulk) => bulk.dispose());
  }

  private async modelOf(draft: BulkDraft): Promise<Model | undefined> {
    if (draft.run !== '') {
      const run = await this.readableRun(draft.run);
      return run === 'unreadable' ? undefined : run;
    }
    const service =
      draft.service === ''
        ? undefined
        : draft.service === 'highAvailability'
          ? ('highAvailability' as const)
          : { serviceId: draft.service };
    const targets = draft.targets.map((target): FormTarget => ({
      ...target,
      operation: draft.operation,
      service,
    }));
    return targets.length === 0
      ? undefined
      : this.newOrder({ operation: draft.operation, targets, note: '' }, draft);
  }

  /** @throws NodeJS.ErrnoException when the journal cannot be read: without it, every row would seem never sent. */
  private async runModel(id: string): Promise<InterruptedRun | undefined> {
    const kept = await this.deps.runs.find(id);
    await this.deps.journal.load();
    return kept && new InterruptedRun(this.deps, kept.head, kept.hasEnded);
  }

  /** Returns a run from the disk; if the journal cannot be read, says why, and the run is offered again later. */
  private async readableRun(id: string): Promise<InterruptedRun | 'unreadable' | undefined> {
    try {
      return await this.runModel(id);
    } catch (error) {
      void window.showErrorMessage(
        linklessText(
          l10n.t(
            'The order journal cannot be read, so the outcome of the orders of this bulk order is unknown: {0}. Nothing is sent automatically, and the bulk order is offered again at the next start.',
            error instanceof Error ? error.message : String(error),
          ),
        ),
      );
      return 'unreadable';
    }
  }

  /** The user has seen what became of a run: it need not be offered again. One that another window runs goes on. */
  private async acknowledge(id: string): Promise<void> {
    if (!(await this.deps.run.locks.isHeld([runSubject(id)]))) {
      await this.deps.runs.noteEnd(id, Date.now());
    }
  }

  private newOrder(about: BulkTarget, draft?: BulkDraft): BulkOrder {
    const bulk: BulkOrder = new BulkOrder(
      { ...this.deps, runEnded: (ended) => this.runEnded(ended) },
      about,
      draft,
    );
    void bulk.load();
    return bulk;
  }

  private runEnded(bulk: BulkOrder): void {
    const { run } = bulk;
    const states = run?.states ?? [];
    this.deps.runEnded();
    const isOpen = this.models.includes(bulk);
    const text = l10n.t('Bulk order: {0}.', countsText(states));
    const show = l10n.t('Show Bulk Order');
    void window
      .showInformationMessage(linklessText(text), ...(isOpen ? [] : [show]))
      .then((answer) => (answer === show && run ? this.showRun(run.head.id) : undefined));
    if (this.closing.delete(bulk)) {
      bulk.dispose();
    }
  }

  /** Opens a new table with the rows of a run that were not ordered, for the account that the run belongs to. */
  openRest(model: Model): void {
    const about = model instanceof InterruptedRun ? model.rest : restOf(model);
    if (about && about.targets.length > 0) {
      this.open(about);
    }
  }

  private add(model: Model, restored?: WebviewPanel): void {
    const { extensionUri } = this.deps;
    const panel =
      restored ??
      window.createWebviewPanel(bulkViewType, '', ViewColumn.Active, webviewOptions(extensionUri));
    const icon = (file: string) => Uri.joinPath(extensionUri, 'media', file);
    panel.iconPath = { light: icon('view.svg'), dark: icon('view-dark.svg') };
    const bulkPanel = new BulkPanel({ ...this.deps, openRest: (from) => this.openRest(from) }, model, panel);
    const added = { panel, bulkPanel };
    this.tabs = [...this.tabs, added];
    panel.onDidDispose(() => {
      this.tabs = this.tabs.filter((one) => one !== added);
      bulkPanel.dispose();
      if (model instanceof BulkOrder && model.isRunning) {
        this.closing.add(model);
        void model.stop();
      } else {
        model.dispose();
      }
    });
  }
}

function restOf(model: BulkOrder): BulkTarget {
  const rows = rest(model);
  return {
    operation: model.about.operation,
    targets: rows.map(({ target }) => target),
    note: '',
    entered: { common: model.draft.common, own: rows.map(({ entered }) => entered) },
    owner: model.ownSession.owner,
  };
}

function runOf(model: Model): string | undefined {
  return model instanceof InterruptedRun ? model.head.id : model.run?.head.id;
}
