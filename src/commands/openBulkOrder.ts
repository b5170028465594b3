import { type QuickPickItem, l10n, window } from 'vscode';
import * as z from 'zod/mini';
import type { FormTarget } from '../form/facts';
import type { BulkTarget } from '../form/bulk/bulkOrderDeps';
import { mostRows } from '../form/bulk/contract';
import { undescribedText } from '../form/texts';
import { comparableSerialNumber } from '../orders/subject';
import type { Session } from '../portal/session';
import { type Operation, operations, productIds } from '../rules/operationRule';
import { operationsFor } from '../rules/table';
import { operationTexts, productName } from '../text/orderTexts';
import { codeText, iconlessText, linklessText, nameOrId, plainText } from '../text/plainText';
import type { InstanceLists } from '../tree/instanceLists';
import { InstanceRow } from '../tree/rows/instanceRow';
import { withCancellableProgress } from './cancellableProgress';
import { chosenInSession } from './chosenInSession';
import { type InstanceArgument, argumentOf, instanceArgument } from './pickInstance';

export interface OpenBulkOrderDeps {
  readonly session: Pick<Session, 'state'>;
  readonly lists: InstanceLists;
  /** Opens the form of a single order. */
  readonly showForm: (target: FormTarget) => void;
  readonly showBulk: (about: BulkTarget) => void;
}

/** What all orders of a bulk order have in common. */
export interface BulkKind {
  readonly operation: Operation;
  /** The service to preselect, otherwise its id. */
  readonly service?: FormTarget['service'];
  /** How many selected rows are not PBXes; a message says so. */
  readonly leftOut?: number;
}

/** A PBX of a bulk order. */
export interface BulkInstance extends Pick<InstanceArgument, 'productId' | 'productNo' | 'name'> {
  /** Whether its row starts unticked, because a renewal was ordered that its end date does not show yet. */
  readonly startsUnticked?: boolean;
}

/** The operations that several PBXes can have in one bulk order. */
const bulkOperations = ['renew', 'subscribe', 'expand', 'switchPlan'] as const satisfies readonly Operation[];

/**
 * Opens a bulk order for these PBXes, each once; for one PBX, the form of a single order. Renewals may mix products;
 * any other operation takes the PBXes of the first one's product, and the page says how many were left out.
 */
export function openBulkOrder(
  { lists, showForm, showBulk }: OpenBulkOrderDeps,
  { operation, service, leftOut = 0 }: BulkKind,
  instances: readonly BulkInstance[],
): void {
  const unique = new Map(
    instances.map((one) => [`${one.productId} ${comparableSerialNumber(one.productNo)}`, one] as const),
  );
  const [first] = unique.values();
  if (!first) {
    void window.showInformationMessage(l10n.t('Select the PBXes in the Instances view first.'));
    return;
  }
  const all = [...unique.values()];
  const ofProduct =
    operation === 'renew' ? all : all.filter(({ productId }) => productId === first.productId);
  const wanted = ofProduct.slice(0, mostRows);
  const targets = wanted.map(({ productId, productNo, name }): FormTarget => {
    const product = lists.products.find((known) => known.productId === productId);
    return {
      operation,
      productId,
      productNo,
      instanceName: name,
      productName: productName(product ?? { productId, name: undefined }),
      service,
    };
  });
  const [target, ...others] = targets;
  const note = noteText({
    otherRows: leftOut,
    otherProducts: all.length - ofProduct.length,
    tooMany: ofProduct.length - wanted.length,
  });
  if (target && others.length === 0) {
    const undescribed = undescribedText(target);
    if (undescribed !== '') {
      void window.showWarningMessage(linklessText(undescribed));
      return;
    }
    showForm(target);
    if (note !== '') {
      void window.showInformationMessage(linklessText(note));
    }
    return;
  }
  const unticked = wanted.flatMap(({ startsUnticked = false }, index) => (startsUnticked ? [index] : []));
  showBulk({ operation, targets, note, unticked });
}

function noteText(left: {
  readonly otherRows: number;
  readonly otherProducts: number;
  readonly tooMany: number;
}): string {
  return [
    ...(left.otherRows > 0
      ? [l10n.t('Selected rows that are not PBXes were left out: {0}.', left.otherRows)]
      : []),
    ...(left.otherProducts > 0
      ? [
          l10n.t(
            'PBXes of other products were left out: {0}. Only renewals can mix products.',
            left.otherProducts,
          ),
        ]
      : []),
    ...(left.tooMany > 0
      ? [l10n.t('A bulk order can have at most {0} PBXes. Left out: {1}.', mostRows, left.tooMany)]
      : []),
  ].join(' ');
}

