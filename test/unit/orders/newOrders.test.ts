import assert from 'node:assert/strict';
import { readOrdersSince } from '../../../src/orders/reconcile';
import { entryOf, type JournalEntry } from '../../../src/orders/entry';
import { type OrderSnapshot, takeSnapshot } from '../../../src/orders/snapshot';
import { CancelledError, ServerError } from '../../../src/portal/errors';
import {
  giveOrders,
  minutesBody,
  numbersAt,
  onPages,
  orderElsewhere,
  pagesAsked,
} from '../support/portalOrders';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { type Intercept, type TestPortal, startPortal } from '../../portal/testPortal';
import { failure, pagePath } from '../support/requests';
import { httpServer } from '../support/servers';

function entryAfter(before?: OrderSnapshot): JournalEntry {
  return entryOf(
    headOf(before === undefined ? {} : { before: { ...before, orderNos: [...before.orderNos] } }),
    [],
  );
}

const pageShapes = ['envelope', 'array', 'totals'] as const;

describe('reading the orders that came in since a snapshot', () => {
  for (const pages of pageShapes) {
    describe(`with pages as ${pages}`, () => {
      /** Without a page count, only an empty page is the end: a portal may return short pages. */
      const toTheEnd = pages === 'envelope' ? [1, 2, 3] : [1, 2, 3, 4];
      let portal: TestPortal;
      let parts: Parts;

      beforeEach(async () => {
        portal = await startPortal({ shape: { pages } });
        parts = await signedIn(portal);
        await giveOrders(portal, parts, 50);
      });

      afterEach(() => portal.close());

      /** Reads, and returns which pages were requested. */
      const read = async (entries: readonly JournalEntry[], intercept?: Intercept) => {
        portal.intercept = intercept ?? portal.intercept;
        const earlier = pagesAsked(portal).length;
        const { orders, complete } = await readOrdersSince(parts.client, entries);
        const numbers = orders.map(({ orderNo }) => orderNo);
        return { numbers, complete, pages: pagesAsked(portal).slice(earlier) };
      };

      it('reads one page if the newest come first and at most a page is new', async () => {
        const entry = entryAfter(await takeSnapshot(parts.client));
        await orderElsewhere(parts, minutesBody(51));
        const { numbers, complete, pages } = await read([entry]);
        assert.deepEqual([pages, complete], [[1], true]);
        assert.deepEqual(numbers, numbersAt(portal).slice(-25).reverse());
      });

      it('reads back to the orders that existed before the oldest entry', async () => {
        const entries = [entryAfter(await takeSnapshot(parts.client))];
        await giveOrders(portal, parts, 30);
        entries.push(entryAfter(await takeSnapshot(parts.client)));
        const { numbers, complete, pages } = await read(entries);
        assert.deepEqual([pages, complete], [[1, 2], true]);
        assert.deepEqual(numbers, numbersAt(portal).slice(-50).reverse());
      });

      it('reads to the end, and no further, if the oldest come first', async () => {
        const entry = entryAfter(await takeSnapshot(parts.client));
        await orderElsewhere(parts, minutesBody(1));
        const { numbers, complete, pages } = await read(
          [entry],
          onPages(portal, () => undefined),
        );
        assert.deepEqual([pages, complete], [toTheEnd, true]);
        assert.deepEqual(numbers, numbersAt(portal));
      });

      it('reads to the end for an entry without a snapshot', async () => {
        await orderElsewhere(parts, minutesBody(1));
        const { numbers, complete, pages } = await read([entryAfter()]);
        assert.deepEqual([pages, complete], [toTheEnd, true]);
        assert.deepEqual(numbers, numbersAt(portal).reverse());
      });

      it('stops if the last page is full', async () => {
        const { numbers, complete, pages: asked } = await read([entryAfter()]);
        assert.deepEqual(numbers, numbersAt(portal).reverse());
        // If only a total says so, the next page has to confirm it: the total may be capped.
        assert.deepEqual([asked, complete], [pages === 'envelope' ? [1, 2] : [1, 2, 3], true]);
      });

      it('misses no order if another one comes in while it reads', async () => {
        const there = numbersAt(portal).reverse();
        let isFirst = true;
        const { numbers } = await read([entryAfter()], async (request, process) => {
          if (request.query.includes('pageNo=2') && isFirst) {
            isFirst = false;
            await orderElsewhere(parts, minutesBody(1));
          }
          return process();
        });
        assert.deepEqual(
          there.filter((orderNo) => !numbers.includes(orderNo)),
          [],
        );
      });

      it('stops if the portal repeats a page, and is not complete', async () => {
        const {
          numbers,
          complete,
          pages: asked,
        } = await read(
          [entryAfter()],
          onPages(portal, (query) => query.set('pageNo', '1')),
        );
        assert.deepEqual([asked, numbers], [[1, 2], numbersAt(portal).slice(0, 25)]);
        assert.equal(complete, false);
      });
    });
  }

  describe('from one portal', () => {
    let portal: TestPortal;
    let parts: Parts;

    beforeEach(async () => {
      portal = await startPortal();
      parts = await signedIn(portal);
    });

    afterEach(() => portal.close());

    it('reads one empty page if there are no orders', async () => {
      const read = await readOrdersSince(parts.client, [entryAfter()]);
      assert.deepEqual(
        [read, pagesAsked(portal)],
        [{ orders: [], complete: true, hasUnreadable: false }, [1]],
      );
    });

    it('reports each page and the number of pages', async () => {
      await giveOrders(portal, parts, 30);
      const told: unknown[] = [];
      await readOrdersSince(parts.client, [entryAfter()], { onPage: (...page) => told.push(page) });
      assert.deepEqual(told, [
        [1, 2],
        [2, 2],
      ]);
    });

    it('stops between two pages when cancelled', async () => {
      await giveOrders(portal, parts, 30);
      const calling = new AbortController();
      const reading = readOrdersSince(parts.client, [entryAfter()], {
        signal: calling.signal,
        onPage: () => calling.abort(),
      });
      await rejection(reading, CancelledError);
      assert.deepEqual(pagesAsked(portal), [1]);
    });

    it('stops within a page when cancelled', async () => {
      const calling = new AbortController();
      portal.intercept = () => {
        calling.abort();
        return undefined;
      };
      const { signal } = calling;
      await rejection(readOrdersSince(parts.client, [entryAfter()], { signal }), CancelledError);
    });

    it('requests nothing if it was cancelled before', async () => {
      const signal = AbortSignal.abort();
      await rejection(readOrdersSince(parts.client, [entryAfter()], { signal }), CancelledError);
      assert.deepEqual(pagesAsked(portal), []);
    });

    it('fails if a page cannot be read', async () => {
      await giveOrders(portal, parts, 30);
      portal.intercept = (request, process) =>
        request.path === pagePath && request.query.includes('pageNo=2')
          ? { ...failure(503, 'busy'), headers: { 'Retry-After': '60' } }
          : process();
      await rejection(readOrdersSince(parts.client, [entryAfter()]), ServerError);
    });
  });

  describe('with pages that report', () => {
    const fullPage = (start: number) =>
      Array.from({ length: 25 }, (_, index) => `{"id":"${start + index}","orderNo":"YL${start + index}"}`);
    /** Counters in the page, first row of each page, pages that are requested, and whether the result is complete. */
    const cases: readonly [told: string, starts: readonly number[], asked: number, complete: boolean][] = [
      ['"totalPage":1,', [1], 1, true],
      ['"totalPage":2,', [1, 26], 2, true],
      ['"totalPage":2,', [1, 1], 2, false],
      ['"totalPage":3,', [1, 1], 2, false],
      ['"total":50,', [1, 26], 3, true],
      ['"total":50,', [1, 26, 51], 4, false],
      ['"total":50,', [1, 1], 2, false],
      ['"totalPage":2,"total":100,', [1, 26], 2, false],
      ['"totalPage":3,"total":50,', [1, 26, 51], 3, true],
      ['"totalPage":3,"total":50,', [1, 26, 26], 3, false],
      ['"totalPage":2,"total":25,', [1, 26], 2, true],
      ['"totalPage":2,"count":25,', [1, 26], 2, true],
      ['"totalPage":2,"total":30,', [1, 26], 2, false],
      ['"total":25,', [1, 26], 3, false],
      ['', [1, 1], 2, false],
    ];
    for (const [told, starts, asked, complete] of cases) {
      it(`${told || 'no counters, '}and begin with ${starts.join(' and ')}`, async () => {
        let page = 0;
        const server = await httpServer((_request, response) => {
          const start = starts[page++];
          const rows = start === undefined ? [] : fullPage(start);
          answer(response, 200, envelope(`{${told}"results":[${rows.join(',')}]}`));
        });
        const { client, session, baseUrl } = partsFor(server.url);
        await session.signInWithToken(baseUrl, 't');
        const read = await readOrdersSince(client, [entryAfter()]);
        await server.close();
        assert.deepEqual(
          [page, read.orders.length, read.complete],
          [asked, new Set(starts).size * 25, complete],
        );
      });
    }
  });

  it('stops at a portal with endless pages, and is not complete', async () => {
    let next = 0;
    const server = await httpServer((_request, response) => {
      const row = { id: String(++next), orderNo: `YL${next}` };
      answer(response, 200, envelope(JSON.stringify({ total: 1_000_000, results: [row] })));
    });
    const { client, session, baseUrl } = partsFor(server.url);
    await session.signInWithToken(baseUrl, 't');
    const { orders, complete } = await readOrdersSince(client, [entryAfter()]);
    await server.close();
    assert.deepEqual([orders.length, complete], [1000, false]);
  });
});

describe('reading orders among unreadable rows', () => {
  for (const [what, id, complete] of [
    ['came in since', '9', false],
    ['may have come in since', '', false],
    ['existed before', '6', true],
  ] as const) {
    it(`is ${complete ? '' : 'not '}complete if those rows ${what}`, async () => {
      const rows = `[{"id":"${id}","orderNo":""},{"id":"8","orderNo":"YL8"},{"id":"7","orderNo":"YL7"}]`;
      const server = await httpServer((_request, response) => answer(response, 200, envelope(rows)));
      const { client, session, baseUrl } = partsFor(server.url);
      await session.signInWithToken(baseUrl, 't');
      const read = await readOrdersSince(client, [entryAfter({ orderNos: ['YL7'], newestId: '7' })]);
      await server.close();
      assert.deepEqual(
        [read.orders.map(({ orderNo }) => orderNo), read.complete],
        [['YL8', 'YL7'], complete],
      );
    });
  }
});
