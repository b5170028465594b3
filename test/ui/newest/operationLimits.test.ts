import assert from 'node:assert/strict';
import { serialNumbers } from '../../../src/sandbox/instanceRows';
import { eventually } from '../../rig/eventually';
import { orderOf } from '../../unit/tutorials/orders';
import { savePath, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

const cloudPbx = 'Cloud PBX (PCE Instance)';
const ultimatePlan = '3048572026291630080';
const minutes = '3048573759449317376';
/** Instances that no other test of this file changes. */
const serials = serialNumbers('ABCDE');
const [with495Extensions, notSwitched] = [serials.of(3), serials.of(5)];

describe('The operations on a Cloud PBX', () => {
  let pbx: Pbx;
  /** The portal’s refusal of the next orders; undefined while it accepts them. */
  let refusal: string | undefined;

  before(async () => {
    pbx = await sharedPbx({
      portal: {
        instances: { 13: 6 },
        intercept: ({ path }, process) =>
          path === savePath && refusal !== undefined
            ? { status: 400, headers: { 'Content-Type': 'application/json' }, body: refusal }
            : process(),
      },
    });
  });

  afterEach(async () => {
    refusal = undefined;
    await pbx.closeEditors();
  });

  /** The body of a tutorial’s order for another instance. */
  function bodyFor(tutorial: string, productNo: string = reference.productNo): string {
    return orderOf(tutorial).body.replace(reference.productNo, productNo);
  }

  function assertPlaced(body: string): void {
    assert.equal(pbx.sent.at(-1)?.body, body);
    assert.equal(pbx.portal.orders.at(-1)?.body, body);
  }

  /** Waits until the plan below an instance, found by the text of its row, is shown like this. */
  async function waitForPlan(instance: string, plan: RegExp): Promise<void> {
    await (await pbx.instances.scrollTo(instance)).expand();
    await eventually(`The plan ${String(plan)} of ${instance}`, async () => {
      const rows = await pbx.instances.rowTexts();
      return rows.some((row) => plan.test(row)) ? true : undefined;
    });
    await (await pbx.instances.scrollTo(instance)).collapse();
  }

  it('expand it up to its limit of 500 extensions', async () => {
    const productNo = with495Extensions;
    const { values } = orderOf('Expand extensions, PCE');
    const form = await pbx.openForm(pbx.row(productNo), 'Expand…');
    await form.fill({ productNo, ...values, connectionPlanId: ultimatePlan, quantity: '6' });
    await form.button('Review Order').click();
    assert.equal(await form.problem('quantity'), 'At most 5.');
    await form.fill({ quantity: '5' });
    await form.order();
    // The instance has another plan than the tutorial’s.
    assertPlaced(
      bodyFor('Expand extensions, PCE', productNo).replace(reference.connectionPlanId, ultimatePlan),
    );
    await waitForPlan(productNo, /^Ultimate Plan 500 extensions/);
  });

  it('show a refused plan at the field for plans', async () => {
    refusal =
      '{"code":"parameter_validation_failed","detailMessage":"serviceList[0].serviceId: is not sold for now",' +
      '"requestId":"5c1e","result":{"field":"serviceList[0].serviceId","tag":"sold"},"status":400}';
    const form = await pbx.openForm(pbx.row(notSwitched), 'Switch Plan…', 'connectionPlanId');
    await form.fill(orderOf('Switch plan, PCE').values);
    await form.review();
    await form.place();
    await form.heading('Refused').waitFor();
    await form.button('Edit Order').click();
    assert.match(await form.problem('connectionPlanId'), /is not sold for now.*parameter_validation_failed/);
  });

  it('purchase a new one from the title of the view, whichever row has the focus', async () => {
    const { values, body } = orderOf('Purchase Cloud PBX (PCE Instance)');
    await (await pbx.instances.scrollTo(reference.productNo)).click();
    await pbx.instances.chooseMore('Purchase…');
    await pbx.workbench.quickInput.waitUntilOpen('Purchase');
    await pbx.workbench.quickInput.choose(cloudPbx);
    const form = await pbx.form('pbxName');
    await form.fill(values);
    await form.frame.getByText('USD').first().waitFor();
    await form.review();
    const review = await form.frame.locator('body').innerText();
    assert.match(review, /New PBX\s+Kisumu office\s+Region\s+Frankfurt, eu\.example\.test/);
    assert.match(review, /On behalf of\s+Wanjiru Kamau, Example Hotels, wanjiru@example\.test/);
    assert.match(review, /300 .*Recording Minutes|Recording Minutes.* 300/);
    await form.place();
    await form.heading('Order placed').waitFor();
    assertPlaced(body);
    const added = await pbx.instances.scrollTo('Kisumu office');
    assert.match(await added.text(), /not activated · 25 extensions · Enterprise Plan/);
    assert.match(await (await pbx.instances.scrollTo(cloudPbx)).text(), / 7$/);
    await waitForPlan('Kisumu office', /^Enterprise Plan 25 extensions/);
  });

  it('show a refused quantity at the service that it belongs to', async () => {
    refusal =
      '{"code":"parameter_validation_failed","detailMessage":"serviceList[1].quantity: too many for now",' +
      '"requestId":"5c1e","result":{"field":"serviceList[1].quantity","tag":"max"},"status":400}';
    await (await pbx.instances.scrollTo(cloudPbx)).clickInlineAction('Purchase…');
    const form = await pbx.form('pbxName');
    // Another PO number than in the order that was placed before, of which it would be a possible duplicate.
    await form.fill({ ...orderOf('Purchase Cloud PBX (PCE Instance)').values, poNumber: 'PO-REFUSED' });
    await form.review();
    await form.place();
    await form.heading('Refused').waitFor();
    await form.button('Edit Order').click();
    assert.match(await form.problem(`quantity.${minutes}`), /too many for now/);
    assert.equal(await form.frame.locator('[name="quantity"][aria-invalid="true"]').count(), 0);
    await form.fill({ [`quantity.${minutes}`]: '200' });
    await form.frame.locator(`[name="quantity.${minutes}"]:not([aria-invalid="true"])`).waitFor();
  });

  describe('whose details are not reported', () => {
    before(async () => {
      await pbx.anew({ instances: { 13: 4 }, shape: { details: 'untold' } });
    });

    it('renew it for an entered number of extensions, and say why it has to be entered', async () => {
      const { values } = orderOf('Renew PCE');
      const form = await pbx.openForm(pbx.row(reference.productNo), 'Renew…');
      await form.fill({ ...values, quantity: '' });
      await form.button('Review Order').click();
      assert.equal(await form.problem('quantity'), 'Enter a value.');
      await form.frame.getByText('The portal does not report it; enter it').waitFor();
      await form.fill({ quantity: '9' });
      await form.review();
      await form.place();
      await form.heading('Refused').waitFor();
      await form.button('Edit Order').click();
      assert.match(await form.problem('quantity'), /must be the current number of extensions \(10\)/);
      await form.fill({ quantity: '10' });
      await form.order();
      assertPlaced(bodyFor('Renew PCE'));
    });

    it('show at the quantity that the portal refuses more than 500 extensions', async () => {
      const { values } = orderOf('Expand extensions, PCE');
      const form = await pbx.openForm(pbx.row(with495Extensions), 'Expand…');
      await form.fill({ ...values, connectionPlanId: ultimatePlan, quantity: '6' });
      await form.review();
      await form.place();
      await form.heading('Refused').waitFor();
      await form.button('Edit Order').click();
      assert.match(await form.problem('quantity'), /must be at most 5/);
    });
  });
});
