import { type QuickPick, type QuickPickItem, env, l10n, ThemeIcon, window } from 'vscode';
import { countText } from '../text/counts';
import { explain } from '../text/failureTexts';
import { codeText, iconlessText, nameOrId, plainText, shortText } from '../text/plainText';
import type { Instance } from '../portal/instances';
import type { InstanceLists, LoadFailure } from '../tree/instanceLists';
import { productName } from '../text/orderTexts';
import * as z from 'zod/mini';
import { productIds } from '../rules/operationRule';
import { InstanceRow } from '../tree/rows/instanceRow';
import { RenewalRow } from '../tree/rows/renewalRow';
import { PlanRow, ServiceRow } from '../tree/rows/serviceRow';
import type { PortalText } from '../portal/values';
import type { InstancesView } from '../tree/instancesView';

interface InstanceItem extends QuickPickItem {
  readonly instance: Instance | undefined;
}

/** Milliseconds between updates of the list while pages arrive. */
const updateInterval = 300;

/** Maximum number of matches shown: every item is sent to the window, and nobody reads more. */
const maxShown = 100;

/**
 * Lets the user choose among all instances by name, serial number or plan, and loads the missing pages meanwhile.
 *
 * @param isIncluded Whether to offer the instances of a product; all products if omitted.
 * @returns Undefined if the user dismissed the choice.
 */
export async function pickInstance(
  lists: InstanceLists,
  title: string,
  isIncluded?: (productId: number) => boolean,
): Promise<Instance | undefined> {
  const pick = window.createQuickPick<InstanceItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Name, serial number or plan');
  pick.matchOnDescription = true;
  // Stay open while the user looks up the serial number in another window.
  pick.ignoreFocusOut = true;
  if ('sortByLabel' in pick) {
    // Missing from the API types. Without it, VS Code sorts the matches by label.
    pick.sortByLabel = false;
  }
  pick.busy = true;
  const loading = new AbortController();
  let failures: readonly LoadFailure[] = [];

  let lastUpdate = 0;
  /**
   * Updates the items.
   *
   * @param chosen The item to keep active if it is still listed; otherwise the first selectable item becomes active.
   */
  const update = (chosen: InstanceItem | undefined): void => {
    lastUpdate = Date.now();
    const items = itemsFor(lists, pick, isIncluded, failures);
    if (!isSame(items, pick.items)) {
      const same = chosen && items.find((item) => isSame([item], [chosen]));
      const next = same ?? firstSelectable(items);
      pick.keepScrollPosition = same !== undefined;
      pick.items = items;
      pick.activeItems = next ? [next] : [];
    }
  };
  const listening = lists.onDidLoad(() => {
    if (Date.now() - lastUpdate >= updateInterval) {
      update(itemMovedTo(pick));
    }
  });
  pick.onDidChangeValue(() => update(undefined));
  update(undefined);
  pick.show();

  void lists.loadAll(loading.signal, isIncluded).then((failed) => {
    if (!loading.signal.aborted) {
      failures = failed;
      pick.busy = false;
      update(itemMovedTo(pick));
    }
  });

  const chosen = await new Promise<Instance | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const instance = pick.activeItems[0]?.instance;
      if (instance) {
        resolve(instance);
      }
    });
    pick.onDidHide(() => resolve(undefined));
  });
  loading.abort();
  listening.dispose();
  pick.dispose();
  return chosen;
}

/**
 * Returns the item that the user has moved to; undefined while the first selectable item is active. A page that arrives
 * later may hold a better match, which then has to be the active one.
 */
function itemMovedTo({
  items,
  activeItems,
}: Pick<QuickPick<InstanceItem>, 'items' | 'activeItems'>): InstanceItem | undefined {
  const [active] = activeItems;
  return active?.instance === undefined || active === firstSelectable(items) ? undefined : active;
}

function firstSelectable(items: readonly InstanceItem[]): InstanceItem | undefined {
  return items.find(({ instance }) => instance !== undefined);
}

/** Returns the items to show: failures, then the matches, then the number of further matches, or that there is none. */
function itemsFor(
  lists: InstanceLists,
  { value, busy }: Pick<QuickPick<InstanceItem>, 'value' | 'busy'>,
  isIncluded: ((productId: number) => boolean) | undefined,
  failures: readonly LoadFailure[],
): InstanceItem[] {
  const { matches, more } = lists.search(value, maxShown, isIncluded);
  const names = productNames(lists, isIncluded);
  return [
    ...failureItems(failures),
    ...matches.map((instance) => itemOf(instance, names.get(instance.productId))),
    ...(more > 0 ? [moreItem(more)] : []),
    ...(matches.length === 0 ? [noMatchItem(value, busy)] : []),
  ];
}

/** Returns the product names to show with the instances: none if there is only one product. */
function productNames(
  { products }: InstanceLists,
  isIncluded: (productId: number) => boolean = () => true,
): ReadonlyMap<number, string> {
  const included = products.filter(({ productId }) => isIncluded(productId));
  return new Map(
    included.length > 1 ? included.map((product) => [product.productId, productName(product)] as const) : [],
  );
}

