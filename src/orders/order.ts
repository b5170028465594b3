import { type FormValues, type FieldName, isTicked } from './formValues';
import * as z from 'zod/mini';
import { type Id, id } from '../portal/values';
import type {
  BillingCycle,
  LineRule,
  OperationRule,
  OperationType,
  PurchaseType,
} from '../rules/operationRule';
import { billingCycleOf, multiCycleOf } from './cycles';

/** A whole number from 1 on, as the digits that the user saw. */
export type Quantity = string;

/** An item of `serviceList` (API guide, create an order). What is undefined is not sent. */
export interface OrderLine {
  readonly serviceType: 'plan' | 'service';
  /** The plan's id where `serviceType` is `plan`. */
  readonly serviceId: Id;
  /** The plan that a service belongs to. */
  readonly connectionPlanId: Id | undefined;
  readonly quantity: Quantity | undefined;
  readonly purchaseType: PurchaseType;
  readonly billingModel: 'recurring' | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly multiCycle: number;
}

/** What a new cloud PBX needs to be told (API guide, orderPceSpecialRequest). */
export interface PceSpecialRequest {
  readonly pbxName: string;
  readonly regionId: string;
  readonly pbxSubDomainId: string;
}

/** Form values that have been read; ids and quantities carry the digits that the user saw. */
export interface Order {
  readonly operationType: OperationType;
  readonly productId: number;
  readonly productNo: string | undefined;
  readonly billingId: Id | undefined;
  /** Empty when there is none. */
  readonly poNumber: string;
  readonly assignId: string | undefined;
  readonly partnerId: string | undefined;
  readonly orderPceSpecialRequest: PceSpecialRequest | undefined;
  readonly serviceList: readonly OrderLine[];
}

/** What an order is read by: its row of the table of rules, and what it is for. */
export interface OrderKind {
  readonly rule: OperationRule;
  readonly productId: number;
  /** The services that can be ticked, in the order of the form; empty where an order takes one service or none. */
  readonly services: readonly Id[];
}

const filled = z.string().check(z.trim(), z.minLength(1));
const quantity = z.string().check(z.trim(), z.regex(/^[1-9]\d{0,15}$/));
const poNumber = z.string().check(z.trim());

/**
 * Reads values that `validate` found nothing wrong with, by the rule of their order; what the rule does not take is
 * left out.
 *
 * @throws ZodError when something is wrong with them all the same.
 */
export function readOrder(values: FormValues, kind: OrderKind): Order {
  const { rule, productId } = kind;
  const { topLevel } = rule;
  const read = <T>(schema: z.ZodMiniType<T>, name: FieldName): T => z.parse(schema, values[name] ?? '');
  const readChosen = (name: FieldName) => read(poNumber, name) || undefined;
  return {
    operationType: rule.operationType.value,
    productId,
    productNo: topLevel.productNo === 'absent' ? undefined : read(filled, 'productNo'),
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
    serviceList: readLines(values, kind),
  };
}

/** Whether an order of this rule names a plan: one that is ordered, or the one that its services belong to. */
export function namesPlan({ plan, services }: OperationRule): boolean {
  return plan !== undefined || services?.connectionPlanId === true;
}

/** The field that tells how many of a service are ordered. */
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
