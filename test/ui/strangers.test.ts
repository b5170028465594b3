import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { exchange } from '../portal/caller';
import { tokenFile, type Server } from '../rig/server';
import { windowAddress } from '../rig/window';
import { sharedPbx } from './sharedPbx';
import type { Pbx } from './pbx';

const secret = 'for the eyes of its owner';

/**
 * `npm start`, the tests, the demo and the bench all start VS Code's server in the same way: without its token, nobody
 * gets anything from it.
 */
describe('VS Code’s server without its token', () => {
  let pbx: Pbx;
  let server: Server;
  let folder: string;
  /** Reads the owner’s file, as the window does for pictures, for example. */
  let resource: string;
  let elsewhere: HttpServer;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
    server = pbx.launched.server;
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'pbx-strangers-')));
    writeFileSync(join(folder, 'private.txt'), secret, { mode: 0o600 });
    resource = `/vscode-remote-resource?path=${encodeURIComponent(join(folder, 'private.txt'))}`;
    elsewhere = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<title>Elsewhere</title>');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });

  after(() => {
    elsewhere.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    exchange({ baseUrl: `http://127.0.0.1:${server.port}` }, path, { headers });

  const strangers: readonly (readonly [who: string, query: string, headers: Record<string, string>])[] = [
    ['without a token', '', {}],
    ['with another token', `&tkn=${'0'.repeat(64)}`, {}],
    ['with an empty token', '&tkn=', {}],
    ['with the cookie of another start', '', { Cookie: `vscode-tkn=${'0'.repeat(64)}` }],
    ['from a page of another origin', '', { Origin: 'https://evil.example.test' }],
    ['with another host', '', { Host: 'evil.example.test' }],
    ['with another host and port', '', { Host: 'evil.example.test:80', Origin: 'http://evil.example.test' }],
  ];
  for (const [who, query, headers] of strangers) {
    it(`returns no file, opens no window and starts nothing for a request ${who}`, async () => {
      for (const path of [`${resource}${query}`, `/?ew=true${query}`, `/callback?a=b${query}`]) {
        const { status, text } = await ask(path, headers);
        assert.deepEqual([path, status, text.includes(secret)], [path, 403, false]);
      }
    });
  }

  it('returns the file to its owner, whose token is in a file with owner-only access', async () => {
    assert.equal((await ask(`${resource}&tkn=${server.token}`)).text, secret);
    if (process.platform !== 'win32') {
      assert.equal(statSync(tokenFile(server.dataFolder)).mode & 0o777, 0o600);
      assert.equal(statSync(server.dataFolder).mode & 0o777, 0o700);
    }
  });

  /** Opens a page in the owner’s own browser, which has the cookie of the window. */
  async function withPage<T>(address: string, use: (page: Page) => Promise<T>): Promise<T> {
    const page = await pbx.launched.profile.newPage();
    try {
      await page.goto(address);
      return await use(page);
    } finally {
      await page.close();
    }
  }

  // The second page is from the server itself under another name, as after DNS rebinding: an origin that may read the
  // server's answers but does not have the cookie.
  const pages: readonly (readonly [whose: string, address: () => string])[] = [
    ['another site', () => `http://localhost:${portOf(elsewhere)}/`],
    ['a name that was rebound to this machine', () => `http://rebound.localhost:${server.port}/version`],
  ];
  for (const [whose, address] of pages) {
    it(`returns no file to a page of ${whose}, and accepts no connection from it`, async () => {
      await withPage(address(), async (page) => {
        assert.ok(!(await page.evaluate<string>(readFrom(server.port, resource))).includes(secret));
        assert.doesNotMatch(await page.evaluate<string>(connectTo(server.port)), /"type":"sign"/);
      });
    });
  }

  it('does not trust a folder before its owner does', async () => {
    const address = `${windowAddress(server)}&folder=${encodeURIComponent(folder)}`;
    await withPage(address, async (page) => {
      await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    });
  });
});

function portOf(server: HttpServer): number {
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

/** A script for a page: what it can read of the server, through the page’s own address if that is the server. */
function readFrom(port: number, path: string): string {
  const origin = `(location.port === '${port}' ? location.origin : 'http://127.0.0.1:${port}')`;
  return `fetch(${origin} + ${JSON.stringify(path)}, { credentials: 'include' })
    .then((reply) => reply.text(), (error) => String(error))`;
}

/**
 * A script for a page: sends the first message of a client as VS Code writes it, a head of 13 bytes and JSON. Evaluates
 * to what the server sends until it closes, or until it has answered like a client that it accepts.
 */
function connectTo(port: number): string {
  return `new Promise((resolve) => {
    const query = 'reconnectionToken=4b1f0c1e-0000-4000-8000-000000000000&reconnection=false&skipWebSocketFrames=false';
    const socket = new WebSocket('ws://' + (location.port === '${port}' ? location.host : '127.0.0.1:${port}') + '/?' + query);
    socket.binaryType = 'arraybuffer';
    let received = '';
    socket.onopen = () => {
      const json = new TextEncoder().encode('{"type":"auth","auth":"00000000000000000000","data":"x"}');
      const message = new Uint8Array(13 + json.length);
      message[0] = 2;
      new DataView(message.buffer).setUint32(9, json.length);
      message.set(json, 13);
      socket.send(message);
    };
    socket.onmessage = ({ data }) => {
      received += new TextDecoder().decode(data);
      if (received.includes('"type":"sign"')) resolve(received);
    };
    socket.onclose = () => resolve(received);
  })`;
}
