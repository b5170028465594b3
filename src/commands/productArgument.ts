import type { PortalText } from '../portal/values';
import * as z from 'zod/mini';
import type { InstanceLists } from '../tree/instanceLists';
import { productName } from '../text/orderTexts';
import { ProductRow } from '../tree/rows/instanceRow';
import { l10n, window } from 'vscode';
import { iconlessText, plainText } from '../text/plainText';

/** The product that a command was called for. */
export interface ProductArgument {
  readonly productId: number;
  /** The display name, as plain text. */
  readonly name: string;
  /** The serial number of a PBX, if a script passes one: some products list their offerings only for a given PBX. */
  readonly productNo?: string;
}

interface PickableProduct {
  readonly productId: number;
  readonly name: PortalText | undefined;
}

const scripted = z.object({
  productId: z.number().check(z.int(), z.positive()),
  productNo: z.optional(z.string().check(z.trim(), z.minLength(1))),
});
/** A script may also pass what looks like a row. */
const scriptedOrRow = z.union([z.object({ product: scripted }), scripted]);

/**
 * Parses a command's argument: the row of a product, or what a script or key binding passes.
 *
 * @returns Undefined if it names no product.
 */
export function productArgument(
  argument: unknown,
  known: Pick<InstanceLists, 'products'>,
): ProductArgument | undefined {
  if (argument instanceof ProductRow) {
    const { product } = argument;
    return { productId: product.productId, name: productName(product) };
  }
  const parsed = z.safeParse(scriptedOrRow, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productId, productNo } = 'product' in parsed.data ? parsed.data.product : parsed.data;
  const product = known.products.find((candidate) => candidate.productId === productId);
  const name = productName(product ?? { productId, name: undefined });
  return productNo === undefined ? { productId, name } : { productId, name, productNo };
}

/**
 * Lets the user choose a product.
 *
 * @param products May still be loading.
 * @returns Undefined if the user dismissed the choice, or there is nothing to choose from.
 * @throws What `products` rejects with.
 */
export async function pickProduct<Product extends PickableProduct>(
  products: Promise<readonly Product[]>,
  title: string,
): Promise<Product | undefined> {
  const items = products.then((all) =>
    all.map((product) => ({
      label: iconlessText(plainText(productName(product))),
      description: String(product.productId),
      product,
    })),
  );
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Product'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.product;
}
