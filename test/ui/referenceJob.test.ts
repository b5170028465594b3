import assert from 'node:assert/strict';
import { eventually } from '../rig/eventually';
import type { Pbx } from './pbx';
import { reference } from './reference';
import { sharedPbx } from './sharedPbx';

describe('The reference order in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
  });

  afterEach(async () => {
    await pbx.anew();
    await pbx.beSignedIn(false);
  });

  /** What has to be true after the order, however it was placed. */
  async function assertPlaced(): Promise<void> {
    const form = await pbx.workbench.webviewFrame('dl');
    await form.getByRole('heading', { name: 'Order placed' }).waitFor();
    const outcome = await form.locator('body').innerText();
    assert.ok(outcome.includes(reference.orderNo));
    assert.ok(outcome.includes(reference.transactionNo));

    const { orders, requests } = pbx.portal;
    assert.equal(orders.length, 1);
    assert.equal(orders[0]?.body, reference.body);
    const [sent, ...others] = requests.filter(({ path }) => path.endsWith('/order/v1/save'));
    assert.ok(sent);
    assert.deepEqual(others, []);
    assert.equal(sent.method, 'POST');
    assert.equal(sent.headers['content-type'], 'application/json');
    assert.equal(sent.headers['user-agent'], 'OpenAPI');
    assert.match(sent.headers.authorization ?? '', /^Bearer \S+$/);

    await eventually('The output', async () => ((await pbx.workbench.output.isShown()) ? true : undefined));
    const requestId = /[0-9a-f]{32}/.exec(outcome)?.[0] ?? 'no request id';
    const output = await pbx.workbench.output.waitFor('PBX Subscriptions', `"requestId": "${requestId}"`);
    for (const line of [
      `Order placed: ${reference.orderNo}`,
      '"code": "success",',
      `"orderNo": "${reference.orderNo}",`,
      '"orderStatus": "succeed",',
      `"productNo": "${reference.productNo}",`,
      `"transactionNo": "${reference.transactionNo}"`,
    ]) {
      assert.ok(output.includes(line), `${line} is not in the output:\n${output}`);
    }
  }

  it('can be placed with the mouse', async () => {
    await pbx.instances.clickWelcomeButton('Sign In');
    const { quickInput } = pbx.workbench;
    await quickInput.choose('Client credentials');
    await quickInput.waitForMessage('Client ID');
    await quickInput.type('partner-client');
    await quickInput.submit();
    await quickInput.waitForMessage('Client secret');
    assert.equal(await quickInput.isMasked(), true);
    await quickInput.type('partner-secret');
    await quickInput.submit();
    await quickInput.choose('Do not save them');

    await pbx.row(reference.instanceName).expand();
    await pbx.row('High Availability').waitFor();
    const form = await pbx.openForm(pbx.row(reference.instanceName), 'Subscribe to High Availability…');
    assert.equal(await form.field('productNo').inputValue(), reference.productNo);
    await form.waitForValue('connectionPlanId', reference.connectionPlanId);
    await form.waitForValue('serviceId', reference.serviceId);
    await form.waitForValue('quantity', '10');
    await form.complete();
    await form.review();
    await form.frame.getByText('Exact request').click();
    assert.equal(await form.frame.locator('pre').innerText(), reference.body);
    await form.place();
    await assertPlaced();
    await pbx.row('High Availability').locator.filter({ hasText: 'subscribed' }).waitFor();
  });

  it('can be placed with the keyboard only', async () => {
    const { keyboard } = pbx.workbench.page;
    const { quickInput } = pbx.workbench;
    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('PBX: Sign In');
    await quickInput.rowLabelled('PBX: Sign In').waitFor();
    await keyboard.press('Enter');
    await quickInput.rowLabelled('Client credentials').waitFor();
    await keyboard.press('Enter');
    await quickInput.waitForMessage('Client ID');
    await keyboard.type('partner-client');
    await keyboard.press('Enter');
    await quickInput.waitForMessage('Client secret');
    await keyboard.type('partner-secret');
    await keyboard.press('Enter');
    await quickInput.rowLabelled('Do not save them').waitFor();
    await keyboard.press('Enter');
    await pbx.row(reference.instanceName).waitFor();

    await keyboard.press('F1');
    await quickInput.waitUntilOpen();
    await keyboard.type('PBX: Subscribe to High Availability');
    await quickInput.rowLabelled('PBX: Subscribe to High Availability…').waitFor();
    await keyboard.press('Enter');
    await quickInput.waitUntilOpen('Subscribe to High Availability');
    await keyboard.type(reference.productNo);
    await quickInput.rowLabelled(reference.instanceName).waitFor();
    await keyboard.press('Enter');

    const form = await pbx.form();
    const focused = () =>
      form.frame.evaluate('document.activeElement.name || document.activeElement.textContent');
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 20 && (await focused()) !== name; presses++) {
        await keyboard.press('Tab');
      }
      assert.equal(await focused(), name);
    };
    await form.waitForValue('quantity', '10');
    const contact = form.field('billingId').locator(`option[value="${reference.billingId}"]`);
    await contact.waitFor({ state: 'attached' });
    await tabTo('billingCycle');
    await keyboard.press('Space');
    await tabTo('billingId');
    // The contact of the last order is preselected.
    if ((await form.field('billingId').inputValue()) === '') {
      await keyboard.press('ArrowDown');
    }
    assert.equal(await form.field('billingId').inputValue(), reference.billingId);
    await tabTo('poNumber');
    await keyboard.press('Enter');
    await form.heading('Review').waitFor();
    await eventually('The focus on the heading', async () =>
      (await focused()) === 'Review' ? true : undefined,
    );
    await form.untilReady();
    await tabTo('Place Order');
    await keyboard.press('Enter');
    await assertPlaced();
  });
});
