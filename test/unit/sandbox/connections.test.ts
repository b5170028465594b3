import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import type { Intercept } from '../../../src/sandbox/server';
import { startSandbox } from '../../../src/sandbox/server';
import { selfSigned } from '../support/certificate';
import type { Caller } from './caller';
import { exchange, send, withSandbox } from './caller';
import { orderText, savePath } from './orderTexts';
import { untrusted } from './untrusted';

const pagePath = '/order/openapi/order/v1/page';
const tls = { ...selfSigned, untrusted };

/** Sends two requests at once and then one more, each over a kept connection where there is one. */
async function useKept({ sandbox, headers }: Caller, agent: http.Agent | https.Agent): Promise<void> {
  const ask = async () => text(await send(sandbox, pagePath, { headers, agent }));
  await Promise.all([ask(), ask()]);
  await ask();
  assert.equal(Object.values(agent.freeSockets).flat().length, 2, 'two connections are kept');
}

describe('sandbox: connections', () => {
  for (const [scheme, options] of [
    ['http', {}],
    ['https', { tls }],
  ] as const) {
    const keeping = () =>
      scheme === 'http' ? new http.Agent({ keepAlive: true }) : new https.Agent({ keepAlive: true });

    it(`are refused while the fault is on, kept ones too, and come back on the same port (${scheme})`, async () => {
      await withSandbox(options, async (caller, sandbox) => {
        const { headers } = caller;
        const { baseUrl } = sandbox;
        const agent = keeping();
        await caller.post(savePath, orderText());
        for (const round of [1, 2]) {
          await useKept(caller, agent);
          const received = sandbox.requests.length;
          await sandbox.faults.set('connectionRefused');
          await sandbox.faults.set('connectionRefused');
          await assert.rejects(send(sandbox, pagePath, { headers, agent }), { code: 'ECONNREFUSED' });
          assert.equal(sandbox.requests.length, received, `round ${round}`);
          await sandbox.faults.clear();
          assert.equal(sandbox.baseUrl, baseUrl);
        }
        await useKept(caller, agent);
        assert.equal(sandbox.orders.length, 1);
        agent.destroy();
      });
    });
  }

  it('in use are answered while new ones are refused, and are not kept', async () => {
    const hold = new EventEmitter();
    const intercept: Intercept = async (_request, process) => {
      const released = once(hold, 'release');
      hold.emit('arrived');
      await released;
      return process();
    };
    const sandbox = await startSandbox({ intercept });
    const agent = new http.Agent({ keepAlive: true });
    const arrived = once(hold, 'arrived');
    const reply = send(sandbox, pagePath, { agent });
    await arrived;
    await sandbox.faults.set('connectionRefused');
    hold.emit('release');
    const incoming = await reply;
    assert.deepEqual([incoming.statusCode, incoming.headers.connection], [400, 'close']);
    await text(incoming);
    await assert.rejects(send(sandbox, pagePath, { agent }), { code: 'ECONNREFUSED' });
    await sandbox.close();
    agent.destroy();
  });

  it('show another certificate while the fault is on, kept ones and known sessions too', async () => {
    await withSandbox({ tls }, async (caller, sandbox) => {
      assert.match(sandbox.baseUrl, /^https:\/\/127\.0\.0\.1:\d+$/);
      const agent = new https.Agent({ keepAlive: true });
      const { headers } = caller;
      for (const round of [1, 2]) {
        await useKept(caller, agent);
        const received = sandbox.requests.length;
        await sandbox.faults.set('tlsFailure');
        await assert.rejects(send(sandbox, pagePath, { headers, agent }), {
          code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        });
        assert.equal(sandbox.requests.length, received, `round ${round}`);
        await sandbox.faults.clear();
      }
      await useKept(caller, agent);
      agent.destroy();
    });
  });

  it('cannot show a certificate that the sandbox was not given', async () => {
    for (const options of [{}, { tls: selfSigned }]) {
      await withSandbox(options, async (caller, sandbox) => {
        await assert.rejects(sandbox.faults.set('tlsFailure'), /tls\.untrusted/);
        assert.equal((await caller.get(pagePath)).status, 200);
      });
    }
  });

  it('turn from refused to untrusted to open', async () => {
    await withSandbox({ tls }, async (caller, sandbox) => {
      await sandbox.faults.set('connectionRefused');
      await sandbox.faults.set('tlsFailure');
      await assert.rejects(caller.get(pagePath), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      await sandbox.faults.clear();
      assert.equal((await caller.get(pagePath)).status, 200);
    });
  });

  it('are cut when the sandbox closes: refused, unanswered, slow or silent in the handshake', async () => {
    for (const options of [{}, { tls }]) {
      const sandbox = await startSandbox(options);
      const silent = net.connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1').resume();
      await once(silent, 'connect');
      const ended = once(silent, 'close');
      await sandbox.faults.set('answerNever', { path: '/never' });
      await sandbox.faults.set('answerSlow', { path: '/slow' });
      const cut = Promise.all(
        ['/never', '/slow'].map((path) => assert.rejects(exchange(sandbox, path), { code: 'ECONNRESET' })),
      );
      while (sandbox.requests.length < 2) {
        await new Promise(setImmediate);
      }
      await sandbox.faults.set('connectionRefused');
      await sandbox.close();
      await Promise.all([cut, ended]);
      await assert.rejects(exchange(sandbox, '/'), { code: 'ECONNREFUSED' });
    }
  });
});
