import assert from 'node:assert/strict';
import type { BlockedView, OtherOrder } from '../../../src/form/contract';
import { useFormBrowser } from './formBrowser';
import type { OpenForm } from './openForm';
import {
  blockedState,
  editState,
  outcomeState,
  ownOrder,
  placingState,
  portalOrder,
  entryId,
  reviewState,
} from './sampleForm';

const checkOf = (underWay: boolean, text = '') => ({ check: { underWay, text } });

describe('form of a blocked order', () => {
  const forms = useFormBrowser();

  async function blocked(changes: Partial<BlockedView> = {}): Promise<OpenForm> {
    const form = await forms.open(placingState());
    await form.show(blockedState(changes));
    return form;
  }

  it('says why at once, takes the focus, and shows each order that this one may repeat', async () => {
    const form = await blocked();
    assert.equal(await form.focus(), 'Not sent: possible duplicate');
    const alert = form.page.getByRole('alert').filter({ has: form.heading('Not sent: possible duplicate') });
    assert.match(await alert.innerText(), /was not sent/);
    const items = form.page.getByRole('listitem');
    assert.equal(await items.count(), 2);
    assert.match(
      await items.nth(0).innerText(),
      /High Availability for .*\s+outcome unknown · checked 14:02/,
    );
    assert.match(
      await items.nth(1).innerText(),
      /YL3206252408495661056 · High Availability\s+13:58 · succeed/,
    );
  });

  it('shows the details of each order, from its entry or from the portal', async () => {
    const form = await blocked();
    const details = ({ title }: OtherOrder) =>
      form.page
        .getByRole('listitem')
        .filter({ hasText: title })
        .getByRole('button', { name: 'Show Details', description: title });
    await details(ownOrder).click();
    assert.equal((await form.request('showEntry')).entryId, entryId);
    await details(portalOrder).click();
    assert.equal((await form.request('showPortalOrder')).orderNo, 'YL3206252408495661056');
  });

  it('leaves the consent to VS Code: it has no box to tick, and asks the host with the keyboard alone', async () => {
    const form = await blocked();
    assert.equal(await form.page.getByRole('checkbox').count(), 0);
    for (let tabs = 0; (await form.focus()) !== 'Place Anyway…'; tabs++) {
      assert.ok(tabs < 10, 'the button is not reached');
      await form.page.keyboard.press('Tab');
    }
    await form.page.keyboard.press('Enter');
    assert.equal((await form.request('placeAnyway')).reviewId, 'review-1');
  });

  it('asks the host once however often it is pressed, and again when the user has said no', async () => {
    const form = await blocked();
    form.answers = false;
    await form.button('Place Anyway…').dblclick();
    await form.page.keyboard.press('Enter');
    await form.show(blockedState(checkOf(false, 'No new order as of 14:03.')));
    await form.button('Place Anyway…').click();
    const first = await form.request('placeAnyway');
    assert.equal((await form.sent('placeAnyway')).length, 1);
    await form.reply(first, null);
    await form.button('Place Anyway…').click();
    assert.equal((await form.sent('placeAnyway')).length, 2);
  });

  it('has the focus where it was after VS Code has asked, since a dialog takes it away', async () => {
    const form = await blocked();
    form.answers = false;
    await form.button('Place Anyway…').click();
    const request = await form.request('placeAnyway');
    await form.page.evaluate('document.activeElement.blur()');
    await form.reply(request, null);
    assert.equal(await form.focus(), 'Place Anyway…');
  });

  it('asks for the order that it shows by now', async () => {
    const form = await blocked();
    await form.show(blockedState({ reviewId: 'review-2' }));
    await form.button('Place Anyway…').click();
    assert.equal((await form.request('placeAnyway')).reviewId, 'review-2');
  });

  it('says so when the host has not placed it, and can be asked again', async () => {
    const form = await blocked();
    form.answers = false;
    await form.button('Place Anyway…').click();
    await form.reply(await form.request('placeAnyway'), 'What this order may repeat has changed.');
    assert.ok(await form.page.getByRole('alert').filter({ hasText: 'may repeat has changed' }).isVisible());
    await form.button('Place Anyway…').click();
    assert.equal((await form.sent('placeAnyway')).length, 2);
  });

  it('offers no second order while another one is being placed', async () => {
    const form = await blocked({ mayPlace: false });
    assert.equal(await form.button('Place Anyway…').count(), 0);
    await form.show(blockedState());
    assert.equal(await form.button('Place Anyway…').count(), 1);
  });

  it('shows the file of a lock whose owner nobody can see from here, and of no other', async () => {
    const form = await blocked({ mayPlace: false, lockFile: '/home/ada/locks/one' });
    await form.button('Show Lock File').click();
    await form.request('showLock');
    await form.show(blockedState({ mayPlace: false }));
    assert.equal(await form.button('Show Lock File').count(), 0);
  });

  it('offers a look where nothing is of unknown outcome, too: what blocks it may have changed in the portal', async () => {
    const form = await blocked({ orders: [portalOrder], ...checkOf(false, '') });
    await form.button('Check Again').click();
    await form.request('checkAgain');
    assert.equal(await form.button('Cancel').count(), 0);
  });

  it('keeps the focus on Check Again and Cancel while they take turns', async () => {
    const form = await blocked();
    await form.button('Check Again').click();
    await form.request('checkAgain');
    await form.show(blockedState(checkOf(true, 'Looking…')));
    assert.equal(await form.button('Check Again').count(), 0);
    assert.equal(await form.focus(), 'Cancel');
    assert.ok(await form.page.getByRole('status').filter({ hasText: 'Looking…' }).isVisible());
    await form.button('Cancel').click();
    await form.request('cancelCheck');
    await form.show(blockedState());
    assert.equal(await form.focus(), 'Check Again');
  });

  it('can place its review again once nothing blocks it any more', async () => {
    const form = await forms.open(reviewState());
    await form.button('Place Order').click();
    await form.request('place');
    await form.show(placingState());
    await form.show(blockedState());
    await form.show(reviewState());
    assert.equal(await form.focus(), 'Review');
    await form.button('Place Order').click();
    assert.equal((await form.request('place', 2)).reviewId, 'review-1');
  });

  it('goes back to the fields', async () => {
    const form = await blocked();
    await form.button('Back').click();
    await form.request('back');
    await form.show(editState());
    assert.ok(await form.button('Review Order').isVisible());
  });

  for (const [request, label] of [
    ['checkAgain', 'Check Again'],
    ['placeAnyway', 'Place Anyway…'],
  ] as const) {
    it(`waits for ${request} as long as the portal takes`, async () => {
      const form = await forms.open(blockedState(), { clock: true });
      form.answers = false;
      await form.button(label).click();
      await form.request(request);
      await form.page.clock.fastForward('10:00');
      assert.equal(await form.page.getByText('The extension did not respond.').count(), 0);
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
    assert.equal((await form.request('showEntry')).entryId, entryId);
  });

  it('has looking for it as what to do next, and the output where there is nothing to look for', async () => {
    const form = await forms.open(unknown(false, 'Not found so far.'));
    const next = form.page.locator('button.vscode-button:not(.secondary):visible');
    assert.deepEqual(await next.allInnerTexts(), ['Check Again']);
    await form.show(outcomeState({ kind: 'refused', title: 'Refused', details: [] }));
    assert.deepEqual(await next.allInnerTexts(), ['Show Output']);
    // Its reply is in the outcome, and the output may be open already.
    await form.show(outcomeState());
    assert.deepEqual(await next.allInnerTexts(), []);
  });

  it('ends with the order’s number, and with nothing left to look for', async () => {
    const form = await forms.open(unknown(true, 'Looking…'));
    await form.show(outcomeState());
    assert.equal(await form.button('Cancel').count(), 0);
    assert.equal(await form.button('Check Again').count(), 0);
    assert.ok(await form.page.getByText('YL3206252408495661056').isVisible());
  });
});
