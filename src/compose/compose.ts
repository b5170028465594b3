import { config as configureTexts } from '@vscode/l10n';
import { l10n, window, workspace } from 'vscode';
import { checkOrder, markOrderSettled } from '../commands/reconcileOrder';
import { copySerialNumber, findInstance } from '../commands/pickInstance';
import {
  AccountNames,
  AccountStatus,
  announceLeft,
  nameAccount,
  showAccount,
  warnOfSilentStorage,
  warnOfUnsavedSession,
} from '../commands/account';
import { ExploreSandbox } from '../commands/exploreSandbox';
import { exportInstances, exportOrders, productInstances } from '../commands/export';
import { filterOrders } from '../commands/filterOrders';
import { loadAllInstances, loadAllOrders, loadMore, refresh } from '../commands/loadRows';
import type { CommandHandlers } from '../commands/ids';
import { PortalConsent, offerAddressSetting, signIn } from '../commands/signIn';
import { reopenForm } from '../commands/openForm';
import { orderAgain, copyOrderNumber, showOrder } from '../commands/orderArgument';
import { showPrices } from '../commands/showPrices';
import { exportRenewals, filterRenewals } from '../commands/renewals';
import type { BulkPanels } from '../form/bulk/bulkPanels';
import { type Forms, composeForms, composeBulk } from './composeForms';
import { RememberedChoices } from '../form/rememberedChoices';
import { OrderCommands } from './orderCommands';
import { composeOrders, type OrderServices } from './composeOrders';
import { Renewals } from './composeRenewals';
import type { DueDates } from '../renewals/dueDates';
import type { RenewalsView } from '../tree/renewalsView';
import { editorText } from '../text/plainText';
import { parseBaseUrl } from '../portal/baseUrl';
import { PortalClient } from '../portal/client';
import { Http } from '../portal/http';
import { Lookups } from '../portal/lookups';
import { type SessionState, isSandbox } from '../portal/sessionTokens';
import { KnownSecrets } from '../portal/secrets';
import { Session } from '../portal/session';
import { SessionStore } from '../portal/sessionStore';
import { RedactedLog } from '../portal/traceLog';
import { readAs, wholeNumber } from '../portal/values';
import { entryStateText, entryTitle } from '../text/orderTexts';
import type { OutputLog } from '../outputLog';
import type { Activation } from './activation';
import { configuredProductIds, settings } from '../settings';
import { InstanceLists } from '../tree/instanceLists';
import { setContextKey } from '../tree/contextKeys';
import { explain } from '../text/failureTexts';
import { InstancesView } from '../tree/instancesView';
import { notifyReconciled } from '../tree/orderNotices';
import { type OrderDocuments, PriceDocuments } from '../documents/documents';
import type { OrdersView } from '../tree/ordersView';
import { PortalOrderList } from '../tree/portalOrderList';

/** The built extension, to which activation forwards VS Code's calls. */
export interface Composition {
  readonly handlers: CommandHandlers;
  readonly session: Session;
  readonly lists: InstanceLists;
  readonly instances: InstancesView;
  readonly orders: OrdersView;
  readonly renewals: RenewalsView;
  readonly dueDates: DueDates;
  readonly documents: OrderDocuments;
  readonly priceDocuments: PriceDocuments;
  readonly orderServices: Pick<OrderServices, 'journal' | 'reconciliation' | 'locks' | 'runs'>;
  readonly forms: Forms;
  readonly bulk: BulkPanels;
  dispose(): void;
}

/**
 * Builds the extension. Resolves when the last session has been reopened; if the secret storage does not answer soon,
 * resolves earlier, and the session is opened when it answers.
 */
