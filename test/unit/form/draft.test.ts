import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import { ada, complete, draft, editState, loading, productNo } from './sampleForm';

describe('form draft', () => {
  const forms = useFormBrowser();

  it('is kept from the start, so that a reload knows the PBX', async () => {
    const form = await forms.open(editState(loading));
    const kept = await form.kept();
    assert.ok(kept.form === 'order');
    assert.deepEqual(
      [kept.productId, kept.productNo, kept.instanceName],
      [13, productNo, 'Lagos head office'],
    );
    assert.deepEqual(kept.edited, []);
  });

  it('holds every edit at once', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('12');
    await form.page.getByLabel('Monthly').check();
    const { values, edited } = await form.kept();
    assert.deepEqual([values.quantity, values.billingCycle, values.billingId], ['12', 'monthly', ada]);
    assert.deepEqual(edited, ['quantity', 'billingCycle']);
  });

  it('leaves out what the host has found to be a secret, for as long as the field holds it', async () => {
    const form = await forms.open(editState(complete));
    await form.control('poNumber').fill('PO <token>');
    await form.show(editState(complete, { unsaved: ['poNumber'] }));
    const { values, edited } = await form.kept();
    assert.deepEqual([values.poNumber, values.billingId], [undefined, ada]);
    assert.deepEqual(edited, ['poNumber']);
    assert.equal(await form.control('poNumber').inputValue(), 'PO <token>');
    await form.control('poNumber').fill('PO-7');
    await form.show(editState(complete));
    assert.equal((await form.kept()).values.poNumber, 'PO-7');
  });

  it('brings everything back that the user had entered, right or wrong', async () => {
    const { values } = draft();
    const kept = draft({
      values: { ...values, quantity: '1e3', poNumber: 'PO-7', billingCycle: 'monthly' },
      edited: ['quantity', 'poNumber', 'billingCycle'],
    });
    const form = await forms.open(editState(complete), { kept });
    assert.equal(await form.control('quantity').inputValue(), '1e3');
    assert.equal(await form.control('poNumber').inputValue(), 'PO-7');
    assert.ok(await form.page.getByLabel('Monthly').isChecked());
    assert.equal(await form.problem('quantity'), 'Enter a whole number.');
    const { values: told } = await form.request('change');
    assert.deepEqual([told.quantity, told.poNumber], ['1e3', 'PO-7']);
  });

  it('waits for choices that are still loading, and then has them chosen', async () => {
    const { values } = draft();
    const kept = draft({ values: { ...values, billingId: ada }, edited: ['billingId'] });
    const form = await forms.open(editState(loading), { kept });
    assert.equal(await form.control('billingId').inputValue(), '');
    assert.equal(await form.problem('billingId'), '');
    await form.show(editState());
    assert.equal(await form.control('billingId').inputValue(), ada);
  });

  for (const [what, kept] of [
    ['nothing', undefined],
    ['something else', { quantity: 12 }],
    ['a draft with too much in it', { ...draft(), token: 'secret' }],
    ['the draft of another PBX', draft({ productNo: 'OTHER', edited: ['quantity'] })],
  ] as const) {
    it(`is begun anew where ${what} was kept`, async () => {
      const form = await forms.open(editState(complete), { kept });
      assert.equal(await form.control('quantity').inputValue(), '10');
      const now = await form.kept();
      assert.ok(now.form === 'order');
      assert.equal(now.productNo, productNo);
    });
  }
});
