import { config as configureTexts } from '@vscode/l10n';
import { l10n, window, workspace } from 'vscode';
import { checkOrder } from './commands/checkOrder';
import { copySerialNumber } from './commands/copySerialNumber';
import { ExploreSandbox } from './commands/exploreSandbox';
import { exportInstances } from './commands/exportInstances';
import { exportOrders } from './commands/exportOrders';
import { filterOrders } from './commands/filterOrders';
import { findInstance } from './commands/findInstance';
import type { CommandHandlers } from './commands/ids';
import { loadAllOrders } from './commands/loadAllOrders';
import { markOrderSettled } from './commands/markOrderSettled';
import { copyOrderNumber, showOrder } from './commands/showOrder';
import { offerSetting, signIn } from './commands/signIn';
import { subscribe, subscribeHighAvailability } from './commands/subscribe';
import { FormPanels } from './form/formPanels';
import { outcomeView } from './form/outcomeView';
import { reportOutcome } from './form/report';
import { cloudPbx } from './orders/rules';
import { readOrdered } from './orders/subject';
import { buildOrders } from './orderParts';
import type { Orders } from './orderParts';
import { parseBaseUrl } from './portal/baseUrl';
import { PortalClient } from './portal/client';
import { Http } from './portal/http';
import { Lookups } from './portal/lookups';
import type { SessionState } from './portal/session';
import { Session } from './portal/session';
import { SessionStore } from './portal/sessionStore';
import { linklessText } from './plainText';
import { recordStateText, recordTitle } from './recordTexts';
import type { Registered } from './registered';
import { settings } from './settings';
import { setContextKey } from './views/contextKeys';
import { explain } from './explain';
import { InstanceList } from './views/instanceList';
import { InstancesView } from './views/instancesView';
import { tellFound } from './views/orderNotices';
import type { OrderDocuments } from './views/orderDocuments';
import type { OrdersView } from './views/ordersView';
import { PortalOrderList } from './views/portalOrderList';
import { SandboxStatus } from './views/sandboxStatus';

/** What activation passes VS Code's calls on to. */
export interface Parts {
  readonly handlers: CommandHandlers;
  readonly session: Session;
  readonly list: InstanceList;
  readonly instances: InstancesView;
  readonly orders: OrdersView;
  readonly documents: OrderDocuments;
  readonly records: Pick<Orders, 'journal' | 'settling' | 'locks'>;
  readonly forms: FormPanels;
  dispose(): void;
}
/** Builds every part once, and resolves when the session of the last time is open again. */
export async function buildParts(registered: Registered): Promise<Parts> {
  const { context, log, instances: instancesView } = registered;
  // The parts without VS Code take their texts from the same bundle.
  configureTexts({ contents: l10n.bundle ?? {} });

  const baseUrl = () => parseBaseUrl(settings().apiBaseUrl);
  const http = new Http(settings, log);
  const session = new Session(http, new SessionStore(context.secrets, log));
  const client = new PortalClient(http, session);
  const lookups = new Lookups(client);
  const list = new InstanceList(client, cloudPbx);
  const instances = new InstancesView(
    { list, lookups, session, log },
    instancesView.tree,
    instancesView.changed,
  );
  const sandbox = new ExploreSandbox(session, context.workspaceState, log);
  const sandboxStatus = new SandboxStatus();
  const signInParts = { session, client, log, baseUrl };

  const orders = buildOrders(registered, { client, session, instances: () => list.rows }, (record) => {
    log.info(l10n.t('Found in the portal: {0}, {1}', recordTitle(record), recordStateText(record)));
    const { productNo } = readOrdered(record.body);
    if (productNo !== undefined) {
      instances.instanceChanged(cloudPbx, productNo);
    }
    if (!forms.shows(record.id)) {
      void tellFound(record);
    }
  });
  const { journal, locks, placement, settling } = orders;

  const forms = new FormPanels({
    client,
    lookups,
    session,
    placement,
    journal,
    settling,
    explain,
    extensionUri: context.extensionUri,
    log,
    userAgent: () => settings().userAgent,
    signIn: () => signIn(signInParts),
    showRecord: (id) => showOrder({ journal, documents: orders.documents }, { record: id }),
    watchSettling: () => settling.watch(),
    orderEnded: (target, { outcome, recordId }) => {
      reportOutcome(log, outcome);
      log.show(true);
      instances.instanceChanged(target.productId, target.productNo);
      if (!forms.formOf(target)) {
        const record = recordId === undefined ? undefined : journal.find(recordId);
        const { title, sentence } = outcomeView(outcome, record, false);
        void window.showInformationMessage(linklessText(`${title}: ${sentence}`));
      }
      if (outcome.kind === 'unknown') {
        settling
          .check(recordId === undefined ? [] : [recordId])
          .catch((error: unknown) => log.warn(`Looking for the order: ${String(error)}`));
      } else {
        void orders.view.refresh();
      }
    },
  });

  /** Opens the session that is kept for the portal of the setting, or says why that cannot be one. */
  const openKeptSession = async () => {
    try {
      const portal = baseUrl();
      log.info(`The portal is ${portal}`);
      await session.open(portal);
    } catch (error) {
      session.close();
      void offerSetting(explain(error));
    }
  };

  const showSession = async (state: SessionState) => {
    sandboxStatus.show(state);
    instances.sessionChanged();
    forms.sessionChanged();
    orders.sessionChanged();
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

  /** A list of its own for an export. */
  const newSource = (productId: number) => {
    const list = new InstanceList(client, productId);
    return Object.assign(list, { onDidLoad: list.onDidChange });
  };

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
    'pbx.refreshOrders': () => orders.view.refresh(),
    'pbx.loadMoreOrders': () => orders.view.loadMore(),
    'pbx.checkOrder': (argument) => checkOrder({ journal, settling, session }, argument),
    'pbx.showOrder': (argument) => showOrder({ journal, documents: orders.documents }, argument),
    'pbx.markOrderSettled': (argument) => markOrderSettled({ journal, locks, session }, argument),
    'pbx.copyOrderNumber': (argument) => copyOrderNumber(journal, argument),
    'pbx.filterOrders': (argument) =>
      filterOrders({ view: orders.view, products: () => client.products(), log }, argument),
    'pbx.clearOrderFilter': () => orders.view.show(undefined),
    'pbx.loadAllOrders': () => loadAllOrders(orders.view),
    'pbx.exportInstances': (argument) =>
      exportInstances({ session, log, sources: () => Promise.resolve([newSource(cloudPbx)]) }, argument),
    'pbx.exportOrders': (argument) =>
      exportOrders({ session, log, journal, source: () => new PortalOrderList(client) }, argument),
  };

  // A sandbox that cannot come back must not take the commands with it.
  const reopen = sandbox.wasOn ? sandbox.signIn() : openKeptSession();
  await reopen.catch((error: unknown) => log.error(`The last session could not be opened: ${String(error)}`));
  await setContextKey('pbx.session', session.state.kind);
  void orders.start();

  return {
    handlers,
    session,
    list,
    instances,
    orders: orders.view,
    documents: orders.documents,
    records: orders,
    forms,
    dispose: () => {
      for (const part of [...listening, orders, forms, sandbox, sandboxStatus, list, session].reverse()) {
        part.dispose();
      }
    },
  };
}
