import { type FormValues, type FieldName, isTicked, fixedFieldNames } from './formValues';
import * as z from 'zod/mini';
import { type Id, id } from '../portal/values';
import type {
  BillingCycle,
  LineRule,
  OperationRule,
  OperationType,
  PurchaseType,
} from '../rules/operationRule';
import { refusedPaths } from '../portal/envelope';
import type { RefusedError } from '../portal/errors';

/** A whole number, 1 or more, as the digits that the user saw. */
export type Quantity = string;

/** An item of `serviceList` (API guide, create an order). Undefined values are not sent. */
export interface OrderLine {
  readonly serviceType: 'plan' | 'service';
  /** The plan's id if `serviceType` is `plan`. */
  readonly serviceId: Id;
  /** The plan that a service belongs to. */
  readonly connectionPlanId: Id | undefined;
  readonly quantity: Quantity | undefined;
  readonly purchaseType: PurchaseType;
  readonly billingModel: 'recurring' | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly multiCycle: number;
}

/** What an order of a new cloud PBX specifies (API guide, orderPceSpecialRequest). */
export interface PceSpecialRequest {
  readonly pbxName: string;
  readonly regionId: string;
  readonly pbxSubDomainId: string;
}

/** An order read from form values; ids and quantities keep the digits that the user saw. */
export interface Order {
  readonly operationType: OperationType;
  readonly productId: number;
  readonly productNo: string | undefined;
  readonly billingId: Id | undefined;
  /** Empty if there is none. */
  readonly poNumber: string;
  readonly assignId: string | undefined;
  readonly partnerId: string | undefined;
  readonly orderPceSpecialRequest: PceSpecialRequest | undefined;
  readonly serviceList: readonly OrderLine[];
}

/** The part of an order that its price depends on (API guide, price). */
export type PricedOrder = Pick<Order, 'operationType' | 'productId' | 'productNo' | 'serviceList'>;

/** What determines how form values are read as an order: its row in the table of rules, and what it is for. */
export interface OrderKind {
  readonly rule: OperationRule;
  readonly productId: number;
  /** The services that can be ticked, in the sequence of the form; empty if an order takes one service or none. */
  readonly services: readonly Id[];
}

const filled = z.string().check(z.trim(), z.minLength(1));
const quantity = z.string().check(z.trim(), z.regex(/^[1-9]\d{0,15}$/));
const poNumber = z.string().check(z.trim());

/**
 * Reads form values, for which `validate` has found no problems, as an order. Values that its rule does not use are
 * omitted.
 *
 * @throws ZodError when the values are invalid nevertheless.
 */
export function readOrder(values: FormValues, kind: OrderKind): Order {
  const { topLevel } = kind.rule;
  const read = <T>(schema: z.ZodMiniType<T>, name: FieldName): T => z.parse(schema, values[name] ?? '');
  const readChosen = (name: FieldName) => read(poNumber, name) || undefined;
  return {
    ...readPricedOrder(values, kind),
    billingId:
      topLevel.billingId === 'optional' && readChosen('billingId') === undefined
        ? undefined
        : read(id, 'billingId'),
    poNumber: read(poNumber, 'poNumber'),
    assignId: topLevel.assignId === 'absent' ? undefined : readChosen('assignId'),
    partnerId: topLevel.partnerId === 'absent' ? undefined : readChosen('partnerId'),
    orderPceSpecialRequest:
      topLevel.orderPceSpecialRequest === 'absent'
        ? undefined
        : {
            pbxName: read(filled, 'pbxName'),
            regionId: read(filled, 'regionId'),
            pbxSubDomainId: read(filled, 'pbxSubDomainId'),
          },
  };
}

/**
 * Fields that the price does not depend on: who pays and who gets the product, the PO number, and where a new PBX runs.
 */
export const fieldsWithoutPrice: ReadonlySet<string> = new Set<FieldName>([
  'billingId',
  'poNumber',
  'assignId',
  'pbxName',
  'regionId',
  'pbxSubDomainId',
]);

/**
 * Reads the part of an order that its price depends on, from values of which only `fieldsWithoutPrice` may be missing.
 *
 * @throws ZodError when other values are invalid.
 */
export function readPricedOrder(values: FormValues, kind: OrderKind): PricedOrder {
  const { rule, productId } = kind;
  return {
    operationType: rule.operationType.value,
    productId,
    productNo: rule.topLevel.productNo === 'absent' ? undefined : z.parse(filled, values.productNo ?? ''),
    serviceList: readLines(values, kind),
  };
}

/** Whether an order under this rule names a plan: one that it orders, or the one that its services belong to. */
export function namesPlan({ plan, services }: OperationRule): boolean {
  return plan !== undefined || services?.connectionPlanId === true;
}

/** Returns the field with the quantity of a service. */
export function quantityFieldOf({ services }: OperationRule, serviceId: string): FieldName {
  const isShared =
    services?.choice === 'one' ||
    (services?.line.quantity.value !== 'absent' &&
      services?.line.quantity.value.kind === 'currentExtensions');
  return isShared ? 'quantity' : `quantity.${serviceId}`;
}

