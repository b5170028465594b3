import { type BillingCycle, type LineRule, type OperationRule, billingCycles } from '../rules/operationRule';
import { ruleForService } from '../rules/table';
import type { Plan, Product, Service } from './catalogue/product';
import type { FieldKind, Fields } from './body';

interface LineValues {
  /** The item as sent, used to refuse its fields. */
  readonly item: Item;
  readonly operation: OperationRule;
  readonly rule: LineRule;
  /** Undefined when the line takes no quantity. */
  readonly quantity: number | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly multiCycle: number;
}

export interface PlanLine extends LineValues {
  readonly serviceType: 'plan';
  readonly plan: Plan;
}

export interface ServiceLine extends LineValues {
  readonly serviceType: 'service';
  readonly service: Service;
  readonly connectionPlanId: string | undefined;
}

/** A valid item of `serviceList`, with its plan or service and its rule. */
export type Line = PlanLine | ServiceLine;

/** The field that identifies the item's plan or service. */
type IdField = 'serviceId' | 'pricingId';

/**
 * The expected value of a field: `absent` means that it must not be sent, `any` that it must be sent; a list holds the
 * accepted values.
 */
type Expected = 'absent' | 'any' | readonly string[];

/**
 * Checks an item against the rules that may apply to its order.
 *
 * @param idField `serviceId` in orders; `pricingId` in calculations, which do not use the ids of plans and services
 * @throws Refusal that names the first field that is missing, not allowed or not accepted
 */
export function readLine(
  item: Item,
  idField: IdField,
  product: Product,
  rules: readonly OperationRule[],
): Line {
  return serviceTypeOf(item, rules) === 'plan'
    ? planLine(item, idField, product, rules)
    : serviceLine(item, idField, product, rules);
}

function serviceTypeOf(item: Item, rules: readonly OperationRule[]): 'plan' | 'service' {
  const accepted = [
    ...(rules.some(({ plan }) => plan) ? (['plan'] as const) : []),
    ...(rules.some(({ services }) => services) ? (['service'] as const) : []),
  ];
  return oneOf(item, 'serviceType', accepted);
}

function planLine(item: Item, idField: IdField, product: Product, rules: readonly OperationRule[]): PlanLine {
  const id = item.required(idField);
  const plan = item.known(
    idField,
    product.plans.find(({ planId, pricingId }) => (idField === 'serviceId' ? planId : pricingId) === id),
  );
  const operation = item.known(
    'serviceType',
    rules.find((rule) => rule.plan),
  );
  const rule = item.known('serviceType', operation.plan);
  checkField(item, 'connectionPlanId', 'absent');
  const quantity = rule.quantity.value === 'absent' ? 'absent' : 'any';
  return { serviceType: 'plan', plan, ...lineValues(item, operation, rule, quantity) };
}

function serviceLine(
  item: Item,
  idField: IdField,
  product: Product,
  rules: readonly OperationRule[],
): ServiceLine {
  const id = item.required(idField);
  const service = item.known(
    idField,
    product.services.find(
      ({ serviceId, pricingId }) => (idField === 'serviceId' ? serviceId : pricingId) === id,
    ),
  );
  const operation = item.known(idField, ruleForService(rules, service));
  const { line: rule, connectionPlanId } = item.known('serviceType', operation.services);
  checkField(item, 'connectionPlanId', connectionPlanId ? 'any' : 'absent');
  return {
    serviceType: 'service',
    service,
    connectionPlanId: item.get('connectionPlanId'),
    ...lineValues(item, operation, rule, serviceQuantity(rule, service)),
  };
}

function serviceQuantity({ quantity: { value } }: LineRule, { quantity }: Service): 'absent' | 'any' {
  return value === 'absent' || (value.kind === 'whereCounted' && quantity.kind === 'uncounted')
    ? 'absent'
    : 'any';
}

