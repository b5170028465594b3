import assert from 'node:assert/strict';
import type { ClientRequest } from 'node:http';
import https from 'node:https';
import { ProxyError } from '../../../src/portal/transportErrors';
import { startPortal, type TestPortal } from '../../portal/testPortal';
import { selfSigned } from '../support/certificate';
import { place } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { count, savePath } from '../support/requests';
import { type TunnelProxy, tunnelProxy } from '../support/tunnelProxy';

const page = '<html><body>Proxy: no way through</body></html>';

describe('a proxy that replies in place of the portal', () => {
  const ownAgent = https.globalAgent;
  let proxy: TunnelProxy;
  let portal: TestPortal;
  let parts: Parts;
  let now: number;

  beforeEach(async () => {
    now = 1_700_000_000_000;
    portal = await startPortal({ tls: selfSigned });
    proxy = await tunnelProxy();
    https.globalAgent = proxy.agent;
    parts = await signedIn(portal, { now: () => now });
  });

  afterEach(async () => {
    https.globalAgent.destroy();
    https.globalAgent = ownAgent;
    await proxy.close();
    await portal.close();
  });

  it('does not interfere if it opens the tunnel', async () => {
    assert.equal((await place(parts)).kind, 'placed');
    assert.ok(proxy.requests.length > 0);
  });

  for (const [status, words] of [
    [401, /^The proxy in front of .* requires a sign-in of its own \(HTTP 401\)/],
    [403, /^The proxy does not allow a connection to .* \(HTTP 403\)/],
    [407, /^The proxy in front of .* requires a sign-in of its own \(HTTP 407\)/],
    [429, /^The proxy did not connect to .* \(HTTP 429\)/],
    [500, /^The proxy did not connect to .* \(HTTP 500\)/],
    [502, /^The proxy could not connect to .* \(HTTP 502\)/],
    [504, /^The proxy could not connect to .* \(HTTP 504\)/],
  ] as const) {
    it(`with ${status} to CONNECT is named in the error, and the order is not sent`, async () => {
      const outcome = await place(parts, {
        between: () => {
          proxy.refusal = { status, text: page };
        },
      });
      assert.ok(outcome.kind === 'notSent', outcome.kind);
      assert.ok(outcome.error instanceof ProxyError);
      assert.match(outcome.error.sentence(), words);
      assert.equal(outcome.reply, page);
      assert.equal(count(portal.requests, savePath), 0);
    });

    it(`with ${status} to CONNECT is named in the error of a read`, async () => {
      proxy.refusal = { status, text: page };
      const error = await rejection(parts.client.products(), ProxyError);
      assert.equal(error.reached, 'no');
      assert.match(error.sentence(), words);
      assert.doesNotMatch(error.sentence(), /IP restriction|[Ss]ign in again/);
      assert.equal(parts.session.state.kind, 'signedIn');
    });

    it(`with ${status} to CONNECT does not end the session when the token is due for renewal`, async () => {
      proxy.refusal = { status, text: page };
      now += 31 * 60 * 1000;
      await rejection(parts.client.products(), ProxyError);
      assert.equal(parts.session.state.kind, 'signedIn');
      proxy.refusal = undefined;
      assert.ok((await parts.client.products()).length > 0);
    });
  }

  it('is recognized even with the portal’s envelope', async () => {
    const text = '{"code":"unauthorized","detailMessage":"","requestId":"5c1e","result":null,"status":401}';
    proxy.refusal = { status: 401, text };
    await rejection(parts.client.products(), ProxyError);
    assert.equal(parts.session.state.kind, 'signedIn');
  });

  it('is recognized if its agent emits an event and then fails', async () => {
    https.globalAgent = Object.assign(new https.Agent(), {
      addRequest: (request: ClientRequest) => {
        process.nextTick(() => {
          request.emit('proxyConnect', { statusCode: 502 });
          request.emit('error', new Error('socket hang up'));
        });
      },
    });
    const failure = await rejection(parts.client.products(), ProxyError);
    assert.deepEqual([failure.status, failure.reached], [502, 'no']);
  });

  for (const error of [
    Object.assign(new Error('Failed to establish tunnel'), { code: 'ERR_PROXY_TUNNEL', statusCode: 407 }),
    new Error('tunneling socket could not be established, statusCode=407'),
  ]) {
    it(`is recognized if its agent fails: ${error.message}`, async () => {
      https.globalAgent = Object.assign(new https.Agent(), {
        createConnection: (_options: unknown, connected: (error: Error) => void) => {
          process.nextTick(connected, error);
        },
      });
      const failure = await rejection(parts.client.products(), ProxyError);
      assert.deepEqual([failure.status, failure.reached], [407, 'no']);
    });
  }
});
