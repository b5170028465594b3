import assert from 'node:assert/strict';
import { withPortal, type Caller } from '../../portal/caller';
import { ids, orderText, savePath } from '../sandbox/orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const getPath = '/order/openapi/order/v1/get/';
const first = `${getPath}YL3206252408495661056`;

async function statuses(caller: Caller, ...paths: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const path of paths) {
    found.push((await caller.get(path)).status);
  }
  return found;
}

/** Can be bought again and again. */
const minutes = { serviceId: ids.recordingMinutes, quantity: '100' };

describe('test portal: the switches for faults', () => {
  it('hold for an exact path and leave what is next to it alone', async () => {
    await withPortal({}, async (caller, portal) => {
      await caller.post(savePath, orderText());
      await portal.faults.set('unavailableBefore', { path: pagePath });
      assert.deepEqual(
        await statuses(caller, pagePath, `${pagePath}?pageNo=1`, first, `${pagePath}/x`),
        [503, 503, 200, 404],
      );
    });
  });

  it('hold for all that a path with a slash at its end begins', async () => {
    await withPortal({}, async (caller, portal) => {
      await caller.post(savePath, orderText());
      await portal.faults.set('unavailableBefore', { path: getPath });
      assert.deepEqual(await statuses(caller, first, `${getPath}1`, pagePath), [503, 503, 200]);
    });
  });

  it('hold for one method', async () => {
    await withPortal({}, async (caller, portal) => {
      await portal.faults.set('badGatewayBefore', { method: 'POST' });
      assert.equal((await caller.get(pagePath)).status, 200);
      assert.equal((await caller.post(savePath, orderText())).status, 502);
      assert.equal(portal.orders.length, 0);
    });
  });

  it('hold for everything, until they are cleared', async () => {
    await withPortal({}, async (caller, portal) => {
      await portal.faults.set('forbidden');
      await portal.faults.set('html', { path: pagePath });
      assert.deepEqual(await statuses(caller, first, pagePath, '/nowhere'), [403, 403, 403]);
      await portal.faults.clear();
      assert.deepEqual(await statuses(caller, first, pagePath, '/nowhere'), [400, 200, 404]);
    });
  });

  it('hold as many times as they are set for, and then give way to the next', async () => {
    await withPortal({}, async (caller, portal) => {
      await portal.faults.set('tooManyRequests', { path: pagePath, times: 2 });
      await portal.faults.set('unauthorizedBefore', { times: 1 });
      assert.deepEqual(
        await statuses(caller, pagePath, '/nowhere', pagePath, pagePath),
        [429, 401, 429, 200],
      );
    });
  });

  it('take no number of times that is none', async () => {
    await withPortal({}, async (caller, portal) => {
      for (const times of [0, -1, 1.5, NaN]) {
        await assert.rejects(portal.faults.set('html', { times }), /html.*whole number/);
      }
      await assert.rejects(portal.faults.set('connectionRefused', { times: 1 }), /connectionRefused/);
      assert.equal((await caller.get(pagePath)).status, 200);
    });
  });

  it('keep a request under a fault from the interceptor, and its record among the requests', async () => {
    const intercepted: string[] = [];
    await withPortal(
      {
        intercept: ({ path }, process) => {
          intercepted.push(path);
          return process();
        },
      },
      async (caller, portal) => {
        await portal.faults.set('internalErrorAfter', { path: savePath, times: 1 });
        await caller.post(savePath, orderText());
        assert.equal(portal.requests.at(-1)?.path, savePath);
        assert.ok(!intercepted.includes(savePath));
        await caller.post(savePath, orderText());
        assert.equal(intercepted.at(-1), savePath);
      },
    );
  });

  it('process what is late in the order in which it came, when told and once', async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    await withPortal({ now: () => now }, async (caller, portal) => {
      const { faults } = portal;
      await faults.set('processedLate', { path: savePath });
      await caller.post(savePath, orderText({ poNumber: '"one"' }, minutes));
      await caller.post(savePath, orderText({ billingId: '1' }));
      await faults.clear();
      await faults.set('processedLateReset', { path: savePath });
      await assert.rejects(caller.post(savePath, orderText({ poNumber: '"two"' }, minutes)));
      await faults.clear();
      await caller.post(savePath, orderText({ poNumber: '"at once"' }, minutes));
      assert.deepEqual(
        portal.orders.map(({ poNumber }) => poNumber),
        ['at once'],
      );
      now += 5 * 60_000;
      assert.deepEqual(
        faults.processLate().map(({ status }) => status),
        [200, 400, 200],
      );
      assert.deepEqual(faults.processLate(), []);
      assert.deepEqual(
        portal.orders.map(({ poNumber, createTime }) => [poNumber, createTime]),
        [
          ['at once', now - 5 * 60_000],
          ['one', now],
          ['two', now],
        ],
      );
    });
  });

  it('process what is late with the token of then, and not what came with a bad one', async () => {
    await withPortal({}, async (caller, portal) => {
      await portal.faults.set('processedLate', { path: savePath });
      await caller.post(savePath, orderText());
      portal.expireTokens();
      await caller.post(savePath, orderText({}, minutes));
      assert.deepEqual(
        portal.faults.processLate().map(({ status }) => status),
        [200, 401],
      );
      assert.equal(portal.orders.length, 1);
    });
  });
});
