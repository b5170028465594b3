import assert from 'node:assert/strict';
import type { OrderSnapshot } from '../../../src/orders/snapshot';
import { nothingCameBetween, takeSnapshot } from '../../../src/orders/snapshot';
import { partsFor } from '../support/portal';
import { answer, envelope } from '../support/replies';
import { httpServer } from '../support/servers';

/** The snapshot of a portal that answers with these order numbers. */
async function snapshotOf(
  orderNos: readonly string[],
  told: { total?: number } = {},
): Promise<OrderSnapshot> {
  const results = orderNos.map((orderNo) => ({ orderNo }));
  const result = told.total === undefined ? results : { results, total: told.total };
  const server = await httpServer((_request, response) =>
    answer(response, 200, envelope(JSON.stringify(result))),
  );
  const { client, session, baseUrl } = partsFor(server.url);
  await session.signInWithToken(baseUrl, 't');
  const snapshot = await takeSnapshot(client);
  await server.close();
  return snapshot;
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `YL${from + index}`);

describe('whether an order came between two looks at the portal’s list', () => {
  const cases: readonly (readonly [
    what: string,
    before: readonly [orderNos: readonly string[], total?: number],
    after: readonly [orderNos: readonly string[], total?: number],
    nothingCame: boolean,
  ])[] = [
    ['no orders at all', [[], 0], [[], 0], true],
    ['the same orders', [numbered(1, 3), 3], [numbered(1, 3), 3], true],
    ['the same orders in another sequence', [['YL1', 'YL2', 'YL3'], 3], [['YL3', 'YL1', 'YL2'], 3], true],
    ['the same orders, more of them than fit on a page', [numbered(1, 25), 53], [numbered(1, 25), 53], true],
    ['a new one on top', [numbered(1, 25), 53], [['YL54', ...numbered(1, 24)], 54], false],
    ['a new one that the page does not show', [numbered(1, 25), 53], [numbered(1, 25), 54], false],
    ['a new one, and an old one gone', [['YL1', 'YL2'], 2], [['YL2', 'YL3'], 2], false],
    ['an order less', [['YL1', 'YL2'], 2], [['YL1'], 1], false],
    ['another page of an unsorted list', [numbered(1, 25), 53], [numbered(26, 50), 53], false],
    ['a short list without a total, unchanged', [['YL1']], [['YL1']], false],
    ['an empty list without a total, unchanged', [[]], [[]], false],
    ['a short list without a total, one more', [['YL1']], [['YL1', 'YL2']], false],
    ['a full page without a total, unchanged', [numbered(1, 25)], [numbered(1, 25)], false],
    ['a total before only', [numbered(1, 25), 25], [numbered(1, 25)], false],
    ['a total after only', [numbered(1, 25)], [numbered(1, 25), 25], false],
    ['an empty list, then one', [[], 0], [['YL1'], 1], false],
  ];
  for (const [what, [before, totalBefore], [after, totalAfter], expected] of cases) {
    it(`is ${expected ? 'surely not' : 'not to be ruled out'}: ${what}`, async () => {
      const one = await snapshotOf(before, totalBefore === undefined ? {} : { total: totalBefore });
      const other = await snapshotOf(after, totalAfter === undefined ? {} : { total: totalAfter });
      assert.equal(nothingCameBetween(one, other), expected);
    });
  }
});
