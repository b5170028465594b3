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

/** An order that may be placed. */
export interface GoodOrder {
  readonly operationType: OperationType;
  readonly product: Product;
  /** Empty when none was sent. */
  readonly productNo: string;
  /** The listed instance that it is for, or, once it is carried out, the one that it has made. */
  readonly instance: Instance | undefined;
  /** Undefined for trials: nothing is billed. */
  readonly contact: BillingContact | undefined;
  /** The subordinate user on whose behalf it is placed; empty when none was sent. */
  readonly partnerId: string;
  /** Empty when none was sent. */
  readonly poNumber: string;
  /** What a new PBX is to be called; empty when the order names none. */
  readonly pbxName: string;
  readonly lines: readonly Line[];
}

/**
 * Holds an order against the table of rules and the documented rules beside it (API guide: Create an order, and
 * the tutorials). Several services may stand in one order, each under its own row of the table.
 * @param text the exact text of the body
 * @throws Refusal that names the first field that breaks a rule
 */
export function checkOrder(text: string, data: PortalData): GoodOrder {
  const { fields, items } = readBody(text, orderFields, orderItemFields);
  const { product, rules } = rulesAsked(fields, data.products);
  const taken = rulesForSubject(fields, rules);
  const lines = items.map((item) => readLine(item, 'serviceId', product, taken));
  new Set(lines.map(({ operation }) => operation.topLevel)).forEach((topLevel) =>
    checkTopLevel(fields, topLevel),
  );

  const instance = instanceNamed(fields, product, taken, data.estate);
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

/** The id of a subordinate user; empty when none was sent. */
function userOf(fields: Fields<OrderField>, name: 'partnerId' | 'assignId', { people }: PortalData): string {
  const id = fields.get(name);
  return id === undefined ? '' : fields.known(name, people.find(id)).partnerId;
}

/** The name of a new PBX, whose region and domain must belong to each other; empty when no PBX is asked for. */
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

/** One plan where the table has a plan item. */
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

/** A plan is renewed with all its services (API guide: Renew PCE, Renew Software). */
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
