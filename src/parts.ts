import type { ExtensionContext, EventEmitter, LogOutputChannel, TreeView } from 'vscode';
import { config as configureTexts } from '@vscode/l10n';
import { l10n, window, workspace } from 'vscode';
import { copySerialNumber } from './commands/copySerialNumber';
import { ExploreSandbox } from './commands/exploreSandbox';
import { findInstance } from './commands/findInstance';
import type { CommandHandlers } from './commands/ids';
import { offerSetting, signIn } from './commands/signIn';
import { subscribe, subscribeHighAvailability } from './commands/subscribe';
import { FormPanels } from './form/formPanels';
import { outcomeView } from './form/outcomeView';
import { reportOutcome } from './form/report';
import { OrderPlacement } from './orders/place';
import { cloudPbx } from './orders/rules';
import { parseBaseUrl } from './portal/baseUrl';
import { PortalClient } from './portal/client';
import { Http } from './portal/http';
import { Lookups } from './portal/lookups';
import type { SessionState } from './portal/session';
import { Session } from './portal/session';
import { SessionStore } from './portal/sessionStore';
import { settings } from './settings';
import { setContextKey } from './views/contextKeys';
import { explain } from './explain';
import { InstanceList } from './views/instanceList';
import { InstancesView } from './views/instancesView';
import { linklessText } from './plainText';
import type { Row } from './views/rows/row';
import { SandboxStatus } from './views/sandboxStatus';

/** What activation made: VS Code has to know these before anything is loaded. */
export interface Registered {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly tree: TreeView<Row>;
  readonly treeChanged: EventEmitter<Row | undefined>;
}

/** What activation passes VS Code's calls on to. */
export interface Parts {
  readonly handlers: CommandHandlers;
  readonly session: Session;
  readonly list: InstanceList;
  readonly instances: InstancesView;
  readonly forms: FormPanels;
  dispose(): void;
}

/** Builds every part once, and resolves when the session of the last time is open again. */
export async function buildParts({ context, log, tree, treeChanged }: Registered): Promise<Parts> {
  // The parts without VS Code take their texts from the same bundle.
  configureTexts({ contents: l10n.bundle ?? {} });

  const baseUrl = () => parseBaseUrl(settings().apiBaseUrl);
  const http = new Http(settings, log);
  const session = new Session(http, new SessionStore(context.secrets, log));
  const client = new PortalClient(http, session);
  const lookups = new Lookups(client);
  const list = new InstanceList(client, cloudPbx);
  const instances = new InstancesView({ list, lookups, session, log }, tree, treeChanged);
  const sandbox = new ExploreSandbox(session, context.workspaceState, log);
  const sandboxStatus = new SandboxStatus();
  const signInParts = { session, client, log, baseUrl };

  const forms = new FormPanels({
    client,
    lookups,
    session,
    placement: new OrderPlacement(client, session),
    explain,
    extensionUri: context.extensionUri,
    log,
    userAgent: () => settings().userAgent,
    signIn: () => signIn(signInParts),
    orderEnded: (target, outcome) => {
      reportOutcome(log, outcome);
      log.show(true);
      instances.instanceChanged(target.productId, target.productNo);
      if (!forms.formOf(target)) {
        const { title, sentence } = outcomeView(outcome);
        void window.showInformationMessage(linklessText(`${title}: ${sentence}`));
      }
    },
  });

  /** Opens the session that is kept for the portal of the setting, or says why that cannot be one. */
  const openKeptSession = async () => {
    try {
      await session.open(baseUrl());
    } catch (error) {
      session.close();
      void offerSetting(explain(error));
    }
  };

  const showSession = async (state: SessionState) => {
    sandboxStatus.show(state);
    instances.sessionChanged();
    forms.sessionChanged();
    await setContextKey('pbx.session', state.kind);
  };

  const listening = [
    session.onDidChange((state) => {
      void showSession(state);
      if (state.kind === 'signedIn' && state.kept === 'memory') {
        void window.showWarningMessage(
          l10n.t(
            'The secret storage of this machine did not keep the session: it lasts until this window closes.',
          ),
        );
      }
      if (sandbox.wasOn && !(state.kind === 'signedIn' && state.kept === 'sandbox')) {
        void sandbox.stop();
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('pbx.apiBaseUrl') && !sandbox.wasOn) {
        void openKeptSession();
      }
    }),
  ];

  const handlers: CommandHandlers = {
    'pbx.signIn': () => signIn(signInParts),
    'pbx.signOut': async () => {
      const wasSandbox = sandbox.wasOn;
      await session.signOut();
      if (wasSandbox) {
        await openKeptSession();
      }
    },
    'pbx.refresh': () => instances.refresh(),
    'pbx.subscribe': (argument) => subscribe({ list, showForm: (target) => forms.show(target) }, argument),
    'pbx.subscribeHighAvailability': (argument) =>
      subscribeHighAvailability({ list, showForm: (target) => forms.show(target) }, argument),
    'pbx.findInstance': () => findInstance(list, instances),
    'pbx.copySerialNumber': (argument) => copySerialNumber(list, argument),
    'pbx.showOutput': () => log.show(),
    'pbx.exploreSandbox': () => sandbox.start(),
    'pbx.loadMore': () => instances.loadMore(),
  };

  // A sandbox that cannot come back must not take the commands with it.
  const reopen = sandbox.wasOn ? sandbox.signIn() : openKeptSession();
  await reopen.catch((error: unknown) => log.error(`The last session could not be opened: ${String(error)}`));
  await setContextKey('pbx.session', session.state.kind);

  return {
    handlers,
    session,
    list,
    instances,
    forms,
    dispose: () => {
      for (const part of [...listening, forms, sandbox, sandboxStatus, list, session].reverse()) {
        part.dispose();
      }
    },
  };
}
