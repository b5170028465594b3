import assert from 'node:assert/strict';
import { orderOf } from '../../unit/tutorials/orders';
import type { TutorialOrder } from '../../unit/tutorials/tutorialOrder';
import { eventually } from '../../rig/eventually';
import { Form, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** Every operation once for product 13, then one for a product of every other family. */
describe('Ordering in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx();
  });

  afterEach(async () => {
    await pbx.row('Cloud PBX (PCE Instance)').expand();
    await pbx.anew();
  });

  /** Scrolls the rows of all products into view. */
  async function foldCloudPbx(): Promise<void> {
    await pbx.row('Cloud PBX (PCE Instance)').collapse();
  }

  /** Enters the values of a tutorial’s order, field by field in their order. */
  async function fill(form: Form, { values }: TutorialOrder): Promise<void> {
    for (const [name, value] of Object.entries(values).filter(([, text]) => text !== '')) {
      const field = form.frame.locator(`[name="${name}"]`);
      await field.first().waitFor({ state: 'attached' });
      const isKind = async (selector: string) => (await field.and(form.frame.locator(selector)).count()) > 0;
      if (await isKind('[type="radio"]')) {
        await form.frame.locator(`[name="${name}"][value="${value}"]`).check();
      } else if (await isKind('[aria-disabled="true"]')) {
        assert.equal(await field.isChecked(), true);
      } else if (await isKind('[type="checkbox"]')) {
        await field.check();
      } else if (await isKind('select')) {
        await field.locator(`option[value="${value}"]`).waitFor({ state: 'attached' });
        await field.selectOption(value);
      } else if (await isKind('[readonly]')) {
        await form.waitForValue(name, value);
      } else {
        await field.fill(value);
      }
    }
  }

  /** Opens the form from the row’s menu and places the order. @returns The text of the review. */
  async function order(row: string, item: string, tutorial: string): Promise<string> {
    const about = orderOf(tutorial);
    const before = pbx.portal.orders.length;
    const form = await pbx.openForm(pbx.row(row), item, 'poNumber');
    await fill(form, about);
    await form.review();
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    const assumptions = form.frame.getByText(/^Assumptions/);
    if (await assumptions.isVisible()) {
      await assumptions.click();
    }
    const review = await form.frame.locator('body').innerText();
    await form.place();
    await form.heading('Order placed').waitFor();
    assert.deepEqual(
      pbx.portal.orders.slice(before).map(({ body }) => body),
      [about.body],
    );
    return review;
  }

  it('renews a Cloud PBX, plan and services together', async () => {
    const review = await order(reference.instanceName, 'Renew…', 'Renew PCE');
    assert.match(review, /PBX\s+Lagos head office,? +3658B4311196K2ID/);
    assert.match(
      review,
      /Order\s+Renewal: Enterprise Plan\s+Quantity\s+10 extensions\s+With\s+Recording Minutes,? +10 extensions\s+Period\s+1 year, billed annually/,
    );
    assert.match(review, /Assumptions \(\d\)/);
    assert.match(review, /Total: USD [\d,.]+ for 1 year/);
    assert.match(review, /If auto-renewal is on/);
  });

  it('renews it with the keyboard only', async () => {
    const { keyboard } = pbx.workbench.page;
    const { quickInput } = pbx.workbench;
    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('PBX: Renew');
    await quickInput.rowLabelled('PBX: Renew…').waitFor();
    for (
      let presses = 0;
      presses < 10 && !(await quickInput.activeRow('PBX: Renew…').isVisible());
      presses++
    ) {
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    await quickInput.waitUntilOpen('Renew');
    await keyboard.type(reference.productNo);
    await quickInput.rowLabelled(reference.instanceName).waitFor();
    await keyboard.press('Enter');
    const form = new Form(await pbx.workbench.webviewFrame('[name="poNumber"]:visible'));
    await form.waitForValue('quantity', '10');
    const minutes = 'serviceId.3048573759449317376';
    await form.frame.locator(`[name="${minutes}"]`).waitFor({ state: 'attached' });
    const focused = () =>
      form.frame.evaluate('document.activeElement.name || document.activeElement.textContent');
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 20 && (await focused()) !== name; presses++) {
        await keyboard.press('Tab');
      }
      assert.equal(await focused(), name);
    };
    await form.field('productNo').focus();
    await tabTo('quantity');
    await keyboard.type('99');
    assert.equal(await form.field('quantity').inputValue(), '10', 'the number of extensions is not a choice');
    await tabTo(minutes);
    await keyboard.press('Space');
    assert.equal(await form.field(minutes).isChecked(), true, 'a subscribed service cannot be left out');
    await tabTo('billingCycle');
    await keyboard.press('Space');
    await tabTo('billingId');
    // The contact of the last order may be chosen already.
    const { billingId = '' } = orderOf('Renew PCE').values;
    const contact = form.frame.locator(`select[name="billingId"] option[value="${billingId}"]`);
    await keyboard.type((await contact.innerText()).slice(0, 6));
    await tabTo('poNumber');
    await keyboard.press('Enter');
    await form.heading('Review').waitFor();
    await eventually('The focus on the heading', async () =>
      (await focused()) === 'Review' ? true : undefined,
    );
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await tabTo('Place Order');
    await keyboard.press('Enter');
    await form.heading('Order placed').waitFor();
    assert.deepEqual(
      pbx.portal.orders.map(({ body }) => body),
      [orderOf('Renew PCE').body],
    );
  });

  it('switches its plan', async () => {
    const review = await order(reference.instanceName, 'Switch Plan…', 'Switch plan, PCE');
    assert.match(review, /Switching to a higher plan keeps the billing cycle/);
    await pbx.row(reference.instanceName).expand();
    await pbx.row('Ultimate Plan').waitFor();
  });

  it('starts a trial of the Software Edition without a billing contact, assigned to a user', async () => {
    await foldCloudPbx();
    const review = await order(
      'Software PBX (PSE Self-hosted)',
      'Start a Trial…',
      'Free trial licence, Software Edition',
    );
    assert.match(review, /Trial: Enterprise Plan/);
    assert.match(review, /Assign to\nWanjiru Kamau/);
    assert.doesNotMatch(review, /Billing contact/);
  });

  it('switches the plan of an appliance for several years', async () => {
    await foldCloudPbx();
    await pbx.row('P-Series Plan for Appliance Edition').expand();
    const review = await order('Nairobi clinic', 'Switch Plan…', 'Switch plan, Appliance');
    assert.match(review, /Switch to Ultimate Plan\nPeriod\n1 year, billed annually/);
  });

  it('buys Linkus for a typed serial number', async () => {
    await foldCloudPbx();
    await order('Linkus Cloud Service', 'Purchase…', 'Purchase Linkus Cloud Service');
  });

  it('expands a Turnkey Package', async () => {
    await foldCloudPbx();
    const review = await order('Cloud PBX (PCE Package)', 'Expand…', 'Expand / subscribe, Turnkey');
    assert.match(review, /This order contains no serial number/);
  });

  it('adds connections to Remote Management', async () => {
    await foldCloudPbx();
    await order('Remote Management', 'Expand…', 'Additional connections, Remote Management');
  });

  it('buys White Label, which has no quantity', async () => {
    await foldCloudPbx();
    await order('Add-on Service', 'Purchase…', 'Purchase PCE White Label');
  });

  it('tries and renews Remote Management Premium, and says where the guide is ambiguous', async () => {
    await foldCloudPbx();
    await order('Remote Management Premium', 'Start a Trial…', 'Free trial, RM Premium');
    await order('Remote Management Premium', 'Purchase…', 'Purchase RM Premium');
    await order('Remote Management Premium', 'Expand…', 'Additional connections, RM Premium');
    await pbx.closeEditors();
    const review = await order('Remote Management Premium', 'Renew…', 'Renew RM Premium');
    assert.match(review, /give product ID 21, one gives 20/);
    assert.match(review, /gives operationType trial_service with purchaseType renew for this renewal/);
  });
});
