import assert from 'node:assert/strict';
import { readOrdersSince, reconcileEntries } from '../../../src/orders/reconcile';
import { entryOf } from '../../../src/orders/entry';
import { takeSnapshot } from '../../../src/orders/snapshot';
import { ForbiddenError, RefusedError, ServerError } from '../../../src/portal/errors';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { giveOrders, minutesBody, numbersAt, orderElsewhere } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { rejection } from '../support/rejection';
import { failure, pagePath } from '../support/requests';

const page = { pageNo: 1, pageSize: 25 };

describe('the order list of a portal that refuses to sort', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
  });

  afterEach(() => portal.close());

  /** Replies like this to requests for the order list that carry `sort`. */
  const onSort = (reply: (query: URLSearchParams) => Reply | undefined) => {
    portal.intercept = ({ path, query }, process) => {
      const parameters = new URLSearchParams(query);
      return (path === pagePath && parameters.has('sort') ? reply(parameters) : undefined) ?? process();
    };
  };
  const asked = () =>
    portal.requests
      .filter(({ path }) => path === pagePath)
      .map(({ query }) => {
        const parameters = new URLSearchParams(query);
        return `${parameters.get('pageNo') ?? ''}${parameters.has('sort') ? ' sorted' : ''}`;
      });

  const refusals: readonly [what: string, reply: Reply][] = [
    ['400', failure(400, 'parameter_validation_failed', '{"field":"sort","tag":"oneof"}')],
    ['404', failure(404, 'not_found')],
    ['422', failure(422, 'unprocessable')],
    ['200 with a failing code', { ...failure(200, 'parameter_validation_failed') }],
    [
      '400 from a gateway',
      { status: 400, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad Request</h1>' },
    ],
  ];
  for (const [what, reply] of refusals) {
    it(`is read without sort after ${what}, and requested without it from then on`, async () => {
      await giveOrders(portal, parts, 3);
      onSort(() => reply);
      const first = await parts.client.orders(page);
      assert.deepEqual(
        first.rows.map(({ orderNo }) => orderNo),
        numbersAt(portal).reverse(),
      );
      assert.equal(first.isSortRequested, false);
      await parts.client.orders(page);
      assert.deepEqual(asked(), ['1 sorted', '1', '1']);
    });
  }

  it('is read without sort after a server error, but requested with it again because the error may have another cause', async () => {
    onSort(() => failure(500, 'internal_error'));
    assert.equal((await parts.client.orders(page)).isSortRequested, false);
    portal.intercept = (_request, process) => process();
    assert.equal((await parts.client.orders(page)).isSortRequested, true);
  });

  const others = [
    [403, ForbiddenError],
    [503, ServerError],
  ] as const;
  for (const [status, expected] of others) {
    it(`fails with ${status}, which no parameter explains`, async () => {
      onSort(() => ({ ...failure(status, 'no'), headers: { 'Retry-After': '60' } }));
      await rejection(parts.client.orders(page), expected);
      assert.deepEqual(asked(), ['1 sorted']);
    });
  }

  it('fails if it is refused without sort too, and is requested with it the next time', async () => {
    portal.intercept = ({ path }, process) => (path === pagePath ? failure(400, 'closed') : process());
    await rejection(parts.client.orders(page), RefusedError);
    portal.intercept = (_request, process) => process();
    assert.equal((await parts.client.orders(page)).isSortRequested, true);
  });

  it('reconciles an order of unknown outcome by its PO number', async () => {
    await giveOrders(portal, parts, 30);
    onSort(() => failure(400, 'parameter_validation_failed'));
    const { orderNos, ...rest } = await takeSnapshot(parts.client);
    const body = minutesBody(7, 'PO-7');
    const before = { ...rest, orderNos: [...orderNos] };
    const head = headOf({ body, baseUrl: parts.baseUrl, createdAt: Date.now(), before });
    await orderElsewhere(parts, body);
    const { found } = await reconcileEntries(parts.client, [entryOf(head, [])], new Set());
    const one = found.get(head.id);
    assert.ok(one?.kind === 'one');
    assert.equal(one.order.orderNo, numbersAt(portal).at(-1));
  });

  it('is incomplete if sorted and unsorted pages are mixed', async () => {
    await giveOrders(portal, parts, 30);
    onSort((query) =>
      query.get('pageNo') === '2' ? failure(400, 'parameter_validation_failed') : undefined,
    );
    const read = () => readOrdersSince(parts.client, [entryOf(headOf(), [])]);
    assert.equal((await read()).complete, false);
    const { orders, complete } = await read();
    assert.deepEqual([orders.length, complete], [30, true]);
  });
});
