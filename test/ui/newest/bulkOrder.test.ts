import assert from 'node:assert/strict';
import type { Intercept } from '../../portal/testPortal';
import { eventually } from '../../rig/eventually';
import { BulkPage } from './bulkPage';
import { HostToKill } from './hostToKill';
import { type Pbx, orderListPath, savePath } from '../pbx';
import type { View } from '../../rig/view';
import { sharedPbx } from '../sharedPbx';

/** Cloud PBXes only, so that all rows fit into the view. */
const instances = { 13: 14 };

describe('A bulk order in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ portal: { instances } });
    await pbx.renewals.unfold();
    await pbx.workbench.runCommand('PBX: Read All Due Dates');
    await pbx.renewals.waitForMessage('As of');
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
      .locator.filter({ hasText: /^Later\s*14$/ })
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
    await pbx.renewals.row('Later').locator.filter({ hasText: 'renewal ordered: 3' }).waitFor();
  });

  it('renews all PBXes of a group, more than twelve, with eight clicks', async () => {
    await showRenewals();
    const clicks: string[] = [];
    const click = async (on: readonly string[], act: () => Promise<unknown>) => {
      clicks.push(...on);
      await act();
    };
    await click(['the group', 'Renew…'], () => pbx.renewals.row('Later').chooseFromMenu('Renew…'));
    const bulk = await BulkPage.of(pbx.workbench);
    const annually = bulk.frame.locator('.common [name="billingCycle"][value="annually"]');
    await click(['Annually'], () => annually.check());
    await click(['the list of billing contacts', 'a contact'], () =>
      bulk.field('billingId').selectOption('3197218168379846218'),
    );
    await bulk.waitForStatuses('ready', 14);
    await click(['Review Orders'], () => bulk.button('Review Orders').click());
    await click(['Place 14 Orders'], () => bulk.button('Place 14 Orders').click());
    await click(['Place 14 Orders in the dialog'], () => pbx.workbench.dialog.clickButton('Place 14 Orders'));
    await bulk.waitForMessage('14 placed.');
    assert.equal(new Set(sentBodies()).size, 14);
    assert.equal(pbx.sent.length, 14);
    assert.ok(clicks.length <= 8, clicks.join(', '));
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
    // Below the product: the first PBX, and the fourth and fifth, which have no High Availability either.
    await keyboard.press('Home');
    for (const steps of [1, 3, 1]) {
      for (let step = 0; step < steps; step++) {
        await keyboard.press('ArrowDown');
      }
      await keyboard.press('Control+Shift+Enter');
    }
    assert.equal(await pbx.instances.selectedRows.count(), 3);
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
    await keyboard.press('Enter');
    await eventually('The focus on the button that places', async () =>
      (await focused()) === 'Place 3 Orders' ? true : undefined,
    );
    await keyboard.press('Enter');
    await dialog.press('Enter');
    await bulk.waitForMessage('3 placed.');
    assert.deepEqual(
      sentBodies().map((body) => /"productNo":"(\w+)".*"serviceId":3048573935752720384/.exec(body)?.[1]),
      await bulk.serialNumbers(),
    );
  });

  describe('whose extension host is killed', () => {
    let host: HostToKill;

    beforeEach(() => {
      host = HostToKill.of(pbx.launched.server);
    });

    afterEach(async () => {
      if (pbx.launched.server.extensionHostProcessIds().length === 0) {
        await restart();
      }
    });

    async function restart(): Promise<void> {
      await pbx.workbench.reloadPage();
      await pbx.workbench.openViewContainer('PBX');
    }

    /** Places renewals of three PBXes, until the extension host is killed, and starts it again. */
    async function killDuring(intercept: Intercept): Promise<void> {
      const bulk = await openThree();
      await bulk.complete(3);
      await bulk.review(3);
      pbx.portal.intercept = intercept;
      await place(bulk, 3);
      await host.dead;
      pbx.portal.intercept = (_request, process) => process();
      await restart();
    }

    it('before the reply to the first order comes back with it as unknown, and sends nothing', async () => {
      await killDuring(async ({ path }, process, response) => {
        if (path !== savePath) {
          return process();
        }
        await host.killAt();
        response.destroy();
        return undefined;
      });
      const bulk = await BulkPage.of(pbx.workbench);
      await bulk.waitForMessage('0 placed, 1 of unknown outcome, 2 not sent.');
      const [first = '', ...others] = await bulk.statuses();
      assert.match(first, /^outcome unknown/);
      assert.deepEqual(others, ['never sent', 'never sent']);
      assert.equal(pbx.sent.length, 1);
      assert.equal(await bulk.button('Review the Rest…').isVisible(), true);
    });

    it('between two orders comes back with the first as placed, and sends nothing', async () => {
      let isFirstPlaced = false;
      await killDuring(async ({ path }, process) => {
        if (path === orderListPath && isFirstPlaced) {
          await host.killAt();
        }
        isFirstPlaced ||= path === savePath;
        return process();
      });
      const bulk = await BulkPage.of(pbx.workbench);
      await bulk.waitForMessage(
        'This bulk order was interrupted. Nothing more is sent by itself. 1 placed, 2 not sent.',
      );
      const [first = '', ...others] = await bulk.statuses();
      assert.match(first, /^YL\d+ · succeed$/);
      assert.deepEqual(others, ['never sent', 'never sent']);
      assert.equal(pbx.sent.length, 1);
    });
  });
});
