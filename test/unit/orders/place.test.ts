import assert from 'node:assert/strict';
import { OutdatedReviewError } from '../../../src/orders/outcome';
import { OtherSignInError } from '../../../src/portal/explained';
import { refusedField } from '../../../src/orders/order';
import { ConnectionError, RedirectError } from '../../../src/portal/errors';
import { SignInNeededError } from '../../../src/portal/sessionTokens';
import { type Intercept, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { after, onSave, place } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { referenceBody, referenceOrder, subscribeRule } from '../support/reference';
import { count, failure, savePath } from '../support/requests';

describe('placing an order', () => {
  let portal: TestPortal;
  let parts: Parts;
  let patience: number;

  beforeEach(async () => {
    portal = await startPortal();
    patience = 5;
    parts = await signedIn(portal, { patience: () => patience });
  });

  afterEach(() => portal.close());

  const sent = () => count(portal.requests, savePath);
  const atPortal = () => portal.orders.length;

  it('sends the reviewed text byte for byte, once, and returns the receipt', async () => {
    const outcome = await place(parts);
    const [order] = portal.orders;
    assert.ok(outcome.kind === 'placed' && order);
    assert.equal(order.body, referenceBody);
    assert.deepEqual(
      [
        outcome.receipt.orderNo,
        outcome.receipt.orderStatus,
        outcome.receipt.transactionNo,
        outcome.receipt.productNo,
      ],
      ['YL3206252408495661056', 'succeed', 'HX3206252409602957313', '3658B4311196K2ID'],
    );
    assert.match(outcome.requestId, /^[0-9a-f]{32}$/);
    assert.ok(outcome.reply.includes(outcome.requestId) && outcome.reply.includes('"instanceId":"1280297"'));
    assert.deepEqual([sent(), atPortal()], [1, 1]);
  });

  it('returns a status other than succeed unchanged', async () => {
    onSave(portal, (_request, process) => {
      const reply = process();
      return { ...reply, body: reply.body.replace('"orderStatus":"succeed"', '"orderStatus":"pending"') };
    });
    const outcome = await place(parts);
    assert.ok(outcome.kind === 'placed');
    assert.equal(outcome.receipt.orderStatus, 'pending');
  });

  it('sends nothing if the review became outdated before sending', async () => {
    const outcome = await place(parts, { isCurrent: () => false });
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof OutdatedReviewError);
    assert.deepEqual([sent(), atPortal()], [0, 0]);
  });

  it('does not resend if the review became outdated while the token was renewed', async () => {
    const outcome = await place(parts, {
      between: () => portal.expireTokens(),
      isCurrent: () => sent() === 0,
    });
    assert.equal(outcome.kind, 'notSent');
    assert.deepEqual([sent(), atPortal()], [1, 0]);
  });

  it('reports the field of a refusal, and can be retried', async () => {
    const outcome = await place(parts, { values: { billingId: '3197218168379846217' } });
    assert.ok(outcome.kind === 'refused');
    assert.equal(refusedField(outcome.error, referenceOrder, subscribeRule()), 'billingId');
    assert.match(
      outcome.error.sentence(),
      /billingId: unknown \(HTTP 400, parameter_validation_failed, request \w+\)/,
    );
    assert.deepEqual([sent(), atPortal()], [1, 0]);
    assert.equal((await place(parts)).kind, 'placed');
  });

  const asRefused = [
    ['HTTP 400', 400],
    ['HTTP 403', 403],
    ['HTTP 404', 404],
    ['HTTP 422', 422],
    ['HTTP 429', 429],
  ] as const;
  for (const [what, status] of asRefused) {
    it(`is refused by ${what} with an envelope`, async () => {
      onSave(portal, () => failure(status, 'no_way'));
      const outcome = await place(parts);
      assert.ok(outcome.kind === 'refused');
      assert.equal(outcome.error.refusal.code, 'no_way');
      assert.equal(sent(), 1);
    });
  }

  it('is refused by the body’s status with HTTP 200', async () => {
    onSave(portal, () => ({ ...failure(400, 'quota_exceeded'), status: 200 }));
    assert.equal((await place(parts)).kind, 'refused');
  });

  const text = (status: number, body: string): Reply => ({ status, headers: {}, body });
  const asUnknown: readonly (readonly [what: string, intercept: Intercept, orders: 0 | 1])[] = [
    ['HTTP 500 before it was processed', () => failure(500, 'internal_error'), 0],
    ['HTTP 500 after it was processed', after(() => failure(500, 'internal_error')), 1],
    ['HTTP 502 of a gateway after it was processed', after(() => text(502, '<html>Bad gateway</html>')), 1],
    ['HTTP 503 with Retry-After', () => ({ ...failure(503, 'busy'), headers: { 'Retry-After': '0' } }), 0],
    ['a body status 500 with HTTP 200', after(() => ({ ...failure(500, 'internal_error'), status: 200 })), 1],
    ['a code other than success with HTTP 200 and status 200', () => failure(200, 'quota_exceeded'), 0],
    ['HTTP 409', after(() => failure(409, 'duplicate_request')), 1],
    ['HTTP 408', after(() => failure(408, 'timeout')), 1],
    ['HTTP 404 with an HTML page', () => text(404, '<html>Not found</html>'), 0],
    ['HTTP 403 with an HTML page', after(() => text(403, '<html>Blocked</html>')), 1],
    ['HTTP 429 without a body', () => text(429, ''), 0],
    ['a refusal that names an order', after(() => failure(400, 'late', '{"orderNo":"YL1"}')), 1],
    [
      'the second reply, if a gateway delivers the order twice',
      (_request, process) => {
        process();
        return process();
      },
      1,
    ],
    ['HTTP 400 with code success', after((reply) => ({ ...reply, status: 400 })), 1],
    ['a login page with HTTP 200', () => text(200, '<html>Sign in</html>'), 0],
    ['an empty reply', after(() => text(200, '')), 1],
    ['a truncated reply', after((reply) => ({ ...reply, body: reply.body.slice(0, -1) })), 1],
    ['success without an envelope', after(() => text(200, '{"orderNo":"YL1"}')), 1],
    ['a redirect', () => ({ ...text(302, ''), headers: { Location: '/login' } }), 0],
    ['a redirect that keeps the method', () => ({ ...text(307, ''), headers: { Location: savePath } }), 0],
    [
      'a reset before it was processed',
      (_request, _process, response) => void response.socket?.resetAndDestroy(),
      0,
    ],
    [
      'a reset after it was processed',
      (_request, process, response) => {
        process();
        response.socket?.resetAndDestroy();
        return undefined;
      },
      1,
    ],
    [
      'a reply that is cut off',
      (_request, process, response) => {
        const { body } = process();
        response.writeHead(200, { 'Content-Length': body.length });
        response.write(body.slice(0, 40), () => response.destroy());
        return undefined;
      },
      1,
    ],
    ['no reply in time, though processed', (_request, process) => void process(), 1],
    ['no reply in time', () => undefined, 0],
  ];
  for (const [what, intercept, orders] of asUnknown) {
    it(`has an unknown outcome after ${what}, and does not resend`, async () => {
      onSave(portal, intercept);
      const between = () => {
        // Only what is never answered has to time out; everything else may take its time on a busy machine.
        patience = what.startsWith('no reply') ? 2 : patience;
      };
      const outcome = await place(parts, { between });
      assert.ok(outcome.kind === 'unknown', outcome.kind);
      assert.match(outcome.error.sentence(), /^\S.{20,}/);
      assert.doesNotMatch(outcome.error.sentence(), /try again/i);
      assert.deepEqual([sent(), atPortal()], [1, orders]);
    });
  }

  for (const result of ['null', 'true', '{}', '{"orderNo":""}', '{"orderStatus":"succeed"}']) {
    it(`has an unknown outcome after success with the result ${result}, which names no order`, async () => {
      const reply = { ...failure(200, 'success', result), status: 200 };
      onSave(
        portal,
        after(() => reply),
      );
      const outcome = await place(parts);
      assert.ok(outcome.kind === 'unknown');
      assert.match(outcome.error.sentence(), /reported success but named no order/);
      assert.equal(outcome.reply, reply.body);
      assert.deepEqual([sent(), atPortal()], [1, 1]);
    });
  }

  it('is not sent if nothing listens', async () => {
    // Without keep-alive: on a connection left from the snapshot, the order could break after it was sent.
    portal.intercept = (_request, process) => {
      const reply = process();
      return { ...reply, headers: { ...reply.headers, Connection: 'close' } };
    };
    const outcome = await place(parts, { between: () => portal.close() });
    assert.ok(outcome.kind === 'notSent');
    assert.ok(outcome.error instanceof ConnectionError && outcome.error.reached === 'no');
    portal = await startPortal();
  });

  it('does not follow a redirect', async () => {
    onSave(portal, () => ({ ...text(308, ''), headers: { Location: savePath } }));
    const outcome = await place(parts);
    assert.ok(outcome.kind === 'unknown' && outcome.error instanceof RedirectError);
    assert.equal(sent(), 1);
  });

  it('sends nothing after a new sign-in since the review', async () => {
    const outcome = await place(parts, {
      between: () => parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false }),
    });
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof OtherSignInError);
    assert.match(outcome.error.sentence(), /Review it again/);
    assert.equal(sent(), 0);
  });

  it('sends nothing after a sign-out since the review', async () => {
    const outcome = await place(parts, { between: () => parts.session.signOut() });
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof SignInNeededError);
    assert.equal(sent(), 0);
  });

  it('sends the order after a token renewal within the same sign-in', async () => {
    const outcome = await place(parts, {
      between: async () => parts.session.renew((await parts.session.authorization()).header),
    });
    assert.equal(outcome.kind, 'placed');
    assert.deepEqual([sent(), atPortal()], [1, 1]);
  });
});