function lineValues(
  item: Item,
  operation: OperationRule,
  rule: LineRule,
  quantity: 'absent' | 'any',
): LineValues {
  checkField(item, 'quantity', quantity);
  checkField(item, 'purchaseType', [rule.purchaseType.value]);
  const billingModel = rule.billingModel.value;
  checkField(item, 'billingModel', billingModel === 'absent' ? 'absent' : [billingModel]);
  const billingCycle = cycleOf(item, rule);
  checkField(item, 'multiCycle', multiCyclesOf(rule, billingCycle).map(String));
  return {
    item,
    operation,
    rule,
    quantity: quantity === 'absent' ? undefined : quantityOf(item),
    billingCycle,
    multiCycle: Number(item.required('multiCycle')),
  };
}

function cycleOf(item: Item, { billingCycle: { value } }: LineRule): BillingCycle | undefined {
  if (value === 'absent') {
    checkField(item, 'billingCycle', 'absent');
    return undefined;
  }
  return oneOf(
    item,
    'billingCycle',
    billingCycles.filter((cycle) => value.includes(cycle)),
  );
}

function multiCyclesOf(
  { multiCycle: { value } }: LineRule,
  billingCycle: BillingCycle | undefined,
): readonly number[] {
  if (isForEveryCycle(value)) {
    return value;
  }
  return (billingCycle && value[billingCycle]) ?? [];
}

function isForEveryCycle(value: LineRule['multiCycle']['value']): value is readonly number[] {
  return Array.isArray(value);
}

function quantityOf(item: Item): number {
  const quantity = Number(item.required('quantity'));
  if (quantity < 1) {
    throw item.refused('quantity', 'min', 'must be at least 1');
  }
  return quantity;
}

type CheckedField = Parameters<Item['required']>[0];

function checkField(item: Item, name: CheckedField, expected: Expected): void {
  if (expected === 'absent') {
    if (item.get(name) !== undefined) {
      throw item.refused(name, 'excluded', 'must not be sent here');
    }
  } else if (expected === 'any') {
    item.required(name);
  } else {
    oneOf(item, name, expected);
  }
}

function oneOf<Choice extends string>(item: Item, name: CheckedField, choices: readonly Choice[]): Choice {
  const value = item.required(name);
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw item.refused(name, 'oneof', `must be one of ${choices.join(', ')}`);
  }
  return choice;
}

/** Fields of an order besides `serviceList` (API guide: Create an order). */
export const orderFields = {
  operationType: 'text',
  productId: 'integer',
  productNo: 'text',
  billingId: 'integer',
  poNumber: 'text',
  assignId: 'text',
  partnerId: 'text',
  orderPceSpecialRequest: 'object',
} as const satisfies Readonly<Record<string, FieldKind>>;
export type OrderField = keyof typeof orderFields;

/** Fields of `orderPceSpecialRequest` (API guide: Create an order). The guide does not give the types of its ids. */
export const specialRequestFields = {
  pbxName: 'text',
  regionId: 'id',
  pbxSubDomainId: 'id',
} as const satisfies Readonly<Record<string, FieldKind>>;

const itemFields = {
  serviceType: 'text',
  connectionPlanId: 'integer',
  quantity: 'integer',
  purchaseType: 'text',
  billingModel: 'text',
  billingCycle: 'text',
  multiCycle: 'integer',
} as const satisfies Readonly<Record<string, FieldKind>>;

/** Fields of an item in an order's `serviceList` (API guide: Create an order). */
export const orderItemFields = { ...itemFields, serviceId: 'integer' } as const;

/** Fields of an item in a price calculation: as in an order, but with the pricing id instead of the service id. */
export const priceItemFields = { ...itemFields, pricingId: 'integer' } as const;

/** An item of an order or of a price calculation. */
export type Item = Fields<keyof typeof orderItemFields | keyof typeof priceItemFields>;

/** Fields of a price calculation besides `serviceList` (API guide: Calculate price). */
export const priceFields = {
  productId: 'integer',
  productNo: 'text',
  operationType: 'text',
  partnerView: 'text',
} as const satisfies Readonly<Record<string, FieldKind>>;
