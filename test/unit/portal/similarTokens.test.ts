import assert from 'node:assert/strict';
import { partsFor } from '../support/portal';
import { answer, envelope } from '../support/replies';
import { tokenPath } from '../support/requests';
import { type Listening, httpServer } from '../support/servers';
import { watchTurns } from '../support/turns';

const size = 500 * 1024;
const ordinary = 'an-ordinary-token-4711';

/** Tokens that a portal may issue besides the one in use. */
const further = (token: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`token${index}`, token(index)]));

const words = (piece: string) => piece.repeat(size / piece.length);

/** What the portal issues, and what it replies later. */
const replies: readonly (readonly [what: string, issued: Record<string, string>, text: string])[] = [
  ['tokens that contain each other', further((index) => 'A'.repeat(8 + index)), words('A')],
  ['tokens that begin alike', further((index) => `${'A'.repeat(60)}${index}`), words('A')],
  ['a token of one letter', { token: 'A'.repeat(24) }, words('A')],
  ['numbers as tokens', further((index) => '1'.repeat(4 + (index % 16))), words('token 1111 ')],
  ['words of two and three letters', {}, words('ab cd ef ghi jk lm no pqr ')],
  ['such words with escaped letters', {}, words('%C3%A4 ab cd ef ghi jkl mno pqr st ')],
];

describe('a reply of 500 KB is read without blocking', () => {
  let server: Listening;
  let issued: Record<string, string>;
  let text: string;

  before(async () => {
    server = await httpServer((request, response) => {
      request.resume();
      const result = request.url === tokenPath ? { token: ordinary, expiresIn: 1800, ...issued } : [{ text }];
      answer(response, 200, envelope(JSON.stringify(result)));
    });
  });

  after(() => server.close());

  for (const [what, tokens, laterText] of replies) {
    it(`if tokens or text are ${what}`, async () => {
      [issued, text] = [tokens, laterText];
      const parts = partsFor(server.url, { requestTimeout: 60 });
      const client = { clientId: 'an-ordinary-client', clientSecret: 'an-ordinary-secret-0815' };
      await parts.session.signInWithCredentials(parts.baseUrl, client, { keepCredentials: false });
      const { header } = await parts.session.authorization();
      const turns = watchTurns();
      const reply = await parts.http.send({
        method: 'GET',
        baseUrl: parts.baseUrl,
        path: '/user/openapi/user/v1/client/billing_contact_list',
        authorization: header,
      });
      const longest = turns.stop();
      assert.equal(reply.status, 200);
      for (const token of Object.values(tokens)) {
        assert.ok(token.length < 8 || !reply.text.includes(token), token);
      }
      assert.ok(longest < 250, `nothing else ran while the processor worked for ${longest} ms`);
    });
  }
});
