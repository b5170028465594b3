import { type WebviewPanel, commands, l10n, window } from 'vscode';
import { blockedSentence } from '../form/askConsent';
import type { FormDraft } from '../form/contract';
import { FormPanels, UserPanel, restoreForm } from '../form/formPanels';
import { currentEnding } from '../form/outcomeView';
import { logOutcome, logUserOutcome } from '../form/outcomeLog';
import type { FormTarget } from '../form/facts';
import type { PlacementResult } from '../orders/place';
import type { JournalEntry, EntryId } from '../orders/entry';
import { codeText, linklessText } from '../text/plainText';
import type { Activation } from './activation';
import { ordersViewId, setContextKey } from '../tree/contextKeys';
import { settings } from '../settings';
import type { InstancesView } from '../tree/instancesView';
import { showFileCommand } from '../tree/rows/journalEntryRow';
import type { RememberedChoices } from '../form/rememberedChoices';
import type { PortalClient } from '../portal/client';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { explain } from '../text/failureTexts';
import type { OrderServices } from './composeOrders';
import { askToPlace } from '../form/bulk/askToPlace';
import { BulkPanels } from '../form/bulk/bulkPanels';

/** All forms, built once. */
export interface Forms {
  readonly orders: FormPanels;
  readonly user: UserPanel;
  /** Fills the tab of a form that VS Code restores after a reload. */
  restore(panel: WebviewPanel, kept: unknown): void;
  /** Opens a form with what was entered in one whose page is no longer connected to the extension. */
  reopen(draft: FormDraft): void;
  /** Whether the active tab is one of these forms. */
  readonly isActive: boolean;
  sessionChanged(): void;
  dispose(): void;
}

/** What the forms and the bulk orders are built from. */
interface FormServices {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly orders: OrderServices;
  readonly instances: InstancesView;
  /** Returns the serial numbers of the loaded instances. */
  readonly serialNumbers: () => readonly string[];
  readonly signIn: () => Promise<void>;
  readonly remembered: RememberedChoices;
}

/** Builds the forms. */
export function composeForms(activation: Activation, services: FormServices): Forms {
  const { log } = activation;
  const { instances, orders } = services;
  const { journal, documents, view } = orders;

  /** Reveals the output, without taking the focus, where the user wants that. */
  const reveal = (isProblem: boolean) => {
    const { revealOutput } = settings();
    if (revealOutput === 'always' || (revealOutput === 'onProblem' && isProblem)) {
      log.show(true);
    }
  };

  const forms = new FormPanels({
    ...orderPageDeps(activation, services),
    showPbx: (pbx) => showPbx(instances, pbx),
    showOrders: async () => {
      await commands.executeCommand(`${ordersViewId}.focus`);
    },
    showFile: async (file) => {
      const { command, arguments: given = [] } = showFileCommand(file, true);
      await commands.executeCommand(command, ...(given as readonly unknown[]));
    },
    showEntry: async (id) => {
      const entry = journal.find(id);
      await (entry ? documents.showEntry(entry) : undefined);
    },
    showPortalOrder: ({ id, orderNo }) => documents.showOrder(orderNo, id ?? orderNo),
    orderEnded: (target, { outcome, entryId }, title) => {
      logOutcome(log, outcome);
      reveal(outcome.kind !== 'placed' || outcome.receipt.orderStatus !== 'succeed');
      if (target.productNo !== '') {
        instances.instanceChanged(target.productId, target.productNo);
      }
      if (outcome.kind === 'placed') {
        void setContextKey('pbx.orderPlaced', true);
      }
      if (outcome.kind === 'placed' && changesList(target)) {
        void instances.refreshProduct(target.productId);
      }
      // Another form for the same target would not show the outcome of this order.
      if (!forms.isOpen(target)) {
        const entry = entryId === undefined ? undefined : journal.find(entryId);
        void window.showInformationMessage(linklessText(endText(outcome, entry, title)));
      }
      if (outcome.kind === 'unknown') {
        reconcileNow(activation, services, entryId);
      } else {
        void view.refresh();
      }
    },
  });

  const user = new UserPanel({
    ...pageDeps(activation, services),
    userEnded: (yeastarId, outcome) => {
      logUserOutcome(log, yeastarId, outcome);
      reveal(outcome.kind !== 'created');
    },
  });

  return {
    orders: forms,
    user,
    restore: (panel, kept) => restoreForm({ forms, user }, panel, kept),
    reopen: (draft) => {
      if (draft.form === 'order') {
        forms.reopen(draft);
      } else {
        user.reopen(draft);
      }
    },
    get isActive() {
      return forms.isActive || user.isActive;
    },
    sessionChanged: () => {
      forms.sessionChanged();
      user.sessionChanged();
    },
    dispose: () => {
      user.dispose();
      forms.dispose();
    },
  };
}

