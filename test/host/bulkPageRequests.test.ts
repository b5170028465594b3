import assert from 'node:assert/strict';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import { handleBulkRequest } from '../../src/form/bulk/bulkPanel';
import { failure, savePath } from '../unit/support/requests';
import { BulkScene, choose, contact, instances, recordingMinutes, until } from './bulkScene';
import { askedWhile } from './elsewhere';

describe('What the page of a bulk order may ask for', () => {
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(() => scene.close());

  async function reviewed(): Promise<BulkOrder> {
    const bulk = await scene.loaded('pbx.expand', { instances, serviceId: recordingMinutes });
    bulk.rows.forEach((_row, index) => bulk.enter(index, 'quantity', '100'));
    await choose(bulk, { billingCycle: 'annually', billingId: contact });
    await bulk.review();
    return bulk;
  }

  it('is no copy of a review that it has left, because the session changed while the user was asked', async () => {
    const bulk = await reviewed();
    const { handlers } = scene.parts;
    const change = async () => {
      await handlers['pbx.exploreSandbox'](undefined);
      return undefined;
    };
    try {
      await askedWhile(change, () => bulk.place(bulk.state.reviewId));
      for (const request of ['copyShell', 'copyJson'] as const) {
        await assert.rejects(
          handleBulkRequest(bulk, { id: 1, request }, () => 'OpenAPI'),
          /no longer under review\. Nothing was copied/,
        );
      }
      assert.equal(bulk.phase, 'edit');
    } finally {
      await handlers['pbx.leaveSandbox'](undefined);
    }
  });

  it('is the rest of its rows once its run has ended, and not before', async () => {
    const bulk = await reviewed();
    scene.portal.intercept = (request, process) =>
      request.path === savePath ? failure(400, 'no_way') : process();
    await scene.place(bulk, 'Place 3 Orders');
    await until(bulk, ({ phase }) => phase === 'paused');
    scene.parts.bulk.openRest(bulk);
    assert.equal(scene.parts.bulk.models.length, 1);
    await bulk.stop();
    scene.parts.bulk.openRest(bulk);
    assert.equal(scene.parts.bulk.models.length, 2);
  });
});
