import { operationTexts, productName } from '../text/recordTexts';
import { l10n, window, TabInputWebview, type Tab } from 'vscode';
import { type FormTarget, subjectOf } from '../form/facts';
import { linklessText, plainText } from '../text/plainText';
import type { Operation } from '../rules/operationRule';
import { productIds } from '../rules/products';
import { operationsFor } from '../rules/table';
import type { InstanceLists, ListedProduct } from '../tree/instanceLists';
import { InstanceRow, ProductRow } from '../tree/rows/instanceRow';
import { PlanRow, ServiceRow } from '../tree/rows/serviceRow';
import { type InstanceArgument, instanceArgument, ofInstance, pickInstance } from './pickInstance';
import { pickProduct, type ProductArgument, productArgument } from './productArgument';
import * as z from 'zod/mini';
import { type FormDraft, formDraft } from '../form/contract';
import { formViewType } from '../form/formPanel';

export interface OpenFormParts {
  readonly lists: InstanceLists;
  readonly showForm: (target: FormTarget) => void;
}

/**
 * Opens the order form for an operation on what the command was called for: an instance, one of its rows, or a
 * product; asks when it was called for none.
 *
 * @param service The service to preselect, where the command itself names one.
 */
export async function openForm(
  { lists, showForm }: OpenFormParts,
  operation: Operation,
  argument: unknown,
  service?: 'highAvailability',
): Promise<void> {
  const given = givenTarget(lists, operation, argument);
  // A command in the view's title is passed the row that happens to have the focus.
  const isMeant = given !== undefined && (isDescribed(given) || !isRow(argument));
  const target = isMeant ? given : await askedTarget(lists, operation, service);
  if (!target) {
    return;
  }
  if (!isDescribed(target)) {
    void window.showWarningMessage(
      linklessText(
        l10n.t(
          'The API guide does not tell how to order this for {0}: {1}. Use the Partner Portal itself.',
          plainText(target.productName),
          operationTexts[operation].title(),
        ),
      ),
    );
    return;
  }
  showForm(service ? { ...target, service } : target);
}

/** Whether the guide tells how to order this. */
function isDescribed(target: FormTarget): boolean {
  return operationsFor(target.productId, subjectOf(target)).includes(target.operation);
}

function isRow(argument: unknown): boolean {
  return [InstanceRow, PlanRow, ServiceRow, ProductRow].some((kind) => argument instanceof kind);
}

function givenTarget(lists: InstanceLists, operation: Operation, argument: unknown): FormTarget | undefined {
  const instance = instanceArgument(argument, lists);
  if (instance) {
    return instanceTarget(lists, operation, instance);
  }
  const product = productArgument(argument, lists);
  return product && productTarget(operation, product);
}

/** New products are bought or tried for a product as a whole; everything else is about an instance that is there. */
async function askedTarget(
  lists: InstanceLists,
  operation: Operation,
  service: 'highAvailability' | undefined,
): Promise<FormTarget | undefined> {
  if (operation === 'purchase' || operation === 'startTrial') {
    const isMeant = ({ productId }: ListedProduct) => operationsFor(productId, 'product').includes(operation);
    const products = lists.open().then(() => lists.products.filter(isMeant));
    const product = await pickProduct(products, operationTexts[operation].title());
    return product && productTarget(operation, { productId: product.productId, name: productName(product) });
  }
  const title = service ? l10n.t('Subscribe to High Availability') : operationTexts[operation].title();
  const isMeant = (productId: number) =>
    operationsFor(productId, 'instance').includes(operation) &&
    (service === undefined || productId === productIds.cloudPbx);
  const instance = await pickInstance(lists, title, isMeant);
  return instance && instanceTarget(lists, operation, ofInstance(instance, undefined));
}

function instanceTarget(
  lists: InstanceLists,
  operation: Operation,
  { productId, productNo, name, serviceId }: InstanceArgument,
): FormTarget {
  const product = lists.products.find((known) => known.productId === productId);
  return {
    ...{ operation, productId, productNo, instanceName: name },
    productName: productName(product ?? { productId, name: undefined }),
    service: serviceId === undefined ? undefined : { serviceId },
  };
}

function productTarget(operation: Operation, { productId, name }: ProductArgument): FormTarget {
  return {
    ...{ operation, productId, productName: name, productNo: '', instanceName: '' },
    service: undefined,
  };
}

/**
 * Opens a form anew with what had been entered into a page that has lost its extension, and closes that page's tab.
 * The link that runs this is in that page: its tab is the active one then, and none of the forms of this host.
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

/** The active tab, if it shows a form. VS Code puts a prefix of its own before the type of a webview. */
function activeForm(): Tab | undefined {
  const { activeTab } = window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof TabInputWebview && activeTab.input.viewType.endsWith(formViewType)
    ? activeTab
    : undefined;
}
