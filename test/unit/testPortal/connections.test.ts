import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { type Intercept, startPortal } from '../../portal/testPortal';
import { untrusted } from '../../portal/untrusted';
import { selfSigned } from '../support/certificate';
import { type Caller, exchange, send, withPortal } from '../../portal/caller';
import { orderText, savePath } from '../sandbox/orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const tls = { ...selfSigned, untrusted };

/** Sends two requests at once and then one more, each over a kept connection where there is one. */
async function useKept({ portal, headers }: Caller, agent: http.Agent | https.Agent): Promise<void> {
  const ask = async () => text(await send(portal, pagePath, { headers, agent }));
  await Promise.all([ask(), ask()]);
  await ask();
  assert.equal(Object.values(agent.freeSockets).flat().length, 2, 'two connections are kept');
}

describe('test portal: connections', () => {
  for (const [scheme, options] of [
    ['http', {}],
    ['https', { tls }],
  ] as const) {
    const keeping = () =>
      scheme === 'http' ? new http.Agent({ keepAlive: true }) : new https.Agent({ keepAlive: true });

    it(`are refused while the fault is on, kept ones too, and come back on the same port (${scheme})`, async () => {
      await withPortal(options, async (caller, portal) => {
        const { headers } = caller;
        const { baseUrl } = portal;
        const agent = keeping();
        await caller.post(savePath, orderText());
        for (const round of [1, 2]) {
          await useKept(caller, agent);
          const received = portal.requests.length;
          await portal.faults.set('connectionRefused');
          await portal.faults.set('connectionRefused');
          await assert.rejects(send(portal, pagePath, { headers, agent }), { code: 'ECONNREFUSED' });
          assert.equal(portal.requests.length, received, `round ${round}`);
          await portal.faults.clear();
          assert.equal(portal.baseUrl, baseUrl);
        }
        await useKept(caller, agent);
        assert.equal(portal.orders.length, 1);
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
    const portal = await startPortal({ intercept });
    const agent = new http.Agent({ keepAlive: true });
    const arrived = once(hold, 'arrived');
    const reply = send(portal, pagePath, { agent });
    await arrived;
    await portal.faults.set('connectionRefused');
    hold.emit('release');
    const incoming = await reply;
    assert.deepEqual([incoming.statusCode, incoming.headers.connection], [400, 'close']);
    await text(incoming);
    await assert.rejects(send(portal, pagePath, { agent }), { code: 'ECONNREFUSED' });
    await portal.close();
    agent.destroy();
  });

  it('show another certificate while the fault is on, kept ones and known sessions too', async () => {
    await withPortal({ tls }, async (caller, portal) => {
      assert.match(portal.baseUrl, /^https:\/\/127\.0\.0\.1:\d+$/);
      const agent = new https.Agent({ keepAlive: true });
      const { headers } = caller;
      for (const round of [1, 2]) {
        await useKept(caller, agent);
        const received = portal.requests.length;
        await portal.faults.set('tlsFailure');
        await assert.rejects(send(portal, pagePath, { headers, agent }), {
          code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        });
        assert.equal(portal.requests.length, received, `round ${round}`);
        await portal.faults.clear();
      }
      await useKept(caller, agent);
      agent.destroy();
    });
  });

  it('cannot show a certificate that the portal was not given', async () => {
    for (const options of [{}, { tls: selfSigned }]) {
      await withPortal(options, async (caller, portal) => {
        await assert.rejects(portal.faults.set('tlsFailure'), /tls\.untrusted/);
        assert.equal((await caller.get(pagePath)).status, 200);
      });
    }
  });

  it('turn from refused to untrusted to open', async () => {
    await withPortal({ tls }, async (caller, portal) => {
      await portal.faults.set('connectionRefused');
      await portal.faults.set('tlsFailure');
      await assert.rejects(caller.get(pagePath), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      await portal.faults.clear();
      assert.equal((await caller.get(pagePath)).status, 200);
    });
  });

  it('are cut when the portal closes: refused, unanswered, slow or silent in the handshake', async () => {
    for (const options of [{}, { tls }]) {
      const portal = await startPortal(options);
      const silent = net.connect(Number(new URL(portal.baseUrl).port), '127.0.0.1').resume();
      await once(silent, 'connect');
      const ended = once(silent, 'close');
      await portal.faults.set('answerNever', { path: '/never' });
      await portal.faults.set('answerSlow', { path: '/slow' });
      const cut = Promise.all(
        ['/never', '/slow'].map((path) => assert.rejects(exchange(portal, path), { code: 'ECONNRESET' })),
      );
      while (portal.requests.length < 2) {
        await new Promise(setImmediate);
      }
      await portal.faults.set('connectionRefused');
      await portal.close();
      await Promise.all([cut, ended]);
      await assert.rejects(exchange(portal, '/'), { code: 'ECONNREFUSED' });
    }
  });
});
