import assert from 'node:assert/strict';
import { assertParameterRefused, withPortal } from './caller';
import { savePath } from './orderTexts';
import { tutorialOrders } from './tutorialOrders';

/** An order that the portal does not take, and where it says what is wrong with it. */
export type Refused = readonly [what: string, body: string, field: string, tag: string];

/** The order of a tutorial with one part of its text put in another's place. */
export function changed(tutorial: string, part: string, by: string): string {
  const order = tutorialOrders[tutorial] ?? '';
  assert.ok(order.includes(part), `${tutorial} has ${part}`);
  return order.replace(part, by);
}

/** A test for each order: it is refused at its field, and not placed. */
export function refusesEach(cases: readonly Refused[]): void {
  for (const [what, order, field, tag] of cases) {
    it(`refuses ${what}`, async () => {
      await withPortal({}, async (caller, portal) => {
        assertParameterRefused(await caller.post(savePath, order), field, tag);
        assert.equal(portal.orders.length, 0);
      });
    });
  }
}
