import * as z from 'zod/mini';

const productId = z.number().check(z.int(), z.positive());

/** What the setting `pbx.productIds` holds. */
export interface ConfiguredProductIds {
  /** Each once, in the order of the setting. */
  readonly productIds: readonly number[];
  /** Entries that are no whole positive numbers, as JSON; the setting itself where it is no list. */
  readonly ignored: readonly string[];
}

/** Reads the value of the setting `pbx.productIds`, which may be anything: settings files are edited by hand. */
export function readProductIds(setting: unknown): ConfiguredProductIds {
  if (!Array.isArray(setting)) {
    return { productIds: [], ignored: setting === undefined ? [] : [JSON.stringify(setting)] };
  }
  const productIds = new Set<number>();
  const ignored: string[] = [];
  for (const entry of setting as readonly unknown[]) {
    const parsed = z.safeParse(productId, entry);
    if (parsed.success) {
      productIds.add(parsed.data);
    } else {
      ignored.push(JSON.stringify(entry));
    }
  }
  return { productIds: [...productIds], ignored };
}
