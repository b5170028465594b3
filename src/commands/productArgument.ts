import * as z from 'zod/mini';
import type { InstanceLists } from '../tree/instanceLists';
import { productName } from '../text/productName';
import { ProductRow } from '../tree/rows/instanceRow';
import { l10n, window } from 'vscode';
import { iconlessText, plainText } from '../text/plainText';

/** What a command that is about a product was called for. */
export interface ProductArgument {
  readonly productId: number;
  /** Text for places that show plain text. */
  readonly name: string;
}

const scripted = z.object({ productId: z.number().check(z.int(), z.positive()) });

/**
 * Reads a command's argument: the row of a product, or what a script or key binding passes.
 *
 * @returns Undefined when it names no product.
 */
export function productArgument(
  argument: unknown,
  known: Pick<InstanceLists, 'products'>,
): ProductArgument | undefined {
  if (argument instanceof ProductRow) {
    const { product } = argument;
    return { productId: product.productId, name: productName(product) };
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productId } = parsed.data;
  const product = known.products.find((candidate) => candidate.productId === productId);
  return { productId, name: productName(product ?? { productId, name: undefined }) };
}

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