const scriptedInstances = z.object({
  instances: z.array(z.unknown()).check(z.minLength(1)),
  serviceId: z.optional(z.string()),
});

/** What a command was called for, if that is several PBXes. */
export interface SeveralInstances {
  readonly instances: readonly InstanceArgument[];
  readonly serviceId: string | undefined;
  /** How many selected rows are not PBXes. */
  readonly leftOut: number;
}

/**
 * Returns the PBXes that a command was called for: what a script passes as `instances`, or the rows that are selected
 * with the one that was clicked. A row that was clicked outside the selection counts by itself.
 *
 * @param selected What VS Code passes besides the clicked row.
 * @param current The rows that are selected in the view, for a command from the palette.
 * @returns Undefined if that is not several rows.
 */
export function severalInstances(
  argument: unknown,
  selected: unknown,
  { lists, current }: { readonly lists: InstanceLists; readonly current: () => readonly unknown[] },
): SeveralInstances | undefined {
  const scripted = z.safeParse(scriptedInstances, argument);
  if (scripted.success) {
    const given = scripted.data.instances.map((one) => instanceArgument(one, lists));
    const instances = given.filter((one) => one !== undefined);
    const { serviceId } = scripted.data;
    return { instances, serviceId, leftOut: given.length - instances.length };
  }
  const rows = argument === undefined ? current() : Array.isArray(selected) ? selected : [];
  if (rows.length < 2 || (argument !== undefined && !rows.includes(argument))) {
    return undefined;
  }
  const instances = rows.flatMap((row: unknown) =>
    row instanceof InstanceRow ? [argumentOf(row.instance, undefined)] : [],
  );
  return instances.length === 0
    ? undefined
    : { instances, serviceId: undefined, leftOut: rows.length - instances.length };
}

const scriptedBulkOrder = z.looseObject({ operation: z.enum(operations) });

interface OperationItem extends QuickPickItem {
  readonly kindOfOrder: BulkKind;
}

interface InstanceItem extends QuickPickItem {
  readonly instance: InstanceArgument;
}

/** Asks for the operation and the PBXes of a bulk order, as far as the argument does not name them, and opens it. */
export async function askBulkOrder(
  deps: OpenBulkOrderDeps & { readonly current: () => readonly unknown[] },
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const { lists, session } = deps;
  const several = severalInstances(argument, selected, deps);
  const scripted = z.safeParse(scriptedBulkOrder, argument);
  const kind = scripted.success ? { operation: scripted.data.operation } : await askOperation();
  if (!kind) {
    return;
  }
  const service = several?.serviceId === undefined ? undefined : { serviceId: several.serviceId };
  const instances = several?.instances ?? (await chosenInSession(session, () => askInstances(lists, kind)));
  if (instances && instances.length > 0) {
    openBulkOrder(
      deps,
      { ...kind, ...(service ? { service } : {}), leftOut: several?.leftOut ?? 0 },
      instances,
    );
  }
}

async function askOperation(): Promise<BulkKind | undefined> {
  const items: OperationItem[] = [
    ...bulkOperations.map((operation) => ({
      label: operationTexts[operation].title(),
      kindOfOrder: { operation },
    })),
    {
      label: l10n.t('Subscribe to High Availability'),
      kindOfOrder: { operation: 'subscribe', service: 'highAvailability' },
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Bulk Order'),
    placeHolder: l10n.t('What to order for several PBXes'),
  });
  return picked?.kindOfOrder;
}

/** Lets the user tick PBXes in a list that can be searched. Loads the missing pages first. */
async function askInstances(
  lists: InstanceLists,
  { operation, service }: BulkKind,
): Promise<readonly InstanceArgument[] | undefined> {
  const isOrderable = (productId: number) =>
    operationsFor(productId, 'instance').includes(operation) &&
    (service !== 'highAvailability' || productId === productIds.cloudPbx);
  const title = operationTexts[operation].title();
  const loaded = await withCancellableProgress(l10n.t('Loading instances…'), (signal) =>
    lists.loadAll(signal, isOrderable),
  );
  if (loaded.kind === 'cancelled') {
    return undefined;
  }
  const items = lists.products
    .filter(({ productId }) => isOrderable(productId))
    .flatMap((product) =>
      product.list.rows.map((instance): InstanceItem => {
        const { name, productNo, planName } = instance;
        const facts = [codeText(productNo), plainText(planName ?? ''), plainText(productName(product))];
        return {
          label: iconlessText(nameOrId(name, productNo)),
          description: iconlessText(facts.filter((fact) => fact !== '').join(' · ')),
          instance: argumentOf(instance, undefined),
        };
      }),
    );
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Name or serial number'),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ instance }) => instance);
}
