import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { commands } from 'vscode';
import type { TestPortalOptions } from '../portal/testPortal';
import { bodyOf, noon } from '../unit/support/entries';
import { recentDayText } from '../../src/text/dateTexts';
import { shown, theExtension } from './extension';
import { OrderScene } from './orderScene';
import { asRead } from '../unit/support/asRead';

describe('The filter of the Orders view', () => {
  let scene: OrderScene;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    scene = await OrderScene.open(options);
  }

  afterEach(() => scene.close());

  const filter = (argument: object) => commands.executeCommand('pbx.filterOrders', argument);
  const message = async () => asRead((await theExtension()).ordersTree.message ?? '');
  /** The quantities that the portal’s orders with these numbers were given. */
  const quantities = (orderNos: readonly string[]) =>
    orderNos.flatMap((orderNo) => {
      const found = scene.portal.orders.find((order) => order.orderNo === orderNo);
      return found ? [Number(found.order.lines[0]?.quantity)] : [];
    });

  it('shows the loaded orders that match, out of how many, and the filter in words', async () => {
    await open();
    await scene.giveOrders(...Array.from({ length: 28 }, (_, index) => index + 1));
    await scene.giveOrder('orderFailed', 29);
    await scene.giveOrder('orderPending', 30);
    await filter({ statuses: ['failed', 'pending'] });
    const { portal, orderNos } = await scene.rows();
    assert.deepEqual(quantities(orderNos), [30, 29]);
    assert.deepEqual(portal.slice(2), ['Load the other 5 to search them as well']);
    assert.equal(await message(), 'Filter: failed, pending · 2 of 25 loaded');

    await filter({ statuses: ['failed'], text: 'po-29' });
    assert.deepEqual(quantities((await scene.rows()).orderNos), [29]);
    assert.equal(await message(), 'Filter: failed, "po-29" · 1 of 25 loaded');

    await commands.executeCommand('pbx.clearOrderFilter');
    const all = await scene.rows();
    assert.equal(all.description, '30');
    assert.equal(quantities(all.orderNos).length, 25);
    assert.equal(all.portal.at(-1), 'Load 5 more | 25 of 30');
    assert.equal(await message(), '');
  });

  it('finds orders that were not loaded once all are', async () => {
    await open();
    await scene.giveOrders(...Array.from({ length: 60 }, (_, index) => index + 1));
    await filter({ text: 'PO-1' });
    assert.deepEqual((await scene.rows()).portal, [
      'No loaded order matches the filter.',
      'Load the other 35 to search them as well',
    ]);
    await commands.executeCommand('pbx.loadAllOrders');
    const { portal, orderNos } = await scene.rows();
    assert.deepEqual(quantities(orderNos), [19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1]);
    assert.equal(await message(), 'Filter: "PO-1" · 11 of 60 loaded');
    assert.equal(portal.length, 11);
  });

  it('says so if nothing matches', async () => {
    await open();
    await scene.giveOrders(1, 2);
    await filter({ text: 'no such thing' });
    assert.deepEqual((await scene.rows()).portal, ['No loaded order matches the filter.']);
  });

  it('includes this machine’s entries, and never hides those of unknown outcome', async () => {
    await open();
    const minutes = { serviceName: 'Recording Minutes' };
    await scene.entry(
      { state: 'placed', at: noon, orderNo: 'YL7', orderStatus: 'succeed', by: 'reply' },
      minutes,
    );
    await scene.entry({ state: 'refused', at: noon, reason: 'no' });
    await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
    await filter({ text: 'recording' });
    const day = recentDayText(noon);
    assert.deepEqual((await scene.rows()).entries, [
      `Lagos head office | outcome unknown · High Availability · ${day} · from here`,
      `Lagos head office | Recording Minutes · succeed · ${day} · from here`,
    ]);
    assert.equal(await message(), 'Filter: "recording" · 2 of 3 loaded');
    await filter({ statuses: ['failed'] });
    const { entries } = await scene.rows();
    assert.equal(entries.length, 1);
    assert.match(entries[0] ?? '', /outcome unknown/);
  });

  it('knows products from entries and instances, and counts orders whose product is unknown', async () => {
    await open({ shape: { details: 'untold' } });
    await scene.giveOrders(1, 2, 3);
    const [, second] = scene.portal.orders;
    assert.ok(second);
    const { orderNo } = second;
    await scene.entry({ state: 'placed', at: noon, orderNo, by: 'reply' }, { body: bodyOf() });
    await filter({ productIds: [13] });
    const { portal, orderNos } = await scene.rows();
    assert.deepEqual(quantities(orderNos), [2]);
    assert.equal(portal.at(-1), 'Left out because the portal does not report their product: 2');
    // The Instances view may have read what the portal calls the product by then.
    assert.match(await message(), /^Filter: Cloud PBX( \(PCE Instance\))? · 1 of 3 loaded$/);
    await filter({ productIds: ['12'] });
    assert.deepEqual((await scene.rows()).portal, [
      'No loaded order matches the filter.',
      'Left out because the portal does not report their product: 2',
    ]);

    await scene.close();
    await open();
    await scene.giveOrders(1);
    await scene.parts.instances.getChildren();
    await filter({ productIds: [13] });
    assert.deepEqual(quantities((await scene.rows()).orderNos), [1]);
  });

  it('offers what is loaded without a question to the portal, so that no reply replaces what the user ticks', async () => {
    await open();
    await scene.giveOrders(1);
    await scene.rows();
    await scene.parts.lists.open();
    await scene.parts.lists.whenLoaded();
    const before = scene.portal.requests.length;
    const closed = Promise.resolve(commands.executeCommand('pbx.filterOrders')).then(() => 'closed');
    // VS Code shows it a moment after the command has begun.
    do {
      await commands.executeCommand('workbench.action.closeQuickOpen');
    } while ((await Promise.race([closed, delay(20, 'open')])) === 'open');
    assert.equal(scene.portal.requests.length, before);
  });

  it('ends with the session', async () => {
    await open();
    await scene.giveOrders(1, 2);
    await filter({ text: 'no such thing' });
    await scene.rows();
    const { portal } = scene;
    const other = await OrderScene.open();
    await portal.close();
    scene = other;
    await scene.giveOrders(1);
    assert.deepEqual(quantities((await scene.rows()).orderNos), [1]);
    assert.equal(await message(), '');
  });

  it('has accessible names for its rows', async () => {
    await open({ shape: { details: 'untold' } });
    await scene.giveOrders(...Array.from({ length: 26 }, (_, index) => index + 1));
    await filter({ productIds: [13] });
    const rows = await scene.loadedRows();
    assert.deepEqual(rows.map(shown), [
      'No loaded order matches the filter.',
      'Left out because the portal does not report their product: 25',
      'Load the other 1 to search them as well',
    ]);
    for (const row of rows) {
      assert.notEqual(row.treeItem().accessibilityInformation?.label ?? '', '');
    }
  });
});
