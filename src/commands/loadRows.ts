import { l10n, window } from 'vscode';
import { explain } from '../text/failureTexts';
import { linklessText } from '../text/plainText';
import { rowsText } from '../text/counts';
import type { InstancesView } from '../tree/instancesView';
import type { OrdersView } from '../tree/ordersView';
import type { InstanceLists } from '../tree/instanceLists';
import { ProductRow } from '../tree/rows/instanceRow';
import { LoadAllRow, LoadMoreRow } from '../tree/rows/row';
import { productArgument } from './productArgument';
import { withCancellableProgress } from './cancellableProgress';

/** Shows more instances. Without a Load More row as argument, InstancesView chooses the product. */
export async function loadMore(view: InstancesView, argument: unknown): Promise<void> {
  await view.loadMore(argument instanceof LoadMoreRow ? argument : undefined);
}

/**
 * Loads everything shown again, or only the instances of the product that `argument` names. Rows are ignored as
 * arguments, because the button in the view's title passes the focused row.
 */
export async function refresh(lists: InstanceLists, view: InstancesView, argument: unknown): Promise<void> {
  const product = argument instanceof ProductRow ? undefined : productArgument(argument, lists);
  if (product) {
    await view.refreshProduct(product.productId);
  } else {
    view.refresh();
  }
}

type Load = (
  signal: AbortSignal,
  onPage: (loaded: number, total: number | undefined) => void,
) => Promise<void>;

/** Loads all of the portal's orders into the view. Orders loaded before cancellation or failure stay. */
export async function loadAllOrders(view: Pick<OrdersView, 'loadAll'>): Promise<void> {
  await loadAll(l10n.t('Loading orders'), (signal, onPage) => view.loadAll(signal, onPage));
}

/**
 * Loads all instances of one product into the view. Without a Load All row as argument, InstancesView chooses the
 * product. Instances loaded before cancellation or failure stay.
 */
export async function loadAllInstances(view: InstancesView, argument: unknown): Promise<void> {
  const row = argument instanceof LoadAllRow ? argument : undefined;
  await loadAll(l10n.t('Loading instances'), (signal, onPage) => view.loadAll(row, signal, onPage));
}

async function loadAll(title: string, load: Load): Promise<void> {
  try {
    await withCancellableProgress(title, (signal, report) =>
      load(signal, (loaded, total) =>
        report(rowsText(loaded, total), total ? Math.min(1, loaded / total) : 0),
      ),
    );
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
  }
}
