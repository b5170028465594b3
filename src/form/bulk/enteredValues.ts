import type { FormValues } from '../../orders/formValues';
import { type BulkTarget } from './bulkOrderDeps';
import { commonFieldNames } from './bulkRow';

/** Common fields that are not taken over: the service is that of the target, the plan that of each PBX. */
const notTakenOver: ReadonlySet<string> = new Set(['serviceId', 'connectionPlanId']);

/**
 * Splits the values of orders into those of a bulk order: the common ones, where all orders agree, and those of each
 * row.
 *
 * @param orders The values of each order, by the names of the form's fields.
 */
export function enteredValues(orders: readonly FormValues[]): NonNullable<BulkTarget['entered']> {
  const common = commonFieldNames.flatMap((name): [string, string][] => {
    const [value, ...others] = new Set(orders.map((values) => values[name] ?? ''));
    return value === undefined || value === '' || others.length > 0 || notTakenOver.has(name)
      ? []
      : [[name, value]];
  });
  const isOwn = (name: string) => name !== 'productNo' && !commonFieldNames.some((one) => one === name);
  return {
    common: Object.fromEntries(common),
    own: orders.map((values) => Object.fromEntries(Object.entries(values).filter(([name]) => isOwn(name)))),
  };
}
