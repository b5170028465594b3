import assert from 'node:assert/strict';
import { cloudPbxOrders } from './cloudPbx';
import { licenceOrders } from './licences';
import { serviceOrders } from './services';
import type { TutorialOrder } from './tutorialOrder';

export const tutorialOrders: readonly TutorialOrder[] = [
  ...cloudPbxOrders,
  ...licenceOrders,
  ...serviceOrders,
];

/** @param tutorial the row of the table of rules */
export function orderOf(tutorial: string): TutorialOrder {
  const order = tutorialOrders.find((candidate) => candidate.tutorial === tutorial);
  assert.ok(order, `there is no order of the tutorial ${tutorial}`);
  return order;
}
