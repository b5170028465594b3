import assert from 'node:assert/strict';
import { UnreadableReplyError } from '../../../src/portal/errors';
import { requestTokens, TooLongTokenError, TooManyTokensError } from '../../../src/portal/tokens';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { type Listening, httpServer } from '../support/servers';

describe('the reply to a token call', () => {
  let server: Listening;
  let result: string;

  before(async () => {
    server = await httpServer((_request, response) => answer(response, 200, envelope(result)));
  });

  after(() => server.close());

  function read(text: string) {
    result = text;
    const { http, baseUrl } = partsFor(server.url);
    return requestTokens(http, baseUrl, { clientId: 'id', clientSecret: 'secret' });
  }

  const lifetimes = [
    ['"1800"', 1800],
    ['900', 900],
    ['null', 1800],
    ['""', 1800],
    ['"soon"', 1800],
    ['{}', 1800],
    ['0', 1800],
    ['"-5"', 1800],
  ] as const;
  for (const [expiresIn, seconds] of lifetimes) {
    it(`with expiresIn ${expiresIn} is valid for ${seconds} s`, async () => {
      assert.equal((await read(`{"token":"a.b.c","expiresIn":${expiresIn}}`)).expiresIn, seconds);
    });
  }

  it('with a token that is too long for a header is not accepted, and the error says so', async () => {
    const [longest, tooLong] = ['a'.repeat(16 * 1024), 'a'.repeat(16 * 1024 + 1)];
    assert.equal((await read(`{"token":"${longest}","refreshToken":"${longest}"}`)).token, longest);
    for (const tokens of [
      { token: tooLong },
      { token: 'a.b.c', refreshToken: tooLong },
      { token: 'a.b.c', idToken: tooLong },
    ]) {
      const error = await rejection(read(JSON.stringify(tokens)), TooLongTokenError);
      assert.match(
        error.sentence(),
        /contains a token of more than 16 KB, which is too long to be sent\. None of its tokens is used\./,
      );
      assert.ok(!`${error.message}${error.sentence()}`.includes('aaaa'));
    }
  });

  it('with more tokens than can be redacted later is not accepted, and the error says so', async () => {
    const further = (count: number, length: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`token${index}`, `${index}-${'b'.repeat(length)}`]),
      );
    for (const tokens of [further(63, 20), further(7, 16_000)]) {
      assert.equal((await read(JSON.stringify({ token: 'a.b.c', ...tokens }))).token, 'a.b.c');
    }
    for (const tokens of [further(64, 20), further(9, 16_000)]) {
      const error = await rejection(read(JSON.stringify({ token: 'a.b.c', ...tokens })), TooManyTokensError);
      assert.match(error.sentence(), /contains more tokens than can be kept secret\. None of them is used\./);
      assert.ok(!`${error.message}${error.sentence()}`.includes('bbbb'));
    }
  });

  it('without expiresIn, tokenHead and refreshToken is valid for the documented 1800 s, as Bearer', async () => {
    assert.deepEqual(await read('{"token":"a.b.c"}'), {
      token: 'a.b.c',
      tokenHead: 'Bearer',
      refreshToken: undefined,
      expiresIn: 1800,
    });
  });

  const heads = [
    ['"Bearer "', 'Bearer'],
    ['"Bearer"', 'Bearer'],
    ['" bearer  "', 'bearer'],
    ['"Token "', 'Token'],
    ['""', 'Bearer'],
    ['" "', 'Bearer'],
    ['null', 'Bearer'],
    ['7', 'Bearer'],
    ['"Bearer\\r\\nX-Evil: 1"', 'Bearer'],
    ['"Two words"', 'Bearer'],
  ] as const;
  for (const [tokenHead, head] of heads) {
    it(`with tokenHead ${tokenHead} is sent as "${head}"`, async () => {
      assert.equal((await read(`{"token":"a.b.c","tokenHead":${tokenHead}}`)).tokenHead, head);
    });
  }

  it('is found inside wrappers', async () => {
    const tokens = await read('{"data":[{"token":"a.b.c","refreshToken":"r"}]}');
    assert.deepEqual([tokens.token, tokens.refreshToken], ['a.b.c', 'r']);
  });

  it('is read from the first record whose token can be sent', async () => {
    assert.equal((await read('{"token":"a b","data":{"token":"a.b.c"}}')).token, 'a.b.c');
  });

  for (const text of [
    'null',
    '{}',
    '{"token":""}',
    '{"token":"a b"}',
    '{"token":"a\\r\\nX: 1"}',
    '{"token":"ключ"}',
    '{"access_token":"a"}',
  ]) {
    it(`has no token that can be sent if it is ${text}`, async () => {
      await rejection(read(text), UnreadableReplyError);
    });
  }
});
