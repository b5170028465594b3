import { type QuickPickItem, commands, l10n, window } from 'vscode';
import * as z from 'zod/mini';
import type { PortalText } from '../portal/values';
import type { RenewalFilter } from '../renewals/renewalGroups';
import { productName } from '../text/orderTexts';
import { iconlessText, plainText } from '../text/plainText';
import { renewalsViewId } from '../tree/contextKeys';
import type { InstanceLists } from '../tree/instanceLists';
import type { RenewalsView } from '../tree/renewalsView';

export interface FilterRenewalsDeps {
  readonly view: Pick<RenewalsView, 'filter' | 'renewals' | 'show'>;
  readonly lists: Pick<InstanceLists, 'products'>;
}

/** The argument that a script or key binding may pass. */
const scripted = z.object({
  productIds: z._default(z.array(z.int()), []),
  text: z._default(z.string(), ''),
});

interface ProductItem extends QuickPickItem {
  readonly productId: number;
  readonly name: PortalText;
}

/** Filters the Renewals view: by the argument of a script or key binding, otherwise by what the user chooses. */
export async function filterRenewals(deps: FilterRenewalsDeps, argument: unknown): Promise<void> {
  const given = argument === undefined ? undefined : z.safeParse(scripted, argument).data;
  const filter = given ? filterOf(deps, given) : await askFilter(deps);
  if (filter) {
    await deps.view.show(filter);
    await commands.executeCommand(`${renewalsViewId}.focus`);
  }
}

function filterOf(
  { lists }: FilterRenewalsDeps,
  { text, productIds }: z.infer<typeof scripted>,
): RenewalFilter {
  return {
    text,
    products: new Map(productIds.map((productId) => [productId, nameOf(lists, productId)])),
  };
}

/** Asks in one quick pick: the typed text is what to search for, and the ticked items are products. */
async function askFilter({ view, lists }: FilterRenewalsDeps): Promise<RenewalFilter | undefined> {
  const pick = window.createQuickPick<ProductItem>();
  pick.title = l10n.t('Filter Renewals');
  pick.placeholder = l10n.t('Name, serial number or plan');
  pick.canSelectMany = true;
  pick.value = view.filter?.text ?? '';
  const counts = new Map<number, number>();
  for (const { date } of view.renewals({ text: '', products: new Map() })) {
    counts.set(date.productId, (counts.get(date.productId) ?? 0) + 1);
  }
  pick.items = [...counts].map(([productId, count]) => {
    const name = nameOf(lists, productId);
    return {
      label: iconlessText(plainText(name)),
      description: String(count),
      // The typed text searches PBXes, not these items.
      alwaysShow: true,
      productId,
      name,
    };
  });
  pick.selectedItems = pick.items.filter(({ productId }) => view.filter?.products.has(productId) === true);
  pick.show();
  const filter = await new Promise<RenewalFilter | undefined>((resolve) => {
    pick.onDidAccept(() =>
      resolve({
        text: pick.value.trim(),
        products: new Map(pick.selectedItems.map(({ productId, name }) => [productId, name])),
      }),
    );
    pick.onDidHide(() => resolve(undefined));
  });
  pick.dispose();
  return filter;
}

function nameOf({ products }: Pick<InstanceLists, 'products'>, productId: number): PortalText {
  return productName(
    products.find((product) => product.productId === productId) ?? { productId, name: undefined },
  );
}
