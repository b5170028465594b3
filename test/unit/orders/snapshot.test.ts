import assert from 'node:assert/strict';
import { type OrderSnapshot, newness, isUnchanged, takeSnapshot } from '../../../src/orders/snapshot';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import { partsFor, signedIn } from '../support/portal';
import { giveOrders, numbersAt, pagesAsked } from '../support/portalOrders';
import { answer, envelope } from '../support/replies';
import { startPortal } from '../../portal/testPortal';
import { httpServer } from '../support/servers';

/** The snapshot of a portal that returns these orders; the ID of YL7 is 7. */
function snapshotOf(orderNos: readonly string[], told: Counters = {}): Promise<OrderSnapshot> {
  return snapshotOfRows(
    orderNos.map((orderNo) => ({ orderNo, id: orderNo.slice(2) })),
    told,
  );
}

interface Counters {
  readonly total?: number;
  readonly count?: number;
  readonly totalPage?: number;
}

interface Row {
  readonly orderNo: string;
  readonly id?: string | undefined;
  readonly createTime?: number | undefined;
}

async function snapshotOfRows(results: readonly Row[], told: Counters = {}): Promise<OrderSnapshot> {
  const result = Object.keys(told).length === 0 ? results : { results, ...told };
  const server = await httpServer((_request, response) =>
    answer(response, 200, envelope(JSON.stringify(result))),
  );
  const { client, session, baseUrl } = partsFor(server.url);
  await session.signInWithToken(baseUrl, 't');
  const snapshot = await takeSnapshot(client);
  await server.close();
  return snapshot;
}

/** From the oldest to the newest. */
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `YL${from + index}`);

/** From the newest to the oldest. */
const newestFirst = (from: number, to: number) => numbered(to, from).reverse();

const onePage = (total: number): Counters => ({ total, totalPage: 1 });

describe('comparing two snapshots', () => {
  type Told = readonly [orderNos: readonly string[], counters?: Counters];
  const cases: readonly (readonly [what: string, before: Told, after: Told, nothingCame: boolean])[] = [
    ['no orders at all', [[], { total: 0 }], [[], { total: 0 }], true],
    ['the same orders', [numbered(1, 3), onePage(3)], [numbered(1, 3), onePage(3)], true],
    [
      'the same orders in another order',
      [['YL1', 'YL2', 'YL3'], onePage(3)],
      [['YL3', 'YL1', 'YL2'], onePage(3)],
      true,
    ],
    [
      'a total equal to the rows of a page that the portal may have cut',
      [numbered(1, 20), { total: 20 }],
      [numbered(1, 20), { total: 20 }],
      false,
    ],
    ['the same orders, newest last', [['YL2', 'YL1'], onePage(2)], [['YL1', 'YL2'], onePage(2)], true],
    [
      'the same orders, which fill one page, oldest first',
      [numbered(1, 25), { total: 25, totalPage: 1 }],
      [numbered(1, 25), { total: 25, totalPage: 1 }],
      true,
    ],
    [
      'the same orders on several pages, newest first',
      [newestFirst(53, 29), { total: 53 }],
      [newestFirst(53, 29), { total: 53 }],
      true,
    ],
    [
      'the same orders on several pages, newest first, with all counters',
      [newestFirst(53, 29), { count: 53, total: 53, totalPage: 3 }],
      [newestFirst(53, 29), { count: 53, total: 53, totalPage: 3 }],
      true,
    ],
    ['a new order on top', [newestFirst(53, 29), { total: 53 }], [newestFirst(54, 30), { total: 54 }], false],
    [
      'a new order on top of a list whose total is capped at fifty',
      [newestFirst(53, 29), { total: 50 }],
      [newestFirst(54, 30), { total: 50 }],
      false,
    ],
    [
      'a new order that the page does not show',
      [newestFirst(53, 29), { total: 53 }],
      [newestFirst(53, 29), { total: 54 }],
      false,
    ],
    [
      'a new order, and an old one gone',
      [['YL1', 'YL2'], { total: 2 }],
      [['YL2', 'YL3'], { total: 2 }],
      false,
    ],
    ['an order less', [['YL1', 'YL2'], { total: 2 }], [['YL1'], { total: 1 }], false],
    [
      'another page of an unsorted list',
      [numbered(1, 25), { total: 53 }],
      [numbered(26, 50), { total: 53 }],
      false,
    ],
    // A total that is capped, or that counts the rows of the page, never changes.
    [
      'the oldest orders of a list, and the same total',
      [numbered(1, 25), { total: 53 }],
      [numbered(1, 25), { total: 53 }],
      false,
    ],
    [
      'a full page, and a total equal to its rows',
      [numbered(1, 25), { total: 25 }],
      [numbered(1, 25), { total: 25 }],
      false,
    ],
    [
      'a total equal to the rows of the page, and two pages',
      [newestFirst(40, 16), { total: 25, totalPage: 2 }],
      [newestFirst(40, 16), { total: 25, totalPage: 2 }],
      false,
    ],
    [
      'a count equal to the rows of the page',
      [numbered(1, 25), { count: 25, totalPage: 2 }],
      [numbered(1, 25), { count: 25, totalPage: 2 }],
      false,
    ],
    ['a count equal to the rows of a short page', [['YL1'], { count: 1 }], [['YL1'], { count: 1 }], false],
    ['short pages of a longer list', [['YL9', 'YL8'], { total: 9 }], [['YL9', 'YL8'], { total: 9 }], false],
    ['a short list without a total, unchanged', [['YL1']], [['YL1']], false],
    ['an empty list without a total, unchanged', [[]], [[]], false],
    ['a short list without a total, with one more order', [['YL1']], [['YL1', 'YL2']], false],
    ['a full page without a total, unchanged', [newestFirst(25, 1)], [newestFirst(25, 1)], false],
    ['a total only before', [newestFirst(53, 29), { total: 53 }], [newestFirst(53, 29)], false],
    ['a total only after', [newestFirst(53, 29)], [newestFirst(53, 29), { total: 53 }], false],
    ['an empty list, then one order', [[], { total: 0 }], [['YL1'], { total: 1 }], false],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`${expected ? 'rules out' : 'does not rule out'} a new order: ${what}`, async () => {
      assert.equal(isUnchanged(await snapshotOf(...before), await snapshotOf(...after)), expected);
    });
  }

  it('does not rule out a new order if a full page has no IDs', async () => {
    const rows = newestFirst(53, 29).map((orderNo) => ({ orderNo }));
    const [one, other] = [
      await snapshotOfRows(rows, { total: 53 }),
      await snapshotOfRows(rows, { total: 53 }),
    ];
    assert.equal(isUnchanged(one, other), false);
  });
});

