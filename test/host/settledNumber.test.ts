import assert from 'node:assert/strict';
import { commands, window, type QuickPickItem } from 'vscode';
import { asRead } from '../unit/support/asRead';
import { minutesBody } from '../unit/support/portalOrders';
import { OrderScene } from './orderScene';

describe('Mark as Settled', () => {
  const { showQuickPick, showInputBox, showErrorMessage } = window;
  let scene: OrderScene;

  beforeEach(async () => {
    scene = await OrderScene.open();
  });

  afterEach(async () => {
    Object.assign(window, { showQuickPick, showInputBox, showErrorMessage });
    await scene.close();
  });

  it('gives no two orders of this machine the same number of the portal', async () => {
    await scene.giveOrders(3);
    const [{ orderNo } = { orderNo: '' }] = scene.portal.orders;
    const offered: string[][] = [];
    const refused: string[] = [];
    let wanted = 'It is order';
    Object.assign(window, {
      showQuickPick: (items: readonly QuickPickItem[]) => {
        offered.push(items.map(({ label }) => asRead(label)));
        return Promise.resolve(items.find(({ label }) => label.startsWith(wanted)));
      },
      showInputBox: () => Promise.resolve(orderNo.toLowerCase()),
      showErrorMessage: (message: string) => {
        refused.push(asRead(message));
        return Promise.resolve(undefined);
      },
    });
    const head = { body: minutesBody(3), createdAt: Date.now() };
    const first = await scene.entry({ state: 'unknown', at: Date.now(), reason: 'lost' }, head);
    const second = await scene.entry({ state: 'unknown', at: Date.now(), reason: 'lost' }, head);
    const { journal } = scene.parts.orderServices;
    for (const { id } of [first, second]) {
      await journal.note(id, { state: 'looked', at: Date.now(), possible: [orderNo] });
    }
    await commands.executeCommand('pbx.markOrderSettled', { record: first.id });
    wanted = 'It was placed';
    await commands.executeCommand('pbx.markOrderSettled', { record: second.id });
    assert.deepEqual(
      [first, second].map(({ id }) => journal.find(id)?.current.state),
      ['placed', 'unknown'],
    );
    assert.deepEqual(offered[1], ['It was placed…', 'It was not placed']);
    assert.match(refused.join(), new RegExp(`${orderNo}.*belongs to another journal entry`, 'i'));
  });
});
