import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import type { View } from '../../rig/view';
import { BulkPage } from './bulkPage';
import { CountedClicks } from './countedClicks';
import type { Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** Most clicks of a bulk order, from the open view to the outcome of the last order. */
const mostClicks = 8;

/** Most milliseconds for it: the wait, not the reading. */
const mostTime = 60_000;

describe('A bulk order for some of 40 PBXes', () => {
  let pbx: Pbx;
  let clicks: CountedClicks;
  let begun: number;

  before(async () => {
    pbx = await sharedPbx({ portal: { instances: { 13: 40 }, hasStory: true } });
    // The account has ordered before: its billing contact is remembered.
    // Of the rows that another test selected only this one stays. A click opens it, too.
    await pbx.row(reference.instanceName).click();
    await pbx.row(reference.instanceName).collapse();
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Order placed').waitFor();
    await pbx.closeEditors();
    await pbx.renewals.unfold();
    await pbx.workbench.runCommand('PBX: Read All Due Dates Again');
    await pbx.renewals.waitForMessage('as of');
    await pbx.clearNotifications();
  });

  beforeEach(() => {
    clicks = new CountedClicks(pbx.workbench);
    begun = Date.now();
  });

  afterEach(() => pbx.closeEditors());

  after(async () => {
    await pbx.instances.unfold();
    await pbx.orders.unfold();
  });

  /** Gives this view all the room. */
  async function showOnly(view: View): Promise<void> {
    for (const { name } of [pbx.instances, pbx.orders, pbx.renewals]) {
      await (name === view.name ? view.unfold() : pbx.workbench.view(name).fold());
    }
  }

  /** Reviews and places what the table has. */
  async function place(bulk: BulkPage, count: number): Promise<void> {
    const button = `Place ${count} Orders`;
    await bulk.waitForStatuses('ready', count);
    await clicks.click('Review Orders', bulk.button('Review Orders'));
    await clicks.click(button, bulk.button(button));
    await clicks.dialog(button);
    await bulk.waitForMessage(`${count} placed.`);
  }

  function assertQuick(): void {
    const time = Date.now() - begun;
    assert.ok(clicks.made.length <= mostClicks, `${clicks.made.length} clicks: ${clicks.made.join(', ')}`);
    assert.ok(time <= mostTime, `${time} ms`);
  }

  /** The serial numbers of the orders that were sent with such a body. */
  const orderedOf = (bodies: RegExp) =>
    pbx.sent.flatMap(({ body }) => (bodies.test(body) ? [/"productNo":"(\w+)"/.exec(body)?.[1] ?? ''] : []));

  it('renews the twelve that end first with at most eight clicks', async () => {
    const { renewals } = pbx;
    await showOnly(renewals);
    await renewals.row('Within 90 days').waitFor();
    const rows = await Promise.all(
      (await renewals.rowTexts())
        .filter((text) => text.includes(' · '))
        .slice(0, 12)
        .map((text) => renewals.row(nameIn(text)).accessibleName()),
    );
    const serials = rows.map((name) => /serial number (\w+)/.exec(name)?.[1] ?? '');
    const [first, last] = [renewals.row(serials[0] ?? ''), renewals.row(serials[11] ?? '')];
    begun = Date.now();
    await clicks.row(first);
    await clicks.rowWithShift(last);
    await clicks.menu(last, 'Renew…');
    const bulk = await BulkPage.of(pbx.workbench);
    await bulk.title();
    // The portal reports services only of some.
    await clicks.click('the box above the table', bulk.field('noServices'));
    await place(bulk, 12);
    assertQuick();
    assert.deepEqual(orderedOf(/"renew_plan"/), serials);
  });

  it('renews all selected rows with the icon of one of them', async () => {
    const { renewals } = pbx;
    await showOnly(renewals);
    const group = renewals.row('Within 90 days');
    await group.waitFor();
    // Once the end dates of those that were renewed before are read again.
    const rows = await eventually('The rows without a renewal', async () => {
      const texts = await renewals.rowTexts();
      return texts.some((text) => text.includes('renewal ordered')) ? undefined : texts;
    });
    const [first = '', second = ''] = rows.filter((text) => text.includes(' · ')).map(nameIn);
    await renewals.select([first, second]);
    await renewals.row(second).clickInlineAction('Renew…');
    assert.equal(await (await BulkPage.of(pbx.workbench)).title(), 'Renew 2 PBXes');
  });

  it('puts twenty on High Availability with at most eight clicks', async () => {
    const { instances } = pbx;
    await showOnly(instances);
    const [first, last] = [instances.row(reference.productNo), instances.row('3634E2237871NFI4')];
    await last.waitFor();
    begun = Date.now();
    // From below: a row that is clicked opens, and moves what is below it.
    await clicks.row(last);
    await clicks.rowWithShift(first);
    await clicks.menu(first, 'Subscribe to High Availability…');
    const bulk = await BulkPage.of(pbx.workbench);
    // Some are billed by the month: none is suggested.
    await clicks.click('annually', bulk.frame.locator('.common [name="billingCycle"][value="annually"]'));
    await place(bulk, 20);
    assertQuick();
    assert.equal(new Set(orderedOf(/"purchase_service".*"serviceId":3048573935752720384/)).size, 20);
  });
});

/** The name in the text of a row: before its date. */
function nameIn(row: string): string {
  return row.replace(/ (today, )?\w{3} \d{1,2}, \d{4} · .*$/, '');
}
