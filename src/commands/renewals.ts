import type { Renewal, RenewalFilter } from '../renewals/renewalGroups';
import { RenewalGroupRow, RenewalMonthRow, RenewalRow } from '../tree/rows/renewalRow';
import type { Row } from '../tree/rows/row';
import { openBulkOrder } from './openBulkOrder';
import { type OpenFormDeps, openOrders } from './openForm';
import { l10n, type QuickPickItem, commands, window } from 'vscode';
import { renewalsCalendar, renewalsText } from '../export/renewals';
import type { RenewalsView } from '../tree/renewalsView';
import { type Exported, type ExportOptions, exportFile } from './exportFile';
import * as z from 'zod/mini';
import type { PortalText } from '../portal/values';
import { countText } from '../text/counts';
import { productName } from '../text/orderTexts';
import { iconlessText, plainText } from '../text/plainText';
import { renewalsViewId } from '../tree/contextKeys';
import type { InstanceLists } from '../tree/instanceLists';

/**
 * Renews one PBX with the form, several with the bulk order.
 *
 * @param argument The row that was clicked, or what a script passes.
 * @param selected The selected rows of the view, if several can be selected. A row clicked outside the selection counts by
 *   itself.
 */
export async function renew(deps: OpenFormDeps, argument: unknown, selected: unknown): Promise<void> {
  const rows = argument === undefined ? deps.current() : selected;
  const clicked: unknown = argument === undefined ? deps.current()[0] : argument;
  const renewals = renewalsOf(clicked, rows);
  if (renewals.length > 1 || isGroup(clicked)) {
    renewSelected(deps, renewals);
    return;
  }
  await openOrders(deps, 'renew', { argument, selected });
}

/** Renews these PBXes: one with the form, several with the bulk order, where those that are already ordered are unticked. */
export function renewSelected(deps: OpenFormDeps, renewals: readonly Renewal[]): void {
  openBulkOrder(
    deps,
    { operation: 'renew' },
    renewals.map(({ date, ordered }) => ({
      productId: date.productId,
      productNo: date.productNo,
      name: date.name,
      startsUnticked: ordered !== undefined,
    })),
  );
}

/**
 * Returns the renewals that a command was called for: those of all selected rows if the clicked row is one of them,
 * otherwise those of the clicked row. A group stands for all of its rows, unless some of them are selected too: a range
 * of rows contains the groups in between. Each PBX counts once.
 */
function renewalsOf(argument: unknown, selected: unknown): readonly Renewal[] {
  const rows: readonly unknown[] =
    Array.isArray(selected) && selected.includes(argument) ? selected : [argument];
  const groupsOfOthers = new Set(rows.flatMap(groupsOf));
  const renewals = rows.flatMap((row) => {
    if (row instanceof RenewalRow) {
      return [row.renewal];
    }
    return isGroup(row) && !groupsOfOthers.has(row.id) ? row.group.renewals : [];
  });
  return [...new Map(renewals.map((renewal) => [renewal.date, renewal])).values()];
}

/** Returns the ids of the groups that a row is in. */
function groupsOf(row: unknown): string[] {
  const parent = row instanceof RenewalRow || row instanceof RenewalMonthRow ? row.parent : undefined;
  return parent ? [parent.id, ...groupsOf(parent)] : [];
}

function isGroup(row: unknown): row is Row & (RenewalGroupRow | RenewalMonthRow) {
  return row instanceof RenewalGroupRow || row instanceof RenewalMonthRow;
}

export interface ExportRenewalsDeps extends Pick<ExportOptions, 'session' | 'log'> {
  readonly view: Pick<RenewalsView, 'renewals' | 'whenOpen'>;
}

/**
 * Exports renewals to a file: those of the rows that the command was called for, otherwise those that the view shows. Sends
 * no request: the file contains what was last read.
 */
export async function exportRenewals(
  { session, log, view }: ExportRenewalsDeps,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const chosen = renewalsOf(argument, selected);
  const load = async () => {
    await view.whenOpen();
    const renewals = chosen.length > 0 ? chosen : view.renewals();
    return exported(renewals, session.state.kind === 'signedOut' ? '' : session.state.baseUrl);
  };
  await exportFile(
    { session, log, load, title: exportTitle(chosen), name: 'pbx-renewals', hasCalendar: true },
    argument,
  );
}

/** Says how many are exported if it is a selection, which may be left from what was done before. */
function exportTitle(chosen: readonly Renewal[]): string {
  return chosen.length === 0 ? l10n.t('Export Renewals') : l10n.t('Export Renewals: {0}', countOf(chosen));
}

function countOf(renewals: readonly Renewal[]): string {
  return renewals.length === 1 ? l10n.t('1 PBX') : l10n.t('{0} PBXes', countText(renewals.length));
}

function exported(renewals: readonly Renewal[], baseUrl: string): Exported {
  const dated = renewals.filter(({ date }) => date.day !== undefined);
  const withoutDay = renewals.length - dated.length;
  return {
    rows: countOf(renewals),
    remark: '',
    text: (format, separator, onUnreadable) => renewalsText(renewals, format, separator, onUnreadable),
    calendar: {
      rows: countOf(dated),
      remark:
        withoutDay === 0
          ? ''
          : l10n.t('PBXes without a known end date, which a calendar leaves out: {0}.', withoutDay),
      text: () => renewalsCalendar(dated, baseUrl),
    },
  };
}

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
