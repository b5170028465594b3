import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { formDraft, type FormState } from '../../../src/form/contract';
import { useFormBrowser } from './formBrowser';
import type { OpenForm } from './openForm';
import {
  complete,
  draft,
  editState,
  blockedState,
  outcomeState,
  placingState,
  reviewState,
} from './sampleForm';

describe('a page whose extension has gone', () => {
  const forms = useFormBrowser();

  async function open(state: FormState): Promise<OpenForm> {
    return forms.open(state, { clock: true, kept: draft() });
  }

  /** From now on nobody hears the page; time passes until it must have found out. */
  async function lose(form: OpenForm): Promise<void> {
    form.isAlive = false;
    await form.page.clock.runFor(9000);
  }

  const says = (form: OpenForm, text: string) => form.page.getByText(text, { exact: true }).isVisible();

  const certain: readonly (readonly [step: string, state: FormState, loss: string])[] = [
    ['the fields', editState(complete), 'Nothing was sent.'],
    ['a review', reviewState(), 'Nothing was sent.'],
    ['a possible duplicate', blockedState(), 'Nothing was sent.'],
    ['an order that is being placed', placingState(), 'It may have been sent.'],
    ['an outcome', outcomeState(), 'Out of date.'],
  ];
  for (const [step, state, loss] of certain) {
    it(`says so by itself at ${step}, and what is certain: ${loss}`, async () => {
      const form = await open(state);
      assert.equal(await says(form, 'This page has lost its connection.'), false);
      await lose(form);
      assert.ok(await says(form, 'This page has lost its connection.'));
      assert.ok(await says(form, loss));
      assert.equal(await form.page.getByText('Placing the order…').isVisible(), false);
    });
  }

  it('says nothing while the extension answers, however long that takes', async () => {
    const form = await open(reviewState());
    for (let minutes = 0; minutes < 3; minutes++) {
      await form.page.clock.runFor(4000);
      await form.settled();
    }
    assert.equal(await says(form, 'This page has lost its connection.'), false);
  });

  it('never asks for an order that it says was not sent', async () => {
    const form = await open(reviewState());
    form.isAlive = false;
    await form.button('Place Order').click();
    await form.page.clock.runFor(6000);
    assert.ok(await says(form, 'Nothing was sent.'));
    form.isAlive = true;
    await form.page.clock.runFor(9000);
    assert.deepEqual(await form.sent('place'), []);
    assert.equal(await says(form, 'This page has lost its connection.'), false);
    await form.button('Place Order').click();
    assert.equal((await form.request('place')).reviewId, 'review-1');
  });

  it('asks for what it has not heard once the extension answers again', async () => {
    const form = await open(reviewState());
    const before = (await form.sent('ready')).length;
    await lose(form);
    form.isAlive = true;
    await form.page.clock.runFor(9000);
    assert.equal((await form.sent('ready')).length, before + 1);
  });

  it('says that an order may have been sent when it was asked for before', async () => {
    const form = await open(reviewState());
    form.answers = false;
    await form.button('Place Order').click();
    await form.request('place');
    await lose(form);
    assert.ok(await says(form, 'It may have been sent.'));
    assert.ok(await form.button('Place Order').isDisabled());
  });

  it('does not say that nothing was sent when it has never heard the extension itself', async () => {
    const form = await forms.open(reviewState(), { clock: true, answers: false });
    // The hello of the start is answered; a page that VS Code shows again is not even given that.
    form.isAlive = false;
    await form.page.reload();
    await form.page.clock.runFor(9000);
    assert.ok(await says(form, 'It may have been sent.'));
  });

  it('leads to a new form with what has been entered, by a link that VS Code opens', async () => {
    const form = await open(editState(complete));
    await form.control('poNumber').fill('PO-2026 "118" <b>');
    await lose(form);
    const link = form.page.getByRole('link', { name: 'Reopen Form' });
    await link.focus();
    const href = (await link.getAttribute('href')) ?? '';
    assert.ok(href.startsWith('command:pbx.reopenForm?'));
    const passed: unknown = JSON.parse(decodeURIComponent(href.slice(href.indexOf('?') + 1)));
    const [kept] = z.parse(z.tuple([formDraft]), passed);
    assert.equal(kept.values.poNumber, 'PO-2026 "118" <b>');
    assert.deepEqual(kept, await form.kept());
    assert.equal(
      await form.page.getByRole('link', { name: 'Reload Window' }).getAttribute('href'),
      'command:workbench.action.reloadWindow',
    );
  });

  it('takes no more input', async () => {
    const form = await open(reviewState());
    await lose(form);
    await form.page.keyboard.press('Tab');
    assert.equal(await form.focus(), 'Reopen Form');
    assert.equal(await form.page.locator('main > section:has(button):not([inert]):visible').count(), 0);
  });
});
