import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { l10n, window } from 'vscode';
import { Journal } from '../orders/journal';
import { Locks } from '../orders/lock';
import { OrderPlacement } from '../orders/place';
import { keepPrivate } from '../orders/files';
import { RecentOrders } from '../orders/recentOrders';
import type { JournalEntry } from '../orders/entry';
import { BulkRunFiles, bulkRunsFolder } from '../orders/bulkRunFile';
import { OrderSender } from '../orders/send';
import { Reconciliation } from '../orders/reconciliation';
import type { Disposable } from '../portal/emitter';
import type { PortalClient } from '../portal/client';
import type { Instance } from '../portal/instances';
import type { Session } from '../portal/session';
import type { Activation } from './activation';
import { settings } from '../settings';
import { OrderDocuments } from '../documents/documents';
import { warnOfQuarantined, warnOfUnknownOrders } from '../tree/orderNotices';
import { OrdersView } from '../tree/ordersView';
import { PortalOrderList } from '../tree/portalOrderList';
import { nonBlockingQuarantined } from '../tree/journalRows';

/** Everything that places, reconciles and shows orders, built once. */
export interface OrderServices {
  readonly journal: Journal;
  readonly locks: Locks;
  readonly placement: OrderPlacement;
  readonly reconciliation: Reconciliation;
  readonly recentOrders: RecentOrders;
  readonly list: PortalOrderList;
  readonly view: OrdersView;
  readonly documents: OrderDocuments;
  readonly runs: BulkRunFiles;
  /** Reads the journal, reconciles orders of unknown outcome and notifies the user about those that remain. */
  start(): Promise<void>;
  sessionChanged(): void;
  dispose(): void;
}

/** Milliseconds that the first reconciliation may take before the user is notified. */
const firstCheckTimeout = 5000;

/**
 * Builds everything that places, reconciles and shows orders.
 *
 * @param onFound Called for each order of unknown outcome that was found in the portal.
 */
export function composeOrders(
  { log, ordersFolder, orders, documentsChanged }: Activation,
  {
    client,
    session,
    instance,
    onDidLoadInstances,
  }: {
    readonly client: PortalClient;
    readonly session: Session;
    /** Returns the loaded instance with this serial number. */
    readonly instance: (productNo: string) => Instance | undefined;
    /** Fires after each loaded page of instances. */
    readonly onDidLoadInstances: (listener: () => void) => Disposable;
  },
  onFound: (entry: JournalEntry) => void,
): OrderServices {
  const journal = new Journal(ordersFolder, log);
  const locks = new Locks(join(ordersFolder, 'locks'));
  const reconciliation = new Reconciliation({ client, session, journal, locks, log });
  const placement = new OrderPlacement({ sender: new OrderSender(client, session), journal, locks, log });
  const recentOrders = new RecentOrders(client, session);
  const list = new PortalOrderList(client);
  const view = new OrdersView(
    { journal, reconciliation, locks, list, session, log, instance, onDidLoadInstances },
    orders.tree,
    orders.changed,
  );
  const documents = new OrderDocuments({ journal, client, list, instance }, documentsChanged);
  const runs = new BulkRunFiles(bulkRunsFolder(ordersFolder), log);
  const foundListener = reconciliation.onDidFind(onFound);

  const check = () =>
    reconciliation
      .check()
      .catch((error: unknown) => log.warn(`Looking for orders of unknown outcome: ${String(error)}`));

  return {
    journal,
    locks,
    placement,
    reconciliation,
    recentOrders,
    list,
    view,
    documents,
    runs,
    start: async () => {
      await keepPrivate(ordersFolder).catch((error: unknown) =>
        log.warn(`The folder of the order journal is open to other users, or missing: ${String(error)}`),
      );
      try {
        await journal.load();
      } catch (error) {
        log.error(`The order journal cannot be read: ${String(error)}`);
        void window.showErrorMessage(
          l10n.t(
            'The order journal on this machine cannot be read, so no order is sent. The output shows why.',
          ),
        );
      }
      await journal.watch();
      await pruneEntries(journal, runs).catch((error: unknown) =>
        log.warn(`Old entries of the order journal stay: ${String(error)}`),
      );
      await Promise.race([check(), wait(firstCheckTimeout, undefined, { ref: false })]);
      void warnOfUnknownOrders(journal, session, locks);
      void warnOfQuarantined(nonBlockingQuarantined(journal));
    },
    sessionChanged: () => {
      view.sessionChanged();
      void check();
    },
    dispose: () => {
      for (const part of [journal, reconciliation, list, view, documents, foundListener].reverse()) {
        part.dispose();
      }
    },
  };
}

/**
 * Deletes outdated entries of the journal, but none of a bulk order that still has a file, even one that cannot be read
 * at this moment: its orders would seem to have never been sent.
 */
async function pruneEntries(journal: Journal, runs: BulkRunFiles): Promise<void> {
  await runs.prune(Date.now());
  await journal.prune(settings().keptRecords, await runs.ids());
}
