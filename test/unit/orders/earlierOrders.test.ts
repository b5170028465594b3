import assert from 'node:assert/strict';
import type { OrderSnapshot } from '../../../src/orders/snapshot';
import { RecentOrders, earlierOrders } from '../../../src/orders/recentOrders';
import { startPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import {
  nothingRecent,
  onSave,
  orderParts,
  outcomeOf,
  ordersFolder,
  removeFolder,
  review,
} from '../support/placing';
import { giveOrders, minutesBody, orderElsewhere } from '../support/portalOrders';
import { signedIn } from '../support/portal';
import { headOf } from '../support/entries';

describe('a reply that names an order older than the 24 hours that the review read', () => {
  /** The outcome of an order whose reply names an order of last week, as changed by `change`. */
  const outcomeWith = async (change: (orderNo: string, id: string) => string) => {
    const clock = new Clock();
    const portal = await startPortal({ now: clock.now });
    const colleague = await signedIn(portal, { now: clock.now });
    await orderElsewhere(colleague, minutesBody(100));
    const [earlier] = portal.orders;
    assert.ok(earlier);
    await giveOrders(portal, colleague, 30);
    clock.advance(7 * 24 * 3600);
    const parts = await signedIn(portal, { now: clock.now });
    const orders = orderParts(parts, ordersFolder(), clock.now);
    try {
      await giveOrders(portal, parts, 1);
      const recent = await new RecentOrders(parts.client, parts.session).read(
        () => true,
        AbortSignal.timeout(5000),
      );
      const body = headOf({ body: minutesBody(100) }).body;
      const order = await review(parts, {
        ...{ operation: 'expand', body, journal: orders.journal, recent },
      });
      onSave(portal, (_request, process) => {
        const reply = process();
        const [, own = ''] = /"orderNo":"(\w+)"/.exec(reply.body) ?? [];
        const named = change(earlier.orderNo, earlier.id);
        return { ...reply, body: reply.body.replace(`"orderNo":"${own}"`, named || `"orderNo":"${own}"`) };
      });
      return outcomeOf(await orders.placement.place(order));
    } finally {
      orders.dispose();
      removeFolder(orders.folder);
      await portal.close();
    }
  };

  it('has an unknown outcome because of its number', async () => {
    const outcome = await outcomeWith((orderNo) => `"orderNo":"${orderNo}"`);
    assert.ok(outcome.kind === 'unknown');
    assert.match(outcome.error.sentence(), /the number of an earlier order/i);
  });

  it('has an unknown outcome because of its ID, whatever its number', async () => {
    const outcome = await outcomeWith((_orderNo, id) => `"orderNo":"A-7","id":${id}`);
    assert.ok(outcome.kind === 'unknown');
    assert.match(outcome.error.sentence(), /the number of an earlier order/i);
  });

  it('is placed if it names the order itself, or a number of another format', async () => {
    assert.equal((await outcomeWith(() => '')).kind, 'placed');
    assert.equal((await outcomeWith(() => '"orderNo":"A-7"')).kind, 'placed');
  });
});

describe('checking whether the order in a reply is an earlier one', () => {
  const numbers = (count: number, of = (index: number) => `YL${String(5000 - index)}`) =>
    Array.from({ length: count }, (_, index) => of(index));
  const rising: OrderSnapshot = { orderNos: numbers(25), newestId: '900' };
  const isEarlier = (before: OrderSnapshot, orderNo: string, id?: string) =>
    earlierOrders({ before: undefined, known: { recent: { ...nothingRecent, before } } })(orderNo, id);

  const cases: readonly (readonly [
    what: string,
    before: OrderSnapshot,
    told: [string, string?],
    is: boolean,
  ])[] = [
    ['its number is smaller than ascending numbers', rising, ['YL4001'], true],
    ['its number is smaller and typed differently', rising, [' yl4001 '], true],
    ['its number is that of the newest order', rising, ['YL5000'], true],
    ['its number is one more than the newest', rising, ['YL5001'], false],
    ['its number has other letters', rising, ['YM4001'], false],
    ['its number is longer', rising, ['YL40011'], false],
    ['the portal does not list the newest first', { orderNos: numbers(25) }, ['YL4001'], false],
    ['too few ascending numbers are known', { ...rising, orderNos: numbers(9) }, ['YL4001'], false],
    [
      'one of the numbers does not ascend with the IDs',
      { ...rising, orderNos: numbers(25, (index) => `YL${String(index === 7 ? 6000 : 5000 - index)}`) },
      ['YL4001'],
      false,
    ],
    [
      'one of the numbers has another format',
      { ...rising, orderNos: [...numbers(24), 'HX1'] },
      ['YL4001'],
      false,
    ],
    [
      'the numbers are too large for a double',
      { ...rising, orderNos: numbers(25, (index) => `YL${String(3206252408495661057n - BigInt(index))}`) },
      ['YL3206252408495661058'],
      false,
    ],
    ['its ID is that of the newest order', { orderNos: [], newestId: '900' }, ['A-7', '900'], true],
    ['its ID is smaller than the newest', { orderNos: [], newestId: '900' }, ['A-7', '89'], true],
    ['its ID is greater than the newest', { orderNos: [], newestId: '900' }, ['A-7', '901'], false],
    ['its ID is not a number', { orderNos: [], newestId: '900' }, ['A-7', 'seven'], false],
    ['no ID is known from before', { orderNos: [] }, ['A-7', '7'], false],
  ];
  for (const [what, before, told, is] of cases) {
    it(`${is ? 'confirms it' : 'does not confirm it'} if ${what}`, () =>
      assert.equal(isEarlier(before, ...told), is));
  }
});
