import { env, l10n, window } from 'vscode';
import { codeText, iconlessText, shortText } from '../text/plainText';
import type { InstanceLists } from '../tree/instanceLists';
import { instanceArgument, pickInstance } from './pickInstance';
import type { InstancesView } from '../tree/instancesView';
import { LoadMoreRow } from '../tree/rows/row';
import { ProductRow } from '../tree/rows/instanceRow';
import { productArgument } from './productArgument';

const shownFor = 3000;

/** Copies the serial number of an instance; asks which one when it was not called on one. */
export async function copySerialNumber(lists: InstanceLists, argument: unknown): Promise<void> {
  const productNo =
    instanceArgument(argument, lists)?.productNo ??
    (await pickInstance(lists, l10n.t('Copy Serial Number')))?.productNo;
  if (productNo !== undefined) {
    await env.clipboard.writeText(productNo);
    window.setStatusBarMessage(iconlessText(l10n.t('Copied {0}', codeText(shortText(productNo)))), shownFor);
  }
}

/** Finds an instance by name or serial number and shows it in the view. */
export async function findInstance(lists: InstanceLists, view: InstancesView): Promise<void> {
  const instance = await pickInstance(lists, l10n.t('Find Instance'));
  if (instance) {
    await view.reveal(instance);
  }
}

/** Shows more instances of the product in which the row Load More stands; see InstancesView for other callers. */
export async function loadMore(view: InstancesView, argument: unknown): Promise<void> {
  await view.loadMore(argument instanceof LoadMoreRow ? argument : undefined);
}

/**
 * Asks the portal again: for everything shown, or for the instances of the product that `argument` names. A row is
 * no such argument: the button in the view's title passes the one that happens to have the focus.
 */
export async function refresh(lists: InstanceLists, view: InstancesView, argument: unknown): Promise<void> {
  const product = argument instanceof ProductRow ? undefined : productArgument(argument, lists);
  if (product) {
    await view.refreshProduct(product.productId);
  } else {
    view.refresh();
  }
}
