import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import {
  askingPrice,
  ada,
  complete,
  editState,
  fields,
  loading,
  outcomeState,
  ultimatePlan,
} from './sampleForm';

describe('form problems', () => {
  const forms = useFormBrowser();

  const quantities: readonly [string, string][] = [
    ['', 'Enter a value.'],
    ['   ', 'Enter a value.'],
    ['0', 'Enter a whole number.'],
    ['-5', 'Enter a whole number.'],
    ['1.5', 'Enter a whole number.'],
    ['1e3', 'Enter a whole number.'],
    ['10 extensions', 'Enter a whole number.'],
    ['99999999999999999999', 'Enter a whole number.'],
    ['1501', 'At most 1,500.'],
  ];
  for (const [typed, message] of quantities) {
    it(`refuse the quantity "${typed}" at its field and send nothing`, async () => {
      const form = await forms.open(editState(complete));
      await form.control('quantity').fill(typed);
      await form.button('Review Order').click();
      assert.equal(await form.problem('quantity'), message);
      assert.equal(await form.control('quantity').inputValue(), typed);
      assert.equal(await form.control('quantity').getAttribute('aria-invalid'), 'true');
      assert.match(
        (await form.control('quantity').getAttribute('aria-describedby')) ?? '',
        /quantity-problem/,
      );
      assert.equal(await form.focus(), 'quantity');
      assert.deepEqual(await form.sent('submit'), []);
    });
  }

  it('take the greatest quantity that is allowed', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('1500');
    await form.button('Review Order').click();
    assert.equal((await form.request('submit')).values.quantity, '1500');
  });

  it('write the limit as the display language does', async () => {
    const form = await forms.open(editState(complete), { language: 'de' });
    await form.control('quantity').fill('1501');
    await form.button('Review Order').click();
    assert.equal(await form.problem('quantity'), 'At most 1.500.');
  });

  it('name every choice that is missing, and go to the first', async () => {
    const nothing = { suggested: '' };
    const state = editState({ connectionPlanId: nothing, serviceId: nothing, quantity: nothing });
    const form = await forms.open(state);
    await form.button('Review Order').click();
    for (const name of ['connectionPlanId', 'serviceId', 'billingCycle', 'billingId'] as const) {
      assert.equal(await form.problem(name), 'Choose one.', name);
    }
    assert.equal(await form.problem('quantity'), 'Enter a value.');
    assert.equal(await form.problem('poNumber'), '');
    assert.equal(await form.focus(), 'connectionPlanId');
    assert.equal(
      await form.page.getByRole('status').filter({ hasText: 'attention' }).innerText(),
      '5 fields need your attention.',
    );
    assert.equal(
      await form.page.getByRole('radiogroup').getAttribute('aria-describedby'),
      'billingCycle-problem',
    );
    assert.deepEqual(await form.sent('submit'), []);
  });

  it('are announced where they stand', async () => {
    const { page } = await forms.open(editState());
    assert.equal(await page.locator('#quantity-problem').getAttribute('aria-live'), 'polite');
  });

  it('do not push away what the pointer is being pressed on', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('1501');
    const monthly = await form.page.locator('[name="billingCycle"][value="monthly"]').boundingBox();
    assert.ok(monthly);
    await form.page.mouse.move(monthly.x + 8, monthly.y + 8);
    await form.page.mouse.down();
    await form.page.mouse.up();
    await form.page.locator('[name="billingCycle"][value="monthly"]:checked').waitFor({ timeout: 2000 });
    await form.page.locator('#quantity-problem').filter({ hasText: 'At most' }).waitFor({ timeout: 2000 });
  });

  it('are not raised at a field before the user has left it', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('1e');
    assert.equal(await form.problem('quantity'), '');
    await form.control('quantity').press('Tab');
    assert.equal(await form.problem('quantity'), 'Enter a whole number.');
    assert.equal(await form.problem('billingId'), '');
  });

  it('go while the user types, once the value is right', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('0');
    await form.control('quantity').press('Enter');
    assert.equal(await form.problem('quantity'), 'Enter a whole number.');
    await form.control('quantity').pressSequentially('7');
    assert.equal(await form.problem('quantity'), 'Enter a whole number.');
    await form.control('quantity').fill('7');
    assert.equal(await form.problem('quantity'), '');
    assert.equal(await form.control('quantity').getAttribute('aria-invalid'), null);
  });

  it('do not move Review Order away from under the pointer', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('x');
    await form.button('Review Order').click();
    assert.equal(await form.focus(), 'quantity');
    await form.control('quantity').fill('5');
    await form.button('Review Order').click();
    await form.request('submit');
  });

  it('do not lose a click on Review Order when the price appears above it meanwhile', async () => {
    const form = await forms.open(editState(complete));
    const review = await form.button('Review Order').boundingBox();
    assert.ok(review);
    await form.page.mouse.move(review.x + 8, review.y + 2);
    await form.page.mouse.down();
    await form.show({ ...editState(complete), price: askingPrice });
    await form.page.mouse.up();
    await form.request('submit');
    await form.page.getByText(askingPrice.text).waitFor();
  });

  it('do not keep back what the host says after a press that has ended elsewhere', async () => {
    const form = await forms.open(editState(complete));
    await form.page.mouse.move(8, 8);
    await form.page.evaluate('document.dispatchEvent(new PointerEvent("pointerdown"))');
    await form.show({ ...editState(complete), price: askingPrice });
    assert.equal(await form.page.getByText(askingPrice.text).isVisible(), false);
    await form.page.mouse.move(9, 9);
    await form.page.getByText(askingPrice.text).waitFor();
  });

  it('keep Review Order in use while choices load: what is missing is said', async () => {
    const form = await forms.open(editState(loading));
    await form.button('Review Order').click();
    assert.equal(await form.problem('connectionPlanId'), 'Choose one.');
    assert.deepEqual(await form.sent('submit'), []);
    await form.show(editState(complete));
    assert.equal(await form.problem('connectionPlanId'), '');
    await form.button('Review Order').click();
    await form.request('submit');
  });

  it('that the host finds stand at their field until the user edits it', async () => {
    const form = await forms.open(
      editState({ ...complete, billingId: { suggested: ada, problem: 'unknown' } }),
    );
    assert.equal(await form.problem('billingId'), 'unknown');
    await form.button('Review Order').click();
    assert.equal(await form.focus(), 'billingId');
    assert.deepEqual(await form.sent('submit'), []);
    await form.control('billingId').selectOption('3197218168379846219');
    assert.equal(await form.problem('billingId'), '');
    await form.button('Review Order').click();
    await form.request('submit');
  });

  it('that the host finds again after another order are shown again', async () => {
    const found = { ...complete, poNumber: { problem: 'already used' } };
    const form = await forms.open(editState(found));
    await form.control('poNumber').fill('PO-2');
    assert.equal(await form.problem('poNumber'), '');
    await form.show({ ...outcomeState({ kind: 'refused', mayEdit: true }), fields: fields(found) });
    await form.show(editState(found));
    assert.equal(await form.problem('poNumber'), 'already used');
    assert.equal(await form.focus(), 'poNumber');
  });

  it('that the host finds at a field which nobody can change do not lock the form', async () => {
    const form = await forms.open(editState({ ...complete, productNo: { problem: 'not activated' } }));
    assert.equal(await form.problem('productNo'), 'not activated');
    await form.button('Review Order').click();
    await form.request('submit');
  });

  it('let Enter in a text field review the order, as Review Order does', async () => {
    const form = await forms.open(editState(complete));
    await form.control('connectionPlanId').selectOption(ultimatePlan);
    await form.control('poNumber').fill('PO-2026-001');
    await form.control('poNumber').press('Enter');
    const { values } = await form.request('submit');
    assert.deepEqual([values.connectionPlanId, values.poNumber], [ultimatePlan, 'PO-2026-001']);
  });

  it('let one review be asked for at a time', async () => {
    const form = await forms.open(editState(complete), { answers: false });
    await form.control('poNumber').press('Enter');
    await form.control('poNumber').press('Enter');
    await form.button('Review Order').dblclick();
    assert.equal((await form.sent('submit')).length, 1);
  });

  it('send no change after the review that it belongs to', async () => {
    const form = await forms.open(editState(complete), { clock: true });
    await form.control('quantity').fill('12');
    await form.control('quantity').press('Enter');
    await form.request('submit');
    const after = form.requests.length;
    await form.page.clock.fastForward(1000);
    await form.settled();
    assert.deepEqual(form.requests.slice(after), []);
  });
});
