import assert from 'node:assert/strict';
import { RefusedError } from '../../../src/portal/errors';
import { after, onSave, place } from '../support/placing';
import type { Parts } from '../support/portal';
import { signedIn } from '../support/portal';
import { referenceBody } from '../support/reference';
import { allShapes, nameOf } from '../../portal/shapes';
import type { TestPortal } from '../../portal/testPortal';
import { startPortal } from '../../portal/testPortal';
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
