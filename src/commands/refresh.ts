import type { InstanceLists } from '../views/instanceLists';
import type { InstancesView } from '../views/instancesView';
import { ProductRow } from '../views/rows/productRow';
import { productArgument } from './productArgument';

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
