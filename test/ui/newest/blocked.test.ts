import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import type { Intercept } from '../../portal/testPortal';
import { Gate } from '../../unit/support/gate';
import { minutesBody } from '../../unit/support/portalOrders';
import { type Form, type PbxWindow, Pbx, savePath } from '../pbx';
import { reference } from '../reference';

describe('A possible duplicate', () => {
  const title = `Recording Minutes for ${reference.productNo}`;
  let pbx: Pbx;
  let otherWindow: PbxWindow;
  let sentBefore: number;
  let arrived: Gate | undefined;
  let goOn: Gate | undefined;

  const intercept: Intercept = async ({ path }, process) => {
    if (path === savePath) {
      arrived?.open();
      await goOn?.opened;
    }
    return process();
  };

  before(async () => {
    pbx = await Pbx.open({ intercept });
    await pbx.signIn();
    await pbx.row(reference.instanceName).waitFor();
    otherWindow = await pbx.openWindow();
    await otherWindow.row(reference.instanceName).waitFor();
  });

  after(() => pbx.close());

  beforeEach(() => {
    sentBefore = pbx.sent.length;
  });

  afterEach(async () => {
    goOn?.open();
    arrived = undefined;
    goOn = undefined;
    for (const { workbench } of [pbx, otherWindow]) {
      await workbench.runCommand('View: Close All Editors');
    }
    await pbx.empty({ intercept });
    await otherWindow.waitForNoEntry();
  });

  function sent(): number {
    return pbx.sent.length - sentBefore;
  }

  /** Places an order whose reply is lost. @param fault Whether the portal processes it later. */
  async function leaveUnknown(fault: 'resetBefore' | 'processedLateReset' = 'resetBefore'): Promise<void> {
    await pbx.portal.faults.set(fault, { path: savePath, times: 1 });
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    await pbx.workbench.runCommand('View: Close All Editors');
  }

  async function placeAndBeBlocked(): Promise<Form> {
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Not sent: possible duplicate').waitFor();
    return form;
  }

  async function waitForText(form: Form, text: string): Promise<void> {
    await form.frame.getByText(text).waitFor();
  }

  it('is blocked with entry and risk, and placed once after a dialog that names the first order', async () => {
    await leaveUnknown();
    const form = await placeAndBeBlocked();
    await waitForText(
      form,
      `${title} was not sent. The same order was sent before, and its outcome is unknown. ` +
        'If it was placed, this one is a duplicate.',
    );
    const orders = form.frame.getByRole('listitem');
    assert.equal(await orders.count(), 1);
    assert.match(await orders.innerText(), new RegExp(`^${title}\\s+outcome unknown`));
    assert.equal(sent(), 1);

    const { dialog } = pbx.workbench;
    await form.button('Place Anyway…').click();
    assert.match(
      await dialog.text(),
      new RegExp(`Place this order although it may be a duplicate\\? ${title}[^]*outcome unknown`),
    );
    await dialog.clickButton('Cancel');
    assert.equal(await form.heading('Not sent: possible duplicate').isVisible(), true);
    await form.button('Place Anyway…').and(form.frame.locator(':focus')).waitFor();
    assert.equal(sent(), 1);

    // Enter, held down or pressed once too often, shows the orders in the dialog and moves the focus there.
    await pbx.workbench.page.keyboard.press('Enter');
    await dialog.press('Enter');
    await pbx.workbench.page.locator('.pane:has([aria-label^="Orders"]) .monaco-list:focus').waitFor();
    assert.equal(sent(), 1);

    await form.button('Place Anyway…').click();
    await dialog.text();
    await dialog.clickButton('Place Anyway');
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
    assert.equal(pbx.portal.orders.at(-1)?.body, pbx.sent.at(-1)?.body);
  });

  it('stays blocked when the first order is found, and names it', async () => {
    await leaveUnknown('processedLateReset');
    const form = await placeAndBeBlocked();
    assert.equal(pbx.portal.orders.length, 0);
    pbx.portal.faults.processLate();
    await form.button('Check Again').click();
    const [first] = pbx.portal.orders.slice(-1);
    assert.ok(first);
    await form.frame.getByRole('listitem').filter({ hasText: first.orderNo }).waitFor();
    await waitForText(form, `${title} was not sent. The same order has already been placed`);
    assert.equal(await form.heading('Not sent: possible duplicate').isVisible(), true);
    assert.equal(await form.button('Place Order').isVisible(), false);
    assert.equal(sent(), 1);

    await form.button('Place Anyway…').click();
    const { dialog } = pbx.workbench;
    assert.ok((await dialog.text()).includes(first.orderNo));
    await dialog.clickButton('Place Anyway');
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
  });

  it('is blocked by a colleague’s order, which the review lists', async () => {
    await pbx.orderElsewhere(minutesBody(100));
    const [theirs] = pbx.portal.orders.slice(-1);
    assert.ok(theirs);
    const form = await pbx.reviewMinutes();
    await waitForText(form, 'Orders for this PBX in the last 24 hours');
    await form.frame.getByRole('listitem').filter({ hasText: theirs.orderNo }).waitFor();
    await form.place();
    await form.heading('Not sent: possible duplicate').waitFor();
    await form.frame.getByRole('listitem').filter({ hasText: theirs.orderNo }).waitFor();
    assert.equal(sent(), 1, 'only the colleague’s');
  });

  it('is shown again, and waits for another click, if its PBX has changed since the review', async () => {
    const form = await pbx.reviewHighAvailability();
    const other = await otherWindow.reviewMinutes();
    await other.place();
    await other.heading('Order placed').waitFor();

    await form.place();
    await waitForText(form, 'This has changed since the review.');
    await waitForText(form, `New order for this PBX: ${title}.`);
    assert.equal(sent(), 1);
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await form.place();
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
  });

  it('can be left, and can be placed once the first order is settled as not placed', async () => {
    await leaveUnknown();
    const form = await placeAndBeBlocked();
    await form.button('Back').click();
    await form.button('Review Order').waitFor();
    assert.equal(await form.field('quantity').inputValue(), '100');
    await form.review();
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await form.place();
    await form.heading('Not sent: possible duplicate').waitFor();

    await otherWindow.settleAsNotPlaced();
    await form.heading('Review').waitFor();
    assert.equal(sent(), 1);
    await form.place();
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
  });

  it('is placed by one of two windows that press Place Order at the same moment', async () => {
    const forms = [await pbx.reviewMinutes(), await otherWindow.reviewMinutes()];
    await Promise.all(forms.map((form) => form.place()));
    const ends = await Promise.all(forms.map(endOf));
    const other = forms.find((_, index) => ends[index] !== 'Order placed');
    assert.equal(ends.filter((end) => end === 'Order placed').length, 1);
    assert.ok(other);
    // The first window had already begun when this one pressed the button. Its order may change once more meanwhile.
    const placeAgain = other.button('Place Order').and(other.frame.locator(':enabled'));
    await eventually('The blocked order', async () => {
      if (await placeAgain.isVisible()) {
        await other.place();
      }
      return (await other.heading('Not sent: possible duplicate').isVisible()) ? true : undefined;
    });
    await assertNamesOrder(other);
    assert.equal(sent(), 1);
  });

  function endOf(form: Form): Promise<'Order placed' | 'Not sent: possible duplicate' | 'shown anew'> {
    return eventually('The end of the order', async () => {
      if (await form.frame.getByText('This has changed since the review.').isVisible()) {
        return 'shown anew';
      }
      const heading = await form.frame.locator('h2:visible').innerText({ timeout: 1000 });
      return (['Order placed', 'Not sent: possible duplicate'] as const).find((end) => heading.includes(end));
    });
  }

  it('waits while the other window places the first order', async () => {
    [arrived, goOn] = [new Gate(), new Gate()];
    const form = await pbx.reviewMinutes();
    const blocked = await otherWindow.reviewMinutes();
    await form.place();
    await arrived.opened;
    // Its PBX has a new order since the review, which is shown first.
    await blocked.place();
    await waitForText(blocked, `New order for this PBX: ${title}.`);
    await blocked.button('Place Order').and(blocked.frame.locator(':enabled')).waitFor();
    await blocked.place();
    await blocked.heading('Not sent: possible duplicate').waitFor();
    await waitForText(
      blocked,
      `${title} was not sent. The same order is being placed in this window or another`,
    );
    await blocked.frame.getByRole('listitem').filter({ hasText: title }).waitFor();
    assert.equal(await blocked.button('Place Anyway…').isVisible(), false);

    goOn.open();
    await form.heading('Order placed').waitFor();
    await assertNamesOrder(blocked);
    assert.equal(sent(), 1);
  });

  /** Waits until the blocking order is the one that the portal has accepted meanwhile, at the latest after a check. */
  async function assertNamesOrder(form: Form): Promise<void> {
    const orderNo = pbx.portal.orders.at(-1)?.orderNo ?? 'no order';
    await form.frame.getByRole('listitem').filter({ hasText: orderNo }).waitFor();
    await waitForText(form, `${title} was not sent. The same order has already been placed`);
    await form.button('Place Anyway…').waitFor();
  }
});
