import assert from 'node:assert/strict';
import { RedactedRequestError } from '../../../src/portal/transportErrors';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { after, onSave, place } from '../support/placing';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { envelope } from '../support/replies';
import { count, failure, savePath } from '../support/requests';

describe('a reply to an order that contains secrets', () => {
  let portal: TestPortal;
  let parts: Parts;

  async function start(client: { clientId?: string; clientSecret?: string }): Promise<void> {
    portal = await startPortal(client);
    parts = await signedIn(portal);
  }

  afterEach(() => portal.close());

  for (const clientId of ['12345678', '20260001', '3206', '13', 'succeed', '3658B431', 'YL320625']) {
    it(`has the same outcome and names the same order if the client ID is ${clientId}`, async () => {
      await start({ clientId });
      onSave(
        portal,
        after((reply) => ({ ...reply, body: reply.body.replace(/YL\d+/, 'YL3206252408495661056') })),
      );
      const outcome = await place(parts);
      assert.ok(outcome.kind === 'placed', outcome.kind);
      assert.equal(outcome.receipt.orderNo, 'YL3206252408495661056');
      assert.equal(outcome.receipt.orderStatus, 'succeed');
      assert.equal(outcome.receipt.productNo, '3658B4311196K2ID');
      assert.doesNotMatch(outcome.reply, /redacted/);
    });
  }

  it('has an unknown outcome even if the words that cause it are a secret', async () => {
    await start({ clientSecret: 'already subscribed' });
    onSave(portal, () => failure(400, 'rejected', '{"reason":"already subscribed"}'));
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.match(outcome.reply ?? '', /"reason":"<redacted>"/);
  });

  it('refuses even if its keyword is a secret', async () => {
    await start({ clientSecret: 'parameter_validation_failed' });
    onSave(portal, () => failure(400, 'parameter_validation_failed'));
    const outcome = await place(parts);
    assert.ok(outcome.kind === 'refused');
    assert.ok(!outcome.error.sentence().includes('parameter_validation_failed'));
  });

  it('has an unknown outcome if a secret stands in place of the order number', async () => {
    await start({});
    const [token = ''] = parts.session.secrets;
    onSave(
      portal,
      after((reply) => ({ ...reply, body: reply.body.replace(/YL\d+/, token) })),
    );
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.match(outcome.reply ?? '', /"orderNo":"<redacted>"/);
  });

  it('never becomes part of an order: a request that contains a redaction is not sent', async () => {
    await start({});
    const { baseUrl, header, signInId } = await parts.session.authorization();
    const body = '{"productId":13,"productNo":"<redacted>"}';
    const error = await rejection(
      parts.client.saveOrder({ baseUrl, header, signInId }, body),
      RedactedRequestError,
    );
    assert.equal(error.reached, 'no');
    assert.match(error.sentence(), /Nothing was sent/);
    await rejection(parts.client.calculatePrice(body), RedactedRequestError);
    assert.equal(count(portal.requests, savePath), 0);
  });

  it('is kept without the secrets of another window’s session, and without those from before a renewal', async () => {
    await start({});
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true });
    const first = [...parts.session.secrets];
    const other = partsFor(portal.baseUrl, { secrets: parts.secrets });
    await other.session.open(other.baseUrl);
    portal.expireTokens();
    await other.client.products();
    const secrets = [...new Set([...first, ...other.session.secrets])];
    assert.equal(secrets.length, 5);
    portal.intercept = () => ({
      status: 200,
      headers: {},
      body: envelope(JSON.stringify({ productId: 13, name: secrets.join() })),
    });
    const [product] = await other.client.products();
    assert.equal(product?.name, Array<string>(5).fill('<redacted>').join());
    portal.intercept = (_request, process) => process();
    onSave(portal, () => failure(500, 'failed', JSON.stringify(secrets)));
    const outcome = await place(other);
    assert.equal(outcome.kind, 'unknown');
    for (const secret of secrets) {
      assert.ok(!`${outcome.reply ?? ''} ${other.log.text}`.includes(secret));
    }
  });
});
