import assert from 'node:assert/strict';
import { duplicatesOf } from '../../../src/orders/duplicates';
import { entryOf } from '../../../src/orders/entry';
import { resolveTypedOrderNo } from '../../../src/orders/orderNumbers';
import { newness } from '../../../src/orders/snapshot';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { minute, order, recent } from '../support/comparing';
import {
  type OrderParts,
  nothingRecent,
  onSave,
  orderParts,
  recordsFolder,
  removeFolder,
  review,
} from '../support/placing';
import { minutesBody } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf, noon } from '../support/records';
import { lostOrder, lostReply, placeWith } from '../support/settlingParts';

/** How somebody may have typed the number of an order. */
const typings: readonly (readonly [how: string, typed: (orderNo: string) => string])[] = [
  ['as the portal writes it', (orderNo) => orderNo],
  ['in small letters', (orderNo) => orderNo.toLowerCase()],
  ['with blanks around it', (orderNo) => ` ${orderNo}\t`],
  ['with a blank that a page had in it', (orderNo) => `${orderNo.slice(0, 2)}\u00a0${orderNo.slice(2)}`],
  ['with a character that nobody sees', (orderNo) => `${orderNo.slice(0, 2)}\u200b${orderNo.slice(2)}`],
];

for (const [how, typed] of typings) {
  describe(`the number of an order, typed ${how}`, () => {
    let portal: TestPortal;
    let parts: Parts;
    let orders: OrderParts;

    beforeEach(async () => {
      portal = await startPortal();
      parts = await signedIn(portal);
      orders = orderParts(parts, recordsFolder());
    });

    afterEach(async () => {
      orders.dispose();
      removeFolder(orders.folder);
      await portal.close();
    });

    const typedNumber = () => typed(portal.orders[0]?.orderNo ?? '');

    it('keeps that order from settling another entry', async () => {
      // The second is reviewed before the portal lists the first.
      const second = await placeWith(portal, parts, orders, lostOrder);
      const first = await placeWith(portal, parts, orders, lostReply);
      await orders.journal.note(first, {
        ...{ state: 'placed', at: Date.now(), by: 'user' },
        orderNo: typedNumber(),
      });
      await orders.settling.check();
      assert.equal(orders.journal.find(second)?.current.state, 'unknown');
    });

    it('keeps a reply with that number from placing another order', async () => {
      const first = await placeWith(portal, parts, orders, lostReply);
      const [orderNo = ''] = portal.orders.map((one) => one.orderNo);
      await orders.journal.note(first, {
        ...{ state: 'placed', at: Date.now(), by: 'user' },
        orderNo: typedNumber(),
      });
      const body = headOf({ body: minutesBody(7) }).body;
      const next = await review(parts, { body, journal: orders.journal, snapshot: false });
      onSave(portal, (_request, process) => {
        const reply = process();
        return { ...reply, body: reply.body.replace(/"orderNo":"\w+"/, `"orderNo":"${orderNo}"`) };
      });
      assert.equal((await orders.placement.place(next)).outcome.kind, 'unknown');
    });
  });

  it(`an order whose number was typed ${how} is the one of the portal’s list, with its age and status`, () => {
    const body = order('expand').body;
    const entry = (orderStatus = '') =>
      entryOf(headOf({ body, createdAt: noon - 60 * minute }), [
        { state: 'placed', at: noon, orderNo: typed('YL9'), by: 'user', orderStatus },
      ]);
    const listed = { ...nothingRecent, orders: [recent({ age: minute })], ages: new Map([['YL9', minute]]) };
    const known = { placed: new Set([entry().id]), recent: listed };
    const placed = entry();
    const found = duplicatesOf(
      order('expand'),
      { ...known, placed: new Set([placed.id]) },
      { records: [placed] },
      noon,
    );
    assert.deepEqual([found.records.map(({ id }) => id), found.orders], [[placed.id], []]);
    const failed = { ...listed, statuses: new Map([['YL9', 'failed']]) };
    assert.deepEqual(
      duplicatesOf(order('expand'), { ...known, recent: failed }, { records: [entry()] }, noon),
      {
        ...{ records: [], orders: [] },
      },
    );
  });

  it(`an order whose number was typed ${how} was there before`, () => {
    const [listed] = readOrders(
      parseExact(JSON.stringify({ results: [{ id: '7', orderNo: typed('YL7') }] })),
    ).rows;
    assert.ok(listed);
    assert.equal(newness(listed, { orderNos: ['YL7'], newestId: '1' }), 'known');
  });
}

describe('the number that the user types in Mark as Settled', () => {
  const listed = ['YL3206252408495661056', 'YL3206252408495661057', 'HX3206252408495661057'];
  const cases: readonly (readonly [what: string, typed: string, expected: string])[] = [
    ['is that of the listed order', listed[0] ?? '', listed[0] ?? ''],
    ['is written as the portal writes it', ' yl 3206252408495661056', listed[0] ?? ''],
    ['is that of the one order that ends so', '3206252408 495661056', listed[0] ?? ''],
    ['is left where two orders end so', '3206252408495661057', '3206252408495661057'],
    ['is left where no order ends so, without blanks', ' yl\u00a07 ', 'yl7'],
    ['is left where it goes on behind what is listed', `${listed[0]}1`, `${listed[0]}1`],
  ];
  for (const [what, typed, expected] of cases) {
    it(what, () => assert.equal(resolveTypedOrderNo(typed, [...listed, listed[0] ?? '']), expected));
  }
});
