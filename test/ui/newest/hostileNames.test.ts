import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Reply } from '../../portal/testPortal';
import { eventually } from '../../rig/eventually';
import { askToken, Caller, credentials } from '../../portal/caller';
import { minutesBody } from '../../unit/support/portalOrders';
import { savePath, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** A Markdown link to a command, an icon, markup, and a mark that reverses the text after it. */
const hostile = '[Minutes](command:workbench.action.openSettings) $(zap) <b>x</b> \u202eabc';
/** What a user should read. */
const shown = '[Minutes](command:workbench.action.openSettings) $(zap) <b>x</b>';

describe('Hostile names from the portal', () => {
  const inJson = JSON.stringify(hostile).slice(1, -1);
  let pbx: Pbx;
  let refusesToken = false;

  before(async () => {
    pbx = await sharedPbx({
      signedIn: false,
      portal: {
        intercept: ({ path }, process) =>
          refusesToken && path.endsWith('/product_list') ? refusal : withHostileNames(process()),
      },
    });
  });

  function withHostileNames(reply: Reply): Reply {
    const body = reply.body
      .replaceAll('Recording Minutes', inJson)
      .replaceAll(/"orderStatus":"\w+"/g, `"orderStatus":"${inJson}"`);
    return { ...reply, body };
  }

  const refusal: Reply = {
    status: 400,
    headers: { 'Content-Type': 'application/json' },
    body: `{"code":"not_today","detailMessage":"${inJson}","requestId":"1","result":null,"status":400}`,
  };

  /** Asserts that this is only text: without a link, without an icon from the name, without markup. */
  async function assertIsText(place: Locator): Promise<void> {
    const text = (await place.innerText()).replaceAll(/[\u200b\u2068\u2069]/g, '').replaceAll(/\s+/g, ' ');
    assert.ok(text.includes(shown), text);
    assert.equal(await place.locator('a[href], a[data-href], b, .codicon-zap').count(), 0);
  }

  function notification(): Locator {
    return pbx.workbench.page
      .locator('.notification-list-item-message')
      .filter({ hasText: '$(zap)' })
      .first();
  }

  it('are not quoted in the step that asks for a refused token again', async () => {
    const { quickInput } = pbx.workbench;
    refusesToken = true;
    await pbx.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Access token');
    await quickInput.waitForMessage('Access token');
    await quickInput.type('made-up-token');
    await quickInput.submit();
    await quickInput.waitForMessage('The portal did not accept this access token');
    refusesToken = false;
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    await pbx.clearNotifications();
    await pbx.signIn();
    await pbx.row(reference.instanceName).waitFor();
  });

  it('stay text wherever an order of unknown outcome is shown, and can be settled', async () => {
    const { page, quickInput } = pbx.workbench;
    const form = await pbx.openForm(pbx.row(reference.instanceName), 'Subscribe to a Service…');
    const option = form.field('serviceId').locator('option', { hasText: '$(zap)' });
    await option.waitFor({ state: 'attached' });
    await form.field('serviceId').selectOption((await option.getAttribute('value')) ?? '');
    await form.field('quantity').fill('100');
    await form.complete();
    await form.review();
    await assertIsText(
      form.frame.locator('section:not([hidden]) .facts .value').filter({ hasText: 'zap' }).first(),
    );
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await pbx.portal.faults.set('resetBefore', { path: savePath, times: 1 });
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    await pbx.closeEditors();

    const row = pbx.orders.row('outcome unknown');
    await row.waitFor();
    await assertIsText(row.locator);
    const tooltip = await row.tooltip();
    assert.ok(tooltip.includes(shown), tooltip);
    const title = page.locator('.tabs-container .tab.active');
    // A row that is drawn again under the mouse loses the click.
    await eventually('The document of the order', async () => {
      await row.click();
      await title.waitFor({ timeout: 4000 });
      return true;
    });
    assert.equal(await title.locator('.codicon-zap, b').count(), 0);

    await pbx.workbench.reload();
    await pbx.workbench.openViewContainer('PBX');
    await notification().waitFor();
    await assertIsText(notification());

    await pbx.workbench.runCommand('PBX: Mark as Settled…');
    const choice = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: '$(zap)' });
    await choice.waitFor();
    await assertIsText(choice);
    await choice.click();
    await quickInput.choose('It was not placed');
    await eventually('The entry is settled', async () =>
      (await pbx.orders.rowTexts()).some((text) => text.includes('outcome unknown')) ? undefined : true,
    );
  });

  it('stay text in the portal’s orders', async () => {
    const { token } = await askToken(pbx.portal, credentials(pbx.portal));
    await new Caller(pbx.portal, token).post(savePath, minutesBody(1));
    await pbx.orders.clickAction('Refresh Orders');
    const orderNo = pbx.portal.orders.at(-1)?.orderNo ?? 'no order';
    const row = await pbx.orders.scrollTo(orderNo);
    await assertIsText(row.locator);
  });

  it('stay text in the filter for orders, which matches them', async () => {
    const { page, quickInput } = pbx.workbench;
    await pbx.orders.clickAction('Filter Orders…');
    await quickInput.waitUntilOpen('Filter Orders');
    const choice = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: '$(zap)' });
    await choice.waitFor();
    await assertIsText(choice);
    await choice.click();
    await quickInput.submit();
    await pbx.orders.waitForMessage('$(zap)');
    await assertIsText(page.locator('.tree-explorer-viewlet-tree-view > .message:visible'));
    await pbx.orders.waitForMessage('1 of ');
    await pbx.orders.clickAction('Clear Filter');
  });
});