/** Returns the item of an instance. `alwaysShow`, because InstanceSearch does the filtering, not VS Code. */
function itemOf(instance: Instance, product: string | undefined): InstanceItem {
  const { name, productNo, planName } = instance;
  const facts = [
    plainText(name) === '' ? '' : codeText(productNo),
    plainText(planName ?? ''),
    plainText(product ?? ''),
  ];
  const label = iconlessText(nameOrId(name, productNo));
  return {
    label,
    description: iconlessText(facts.filter((fact) => fact !== '').join(' · ')),
    alwaysShow: true,
    instance,
  };
}

function moreItem(count: number): InstanceItem {
  return {
    label: l10n.t('{0} more, keep typing', countText(count)),
    iconPath: new ThemeIcon('ellipsis'),
    alwaysShow: true,
    instance: undefined,
  };
}

/** Returns the item that stands in for the matches. @param busy Whether instances are still being loaded. */
function noMatchItem(value: string, busy: boolean): InstanceItem {
  const typed = value.trim();
  const text = busy
    ? l10n.t('Loading instances…')
    : typed === ''
      ? l10n.t('There is no instance to choose.')
      : l10n.t('No instance matches “{0}”.', iconlessText(plainText(shortText(typed))));
  return {
    label: text,
    iconPath: new ThemeIcon(busy ? 'loading~spin' : 'info'),
    alwaysShow: true,
    instance: undefined,
  };
}

/** Returns an item per reason of failure, with the products that it affects. */
function failureItems(failures: readonly LoadFailure[]): InstanceItem[] {
  const bySentence = new Map<string, string[]>();
  for (const { product, error } of failures) {
    const names = bySentence.get(explain(error)) ?? [];
    names.push(product ? plainText(productName(product)) : l10n.t('list of products'));
    bySentence.set(explain(error), names);
  }
  return [...bySentence].map(([sentence, names]) => ({
    label: l10n.t('Not all instances could be loaded'),
    description: iconlessText(new Intl.ListFormat(env.language).format(names)),
    detail: iconlessText(sentence),
    iconPath: new ThemeIcon('error'),
    alwaysShow: true,
    instance: undefined,
  }));
}

/** Returns whether two lists of items look the same. */
function isSame(items: readonly InstanceItem[], others: readonly InstanceItem[]): boolean {
  return (
    items.length === others.length &&
    items.every(({ instance, label, description }, index) => {
      const other = others[index];
      return other?.instance === instance && other?.label === label && other.description === description;
    })
  );
}

/** The instance that a command was called for. */
export interface InstanceArgument {
  readonly productId: number;
  readonly productNo: string;
  /** The name of the instance; empty if unknown. */
  readonly name: PortalText;
  /** The service whose row the command was called on. */
  readonly serviceId: string | undefined;
}

const serialNumber = z.string().check(z.trim(), z.minLength(1));

/** The argument that a script or key binding may pass: a serial number, or an object with one. */
const scripted = z.union([
  z.pipe(
    serialNumber,
    z.transform((productNo: string) => ({ productNo, productId: undefined, serviceId: undefined })),
  ),
  z.object({
    productNo: serialNumber,
    productId: z.optional(z.number().check(z.int(), z.positive())),
    serviceId: z.optional(z.string()),
  }),
]);

/**
 * Parses a command's argument: the row of an instance, of its plan or of one of its services, or what a script or key
 * binding passes. If a serial number comes without a product, the product is that of the loaded instance with this
 * number, otherwise Cloud PBX.
 *
 * @returns Undefined if it names no instance.
 */
export function instanceArgument(
  argument: unknown,
  loaded: Pick<InstanceLists, 'find'>,
): InstanceArgument | undefined {
  if (argument instanceof InstanceRow) {
    return argumentOf(argument.instance, undefined);
  }
  if (argument instanceof ServiceRow) {
    return argumentOf(argument.parent.instance, argument.service.serviceId);
  }
  if (argument instanceof PlanRow) {
    return argumentOf(argument.parent.instance, undefined);
  }
  if (argument instanceof RenewalRow) {
    return argumentOf(argument.renewal.date, undefined);
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productNo, productId, serviceId } = parsed.data;
  const instance = loaded.find(productNo, productId);
  return instance
    ? argumentOf(instance, serviceId)
    : { productId: productId ?? productIds.cloudPbx, productNo, name: '', serviceId };
}

/** Returns the argument for an instance. */
export function argumentOf(
  instance: Pick<Instance, 'productId' | 'productNo' | 'name'>,
  serviceId: string | undefined,
): InstanceArgument {
  const { productId, productNo, name } = instance;
  return { productId, productNo, name, serviceId };
}

/** Milliseconds that a status bar message stays. */
const messageDuration = 3000;

/** Copies the serial number of an instance to the clipboard. Asks for the instance if the argument names none. */
export async function copySerialNumber(lists: InstanceLists, argument: unknown): Promise<void> {
  const productNo =
    instanceArgument(argument, lists)?.productNo ??
    (await pickInstance(lists, l10n.t('Copy Serial Number')))?.productNo;
  if (productNo !== undefined) {
    await env.clipboard.writeText(productNo);
    window.setStatusBarMessage(
      iconlessText(l10n.t('Copied {0}', codeText(shortText(productNo)))),
      messageDuration,
    );
  }
}

/** Lets the user find an instance by name, serial number or plan, and reveals it in the view. */
export async function findInstance(lists: InstanceLists, view: InstancesView): Promise<void> {
  const instance = await pickInstance(lists, l10n.t('Find Instance'));
  if (instance) {
    await view.reveal(instance);
  }
}
