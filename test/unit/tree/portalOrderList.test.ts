import assert from 'node:assert/strict';
import { CancelledError, ServerError } from '../../../src/portal/errors';
import { PageError } from '../../../src/portal/pages';
import type { Shape } from '../../portal/shapes';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { PortalOrderList } from '../../../src/tree/portalOrderList';
import { Gate } from '../support/gate';
import { giveOrders, numbersAt, onPages, pagesAsked } from '../support/portalOrders';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { failure, pagePath } from '../support/requests';
import { httpServer } from '../support/servers';

const never = new AbortController().signal;

describe('all of the portal’s orders', () => {
  let portal: TestPortal;
  let parts: Parts;
  let list: PortalOrderList;

  async function open(count: number, shape: Partial<Shape> = {}): Promise<void> {
    portal = await startPortal({ shape });
    parts = await signedIn(portal);
    await giveOrders(portal, parts, count);
    list = new PortalOrderList(parts.client);
  }

  afterEach(() => portal.close());

  const numbers = () => list.rows.map(({ orderNo }) => orderNo);
  const asked = () => pagesAsked(portal).sort((one, other) => one - other);

  /** Has the page with this number answered in another way. */
  function onPage(pageNo: number, reply: TestPortal['intercept']): void {
    portal.intercept = (request, process, response) =>
      request.path === pagePath && new URLSearchParams(request.query).get('pageNo') === String(pageNo)
        ? reply(request, process, response)
        : process();
  }

  function onPages2To5(reply: (process: () => Reply) => Promise<Reply>): void {
    portal.intercept = (request, process) =>
      /pageNo=[2-5]&/.test(`${request.query}&`) ? reply(process) : process();
  }

  for (const pages of ['envelope', 'array', 'totals'] as const) {
    it(`are loaded with pages as ${pages}, each page once, and then there is no more`, async () => {
      await open(60, { pages });
      await list.loadAll(never);
      assert.deepEqual(numbers(), numbersAt(portal).reverse());
      assert.deepEqual(asked(), [1, 2, 3]);
      assert.equal(list.hasMore, false);
      await list.loadAll(never);
      assert.deepEqual(asked(), [1, 2, 3]);
    });
  }

  it('are requested several pages at once, and reported with each page', async () => {
    await open(160);
    const reported: [number, number | undefined][] = [];
    const together = new Gate();
    let atOnce: readonly number[] = [];
    onPages2To5(async (process) => {
      if (asked().length === 5) {
        atOnce = asked();
        together.open();
      }
      await together.opened;
      return process();
    });
    await list.loadAll(never, () => reported.push([list.rows.length, list.total]));
    assert.deepEqual(atOnce, [1, 2, 3, 4, 5]);
    assert.equal(reported.length, 7);
    assert.deepEqual(
      [reported[0], reported[6]],
      [
        [25, 160],
        [160, 160],
      ],
    );
  });

  it('go on from what is loaded', async () => {
    await open(60);
    await list.loadFirst();
    await list.loadAll(never);
    assert.deepEqual(asked(), [1, 2, 3]);
    assert.equal(list.rows.length, 60);
  });

  it('share the page that is being loaded', async () => {
    await open(60);
    await Promise.all([list.loadFirst(), list.loadAll(never), list.loadNext()]);
    assert.deepEqual(asked(), [1, 2, 3]);
    assert.equal(list.rows.length, 60);
  });

  it('end where the portal repeats a page', async () => {
    await open(60);
    portal.intercept = onPages(portal, (query) => query.set('pageNo', '1'));
    await list.loadAll(never);
    assert.equal(list.rows.length, 25);
    assert.equal(list.hasMore, false);
    assert.ok(asked().length <= 3);
  });

  it('end where a page is empty, though the portal counts more', async () => {
    await open(0);
    const server = await httpServer((request, response) => {
      const pageNo = new URL(request.url ?? '', 'http://x').searchParams.get('pageNo');
      const rows = pageNo === '1' ? '[{"orderNo":"YL1"}]' : '[]';
      answer(response, 200, envelope(`{"total":1000000,"totalPage":40000,"results":${rows}}`));
    });
    const other = partsFor(server.url);
    await other.session.signInWithToken(other.baseUrl, 't');
    list = new PortalOrderList(other.client);
    await list.loadAll(never);
    await server.close();
    assert.deepEqual([numbers(), list.hasMore, list.total], [['YL1'], false, 1_000_000]);
  });

  it('stop when called off, within the page that is being asked for, and keep what came', async () => {
    await open(60);
    await list.loadFirst();
    const calling = new AbortController();
    onPage(2, () => {
      calling.abort();
      // There is never an answer.
      return undefined;
    });
    const error = await rejection(list.loadAll(calling.signal), PageError);
    assert.ok(error.cause instanceof CancelledError);
    assert.equal(list.rows.length, 25);
    portal.intercept = (_request, process) => process();
    await list.loadAll(never);
    assert.equal(list.rows.length, 60);
  });

  it('are not asked for when called off before', async () => {
    await open(60);
    await assert.rejects(list.loadAll(AbortSignal.abort()));
    assert.deepEqual(asked(), []);
  });

  it('fail with the number of the page that cannot be loaded, and can be asked for again', async () => {
    await open(60);
    onPage(3, () => ({ ...failure(503, 'busy'), headers: { 'Retry-After': '60' } }));
    const error = await rejection(list.loadAll(never), PageError);
    assert.equal(error.pageNo, 3);
    assert.ok(error.cause instanceof ServerError);
    assert.equal(error.sentence(), `Page 3 could not be loaded. ${error.cause.sentence()}`);
    portal.intercept = (_request, process) => process();
    await list.loadAll(never);
    assert.equal(list.rows.length, 60);
  });

  it('are dropped when another account has taken over meanwhile', async () => {
    await open(60);
    await list.loadFirst();
    onPage(2, (_request, process) => {
      list.clear();
      return process();
    });
    await list.loadAll(never);
    assert.deepEqual([list.rows, list.loadedAt], [[], undefined]);
  });

  it('are found by their number, once they are loaded', async () => {
    await open(30);
    await list.loadFirst();
    const [oldest = '', newest = ''] = [numbersAt(portal)[0], numbersAt(portal).at(-1)];
    assert.equal(list.find(newest)?.orderNo, newest);
    assert.equal(list.find(oldest), undefined);
    await list.loadAll(never);
    assert.equal(list.find(oldest)?.orderNo, oldest);
  });
});
