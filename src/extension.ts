import { readdir } from 'node:fs/promises';
import {
  type ExtensionContext,
  type TreeView,
  type Uri,
  commands,
  env,
  EventEmitter,
  ExtensionMode,
  l10n,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { commandIds, isRowGone } from './commands/ids';
import { entriesFolder, journalFolder, type Activation, type ActivatedView } from './compose/activation';
import { type OutputLog, outputLog } from './outputLog';
import type { Composition } from './compose/compose';
import type { Row } from './tree/rows/row';
import { TreeChanges, treeItemOrError } from './tree/treeData';

/** What `activate` returns to tests inside the extension host, and only to them. */
export interface ForTests {
  readonly parts: () => Promise<Composition>;
  readonly tree: TreeView<Row>;
  readonly ordersTree: TreeView<Row>;
  readonly renewalsTree: TreeView<Row>;
}

/**
 * Registers everything that VS Code needs to know at activation. The rest of the extension, which loads axios and zod,
 * is built when one of these is first used, or at once if the journal has entries: they may have to be reconciled.
 */
export function activate(context: ExtensionContext): ForTests | undefined {
  const channel = window.createOutputChannel('PBX Subscriptions', { log: true });
  const log = outputLog(channel);
  let composition: Promise<Composition> | undefined;
  const getComposition = (): Promise<Composition> => (composition ??= build(activation));

  const instances = view(
    'pbx.instances',
    log,
    async (row) => (await getComposition()).instances.getChildren(row),
    { canSelectMany: true },
  );
  const orders = view('pbx.orders', log, async (row) => (await getComposition()).orders.getChildren(row));
  const renewals = view(
    'pbx.renewals',
    log,
    async (row) => (await getComposition()).renewals.getChildren(row),
    { canSelectMany: true },
  );
  const documentsChanged = new EventEmitter<Uri>();
  const pricesChanged = new EventEmitter<Uri>();
  const ordersFolder = entriesFolder(journalFolder(process.env, env.remoteName));
  const activation: Activation = {
    context,
    log,
    ordersFolder,
    instances,
    orders,
    renewals,
    documentsChanged,
    pricesChanged,
  };

  context.subscriptions.push(
    channel,
    documentsChanged,
    pricesChanged,
    ...[instances, orders, renewals].flatMap(({ tree, changed, changes }) => [tree, changes, changed]),
    ...commandIds.map((id) =>
      commands.registerCommand(id, async (...passed: unknown[]) => {
        // Without this the command would act on the selected row, which may be another one.
        if (isRowGone(id, passed)) {
          void window.showInformationMessage(
            l10n.t('This row has just changed, so nothing was done. Try again.'),
          );
          return;
        }
        const { handlers } = await getComposition();
        await handlers[id](passed[0], passed[1]);
      }),
    ),
    window.registerWebviewPanelSerializer('pbx.form', {
      deserializeWebviewPanel: (panel, kept: unknown) =>
        restorePanel(panel, kept, async () => (await getComposition()).forms),
    }),
    window.registerWebviewPanelSerializer('pbx.bulkOrder', {
      deserializeWebviewPanel: (panel, kept: unknown) =>
        restorePanel(panel, kept, async () => (await getComposition()).bulk),
    }),
    workspace.registerTextDocumentContentProvider('pbx-order', {
      onDidChange: documentsChanged.event,
      provideTextDocumentContent: async (uri) => (await getComposition()).documents.textOf(uri),
    }),
    workspace.registerTextDocumentContentProvider('pbx-prices', {
      onDidChange: pricesChanged.event,
      provideTextDocumentContent: async (uri) => (await getComposition()).priceDocuments.textOf(uri),
    }),
    { dispose: () => void composition?.then((built) => built.dispose()) },
  );

  void hasEntries(ordersFolder).then((found) => (found ? getComposition() : undefined));

  // `npm start` opens a window that shows the sandbox right away.
  if (process.env.PBX_EXPLORE_SANDBOX === '1') {
    void commands.executeCommand('pbx.exploreSandbox');
  }
  return context.extensionMode === ExtensionMode.Test
    ? {
        parts: getComposition,
        tree: instances.tree,
        ordersTree: orders.tree,
        renewalsTree: renewals.tree,
      }
    : undefined;
}

function view(
  id: string,
  log: OutputLog,
  getChildren: (row: Row | undefined) => Promise<Row[]>,
  { canSelectMany = false } = {},
): ActivatedView & { readonly changes: TreeChanges } {
  const changed = new EventEmitter<Row | undefined>();
  const changes = new TreeChanges(changed.event);
  const tree = window.createTreeView<Row>(id, {
    showCollapseAll: true,
    canSelectMany,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getTreeItem: (row) => treeItemOrError(row, log),
      getParent: (row) => row.parent,
      getChildren: (row) => changes.read(row, getChildren),
    },
  });
  return { tree, changed, changes };
}

/** Whether the journal has entries: one of them may belong to an order of unknown outcome. */
async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => name.endsWith('.jsonl'));
  } catch {
    return false;
  }
}

async function build(activation: Activation): Promise<Composition> {
  try {
    const { compose } = await import('./compose/compose');
    return await compose(activation);
  } catch (error) {
    activation.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new Error(l10n.t('PBX Subscriptions could not start. The output shows why.'), {
      cause: error,
    });
  }
}

/** Fills a tab that VS Code restores. */
export interface PanelRestorer {
  restore(panel: WebviewPanel, kept: unknown): void | Promise<void>;
}

/**
 * Fills a tab that VS Code restores, once the forms are available. Does nothing if the user has closed the tab by then:
 * a closed tab cannot be filled.
 */
export async function restorePanel(
  panel: WebviewPanel,
  kept: unknown,
  forms: () => Promise<PanelRestorer>,
): Promise<void> {
  const closing = new AbortController();
  const listener = panel.onDidDispose(() => closing.abort());
  try {
    const restorer = await forms();
    if (!closing.signal.aborted) {
      await restorer.restore(panel, kept);
    }
  } finally {
    listener.dispose();
  }
}
