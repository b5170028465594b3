import type { Operation } from '../rules/operationRule';
import type { PortalText } from '../portal/values';
import type { Renewal } from '../renewals/renewalGroups';
import { RenewalGroupRow, RenewalMonthRow, RenewalRow } from '../tree/rows/renewalRow';
import type { Row } from '../tree/rows/row';
import { type OpenFormDeps, openForm } from './openForm';

/** A PBX of a bulk order. */
export interface BulkInstance {
  readonly productId: number;
  readonly productNo: string;
  readonly name: PortalText;
  /** Whether its row starts unticked, for example because a renewal was ordered that its end date does not show yet. */
  readonly startsUnticked: boolean;
}

/** Opens the bulk order for several instances. */
export type OpenBulkOrder = (instances: readonly BulkInstance[], operation: Operation) => void;

export interface RenewDeps extends OpenFormDeps {
  /** Undefined while the extension has no bulk order: then only single PBXes can be renewed. */
  readonly openBulkOrder: OpenBulkOrder | undefined;
}

/**
 * Renews one PBX with the form, several with the bulk order.
 *
 * @param argument The row that was clicked, or what a script passes.
 * @param selected The selected rows of the view, if several can be selected. A row clicked outside the selection counts by
 *   itself.
 */
export async function renew(deps: RenewDeps, argument: unknown, selected: unknown): Promise<void> {
  const instances = bulkInstances(renewalsOf(argument, selected));
  const [only, ...others] = instances;
  if (only && others.length > 0 && deps.openBulkOrder) {
    deps.openBulkOrder(instances, 'renew');
    return;
  }
  await openForm(deps, 'renew', isGroup(argument) ? only : argument);
}

/**
 * Returns the renewals that a command was called for: those of all selected rows if the clicked row is one of them,
 * otherwise those of the clicked row. A group stands for all of its rows, and each PBX counts once.
 */
export function renewalsOf(argument: unknown, selected: unknown): readonly Renewal[] {
  const rows: readonly unknown[] =
    Array.isArray(selected) && selected.includes(argument) ? selected : [argument];
  const renewals = rows.flatMap((row) => {
    if (row instanceof RenewalRow) {
      return [row.renewal];
    }
    return isGroup(row) ? row.group.renewals : [];
  });
  return [...new Map(renewals.map((renewal) => [renewal.date, renewal])).values()];
}

function isGroup(row: unknown): row is Row & (RenewalGroupRow | RenewalMonthRow) {
  return row instanceof RenewalGroupRow || row instanceof RenewalMonthRow;
}

function bulkInstances(renewals: readonly Renewal[]): BulkInstance[] {
  return renewals.map(({ date, ordered }) => ({
    productId: date.productId,
    productNo: date.productNo,
    name: date.name,
    startsUnticked: ordered !== undefined,
  }));
}
