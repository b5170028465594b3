import assert from 'node:assert/strict';
import { PortalError } from '../../../src/portal/errors';
import { type Json, parseExact } from '../../../src/portal/exactJson';
import { findRecords } from '../../../src/portal/findRecords';
import { readPrice } from '../../../src/portal/price';
import { type Reply, startPortal, type TestPortal } from '../../portal/testPortal';
import { onSave, place } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { envelope } from '../support/replies';
import { savePath } from '../support/requests';

const nested = (depth: number, inner: string) =>
  `${'{"productNo":"P","a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;
const listOf = (count: number, row: (index: number) => string) =>
  `[${Array.from({ length: count }, (_, index) => row(index)).join(',')}]`;

/** Results beyond the limits, each smaller than 512 KB. */
const beyond: readonly (readonly [what: string, result: string])[] = [
  ['records nested thousands of levels deep', nested(5000, '1')],
  ['lists nested thousands of levels deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['many chains of nested records', listOf(60, () => nested(250, '1'))],
  ['too many empty records', listOf(160_000, () => '{}')],
  ['too many empty lists', listOf(160_000, () => '[]')],
  ['too many numbers', listOf(200_000, () => '1')],
  ['too many keys', `{${Array.from({ length: 30_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
  [
    'many values a few hundred levels deep',
    nested(
      250,
      listOf(10_000, () => '1'),
    ),
  ],
  ['too many hostile names', listOf(20_000, () => '{"\\u202e}{[\\"":"\\ud800"}')],
];

const reply = (status: number, body: string): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body,
});

describe('a reply beyond the limits', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
  });

  afterEach(() => portal.close());

  for (const [what, result] of beyond) {
    it(`is not read, and the error says so: ${what}`, async () => {
      assert.ok(result.length < 512 * 1024, String(result.length));
      portal.intercept = () => reply(200, envelope(result));
      const page = { pageNo: 1, pageSize: 25 };
      const errors = await Promise.all([
        rejection(parts.client.instances(13, page), PortalError),
        rejection(parts.client.orders(page), PortalError),
        rejection(parts.client.catalogue(13), PortalError),
      ]);
      for (const error of errors) {
        assert.equal(error.name, 'TooComplexReplyError');
        assert.match(
          error.sentence(),
          /has more than 15000 values, or they are nested too deeply\. The reply was not read/,
        );
        assert.equal(error.reached, 'maybe');
      }
    });

    it(`leaves the outcome of an order unknown, whatever it says: ${what}`, async () => {
      for (const [status, text] of [
        [200, envelope(`{"orderNo":"YL1","a":${result}}`)],
        [400, envelope(result, { code: 'parameter_validation_failed', status: 400 })],
        [401, envelope(result, { code: 'unauthorized', status: 401 })],
        [500, envelope(result, { code: 'failed', status: 500 })],
      ] as const) {
        onSave(portal, () => reply(status, text));
        const outcome = await place(parts);
        assert.equal(outcome.kind, 'unknown', String(status));
        assert.ok('error' in outcome);
        assert.match(outcome.error.sentence(), /The reply was not read/);
        assert.equal(outcome.reply?.slice(0, 1000), text.slice(0, 1000));
        assert.equal(portal.requests.filter(({ path }) => path === savePath).length, 1);
        portal = await restarted();
      }
    });
  }

  it('leaves the outcome of an order unknown if it is too large to be received', async () => {
    onSave(portal, () => reply(400, envelope(`"${'x'.repeat(600_000)}"`, { code: 'refused', status: 400 })));
    const outcome = await place(parts);
    assert.equal(outcome.kind, 'unknown');
    assert.match('error' in outcome ? outcome.error.sentence() : '', /is larger than 512 KB/);
  });

  it('is not a list of 100 rows with 90 values each, in 400 KB', async () => {
    const row = (index: number) =>
      `{"productNo":"P${index}","comment":"${'}[{]"'.replaceAll('"', '\\"').repeat(300)}",${Array.from({ length: 88 }, (_, key) => `"k${key}":"${'v'.repeat(10)}"`).join(',')}}`;
    portal.intercept = () => reply(200, envelope(`{"results":${listOf(100, row)},"total":100}`));
    const { rows } = await parts.client.instances(13, { pageNo: 1, pageSize: 100 });
    assert.equal(rows.length, 100);
  });

  it('does not affect the next reply within the limits', async () => {
    portal.intercept = () => reply(200, envelope(listOf(160_000, () => '{}')));
    await rejection(parts.client.products(), PortalError);
    portal.intercept = (_request, process) => process();
    assert.ok((await parts.client.products()).length > 0);
  });

  async function restarted(): Promise<TestPortal> {
    await portal.close();
    portal = await startPortal();
    parts = await signedIn(portal);
    return portal;
  }
});

describe('the processing of a reply', () => {
  it('does not slow down with the records around each record: a chain of 60,000 is read at once', () => {
    let chain: Json = '1';
    for (let count = 0; count < 60_000; count++) {
      chain = { serviceId: '1', a: chain };
    }
    const found = findRecords(chain, 'serviceId');
    assert.equal(found.length, 60_000);
    assert.equal(found.at(-1)?.within.length, 59_999);
  });

  it('takes no longer for each of many spellings of one name in a price', () => {
    const keys = Array.from(
      { length: 12_000 },
      (_, index) => `total${index.toString(2).padStart(14, '0').replaceAll('0', '-').replaceAll('1', '_')}`,
    );
    const json = parseExact(
      `{${keys.map((key) => `"${key}":"1.00"`).join(',')},"currency":"USD","total":"1.00"}`,
    );
    const before = process.cpuUsage();
    assert.deepEqual(readPrice(json), { amount: '1.00', currency: 'USD' });
    const { user, system } = process.cpuUsage(before);
    // Comparing each spelling with all others would take seconds.
    assert.ok((user + system) / 1000 < 500, `${(user + system) / 1000} ms`);
  });

  it('recognizes order numbers in text, whatever stands between word and number', async () => {
    const { namesCreatedThing: namesOrder } = await import('../../../src/portal/portalOrders');
    for (const text of [
      'Order SO-123',
      'order no. 7',
      '"orderNo":"A1"',
      `order${' '.repeat(100)}SO-123`,
      `order no${' : '.repeat(50)}7`,
      'order---_5',
      'transaction ref=[x] receipt (8)',
    ]) {
      assert.ok(namesOrder(text), text);
    }
    for (const text of ['order', 'order no.', 'an order of one', `order${' '.repeat(100)}x`, 'border 7']) {
      assert.ok(!namesOrder(text), text);
    }
  });
});
