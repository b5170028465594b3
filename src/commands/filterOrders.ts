import { type QuickPick, type QuickPickItem, commands, l10n, QuickPickItemKind, window } from 'vscode';
import * as z from 'zod/mini';
import { iconlessText, plainText } from '../text/plainText';
import {
  type Choice,
  type FilterChoices,
  type OrderFilter,
  type NotPlacedState,
  type Period,
  emptyFilter,
  notPlacedStates,
  periods,
} from '../tree/orderFilter';
import { type OrderKind, orderKinds } from '../orders/orderFacts';
import { orderKindText, productName } from '../text/orderTexts';
import { notPlacedStateText, periodText, type OrdersView } from '../tree/ordersView';
import { ordersViewId } from '../tree/contextKeys';
import type { InstanceLists } from '../tree/instanceLists';
import type { PortalText } from '../portal/values';

export interface FilterOrdersDeps {
  readonly view: Pick<OrdersView, 'choices' | 'filter' | 'show'>;
  /** Holds the names of products once it has loaded them. */
  readonly lists: Pick<InstanceLists, 'products'>;
}

/** The argument that a script or key binding may pass. */
const scripted = z.object({
  statuses: z._default(z.array(z.string()), []),
  productIds: z._default(z.array(z.union([z.string(), z.pipe(z.int(), z.transform(String))])), []),
  operations: z._default(z.array(z.enum(orderKinds)), []),
  periods: z._default(z.array(z.enum(periods)), []),
  text: z._default(z.string(), ''),
});

type FilterItem = QuickPickItem &
  (
    | { readonly of: 'nothing' }
    | { readonly of: 'status'; readonly value: string }
    | { readonly of: 'ending'; readonly value: NotPlacedState }
    | { readonly of: 'product'; readonly value: string; readonly name: string }
    | { readonly of: 'kind'; readonly value: OrderKind }
    | { readonly of: 'period'; readonly value: Period }
  );

/** Filters the Orders view: by the argument of a script or key binding, otherwise by what the user chooses. */
export async function filterOrders(deps: FilterOrdersDeps, argument: unknown): Promise<void> {
  const given = argument === undefined ? undefined : z.safeParse(scripted, argument).data;
  const filter = given ? filterOf(deps, given) : await askFilter(deps);
  if (filter) {
    await deps.view.show(filter);
    await commands.executeCommand(`${ordersViewId}.focus`);
  }
}

function filterOf(
  { lists }: Pick<FilterOrdersDeps, 'lists'>,
  { statuses, productIds, operations, periods: spans, text }: z.infer<typeof scripted>,
): OrderFilter {
  return {
    ...emptyFilter,
    statuses: new Set(statuses),
    products: new Map(productIds.map((productId) => [productId, nameOf(lists, productId)])),
    kinds: new Set(operations),
    periods: new Set(spans),
    text,
  };
}

/**
 * Asks for a filter in one quick pick: the typed text is what to search for, and the ticked items are statuses and
 * products. Its items stay as they are: VS Code forgets what was just ticked where they are replaced.
 *
 * @returns Undefined if the user dismissed it.
 */
async function askFilter({ view, lists }: FilterOrdersDeps): Promise<OrderFilter | undefined> {
  const pick = window.createQuickPick<FilterItem>();
  pick.title = l10n.t('Filter Orders');
  // The quick pick cuts off longer texts.
  pick.placeholder = l10n.t('Number, reference or name. Orders of unknown outcome are never hidden.');
  pick.canSelectMany = true;
  const current = view.filter ?? emptyFilter;
  pick.value = current.text;
  pick.items = itemsOf(view.choices(), current, lists);
  pick.selectedItems = pick.items.filter((item) => isChosen(item, current));
  pick.show();
  const filter = await new Promise<OrderFilter | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(chosenFilter(pick)));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.dispose();
  return filter;
}

function isChosen(
  item: FilterItem,
  { statuses, endings, products, kinds, periods: spans }: OrderFilter,
): boolean {
  switch (item.of) {
    case 'nothing':
      return false;
    case 'status':
      return statuses.has(item.value);
    case 'ending':
      return endings.has(item.value);
    case 'product':
      return products.has(item.value);
    case 'kind':
      return kinds.has(item.value);
    case 'period':
      return spans.has(item.value);
  }
}

