import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import { setSetting, theParts } from './extension';

describe("The user's proxy", () => {
  it('is used for requests to the portal', async () => {
    const proxy = createServer();
    const asked: (string | undefined)[] = [];
    proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { session } = await theParts();
    await setSetting('proxy', `http://127.0.0.1:${port}`, 'http');
    try {
      await assert.rejects(
        session.signInWithCredentials(
          parseBaseUrl('https://portal.example.test'),
          { clientId: 'id', clientSecret: 'secret' },
          { keepCredentials: false },
        ),
        /ProxyError: POST portal\.example\.test.*the proxy replied with HTTP 502/,
      );
      assert.ok(asked.length > 0 && asked.every((url) => url === 'portal.example.test:443'), asked.join());
    } finally {
      await setSetting('proxy', '', 'http');
      proxy.close();
    }
  });
});
