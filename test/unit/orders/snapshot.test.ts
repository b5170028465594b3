import assert from 'node:assert/strict';
import type { OrderSnapshot } from '../../../src/orders/snapshot';
import { nothingCameBetween, takeSnapshot } from '../../../src/orders/snapshot';
import { partsFor, signedIn } from '../support/portal';
import { giveOrders, numbersAt, pagesAsked } from '../support/portalOrders';
import { answer, envelope } from '../support/replies';
import { startPortal } from '../../portal/testPortal';
import { httpServer } from '../support/servers';

/** The snapshot of a portal that answers with these order numbers. */
function snapshotOf(orderNos: readonly string[], told: { total?: number } = {}): Promise<OrderSnapshot> {
  return snapshotOfRows(
    orderNos.map((orderNo) => ({ orderNo })),
    told,
  );
}

interface Row {
  readonly orderNo: string;
  readonly id?: string | undefined;
  readonly createTime?: number | undefined;
}

async function snapshotOfRows(
  results: readonly Row[],
  told: { total?: number } = {},
): Promise<OrderSnapshot> {
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

describe('the newest id of a snapshot', () => {
  const cases: readonly (readonly [
    what: string,
    rows: readonly (readonly [id: string | undefined, createTime?: number])[],
    newestId: string | undefined,
  ])[] = [
    ['no orders', [], undefined],
    ['one order', [['7']], '7'],
    ['ids that go down', [['10'], ['9'], ['2']], '10'],
    [
      'ids of 64 bits that go down by one',
      [['3206252408495661058'], ['3206252408495661057']],
      '3206252408495661058',
    ],
    ['ids that go up', [['1'], ['2']], undefined],
    ['ids that go up at the end', [['9'], ['3'], ['4']], undefined],
    ['an id twice', [['9'], ['9']], undefined],
    ['an order without an id', [[undefined]], undefined],
    ['an order without an id on top', [[undefined], ['9']], undefined],
    ['an order without an id at the end', [['9'], [undefined]], undefined],
    ['an id that is none', [['newest']], undefined],
    [
      'times that go down',
      [
        ['9', 2e12],
        ['8', 1e12],
      ],
      '9',
    ],
    [
      'times that are the same',
      [
        ['9', 1e12],
        ['8', 1e12],
      ],
      '9',
    ],
    [
      'times that go up',
      [
        ['9', 1e12],
        ['8', 2e12],
      ],
      undefined,
    ],
    ['a time that is not told on top', [['9'], ['8', 2e12]], '9'],
    ['a time that is not told at the end', [['9', 2e12], ['8']], '9'],
  ];
  for (const [what, rows, newestId] of cases) {
    it(`is ${newestId ?? 'not known'} by a list with ${what}`, async () => {
      const told = rows.map(([id, createTime], index) => ({ orderNo: `YL${index}`, id, createTime }));
      assert.equal((await snapshotOfRows(told)).newestId, newestId);
    });
  }
});

describe('a snapshot', () => {
  it('is taken with one request, for the first page', async () => {
    const portal = await startPortal();
    const parts = await signedIn(portal);
    await giveOrders(parts, 30);
    const { orderNos, total } = await takeSnapshot(parts.client);
    await portal.close();
    assert.deepEqual(pagesAsked(portal), [1]);
    assert.deepEqual([orderNos, total], [numbersAt(portal).slice(-25).reverse(), 30]);
  });
});
