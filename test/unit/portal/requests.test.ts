import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { Http } from '../../../src/portal/http';
import { requestTokens } from '../../../src/portal/tokens';
import { CollectedLog } from '../support/collectedLog';
import { partsFor } from '../support/portal';
import { answer, envelope } from '../support/replies';
import { type Listening, httpServer } from '../support/servers';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('a request to the portal', () => {
  let server: Listening;
  let received: Received[];

  before(async () => {
    server = await httpServer((request, response) => {
      void text(request).then((body) => {
        const { method, url, headers } = request;
        received.push({ method, url, headers, body });
        answer(response, 200, envelope('{"token":"t"}'));
      });
    });
  });

  beforeEach(() => {
    received = [];
  });

  after(() => server.close());

  async function get(userAgent: string): Promise<Received> {
    const { baseUrl, http } = partsFor(server.url, { userAgent });
    await http.send({
      method: 'GET',
      baseUrl,
      path: '/product/a',
      query: { productNo: 'A&B=ü /', pageNo: 2 },
      authorization: 'Bearer eyJ.a.b',
    });
    const [request] = received;
    assert.ok(request);
    return request;
  }

  it('carries the configured user agent, the token and the escaped query', async () => {
    const { method, url = '', headers, body } = await get('Example Robot/2.1');
    assert.deepEqual([method, body], ['GET', '']);
    assert.equal(headers['user-agent'], 'Example Robot/2.1');
    assert.equal(headers.authorization, 'Bearer eyJ.a.b');
    assert.equal(headers['content-type'], undefined);
    assert.equal(headers.accept, 'application/json');
    const { pathname, searchParams } = new URL(url, server.url);
    assert.equal(pathname, '/product/a');
    assert.deepEqual(
      [...searchParams],
      [
        ['productNo', 'A&B=ü /'],
        ['pageNo', '2'],
      ],
    );
  });

  it('carries an order as JSON, byte for byte', async () => {
    const { baseUrl, client } = partsFor(server.url);
    const body = '{"billingId":3197218168379846219,  "poNumber":"Größe 上海 \\u00e9"}';
    await client.saveOrder({ baseUrl, signInId: 'one', header: 'Bearer t' }, body);
    const [request] = received;
    assert.equal(request?.body, body);
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers['content-length'], String(Buffer.byteLength(body)));
    assert.equal(request.headers['user-agent'], 'OpenAPI');
    assert.deepEqual([request.method, request.url], ['POST', '/order/openapi/order/v1/save']);
  });

  it('returns status and text, and that the portal neither redirects nor asks to wait', async () => {
    const { baseUrl, http } = partsFor(server.url);
    const { date, ...reply } = await http.send({ method: 'GET', baseUrl, path: '/a' });
    assert.ok(date !== undefined && Math.abs(date - Date.now()) < 60_000, 'the portal’s clock');
    assert.deepEqual(reply, {
      status: 200,
      location: '',
      retryAfter: 0,
      text: envelope('{"token":"t"}'),
    });
  });

  it('for tokens is a form with escaped secrets and without a token', async () => {
    const { baseUrl, http } = partsFor(server.url);
    await requestTokens(http, baseUrl, { clientId: 'id', clientSecret: 'a&b=c+d é%' });
    const [request] = received;
    assert.ok(request);
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(request.headers.authorization, undefined);
    assert.equal(request.headers['user-agent'], 'OpenAPI');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      client_id: 'id',
      client_secret: 'a&b=c+d é%',
      grant_type: 'pp_credentials',
    });
  });

  it('goes straight to the portal, whatever proxy the environment names', async () => {
    const proxied: (string | undefined)[] = [];
    const proxy = await httpServer((request, response) => {
      proxied.push(request.url);
      answer(response, 200, envelope('null'));
    });
    const names = [
      'HTTP_PROXY',
      'http_proxy',
      'HTTPS_PROXY',
      'https_proxy',
      'ALL_PROXY',
      'all_proxy',
      'NO_PROXY',
      'no_proxy',
    ];
    const before = names.map((name) => [name, process.env[name]] as const);
    try {
      for (const name of names) {
        process.env[name] = /no_/i.test(name) ? '' : proxy.url;
      }
      await get('OpenAPI');
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) {
          Reflect.deleteProperty(process.env, name);
        } else {
          process.env[name] = value;
        }
      }
      await proxy.close();
    }
    assert.deepEqual(proxied, []);
    assert.equal(received.length, 1);
  });

  it('uses a setting that has changed since the last request', async () => {
    let userAgent = 'First';
    const http = new Http(() => ({ requestTimeout: 5, userAgent }), new CollectedLog());
    const request = { method: 'GET', baseUrl: parseBaseUrl(server.url), path: '/a' } as const;
    await http.send(request);
    userAgent = 'Second';
    await http.send(request);
    assert.deepEqual(
      received.map(({ headers }) => headers['user-agent']),
      ['First', 'Second'],
    );
  });
});
