import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seenAs } from '../../rig/asSeen';
import { eventually } from '../../rig/eventually';
import { askToken, Caller, credentials } from '../../portal/caller';
import { minutesBody } from '../../unit/support/portalOrders';
import { HostToKill } from './hostToKill';
import { orderListPath, savePath, type Form, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** Number of orders on a page of the portal's list. */
const page = 25;

describe('The Orders view', () => {
  const title = `Recording Minutes for ${reference.productNo}`;
  /** The PBX of the orders that are placed without the extension. */
  const elsewhereProductNo = '3631A2047815AT0X';
  const otherInstance = { name: 'Hamburg showroom', productNo: '3618D2111167NOZW' };
  let pbx: Pbx;
  let sentBefore: number;

  before(async () => {
    pbx = await sharedPbx();
    await giveOrders(page + 5);
    await pbx.refresh();
  });

  beforeEach(() => {
    sentBefore = pbx.sent.length;
  });

  afterEach(async () => {
    await pbx.portal.faults.clear();
    await pbx.closeEditors();
    await pbx.clearNotifications();
    pbx.removeEntries();
    await pbx.waitForNoEntry();
  });

  /** An order for another PBX than the one that tests order for, where it would be a possible duplicate. */
  const ofAnother = (body: string) => body.replace(reference.productNo, elsewhereProductNo);

  /** Starts without any order for the PBX that tests order for. */
  async function withoutOrders(): Promise<void> {
    await pbx.empty();
    await giveOrders(page + 5);
    await pbx.refresh();
    sentBefore = pbx.sent.length;
  }

  /** Places orders at the portal without the extension; the last one stays pending. */
  async function giveOrders(count: number): Promise<void> {
    const { token } = await askToken(pbx.portal, credentials(pbx.portal));
    const caller = new Caller(pbx.portal, token);
    for (let quantity = 1; quantity < count; quantity++) {
      await caller.post(savePath, ofAnother(minutesBody(quantity)));
    }
    await pbx.portal.faults.set('orderPending', { path: savePath, times: 1 });
    await caller.post(savePath, ofAnother(minutesBody(count)));
  }

  function sent(): number {
    return pbx.sent.length - sentBefore;
  }

  /** Places an order of unknown outcome, and closes its form. */
  async function leaveUnknown(): Promise<void> {
    await pbx.portal.faults.set('resetBefore', { path: savePath, times: 1 });
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    await pbx.closeEditors();
    await pbx.orders.row('outcome unknown · checked').waitFor();
  }

  async function place(instance?: string): Promise<Form> {
    const form = await pbx.reviewMinutes(instance);
    await form.place();
    await form.heading('Order placed').waitFor();
    return form;
  }

  /** Waits until the view begins with these rows. */
  async function waitForRows(...expected: readonly RegExp[]): Promise<void> {
    await eventually(`The rows ${expected.join(', ')}`, async () => {
      const rows = await pbx.orders.rowTexts();
      return expected.every((row, index) => row.test(rows[index] ?? '')) ? true : undefined;
    });
  }

  /** @param beginning The beginning of the text. @returns The whole text of the open editor. */
  async function editorText(tab: string, beginning: string): Promise<string> {
    const { page } = pbx.workbench;
    await page
      .locator('.part.editor .tab.active')
      .filter({ hasText: seenAs(tab) })
      .waitFor();
    await page.locator('.part.editor .monaco-editor .view-lines').click();
    return eventually(`The text of ${tab}`, async () => {
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+C');
      const text = await page.evaluate<string>('navigator.clipboard.readText()');
      return text.startsWith(beginning) ? text : undefined;
    });
  }

  it('shows an order of unknown outcome first, checks it again, opens it, and lets the user settle it', async () => {
    await leaveUnknown();
    const placed = await place(otherInstance.name);
    assert.match(await placed.frame.locator('body').innerText(), /succeed/);
    await waitForRows(
      new RegExp(
        `^${reference.instanceName} outcome unknown · checked .+ · Recording Minutes · .+ · from here$`,
      ),
      new RegExp(`^${otherInstance.name} Recording Minutes · .+ · from here$`),
    );
    await pbx.waitForBadge(1);

    const looks = pbx.portal.requests.length;
    // A click while the view is redrawn hits no row; the command says so and does nothing.
    const told = await eventually('The answer to a click on the row', async () => {
      await pbx.orders.row('outcome unknown').clickInlineAction('Check Again');
      const isTold = (text: string) => text.includes(`${title}: No new order as of`);
      return eventually('The answer', async () => (await pbx.workbench.notifications.texts()).find(isTold), {
        timeout: 5000,
      });
    });
    assert.match(told, /The portal may still be processing it\.$/);
    assert.ok(pbx.portal.requests.slice(looks).some(({ path }) => path === orderListPath));

    const document = [`${title}.txt`, 'Order journal entry of this machine'] as const;
    // A menu that is opened while the view is redrawn belongs to no row; the command says so and does nothing.
    await eventually('The document of the order', async () => {
      await pbx.workbench.page.keyboard.press('Escape');
      await pbx.orders.row('outcome unknown').chooseFromMenu('Show Details');
      const tab = pbx.workbench.page
        .locator('.part.editor .tab.active')
        .filter({ hasText: seenAs(document[0]) });
      await tab.waitFor({ timeout: 4000 });
      return true;
    });
    const text = await editorText(...document);
    assert.match(text, /^ {2}Outcome +outcome unknown · checked /m);
    assert.match(text, /^Checked in the portal\n {2}.+ {2}not found$/m);
    for (const part of [
      `"billingId": ${reference.billingId},`,
      `"connectionPlanId": ${reference.connectionPlanId},`,
      '"serviceId": 3048573759449317376,',
    ]) {
      assert.ok(text.includes(part), `${part} is not in ${text}`);
    }
    await pbx.workbench.page.keyboard.type('x');
    await pbx.workbench.page.getByText('Cannot edit in read-only editor').first().waitFor();
    // Another check of the order may have added a line.
    const [facts] = text.split('Checked in the portal');
    assert.equal((await editorText(...document)).split('Checked in the portal')[0], facts);

    await pbx.settleAsNotPlaced();
    await pbx.orders.row('settled as not placed').waitFor();
    await pbx.badge.waitFor({ state: 'hidden' });
    assert.equal(sent(), 2);
    await place();
    assert.equal(sent(), 3);
  });

  it('can be used with the keyboard only', async () => {
    await withoutOrders();
    await leaveUnknown();
    const { keyboard } = pbx.workbench.page;
    const { quickInput } = pbx.workbench;
    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('Focus on Orders View');
    await quickInput.rowLabelled('PBX: Focus on Orders View').waitFor();
    await keyboard.press('Enter');
    await pbx.workbench.page.locator('.pane:has([aria-label^="Orders"]) .monaco-list:focus').waitFor();
    const focused = pbx.workbench.page.locator('.monaco-list:focus .monaco-list-row.focused');
    const unknown = focused.filter({ hasText: 'outcome unknown' });
    const chosen = pbx.workbench.page.locator('.monaco-menu .action-item.focused');
    // While the tree is redrawn between two key presses it has no rows, and the next key goes elsewhere.
    const focusUnknown = () =>
      eventually('The focus on the order of unknown outcome', async () => {
        await keyboard.press('Home');
        return (await unknown.count()) === 1 ? true : undefined;
      });
    // While the order is checked, its name says that instead.
    await eventually('The name of the order of unknown outcome', async () => {
      await focusUnknown();
      const name = (await focused.getAttribute('aria-label', { timeout: 1000 })) ?? '';
      assert.match(
        name,
        new RegExp(`^${reference.instanceName}, ${title}, outcome unknown · checked .+, .*ECONNRESET`),
      );
      return true;
    });

    await eventually('The menu of the order of unknown outcome', async () => {
      await focusUnknown();
      await keyboard.press('Shift+F10');
      const { menu } = pbx.workbench;
      if (await menu.isOpen('Check Again')) {
        return true;
      }
      await keyboard.press('Escape');
      return undefined;
    });
    await eventually('Check Again in the menu', async () => {
      await keyboard.press('ArrowDown');
      return (await chosen.innerText({ timeout: 1000 })).includes('Check Again') ? true : undefined;
    });
    await keyboard.press('Enter');
    await pbx.workbench.notifications.waitFor(`${title}: No new order as of`);

    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('PBX: Mark as Settled');
    await quickInput.rowLabelled('PBX: Mark as Settled…').waitFor();
    await keyboard.press('Enter');
    await quickInput.rowLabelled(title).waitFor();
    await keyboard.press('Enter');
    await quickInput.rowLabelled('It was placed…').waitFor();
    await keyboard.press('Enter');
    await quickInput.waitForMessage('Order number');
    await keyboard.type('YL1');
    await keyboard.press('Enter');
    await pbx.orders.row(`${reference.instanceName}, ${title}, YL1`).waitFor();
    await pbx.badge.waitFor({ state: 'hidden' });
    assert.equal(sent(), 1);
  });

  it('lists the portal’s orders page by page, newest first, each with status, time and details', async () => {
    await pbx.orders.clickAction('Refresh Orders');
    const { orders } = pbx.portal;
    const pending = orders.find(({ status }) => status === 'pending');
    assert.ok(pending);
    const row = await pbx.orders.scrollTo(pending.orderNo);
    assert.equal(await row.text(), `Branch pending · today · ${pending.orderNo}`);

    const left = orders.length - page;
    const more = await pbx.orders.scrollTo(`Load ${left} more`);
    assert.equal(await more.text(), `Load ${left} more ${page} of ${orders.length}`);
    await more.click();
    await more.locator.waitFor({ state: 'hidden' });
    const [oldest] = orders;
    assert.ok(oldest);
    await pbx.orders.scrollTo(oldest.orderNo);

    await pbx.orders.row(oldest.orderNo).click();
    const detail = await editorText(`${oldest.orderNo}.txt`, `Order ${oldest.orderNo}`);
    assert.match(detail, new RegExp(`^ {2}Serial number +${elsewhereProductNo}$`, 'm'));
    assert.match(detail, /^Plans and services\n {2}Recording Minutes\n/m);
    assert.ok(detail.includes(`"productNo": "${elsewhereProductNo}"`), detail);
    assert.match(detail, /"serviceId": "?3048573759449317376\b/);

    await pbx.orders.row(oldest.orderNo).chooseFromMenu('Copy Order Number');
    await pbx.workbench.statusBarItem(`Copied ${oldest.orderNo}`).waitFor();
    const clipboard = await pbx.workbench.page.evaluate<string>('navigator.clipboard.readText()');
    assert.equal(clipboard, oldest.orderNo);
  });

  it('keeps the old rows if the list fails, says why and how old they are, and tries again', async () => {
    await pbx.orders.clickAction('Refresh Orders');
    const newest = pbx.portal.orders.at(-1)?.orderNo ?? 'no order';
    await pbx.orders.scrollToTop();
    await pbx.orders.row(newest).waitFor();
    await pbx.portal.faults.set('forbidden', { path: orderListPath });
    await pbx.orders.clickAction('Refresh Orders');
    await pbx.orders.row('Try Again').waitFor();
    const failure = await pbx.orders.scrollTo('Try Again');
    assert.match(
      await failure.accessibleName(),
      /denies access from this address.*Shown as of .+\. Try Again$/s,
    );
    await pbx.orders.scrollToTop();
    await pbx.orders.row(newest).waitFor();

    await pbx.portal.faults.clear();
    await (await pbx.orders.scrollTo('Try Again')).click();
    await failure.locator.waitFor({ state: 'hidden' });
    await pbx.orders.scrollToTop();
    await pbx.orders.row(newest).waitFor();
  });

  it('shows, keeps and reports a damaged entry, beside the others', async () => {
    await withoutOrders();
    await place();
    const damaged = '3b241101-e2bb-4255-8caf-4136c566a962.jsonl';
    const host = HostToKill.of(pbx.launched.server);
    await host.killAt();
    writeFileSync(join(pbx.ordersFolder, damaged), '{"format":"pbx-subscriptions order","version":1,"id":');
    await pbx.workbench.reloadPage();
    await pbx.workbench.openViewContainer('PBX');
    await pbx.orders.row(damaged).waitFor();
    assert.match(
      await pbx.orders.row(damaged).text(),
      /^An entry cannot be read damaged within the last day · /,
    );
    await waitForRows(/^An entry cannot be read/, /^Lagos head office Recording Minutes · /);
    await pbx.workbench.notifications.waitFor(`An entry of the order journal cannot be read: ${damaged}`);
    assert.ok(existsSync(join(pbx.ordersFolder, damaged)));
  });
});
