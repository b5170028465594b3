import assert from 'node:assert/strict';
import { startPortal } from '../../portal/testPortal';
import { exchange, withPortal } from '../../portal/caller';

const calculate = '/pricing/openapi/purchase/v1/pricing/calculate';

describe('test portal: requests', () => {
  it('are kept as received, with the exact body', async () => {
    await withPortal({}, async (caller, portal) => {
      const body = '{ "billingId" : 3197218168379846218, "é":1}';
      await caller.post(calculate, body);
      const { method, path, query, headers, body: kept } = portal.requests.at(-1) ?? assert.fail();
      assert.deepEqual([method, path, query, kept], ['POST', calculate, '', body]);
      assert.equal(headers.authorization, caller.headers.Authorization);
      await caller.get(`${calculate}?productId=13&pageNo=2`);
      assert.equal(portal.requests.at(-1)?.query, 'productId=13&pageNo=2');
    });
  });

  it('are answered after the latency', async () => {
    await withPortal({ latency: 60 }, async (caller) => {
      const before = performance.now();
      await caller.get('/nowhere');
      assert.ok(performance.now() - before >= 55);
    });
  });

  it('are cut when the portal closes while replies are on their way', async () => {
    const portal = await startPortal({ latency: 60_000 });
    const answer = assert.rejects(exchange(portal, '/'), { code: 'ECONNRESET' });
    while (portal.requests.length === 0) {
      await new Promise(setImmediate);
    }
    await portal.close();
    await answer;
  });
});
