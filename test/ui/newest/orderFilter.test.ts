import assert from 'node:assert/strict';
import { asSeen } from '../../rig/asSeen';
import { eventually } from '../../rig/eventually';
import { askToken, Caller, credentials } from '../../portal/caller';
import { minutesBody } from '../../unit/support/portalOrders';
import { orderListPath, savePath, type Pbx } from '../pbx';
import { sharedPbx } from '../sharedPbx';

describe('The filter of the Orders view in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx();
    const { token } = await askToken(pbx.portal, credentials(pbx.portal));
    const caller = new Caller(pbx.portal, token);
    for (let quantity = 1; quantity <= 30; quantity++) {
      if (quantity === 28) {
        await pbx.portal.faults.set('orderFailed', { path: savePath, times: 1 });
      }
      await caller.post(savePath, minutesBody(quantity, `PO-${quantity}`));
    }
    await pbx.refresh();
    await pbx.orders.row(orderNo(30)).waitFor();
  });

  afterEach(async () => {
    await pbx.portal.faults.clear();
    await clear();
    await pbx.orders.clickAction('Refresh Orders');
    await pbx.orders.scrollToTop();
    await pbx.orders.row(orderNo(30)).waitFor();
  });

  /** Removes the filter if there is one. */
  async function clear(): Promise<void> {
    if ((await pbx.orders.message()) !== '') {
      await pbx.orders.clickAction('Clear Filter');
      await eventually('The end of the filter', async () =>
        (await pbx.orders.message()) === '' ? true : undefined,
      );
    }
  }

  function orderNo(quantity: number): string {
    return pbx.portal.orders[quantity - 1]?.orderNo ?? 'no order';
  }

  it('selects a status with the keyboard only, says so above the rows, and is cleared with a click', async () => {
    const { page, quickInput } = pbx.workbench;
    await page.keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await page.keyboard.type('PBX: Filter Orders');
    await quickInput.rowLabelled('PBX: Filter Orders…').waitFor();
    await page.keyboard.press('Enter');
    await quickInput.waitUntilOpen('Filter Orders');
    assert.match(await quickInput.placeholder(), /Orders of unknown outcome are never hidden\.$/);
    const focused = page.locator('.quick-input-list .monaco-list-row.focused');
    await eventually('The status failed', async () => {
      await page.keyboard.press('ArrowDown');
      return asSeen(await focused.innerText({ timeout: 1000 })).startsWith('failed') ? true : undefined;
    });
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');

    await pbx.orders.waitForMessage('Filter: failed');
    await pbx.orders.waitForMessage('1 of 25 loaded');
    await pbx.orders.row(orderNo(28)).waitFor();
    assert.equal(await pbx.orders.row(orderNo(30)).isShown(), false);

    await clear();
    await pbx.orders.row(orderNo(30)).waitFor();
  });

  it('finds typed text, and loads all remaining orders to search them', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.orders.clickAction('Filter Orders…');
    await quickInput.answer('Filter Orders', 'po-2');
    await pbx.orders.waitForMessage('Filter: "po-2"');
    await pbx.orders.waitForMessage('10 of 25 loaded');
    await (await pbx.orders.scrollTo('Load the other 5 to search them as well')).click();
    await pbx.orders.waitForMessage('11 of 30 loaded');
    const last = await pbx.orders.scrollTo(orderNo(2));
    assert.match(await last.text(), /succeed/);

    await pbx.orders.chooseMore('Filter Orders…');
    await quickInput.waitUntilOpen('Filter Orders');
    assert.equal(await quickInput.input.inputValue(), 'po-2');
    await quickInput.answer('Filter Orders', 'po-21');
    await pbx.orders.waitForMessage('1 of 30 loaded');
  });

  it('stops loading at once when cancelled, and keeps what it has', async () => {
    await pbx.orders.clickAction('Filter Orders…');
    await pbx.workbench.quickInput.answer('Filter Orders', 'po-2');
    await pbx.orders.waitForMessage('10 of 25 loaded');
    await pbx.portal.faults.set('answerNever', { path: orderListPath });
    await (await pbx.orders.scrollTo('Load the other 5 to search them as well')).click();
    await pbx.workbench.notifications.clickButton('Loading orders', 'Cancel');
    await pbx.workbench.page
      .locator('.notification-list-item-message')
      .filter({ hasText: 'Loading orders' })
      .waitFor({ state: 'hidden' });
    await pbx.orders.waitForMessage('10 of 25 loaded');
    await pbx.portal.faults.clear();
    await (await pbx.orders.scrollTo('Load the other 5 to search them as well')).click();
    await pbx.orders.waitForMessage('11 of 30 loaded');
  });
});
