import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import type { OpenForm } from './openForm';
import { editState, heldBackState, outcomeState, placingState, productNo, reviewState } from './sampleForm';

const recordId = 'f2b4e2f6-7f0c-4c1e-9d3a-3d6f0d1f2a4b';
const checkOf = (underWay: boolean, text = '') => ({ check: { underWay, text } });

describe('form held back', () => {
  const forms = useFormBrowser();

  async function heldBack(changes = {}): Promise<OpenForm> {
    const form = await forms.open(placingState());
    await form.show(heldBackState(changes));
    return form;
  }

  function consentOf({ page }: OpenForm) {
    return page.getByRole('checkbox', { name: `I know that High Availability for ${productNo}` });
  }

  it('says why at once, takes the focus, and shows each order that this one may repeat', async () => {
    const form = await heldBack();
    assert.equal(await form.focus(), 'Held back');
    const alert = form.page.getByRole('alert').filter({ has: form.heading('Held back') });
    assert.match(await alert.innerText(), /Nothing was sent/);
    const record = form.page.getByRole('listitem');
    assert.match(await record.innerText(), /High Availability for .*\s+outcome unknown · checked 14:02/);
    await record.getByRole('button', { name: 'Show Details' }).click();
    assert.equal((await form.request('showRecord')).recordId, recordId);
  });

  it('sends nothing without the consent, and says so at the box', async () => {
    const form = await heldBack();
    await form.button('Place a Second Order').click();
    assert.deepEqual(await form.sent('placeAnyway'), []);
    const box = consentOf(form);
    assert.equal(await box.getAttribute('aria-invalid'), 'true');
    const described = (await box.getAttribute('aria-describedby')) ?? '';
    assert.equal(await form.page.locator(`#${described}`).innerText(), 'Tick this box first, or go back.');
    assert.ok(await form.page.evaluate('document.activeElement.id === "consent"'));
    await form.page.keyboard.press('Space');
    assert.equal(await box.getAttribute('aria-invalid'), null);
    assert.equal(await form.page.locator('#consent-problem').innerText(), '');
  });

  it('is consented to and placed with the keyboard alone, once however often it is pressed', async () => {
    const form = await heldBack();
    form.answers = false;
    for (let tabs = 0; !(await form.page.evaluate('document.activeElement.id === "consent"')); tabs++) {
      assert.ok(tabs < 10, 'the box is not reached');
      await form.page.keyboard.press('Tab');
    }
    await form.page.keyboard.press('Space');
    while ((await form.focus()) !== 'Place a Second Order') {
      await form.page.keyboard.press('Tab');
    }
    await form.page.keyboard.press('Enter');
    await form.page.keyboard.press('Enter');
    const { reviewId, consent } = await form.request('placeAnyway');
    assert.deepEqual([reviewId, consent], ['review-1', true]);
    assert.equal((await form.sent('placeAnyway')).length, 1);
  });

  for (const [what, change] of [
    ['another order', { reviewId: 'review-2' }],
    [
      'another risk',
      { consent: `I know that High Availability for ${productNo} may be bought three times.` },
    ],
  ] as const) {
    it(`needs a consent of its own for ${what}`, async () => {
      const form = await heldBack();
      await form.page.getByText('may be bought twice').click();
      assert.equal(await consentOf(form).isChecked(), true);
      await form.show(heldBackState(checkOf(true)));
      assert.equal(await consentOf(form).isChecked(), true, 'the same as before');
      await form.show(heldBackState(change));
      assert.equal(await consentOf(form).isChecked(), false);
    });
  }

  it('offers no second order while the first one is being placed', async () => {
    const form = await heldBack({ consent: '' });
    assert.equal(await form.button('Place a Second Order').count(), 0);
    assert.equal(await form.page.getByRole('checkbox').count(), 0);
  });

  it('keeps the focus on Check Again and Cancel while they take turns', async () => {
    const form = await heldBack();
    await form.button('Check Again').click();
    await form.request('checkAgain');
    await form.show(heldBackState(checkOf(true, 'Looking…')));
    assert.equal(await form.button('Check Again').count(), 0);
    assert.equal(await form.focus(), 'Cancel');
    assert.ok(await form.page.getByRole('status').filter({ hasText: 'Looking…' }).isVisible());
    await form.button('Cancel').click();
    await form.request('cancelCheck');
    await form.show(heldBackState());
    assert.equal(await form.focus(), 'Check Again');
  });

  it('can place its review again once it is held back no more', async () => {
    const form = await forms.open(reviewState());
    await form.button('Place Order').click();
    await form.request('place');
    await form.show(placingState());
    await form.show(heldBackState());
    await form.show(reviewState());
    assert.equal(await form.focus(), 'Review');
    await form.button('Place Order').click();
    assert.equal((await form.request('place', 2)).reviewId, 'review-1');
  });

  it('goes back to the fields', async () => {
    const form = await heldBack();
    await form.button('Back').click();
    await form.request('back');
    await form.show(editState());
    assert.ok(await form.button('Review Order').isVisible());
  });

  for (const request of ['checkAgain', 'placeAnyway'] as const) {
    it(`waits for ${request} as long as the portal takes`, async () => {
      const form = await forms.open(heldBackState(), { clock: true });
      form.answers = false;
      if (request === 'checkAgain') {
        await form.button('Check Again').click();
      } else {
        await form.page.getByText('may be bought twice').click();
        await form.button('Place a Second Order').click();
      }
      await form.request(request);
      await form.page.clock.fastForward('10:00');
      assert.equal(await form.page.getByText('The extension did not answer.').count(), 0);
    });
  }
});

describe('form outcome unknown', () => {
  const forms = useFormBrowser();

  const unknown = (underWay: boolean, text: string) =>
    outcomeState({ kind: 'unknown', title: 'Outcome unknown', details: [], ...checkOf(underWay, text) });

  it('tells of the search, which can be cancelled and begun again, and shows the record', async () => {
    const form = await forms.open(placingState());
    await form.show(unknown(true, 'Looking for it in the portal’s orders…'));
    assert.ok(await form.page.getByText('Looking for it in the portal’s orders…').isVisible());
    await form.button('Cancel').click();
    await form.request('cancelCheck');
    await form.show(unknown(false, 'Not found so far.'));
    assert.ok(await form.page.getByText('Not found so far.').isVisible());
    await form.button('Check Again').click();
    await form.request('checkAgain');
    await form.button('Show Details').click();
    assert.equal((await form.request('showRecord')).recordId, recordId);
  });

  it('ends with the order’s number, and with nothing left to look for', async () => {
    const form = await forms.open(unknown(true, 'Looking…'));
    await form.show(outcomeState());
    assert.equal(await form.button('Cancel').count(), 0);
    assert.equal(await form.button('Check Again').count(), 0);
    assert.ok(await form.page.getByText('YL3206252408495661056').isVisible());
  });
});
