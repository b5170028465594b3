import * as z from 'zod/mini';
import type { InstanceLists } from '../views/instanceLists';
import { productName } from '../views/productName';
import { ProductRow } from '../views/rows/productRow';

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
