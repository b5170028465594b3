import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { startSandbox } from '../../../src/sandbox/server';
import type { Sandbox } from '../../../src/sandbox/server';
import { Caller, askToken, credentials, exchange } from '../../portal/caller';
import { ids, orderText, savePath } from './orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const minutes = { serviceId: ids.recordingMinutes, quantity: '100' };

describe('sandbox: the server that users explore', () => {
  let sandbox: Sandbox;
  let caller: Caller;

  beforeEach(async () => {
    sandbox = await startSandbox();
    caller = new Caller(sandbox, (await askToken(sandbox, credentials(sandbox))).token);
  });

  afterEach(() => sandbox.close());

  const orderCount = async () => {
    const { text } = await caller.get(pagePath);
    return text.match(/"orderNo"/g)?.length ?? 0;
  };

  it('takes orders', async () => {
    assert.equal((await caller.post(savePath, orderText())).status, 200);
    assert.equal(await orderCount(), 1);
  });

  it('loses the reply to the next order that it takes, and to no other', async () => {
    sandbox.loseNextReply();
    assert.equal(await orderCount(), 0);
    assert.equal((await caller.post(savePath, orderText({ billingId: '1' }))).status, 400);
    await assert.rejects(caller.post(savePath, orderText({}, minutes)), { code: 'ECONNRESET' });
    assert.equal(await orderCount(), 1);
    assert.equal((await caller.post(savePath, orderText({}, minutes))).status, 200);
    assert.equal(await orderCount(), 2);
  });

  it('listens on 127.0.0.1 only', async () => {
    assert.match(sandbox.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    const elsewhere = sandbox.baseUrl.replace('127.0.0.1', '127.0.0.2');
    await assert.rejects(fetch(elsewhere, { signal: AbortSignal.timeout(2000) }));
  });

  it('cuts every connection when it closes, and listens no longer', async () => {
    const silent = net.connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1').resume();
    await once(silent, 'connect');
    const ended = once(silent, 'close');
    await caller.get(pagePath);
    await sandbox.close();
    await ended;
    await assert.rejects(exchange(sandbox, '/'), { code: 'ECONNREFUSED' });
  });
});
