import type { OperationType } from '../rules/operationRule';
import { readBody, readFields, type Fields } from './body';
import type { Product } from './catalogue/product';
import { billingContacts, regions, type BillingContact } from './contacts';
import type { Instance } from './instance';
import { checkLine, type OrderedFor } from './lineRules';
import {
  orderFields,
  orderItemFields,
  specialRequestFields,
  type OrderField,
  readLine,
  type Line,
  type PlanLine,
} from './orderLine';
import { checkTopLevel, instanceNamed, rulesAsked, rulesForSubject } from './orderRules';
import type { PortalData } from './estate';
import { refusedParameter } from './reply';

/** A valid order. */
export interface GoodOrder {
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
export function checkOrder(text: string, data: PortalData): GoodOrder {
  const { fields, items } = readBody(text, orderFields, orderItemFields);
  const { product, rules } = rulesAsked(fields, data.products);
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

function checkLines(lines: readonly Line[], ordered: OrderedFor): void {
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
  { product, current, name }: OrderedFor,
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
