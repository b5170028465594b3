import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { Intercept } from '../../portal/testPortal';
import { withPortal } from '../../portal/caller';
import { orderText, savePath } from '../sandbox/orderTexts';

function onSave(fault: Intercept): Intercept {
  return (request, process, response) =>
    request.path === savePath ? fault(request, process, response) : process();
}

describe('test portal: the seam for faults', () => {
  it('can answer 500 after the order was placed', async () => {
    const intercept = onSave((_request, process) => {
      process();
      return { status: 500, headers: {}, body: '' };
    });
    await withPortal({ intercept }, async (caller, portal) => {
      const answer = await caller.post(savePath, orderText());
      assert.deepEqual([answer.status, answer.text], [500, '']);
      assert.equal(portal.orders.length, 1);
    });
  });

  it('can reset the connection before anything is processed', async () => {
    const intercept = onSave((_request, _process, response) => {
      response.socket?.resetAndDestroy();
      return undefined;
    });
    await withPortal({ intercept }, async (caller, portal) => {
      await assert.rejects(caller.post(savePath, orderText()), { code: 'ECONNRESET' });
      assert.equal(portal.orders.length, 0);
      assert.equal(portal.requests.at(-1)?.path, savePath);
    });
  });

  it('can hold a request back until something else has happened', async () => {
    const hold = new EventEmitter();
    const intercept = onSave(async (_request, process) => {
      await once(hold, 'release');
      return process();
    });
    await withPortal({ intercept }, async (caller, portal) => {
      const answer = caller.post(savePath, orderText());
      while (portal.requests.at(-1)?.path !== savePath) {
        await new Promise(setImmediate);
      }
      assert.equal(portal.orders.length, 0);
      hold.emit('release');
      assert.equal((await answer).status, 200);
    });
  });

  it('answers 500 when what stands at the seam fails itself', async () => {
    const intercept = onSave(() => {
      throw new Error('broken fault');
    });
    await withPortal({ intercept }, async (caller) => {
      const { status, envelope } = await caller.post(savePath, orderText());
      assert.deepEqual([status, envelope.code], [500, 'internal_error']);
      assert.match(envelope.detailMessage, /broken fault/);
    });
  });
});
