import assert from 'node:assert/strict';
import { RefusedError } from '../../../src/portal/errors';
import { after, onSave, place } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { giveOrders, onPages } from '../support/portalOrders';
import { referenceBody } from '../support/reference';
import { allShapes, nameOf } from '../../portal/shapes';
import { type Intercept, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { count, failure, pagePath, savePath, tokenPath } from '../support/requests';

describe('an order that is answered with 401', () => {
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

  it('before processing renews once, sends once more, and is placed exactly once', async () => {
    const outcome = await place(parts, { between: () => portal.expireTokens() });
    assert.equal(outcome.kind, 'placed');
    assert.deepEqual([sent(), atPortal(), count(portal.requests, tokenPath)], [2, 1, 2]);
    assert.ok(portal.requests.every(({ path, body }) => path !== savePath || body === referenceBody));
  });

  it('told by the body status alone does the same', async () => {
    let saves = 0;
    onSave(portal, (_request, process) => (++saves === 1 ? { ...unauthorized(), status: 200 } : process()));
    assert.equal((await place(parts)).kind, 'placed');
    assert.deepEqual([sent(), atPortal()], [2, 1]);
  });

  it('after processing has an unknown outcome and is never sent a second time', async () => {
    onSave(portal, after(unauthorized));
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.deepEqual([sent(), atPortal()], [1, 1]);
  });

  for (const result of ['null', '{}', '{"results":[]}', '[{"number":"YL1"}]']) {
    it(`after processing is not sent again where the portal’s list says nothing: ${result}`, async () => {
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

  describe('where the portal has more orders than one page', () => {
    type Counters = Readonly<Record<string, number>>;
    const list = { total: () => portal.orders.length, pages: () => Math.ceil(portal.orders.length / 25) };
    /** Has the order list sorted like this, and each of its pages tell these counters; `save` stands for what else happens. */
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

    beforeEach(() => giveOrders(parts, 40));

    it('and lists the newest first, sends once more where it came before processing', async () => {
      let saves = 0;
      listing('-id', right, (_request, process) => (++saves === 1 ? unauthorized() : process()));
      assert.equal((await place(parts)).kind, 'placed');
      assert.deepEqual([sent(), atPortal()], [40 + 2, 41]);
    });

    it('and lists the newest first, sends nothing more where it came after processing', async () => {
      listing('-id', right, after(unauthorized));
      assert.equal((await place(parts)).kind, 'unknown');
      assert.deepEqual([sent(), atPortal()], [40 + 1, 41]);
    });

    const counted: readonly (readonly [what: string, counters: (rows: number) => Counters])[] = [
      ['all of them', right],
      ['the rows of the page as their count', (rows) => ({ count: rows, totalPage: list.pages() })],
      ['the rows of the page as the total', (rows) => ({ total: rows, totalPage: list.pages() })],
      ['the rows of the page as the total, and no pages', (rows) => ({ total: rows })],
      ['a total that goes no higher than 30', () => ({ total: 30, totalPage: 2 })],
    ];
    for (const [what, counters] of counted) {
      it(`and lists the oldest first, is not sent again: its list tells ${what}`, async () => {
        listing('id', counters, after(unauthorized));
        assert.equal((await place(parts)).kind, 'unknown');
        assert.deepEqual([sent(), atPortal()], [40 + 1, 41]);
      });
    }
  });

  it('has an unknown outcome when nobody knows what the portal held before', async () => {
    onSave(portal, unauthorized);
    const outcome = await place(parts, { snapshot: false });
    assert.equal(outcome.kind, 'unknown');
    assert.equal(sent(), 1);
  });

  it('has an unknown outcome when the portal’s orders cannot be read', async () => {
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

  it('has an unknown outcome when the session has ended', async () => {
    const outcome = await place(parts, { between: () => portal.revokeTokens() });
    assert.equal(outcome.kind, 'unknown');
    assert.deepEqual([sent(), atPortal(), parts.session.state.kind], [1, 0, 'ended']);
  });

  it('twice, both before processing, is surely not sent', async () => {
    onSave(portal, unauthorized);
    const outcome = await place(parts);
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof RefusedError);
    assert.deepEqual([sent(), atPortal()], [2, 0]);
  });

  it('twice, the second one after processing, has an unknown outcome', async () => {
    let saves = 0;
    onSave(portal, (request, process, response) =>
      ++saves === 1 ? unauthorized() : after(unauthorized)(request, process, response),
    );
    assert.equal((await place(parts)).kind, 'unknown');
    assert.deepEqual([sent(), atPortal()], [2, 1]);
  });

  it('and a second try that breaks has an unknown outcome', async () => {
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

  it('while another account signs in has an unknown outcome, since its list tells nothing', async () => {
    onSave(portal, async () => {
      await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
      return unauthorized();
    });
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.equal(sent(), 1);
  });
});

describe('placing an order at a portal of the shape', () => {
  for (const shape of allShapes) {
    it(`${nameOf(shape)}: once, and not again after a 401 that came too late`, async () => {
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