/** Builds the bulk orders. */
export function composeBulk(activation: Activation, services: FormServices): BulkPanels {
  const { log } = activation;
  const { client, orders, instances } = services;
  const { journal, locks, placement, runs, view } = orders;
  return new BulkPanels({
    ...orderPageDeps(activation, services),
    runs,
    askToPlace,
    settingsNow: () => [settings().apiBaseUrl, settings().userAgent].join('\n'),
    run: { client, placement, journal, locks, files: runs, log, explain },
    rowEnded: ({ productId, productNo }, { outcome, entryId }, isFirstProblem) => {
      logOutcome(log, outcome);
      if (isFirstProblem && settings().revealOutput !== 'never') {
        log.show(true);
      }
      instances.instanceChanged(productId, productNo);
      if (outcome.kind === 'unknown') {
        reconcileNow(activation, services, entryId);
      }
    },
    runEnded: (targets) => {
      void view.refresh();
      for (const productId of new Set(targets.filter(changesList).map((target) => target.productId))) {
        void instances.refreshProduct(productId);
      }
    },
  });
}

/** Returns the dependencies that every page with fields has. */
function pageDeps({ context, log }: Activation, services: FormServices) {
  const { client, lookups, session, signIn, orders } = services;
  return {
    client,
    lookups,
    session,
    explain,
    log,
    signIn,
    extensionUri: context.extensionUri,
    keepReconciling: () => orders.reconciliation.watch(),
  };
}

/** Returns the dependencies that every page for orders has. */
function orderPageDeps(activation: Activation, services: FormServices) {
  const { serialNumbers, remembered, orders } = services;
  const { journal, reconciliation, placement, recentOrders } = orders;
  return {
    ...pageDeps(activation, services),
    placement,
    journal,
    reconciliation,
    recentOrders,
    serialNumbers,
    remembered,
    userAgent: () => settings().userAgent,
    orderReviewed: () => void setContextKey('pbx.orderReviewed', true),
  };
}

/** Reconciles an order whose outcome is unknown right after it was sent. */
function reconcileNow({ log }: Activation, { orders }: FormServices, entryId: EntryId | undefined): void {
  orders.reconciliation
    .check(entryId === undefined ? [] : [entryId])
    .catch((error: unknown) => log.warn(`Looking for the order: ${String(error)}`));
}

/** Shows a PBX in the Instances view. @throws Error with a text for the user when the portal does not list it. */
async function showPbx(
  instances: InstancesView,
  { productId, productNo }: Pick<FormTarget, 'productId' | 'productNo'>,
): Promise<void> {
  if (!(await instances.revealListed(productId, productNo))) {
    throw new Error(
      l10n.t('The Instances view does not list {0} yet. Refresh it in a moment.', codeText(productNo)),
    );
  }
}

/** Returns the text about the outcome of an order whose form is closed. */
function endText(
  outcome: PlacementResult['outcome'],
  entry: JournalEntry | undefined,
  title: string,
): string {
  if (outcome.kind === 'blocked') {
    return `${l10n.t('Not sent: possible duplicate')}. ${blockedSentence(outcome, title)}`;
  }
  const { title: end, sentence } = currentEnding(outcome, entry);
  return `${end}: ${sentence}`;
}

/** Whether an order can change the list of instances: it can add an instance, or change the plan or end date of one. */
function changesList({ operation, productNo }: FormTarget): boolean {
  return productNo === '' || ['switchPlan', 'purchase', 'renew'].includes(operation);
}
