import assert from 'node:assert/strict';
import { RecentOrders, type RecentlyOrdered } from '../../../src/orders/recentOrders';
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

describe('the orders of the last 24 hours', () => {
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
  const numbers = ({ orders }: RecentlyOrdered) => orders.map(({ orderNo }) => orderNo);
  const detailsAsked = () => portal.requests.filter(({ path }) => path.startsWith(detailPath)).length;
  const pagesAsked = () => portal.requests.filter(({ path }) => path === pagePath).length;
  /** Changes the replies to requests of this path. */
  const answering = (path: string, change: (reply: Reply) => Reply) =>
    onPath(portal, path, (_request, process) => change(process()));

  it('are read from one page, newest first, with what each of them orders', async () => {
    await giveOrders(parts, 3);
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

  it('end a day ago by the portal’s clock, whatever this machine’s says', async () => {
    await giveOrders(parts, 1);
    clock.advance(day - 1);
    const [own] = numbersAt(portal).slice(-1);
    assert.ok(own && numbers(await read()).includes(own));
    clock.advance(1);
    assert.ok(!numbers(await read()).includes(own));
  });

  it('are read page by page until they are a day old', async () => {
    const before = numbersAt(portal).length;
    await giveOrders(parts, 30);
    clock.advance(day + 1);
    await giveOrders(parts, 30);
    const recent = await read();
    assert.deepEqual([numbers(recent).length, recent.isComplete, pagesAsked()], [30, true, 2]);
    assert.equal(numbersAt(portal).length, before + 60);
  });

  it('have their details asked for once in a session, six at a time', async () => {
    await giveOrders(parts, 12);
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

  it('are not asked about where they are of no interest, or were never taken', async () => {
    await giveOrders(parts, 3);
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

  it('whose details the portal does not give are told without them, and asked for again', async () => {
    await giveOrders(parts, 1);
    onPath(portal, detailPath, () => failure(400, 'no_such_order'));
    const recent = await read();
    assert.ok(recent.orders.length > 0);
    assert.ok(recent.orders.every(({ detail }) => detail === undefined));
    assert.equal(recent.isComplete, true);
    portal.intercept = (_request, process) => process();
    assert.ok((await read()).orders.every(({ detail }) => detail !== undefined));
  });

  for (const [what, change] of [
    ['no line', (body: string) => body.replaceAll('"serviceId"', '"item"').replaceAll('"planId"', '"plan"')],
    ['no line but that of a plan', (body: string) => body.replaceAll('"serviceId"', '"planId"')],
  ] as const) {
    it(`whose details have ${what} as yet are asked for again`, async () => {
      await giveOrders(parts, 1);
      const shows = ({ orders }: RecentlyOrdered) =>
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

  it('fail with the first page, and with no other', async () => {
    await giveOrders(parts, 30);
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
    ['sorted by anything', (query: URLSearchParams) => query.set('sort', 'orderNo')],
  ] as const) {
    it(`are not surely all where the portal lists them ${what}`, async () => {
      await giveOrders(parts, 30);
      portal.intercept = onPages(portal, change);
      assert.equal((await read()).isComplete, false);
    });
  }

  /** Has every page of the list tell these counters in place of its own. */
  const telling = (counters: (rows: number) => Readonly<Record<string, number>>) =>
    answering(pagePath, (reply) => {
      const rows = reply.body.split('"orderNo"').length - 1;
      const told = Object.entries(counters(rows)).map(([name, value]) => `"${name}":${value},`);
      const body = reply.body.replaceAll(/"(?:count|total|totalPage)":\d+,?/g, '').replace(/,}/g, '}');
      return { ...reply, body: body.replace('"results":', `${told.join('')}"results":`) };
    });

  for (const [what, counters, isComplete, read40] of [
    ['count: the rows of the page; two pages', (rows) => ({ count: rows, totalPage: 2 }), true, 40],
    ['total: the rows of the page; two pages', (rows) => ({ total: rows, totalPage: 2 }), true, 40],
    ['total: the rows of the page', (rows) => ({ total: rows }), false, 40],
    ['total: no more than thirty; two pages', () => ({ total: 30, totalPage: 2 }), false, 40],
    ['total: no more than twenty-five', () => ({ total: 25 }), false, 40],
    ['all of them right', () => ({ count: 40, total: 40, totalPage: 2 }), true, 40],
  ] satisfies readonly (readonly [
    string,
    (rows: number) => Readonly<Record<string, number>>,
    boolean,
    number,
  ])[]) {
    it(`are ${isComplete ? 'all read' : 'not surely all'} where the pages of forty tell ${what}`, async () => {
      await giveOrders(parts, 40);
      telling(counters);
      const recent = await read();
      assert.deepEqual([numbers(recent).length, recent.isComplete], [read40, isComplete]);
    });
  }

  for (const [what, counters] of [
    ['two pages and a total of its rows', { total: 25, totalPage: 2 }],
    ['a total of its rows', { total: 25 }],
    ['a count of its rows', { count: 25 }],
  ] as const) {
    it(`are not surely all where the oldest are listed first and the page tells ${what}`, async () => {
      await giveOrders(parts, 40);
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
    ['of today', 0, false],
    ['of an untold time', undefined, false],
    ['of last week', 7 * day * 1000, true],
  ] as const) {
    it(`are ${isComplete ? 'all read' : 'not surely all'} where a row ${what} has no number`, async () => {
      await giveOrders(parts, 2);
      const createTime = age === undefined ? '""' : clock.now() - age;
      answering(pagePath, (reply) => ({
        ...reply,
        body: reply.body
          // Only a page with orders: the next one is empty.
          .replace('"results":[{', `"results":[{"id":"1","orderNo":"","createTime":${createTime}},{`)
          .replaceAll(/"(?:count|total|totalPage)":\d+,?/g, '')
          .replace(/,}/g, '}'),
      }));
      assert.equal((await read()).isComplete, isComplete);
    });
  }

  it('are not surely all where a page repeats the one before', async () => {
    await giveOrders(parts, 40);
    onPath(portal, pagePath, async (request, process, response) => {
      const first = onPages(portal, (query) => {
        query.set('pageNo', '1');
        query.set('sort', '-id');
      });
      return request.query.includes('pageNo=2') ? first(request, process, response) : process();
    });
    assert.equal((await read()).isComplete, false);
  });

  it('are surely all where one page holds everything, however it is sorted', async () => {
    await giveOrders(parts, 5);
    portal.intercept = onPages(portal, () => undefined);
    const recent = await read();
    assert.equal(recent.isComplete, true);
    assert.equal(numbers(recent).length, numbersAt(portal).length);
  });

  it('are not surely all where the time is up, and those that were not asked about are left out', async () => {
    await giveOrders(parts, 10);
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

  it('tell how old each listed order is by the portal’s clock, those of no interest too', async () => {
    await giveOrders(parts, 1);
    clock.advance(60);
    await giveOrders(parts, 1);
    clock.advance(5);
    const [older = '', newer = ''] = numbersAt(portal).slice(-2);
    const { ages, orders } = await read(() => false);
    assert.deepEqual([ages.get(older), ages.get(newer)], [65_000, 5000]);
    assert.deepEqual([orders.length, detailsAsked()], [0, 0]);
  });

  for (const [what, change] of [
    ['its own time', (reply: Reply) => ({ ...reply, headers: { ...reply.headers, Date: 'never' } })],
    [
      'that of an order',
      (reply: Reply) => ({ ...reply, body: reply.body.replaceAll(/"createTime":\d+,?/g, '') }),
    ],
  ] as const) {
    it(`are of no age that is known where the portal does not tell ${what}`, async () => {
      await giveOrders(parts, 1);
      answering(pagePath, change);
      assert.equal((await read()).ages.size, 0);
    });
  }

  for (const [what, change] of [
    [
      'a time that cannot be read',
      (body: string) => body.replaceAll(/"createTime":\d+/g, '"createTime":"soon"'),
    ],
    ['no time', (body: string) => body.replaceAll(/"createTime":\d+,?/g, '')],
  ] as const) {
    it(`count as recent with ${what}`, async () => {
      await giveOrders(parts, 2);
      clock.advance(3 * day);
      answering(pagePath, (reply) => ({ ...reply, body: change(reply.body) }));
      assert.equal(numbers(await read()).length, numbersAt(portal).length);
    });
  }

  it('count as recent where the portal does not tell its own time', async () => {
    await giveOrders(parts, 2);
    clock.advance(3 * day);
    answering(pagePath, (reply) => ({ ...reply, headers: { ...reply.headers, Date: 'never' } }));
    assert.equal(numbers(await read()).length, numbersAt(portal).length);
  });
});