export async function compose(activated: Activation): Promise<Composition> {
  const { context, instances: instancesView } = activated;
  const known = new KnownSecrets();
  const log: OutputLog = Object.assign(new RedactedLog(activated.log, known), {
    show: (preserveFocus?: boolean) => activated.log.show(preserveFocus),
  });
  // The same as `activated`, with a log that redacts secrets.
  const activation: Activation = { ...activated, log };
  // Modules that do not import vscode use the same bundle of texts.
  configureTexts({ contents: l10n.bundle ?? {} });

  const baseUrl = () => parseBaseUrl(settings().apiBaseUrl);
  const reportProblems = () => settings().problems.forEach((problem) => log.warn(problem));
  reportProblems();
  const http = new Http(settings, log, known);
  const store = new SessionStore(context.secrets, log, known);
  const session = new Session(http, store);
  const client = new PortalClient(http, session);
  const lookups = new Lookups(client);
  const lists = new InstanceLists({
    client,
    log,
    productIds: () => configuredProductIds(log),
  });
  const instances = new InstancesView(
    { lists, lookups, session, log, noticeDays: () => settings().renewalNoticeDays },
    instancesView.tree,
    instancesView.changed,
  );
  const sandbox = new ExploreSandbox(session, context.workspaceState, log);
  const accountNames = new AccountNames(context.globalState);
  const accountStatus = new AccountStatus(accountNames);
  const priceDocuments = new PriceDocuments(session, client, activation.pricesChanged);
  const signInDeps = { session, client, log, baseUrl, consent: new PortalConsent(context.globalState) };

  const loaded = () => lists.products.flatMap(({ list }) => list.rows);

  const ordersDeps = {
    client,
    session,
    instance: (productNo: string) => lists.find(productNo),
    onDidLoadInstances: lists.onDidLoad,
  };
  const orders = composeOrders(activation, ordersDeps, (entry) => {
    log.info(editorText(l10n.t('Found in the portal: {0}, {1}', entryTitle(entry), entryStateText(entry))));
    const ordered = entry.ordered;
    const productId = readAs(wholeNumber, ordered.productId);
    if (productId !== undefined && ordered.productNo !== undefined) {
      instances.instanceChanged(productId, ordered.productNo);
    }
    if (!forms.orders.shows(entry.id)) {
      void notifyReconciled(entry);
    }
  });
  const { journal, locks, reconciliation } = orders;
  const renewals = new Renewals(activation, {
    renew: (chosen) => ordering.renew(chosen),
    client,
    session,
    lists,
    journal,
    statusOf: (orderNo) => orders.list.find(orderNo)?.orderStatus,
  });

  const formDeps = {
    client,
    lookups,
    session,
    orders,
    instances,
    serialNumbers: () => loaded().map(({ productNo }) => productNo),
    signIn: () => signIn(signInDeps),
    remembered: new RememberedChoices(context.globalState),
  };
  const forms = composeForms(activation, formDeps);
  const bulk = composeBulk(activation, formDeps);
  const ordering = new OrderCommands(activation, { session, lists, forms: forms.orders, bulk });

  /** Opens the stored session for the portal in the settings; if the setting is not valid, shows why. */
  const openKeptSession = async () => {
    try {
      const portal = baseUrl();
      log.info(`The portal is ${portal}`);
      await session.open(portal);
    } catch (error) {
      session.close();
      void offerAddressSetting(explain(error));
    }
  };

  const showSession = async (state: SessionState) => {
    accountStatus.show(state);
    instances.sessionChanged();
    forms.sessionChanged();
    bulk.sessionChanged();
    orders.sessionChanged();
    renewals.sessionChanged();
    await setSessionKeys(state);
  };

  const setSessionKeys = async (state: SessionState) => {
    const setSession = () => setContextKey('pbx.session', state.kind);
    const setSandbox = () => setContextKey('pbx.sandbox', isSandbox(state));
    // VS Code takes the keys one after the other. In between, a session of the sandbox must not pass for a live one.
    const inOrder = isSandbox(state) ? [setSandbox, setSession] : [setSession, setSandbox];
    await Promise.all(inOrder.map((set) => set()));
  };

  /** Leaves the sandbox for the stored session of the portal in the settings, and says which account is live then. */
  const leaveSandbox = async () => {
    if (!isSandbox(session.state)) {
      void window.showInformationMessage(l10n.t('This window is not in the sandbox.'));
      return;
    }
    await session.signOut();
    // The secret storage may answer late; the account that it brings must not become live unannounced.
    const announced = openKeptSession().then(() => announceLeft(session, accountNames));
    await store.soon(announced);
  };

  const listeners = [
    session.onDidChange((state) => {
      void showSession(state);
      if (state.kind === 'signedIn' && state.kept === 'memory' && !store.isPending) {
        warnOfUnsavedSession();
      }
      if (sandbox.wasOn && !isSandbox(state)) {
        void sandbox.stop();
      }
    }),
    store.onDidFallSilent(warnOfSilentStorage),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('pbx.apiBaseUrl') && !sandbox.wasOn) {
        void openKeptSession();
      }
      if (change.affectsConfiguration('pbx.productIds')) {
        instances.refresh();
      }
      if (change.affectsConfiguration('pbx.renewalNoticeDays')) {
        instances.redraw();
        renewals.view.refresh();
      }
      if (change.affectsConfiguration('pbx.requestTimeout') || change.affectsConfiguration('pbx.userAgent')) {
        reportProblems();
      }
    }),
  ];

  const handlers: CommandHandlers = {
    'pbx.signIn': () => signIn(signInDeps),
    // In the sandbox, the session that the user sees is the sandbox's: no other one may be signed out.
    'pbx.signOut': () => (isSandbox(session.state) ? leaveSandbox() : session.signOut()),
    'pbx.leaveSandbox': leaveSandbox,
    'pbx.loseNextReply': () => sandbox.loseNextReply(),
    'pbx.showAccount': () => showAccount(session),
    'pbx.nameAccount': async () => {
      if (await nameAccount(session, accountNames)) {
        accountStatus.show(session.state);
      }
    },
    'pbx.refresh': (argument) => refresh(lists, instances, argument),
    ...ordering.handlers,
    'pbx.orderAgain': (argument) => orderAgain({ lists, journal, client, forms: forms.orders }, argument),
    'pbx.findInstance': () => findInstance(lists, instances),
    'pbx.copySerialNumber': (argument) => copySerialNumber(lists, argument),
    'pbx.showOutput': () => log.show(),
    'pbx.exploreSandbox': () => sandbox.start(),
    'pbx.loadMore': (argument) => loadMore(instances, argument),
    'pbx.refreshOrders': () => orders.view.refresh(),
    'pbx.loadMoreOrders': () => orders.view.loadMore(),
    'pbx.checkOrder': (argument) => checkOrder({ journal, reconciliation, session }, argument),
    'pbx.showOrder': (argument) => showOrder({ journal, documents: orders.documents, session }, argument),
    'pbx.markOrderSettled': (argument) =>
      markOrderSettled({ journal, locks, session, log, listed: () => orders.list.rows }, argument),
    'pbx.createUser': () => forms.user.show(),
    'pbx.reopenForm': (argument) => reopenForm(forms, argument),
    'pbx.copyOrderNumber': (argument) => copyOrderNumber(journal, argument),
    'pbx.showPrices': (argument) => showPrices({ lookups, documents: priceDocuments }, argument),
    'pbx.filterOrders': (argument) => filterOrders({ view: orders.view, lists }, argument),
    'pbx.clearOrderFilter': () => orders.view.show(undefined),
    'pbx.loadAllInstances': (argument) => loadAllInstances(instances, argument),
    'pbx.loadAllOrders': () => loadAllOrders(orders.view),
    'pbx.exportInstances': (argument) =>
      exportInstances({ session, log, sources: () => productInstances(lists, client) }, argument),
    'pbx.exportOrders': (argument) =>
      exportOrders(
        {
          session,
          log,
          journal,
          source: () => new PortalOrderList(client),
          known: {
            detailOf: (orderNo) => orders.list.detailOf(orderNo),
            nameOf: (productNo) => lists.find(productNo)?.name,
          },
        },
        argument,
      ),
    'pbx.readDueDates': () => renewals.reading.read('due'),
    'pbx.readAllDueDates': () => renewals.reading.read('all'),
    'pbx.filterRenewals': (argument) => filterRenewals({ view: renewals.view, lists }, argument),
    'pbx.clearRenewalFilter': () => renewals.view.show(undefined),
    'pbx.openRenewalCalendar': () => renewals.calendar.show(),
    'pbx.exportRenewals': (argument, selected) =>
      exportRenewals({ session, log, view: renewals.view }, argument, selected),
  };

  // If the session or the sandbox cannot be reopened, the commands must work nevertheless.
  const reopen = sandbox.wasOn ? sandbox.signIn() : store.soon(openKeptSession());
  await reopen.catch((error: unknown) => log.error(`The last session could not be opened: ${String(error)}`));
  await setSessionKeys(session.state);
  void orders
    .start()
    .catch((error: unknown) => log.warn(`The orders of this machine are not all there: ${String(error)}`));
  void bulk
    .showInterrupted()
    .catch((error: unknown) => log.warn(`The bulk orders cannot be read: ${String(error)}`));

  return {
    handlers,
    session,
    lists,
    instances,
    orders: orders.view,
    renewals: renewals.view,
    dueDates: renewals.dueDates,
    documents: orders.documents,
    priceDocuments,
    orderServices: orders,
    forms,
    bulk,
    dispose: () => {
      const views = [
        ordering,
        orders,
        renewals,
        bulk,
        forms,
        sandbox,
        accountStatus,
        priceDocuments,
        instances,
      ];
      for (const part of [...listeners, ...views, lists, session, store].reverse()) {
        part.dispose();
      }
    },
  };
}
