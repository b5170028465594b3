import { type QuickPickItem, env, l10n, ThemeIcon, window } from 'vscode';
import { explain } from '../text/failureTexts';
import { codeText, iconlessText, nameOrId, plainText } from '../text/plainText';
import type { Instance } from '../portal/instances';
import type { InstanceLists, LoadFailure } from '../tree/instanceLists';
import { productName } from '../text/productName';
import * as z from 'zod/mini';
import { productIds } from '../rules/products';
import { InstanceRow } from '../tree/rows/instanceRow';
import { PlanRow, ServiceRow } from '../tree/rows/serviceRow';
import type { PortalText } from '../portal/values';

interface InstanceItem extends QuickPickItem {
  readonly instance: Instance | undefined;
}

/** Milliseconds between two updates of the list while pages come in. */
const updateEvery = 300;

/** Matches shown at once: each item travels to the window, and nobody reads on for longer. */
const mostShown = 100;

/**
 * Lets the user choose among all instances by name, serial number or plan; loads the missing pages meanwhile.
 *
 * @param isMeant Which products the choice is among; all when left out.
 * @returns Undefined when the user gave up.
 */
export async function pickInstance(
  lists: InstanceLists,
  title: string,
  isMeant?: (productId: number) => boolean,
): Promise<Instance | undefined> {
  const pick = window.createQuickPick<InstanceItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Name or serial number');
  pick.matchOnDescription = true;
  // A user who looks up the serial number in another window comes back to the same box.
  pick.ignoreFocusOut = true;
  if ('sortByLabel' in pick) {
    // Not among the types of the API; where it is missing, VS Code sorts the matches anew by their labels.
    pick.sortByLabel = false;
  }
  pick.busy = true;
  const loading = new AbortController();
  let failures: readonly LoadFailure[] = [];

  let lastUpdate = 0;
  /** @param active The item that stays active if it is still there; else the first one that can be chosen is. */
  const update = (active: InstanceItem | undefined): void => {
    lastUpdate = Date.now();
    const items = itemsFor(lists, pick.value, isMeant, failures);
    if (!isSame(items, pick.items)) {
      const same = active && items.find((item) => isSame([item], [active]));
      const next = same ?? items.find(({ instance }) => instance !== undefined);
      pick.keepScrollPosition = same !== undefined;
      pick.items = items;
      pick.activeItems = next ? [next] : [];
    }
  };
  const listening = lists.onDidLoad(() => {
    if (Date.now() - lastUpdate >= updateEvery) {
      update(pick.activeItems[0]);
    }
  });
  pick.onDidChangeValue(() => update(undefined));
  update(undefined);
  pick.show();

  void lists.loadAll(loading.signal, isMeant).then((failed) => {
    if (!loading.signal.aborted) {
      failures = failed;
      pick.busy = false;
      update(pick.activeItems[0]);
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

/** What failed, then the matches, then how many there are beyond these. */
function itemsFor(
  lists: InstanceLists,
  text: string,
  isMeant: ((productId: number) => boolean) | undefined,
  failures: readonly LoadFailure[],
): InstanceItem[] {
  const { matches, more } = lists.search(text, mostShown, isMeant);
  const names = productNames(lists, isMeant);
  return [
    ...failureItems(failures),
    ...matches.map((instance) => itemOf(instance, names.get(instance.productId))),
    ...(more > 0 ? [moreItem(more)] : []),
  ];
}

/** The names of the products to choose among; none where there is one alone, and no need to tell it. */
function productNames(
  { products }: InstanceLists,
  isMeant: (productId: number) => boolean = () => true,
): ReadonlyMap<number, string> {
  const meant = products.filter(({ productId }) => isMeant(productId));
  return new Map(
    meant.length > 1 ? meant.map((product) => [product.productId, productName(product)] as const) : [],
  );
}

/** `alwaysShow`, since the search has found what is to be shown. */
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
    label: l10n.t('{0} more: type on', count),
    iconPath: new ThemeIcon('ellipsis'),
    alwaysShow: true,
    instance: undefined,
  };
}

/** One item for each reason, which names what it kept from being loaded. */
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

/** Whether two lists of items look the same. */
function isSame(items: readonly InstanceItem[], others: readonly InstanceItem[]): boolean {
  return (
    items.length === others.length &&
    items.every(({ instance, label, description }, index) => {
      const other = others[index];
      return other?.instance === instance && other?.label === label && other.description === description;
    })
  );
}

/** What a command that is about an instance was called for. */
export interface InstanceArgument {
  readonly productId: number;
  readonly productNo: string;
  /** What the partner calls it; empty when that is not known. */
  readonly name: PortalText;
  /** The service whose row it was called on. */
  readonly serviceId: string | undefined;
}

const serialNumber = z.string().check(z.trim(), z.minLength(1));

/** What a script or key binding may pass: a serial number, or an object with one. */
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
 * Reads a command's argument: the row of an instance, of its plan or of one of its services, or what a script or
 * key binding passes. A serial number without a product is looked for among the loaded instances, and taken for
 * a Cloud PBX's where it is not there.
 *
 * @returns Undefined when it names no instance.
 */
export function instanceArgument(
  argument: unknown,
  loaded: Pick<InstanceLists, 'find'>,
): InstanceArgument | undefined {
  if (argument instanceof InstanceRow) {
    return ofInstance(argument.instance, undefined);
  }
  if (argument instanceof ServiceRow) {
    return ofInstance(argument.parent.instance, argument.service.serviceId);
  }
  if (argument instanceof PlanRow) {
    return ofInstance(argument.parent.instance, undefined);
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productNo, productId, serviceId } = parsed.data;
  const instance = loaded.find(productNo, productId);
  return instance
    ? ofInstance(instance, serviceId)
    : { productId: productId ?? productIds.cloudPbx, productNo, name: '', serviceId };
}

/** The argument that a choice of the user stands for. */
export function ofInstance(instance: Instance, serviceId: string | undefined): InstanceArgument {
  const { productId, productNo, name } = instance;
  return { productId, productNo, name, serviceId };
}
