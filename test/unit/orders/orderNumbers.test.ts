import assert from 'node:assert/strict';
import { duplicatesOf } from '../../../src/orders/duplicates';
import { entryOf } from '../../../src/orders/entry';
import { resolveTypedOrderNo } from '../../../src/orders/orderNumbers';
import { newness } from '../../../src/orders/snapshot';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import type { TestPortal } from '../../portal/testPortal';
import { minute, order, recent } from '../support/comparing';
import { type OrderParts, nothingRecent, onSave, review } from '../support/placing';
import { closeWindow, openWindow } from '../support/orderWindow';
import { minutesBody } from '../support/portalOrders';
import type { Parts } from '../support/portal';
import { headOf, noon } from '../support/entries';
import { lostOrder, lostReply, placeWith } from '../support/settlingParts';

/** Ways in which a user may type an order number. */
const typings: readonly (readonly [how: string, typed: (orderNo: string) => string])[] = [
  ['as the portal writes it', (orderNo) => orderNo],
  ['in lower case', (orderNo) => orderNo.toLowerCase()],
  ['with surrounding blanks', (orderNo) => ` ${orderNo}\t`],
  ['with a no-break space', (orderNo) => `${orderNo.slice(0, 2)}\u00a0${orderNo.slice(2)}`],
  ['with an invisible character', (orderNo) => `${orderNo.slice(0, 2)}\u200b${orderNo.slice(2)}`],
];

for (const [how, typed] of typings) {
  describe(`an order number that is typed ${how}`, () => {
    let portal: TestPortal;
    let parts: Parts;
    let orders: OrderParts;

    beforeEach(async () => {
      ({ portal, parts, orders } = await openWindow());
    });

    afterEach(() => closeWindow({ portal, orders }));

    const typedNumber = () => typed(portal.orders[0]?.orderNo ?? '');

    it('keeps that order from being assigned to another entry', async () => {
      // The second order is reviewed before the portal lists the first.
      const second = await placeWith(portal, parts, orders, lostOrder);
      const first = await placeWith(portal, parts, orders, lostReply);
      await orders.journal.note(first, {
        ...{ state: 'placed', at: Date.now(), by: 'user' },
        orderNo: typedNumber(),
      });
      await orders.reconciliation.check();
      assert.equal(orders.journal.find(second)?.current.state, 'unknown');
    });

    it('keeps another order from being placed by a reply with that number', async () => {
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

  it(`an order number that is typed ${how} matches the portal’s list, with its age and status`, () => {
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
      { entries: [placed] },
      noon,
    );
    assert.deepEqual([found.entries.map(({ id }) => id), found.orders], [[placed.id], []]);
    const failed = { ...listed, statuses: new Map([['YL9', 'failed']]) };
    assert.deepEqual(
      duplicatesOf(order('expand'), { ...known, recent: failed }, { entries: [entry()] }, noon),
      {
        ...{ entries: [], orders: [] },
      },
    );
  });

  it(`an order number that is typed ${how} matches the snapshot`, () => {
    const [listed] = readOrders(
      parseExact(JSON.stringify({ results: [{ id: '7', orderNo: typed('YL7') }] })),
    ).rows;
    assert.ok(listed);
    assert.equal(newness(listed, { orderNos: ['YL7'], newestId: '1' }), 'known');
  });
}

describe('the order number typed in Mark as Settled', () => {
  const listed = ['YL3206252408495661056', 'YL3206252408495661057', 'HX3206252408495661057'];
  const cases: readonly (readonly [what: string, typed: string, expected: string])[] = [
    ['equals that of a listed order', listed[0] ?? '', listed[0] ?? ''],
    ['becomes the number as the portal writes it', ' yl 3206252408495661056', listed[0] ?? ''],
    ['is completed if one listed order ends in it', '3206252408 495661056', listed[0] ?? ''],
    ['is kept if two listed orders end in it', '3206252408495661057', '3206252408495661057'],
    ['is kept, without blanks, if no listed order ends in it', ' yl\u00a07 ', 'yl7'],
    ['is kept if it is longer than the listed number', `${listed[0]}1`, `${listed[0]}1`],
  ];
  for (const [what, typed, expected] of cases) {
    it(what, () => assert.equal(resolveTypedOrderNo(typed, [...listed, listed[0] ?? '']), expected));
  }
});
