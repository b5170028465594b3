import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startPortal } from '../../portal/testPortal';
import { Caller, askToken, credentials, recordsWith, withPortal } from '../../portal/caller';
import { ids, orderText, savePath } from '../sandbox/orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const listPath = '/product/openapi/instance_product/v1/client/instance_product_list?productId=13';
const detailPath = '/product/openapi/instance_product/v1/detail?productId=13&productNo=3658B4311196K2ID';

describe('test portal: reset', () => {
  it('brings back the first state behind the same address, and keeps tokens', async () => {
    await withPortal({}, async (caller, portal) => {
      const { baseUrl } = portal;
      const untouched = await caller.result(detailPath);
      await caller.post(savePath, orderText());
      assert.notDeepEqual(await caller.result(detailPath), untouched);
      await portal.reset();
      assert.equal(portal.baseUrl, baseUrl);
      assert.deepEqual([portal.orders, portal.requests], [[], []]);
      assert.deepEqual(await caller.result(detailPath), untouched);
      assert.deepEqual(recordsWith(await caller.result(pagePath), 'orderNo'), []);
    });
  });

  it('keeps refresh tokens too, each for one refresh', async () => {
    await withPortal({ clientId: 'partner', tokenMark: 'Mark' }, async (_caller, portal) => {
      const { refreshToken } = await askToken(portal, credentials(portal));
      await portal.reset({ instances: 3 });
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const { token } = await askToken(portal, form);
      assert.match(token, /\.Mark/);
      assert.equal((await new Caller(portal, token).get(listPath)).status, 200);
      assert.equal((await askToken(portal, form)).answer.status, 401);
      assert.equal((await askToken(portal, credentials(portal))).answer.status, 200);
    });
  });

  it('forgets tokens where it is asked to', async () => {
    await withPortal({}, async (caller, portal) => {
      const { refreshToken } = await askToken(portal, credentials(portal));
      await portal.reset({ keepTokens: false });
      assert.equal((await caller.get(listPath)).status, 401);
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      assert.equal((await askToken(portal, form)).answer.status, 401);
    });
  });

  it('takes new options, and the defaults of those that are left out', async () => {
    await withPortal({ instances: 3, shape: { pages: 'array' } }, async (caller, portal) => {
      await portal.reset({ instances: 2, shape: { pages: 'totals' }, clientId: 'other' });
      assert.deepEqual(Object.keys(recordsWith(await caller.result(listPath), 'total')[0] ?? {}), [
        'results',
        'total',
      ]);
      assert.equal((await askToken(portal, credentials(portal))).answer.status, 200);
      assert.equal(portal.clientId, 'other');
      await portal.reset();
      const [page] = recordsWith(await caller.result(listPath), 'totalPage');
      assert.equal(page?.total, 40);
    });
  });

  it('ends faults and the interceptor, and drops what waited to be processed late', async () => {
    await withPortal({}, async (_caller, portal) => {
      portal.intercept = () => ({ status: 418, headers: {}, body: '' });
      await portal.faults.set('processedLate', { path: savePath });
      await portal.faults.set('connectionRefused');
      await portal.reset({ keepTokens: false });
      const { token } = await askToken(portal, credentials(portal));
      const caller = new Caller(portal, token);
      await portal.faults.set('processedLate', { path: savePath });
      await caller.post(savePath, orderText());
      await portal.reset();
      assert.deepEqual(portal.faults.processLate(), []);
      const minutes = { serviceId: ids.recordingMinutes, quantity: '100' };
      assert.equal((await caller.post(savePath, orderText({}, minutes))).status, 200);
      assert.equal(portal.orders.length, 1);
    });
  });

  it('answers a request in progress from the state in which it came', async () => {
    const hold = new EventTarget();
    const released = once(hold, 'release');
    const portal = await startPortal();
    const { token } = await askToken(portal, credentials(portal));
    portal.intercept = async (_request, process) => {
      await released;
      return process();
    };
    const answer = new Caller(portal, token).post(savePath, orderText());
    while (portal.requests.at(-1)?.path !== savePath) {
      await new Promise(setImmediate);
    }
    await portal.reset();
    hold.dispatchEvent(new Event('release'));
    assert.equal((await answer).status, 200);
    assert.deepEqual(portal.orders, []);
    await portal.close();
  });
});
