import type { Renewal } from '../renewals/renewalGroups';
import { RenewalGroupRow, RenewalMonthRow, RenewalRow } from '../tree/rows/renewalRow';
import type { Row } from '../tree/rows/row';
import { openBulkOrder } from './openBulkOrder';
import { type OpenFormDeps, openOrders } from './openForm';

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
export function renewalsOf(argument: unknown, selected: unknown): readonly Renewal[] {
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
