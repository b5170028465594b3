import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import { complete, draft, editState, reviewState } from './sampleForm';

describe('form messages', () => {
  const forms = useFormBrowser();

  it('begin with ready and carry increasing ids', async () => {
    const form = await forms.open(editState());
    await form.control('poNumber').fill('PO-1');
    await form.request('change', 2);
    assert.equal(form.requests[0]?.request, 'ready');
    const ids = form.requests.map(({ id }) => id);
    assert.deepEqual(
      ids,
      [...new Set(ids)].sort((one, other) => one - other),
    );
  });

  it('that are not in the contract change nothing', async () => {
    const form = await forms.open(editState(complete));
    const before = await form.page.locator('main').innerHTML();
    for (const message of [
      undefined,
      null,
      'state',
      7,
      [],
      {},
      { message: 'close' },
      { message: 'state', state: { title: 'Only a title' } },
      { message: 'state', state: { ...reviewState(), extra: true } },
      { message: 'reply', id: 'one', failure: null },
      { message: 'reply', id: 999, failure: 'Nobody waits for this.' },
    ]) {
      await form.post(message);
    }
    assert.equal(await form.page.locator('main').innerHTML(), before);
  });

  it('that fail say why', async () => {
    const form = await forms.open(reviewState(), { answers: false });
    await form.button('Back').click();
    await form.reply(await form.request('back'), 'The order is on its way already.');
    assert.ok(await form.page.getByRole('alert').filter({ hasText: 'on its way already' }).isVisible());
  });

  it('that get no reply say so after a while', async () => {
    const form = await forms.open(reviewState(), { answers: false, clock: true });
    await form.reply(await form.request('ready'), null);
    await form.button('Back').click();
    await form.request('back');
    assert.equal(await form.page.getByText('The extension did not respond.').count(), 0);
    await form.page.clock.fastForward(10_000);
    assert.ok(await form.page.getByText('The extension did not respond.').isVisible());
  });

  it('for signing in wait as long as the user takes', async () => {
    const state = editState(complete, { signInNeeded: 'The session has ended.' });
    const form = await forms.open(state, { clock: true, kept: draft() });
    form.answers = false;
    assert.ok(await form.page.getByText('The session has ended.').isVisible());
    await form.button('Sign In').click();
    await form.request('signIn');
    await form.page.clock.fastForward('10:00');
    assert.equal(await form.page.getByText('The extension did not respond.').count(), 0);
    await form.show(editState(complete));
    assert.equal(await form.button('Sign In').count(), 0);
  });

  it('tell of the sandbox on every step', async () => {
    const form = await forms.open(editState({}, { sandbox: 'Sandbox: nothing is bought' }));
    const banner = form.page.getByRole('status').filter({ hasText: 'Sandbox: nothing is bought' });
    assert.ok(await banner.isVisible());
    await form.show({ ...reviewState(), sandbox: 'Sandbox: nothing is bought' });
    assert.ok(await banner.isVisible());
    await form.show(reviewState());
    assert.equal(await banner.count(), 0);
  });
});