describe('the newest ID of a snapshot', () => {
  const cases: readonly (readonly [
    what: string,
    rows: readonly (readonly [id: string | undefined, createTime?: number])[],
    newestId: string | undefined,
  ])[] = [
    ['no orders', [], undefined],
    ['one order', [['7']], '7'],
    ['descending IDs', [['10'], ['9'], ['2']], '10'],
    [
      '64-bit IDs that descend by one',
      [['3206252408495661058'], ['3206252408495661057']],
      '3206252408495661058',
    ],
    ['ascending IDs', [['1'], ['2']], undefined],
    ['IDs that ascend at the end', [['9'], ['3'], ['4']], undefined],
    ['a repeated ID', [['9'], ['9']], undefined],
    ['an order without an ID', [[undefined]], undefined],
    ['an order without an ID on top', [[undefined], ['9']], undefined],
    ['an order without an ID at the end', [['9'], [undefined]], undefined],
    ['an ID that is not a number', [['newest']], undefined],
    [
      'descending times',
      [
        ['9', 2e12],
        ['8', 1e12],
      ],
      '9',
    ],
    [
      'equal times',
      [
        ['9', 1e12],
        ['8', 1e12],
      ],
      '9',
    ],
    [
      'ascending times',
      [
        ['9', 1e12],
        ['8', 2e12],
      ],
      undefined,
    ],
    ['no time on top', [['9'], ['8', 2e12]], '9'],
    ['no time at the end', [['9', 2e12], ['8']], '9'],
  ];
  for (const [what, rows, newestId] of cases) {
    it(`is ${newestId ?? 'unknown'} for a list with ${what}`, async () => {
      const told = rows.map(([id, createTime], index) => ({ orderNo: `YL${index}`, id, createTime }));
      assert.equal((await snapshotOfRows(told)).newestId, newestId);
    });
  }
});

describe('a snapshot', () => {
  it('does not take an order for new that its page may have left out', async () => {
    const rows = numbered(1, 25);
    const [order] = readOrders(parseExact('{"results":[{"id":"40","orderNo":"YL40"}]}')).rows;
    assert.ok(order);
    const seen = async (told: Counters) => newness(order, await snapshotOf(rows, told));
    assert.equal(await seen({ total: 25, totalPage: 1 }), 'new');
    assert.equal(await seen({ total: 25, totalPage: 2 }), 'uncertain');
    assert.equal(await seen({ total: 25 }), 'uncertain');
    assert.equal(await seen({ count: 25 }), 'uncertain');
  });

  it('is taken with one request, for the first page', async () => {
    const portal = await startPortal();
    const parts = await signedIn(portal);
    await giveOrders(portal, parts, 30);
    const { orderNos, total } = await takeSnapshot(parts.client);
    await portal.close();
    assert.deepEqual(pagesAsked(portal), [1]);
    assert.deepEqual([orderNos, total], [numbersAt(portal).slice(-25).reverse(), 30]);
  });
});

describe('a snapshot of a list with unreadable rows', () => {
  const rows = (ids: readonly number[], unread: readonly (number | undefined)[]): Row[] => [
    ...unread.map((id) => ({ orderNo: '', id: id?.toString() })),
    ...ids.map((id) => ({ orderNo: `YL${id}`, id: `${id}` })),
  ];

  for (const [what, results, newestId] of [
    ['includes their IDs, so that a row which gets its number later is not new', rows([8, 7], [9]), '9'],
    ['has no newest ID if one row has none', rows([8, 7], [9, undefined]), undefined],
    ['has no newest ID if the sort order is unclear', rows([8], [9]), undefined],
    ['has no newest ID if no row can be read', rows([], [9, 10]), undefined],
  ] as const) {
    it(what, async () => {
      const snapshot = await snapshotOfRows(results, { total: results.length - 1 });
      assert.deepEqual([snapshot.newestId, snapshot.total], [newestId, undefined]);
    });
  }
});
