import assert from 'node:assert/strict';
import { RecentOrders, type RecentOrderList } from '../../../src/orders/recentOrders';
import { ServerError } from '../../../src/portal/errors';
import { type Intercept, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import {
  detailPath,
  giveOrders,
  minutesBody,
  numbersAt,
  onPages,
  onPath,
  orderElsewhere,
} from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { failure, pagePath } from '../support/requests';

const day = 24 * 60 * 60;

describe('RecentOrders', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let recentOrders: RecentOrders;
  const forever = new AbortController().signal;

  beforeEach(async () => {
    clock = new Clock();
    portal = await startPortal({ now: clock.now });
    parts = await signedIn(portal, { now: clock.now });
    recentOrders = new RecentOrders(parts.client, parts.session);
  });

  afterEach(() => portal.close());

  const read = (isOfInterest: (orderNo: string) => boolean = () => true, signal = forever) =>
    recentOrders.read(({ orderNo }) => isOfInterest(orderNo), signal);
  const numbers = ({ orders }: RecentOrderList) => orders.map(({ orderNo }) => orderNo);
  const detailsAsked = () => portal.requests.filter(({ path }) => path.startsWith(detailPath)).length;
  const pagesAsked = () => portal.requests.filter(({ path }) => path === pagePath).length;
  /** Changes the replies to requests of this path. */
  const answering = (path: string, change: (reply: Reply) => Reply) =>
    onPath(portal, path, (_request, process) => change(process()));

  it('reads them from one page, newest first, with what each of them orders', async () => {
    await giveOrders(portal, parts, 3);
    const recent = await read();
    assert.deepEqual(numbers(recent).slice(0, 3), numbersAt(portal).slice(-3).reverse());
    assert.deepEqual(
      recent.orders
        .slice(0, 3)
        .map(({ detail }) =>
          detail?.lines.map(({ fields }) => fields.find(({ name }) => name === 'quantity')?.value),
        ),
      [['3'], ['2'], ['1']],
    );
    assert.equal(recent.orders[0]?.productNo, '3658B4311196K2ID');
    assert.equal(pagesAsked(), 1);
    assert.deepEqual(recent.before.orderNos, numbersAt(portal).reverse());
  });

  it('covers the last 24 hours by the portal’s clock, not by this machine’s', async () => {
    await giveOrders(portal, parts, 1);
    clock.advance(day - 1);
    const [own] = numbersAt(portal).slice(-1);
    assert.ok(own && numbers(await read()).includes(own));
    clock.advance(1);
    assert.ok(!numbers(await read()).includes(own));
  });

  it('reads page by page until the orders are a day old', async () => {
    const before = numbersAt(portal).length;
    await giveOrders(portal, parts, 30);
    clock.advance(day + 1);
    await giveOrders(portal, parts, 30);
    const recent = await read();
    assert.deepEqual([numbers(recent).length, recent.isComplete, pagesAsked()], [30, true, 2]);
    assert.equal(numbersAt(portal).length, before + 60);
  });

  it('requests details once per session, six at a time', async () => {
    await giveOrders(portal, parts, 12);
    let [atOnce, most] = [0, 0];
    const slow: Intercept = async (_request, process) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 20));
      atOnce--;
      return process();
    };
    onPath(portal, detailPath, slow);
    const first = await read();
    assert.equal(most, 6);
    const asked = detailsAsked();
    assert.equal(asked, first.orders.length);
    await orderElsewhere(parts, minutesBody(99));
    await read();
    assert.equal(detailsAsked(), asked + 1);
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    await read();
    assert.equal(detailsAsked(), 2 * (asked + 1), 'another session may be another account');
  });

  it('requests no details of orders that are not of interest or were cancelled', async () => {
    await giveOrders(portal, parts, 3);
    const [one] = numbersAt(portal).slice(-1);
    answering(pagePath, (reply) => ({
      ...reply,
      body: reply.body.replace(/"orderStatus":"succeed"/, '"orderStatus":"cancelled"'),
    }));
    const recent = await read((orderNo) => orderNo === one);
    assert.deepEqual(numbers(recent), [one]);
    assert.equal(detailsAsked(), 0);
    assert.equal(recent.statuses.get(one ?? ''), 'cancelled');
    assert.equal(recent.isComplete, true);
  });

  it('returns orders without details if the portal does not send them, and requests them again next time', async () => {
    await giveOrders(portal, parts, 1);
    onPath(portal, detailPath, () => failure(400, 'no_such_order'));
    const recent = await read();
    assert.ok(recent.orders.length > 0);
    assert.ok(recent.orders.every(({ detail }) => detail === undefined));
    assert.equal(recent.isComplete, true);
    portal.intercept = (_request, process) => process();
    assert.ok((await read()).orders.every(({ detail }) => detail !== undefined));
  });

  for (const [what, change] of [
    ['no lines', (body: string) => body.replaceAll('"serviceId"', '"item"').replaceAll('"planId"', '"plan"')],
    ['only a plan line', (body: string) => body.replaceAll('"serviceId"', '"planId"')],
  ] as const) {
    it(`requests details again if they have ${what} yet`, async () => {
      await giveOrders(portal, parts, 1);
      const shows = ({ orders }: RecentOrderList) =>
        orders.map(({ detail }) => detail?.lines.some(({ kind }) => kind === 'service'));
      answering(detailPath, (reply) => ({ ...reply, body: change(reply.body) }));
      assert.ok(!shows(await read()).includes(true));
      portal.intercept = (_request, process) => process();
      assert.ok(shows(await read()).every(Boolean));
      const asked = detailsAsked();
      await read();
      assert.equal(detailsAsked(), asked, 'what they order is kept');
    });
  }

  it('fails if the first page fails, but not if a later one does', async () => {
    await giveOrders(portal, parts, 30);
    onPath(portal, pagePath, (request, process) =>
      request.query.includes('pageNo=2') ? failure(400, 'no_such_page') : process(),
    );
    const recent = await read();
    assert.equal(recent.isComplete, false);
    assert.equal(numbers(recent).length, 25);
    onPath(portal, pagePath, () => failure(501, 'failed'));
    await assert.rejects(read(), ServerError);
  });

  for (const [what, change] of [
    ['oldest first', () => undefined],
    ['by another field', (query: URLSearchParams) => query.set('sort', 'orderNo')],
  ] as const) {
    it(`is incomplete if the portal lists the orders ${what}`, async () => {
      await giveOrders(portal, parts, 30);
      portal.intercept = onPages(portal, change);
      assert.equal((await read()).isComplete, false);
    });
  }

  /** Replaces the counters on every page of the list. */
  const telling = (counters: (rows: number) => Readonly<Record<string, number>>) =>
    answering(pagePath, (reply) => {
      const rows = reply.body.split('"orderNo"').length - 1;
      const told = Object.entries(counters(rows)).map(([name, value]) => `"${name}":${value},`);
      const body = reply.body.replaceAll(/"(?:count|total|totalPage)":\d+,?/g, '').replace(/,}/g, '}');
      return { ...reply, body: body.replace('"results":', `${told.join('')}"results":`) };
    });

  for (const [what, counters, isComplete, read40] of [
    ['count = rows of the page, and two pages', (rows) => ({ count: rows, totalPage: 2 }), true, 40],
    ['total = rows of the page, and two pages', (rows) => ({ total: rows, totalPage: 2 }), true, 40],
    ['total = rows of the page', (rows) => ({ total: rows }), false, 40],
    ['total = 30, and two pages', () => ({ total: 30, totalPage: 2 }), false, 40],
    ['total = 25', () => ({ total: 25 }), false, 40],
    ['the correct counters', () => ({ count: 40, total: 40, totalPage: 2 }), true, 40],
  ] satisfies readonly (readonly [
    string,
    (rows: number) => Readonly<Record<string, number>>,
    boolean,
    number,
  ])[]) {
    it(`is ${isComplete ? 'complete' : 'incomplete'} if pages of 40 orders report ${what}`, async () => {
      await giveOrders(portal, parts, 40);
      telling(counters);
      const recent = await read();
      assert.deepEqual([numbers(recent).length, recent.isComplete], [read40, isComplete]);
    });
  }

  for (const [what, counters] of [
    ['total = its rows, and two pages', { total: 25, totalPage: 2 }],
    ['total = its rows', { total: 25 }],
    ['count = its rows', { count: 25 }],
  ] as const) {
    it(`is incomplete if the oldest are listed first and the page reports ${what}`, async () => {
      await giveOrders(portal, parts, 40);
      const oldestFirst = onPages(portal, () => undefined);
      telling(() => counters);
      const told = portal.intercept;
      portal.intercept = (request, process, response) =>
        request.path === pagePath && request.query.includes('sort=-id')
          ? oldestFirst(request, process, response)
          : told(request, process, response);
      assert.equal((await read()).isComplete, false);
    });
  }

  for (const [what, age, isComplete] of [
    ['from today', 0, false],
    ['without a time', undefined, false],
    ['from last week', 7 * day * 1000, true],
  ] as const) {
    it(`is ${isComplete ? 'complete' : 'incomplete'} if a row ${what} has no order number`, async () => {
      await giveOrders(portal, parts, 2);
      const createTime = age === undefined ? '""' : clock.now() - age;
      answering(pagePath, (reply) => ({
        ...reply,
        body: reply.body
          // Changes only a page with orders, so that the next one stays empty.
          .replace('"results":[{', `"results":[{"id":"1","orderNo":"","createTime":${createTime}},{`)
          .replaceAll(/"(?:count|total|totalPage)":\d+,?/g, '')
          .replace(/,}/g, '}'),
      }));
      assert.equal((await read()).isComplete, isComplete);
    });
  }

  it('is incomplete if a page repeats the previous one', async () => {
    await giveOrders(portal, parts, 40);
    onPath(portal, pagePath, async (request, process, response) => {
      const first = onPages(portal, (query) => {
        query.set('pageNo', '1');
        query.set('sort', '-id');
      });
      return request.query.includes('pageNo=2') ? first(request, process, response) : process();
    });
    assert.equal((await read()).isComplete, false);
  });

  it('is complete if one page holds all orders, however it is sorted', async () => {
    await giveOrders(portal, parts, 5);
    portal.intercept = onPages(portal, () => undefined);
    const recent = await read();
    assert.equal(recent.isComplete, true);
    assert.equal(numbers(recent).length, numbersAt(portal).length);
  });

  it('is incomplete when it is aborted, and leaves out orders whose details were not requested', async () => {
    await giveOrders(portal, parts, 10);
    const ending = new AbortController();
    let asked = 0;
    onPath(portal, detailPath, (_request, process) => {
      if (++asked === 3) {
        ending.abort();
      }
      return asked >= 3 ? undefined : process();
    });
    const recent = await read(() => true, ending.signal);
    assert.equal(recent.isComplete, false);
    assert.ok(recent.orders.length < numbersAt(portal).length);
    assert.ok(recent.orders.every(({ detail }) => detail !== undefined));
  });

  it('reports the age of every listed order by the portal’s clock, even if it is not of interest', async () => {
    await giveOrders(portal, parts, 1);
    clock.advance(60);
    await giveOrders(portal, parts, 1);
    clock.advance(5);
    const [older = '', newer = ''] = numbersAt(portal).slice(-2);
    const { ages, orders } = await read(() => false);
    assert.deepEqual([ages.get(older), ages.get(newer)], [65_000, 5000]);
    assert.deepEqual([orders.length, detailsAsked()], [0, 0]);
  });

  for (const [what, change] of [
    ['its own time', (reply: Reply) => ({ ...reply, headers: { ...reply.headers, Date: 'never' } })],
    [
      'the time of an order',
      (reply: Reply) => ({ ...reply, body: reply.body.replaceAll(/"createTime":\d+,?/g, '') }),
    ],
  ] as const) {
    it(`reports no age if the portal does not send ${what}`, async () => {
      await giveOrders(portal, parts, 1);
      answering(pagePath, change);
      assert.equal((await read()).ages.size, 0);
    });
  }

  for (const [what, change] of [
    ['an unreadable time', (body: string) => body.replaceAll(/"createTime":\d+/g, '"createTime":"soon"')],
    ['no time', (body: string) => body.replaceAll(/"createTime":\d+,?/g, '')],
  ] as const) {
    it(`counts orders with ${what} as recent`, async () => {
      await giveOrders(portal, parts, 2);
      clock.advance(3 * day);
      answering(pagePath, (reply) => ({ ...reply, body: change(reply.body) }));
      assert.equal(numbers(await read()).length, numbersAt(portal).length);
    });
  }

  it('counts orders as recent if the portal does not send its own time', async () => {
    await giveOrders(portal, parts, 2);
    clock.advance(3 * day);
    answering(pagePath, (reply) => ({ ...reply, headers: { ...reply.headers, Date: 'never' } }));
    assert.equal(numbers(await read()).length, numbersAt(portal).length);
  });
});
