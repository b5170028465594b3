import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { validHttpSettings } from '../../../src/portal/httpRequest';
import { startPortal } from '../../portal/testPortal';
import { orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { partsFor, signedIn } from '../support/portal';
import { savePath } from '../support/requests';

describe('hand-written settings', () => {
  const timeouts: readonly (readonly [written: unknown, used: number])[] = [
    [30, 30],
    [1, 1],
    [600, 600],
    [2.5, 2.5],
    [0.2, 1],
    [5_000_000, 600],
    [Infinity, 600],
    [1e308, 600],
    [-1, 30],
    [0, 30],
    [-Infinity, 30],
    [NaN, 30],
    ['45', 30],
    [null, 30],
    [undefined, 30],
    [[60], 30],
    [{}, 30],
    [true, 30],
  ];
  for (const [written, used] of timeouts) {
    it(`use a time-out of ${used} s for ${inspect(written)}, and report it if it differs`, () => {
      const { requestTimeout, problems } = validHttpSettings({
        requestTimeout: written,
        userAgent: 'OpenAPI',
      });
      assert.equal(requestTimeout, used);
      assert.equal(problems.length, written === used ? 0 : 1);
      assert.ok(problems.every((problem) => problem.includes(`${used} is used`)));
    });
  }

  for (const userAgent of ['OpenAPI', 'Partner/1.0 (Lagos; +https://example.test)', '~']) {
    it(`send the user agent ${userAgent} unchanged`, () => {
      assert.deepEqual(validHttpSettings({ requestTimeout: 30, userAgent }), {
        requestTimeout: 30,
        userAgent,
        problems: [],
      });
    });
  }

  const agents = [
    '',
    '   ',
    'OpenAPI 中',
    'a\r\nX-Evil: 1',
    'tab\there',
    'é',
    '\u0000',
    '😀',
    7,
    null,
    undefined,
  ];
  for (const written of agents) {
    it(`send OpenAPI for the user agent ${inspect(written)}, and report it`, () => {
      const { userAgent, problems } = validHttpSettings({ requestTimeout: 30, userAgent: written });
      assert.deepEqual([userAgent, problems.length], ['OpenAPI', 1]);
    });
  }
});

describe('a request that cannot be made', () => {
  for (const requestTimeout of [-1, NaN, 1e15]) {
    it(`because of a time-out of ${requestTimeout} s never leaves, so its order counts as not sent`, async () => {
      const portal = await startPortal();
      const folder = ordersFolder();
      const good = await signedIn(portal);
      const order = await review(good);
      const bad = partsFor(portal.baseUrl, { requestTimeout, secrets: good.secrets });
      await bad.session.open(bad.baseUrl);
      const orders = orderParts(bad, folder);
      try {
        const ended = await orders.placement.place(order);
        assert.ok(ended.outcome.kind === 'notSent', JSON.stringify(ended));
        assert.deepEqual(
          portal.requests.filter(({ path }) => path === savePath),
          [],
        );
      } finally {
        orders.dispose();
        await portal.close();
        removeFolder(folder);
      }
    });
  }
});
