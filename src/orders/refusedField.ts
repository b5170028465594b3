import { refusedPaths } from '../portal/refusedParameter';
import type { RefusedError } from '../portal/errors';
import type { OperationRule } from '../rules/operationRule';
import { type Order, quantityFieldOf } from './order';
import { type FieldName, fixedFieldNames } from './formValues';

/**
 * The form's field that a refusal is about: as its `result` names it, else as its message begins
 * (`billingId: unknown`). Undefined when it names none of the order's.
 */
export function refusedField(
  { refusal }: RefusedError,
  order: Order,
  rule: OperationRule,
): FieldName | undefined {
  return refusedPaths(refusal)
    .map((path) => fieldOf(path, order, rule))
    .find((name) => name !== undefined);
}

/** `serviceList[1].quantity` is about the quantity of the second line; a lone line needs no index. */
function fieldOf(path: string, { serviceList }: Order, rule: OperationRule): FieldName | undefined {
  const parameter = path.split('.').at(-1);
  const index = /^serviceList\[(\d+)\]/.exec(path)?.[1];
  const [first, ...others] = serviceList;
  const lone = others.length === 0 ? first : undefined;
  const line = index === undefined ? lone : serviceList[Number(index)];
  if (line?.serviceType === 'service' && rule.services?.choice !== 'one') {
    return parameter === 'quantity' ? quantityFieldOf(rule, line.serviceId) : `serviceId.${line.serviceId}`;
  }
  // The plan that is ordered stands in the form's field for plans.
  return parameter === 'serviceId' && line?.serviceType === 'plan'
    ? 'connectionPlanId'
    : fixedFieldNames.find((field) => field === parameter);
}
