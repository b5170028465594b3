import assert from 'node:assert/strict';
import { RefusedError } from '../../../src/portal/errors';
import { after, onSave, place } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { giveOrders, onPages } from '../support/portalOrders';
import { referenceBody } from '../support/reference';
import { allShapes, nameOf } from '../../portal/shapes';
import { type Intercept, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { count, failure, pagePath, savePath, tokenPath } from '../support/requests';

describe('an order that gets a 401', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
  });

  afterEach(() => portal.close());

  const sent = () => count(portal.requests, savePath);
  const atPortal = () => portal.orders.length;

  const unauthorized = () => failure(401, 'unauthorized');

  it('before processing is resent once after a renewal, and placed exactly once', async () => {
    const outcome = await place(parts, { between: () => portal.expireTokens() });
    assert.equal(outcome.kind, 'placed');
    assert.deepEqual([sent(), atPortal(), count(portal.requests, tokenPath)], [2, 1, 2]);
    assert.ok(portal.requests.every(({ path, body }) => path !== savePath || body === referenceBody));
  });

  it('in the body’s status with HTTP 200 is resent once', async () => {
    let saves = 0;
    onSave(portal, (_request, process) => (++saves === 1 ? { ...unauthorized(), status: 200 } : process()));
    assert.equal((await place(parts)).kind, 'placed');
    assert.deepEqual([sent(), atPortal()], [2, 1]);
  });

  it('after processing has an unknown outcome and is never resent', async () => {
    onSave(portal, after(unauthorized));
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.deepEqual([sent(), atPortal()], [1, 1]);
  });

  for (const result of ['null', '{}', '{"results":[]}', '[{"number":"YL1"}]']) {
    it(`after processing is not resent if the portal’s order list is unclear: ${result}`, async () => {
      portal.intercept = (request, process) => {
        const reply = process();
        return request.path === savePath
          ? unauthorized()
          : request.path === pagePath
            ? { ...reply, body: reply.body.replace(/"result":.*(?=,"status")/s, `"result":${result}`) }
            : reply;
      };
      const outcome = await place(parts);
      assert.equal(outcome.kind, 'unknown');
      assert.deepEqual([sent(), atPortal()], [1, 1]);
    });
  }

  describe('with more than one page of orders', () => {
    type Counters = Readonly<Record<string, number>>;
    const list = { total: () => portal.orders.length, pages: () => Math.ceil(portal.orders.length / 25) };
    /** Sorts the order list and replaces the counters on its pages; `save` handles the order. */
    const listing = (sort: 'id' | '-id', counters: (rows: number) => Counters, save: Intercept) => {
      const sorted: Intercept =
        sort === 'id' ? onPages(portal, () => undefined) : (_request, process) => process();
      portal.intercept = async (request, process, response) => {
        const reply = await (request.path === savePath ? save : sorted)(request, process, response);
        return request.path === pagePath && request.query.includes('sort=-id') && reply
          ? telling(reply, counters)
          : reply;
      };
    };
    const telling = (reply: Reply, counters: (rows: number) => Counters): Reply => {
      const rows = reply.body.split('"orderNo"').length - 1;
      const told = Object.entries(counters(rows)).map(([name, value]) => `"${name}":${value},`);
      const body = reply.body.replaceAll(/"(?:count|total|totalPage)":\d+,?/g, '').replace(/,}/g, '}');
      return { ...reply, body: body.replace('"results":', `${told.join('')}"results":`) };
    };
    const right = () => ({ count: list.total(), total: list.total(), totalPage: list.pages() });

    beforeEach(() => giveOrders(portal, parts, 40));

    it('before processing is resent if the newest are listed first', async () => {
      let saves = 0;
      listing('-id', right, (_request, process) => (++saves === 1 ? unauthorized() : process()));
      assert.equal((await place(parts)).kind, 'placed');
      assert.deepEqual([sent(), atPortal()], [40 + 2, 41]);
    });

    it('after processing is not resent if the newest are listed first', async () => {
      listing('-id', right, after(unauthorized));
      assert.equal((await place(parts)).kind, 'unknown');
      assert.deepEqual([sent(), atPortal()], [40 + 1, 41]);
    });

    const counted: readonly (readonly [what: string, counters: (rows: number) => Counters])[] = [
      ['the correct counters', right],
      ['count = rows of the page', (rows) => ({ count: rows, totalPage: list.pages() })],
      ['total = rows of the page, and the pages', (rows) => ({ total: rows, totalPage: list.pages() })],
      ['total = rows of the page', (rows) => ({ total: rows })],
      ['a total capped at 30', () => ({ total: 30, totalPage: 2 })],
    ];
    for (const [what, counters] of counted) {
      it(`after processing is not resent if the oldest are listed first and the list reports ${what}`, async () => {
        listing('id', counters, after(unauthorized));
        assert.equal((await place(parts)).kind, 'unknown');
        assert.deepEqual([sent(), atPortal()], [40 + 1, 41]);
      });
    }
  });

  it('has an unknown outcome without a snapshot', async () => {
    onSave(portal, unauthorized);
    const outcome = await place(parts, { snapshot: false });
    assert.equal(outcome.kind, 'unknown');
    assert.equal(sent(), 1);
  });

  it('has an unknown outcome if the portal’s orders cannot be read', async () => {
    const outcome = await place(parts, {
      between: () => {
        portal.intercept = (request, process) =>
          request.path === savePath
            ? unauthorized()
            : request.path === pagePath
              ? failure(400, 'not_now')
              : process();
      },
    });
    assert.equal(outcome.kind, 'unknown');
    assert.equal(sent(), 1);
  });

  it('has an unknown outcome if the session has ended', async () => {
    const outcome = await place(parts, { between: () => portal.revokeTokens() });
    assert.equal(outcome.kind, 'unknown');
    assert.deepEqual([sent(), atPortal(), parts.session.state.kind], [1, 0, 'ended']);
  });

  it('twice before processing was not sent', async () => {
    onSave(portal, unauthorized);
    const outcome = await place(parts);
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof RefusedError);
    assert.deepEqual([sent(), atPortal()], [2, 0]);
  });

  it('twice, the second time after processing, has an unknown outcome', async () => {
    let saves = 0;
    onSave(portal, (request, process, response) =>
      ++saves === 1 ? unauthorized() : after(unauthorized)(request, process, response),
    );
    assert.equal((await place(parts)).kind, 'unknown');
    assert.deepEqual([sent(), atPortal()], [2, 1]);
  });

  it('and then a broken connection has an unknown outcome', async () => {
    let saves = 0;
    onSave(portal, (_request, process, response) => {
      if (++saves === 1) {
        return unauthorized();
      }
      process();
      response.socket?.resetAndDestroy();
      return undefined;
    });
    assert.equal((await place(parts)).kind, 'unknown');
    assert.deepEqual([sent(), atPortal()], [2, 1]);
  });

  it('while another account signs in has an unknown outcome, since that account’s list proves nothing', async () => {
    onSave(portal, async () => {
      await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
      return unauthorized();
    });
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.equal(sent(), 1);
  });
});

describe('placing an order at a portal with the shape', () => {
  for (const shape of allShapes) {
    it(`${nameOf(shape)}: sends once, and not again after a late 401`, async () => {
      const portal = await startPortal({ shape });
      const parts = await signedIn(portal);
      onSave(
        portal,
        after(() => failure(401, 'unauthorized')),
      );
      assert.equal((await place(parts)).kind, 'unknown');
      assert.equal(portal.orders.length, 1);
      await portal.close();

      const another = await startPortal({ shape });
      const outcome = await place(await signedIn(another));
      assert.ok(outcome.kind === 'placed');
      assert.equal(outcome.receipt.orderNo, another.orders[0]?.orderNo);
      assert.equal(outcome.receipt.instanceId, '1280297');
      await another.close();
    });
  }
});