function chosenFilter({
  selectedItems,
  value,
}: Pick<QuickPick<FilterItem>, 'selectedItems' | 'value'>): OrderFilter {
  return {
    statuses: new Set(selectedItems.flatMap((item) => (item.of === 'status' ? [item.value] : []))),
    endings: new Set(selectedItems.flatMap((item) => (item.of === 'ending' ? [item.value] : []))),
    products: new Map(
      selectedItems.flatMap((item) => (item.of === 'product' ? [[item.value, item.name] as const] : [])),
    ),
    kinds: new Set(selectedItems.flatMap((item) => (item.of === 'kind' ? [item.value] : []))),
    periods: new Set(selectedItems.flatMap((item) => (item.of === 'period' ? [item.value] : []))),
    text: value.trim(),
  };
}

/** Returns the items of the quick pick. Values of the current filter are included even if no loaded order has them. */
function itemsOf(
  choices: FilterChoices,
  current: OrderFilter,
  lists: FilterOrdersDeps['lists'],
): FilterItem[] {
  const statuses = withSelected(choices.statuses, [...current.statuses]);
  const endings = withSelected(choices.endings, [...current.endings]);
  const products = withSelected(choices.products, [...current.products.keys()]);
  return [
    separator(l10n.t('Status in the portal')),
    ...statuses.map(({ value, count }) => ({ ...item(value, count), of: 'status' as const, value })),
    separator(l10n.t('Not placed, according to this machine’s journal')),
    ...notPlacedStates.flatMap((ending) =>
      endings
        .filter(({ value }) => value === ending)
        .map(({ value, count }) => ({
          ...item(notPlacedStateText(value), count),
          of: 'ending' as const,
          value,
        })),
    ),
    separator(l10n.t('Product')),
    ...products.map(({ value, count }) => {
      const name = nameOf(lists, value);
      return { ...item(name, count), of: 'product' as const, value, name };
    }),
    ...kindItems(withSelected(choices.kinds, [...current.kinds])),
    ...periodItems(),
  ].filter((entry, index, all) => entry.of !== 'nothing' || (all[index + 1]?.of ?? 'nothing') !== 'nothing');
}

function kindItems(choices: readonly Choice<OrderKind>[]): FilterItem[] {
  return [
    separator(l10n.t('Operation')),
    ...choices.map(({ value, count }) => ({
      ...item(orderKindText(value), count),
      of: 'kind' as const,
      value,
    })),
  ];
}

function periodItems(): FilterItem[] {
  return [
    separator(l10n.t('Time')),
    ...periods.map((value) => ({ ...item(periodText(value), 0), of: 'period' as const, value })),
  ];
}

/**
 * Asks which orders to export, by operation and time.
 *
 * @returns Undefined if the user dismissed it. A filter without criteria stands for all orders.
 */
export async function askExportFilter(): Promise<OrderFilter | undefined> {
  const kinds = orderKinds.filter((kind) => kind !== 'other').map((value) => ({ value, count: 0 }));
  const selectedItems = await window.showQuickPick([...periodItems(), ...kindItems(kinds)], {
    title: l10n.t('Export Orders'),
    placeHolder: l10n.t('Select time and operation, or nothing to export all orders.'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return selectedItems && chosenFilter({ selectedItems, value: '' });
}

function withSelected<Value>(choices: readonly Choice<Value>[], selected: readonly Value[]): Choice<Value>[] {
  const missing = selected.filter((candidate) => choices.every(({ value }) => value !== candidate));
  return [...choices, ...missing.map((value) => ({ value, count: 0 }))];
}

/** Returns a choice. It is always shown, because the typed text searches orders and not the choices. */
function item(label: PortalText, count: number) {
  return {
    label: iconlessText(plainText(label)),
    description: count === 0 ? '' : String(count),
    alwaysShow: true,
  };
}

function separator(label: string): FilterItem {
  return { label, kind: QuickPickItemKind.Separator, of: 'nothing' };
}

function nameOf({ products }: FilterOrdersDeps['lists'], productId: string): PortalText {
  const known = products.find((product) => String(product.productId) === productId);
  return productName(known ?? { productId, name: undefined });
}
