import { type WebviewPanel, commands, l10n, window } from 'vscode';
import { blockedSentence } from '../form/askConsent';
import type { FormDraft } from '../form/contract';
import { FormPanels, UserPanel, restoreForm } from '../form/formPanels';
import { currentEnding } from '../form/outcomeView';
import { logOutcome, logUserOutcome } from '../form/outcomeLog';
import type { FormTarget } from '../form/facts';
import type { PlacementResult } from '../orders/place';
import type { JournalEntry } from '../orders/entry';
import { codeText, linklessText } from '../text/plainText';
import type { Activation } from './activation';
import { type FormServices, orderPageDeps, pageDeps, reconcileNow } from './formServices';
import { ordersViewId, setContextKey } from '../tree/contextKeys';
import { settings } from '../settings';
import type { InstancesView } from '../tree/instancesView';
import { showFileCommand } from '../tree/rows/journalEntryRow';

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

/** Whether an order can change the list of instances: it can add an instance, or change the plan of one. */
function changesList({ operation, productNo }: FormTarget): boolean {
  return productNo === '' || operation === 'switchPlan' || operation === 'purchase';
}
