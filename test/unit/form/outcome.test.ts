import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import { complete, editState, outcomeState, placingState } from './sampleForm';

describe('form outcome', () => {
  const forms = useFormBrowser();

  it('shows title, sentence and details of a placed order, and takes the focus', async () => {
    const form = await forms.open(placingState());
    await form.show(outcomeState());
    assert.equal(await form.focus(), 'Order placed');
    const report = form.page.getByRole('status').filter({ has: form.heading('Order placed') });
    assert.match(await report.innerText(), /The portal accepted the order/);
    assert.deepEqual(
      await form.page.locator('section:visible .facts').first().locator('dt, dd').allInnerTexts(),
      ['Order number', 'YL3206252408495661056', 'Status', 'succeed'],
    );
    assert.equal(await form.button('Edit Order').count(), 0);
    await form.button('Show Output').click();
    await form.request('showOutput');
  });

  it('suggests the output only of an order that was not placed', async () => {
    const form = await forms.open(placingState());
    const isSuggested = async () =>
      !(await form.button('Show Output').getAttribute('class'))?.includes('secondary');
    await form.show(outcomeState());
    assert.equal(await isSuggested(), false);
    await form.show(outcomeState({ kind: 'notSent', title: 'Not sent', details: [] }));
    assert.equal(await isSuggested(), true);
  });

  for (const [kind, title] of [
    ['refused', 'Refused'],
    ['notSent', 'Not sent'],
    ['unknown', 'Outcome unknown'],
  ] as const) {
    it(`is an alert: ${title}`, async () => {
      const form = await forms.open(placingState());
      await form.show(outcomeState({ kind, title, details: [] }));
      assert.ok(
        await form.page
          .getByRole('alert')
          .filter({ has: form.heading(title) })
          .isVisible(),
      );
      assert.equal(await form.focus(), title);
    });
  }

  it('offers to edit an order where that is safe, and then shows the marked field', async () => {
    const form = await forms.open(placingState());
    await form.show(outcomeState({ kind: 'refused', title: 'Refused', mayEdit: true }));
    await form.button('Edit Order').click();
    await form.request('edit');
    await form.show(editState({ ...complete, quantity: { suggested: '10', problem: 'too few' } }));
    assert.equal(await form.focus(), 'quantity');
    assert.equal(await form.problem('quantity'), 'too few');
  });

  it('follows an unknown outcome until it is settled, without moving the focus again', async () => {
    const form = await forms.open(placingState());
    await form.show(outcomeState({ kind: 'unknown', title: 'Outcome unknown' }));
    await form.button('Show Output').focus();
    await form.show(outcomeState());
    assert.ok(await form.heading('Order placed').isVisible());
    assert.equal(await form.focus(), 'Show Output');
  });

  it('leaves the focus alone while the user works elsewhere', async () => {
    const form = await forms.open(placingState());
    await form.page.evaluate('document.hasFocus = () => false');
    await form.show(outcomeState());
    assert.notEqual(await form.focus(), 'Order placed');
  });
});
