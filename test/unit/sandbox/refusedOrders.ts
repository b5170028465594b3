import assert from 'node:assert/strict';
import { withPortal } from '../../portal/caller';
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

/** One test of all of them: each order is refused at its field, and none is placed. */
export function refusesEach(cases: readonly Refused[]): void {
  it('are refused at the field that is wrong', async () => {
    await withPortal({}, async (caller, portal) => {
      const found: unknown[] = [];
      for (const [what, order] of cases) {
        const { status, envelope } = await caller.post(savePath, order);
        found.push([what, status, envelope.code, envelope.result]);
      }
      assert.deepEqual(
        found,
        cases.map(([what, , field, tag]) => [what, 400, 'parameter_validation_failed', { field, tag }]),
      );
      assert.equal(portal.orders.length, 0);
    });
  });
}
