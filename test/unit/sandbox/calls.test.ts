import assert from 'node:assert/strict';
import { assertParameterRefused, assertRefused, exchange, withPortal } from '../../portal/caller';

const instances = '/product/openapi/instance_product/v1/client/instance_product_list';
const calculate = '/pricing/openapi/purchase/v1/pricing/calculate';

describe('sandbox: what holds for every call', () => {
  it('answers an unknown path with 404 and the envelope', async () => {
    await withPortal({}, async (caller) => {
      for (const path of [
        '/',
        '/nowhere',
        `${instances}/`,
        '//example.test/',
        '/order/openapi/order/v1/get/',
      ]) {
        assertRefused(await caller.get(path), 404, 'not_found', /No endpoint/);
      }
    });
  });

  it('answers a wrong method with 405', async () => {
    await withPortal({}, async (caller, portal) => {
      assertRefused(await caller.get(calculate), 405, 'method_not_allowed', /GET/);
      assertRefused(await caller.post(instances, '{}'), 405, 'method_not_allowed', /POST/);
      const put = await exchange(portal, instances, { method: 'PUT', headers: caller.headers });
      assert.equal(put.status, 405);
    });
  });

  it('refuses a call without User-Agent, the token call included', async () => {
    await withPortal({}, async ({ headers: { Authorization = '' } }, portal) => {
      const path = `${instances}?productId=13`;
      assertParameterRefused(
        await exchange(portal, path, { headers: { Authorization } }),
        'User-Agent',
        'required',
      );
      const empty = { Authorization, 'User-Agent': ' ' };
      assertParameterRefused(await exchange(portal, path, { headers: empty }), 'User-Agent', 'required');
      const token = await exchange(portal, '/auth/openapi/v1/oauth/token', { method: 'POST' });
      assertParameterRefused(token, 'User-Agent', 'required');
    });
  });

  it('refuses a JSON call of another content type', async () => {
    await withPortal({}, async ({ headers }, portal) => {
      for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded']) {
        const sent = { ...headers, ...(type === undefined ? {} : { 'Content-Type': type }) };
        const answer = await exchange(portal, calculate, { method: 'POST', headers: sent, body: '{}' });
        assertRefused(answer, 415, 'unsupported_media_type', /application\/json/);
      }
      const sent = { ...headers, 'Content-Type': 'application/json; charset=utf-8' };
      const answer = await exchange(portal, calculate, { method: 'POST', headers: sent, body: '{}' });
      assert.equal(answer.status, 400);
    });
  });

  it('refuses query parameters that it does not know, and one sent twice', async () => {
    await withPortal({}, async (caller) => {
      assertParameterRefused(await caller.get(`${instances}?productId=13&search=Lagos`), 'search', 'unknown');
      assertParameterRefused(
        await caller.get(`${instances}?productId=13&productId=9`),
        'productId',
        'duplicate',
      );
      const contacts = '/user/openapi/user/v1/client/billing_contact_list?pageNo=1';
      assertParameterRefused(await caller.get(contacts), 'pageNo', 'unknown');
    });
  });

  it('gives every reply a request id of its own', async () => {
    await withPortal({}, async (caller) => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => (await caller.get(instances)).envelope.requestId),
      );
      assert.equal(new Set(ids).size, 20);
    });
  });
});
