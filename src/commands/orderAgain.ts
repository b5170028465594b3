import { l10n, window } from 'vscode';
import { explain } from '../text/failureTexts';
import type { FormPanels } from '../form/formPanels';
import type { Journal } from '../orders/journal';
import { type Reorder, reorderFromDetail, reorderOf } from '../orders/reorder';
import { linklessText } from '../text/plainText';
import type { PortalClient } from '../portal/client';
import type { InstanceLists } from '../tree/instanceLists';
import { productName } from '../text/productName';
import { type OrderArgument, orderArgument } from './orderArgument';

export interface OrderAgainParts {
  readonly lists: InstanceLists;
  readonly journal: Journal;
  readonly client: PortalClient;
  readonly forms: FormPanels;
}

/** Opens the order form with the values of an order that was placed, or tried; it sends nothing. */
export async function orderAgain(parts: OrderAgainParts, argument: unknown): Promise<void> {
  const given = orderArgument(parts.journal, argument);
  if (!given) {
    void window.showInformationMessage(l10n.t('Choose the order in the Orders view first.'));
    return;
  }
  try {
    const again = await reorderFrom(parts, given);
    if (again) {
      showFilled(parts, again);
    } else {
      void window.showWarningMessage(
        l10n.t('The portal does not tell enough of this order to fill the form. Order it anew.'),
      );
    }
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
  }
}

/** The record of the order where there is one, since that holds all that was sent. */
async function reorderFrom(
  { journal, client }: OrderAgainParts,
  given: OrderArgument,
): Promise<Reorder | undefined> {
  if (given.kind === 'record') {
    return reorderOf(given.record.body);
  }
  const { id, orderNo } = given.order;
  const record = journal.records.find(
    ({ current }) => current.state === 'placed' && current.orderNo === orderNo,
  );
  return record ? reorderOf(record.body) : reorderFromDetail(await client.orderDetail(id ?? orderNo));
}

function showFilled({ lists, forms }: OrderAgainParts, again: Reorder): void {
  const { operation, productId, productNo, values } = again;
  const product = lists.products.find((known) => known.productId === productId);
  forms.showFilled(
    {
      ...{ operation, productId, productNo, service: undefined },
      productName: productName(product ?? { productId, name: undefined }),
      instanceName: lists.find(productNo, productId)?.name ?? '',
    },
    values,
  );
}
