import { firstOfEach } from '../portal/findRecords';
import type { Cell, LineRule, OperationRule } from '../rules/operationRule';
import type { Order } from './order';

/** A parameter of an order that no tutorial gives for it, with the value that is sent. */
export interface Assumption {
  readonly parameter: string;
  /** Undefined: the parameter is left out; empty: any value. */
  readonly value: string | undefined;
}

/** What the guide does not tell of this order, so that its values are those of a similar one; each once. */
export function assumptionsOf(rule: OperationRule, order: Order): Assumption[] {
  const assumptions: Assumption[] = rule.operationType.documented
    ? []
    : [{ parameter: 'operationType', value: order.operationType }];
  for (const line of order.serviceList) {
    const lineRule = line.serviceType === 'plan' ? rule.plan : rule.services?.line;
    for (const parameter of lineParameters) {
      const cell: Cell<unknown> | undefined = lineRule?.[parameter];
      if (cell?.documented === false) {
        const value = line[parameter];
        // How many is the user's own choice; what is assumed is that the order takes a quantity at all.
        const told = parameter === 'quantity' ? '' : String(value);
        assumptions.push({ parameter, value: value === undefined ? undefined : told });
      }
    }
  }
  // A parameter that is left out is not one that can have any value.
  const keyOf = ({ parameter, value }: Assumption) => JSON.stringify([parameter, value ?? null]);
  return firstOfEach(assumptions, keyOf);
}

const lineParameters = [
  'purchaseType',
  'billingModel',
  'billingCycle',
  'multiCycle',
  'quantity',
] as const satisfies readonly (keyof LineRule)[];
