import type { OperationRule, TopLevelRule } from '../rules/operationRule';
import { operationRules } from '../rules/table';
import type { Fields } from './body';
import type { Product } from './catalogue/product';
import type { Estate } from './estate';
import type { Instance } from './instance';
import type { OrderField, priceFields } from './orderLine';
import { Refusal } from './reply';

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
export interface Asked {
  readonly product: Product;
  readonly rules: readonly OperationRule[];
}

/**
 * Returns the product of a body and the rules for its operation. Which rule applies to an item depends on the item's
 * service.
 *
 * @throws Refusal when the API has no such operation, or the table has none for the product
 */
export function rulesAsked(body: Body, products: readonly Product[]): Asked {
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
export function checkTopLevel(fields: Fields<OrderField>, topLevel: TopLevelRule): void {
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
