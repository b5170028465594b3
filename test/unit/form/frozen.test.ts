import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import { complete, editState, outcomeState } from './sampleForm';

const reason = 'This form belongs to another account at portal.example.test.';
const owner = { portal: 'https://portal.example.test', account: 'client 0123456789abcdef' };

describe('a form that belongs to another account', () => {
  const forms = useFormBrowser();
  const frozen = { text: reason, mayCopy: true };

  it('says why, keeps what was entered, and takes no more', async () => {
    const form = await forms.open(editState(complete));
    await form.control('poNumber').fill('PO-7');
    await form.request('change');
    await form.show(editState(complete, { frozen }));
    assert.ok(await form.page.getByText(reason).isVisible());
    assert.equal(await form.control('poNumber').inputValue(), 'PO-7');
    assert.ok(await form.control('poNumber').isDisabled());
    assert.ok(await form.control('connectionPlanId').isDisabled());
    assert.equal(await form.button('Review Order').isVisible(), false);
  });

  it('takes no suggestion of another account', async () => {
    const form = await forms.open(editState(complete));
    await form.settled();
    await form.show(editState({ ...complete, quantity: { suggested: '99' } }, { frozen }));
    assert.equal(await form.control('quantity').inputValue(), '10');
  });

  it('offers a copy only if the portal is the same', async () => {
    const form = await forms.open(editState(complete, { frozen: { ...frozen, mayCopy: false } }));
    assert.equal(await form.button('Copy to New Form').isVisible(), false);
    await form.show(editState(complete, { frozen }));
    await form.button('Copy to New Form').click();
    await form.request('copyToNewForm');
  });

  it('can be used again once the account is back', async () => {
    const form = await forms.open(editState(complete, { frozen }));
    await form.show(editState(complete));
    assert.equal(await form.page.getByText(reason).isVisible(), false);
    assert.ok(await form.control('poNumber').isEnabled());
    assert.ok(await form.button('Review Order').isVisible());
  });

  it('shows an outcome as it was', async () => {
    const form = await forms.open({ ...outcomeState(), frozen, sandbox: 'Sandbox: nothing is bought' });
    assert.equal(await form.page.getByText(reason).isVisible(), false);
    assert.ok(await form.page.getByText('Sandbox: nothing is bought').isVisible());
  });

  it('saves whose it is', async () => {
    const form = await forms.open(editState(complete));
    assert.equal((await form.kept()).owner, undefined);
    await form.show(editState(complete, { owner }));
    assert.deepEqual((await form.kept()).owner, owner);
    await form.control('poNumber').fill('PO-7');
    assert.deepEqual((await form.kept()).owner, owner);
  });
});
