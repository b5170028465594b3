import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import { editState, loading, outcomeState, reviewState, toldPrice } from './sampleForm';

describe('the parts of a form review', () => {
  const forms = useFormBrowser();

  it('says what is bought, for how much, to whom the invoice goes', async () => {
    const { page } = await forms.open(reviewState());
    const facts = page.locator('section:visible .facts');
    assert.deepEqual(await facts.locator('dt').allInnerTexts(), [
      'PBX',
      'Order',
      'Plan',
      'Quantity',
      'Period',
      'Billing contact',
    ]);
    assert.match(await facts.innerText(), /Quantity\s+10 extensions\s/);
    assert.match(await facts.innerText(), /Billing contact\s+Ada Nwosu/);
    const price = page.locator('section:visible .price');
    assert.deepEqual(await price.getByRole('row').allInnerTexts(), [
      'Plan or service\tQuantity',
      'High Availability\t10 extensions',
    ]);
    assert.ok(await price.getByText('Total: USD 125.00 for 1 year').isVisible());
    assert.ok(await price.getByText('As calculated by the portal at 14:01; tax not stated.').isVisible());
  });

  it('shows an amount only for lines that have one', async () => {
    const lines = [
      { what: 'Enterprise Plan', quantity: '10 extensions', amount: 'USD 360.00' },
      { what: 'Recording Minutes', quantity: '', amount: '' },
    ];
    const { page } = await forms.open(reviewState({ price: { ...toldPrice, lines } }));
    assert.deepEqual(await page.locator('section:visible .price').getByRole('row').allInnerTexts(), [
      'Plan or service\tQuantity\tAmount',
      'Enterprise Plan\t10 extensions\tUSD 360.00',
      'Recording Minutes\t–\t–',
    ]);
  });

  it('has what the guide leaves open behind one heading', async () => {
    const form = await forms.open(reviewState());
    const assumption = form.page.getByText('It takes a quantity (quantity).');
    assert.equal(await assumption.isVisible(), false);
    await form.page.getByText('Assumptions (2)').click();
    assert.ok(await assumption.isVisible());
    await form.show(reviewState({ assumptions: { title: 'Assumptions (0)', intro: '', items: [] } }));
    assert.equal(await form.page.getByText('Assumptions (0)').isVisible(), false);
  });
});

describe('form: the first empty field', () => {
  const forms = useFormBrowser();

  it('gets the focus once everything has loaded', async () => {
    const form = await forms.open(editState(loading));
    await form.show(editState());
    assert.equal(await form.focus(), 'billingCycle');
  });

  it('does not take the focus from where the user has begun', async () => {
    const form = await forms.open(editState(loading));
    await form.control('poNumber').focus();
    await form.show(editState());
    assert.equal(await form.focus(), 'poNumber');
  });
});

describe('form: an outcome', () => {
  const forms = useFormBrowser();

  it('is copied, leads to the PBX, to another order and to the end', async () => {
    const form = await forms.open(outcomeState());
    await form.button('Copy').click();
    await form.request('copyOutcome');
    await form.page.getByText('Copied').waitFor();
    await form.button('Show PBX').click();
    await form.request('showPbx');
    await form.button('Order Another').click();
    await form.request('orderAnother');
    await form.button('Close').click();
    await form.request('close');
  });

  it('does not repeat how many fields needed attention', async () => {
    const form = await forms.open(editState());
    await form.button('Review Order').click();
    const summary = form.page.getByText(/fields need your attention/);
    assert.equal(await summary.count(), 1);
    await form.show(reviewState());
    assert.equal(await summary.count(), 0);
  });
});
