import assert from 'node:assert/strict';
import { type Order, readOrder } from '../../../src/orders/order';
import { idFrom } from '../../../src/portal/values';
import type { OperationRule } from '../../../src/rules/operationRule';
import { ruleForService, rulesFor } from '../../../src/rules/table';
import type { TutorialOrder } from './tutorialOrder';

/** The row of the table that a tutorial's order is under. */
export function ruleOfTutorial({ productId, operation, productNo, service }: TutorialOrder): OperationRule {
  const rules = rulesFor(productId, operation, productNo === undefined ? 'product' : 'instance');
  const rule = ruleForService(rules, service);
  assert.ok(rule, `there is no rule for ${operation} of product ${productId}`);
  return rule;
}

/** The order that the form's values of a tutorial make. */
export function orderOfTutorial(tutorial: TutorialOrder): Order {
  const { productId, productNo, services = [] } = tutorial;
  const values = { ...(productNo === undefined ? {} : { productNo }), ...tutorial.values };
  const tickable = services.map((service) => idFrom(service)).filter((id) => id !== undefined);
  return readOrder(values, { rule: ruleOfTutorial(tutorial), productId, services: tickable });
}
