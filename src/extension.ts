import type { ExtensionContext, TreeView } from 'vscode';
import { commands, EventEmitter, ExtensionMode, l10n, window } from 'vscode';
import { commandIds } from './commands/ids';
import type { Parts, Registered } from './parts';
import type { Row } from './views/rows/row';

/** What tests inside the extension host get to see; nobody else does. */
export interface ForTests {
  readonly parts: () => Promise<Parts>;
  readonly tree: TreeView<Row>;
}

/**
 * Registers everything that VS Code has to know, and nothing else: the parts behind it, which load axios and
 * zod, are built when the first of these is used.
 */
export function activate(context: ExtensionContext): ForTests | undefined {
  const log = window.createOutputChannel('PBX Subscriptions', { log: true });
  const treeChanged = new EventEmitter<Row | undefined>();
  let parts: Promise<Parts> | undefined;
  const theParts = (): Promise<Parts> => (parts ??= build(registered));

  const tree = window.createTreeView<Row>('pbx.instances', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanged.event,
      getTreeItem: (row) => row.treeItem(),
      getParent: (row) => row.parent,
      getChildren: async (row) => (await theParts()).instances.getChildren(row),
    },
  });
  const registered: Registered = { context, log, tree, treeChanged };

  context.subscriptions.push(
    log,
    treeChanged,
    tree,
    ...commandIds.map((id) =>
      commands.registerCommand(id, async (argument: unknown) => {
        const { handlers } = await theParts();
        await handlers[id](argument);
      }),
    ),
    window.registerWebviewPanelSerializer('pbx.form', {
      deserializeWebviewPanel: async (panel, kept: unknown) => {
        (await theParts()).forms.restore(panel, kept);
      },
    }),
    { dispose: () => void parts?.then((built) => built.dispose()) },
  );

  // `npm start` opens a window that shows the sandbox without a click.
  if (process.env.PBX_EXPLORE_SANDBOX === '1') {
    void commands.executeCommand('pbx.exploreSandbox');
  }
  return context.extensionMode === ExtensionMode.Test ? { parts: theParts, tree } : undefined;
}

async function build(registered: Registered): Promise<Parts> {
  try {
    const { buildParts } = await import('./parts');
    return await buildParts(registered);
  } catch (error) {
    registered.log.error(error instanceof Error ? error : String(error));
    throw new Error(l10n.t('PBX Subscriptions could not start. Its output channel has the cause.'), {
      cause: error,
    });
  }
}