function readLines(values: FormValues, { rule, services: tickable }: OrderKind): OrderLine[] {
  const { plan, services } = rule;
  const planId = namesPlan(rule) ? z.parse(id, values.connectionPlanId ?? '') : undefined;
  const lines: OrderLine[] = [];
  if (plan && planId !== undefined) {
    lines.push({
      serviceType: 'plan',
      serviceId: planId,
      connectionPlanId: undefined,
      quantity: readQuantity(values, plan, 'quantity'),
      ...readTerms(values, plan),
    });
  }
  if (services) {
    const chosen =
      services.choice === 'one'
        ? [z.parse(id, values.serviceId ?? '')]
        : tickable.filter((serviceId) => isTicked(values, serviceId));
    for (const serviceId of chosen) {
      lines.push({
        serviceType: 'service',
        serviceId,
        connectionPlanId: services.connectionPlanId ? planId : undefined,
        quantity: readQuantity(values, services.line, quantityFieldOf(rule, serviceId)),
        ...readTerms(values, services.line),
      });
    }
  }
  return lines;
}

function readQuantity(values: FormValues, line: LineRule, name: FieldName): Quantity | undefined {
  const rule = line.quantity.value;
  const text = values[name] ?? '';
  if (rule === 'absent' || (rule.kind === 'whereCounted' && text.trim() === '')) {
    return undefined;
  }
  return z.parse(quantity, text);
}

function readTerms(
  values: FormValues,
  line: LineRule,
): Pick<OrderLine, 'purchaseType' | 'billingModel' | 'billingCycle' | 'multiCycle'> {
  const billingCycle = billingCycleOf(line, values.billingCycle ?? '');
  const billingModel = line.billingModel.value;
  return {
    purchaseType: line.purchaseType.value,
    billingModel: billingModel === 'absent' ? undefined : billingModel,
    billingCycle,
    multiCycle: multiCycleOf(line, billingCycle, values.multiCycle ?? ''),
  };
}

/** Returns the line whose cycles the form asks for; the other lines have the same cycles, or only one. */
export function firstLine({ plan, services }: OperationRule): LineRule | undefined {
  return plan ?? services?.line;
}

/** Returns the billing cycles that a line can have; empty if it has none. */
export function billingCyclesOf({ billingCycle: { value } }: LineRule): readonly BillingCycle[] {
  return value === 'absent' ? [] : value;
}

/** Returns the values of `multiCycle` that a line can have with a billing cycle. */
export function multiCyclesOf(
  { multiCycle: { value } }: LineRule,
  billingCycle: BillingCycle | undefined,
): readonly number[] {
  if (isSameForAll(value)) {
    return value;
  }
  return billingCycle === undefined ? [] : (value[billingCycle] ?? []);
}

/** Returns the billing cycle of a line: the only one, or the chosen one. @throws ZodError when none is chosen. */
function billingCycleOf(line: LineRule, chosen: string): BillingCycle | undefined {
  const cycles = billingCyclesOf(line);
  return cycles.length > 1 ? z.parse(z.enum(cycles), chosen) : cycles[0];
}

/** Returns the `multiCycle` of a line: the only one, or the chosen one. @throws ZodError when none is chosen. */
function multiCycleOf(line: LineRule, billingCycle: BillingCycle | undefined, chosen: string): number {
  const allowed = multiCyclesOf(line, billingCycle);
  const [only, ...others] = allowed;
  return only !== undefined && others.length === 0
    ? only
    : Number(z.parse(z.enum(allowed.map(String)), chosen));
}

function isSameForAll(value: LineRule['multiCycle']['value']): value is readonly number[] {
  return Array.isArray(value);
}

/**
 * Returns the form's field that a refusal is about: the one in its `result`, otherwise the one at the beginning of its
 * message (`billingId: unknown`). Undefined if it names no field of the order.
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

/**
 * Returns the form's field for the path of a parameter: `serviceList[1].quantity` is the quantity of the second line. A
 * path without an index refers to the only line.
 */
function fieldOf(path: string, { serviceList }: Order, rule: OperationRule): FieldName | undefined {
  const parameter = path.split('.').at(-1);
  const index = /^serviceList\[(\d+)\]/.exec(path)?.[1];
  const [first, ...others] = serviceList;
  const only = others.length === 0 ? first : undefined;
  const line = index === undefined ? only : serviceList[Number(index)];
  if (line?.serviceType === 'service' && rule.services?.choice !== 'one') {
    return parameter === 'quantity' ? quantityFieldOf(rule, line.serviceId) : `serviceId.${line.serviceId}`;
  }
  // The ordered plan is in the form's field for plans.
  return parameter === 'serviceId' && line?.serviceType === 'plan'
    ? 'connectionPlanId'
    : fixedFieldNames.find((field) => field === parameter);
}
