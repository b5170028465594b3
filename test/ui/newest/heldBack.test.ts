import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import { Gate } from '../../unit/support/gate';
import type { Form, PbxWindow } from '../pbx';
import { Pbx, savePath } from '../pbx';
import { reference } from '../reference';

describe('An order that may be the second of its kind', () => {
  const title = `Recording Minutes for ${reference.productNo}`;
  let pbx: Pbx;
  let otherWindow: PbxWindow;
  let sentBefore: number;
  let arrived: Gate | undefined;
  let goOn: Gate | undefined;

  before(async () => {
    pbx = await Pbx.open({
      intercept: async ({ path }, process) => {
        if (path === savePath) {
          arrived?.open();
          await goOn?.opened;
        }
        return process();
      },
    });
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
    await pbx.portal.faults.clear();
    for (const { workbench } of [pbx, otherWindow]) {
      await workbench.runCommand('View: Close All Editors');
    }
    pbx.removeRecords();
    await pbx.waitForNoRecord();
    await otherWindow.waitForNoRecord();
  });

  function sent(): number {
    return pbx.sent.length - sentBefore;
  }

  /** An order that the portal never gets to see, which only it knows. */
  async function leaveUnknown(): Promise<void> {
    await pbx.portal.faults.set('resetBefore', { path: savePath, times: 1 });
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    await pbx.workbench.runCommand('View: Close All Editors');
  }

  async function placeAndBeHeldBack(): Promise<Form> {
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Held back').waitFor();
    return form;
  }

  async function waitForText(form: Form, text: string): Promise<void> {
    await form.frame.getByText(text).waitFor();
  }

  it('is held back with record and risk, and placed once with a consent of its own', async () => {
    await leaveUnknown();
    const form = await placeAndBeHeldBack();
    await waitForText(
      form,
      `Nothing was sent: ${title} was ordered before, and it is not known whether the portal took that order. ` +
        'If it did, this one buys the same again.',
    );
    const records = form.frame.getByRole('listitem');
    assert.equal(await records.count(), 1);
    assert.match(await records.innerText(), new RegExp(`^${title}\\s+outcome unknown`));
    assert.equal(sent(), 1);

    const consent = form.frame.getByRole('checkbox', {
      name: `I know that ${title} may be bought twice, and want this order all the same.`,
    });
    assert.equal(await consent.isChecked(), false);
    await form.button('Place a Second Order').click();
    const problem = form.frame.locator(`#${await described(form)}`);
    assert.equal(await problem.innerText(), 'Tick this box first, or go back.');
    assert.equal(await form.heading('Held back').isVisible(), true);
    assert.equal(sent(), 1);

    // Ticked as a user does: on the label, which covers the box.
    await form.frame.getByText('may be bought twice').click();
    assert.equal(await consent.isChecked(), true);
    await form.button('Place a Second Order').click();
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
    assert.equal(pbx.portal.orders.at(-1)?.body, pbx.sent.at(-1)?.body);
  });

  /** @returns the id of the message that stands at the consent, once there is one */
  function described(form: Form): Promise<string> {
    return eventually('A message at the consent', async () => {
      const consent = form.frame.locator('input[type="checkbox"][aria-invalid="true"]');
      return (await consent.getAttribute('aria-describedby', { timeout: 1000 })) ?? undefined;
    });
  }

  it('can be gone back from, and is free once the first one is settled as not placed', async () => {
    await leaveUnknown();
    const form = await placeAndBeHeldBack();
    await form.button('Back').click();
    await form.button('Review Order').waitFor();
    assert.equal(await form.field('quantity').inputValue(), '100');
    await form.review();
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await form.place();
    await form.heading('Held back').waitFor();

    await otherWindow.orders.row('outcome unknown').chooseFromMenu('Mark as Settled…');
    await otherWindow.workbench.quickInput.choose('It was not placed');
    await form.heading('Review').waitFor();
    assert.equal(sent(), 1);
    await form.place();
    await form.heading('Order placed').waitFor();
    assert.equal(sent(), 2);
  });

  it('is placed by one of two windows that press Place Order at the same moment', async () => {
    const forms = [await pbx.reviewMinutes(), await otherWindow.reviewMinutes()];
    await Promise.all(forms.map((form) => form.place()));
    const ends = await Promise.all(
      forms.map((form) =>
        eventually('The end of the order', async () => {
          const heading = await form.frame.locator('h2:visible').innerText({ timeout: 1000 });
          return ['Order placed', 'Held back'].includes(heading.trim()) ? heading.trim() : undefined;
        }),
      ),
    );
    assert.deepEqual([...ends].sort(), ['Held back', 'Order placed']);
    const heldBack = forms[ends.indexOf('Held back')];
    assert.ok(heldBack);
    await assertNamesOrder(heldBack);
    assert.equal(sent(), 1);
  });

  it('waits while the other window is at work on the first one', async () => {
    [arrived, goOn] = [new Gate(), new Gate()];
    const form = await pbx.reviewMinutes();
    const heldBack = await otherWindow.reviewMinutes();
    await form.place();
    await arrived.opened;
    await heldBack.place();
    await heldBack.heading('Held back').waitFor();
    await waitForText(heldBack, `Nothing was sent: ${title} is being ordered at this moment`);
    await heldBack.frame.getByRole('listitem').filter({ hasText: title }).waitFor();
    assert.equal(await heldBack.button('Place a Second Order').isVisible(), false);

    goOn.open();
    await form.heading('Order placed').waitFor();
    await assertNamesOrder(heldBack);
    assert.equal(sent(), 1);
  });

  /** What holds the order back is the one that the portal has taken meanwhile, at the latest when it is checked again. */
  async function assertNamesOrder(form: Form): Promise<void> {
    const orderNo = pbx.portal.orders.at(-1)?.orderNo ?? 'no order';
    await form.frame.getByRole('listitem').filter({ hasText: orderNo }).waitFor();
    await form.button('Check Again').click();
    await waitForText(form, `${title} was ordered on this machine since you reviewed this order`);
    await form.button('Place a Second Order').waitFor();
  }
});
