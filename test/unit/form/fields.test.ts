import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import {
  ada,
  callRecording,
  choice,
  complete,
  draft,
  editState,
  enterprisePlan,
  fields,
  highAvailability,
  loading,
  productNo,
  ultimatePlan,
} from './sampleForm';

describe('form fields', () => {
  const forms = useFormBrowser();

  it('are native controls under the names of the API', async () => {
    const { page } = await forms.open(editState());
    const controls = await page.evaluate<string[]>(
      "[...document.querySelectorAll('[name]:not(meta)')].map((one) => `${one.localName} ${one.type} ${one.name}`)",
    );
    assert.deepEqual(controls, [
      'input text productNo',
      'select select-one connectionPlanId',
      'select select-one serviceId',
      'input text quantity',
      'input radio billingCycle',
      'input radio billingCycle',
      'select select-one billingId',
      'input text poNumber',
    ]);
  });

  it('have visible labels, and a legend for the billing cycle', async () => {
    const { page } = await forms.open(editState());
    for (const label of ['Serial number', 'Plan', 'Service', 'Quantity', 'Billing contact']) {
      assert.ok(await page.getByLabel(label, { exact: true }).isVisible(), label);
    }
    assert.ok(await page.getByRole('radiogroup', { name: 'Billing cycle' }).isVisible());
    assert.ok(await page.getByText('PO number optional').isVisible());
  });

  it('say hint and the note of the selected choice to a screen reader too', async () => {
    const form = await forms.open(editState());
    const describedBy = (name: 'connectionPlanId' | 'quantity') =>
      form.control(name).getAttribute('aria-describedby');
    assert.equal(await describedBy('connectionPlanId'), 'connectionPlanId-note');
    assert.equal(await form.page.locator('#connectionPlanId-note').innerText(), 'Current plan.');
    assert.equal(await describedBy('quantity'), 'quantity-hint');
    await form.control('connectionPlanId').selectOption(ultimatePlan);
    assert.equal(await describedBy('connectionPlanId'), null);
  });

  it('are filled from the first picture on, before any message', async () => {
    const form = await forms.open(editState(complete), { answers: false });
    assert.equal(await form.control('productNo').inputValue(), productNo);
    assert.equal(await form.control('connectionPlanId').inputValue(), enterprisePlan);
    assert.equal(await form.control('quantity').inputValue(), '10');
    assert.ok(await form.page.getByLabel('Annually').isChecked());
  });

  it('ask to choose where the portal suggests nothing', async () => {
    const form = await forms.open(editState());
    assert.equal(await form.control('billingId').inputValue(), '');
    assert.equal(await form.control('billingId').locator('option').first().innerText(), 'Choose…');
    assert.equal(await form.page.getByRole('radio', { checked: true }).count(), 0);
    await form.control('billingId').selectOption(ada);
    assert.equal(await form.control('billingId').locator('option', { hasText: 'Choose…' }).count(), 0);
  });

  it('stay in place while their choices load', async () => {
    const form = await forms.open(editState(loading));
    const names = ['connectionPlanId', 'serviceId', 'quantity', 'billingId', 'poNumber'] as const;
    const places = () => Promise.all(names.map((name) => form.control(name).boundingBox()));
    const before = await places();
    assert.equal(await form.page.locator('.field[aria-busy=true]').count(), 5);
    assert.equal(await form.page.locator('.field .ring:visible').count(), 5);
    await form.show(editState());
    assert.equal(await form.page.locator('[aria-busy]').count(), 0);
    assert.deepEqual(await places(), before);
  });

  it('take suggestions that arrive later, but never over what the user has entered', async () => {
    const form = await forms.open(editState(loading));
    await form.control('quantity').fill('7');
    await form.show(editState());
    assert.equal(await form.control('quantity').inputValue(), '7');
    assert.equal(await form.control('serviceId').inputValue(), highAvailability);
    await form.show(editState({ serviceId: { suggested: callRecording }, quantity: { suggested: '11' } }));
    assert.equal(await form.control('quantity').inputValue(), '7');
    assert.equal(await form.control('serviceId').inputValue(), callRecording);
  });

  it('keep focus, caret and elements when a state arrives while the user types', async () => {
    const form = await forms.open(editState(loading));
    const quantity = form.control('quantity');
    await quantity.fill('120');
    await quantity.press('ArrowLeft');
    await form.page.evaluate("document.activeElement.dataset.same = 'yes'");
    await form.show(editState({ quantity: { hint: 'Another hint' } }));
    await form.page.keyboard.type('5');
    assert.equal(await quantity.inputValue(), '1250');
    assert.equal(await quantity.getAttribute('data-same'), 'yes');
  });

  it('keep the focus on a radio button when a state arrives', async () => {
    const form = await forms.open(editState());
    await form.page.getByLabel('Monthly').check();
    await form.show(editState({ billingCycle: { hint: 'New' } }));
    assert.equal(await form.focus(), 'billingCycle');
    assert.ok(await form.page.getByLabel('Monthly').isChecked());
  });

  it('show no value, and say so, when the chosen one is no longer offered', async () => {
    const form = await forms.open(editState());
    await form.control('serviceId').selectOption(callRecording);
    await form.show(editState({ serviceId: { choices: [choice(highAvailability, 'High Availability')] } }));
    assert.equal(await form.control('serviceId').inputValue(), '');
    assert.equal(await form.problem('serviceId'), 'No longer offered: choose another.');
    await form.show(editState());
    assert.equal(await form.control('serviceId').inputValue(), callRecording);
    assert.equal(await form.problem('serviceId'), '');
  });

  it('tell why a look-up failed, and look up again on Try Again', async () => {
    const form = await forms.open(
      editState({ billingId: { status: 'failed', choices: [], failure: 'Could not connect.' } }),
    );
    assert.ok(await form.page.getByText('Could not connect.').isVisible());
    assert.equal(await form.control('billingId').getAttribute('aria-describedby'), 'billingId-failure');
    await form.button('Try Again').click();
    await form.request('retry');
    await form.show(editState(loading));
    assert.equal(await form.focus(), 'billingId');
    assert.equal(await form.button('Try Again').count(), 0);
  });

  it('follow the fields that the host names', async () => {
    const form = await forms.open(editState());
    const without = fields().filter(({ name }) => name !== 'billingCycle');
    await form.show(editState({}, { fields: without }));
    assert.equal(await form.control('billingCycle').count(), 0);
    await form.show(editState());
    assert.equal(await form.control('billingCycle').count(), 2);
  });

  it('tell the host a choice at once, and typing at the next pause', async () => {
    const form = await forms.open(editState(complete), { kept: draft() });
    const before = (await form.sent('change')).length;
    await form.control('connectionPlanId').selectOption(ultimatePlan);
    const chosen = await form.request('change', before + 1);
    assert.equal(chosen.values.connectionPlanId, ultimatePlan);
    assert.equal(chosen.values.billingId, ada);
    await form.settled();
    // The page's clock goes on between two keys as the test says, however slowly they come in on a busy machine.
    await form.page.clock.pauseAt((await form.page.evaluate<number>('Date.now()')) + 1000);
    await form.control('quantity').press('End');
    for (const key of '555') {
      await form.control('quantity').press(key);
      await form.page.clock.runFor(100);
    }
    assert.equal(form.requests.filter(({ request }) => request === 'change').length, before + 1);
    await form.page.clock.resume();
    const typed = await form.request('change', before + 2);
    assert.equal(typed.values.quantity, '10555');
    assert.equal((await form.sent('change')).length, before + 2);
  });

  it('tell the host nothing that it knows already', async () => {
    const form = await forms.open(editState(complete));
    const before = (await form.sent('change')).length;
    await form.show(editState(complete));
    await form.show(editState(complete, { title: 'Another title' }));
    assert.equal((await form.sent('change')).length, before);
  });
});
