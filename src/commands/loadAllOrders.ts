import { l10n, window } from 'vscode';
import { explain } from '../explain';
import { linklessText } from '../plainText';
import type { OrdersView } from '../views/ordersView';
import { withCancellableProgress } from './cancellableProgress';
import { rowsText } from './rowsText';

/** Loads all of the portal's orders into the view; what came before it was cancelled or failed stays. */
export async function loadAllOrders(view: Pick<OrdersView, 'loadAll'>): Promise<void> {
  try {
    await withCancellableProgress(l10n.t('Loading orders'), (signal, report) =>
      view.loadAll(signal, (loaded, total) =>
        report(rowsText(loaded, total), total ? Math.min(1, loaded / total) : 0),
      ),
    );
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
  }
}
