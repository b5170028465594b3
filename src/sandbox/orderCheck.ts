import { readBody, sent, sentQuantity } from './body';
import type { Fields } from './body';
import { cloudPbx } from './catalogue/cloudPbx';
import type { Product } from './catalogue/product';
import { billingContacts, partners } from './contacts';
import type { BillingContact } from './contacts';
import { known } from './endpoint';
import type { Estate } from './estate';
import type { Instance } from './instance';
import { lineRules, offers, operationTypes, orderFields, orderItemFields } from './orderRules';
import type { Line, Offer, OrderField, OrderItemField } from './orderRules';
import { Refusal, refusedParameter } from './reply';

/** An order that may be placed. */
export interface GoodOrder {
  readonly operationType: string;
  readonly product: Product;
  readonly instance: Instance;
  readonly contact: BillingContact;
  /** Empty when none was sent. */
  readonly poNumber: string;
  readonly lines: readonly OrderedLine[];
}

export interface OrderedLine extends Line {
  readonly billingCycle: string;
}

/**
 * Holds an order against the documented rules (API guide: Create an order, and the tutorials).
 * @param text the exact text of the body
 * @throws Refusal that names the first field that breaks a rule
 */
export function checkOrder(text: string, estate: Estate): GoodOrder {
  const { fields, items } = readBody(text, orderFields, orderItemFields);
  const offer = findOffer(sent(fields, 'operationType'), sent(fields, 'productId'));
  checkFields(fields, offer);
  for (const item of items) {
    [...offer.itemFields.keys()].forEach((name) => sent(item, name));
    checkAccepted(item, offer);
  }

  const instance = known('productNo', estate.find(cloudPbx, sent(fields, 'productNo')));
  const billingId = sent(fields, 'billingId');
  const contact = known(
    'billingId',
    billingContacts.find(({ billingContactId }) => billingContactId === billingId),
  );
  checkPartner(fields, 'partnerId');
  checkPartner(fields, 'assignId');
  const lines = items.map((item) => readLine(item, instance));
  checkLines(lines);
  return {
    operationType: offer.operationType,
    product: cloudPbx,
    instance,
    contact,
    poNumber: fields.get('poNumber') ?? '',
    lines,
  };
}

/** @throws Refusal when the operation is none of the API's, or none that the sandbox sells for the product */
export function findOffer(operationType: string, productId: string): Offer {
  if (!operationTypes.includes(operationType)) {
    throw refusedParameter('operationType', 'oneof', 'unknown');
  }
  const offer = offers.find(
    (candidate) => candidate.operationType === operationType && candidate.productId === productId,
  );
  if (offer === undefined) {
    throw new Refusal(
      400,
      'operation_not_supported',
      `operationType: this sandbox does not sell ${operationType} for product ${productId} yet`,
      { field: 'operationType', tag: 'unsupported' },
    );
  }
  return offer;
}

function checkFields(fields: Fields<OrderField>, { operationType, fields: taken }: Offer): void {
  for (const name of fields.keys()) {
    if (name !== 'operationType' && name !== 'productId' && !taken.has(name)) {
      throw refusedParameter(name, 'excluded', `not taken by ${operationType}`);
    }
  }
  for (const [name, presence] of taken) {
    if (presence === 'required') {
      sent(fields, name);
    }
  }
}

/** @throws Refusal when a field of the item has a value that the offer does not accept */
export function checkAccepted(item: ReadonlyMap<string, string>, { itemFields }: Offer): void {
  for (const [name, accepted] of itemFields) {
    const value = item.get(name);
    if (value !== undefined && accepted !== 'any' && !accepted.includes(value)) {
      throw refusedParameter(name, 'oneof', `must be one of ${accepted.join(', ')}`);
    }
  }
}

function checkPartner(fields: Fields<OrderField>, name: 'partnerId' | 'assignId'): void {
  const value = fields.get(name);
  if (value !== undefined) {
    known(
      name,
      partners.find(({ partnerId }) => partnerId === value),
    );
  }
}

function readLine(item: Fields<OrderItemField>, instance: Instance): OrderedLine {
  const serviceId = sent(item, 'serviceId');
  return {
    service: known(
      'serviceId',
      cloudPbx.services.find((service) => service.serviceId === serviceId),
    ),
    instance,
    connectionPlanId: sent(item, 'connectionPlanId'),
    quantity: sentQuantity(item),
    billingCycle: sent(item, 'billingCycle'),
  };
}

function checkLines(lines: readonly Line[]): void {
  const services = new Set(lines.map(({ service }) => service));
  if (services.size < lines.length) {
    throw refusedParameter('serviceId', 'duplicate', 'the same service stands in the order twice');
  }
  for (const line of lines) {
    for (const { field, tag, problem } of lineRules) {
      const found = problem(line);
      if (found !== undefined) {
        throw refusedParameter(field, tag, found);
      }
    }
  }
}
