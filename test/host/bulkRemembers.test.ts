import assert from 'node:assert/strict';
import { BulkScene, choose, instances, until } from './bulkScene';

const otherContact = '3197218168379846219';

describe('The bulk order of an account', () => {
  let scene: BulkScene;

  afterEach(() => scene.close());

  it('suggests the contact and the cycle of the last one that was placed', async () => {
    scene = await BulkScene.open();
    const argument = { instances: instances.slice(0, 2) };
    const first = await scene.loaded('pbx.renew', argument);
    await choose(first, { billingCycle: 'monthly', billingId: otherContact });
    assert.equal(first.ordered.length, 2);
    await first.review();
    await scene.place(first, 'Place 2 Orders');
    await until(first, ({ phase }) => phase === 'ended');

    const next = await scene.loaded('pbx.subscribeHighAvailability', argument);
    const { billingCycle, billingId } = next.values;
    assert.deepEqual([billingCycle, billingId], ['monthly', otherContact]);
  });
});
