import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import {
  ConnectionError,
  ForbiddenError,
  PortalError,
  RefusedError,
  ServerError,
  TimeoutError,
  TooManyRequestsError,
  UnreadableReplyError,
} from '../../../src/portal/errors';
import { readRetryAfter } from '../../../src/portal/retry';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { type Listening, closedPort, httpServer } from '../support/servers';

type Answer = (response: ServerResponse) => void;

const good: Answer = (response) => answer(response, 200, envelope('[]'));
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const status =
  (code: number, headers?: Record<string, string>): Answer =>
  (response) =>
    answer(response, code, envelope('null', { code: 'failed', status: code }), headers);
const bodyStatus =
  (code: number): Answer =>
  (response) =>
    answer(response, 200, envelope('null', { code: 'failed', status: code }));

describe('a read', () => {
  let server: Listening;
  let answers: Answer[];
  let times: number[];

  before(async () => {
    server = await httpServer((_request, response) => {
      times.push(performance.now());
      answers.at(Math.min(times.length, answers.length) - 1)?.(response);
    });
  });

  beforeEach(() => {
    times = [];
  });

  after(() => server.close());

  async function read(inTurn: Answer[], options: { requestTimeout?: number; signal?: AbortSignal } = {}) {
    answers = inTurn;
    const { baseUrl, client, session } = partsFor(server.url, options);
    await session.signInWithToken(baseUrl, 'eyJ.a.b');
    return client.products(options.signal);
  }

  const passing = [
    ['HTTP 429', [status(429), good]],
    ['HTTP 500', [status(500), good]],
    ['a body status 503 with HTTP 200', [bodyStatus(503), good]],
    ['a gateway without an envelope', [(response: ServerResponse) => answer(response, 502, '<html>'), good]],
    ['a reset', [reset, good]],
  ] as const;
  for (const [what, list] of passing) {
    it(`is retried after ${what}`, async () => {
      assert.deepEqual(await read([...list]), []);
      assert.equal(times.length, 2);
      const [first = 0, second = 0] = times;
      assert.ok(second - first >= 190, 'not at once');
    });
  }

  it('is retried if it could be cancelled but is not', async () => {
    await read([status(503), good], { signal: new AbortController().signal });
    assert.equal(times.length, 2);
  });

  it('is not retried if it cannot have reached the portal, so that the user learns at once', async () => {
    const { baseUrl, client, session, log } = partsFor(`http://127.0.0.1:${await closedPort()}`);
    await session.signInWithToken(baseUrl, 'eyJ.a.b');
    await rejection(client.products(), ConnectionError);
    assert.equal(log.lines.filter((line) => line.startsWith('debug → GET')).length, 1);
  });

  const lasting = [
    ['HTTP 503', status(503), ServerError],
    ['HTTP 429', status(429), TooManyRequestsError],
    ['a reset', reset, ConnectionError],
  ] as const;
  for (const [what, failing, type] of lasting) {
    it(`is tried three times in total if every attempt meets ${what}`, async () => {
      const error = await rejection(read([failing]), PortalError);
      assert.equal(error.constructor, type);
      assert.equal(times.length, 3);
    });
  }

  const final = [
    ['HTTP 400', status(400), RefusedError],
    ['HTTP 403', status(403), ForbiddenError],
    ['HTTP 404', status(404), RefusedError],
    ['HTML', (response: ServerResponse) => answer(response, 200, '<html>'), UnreadableReplyError],
  ] as const;
  for (const [what, failing, type] of final) {
    it(`is not retried after ${what}`, async () => {
      const error = await rejection(read([failing]), PortalError);
      assert.equal(error.constructor, type);
      assert.equal(times.length, 1);
    });
  }

  it('is not retried after a time-out, which was long enough', async () => {
    await rejection(read([() => undefined], { requestTimeout: 2 }), TimeoutError);
    assert.equal(times.length, 1);
  });

  it('waits for as long as the portal asks', async () => {
    await read([status(429, { 'Retry-After': '1' }), good]);
    const [first = 0, second = 0] = times;
    assert.ok(second - first >= 990, `waited ${second - first} ms`);
  });

  it('does not wait if the portal asks for more than half a minute', async () => {
    await rejection(read([status(503, { 'Retry-After': '31' }), good]), ServerError);
    assert.equal(times.length, 1);
  });

  it('stops waiting when it is cancelled', async () => {
    answers = [status(429, { 'Retry-After': '20' })];
    const controller = new AbortController();
    const { baseUrl, client, session, log } = partsFor(server.url);
    log.debug = (message) => {
      if (message.startsWith('← 429')) {
        setImmediate(() => controller.abort());
      }
    };
    await session.signInWithToken(baseUrl, 'eyJ.a.b');
    await rejection(client.products(controller.signal), TooManyRequestsError);
    assert.equal(times.length, 1);
  });
});

describe('a POST', () => {
  for (const [what, failing] of [
    ['429', status(429)],
    ['503', status(503)],
    ['a reset', reset],
  ] as const) {
    it(`is never retried after ${what}, whether an order or a price`, async () => {
      const paths: (string | undefined)[] = [];
      const server = await httpServer((request, response) => {
        paths.push(request.url);
        failing(response);
      });
      const { baseUrl, client, session } = partsFor(server.url);
      await session.signInWithToken(baseUrl, 'eyJ.a.b');
      // The client returns any reply to an order as received; its caller judges it.
      await client.saveOrder(await session.authorization(), '{}').catch(() => undefined);
      await rejection(client.calculatePrice('{}'), PortalError);
      await server.close();
      assert.deepEqual(paths, [
        '/order/openapi/order/v1/save',
        '/pricing/openapi/purchase/v1/pricing/calculate',
      ]);
    });
  }
});

describe('the header Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const values = [
    ['0', 0],
    ['2', 2000],
    ['120', 120_000],
    ['Thu, 01 Jan 2026 12:00:05 GMT', 5000],
    ['Thu, 01 Jan 2026 12:00:05 +0000', 5000],
    ['2026-01-01T12:00:05Z', 5000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['', 0],
    ['-1', 0],
    [undefined, 0],
    [['5'], 0],
    [['1', '2'], 0],
  ] as const;
  for (const [header, milliseconds] of values) {
    it(`asks for ${milliseconds} ms if it is ${header === undefined ? 'absent' : JSON.stringify(header)}`, () => {
      assert.equal(readRetryAfter(header, now), milliseconds);
    });
  }
});
