import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import { BulkPage } from './bulkPage';
import { HostToKill } from './hostToKill';
import { type Pbx, orderListPath, savePath } from '../pbx';
import { sharedPbx } from '../sharedPbx';

/** A bulk order of this test, with its PBXes in the order of its rows. */
interface Bulk {
  readonly item: string;
  readonly title: string;
  readonly names: readonly string[];
  readonly serials: readonly string[];
}

/** Killed before the reply to the first order. */
const atFirst: Bulk = {
  item: 'Subscribe to High Availability…',
  title: 'Subscribe to a Service for 3 PBXes',
  names: ['Lagos head office', 'Cairo warehouse', 'Johannesburg workshop'],
  serials: ['3658B4311196K2ID', '3613D2071572Q0YP', '3614E2079491WRDC'],
};
/** Killed between the first order and the second. */
const between: Bulk = {
  item: 'Renew…',
  title: 'Renew 4 PBXes',
  names: ['Accra hotel', 'Lyon depot', 'Lisbon head office', 'Malmö school'],
  serials: ['3612C2063653JAK2', '3617C2103248GYL9', '3620A212700515T6', '3621B21349247W7T'],
};
/** Killed before the reply to the third order, which the portal has accepted. */
const atThird: Bulk = {
  item: 'Renew…',
  title: 'Renew 3 PBXes',
  names: ['Casablanca branch', 'Hamburg showroom', 'Kraków clinic'],
  serials: ['3616B2095329A86M', '3618D2111167NOZW', '3619E2119086UFEJ'],
};

describe('Bulk orders whose extension host is killed', () => {
  let pbx: Pbx;
  let host: HostToKill;

  before(async () => {
    pbx = await sharedPbx();
    host = HostToKill.of(pbx.launched.server);
  });

  const sentFor = ({ serials }: Bulk) =>
    serials.map((serial) => pbx.sent.filter(({ body }) => body.includes(`"productNo":"${serial}"`)).length);

  const isOrder = ({ path, body }: { path: string; body: string }, serial = 'none') =>
    path === savePath && body.includes(serial);

  async function place({ item, names, serials }: Bulk): Promise<void> {
    await pbx.instances.select(names);
    await pbx.row(names[0] ?? '').chooseFromMenu(item);
    const bulk = await BulkPage.of(pbx.workbench, serials[0]);
    await bulk.complete(names.length);
    await bulk.button('Review Orders').click();
    await bulk.button(`Place ${names.length} Orders`).click();
    await pbx.workbench.dialog.clickButton(`Place ${names.length} Orders`);
    // The page takes the focus once the run has begun, which would close the next menu.
    await bulk.waitForMessage('Placing order');
    await eventually('The focus of the bulk order', async () =>
      (await bulk.frame.evaluate<boolean>('document.hasFocus()')) ? true : undefined,
    );
  }

  async function shown({ title, serials }: Bulk): Promise<BulkPage> {
    const tab = pbx.workbench.page.locator('.part.editor .tab').filter({ hasText: title }).first();
    // While the extension starts, another tab may still come to the front.
    return eventually(title, async () => {
      await tab.click();
      return BulkPage.of(pbx.workbench, serials[0], { timeout: 3000 });
    });
  }

  it('come back with the true state of each order, and send nothing more', async () => {
    let isBetween = false;
    pbx.portal.intercept = async (request, process, response) => {
      if (isOrder(request, atFirst.serials[0])) {
        await host.killAt();
        response.destroy();
        return undefined;
      }
      const reply = process();
      if (isOrder(request, atThird.serials[2]) || (request.path === orderListPath && isBetween)) {
        await host.killAt();
      }
      isBetween ||= isOrder(request, between.serials[0]);
      return reply;
    };
    host.dieAfter(3);
    await place(atFirst);
    await place(atThird);
    await place(between);
    await host.dead;
    pbx.portal.intercept = (_request, process) => process();
    await pbx.workbench.reloadPage();
    await pbx.workbench.openViewContainer('PBX');

    for (const [bulk, message] of [
      [between, '1 placed, 3 not sent.'],
      [atThird, '3 placed.'],
      [atFirst, '0 placed, 1 of unknown outcome, 2 not sent.'],
    ] as const) {
      const page = await shown(bulk);
      await page.waitForMessage(
        `This bulk order was interrupted. No further order is sent automatically. ${message}`,
      );
      assert.deepEqual(await page.serialNumbers(), bulk.serials);
    }
    const page = await shown(atFirst);
    const [first = '', ...others] = await page.statuses();
    assert.match(first, /^outcome unknown/);
    assert.deepEqual(others, ['never sent', 'never sent']);
    await page.button('Review the Rest…').click();
    const rest = await BulkPage.of(pbx.workbench, atFirst.serials[1]);
    await rest.complete(2);
    assert.deepEqual(await rest.serialNumbers(), atFirst.serials.slice(1));
    assert.deepEqual([atFirst, between, atThird].map(sentFor), [
      [1, 0, 0],
      [1, 0, 0, 0],
      [1, 1, 1],
    ]);
  });
});
