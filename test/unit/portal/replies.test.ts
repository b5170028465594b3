import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import {
  ForbiddenError,
  PortalError,
  RedirectError,
  RefusedError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  UnreadableReplyError,
} from '../../../src/portal/errors';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope, requestId } from '../support/replies';
import { type Listening, httpServer } from '../support/servers';

const html = '<!DOCTYPE html>\n<html><body>Sign in to the hotel network</body></html>';

describe('a reply of the portal', () => {
  let server: Listening;
  let listener: RequestListener;

  before(async () => {
    server = await httpServer((request, response) => listener(request, response));
  });

  after(() => server.close());

  /** Sends one POST, which is never retried, and has it answered with these values. */
  function post(status: number, text: string, headers?: Record<string, string>) {
    listener = (_request, response) => answer(response, status, text, headers);
    const { baseUrl, client } = partsFor(server.url);
    return client.saveUser({ baseUrl, signInId: 'one', header: 'Bearer t' }, '{}');
  }

  it('is a success if HTTP status, code and body status agree; digits, request id and text are kept', async () => {
    const text = envelope('{"billingContactId":3197218168379846219,"amount":125.00}');
    const success = await post(200, text);
    assert.equal(success.requestId, requestId);
    assert.equal(success.text, text);
  });

  it('is a success with a status in text, without a status or after a byte order mark', async () => {
    for (const text of [
      '{"code":"success","result":true,"status":"200"}',
      '{"code":"success","result":true}',
      '\ufeff{"code":"success","result":true,"status":200}',
      '{"code":"success"}',
    ]) {
      await post(200, text);
    }
  });

  const refusals = [
    ['a code with HTTP 200', 200, 'quota_exceeded', 200, RefusedError, 200],
    ['a body status with HTTP 200', 200, 'success', 400, RefusedError, 400],
    ['a body status 300 with HTTP 200', 200, 'success', 300, RefusedError, 300],
    ['a body status 0 with HTTP 200', 200, 'success', 0, RefusedError, 0],
    ['HTTP 400', 400, 'parameter_validation_failed', 400, RefusedError, 400],
    ['HTTP 400 around a body that says success', 400, 'success', 200, RefusedError, 400],
    ['HTTP 401', 401, 'token_expired', 401, UnauthorizedError, 401],
    ['a body status 401 with HTTP 200', 200, 'token_expired', 401, UnauthorizedError, 401],
    ['HTTP 403', 403, 'ip_denied', 403, ForbiddenError, 403],
    ['a body status 403 with HTTP 200', 200, 'ip_denied', 403, ForbiddenError, 403],
    ['HTTP 408', 408, 'timeout', 408, RefusedError, 408],
    ['HTTP 429', 429, 'too_many', 429, TooManyRequestsError, 429],
    ['HTTP 500', 500, 'internal_error', 500, ServerError, 500],
    ['a body status 500 with HTTP 200', 200, 'internal_error', 500, ServerError, 500],
    ['HTTP 503', 503, 'busy', 503, ServerError, 503],
  ] as const;
  for (const [what, httpStatus, code, bodyStatus, type, status] of refusals) {
    it(`is a refusal with ${what}: ${type.name} with the portal's message, code and request id`, async () => {
      const text = envelope('{"field":"billingId"}', {
        code,
        status: bodyStatus,
        detail: 'billingId: unknown',
      });
      const error = await rejection(post(httpStatus, text), RefusedError);
      assert.equal(error.constructor, type);
      assert.equal(error.name, type.name);
      assert.equal(error.reached, 'replied');
      assert.deepEqual([error.refusal.status, error.refusal.code, error.refusal.text], [status, code, text]);
      const sentence = error.sentence();
      assert.ok(sentence.endsWith(`(HTTP ${status}, ${code}, request ${requestId})`), sentence);
      assert.equal(sentence.includes('Sign in again'), type === UnauthorizedError);
      assert.ok(error.message.includes(code) && error.message.includes(requestId), error.message);
    });
  }

  it('that is a plain refusal is quoted in the error', async () => {
    const error = await rejection(
      post(
        400,
        envelope('null', { code: 'parameter_validation_failed', status: 400, detail: 'billingId: unknown' }),
      ),
      RefusedError,
    );
    assert.equal(
      error.sentence(),
      `The portal refused the request: billingId: unknown (HTTP 400, parameter_validation_failed, request ${requestId})`,
    );
  });

  const advice = [
    [401, /Sign in again\./],
    [403, /IP restriction/],
    [429, /too many requests.*Wait a moment/],
    [500, /Try again later\./],
  ] as const;
  for (const [status, words] of advice) {
    it(`with HTTP ${status} comes with advice on what to do`, async () => {
      const error = await rejection(post(status, envelope('null', { code: 'no', status })), RefusedError);
      assert.match(error.sentence(), words);
    });
  }

  it('without a code is quoted with its request id', async () => {
    const error = await rejection(post(400, '{"code":"","requestId":"5c1e"}'), RefusedError);
    assert.equal(error.sentence(), 'The portal refused the request. (HTTP 400, –, request 5c1e)');
  });

  it('is a refusal even without message, request id and result, and with a number as its code', async () => {
    const error = await rejection(post(400, '{"code":4001,"requestId":null}'), RefusedError);
    assert.deepEqual([error.refusal.code, error.refusal.requestId, error.refusal.result], ['4001', '', null]);
    assert.equal(error.sentence(), 'The portal refused the request. (HTTP 400, 4001)');
  });

  const bare = [
    [400, RefusedError],
    [401, UnauthorizedError],
    [403, ForbiddenError],
    [404, RefusedError],
    [407, RefusedError],
    [408, RefusedError],
    [429, TooManyRequestsError],
    [500, ServerError],
    [502, ServerError],
    [504, ServerError],
  ] as const;
  for (const [status, type] of bare) {
    it(`is a refusal if it is an empty HTTP ${status}: ${type.name}`, async () => {
      const error = await rejection(post(status, ''), RefusedError);
      assert.equal(error.constructor, type);
      assert.ok(error.sentence().endsWith(`(HTTP ${status}, –)`), error.sentence());
    });

    it(`with HTTP ${status} and no envelope is quoted by its first line`, async () => {
      for (const text of [html, '{"error":"no envelope"}']) {
        const error = await rejection(post(status, text), PortalError);
        const first = text.split('\n')[0] ?? '';
        if (status === 429 || status >= 500) {
          assert.equal(error.constructor, type);
          assert.equal(error instanceof RefusedError && error.refusal.detailMessage, first);
        } else {
          assert.ok(error instanceof UnreadableReplyError && error.firstLine === first);
        }
      }
    });
  }

  const unreadable = [
    ['HTML with 200', html, '<!DOCTYPE html>'],
    ['HTML after empty lines', `\r\n\r\n  ${html}`, '<!DOCTYPE html>'],
    ['nothing', '', ''],
    ['spaces', ' \n ', ''],
    [
      'JSON without an envelope',
      '{"result":{"orderNo":"YL1"},"status":200}',
      '{"result":{"orderNo":"YL1"},"status":200}',
    ],
    ['JSON whose code is null', '{"code":null}', '{"code":null}'],
    ['a list', '[]', '[]'],
    [
      'a truncated envelope',
      envelope('{"orderNo":"YL1"}').slice(0, -1),
      envelope('{"orderNo":"YL1"}').slice(0, -1),
    ],
    ['two values for one key', '{"code":"success","code":"failed"}', '{"code":"success","code":"failed"}'],
    ['a line of 200 characters', 'x'.repeat(200), 'x'.repeat(200)],
    ['a very long line', 'x'.repeat(5000), `${'x'.repeat(200)}…`],
  ] as const;
  for (const [what, text, firstLine] of unreadable) {
    it(`is not the API's if it is ${what}`, async () => {
      const error = await rejection(post(200, text), UnreadableReplyError);
      assert.deepEqual([error.reached, error.status, error.firstLine], ['maybe', 200, firstLine]);
      const sentence = error.sentence();
      assert.ok(
        sentence.startsWith(`The reply from ${new URL(server.url).host} is not from the portal’s API`),
        sentence,
      );
      assert.ok(sentence.includes('HTTP 200') && sentence.includes(firstLine), sentence);
      assert.equal(sentence.endsWith('and it is empty.'), firstLine === '', sentence);
    });
  }

  for (const status of [300, 301, 302, 303, 304, 307, 308]) {
    it(`with redirect ${status} is not followed, and the target never gets the token`, async () => {
      const seen: (string | undefined)[] = [];
      const target = await httpServer((request, response) => {
        seen.push(request.headers.authorization);
        answer(response, 200, envelope('{"orderNo":"YL1"}'));
      });
      try {
        const error = await rejection(
          post(status, '', { Location: `${target.url}/elsewhere` }),
          RedirectError,
        );
        assert.deepEqual([error.status, error.reached, seen], [status, 'maybe', []]);
        const sentence = error.sentence();
        assert.ok(
          sentence.includes(`${target.url}/elsewhere`) && sentence.includes(new URL(server.url).host),
        );
      } finally {
        await target.close();
      }
    });
  }

  it('with a redirect to nowhere says so', async () => {
    const error = await rejection(post(302, ''), RedirectError);
    assert.match(error.sentence(), /redirects to \?\. Redirects are not followed/);
    assert.ok(error instanceof PortalError);
  });
});
