import { l10n, window } from 'vscode';
import { iconlessText, plainText } from '../plainText';
import type { InstanceLists } from '../views/instanceLists';
import { productName } from '../views/productName';
import type { ProductArgument } from './productArgument';

/**
 * Lets the user choose among the portal's products.
 *
 * @param isMeant Which products the choice is among.
 * @returns Undefined when the user gave up, or there is none.
 */
export async function pickProduct(
  lists: InstanceLists,
  title: string,
  isMeant: (productId: number) => boolean,
): Promise<ProductArgument | undefined> {
  const items = lists.open().then(() =>
    lists.products
      .filter(({ productId }) => isMeant(productId))
      .map((product) => ({
        label: iconlessText(plainText(productName(product))),
        description: String(product.productId),
        product,
      })),
  );
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Product'),
    matchOnDescription: true,
  });
  return picked && { productId: picked.product.productId, name: productName(picked.product) };
}
