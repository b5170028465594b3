import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import { recordingMinutesId } from '../unit/support/portalOrders';
import { asRead } from '../unit/support/asRead';
import { eventually } from '../rig/eventually';
import { EnemyScene } from './enemyScene';
import { setSetting, theExtension } from './extension';
import { productNo, reference, untilLookedUp } from './formStates';

const minutes = { ...reference, serviceId: recordingMinutesId, quantity: '100', poNumber: 'PO-7' };

describe('After an order', () => {
  let scene: EnemyScene;

  beforeEach(async () => {
    scene = await EnemyScene.open();
    await commands.executeCommand('workbench.action.closePanel');
    await eventually('The closed panel', () => (isOutputShown() ? undefined : true));
  });

  afterEach(async () => {
    await setSetting('revealOutput', undefined);
    await scene.close();
  });

  const isOutputShown = () =>
    window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output');

  async function place(): Promise<void> {
    const reviewId = await scene.review(minutes);
    const [failure] = await scene.enemy.ask({ id: 2, request: 'place', reviewId });
    assert.equal(failure ?? undefined, undefined);
    assert.equal(scene.enemy.form.state.step.name, 'outcome');
  }

  it('the output is revealed always by default', async () => {
    await place();
    await eventually('The output', () => (isOutputShown() ? true : undefined));
  });

  it('the output is not revealed for a success, if the setting says so', async () => {
    await setSetting('revealOutput', 'onProblem');
    await place();
    await commands.executeCommand('pbx.orders.focus');
    assert.equal(isOutputShown(), false);
  });

  it('the output is revealed for a problem, if the setting says so', async () => {
    await setSetting('revealOutput', 'onProblem');
    await scene.portal.faults.set('orderPending', { path: '/order/openapi/order/v1/save', times: 1 });
    await place();
    await eventually('The output', () => (isOutputShown() ? true : undefined));
  });

  it('the output is never revealed, if the setting says so', async () => {
    await setSetting('revealOutput', 'never');
    await scene.portal.faults.set('orderPending', { path: '/order/openapi/order/v1/save', times: 1 });
    await place();
    await commands.executeCommand('pbx.orders.focus');
    assert.equal(isOutputShown(), false);
  });

  it('Order Another asks for another service of the same PBX', async () => {
    const { enemy, parts } = scene;
    await place();
    // The new form takes the place of this page, which then no longer hears a reply.
    void enemy.post({ id: 3, request: 'orderAnother' });
    const another = await eventually('The new form', () => {
      const form = parts.forms.orders.formOf(enemy.form.target);
      return form === enemy.form ? undefined : form;
    });
    await untilLookedUp(another);
    const suggested = (name: string) => another.state.fields.find((field) => field.name === name)?.suggested;
    assert.deepEqual([suggested('productNo'), suggested('serviceId')], [productNo, '']);
  });

  it('Copy has what the outcome shows, and Show PBX selects its row', async () => {
    await place();
    const [copyFailure] = await scene.enemy.ask({ id: 3, request: 'copyOutcome' });
    assert.equal(copyFailure ?? undefined, undefined);
    const copied = asRead(await env.clipboard.readText());
    const { orderNo = '' } = scene.portal.orders.at(-1) ?? {};
    for (const part of [orderNo, '3658B4311196K2ID', 'Recording Minutes']) {
      assert.ok(copied.includes(part), copied);
    }
    await scene.parts.lists.open();
    await scene.parts.lists.whenLoaded();
    const [showFailure] = await scene.enemy.ask({ id: 4, request: 'showPbx' });
    assert.equal(showFailure ?? undefined, undefined);
    const { tree } = await theExtension();
    const selected = await eventually('The selected row', () => tree.selection[0]);
    assert.equal(selected.id, 'instance 13 3658B4311196K2ID');
  });
});
