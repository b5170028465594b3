import { operationTexts, productName } from '../text/orderTexts';
import { l10n, window, TabInputWebview, type Tab } from 'vscode';
import type { FormTarget } from '../form/facts';
import { linklessText } from '../text/plainText';
import type { Session } from '../portal/session';
import { type Operation, productIds } from '../rules/operationRule';
import { operationsFor } from '../rules/table';
import type { InstanceLists, ListedProduct } from '../tree/instanceLists';
import { InstanceRow, ProductRow } from '../tree/rows/instanceRow';
import { RenewalRow } from '../tree/rows/renewalRow';
import { PlanRow, ServiceRow } from '../tree/rows/serviceRow';
import { type InstanceArgument, instanceArgument, argumentOf, pickInstance } from './pickInstance';
import { pickProduct, type ProductArgument, productArgument } from './productArgument';
import * as z from 'zod/mini';
import { type FormDraft, formDraft } from '../form/contract';
import { formViewType } from '../form/formPanel';
import { undescribedText } from '../form/texts';
import type { BulkTarget } from '../form/bulk/bulkOrderDeps';
import { chosenInSession } from './chosenInSession';
import { openBulkOrder, severalInstances } from './openBulkOrder';

export interface OpenFormDeps {
  readonly session: Pick<Session, 'state'>;
  readonly lists: InstanceLists;
  readonly showForm: (target: FormTarget) => void;
  readonly showBulk: (about: BulkTarget) => void;
  /** Returns the rows that are selected in the view that had the focus last. */
  readonly current: () => readonly unknown[];
}

/** What VS Code passes to a command on rows: the one that was clicked, and those that are selected. */
export interface CalledFor {
  readonly argument: unknown;
  readonly selected: unknown;
}

/**
 * Opens the form of a single order, or a bulk order if the command was called for several PBXes.
 *
 * @param service The service to preselect, if the command is for a specific one.
 */
export async function openOrders(
  deps: OpenFormDeps,
  operation: Operation,
  { argument, selected }: CalledFor,
  service?: 'highAvailability',
): Promise<void> {
  const several = severalInstances(argument, selected, deps);
  if (!several) {
    await openForm(deps, operation, argument, service);
    return;
  }
  const { instances, serviceId, leftOut } = several;
  const preselected = service ?? (serviceId === undefined ? undefined : { serviceId });
  openBulkOrder(
    deps,
    { operation, leftOut, ...(preselected === undefined ? {} : { service: preselected }) },
    instances,
  );
}

/**
 * Opens the order form for an operation on the instance or product that the argument names. Asks the user if it names
 * none.
 *
 * @param service The service to preselect, if the command is for a specific one.
 */
export async function openForm(
  { session, lists, showForm }: Pick<OpenFormDeps, 'session' | 'lists' | 'showForm'>,
  operation: Operation,
  argument: unknown,
  service?: 'highAvailability',
): Promise<void> {
  const given = targetOf(lists, operation, argument);
  // A command in the view's title receives the focused row, even if the operation is not possible for it.
  const isUsable = given !== undefined && (undescribedText(given) === '' || !isRow(argument));
  const target = isUsable
    ? given
    : await chosenInSession(session, () => askTarget(lists, operation, service));
  if (!target) {
    return;
  }
  const undescribed = undescribedText(target);
  if (undescribed !== '') {
    void window.showWarningMessage(linklessText(undescribed));
    return;
  }
  showForm(service ? { ...target, service } : target);
}

function isRow(argument: unknown): boolean {
  return [InstanceRow, PlanRow, ServiceRow, ProductRow, RenewalRow].some((kind) => argument instanceof kind);
}

function targetOf(lists: InstanceLists, operation: Operation, argument: unknown): FormTarget | undefined {
  const instance = instanceArgument(argument, lists);
  if (instance) {
    return instanceTarget(lists, operation, instance);
  }
  const product = productArgument(argument, lists);
  return product && productTarget(operation, product);
}

/** Asks for the target: a product for purchases and trials, otherwise an existing instance. */
async function askTarget(
  lists: InstanceLists,
  operation: Operation,
  service: 'highAvailability' | undefined,
): Promise<FormTarget | undefined> {
  if (operation === 'purchase' || operation === 'startTrial') {
    const isOrderable = ({ productId }: ListedProduct) =>
      operationsFor(productId, 'product').includes(operation);
    const products = lists.open().then(() => lists.products.filter(isOrderable));
    const product = await pickProduct(products, operationTexts[operation].title());
    return product && productTarget(operation, { productId: product.productId, name: productName(product) });
  }
  const title = service ? l10n.t('Subscribe to High Availability') : operationTexts[operation].title();
  const isOrderable = (productId: number) =>
    operationsFor(productId, 'instance').includes(operation) &&
    (service === undefined || productId === productIds.cloudPbx);
  const instance = await pickInstance(lists, title, isOrderable);
  return instance && instanceTarget(lists, operation, argumentOf(instance, undefined));
}

function instanceTarget(
  lists: InstanceLists,
  operation: Operation,
  { productId, productNo, name, serviceId }: InstanceArgument,
): FormTarget {
  const product = lists.products.find((known) => known.productId === productId);
  return {
    operation,
    productId,
    productNo,
    instanceName: name,
    productName: productName(product ?? { productId, name: undefined }),
    service: serviceId === undefined ? undefined : { serviceId },
  };
}

function productTarget(operation: Operation, { productId, name }: ProductArgument): FormTarget {
  return {
    operation,
    productId,
    productName: name,
    productNo: '',
    instanceName: '',
    service: undefined,
  };
}

/**
 * Reopens a form with the entries of a page that has lost its connection to the extension, and closes that page's tab.
 * The user runs this from a link in that page, so the active tab is that page, unless it is a form of this extension
 * host.
 */
export async function reopenForm(
  forms: { reopen(draft: FormDraft): void; readonly isActive: boolean },
  argument: unknown,
): Promise<void> {
  const draft = z.safeParse(formDraft, argument);
  if (!draft.success) {
    return;
  }
  const tab = forms.isActive ? undefined : activeForm();
  forms.reopen(draft.data);
  if (tab) {
    await window.tabGroups.close(tab);
  }
}

/** Returns the active tab if it shows a form. VS Code adds a prefix to the view type of a webview. */
function activeForm(): Tab | undefined {
  const { activeTab } = window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof TabInputWebview && activeTab.input.viewType.endsWith(formViewType)
    ? activeTab
    : undefined;
}
