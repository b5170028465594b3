import { readdir } from 'node:fs/promises';
import {
  type ExtensionContext,
  type TreeView,
  type Uri,
  commands,
  EventEmitter,
  ExtensionMode,
  l10n,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { commandIds } from './commands/ids';
import { entriesFolder, journalFolder } from './orders/journalFolder';
import { type OutputLog, outputLog } from './outputLog';
import type { Composition } from './compose/compose';
import type { Activation, ActivatedView } from './compose/activation';
import type { Row } from './tree/rows/row';
import { drawnRow } from './tree/drawnRow';

/** What tests inside the extension host get to see; nobody else does. */
export interface ForTests {
  readonly parts: () => Promise<Composition>;
  readonly tree: TreeView<Row>;
  readonly ordersTree: TreeView<Row>;
}

/**
 * Registers everything that VS Code has to know, and nothing else: the parts behind it, which load axios and
 * zod, are built when the first of these is used, or when there are records of orders to look after.
 */
export function activate(context: ExtensionContext): ForTests | undefined {
  const channel = window.createOutputChannel('PBX Subscriptions', { log: true });
  const log = outputLog(channel);
  let parts: Promise<Composition> | undefined;
  const theParts = (): Promise<Composition> => (parts ??= build(registered));

  const instances = view('pbx.instances', log, async (row) => (await theParts()).instances.getChildren(row));
  const orders = view('pbx.orders', log, async (row) => (await theParts()).orders.getChildren(row));
  const documentsChanged = new EventEmitter<Uri>();
  const pricesChanged = new EventEmitter<Uri>();
  const recordsFolder = entriesFolder(journalFolder());
  const registered: Activation = {
    ...{ context, log, recordsFolder, instances, orders },
    ...{ documentsChanged, pricesChanged },
  };

  context.subscriptions.push(
    channel,
    documentsChanged,
    pricesChanged,
    ...[instances, orders].flatMap(({ tree, changed }) => [tree, changed]),
    ...commandIds.map((id) =>
      commands.registerCommand(id, async (argument: unknown) => {
        const { handlers } = await theParts();
        await handlers[id](argument);
      }),
    ),
    window.registerWebviewPanelSerializer('pbx.form', {
      deserializeWebviewPanel: (panel, kept: unknown) =>
        restorePanel(panel, kept, async () => (await theParts()).forms),
    }),
    workspace.registerTextDocumentContentProvider('pbx-order', {
      onDidChange: documentsChanged.event,
      provideTextDocumentContent: async (uri) => (await theParts()).documents.textOf(uri),
    }),
    workspace.registerTextDocumentContentProvider('pbx-prices', {
      onDidChange: pricesChanged.event,
      provideTextDocumentContent: async (uri) => (await theParts()).priceDocuments.textOf(uri),
    }),
    { dispose: () => void parts?.then((built) => built.dispose()) },
  );

  void hasRecords(recordsFolder).then((found) => (found ? theParts() : undefined));

  // `npm start` opens a window that shows the sandbox without a click.
  if (process.env.PBX_EXPLORE_SANDBOX === '1') {
    void commands.executeCommand('pbx.exploreSandbox');
  }
  return context.extensionMode === ExtensionMode.Test
    ? { parts: theParts, tree: instances.tree, ordersTree: orders.tree }
    : undefined;
}

function view(
  id: string,
  log: OutputLog,
  getChildren: (row: Row | undefined) => Promise<Row[]>,
): ActivatedView {
  const changed = new EventEmitter<Row | undefined>();
  const tree = window.createTreeView<Row>(id, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (row) => drawnRow(row, log),
      getParent: (row) => row.parent,
      getChildren,
    },
  });
  return { tree, changed };
}

/** Whether there are records, one of which may be of an order whose outcome nobody knows yet. */
async function hasRecords(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => name.endsWith('.jsonl'));
  } catch {
    return false;
  }
}

async function build(registered: Activation): Promise<Composition> {
  try {
    const { compose } = await import('./compose/compose');
    return await compose(registered);
  } catch (error) {
    registered.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new Error(l10n.t('PBX Subscriptions could not start. Its output channel has the cause.'), {
      cause: error,
    });
  }
}

/** What fills a tab that VS Code brings back. */
export interface PanelRestorer {
  restore(panel: WebviewPanel, kept: unknown): void;
}

/**
 * Fills a tab that VS Code brings back, once the forms are there. The user may close the tab before that: a closed
 * tab cannot be filled, and is nobody's fault.
 */
export async function restorePanel(
  panel: WebviewPanel,
  kept: unknown,
  forms: () => Promise<PanelRestorer>,
): Promise<void> {
  const closing = new AbortController();
  const listening = panel.onDidDispose(() => closing.abort());
  try {
    const restorer = await forms();
    if (!closing.signal.aborted) {
      restorer.restore(panel, kept);
    }
  } finally {
    listening.dispose();
  }
}
