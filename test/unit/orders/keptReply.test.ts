import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { Journal } from '../../../src/orders/journal';
import { keptReply } from '../../../src/orders/send';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { startPortal, type Reply, type TestPortal } from '../../portal/testPortal';
import { after, onSave, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { failure } from '../support/requests';

describe('the reply to an order', () => {
  let portal: TestPortal;
  let parts: Parts;
  let folder: string;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    folder = ordersFolder();
  });

  afterEach(async () => {
    removeFolder(folder);
    await portal.close();
  });

  /** Places an order. @returns Its outcome, and its entry as another window reads it from the disk. */
  async function placed(order?: OrderToPlace) {
    const orders = orderParts(parts, folder);
    const ended = await orders.placement.place(order ?? (await review(parts)));
    orders.dispose();
    const journal = new Journal(folder, parts.log);
    await journal.load();
    const [entry] = journal.entries;
    assert.ok(ended.outcome.kind !== 'blocked' && entry);
    return { outcome: ended.outcome, current: entry.current };
  }

  const text = (status: number, body: string): Reply => ({ status, headers: {}, body });
  const named = (reply: Reply, change: (body: string) => string): Reply => ({
    ...reply,
    body: change(reply.body),
  });
  const replies: readonly (readonly [what: string, kind: string, answer: (reply: Reply) => Reply])[] = [
    ['a success', 'placed', (reply) => reply],
    ['500 with an order number', 'unknown', (reply) => ({ ...reply, status: 500 })],
    [
      'a success with status null',
      'unknown',
      (reply) => named(reply, (body) => body.replace('"status":200', '"status":null')),
    ],
    ['an HTML page', 'unknown', () => text(502, '<html>\n<body>Bad gateway, ray 7f3a</body></html>')],
    ['an HTML page with HTTP 200', 'unknown', () => text(200, '<html>\n<body>Sign in</body></html>')],
    ['a redirect', 'unknown', () => ({ ...text(302, 'moved'), headers: { Location: '/login' } })],
    ['401 after processing', 'unknown', () => failure(401, 'unauthorized')],
    ['409', 'unknown', () => failure(409, 'duplicate_request')],
  ];
  for (const [what, kind, answer] of replies) {
    it(`is kept whole in the outcome and in the journal: ${what}`, async () => {
      let body = '';
      onSave(
        portal,
        after((reply) => {
          const sent = answer(reply);
          body = sent.body;
          return sent;
        }),
      );
      const { outcome, current } = await placed();
      assert.equal(outcome.kind, kind);
      assert.equal(outcome.reply, body);
      assert.equal('reply' in current ? current.reply : undefined, body);
    });
  }

  it('is kept for a refusal, and for a second 401', async () => {
    onSave(portal, () => failure(400, 'no_way'));
    const { outcome, current } = await placed();
    assert.ok(outcome.kind === 'refused' && current.state === 'refused');
    assert.deepEqual(
      [outcome.reply, current.reply],
      [failure(400, 'no_way').body, failure(400, 'no_way').body],
    );
    onSave(portal, () => failure(401, 'unauthorized'));
    removeFolder(folder);
    const second = await placed();
    assert.ok(second.outcome.kind === 'notSent' && second.current.state === 'notSent');
    assert.equal(second.current.reply, failure(401, 'unauthorized').body);
  });

  it('is kept without the token that it repeats', async () => {
    const { header } = await parts.session.authorization();
    const token = header.split(' ')[1] ?? '';
    assert.ok(token.length > 8);
    onSave(portal, () => failure(500, 'failed', JSON.stringify({ headers: { Authorization: header } })));
    const { outcome, current } = await placed();
    assert.ok(outcome.kind === 'unknown' && current.state === 'unknown');
    for (const told of [JSON.stringify(current), outcome.error.sentence(), String(outcome.error)]) {
      assert.ok(!told.includes(token), told);
    }
    assert.match(outcome.reply ?? '', /Bearer <redacted>/);
  });

  it('is kept without the refresh token and the client secret that it repeats', async () => {
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true });
    const [stored = ''] = parts.secrets.values.values();
    const { refreshToken } = z.parse(z.object({ refreshToken: z.string() }), JSON.parse(stored));
    const held = [refreshToken, portal.clientSecret];
    onSave(portal, () => failure(500, 'failed', JSON.stringify({ held })));
    const { outcome, current } = await placed();
    assert.ok(outcome.kind === 'unknown' && current.state === 'unknown');
    for (const secret of held) {
      assert.ok(!`${JSON.stringify(current)} ${String(outcome.error)}`.includes(secret), secret);
    }
    assert.match(outcome.reply ?? '', /"held":\["<redacted>","<redacted>"\]/);
  });

  const escapable = 'c2VjcmV0LXRva2Vu/3ZhbHVl+A==';
  const spelled = [
    ['JSON', escapable.replaceAll('=', '\\u003d').replaceAll('/', '\\/')],
    ['URLs', encodeURIComponent(escapable)],
    ['HTML', escapable.replaceAll('=', '&#61;')],
  ] as const;
  for (const [what, token] of spelled) {
    it(`is kept without the token that it repeats with the escapes of ${what}`, async () => {
      const order = await review(parts);
      await parts.session.signInWithToken(parts.baseUrl, escapable);
      const { signInId } = await parts.session.authorization();
      onSave(portal, () => failure(500, 'failed', `{"authorization":"Bearer ${token}"}`));
      const { outcome, current } = await placed({ ...order, signInId });
      assert.ok(outcome.kind === 'unknown' && current.state === 'unknown');
      assert.match(outcome.reply ?? '', /"Bearer <redacted>"/);
      assert.equal(current.reply, outcome.reply);
      assert.ok(!parts.log.text.includes(token));
    });
  }

  it('is reported without the secrets in the address of a redirect', async () => {
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true });
    const held = [...parts.session.secrets];
    assert.equal(held.length, 3);
    onSave(portal, () => ({
      ...text(302, ''),
      headers: {
        Location: `https://sso.example/login?${held.map((one) => `jwt=${encodeURIComponent(one)}`).join('&')}`,
      },
    }));
    const { outcome, current } = await placed();
    assert.ok(outcome.kind === 'unknown' && current.state === 'unknown');
    assert.match(current.reason, /sso\.example\/login\?jwt=<redacted>&jwt=<redacted>&jwt=<redacted>/);
    for (const secret of held) {
      const told = `${JSON.stringify(current)} ${String(outcome.error)} ${parts.log.text}`;
      assert.ok(!told.includes(secret), secret);
    }
  });

  it('is truncated if it is very long, and says so', async () => {
    onSave(portal, () => text(502, 'x'.repeat(200_000)));
    const { outcome } = await placed();
    assert.ok(outcome.reply);
    assert.ok(outcome.reply.length < 66_000, String(outcome.reply.length));
    assert.match(outcome.reply, /x\n\[Cut here: the first 65536 of 200000 characters\.\]$/);
    assert.equal(keptReply('x'.repeat(65_536)), 'x'.repeat(65_536));
  });
});
