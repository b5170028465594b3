import assert from 'node:assert/strict';
import { askToken, Caller, credentials } from '../../portal/caller';
import { minutesBody, recordingMinutesId } from '../../unit/support/portalOrders';
import { savePath, type Form, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

const saveUserPath = '/user/openapi/user/v1/client/save_user';
const softwarePbx = 'Software PBX (PSE Self-hosted)';

describe('Create User, Order Again and Show Prices', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ portal: { instances: { 12: 1, 13: 2 } } });
  });

  afterEach(async () => {
    await pbx.closeEditors();
  });

  async function exactRequest({ frame }: Form): Promise<string> {
    await frame.getByText('Exact request').click();
    return frame.locator('pre').innerText();
  }

  it('create a user with the keyboard only, for whom one can order at once', async () => {
    const { page, quickInput } = pbx.workbench;
    const { keyboard } = page;
    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('PBX: Create User');
    await quickInput.rowLabelled('PBX: Create User…').waitFor();
    await keyboard.press('Enter');
    const form = await pbx.form('yeastarId');
    await form.frame.locator('[name="country"] option[value="Kenya"]').waitFor({ state: 'attached' });
    const focused = () =>
      form.frame.evaluate<string>('document.activeElement.name || document.activeElement.textContent');
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 20 && (await focused()) !== name; presses++) {
        await keyboard.press('Tab');
      }
      assert.equal(await focused(), name);
    };
    await tabTo('yeastarId');
    await keyboard.type('otieno@example.test');
    await tabTo('company');
    await keyboard.type('Example Clinics');
    await tabTo('country');
    await keyboard.type('Kenya');
    assert.equal(await form.field('country').inputValue(), 'Kenya');
    await tabTo('firstName');
    await keyboard.type('Otieno');
    await tabTo('sendUserActivationEmail');
    await keyboard.press('Space');
    await tabTo('Create User');
    await keyboard.press('Enter');
    await form.heading('User created').waitFor();
    const sent = pbx.portal.requests.filter(({ path }) => path === saveUserPath).map(({ body }) => body);
    assert.deepEqual(sent, [
      '{"userType":"Customer","yeastarId":"otieno@example.test","company":"Example Clinics","country":"Kenya",' +
        '"firstName":"Otieno","sendUserActivationEmail":true}',
    ]);

    const trial = await pbx.openForm(
      await pbx.instances.scrollTo(softwarePbx),
      'Start a Trial…',
      'partnerId',
    );
    await trial.field('partnerId').selectOption({ label: 'Otieno, Example Clinics' });
  });

  it('report an existing user at the field', async () => {
    await pbx.instances.chooseMore('Create User…');
    const form = await pbx.form('yeastarId');
    await form.fill({ country: 'Kenya' });
    await form.fill({ yeastarId: 'WANJIRU@example.test', company: 'Example Hotels', lastName: 'Kamau' });
    await form.button('Create User').click();
    await form.heading('Not sent').waitFor();
    await form.button('Edit Order').click();
    assert.match(await form.problem('yeastarId'), /already lists a subordinate user with this Yeastar ID/);
  });

  it('order again from a journal entry, and place it only after a review', async () => {
    const form = await pbx.openForm(pbx.row(reference.instanceName), 'Subscribe to a Service…');
    await form.fill({
      serviceId: recordingMinutesId,
      quantity: '123',
      billingCycle: 'monthly',
      billingId: '3197218168379846219',
      poNumber: 'PO-123',
    });
    await form.order();
    const body = pbx.sent.at(-1)?.body ?? 'no order';
    const sentBefore = pbx.sent.length;
    await pbx.closeEditors();

    const again = await pbx.openForm(pbx.orders.row('Recording Minutes'), 'Order Again…');
    await again.waitForValue('quantity', '123');
    await again.waitForValue('poNumber', 'PO-123');
    await again.review();
    assert.equal(await exactRequest(again), body);
    assert.equal(pbx.sent.length, sentBefore);
    await again.place();
    await pbx.placeAnyway(again);
    await again.heading('Order placed').waitFor();
    assert.equal(pbx.sent.at(-1)?.body, body);
    assert.equal(pbx.sent.length, sentBefore + 1);
  });

  it('order again from an order in the portal that was placed elsewhere', async () => {
    const { token } = await askToken(pbx.portal, credentials(pbx.portal));
    await new Caller(pbx.portal, token).post(savePath, minutesBody(77, 'PO-77'));
    // The guide documents no PO number in the details of an order.
    const body = minutesBody(77);
    const orderNo = pbx.portal.orders.at(-1)?.orderNo ?? 'no order';
    const sentBefore = pbx.sent.length;
    await pbx.orders.clickAction('Refresh Orders');
    const form = await pbx.openForm(await pbx.orders.scrollTo(orderNo), 'Order Again…');
    await form.waitForValue('quantity', '77');
    await form.review();
    assert.equal(await exactRequest(form), body);
    assert.equal(pbx.sent.length, sentBefore);
    await form.place();
    await pbx.placeAnyway(form);
    await form.heading('Order placed').waitFor();
    assert.equal(pbx.sent.at(-1)?.body, body);
  });

  it('show the prices of the product in whose row they were requested', async () => {
    await (await pbx.instances.scrollTo(softwarePbx)).chooseFromMenu('Show Prices…');
    await pbx.workbench.quickInput.choose('Your prices');
    const { page } = pbx.workbench;
    await page.locator('.part.editor .tab.active').filter({ hasText: 'Software PBX' }).waitFor();
    await page.locator('.editor-instance .view-line').filter({ hasText: 'Hotel PMS' }).first().waitFor();
  });
});
