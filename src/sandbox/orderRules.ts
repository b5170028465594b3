import type { OperationRule, TopLevelRule, OperationType } from '../rules/operationRule';
import { operationRules } from '../rules/table';
import { type Fields, readBody, readFields } from './body';
import type { Product } from './catalogue/product';
import type { Estate, PortalData } from './estate';
import {
  type OrderField,
  type priceFields,
  orderFields,
  orderItemFields,
  specialRequestFields,
  readLine,
  type Line,
  type PlanLine,
} from './orderLine';
import { Refusal, refusedParameter } from './reply';
import { billingContacts, regions, type BillingContact } from './people';
import { checkLine, type OrderContext } from './lineRules';
import type { Instance } from './instance';

const operationTypes: readonly string[] = [
  'trial_plan',
  'trial_service',
  'purchase_plan',
  'purchase_service',
  'switch_plan',
  'switchTrial_plan',
  'renew_plan',
  'renew_service',
];

/** The body of an order or of a price calculation. */
type Body = Fields<OrderField | keyof typeof priceFields>;

/** A product, and the rules that may apply to a body for it. */
export interface RequestedRules {
  readonly product: Product;
  readonly rules: readonly OperationRule[];
}

/**
 * Returns the product of a body and the rules for its operation. Which rule applies to an item depends on the item's
 * service.
 *
 * @throws Refusal when the API has no such operation, or the table has none for the product
 */
export function requestedRules(body: Body, products: readonly Product[]): RequestedRules {
  const operationType = body.required('operationType');
  if (!operationTypes.includes(operationType)) {
    throw body.refused('operationType', 'oneof', 'unknown');
  }
  const productId = body.required('productId');
  const product = body.known(
    'productId',
    products.find((candidate) => candidate.productId === productId),
  );
  const rules = operationRules.filter(
    (rule) => rule.operationType.value === operationType && isFor(rule, product),
  );
  if (rules.length === 0) {
    throw new Refusal(
      400,
      'operation_not_supported',
      `operationType: ${operationType} is not sold for product ${productId}`,
      { field: 'operationType', tag: 'unsupported' },
    );
  }
  return { product, rules };
}

/**
 * Returns the rules for an instance if the body names one, otherwise the other rules.
 *
 * @throws Refusal of `productNo` when there are none
 */
export function rulesForSubject(body: Body, rules: readonly OperationRule[]): readonly OperationRule[] {
  const isSent = body.get('productNo') !== undefined && body.required('productNo') !== '';
  const found = rules.filter(({ topLevel: { productNo } }) => (productNo !== 'absent') === isSent);
  if (found.length === 0) {
    throw isSent
      ? body.refused('productNo', 'excluded', 'must not be sent here')
      : body.refused('productNo', 'required', 'must not be null');
  }
  return found;
}

/**
 * Returns the instance that a body names. A serial number that may be entered need not be listed yet.
 *
 * @returns undefined when it names none, or one that is not listed yet
 * @throws Refusal of `productNo` when it is not listed and cannot be new
 */
export function instanceNamed(
  body: Body,
  product: Product,
  rules: readonly OperationRule[],
  estate: Estate,
): Instance | undefined {
  const productNo = body.get('productNo');
  const mayBeNew =
    productNo === undefined ||
    (rules.some(({ topLevel }) => topLevel.productNo === 'entered') && estate.mayBeNew(productNo));
  return mayBeNew ? undefined : body.known('productNo', estate.find(product, productNo));
}

/** Whether purchases of the product have a serial number and so appear in the list of purchased products. */
export function hasSerialNumbers(product: Product): boolean {
  return operationRules.some((rule) => isFor(rule, product) && rule.topLevel.productNo !== 'absent');
}

const topLevelFields = ['billingId', 'partnerId', 'assignId', 'orderPceSpecialRequest'] as const;

/** Whether an order for the product may name a PBX that the portal does not know yet. */
export function takesNewSerialNumbers(product: Product): boolean {
  return operationRules.some((rule) => isFor(rule, product) && rule.topLevel.productNo === 'entered');
}

/**
 * Checks the fields of an order besides `serviceList`. @throws Refusal that names the first one missing or not allowed
 */
function checkTopLevel(fields: Fields<OrderField>, topLevel: TopLevelRule): void {
  for (const name of topLevelFields) {
    switch (topLevel[name]) {
      case 'required':
        fields.required(name);
        break;
      case 'absent':
        if (fields.get(name) !== undefined) {
          throw fields.refused(name, 'excluded', 'must not be sent here');
        }
        break;
      case 'optional':
        break;
    }
  }
}

function isFor({ productIds }: OperationRule, { productId }: Product): boolean {
  return productIds.includes(Number(productId));
}

