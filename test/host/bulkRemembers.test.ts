import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { askedWhile } from './elsewhere';
import { removeEntries } from './enemyScene';
import { signedIn } from './extension';

const instances = ['3658B4311196K2ID', '3612C2063653JAK2'].map((productNo) => ({ productNo, productId: 13 }));

describe('The bulk order of an account', () => {
  let parts: Composition;
  let portal: TestPortal;

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  async function open(command: string): Promise<BulkOrder> {
    await commands.executeCommand(command, { instances });
    const model = parts.bulk.models.at(-1);
    assert.ok(model && 'about' in model);
    await until(model, () => !model.state.isReading && model.state.rows.every(({ price }) => price !== '…'));
    return model;
  }

  function until(bulk: BulkOrder, isTrue: () => boolean): Promise<true> {
    return eventually(`The bulk order ${bulk.state.title}`, () => (isTrue() ? true : undefined));
  }

  it('suggests the contact and the cycle of the last one that was placed', async () => {
    ({ parts, portal } = await signedIn());
    const first = await open('pbx.renew');
    first.setCommon('billingCycle', 'monthly');
    first.setCommon('billingId', '3197218168379846219');
    await until(first, () => first.ordered.length === 2);
    await first.review();
    await askedWhile('Place 2 Orders', () => first.place(first.state.reviewId));
    await until(first, () => first.phase === 'ended');

    const next = await open('pbx.subscribeHighAvailability');
    const { billingCycle, billingId } = next.values;
    assert.deepEqual([billingCycle, billingId], ['monthly', '3197218168379846219']);
  });
});
