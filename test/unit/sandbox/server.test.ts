import assert from 'node:assert/strict';
import { startSandbox } from '../../../src/sandbox/server';
import { assertParameterRefused, assertRefused, exchange, withSandbox } from './caller';

const instances = '/product/openapi/instance_product/v1/client/instance_product_list';
const calculate = '/pricing/openapi/purchase/v1/pricing/calculate';

describe('sandbox: what holds for every call', () => {
  it('answers an unknown path with 404 and the envelope', async () => {
    await withSandbox({}, async (caller) => {
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
    await withSandbox({}, async (caller, sandbox) => {
      assertRefused(await caller.get(calculate), 405, 'method_not_allowed', /GET/);
      assertRefused(await caller.post(instances, '{}'), 405, 'method_not_allowed', /POST/);
      const put = await exchange(sandbox, instances, { method: 'PUT', headers: caller.headers });
      assert.equal(put.status, 405);
    });
  });

  it('refuses a call without User-Agent, the token call included', async () => {
    await withSandbox({}, async ({ headers: { Authorization = '' } }, sandbox) => {
      const path = `${instances}?productId=13`;
      assertParameterRefused(
        await exchange(sandbox, path, { headers: { Authorization } }),
        'User-Agent',
        'required',
      );
      const empty = { Authorization, 'User-Agent': ' ' };
      assertParameterRefused(await exchange(sandbox, path, { headers: empty }), 'User-Agent', 'required');
      const token = await exchange(sandbox, '/auth/openapi/v1/oauth/token', { method: 'POST' });
      assertParameterRefused(token, 'User-Agent', 'required');
    });
  });

  it('refuses a JSON call of another content type', async () => {
    await withSandbox({}, async ({ headers }, sandbox) => {
      for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded']) {
        const sent = { ...headers, ...(type === undefined ? {} : { 'Content-Type': type }) };
        const answer = await exchange(sandbox, calculate, { method: 'POST', headers: sent, body: '{}' });
        assertRefused(answer, 415, 'unsupported_media_type', /application\/json/);
      }
      const sent = { ...headers, 'Content-Type': 'application/json; charset=utf-8' };
      const answer = await exchange(sandbox, calculate, { method: 'POST', headers: sent, body: '{}' });
      assert.equal(answer.status, 400);
    });
  });

  it('refuses query parameters that it does not know, and one sent twice', async () => {
    await withSandbox({}, async (caller) => {
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

  it('keeps the requests as received, with the exact body', async () => {
    await withSandbox({}, async (caller, sandbox) => {
      const body = '{ "billingId" : 3197218168379846218, "é":1}';
      await caller.post(calculate, body);
      const { method, path, query, headers, body: kept } = sandbox.requests.at(-1) ?? assert.fail();
      assert.deepEqual([method, path, query, kept], ['POST', calculate, '', body]);
      assert.equal(headers.authorization, caller.headers.Authorization);
      await caller.get(`${instances}?productId=13&pageNo=2`);
      assert.equal(sandbox.requests.at(-1)?.query, 'productId=13&pageNo=2');
    });
  });

  it('gives every reply a request id of its own', async () => {
    await withSandbox({}, async (caller) => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => (await caller.get(instances)).envelope.requestId),
      );
      assert.equal(new Set(ids).size, 20);
    });
  });

  it('listens on 127.0.0.1 only, and no longer once it is closed', async () => {
    const sandbox = await startSandbox();
    assert.match(sandbox.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    const elsewhere = sandbox.baseUrl.replace('127.0.0.1', '127.0.0.2');
    await assert.rejects(fetch(elsewhere, { signal: AbortSignal.timeout(2000) }));
    await sandbox.close();
    await assert.rejects(exchange(sandbox, '/'), { code: 'ECONNREFUSED' });
  });

  it('delays every reply by the latency', async () => {
    await withSandbox({ latency: 60 }, async (caller) => {
      const before = performance.now();
      await caller.get('/nowhere');
      assert.ok(performance.now() - before >= 55);
    });
  });

  it('closes while replies are on their way', async () => {
    const sandbox = await startSandbox({ latency: 60_000 });
    const answer = assert.rejects(exchange(sandbox, '/'), { code: 'ECONNRESET' });
    while (sandbox.requests.length === 0) {
      await new Promise(setImmediate);
    }
    await sandbox.close();
    await answer;
  });
});
