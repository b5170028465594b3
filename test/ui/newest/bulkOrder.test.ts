import assert from 'node:assert/strict';
import { asSeen } from '../../rig/asSeen';
import { eventually } from '../../rig/eventually';
import { BulkPage } from './bulkPage';
import type { Pbx } from '../pbx';
import type { View } from '../../rig/view';
import { sharedPbx } from '../sharedPbx';

/** Cloud PBXes only, so that all rows fit into the view. */
const instances = { 13: 14 };

const linkusSerial = '3610L20478155TQS';

describe('A bulk order in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ portal: { instances } });
    await pbx.renewals.unfold();
    await pbx.workbench.runCommand('PBX: Read All Due Dates Again');
    await pbx.renewals.waitForMessage('Due dates as of');
    await pbx.clearNotifications();
  });

  beforeEach(() => pbx.anew({ instances }));

  afterEach(async () => {
    await pbx.instances.unfold();
    await pbx.orders.unfold();
  });

  const sentBodies = () => pbx.sent.map(({ body }) => body);

  /** Gives this view all the room. */
  async function showOnly(view: View): Promise<void> {
    for (const { name } of [pbx.instances, pbx.orders, pbx.renewals]) {
      await (name === view.name ? view.unfold() : pbx.workbench.view(name).fold());
    }
  }

  /** Waits until the Renewals view shows every PBX of the portal as not renewed. */
  async function showRenewals(): Promise<void> {
    await showOnly(pbx.renewals);
    await pbx.renewals
      .row('Later')
      // On the last day of a year, the first of them is within 90 days.
      .locator.filter({ hasText: /^Later\s*1[34]$/ })
      .waitFor();
  }

  /** Selects three rows of the Renewals view with the mouse, and opens their renewals. */
  async function openThree(): Promise<BulkPage> {
    await showRenewals();
    const { renewals } = pbx;
    await renewals.row('Later').expand();
    for (const month of ['March', 'May', 'July']) {
      await renewals.row(month).expand();
    }
    await renewals.select(['Lagos head office', 'Accra hotel', 'Johannesburg workshop']);
    await renewals.row('Accra hotel').chooseFromMenu('Renew…');
    return BulkPage.of(pbx.workbench);
  }

  /** Answers no request for a price until it is released. */
  function holdPrices(): { release: () => void } {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    pbx.portal.intercept = async (request, process) => {
      if (request.path.endsWith('/pricing/calculate')) {
        await released;
      }
      return process();
    };
    return { release };
  }

  /** Presses the button that places the orders, and agrees in VS Code’s dialog. */
  async function place(bulk: BulkPage, count: number): Promise<void> {
    const { dialog } = pbx.workbench;
    await bulk.button(`Place ${count} Orders`).click();
    assert.match(await dialog.text(), new RegExp(`^Place these ${count} orders\\?`));
    await dialog.clickButton(`Place ${count} Orders`);
  }

  it('renews three PBXes of the Renewals view with the mouse, with the requests that it showed', async () => {
    const bulk = await openThree();
    assert.equal(await bulk.title(), 'Renew 3 PBXes');
    await bulk.complete(3);
    const shown = await bulk.review(3);
    await place(bulk, 3);
    await bulk.waitForMessage('3 placed.');
    assert.deepEqual(sentBodies(), shown);
    assert.deepEqual(
      shown.map(
        (body) => /^\{"operationType":"renew_plan","productId":13,"productNo":"(\w+)"/.exec(body)?.[1],
      ),
      await bulk.serialNumbers(),
    );
    // The dates of the three are read again. The portal's end next year.
    const year = new Date().getUTCFullYear() + 2;
    for (const month of ['March', 'May', 'July']) {
      await pbx.renewals.row(`${month} ${year}`).waitFor();
    }
  });

  it('keeps Renew for a selection with a PBX that cannot be renewed, and says so in its row', async () => {
    await pbx.anew({ instances: { 9: 1, 13: 2 } });
    await showOnly(pbx.instances);
    await pbx.row('Linkus Cloud Service').expand();
    await pbx.instances.select(['Lagos head office', linkusSerial]);
    await pbx.row('Lagos head office').chooseFromMenu('Renew…');
    const bulk = await BulkPage.of(pbx.workbench);
    assert.equal(await bulk.title(), 'Renew 2 PBXes');
    await bulk.waitForStatuses('The API guide does not describe “Renew” for Linkus Cloud Service', 1);
  });

  it('subscribes three PBXes to High Availability with the keyboard only', async () => {
    const { page, quickInput, dialog } = pbx.workbench;
    const { keyboard } = page;
    const run = async (title: string) => {
      await keyboard.press('F1');
      await quickInput.waitUntilOpen();
      await keyboard.type(title);
      await quickInput.activeRow(title).waitFor();
      await keyboard.press('Enter');
      await quickInput.waitUntilClosed();
    };
    await showOnly(pbx.instances);
    await run('PBX: Focus on Instances View');
    await page.locator('.pane:has([aria-label^="Instances"]) .monaco-list:focus').waitFor();
    // What another test selected. VS Code selects it again where it draws the rows anew at that moment.
    await eventually('No selected row', async () => {
      await keyboard.press('Escape');
      return (await pbx.instances.selectedRows.count()) === 0 ? true : undefined;
    });
    // Below the product: the first PBX, and the fourth and fifth, which have no High Availability either.
    await keyboard.press('Home');
    for (const steps of [1, 3, 1]) {
      for (let step = 0; step < steps; step++) {
        await keyboard.press('ArrowDown');
      }
      await keyboard.press('Control+Shift+Enter');
    }
    assert.equal(await pbx.instances.selectedRows.count(), 3);
    const prices = holdPrices();
    await run('PBX: Subscribe to High Availability…');

    const bulk = await BulkPage.of(pbx.workbench);
    assert.equal(await bulk.title(), 'Subscribe to a Service for 3 PBXes');
    const focused = () =>
      bulk.frame.evaluate<string>('document.activeElement.name || document.activeElement.textContent');
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 20 && (await focused()) !== name; presses++) {
        await keyboard.press('Tab');
      }
      assert.equal(await focused(), name);
    };
    await bulk.field('billingId').locator('option').nth(1).waitFor({ state: 'attached' });
    await tabTo('billingCycle');
    await keyboard.press('Space');
    await tabTo('billingId');
    await keyboard.press('ArrowDown');
    await bulk.waitForStatuses('ready', 3);
    await tabTo('Review Orders');
    // The end of reading must not take the focus from the button.
    await bulk.button('Cancel').waitFor();
    prices.release();
    await bulk.button('Cancel').waitFor({ state: 'hidden' });
    await keyboard.press('Enter');
    await bulk.button('Place 3 Orders').waitFor();
    await eventually('The focus on the heading of the review', async () =>
      asSeen(await focused()).startsWith('Subscribe to a Service') ? true : undefined,
    );
    await tabTo('Place 3 Orders');
    await keyboard.press('Enter');
    // Enter, pressed once too often, buys nothing: the dialog begins at the way back.
    await dialog.tabTo('Place 3 Orders');
    await dialog.press('Enter');
    await bulk.waitForMessage('3 placed.');
    assert.deepEqual(
      sentBodies().map((body) => /"productNo":"(\w+)".*"serviceId":3048573935752720384/.exec(body)?.[1]),
      await bulk.serialNumbers(),
    );
  });
});
