import * as z from 'zod/mini';
import { type Json, parseExact } from '../portal/exactJson';
import { findRecords } from '../portal/findRecords';
import { readAs, textOrNumber, wholeNumber } from '../portal/values';
import type { Operation, OperationRule } from '../rules/operationRule';
import { operationRules } from '../rules/table';
import { quantityFieldOf } from './order';
import { type FormValues, fixedFieldNames, ticked } from './formValues';
import type { OrderBody } from './request';

/** What the form is opened for, and with which values, to repeat an order. */
export interface Reorder {
  readonly operation: Operation;
  readonly productId: number;
  /** Empty if the order names no instance. */
  readonly productNo: string;
  readonly values: FormValues;
}

const optionalText = z.catch(z.optional(textOrNumber), undefined);

const line = z.object({
  serviceType: optionalText,
  serviceId: textOrNumber,
  connectionPlanId: optionalText,
  quantity: optionalText,
  billingCycle: optionalText,
  multiCycle: optionalText,
});
type Line = z.infer<typeof line>;

/** The form's fields have the names of parameters. Those of the order itself are read by that name. */
const order = z.looseObject({
  operationType: z.string(),
  productId: wholeNumber,
  productNo: optionalText,
  orderPceSpecialRequest: z.catch(z.optional(z.record(z.string(), textOrNumber)), undefined),
  serviceList: z.array(line).check(z.minLength(1)),
});
type Ordered = z.infer<typeof order>;

/** Reads the body of a journal entry. @returns Undefined if no rule describes such an order. */
export function reorderOf(body: OrderBody): Reorder | undefined {
  const ordered = readAs(order, parseExact(body));
  return ordered && reorder(ordered);
}

/**
 * Reads the details of one of the portal's orders, as far as possible: the API guide, order details, documents almost
 * none of them.
 *
 * @returns Undefined if they do not show the kind of the order or what was ordered.
 */
export function reorderFromDetail(detail: Json): Reorder | undefined {
  const first = (key: string) => findRecords(detail, key)[0]?.record[key];
  const head = readAs(z.omit(order, { serviceList: true }), {
    operationType: first('operationType'),
    productId: first('productId'),
    productNo: first('productNo'),
    billingId: first('billingContactId') ?? first('billingId'),
    poNumber: first('poNumber'),
    partnerId: first('partnerId'),
  });
  const serviceList = findRecords(detail, 'serviceId').flatMap(({ record }) => readAs(line, record) ?? []);
  return head && serviceList.length > 0 ? reorder({ ...head, serviceList }) : undefined;
}

function reorder(ordered: Ordered): Reorder | undefined {
  const rule = ruleOf(ordered);
  const [operation] = rule?.operations ?? [];
  if (!rule || operation === undefined) {
    return undefined;
  }
  const { productId, productNo = '' } = ordered;
  return { operation, productId, productNo, values: valuesOf(ordered, rule) };
}

function ruleOf({
  operationType,
  productId,
  productNo = '',
  serviceList,
}: Ordered): OperationRule | undefined {
  const hasPlan = serviceList.some(({ serviceType }) => serviceType === 'plan');
  return operationRules.find(
    (rule) =>
      rule.productIds.includes(productId) &&
      rule.operationType.value === operationType &&
      (rule.plan !== undefined) === hasPlan &&
      rule.topLevel.productNo !== (productNo === '' ? 'listed' : 'absent'),
  );
}

function valuesOf(ordered: Ordered, rule: OperationRule): FormValues {
  const { serviceList, orderPceSpecialRequest = {} } = ordered;
  const plan = serviceList.find(({ serviceType }) => serviceType === 'plan');
  const services = serviceList.filter((one) => one !== plan);
  const [first] = serviceList;
  const single = rule.services?.choice === 'one' ? services[0] : undefined;
  const values: Record<string, string | undefined> = {
    ...Object.fromEntries(fixedFieldNames.map((name) => [name, readAs(optionalText, ordered[name])])),
    connectionPlanId: plan?.serviceId ?? single?.connectionPlanId,
    serviceId: single?.serviceId,
    quantity: (plan ?? single)?.quantity,
    ...(single ? {} : tickedServices(services, rule)),
    ...orderPceSpecialRequest,
    billingCycle: first?.billingCycle,
    multiCycle: first?.multiCycle === '0' ? undefined : first?.multiCycle,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  );
}

function tickedServices(services: readonly Line[], rule: OperationRule): Record<string, string | undefined> {
  return Object.fromEntries(
    services.flatMap(({ serviceId, quantity }): (readonly [string, string | undefined])[] => {
      const field = quantityFieldOf(rule, serviceId);
      return [
        [`serviceId.${serviceId}`, ticked] as const,
        ...(field === 'quantity' ? [] : [[field, quantity] as const]),
      ];
    }),
  );
}