/** A valid order. */
export interface ValidOrder {
  readonly operationType: OperationType;
  readonly product: Product;
  /** Empty when none was sent. */
  readonly productNo: string;
  /** The listed instance that the order is for or, after it is carried out, the instance that it has created. */
  readonly instance: Instance | undefined;
  /** Undefined for trials, which are not billed. */
  readonly contact: BillingContact | undefined;
  /** The subordinate user that it is placed for; empty when none was sent. */
  readonly partnerId: string;
  /** Empty when none was sent. */
  readonly poNumber: string;
  /** The name of a new PBX; empty when the order creates none. */
  readonly pbxName: string;
  readonly lines: readonly Line[];
}

/**
 * Checks an order against the table of rules and the other documented rules (API guide: Create an order, and the
 * tutorials). An order may contain several services, each with its own rule.
 *
 * @param text the exact text of the body
 * @throws Refusal that names the first field that breaks a rule
 */
export function checkOrder(text: string, data: PortalData): ValidOrder {
  const { fields, items } = readBody(text, orderFields, orderItemFields);
  const { product, rules } = requestedRules(fields, data.products);
  const applicableRules = rulesForSubject(fields, rules);
  const lines = items.map((item) => readLine(item, 'serviceId', product, applicableRules));
  new Set(lines.map(({ operation }) => operation.topLevel)).forEach((topLevel) =>
    checkTopLevel(fields, topLevel),
  );

  const instance = instanceNamed(fields, product, applicableRules, data.estate);
  const contact = contactOf(fields);
  const partnerId = userOf(fields, 'partnerId', data);
  userOf(fields, 'assignId', data);
  const pbxName = pbxNameOf(fields);
  const current = instance ?? data.estate.held(product, partnerId);
  checkLines(lines, {
    product,
    name: instance?.productNo ?? 'the subscription',
    current,
    isInstance: instance !== undefined,
    planLine: lines.find((line) => line.serviceType === 'plan'),
  });
  const [{ operation } = { operation: undefined }] = lines;
  return {
    operationType: fields.known('operationType', operation).operationType.value,
    product,
    productNo: fields.get('productNo') ?? '',
    instance,
    contact,
    partnerId,
    poNumber: fields.get('poNumber') ?? '',
    pbxName,
    lines,
  };
}

function contactOf(fields: Fields<OrderField>): BillingContact | undefined {
  const billingId = fields.get('billingId');
  return billingId === undefined
    ? undefined
    : fields.known(
        'billingId',
        billingContacts.find(({ billingContactId }) => billingContactId === billingId),
      );
}

/** Returns the id of a subordinate user; empty when none was sent. */
function userOf(fields: Fields<OrderField>, name: 'partnerId' | 'assignId', { people }: PortalData): string {
  const id = fields.get(name);
  return id === undefined ? '' : fields.known(name, people.find(id)).partnerId;
}

/** Returns the name of a new PBX; empty when the order creates none. Its region and domain must belong together. */
function pbxNameOf(fields: Fields<OrderField>): string {
  const text = fields.get('orderPceSpecialRequest');
  if (text === undefined) {
    return '';
  }
  const request = readFields(text, specialRequestFields, 'orderPceSpecialRequest.');
  const pbxName = request.required('pbxName');
  const regionId = request.required('regionId');
  const region = request.known(
    'regionId',
    regions.find(({ id }) => id === regionId),
  );
  const pbxSubDomainId = request.required('pbxSubDomainId');
  request.known(
    'pbxSubDomainId',
    region.region.find((subDomain) => subDomain.pbxSubDomainId === pbxSubDomainId),
  );
  return pbxName;
}

function checkLines(lines: readonly Line[], ordered: OrderContext): void {
  checkPlan(lines, ordered.planLine);
  const ids = new Set<string>();
  for (const line of lines) {
    const id = line.serviceType === 'plan' ? line.plan.planId : line.service.serviceId;
    if (ids.has(id)) {
      throw line.item.refused('serviceId', 'duplicate', 'the same service stands in the order twice');
    }
    ids.add(id);
    checkLine(line, ordered);
  }
  checkAllSubscribed(lines, ordered, ids);
}

/** Checks that an order has exactly one plan if its rule has a plan item. */
function checkPlan(lines: readonly Line[], first: PlanLine | undefined): void {
  for (const line of lines) {
    if (line.operation.plan && first === undefined) {
      throw refusedParameter('serviceList', 'required', 'must hold an item of the plan');
    }
    if (line.serviceType === 'plan' && line !== first) {
      throw line.item.refused('serviceType', 'duplicate', 'a second plan');
    }
  }
}

/** Checks that a plan is renewed with all its services (API guide: Renew PCE, Renew Software). */
function checkAllSubscribed(
  lines: readonly Line[],
  { product, current, name }: OrderContext,
  ids: ReadonlySet<string>,
): void {
  if (current && lines.some(({ operation }) => operation.services?.choice === 'allSubscribed')) {
    const missing = product.services.find(
      ({ serviceId }) => current.services.has(serviceId) && !ids.has(serviceId),
    );
    if (missing !== undefined) {
      throw refusedParameter(
        'serviceList',
        'incomplete',
        `${missing.name}, which ${name} is subscribed to, must be renewed too`,
      );
    }
  }
}
