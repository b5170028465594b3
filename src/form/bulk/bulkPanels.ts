import { type WebviewPanel, Uri, ViewColumn, l10n, window } from 'vscode';
import * as z from 'zod/mini';
import type { BulkRunFiles } from '../../orders/bulkRunFile';
import { orderedSince } from '../../orders/bulkRunRows';
import type { Disposable } from '../../portal/emitter';
import { linklessText } from '../../text/plainText';
import type { FormTarget } from '../facts';
import { webviewOptions } from '../webviewTab';
import { BulkOrder } from './bulkOrder';
import type { BulkOrderDeps, BulkTarget } from './bulkOrderDeps';
import { type BulkPanelDeps, BulkPanel } from './bulkPanel';
import { rest } from './bulkView';
import { countsText, untickedIf } from './runTexts';
import { type BulkDraft, bulkDraft, mostRows } from './contract';
import { InterruptedRun, type InterruptedRunDeps } from './interruptedRun';

const bulkViewType = 'pbx.bulkOrder';

type Model = BulkOrder | InterruptedRun;

interface OpenTab {
  readonly panel: WebviewPanel;
  readonly bulkPanel: BulkPanel;
}

export interface BulkPanelsDeps extends BulkOrderDeps, Omit<BulkPanelDeps, 'openRest'> {
  readonly runs: BulkRunFiles;
}

/** The tabs with bulk orders. A run goes on, to the end of its order under way, when its tab is closed. */
export class BulkPanels implements Disposable {
  private tabs: readonly OpenTab[] = [];
  /** Bulk orders whose tab was closed while their run was under way. */
  private readonly closing = new Set<BulkOrder>();

  constructor(private readonly deps: BulkPanelsDeps) {}

  /** Opens a bulk order; nothing is sent. */
  open(about: BulkTarget): void {
    this.add(this.newOrder({ ...about, targets: about.targets.slice(0, mostRows) }), this.newPanel());
  }

  /** The models of the open tabs, newest last. */
  get models(): readonly Model[] {
    return this.tabs.map(({ bulkPanel }) => bulkPanel.model);
  }

  /** Shows what became of a run; nothing is sent. */
  async showRun(id: string, { preserveFocus = false } = {}): Promise<void> {
    const model = this.tabOf(id) ? undefined : await this.runModel(id);
    // VS Code may have restored its tab meanwhile.
    const shown = this.tabOf(id);
    if (shown) {
      model?.dispose();
      shown.bulkPanel.reveal();
    } else if (model) {
      this.add(model, this.newPanel(preserveFocus));
    } else {
      tellThatItIsGone();
    }
  }

  /**
   * Shows the runs that were interrupted and that nobody has seen since. VS Code brings their tabs back only if it has
   * saved them, which it does not while the extension host is gone.
   */
  async showInterrupted(): Promise<void> {
    const { runs, run } = this.deps;
    // The newest last, so that it is in front.
    for (const { id } of (await runs.interrupted(run.locks)).reverse()) {
      if (!this.tabOf(id)) {
        await this.showRun(id, { preserveFocus: true });
      }
    }
  }

  /** Fills a tab that VS Code restores after a reload, from what the webview saved. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    const draft = z.safeParse(bulkDraft, kept);
    const model = draft.success ? await this.modelOf(draft.data) : undefined;
    if (!model) {
      panel.dispose();
      return;
    }
    // It has its old place back.
    const shown = model instanceof InterruptedRun ? this.tabOf(model.head.id) : undefined;
    panel.webview.options = webviewOptions(this.deps.extensionUri);
    this.add(model, panel);
    shown?.panel.dispose();
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
    const { run } = draft;
    const id = run === '' ? (draft.runId ?? '') : run;
    const model = id === '' ? undefined : await this.runModel(id);
    if (model) {
      return model;
    }
    // Its table must not come back although orders of it may have been sent.
    if (run !== '' || (await this.mayHaveRun(id))) {
      tellThatItIsGone();
      return undefined;
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

  /** Whether there is a run with this id that cannot be read, or may be. */
  private mayHaveRun(id: string): Promise<boolean> {
    return this.deps.runs.has(id).catch(() => true);
  }

  /** Returns a run that this window does not place; undefined if its file is gone or cannot be read. */
  private async runModel(id: string): Promise<InterruptedRun | undefined> {
    const { runs, run, journal } = this.deps;
    const find = async () => {
      const found = await runs.findStanding(id, run.locks);
      // Afterwards, so that the journal has all orders of a run that has just ended.
      const unreadable = await journal.load().then(
        () => '',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return { found, checked: { standing: found?.standing ?? 'interrupted', unreadable } };
    };
    const { found, checked } = await find();
    const deps: InterruptedRunDeps = {
      ...this.deps,
      check: async () => (await find()).checked,
      seen: () => (found?.wasSeen === true ? undefined : void runs.noteSeen(id, Date.now())),
    };
    return found && new InterruptedRun(deps, found.head, checked);
  }

  private newOrder(about: BulkTarget, draft?: BulkDraft): BulkOrder {
    const bulk: BulkOrder = new BulkOrder(
      { ...this.deps, runEnded: (targets) => this.runEnded(bulk, targets) },
      about,
      draft,
    );
    void bulk.load();
    return bulk;
  }

  private runEnded(bulk: BulkOrder, targets: readonly FormTarget[]): void {
    const { run } = bulk;
    const states = run?.states ?? [];
    this.deps.runEnded(targets);
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

  private tabOf(run: string): OpenTab | undefined {
    return this.tabs.find(({ bulkPanel: { model } }) => runOf(model) === run);
  }

  private newPanel(preserveFocus = false): WebviewPanel {
    const options = webviewOptions(this.deps.extensionUri);
    const where = { viewColumn: ViewColumn.Active, preserveFocus };
    return window.createWebviewPanel(bulkViewType, '', where, options);
  }

  private add(model: Model, panel: WebviewPanel): void {
    const icon = (file: string) => Uri.joinPath(this.deps.extensionUri, 'media', file);
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
  const { run, placed, deps } = model;
  return {
    operation: model.about.operation,
    targets: rows.map(({ target }) => target),
    ...untickedIf(
      rows.map((row) => {
        const kept = run?.head.rows[placed.indexOf(row)];
        return run !== undefined && kept !== undefined && orderedSince(run.head, kept, deps.journal);
      }),
    ),
    entered: { common: model.draft.common, own: rows.map(({ entered }) => entered) },
    owner: model.ownSession.owner,
  };
}

function runOf(model: Model): string | undefined {
  return model instanceof InterruptedRun ? model.head.id : model.run?.head.id;
}

function tellThatItIsGone(): void {
  void window.showInformationMessage(
    l10n.t(
      'The file of this bulk order is missing or cannot be read. The Orders view shows the outcome of each order.',
    ),
  );
}
