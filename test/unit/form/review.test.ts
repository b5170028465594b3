import assert from 'node:assert/strict';
import { useFormBrowser } from './formBrowser';
import {
  askingPrice,
  noPrice,
  body,
  complete,
  editState,
  outcomeState,
  others,
  ownOrder,
  placingState,
  portalOrder,
  entryId,
  reviewState,
} from './sampleForm';

describe('form review', () => {
  const forms = useFormBrowser();

  it('opens with the focus on its heading, so that a second Enter buys nothing', async () => {
    const form = await forms.open(editState(complete));
    await form.control('poNumber').press('Enter');
    await form.request('submit');
    await form.show(reviewState());
    assert.equal(await form.focus(), 'Review');
    await form.page.keyboard.press('Enter');
    await form.page.keyboard.press('Space');
    assert.deepEqual(await form.sent('place'), []);
  });

  it('shows the exact request to the last digit', async () => {
    const form = await forms.open(reviewState());
    const pre = form.page.getByRole('region', { name: 'Exact request' });
    assert.ok(!(await pre.isVisible()));
    await form.page.locator('summary', { hasText: 'Exact request' }).click();
    assert.equal(await pre.textContent(), body);
    assert.ok(await form.page.getByText(/^POST https:.*\/order\/v1\/save$/).isVisible());
  });

  it('wraps the exact request in a narrow tab', async () => {
    const form = await forms.open(reviewState(), { width: 300 });
    await form.page.locator('summary', { hasText: 'Exact request' }).click();
    assert.equal(await form.page.evaluate('document.documentElement.scrollWidth'), 300);
  });

  it('copies, and says so', async () => {
    const form = await forms.open(reviewState());
    await form.page.locator('summary', { hasText: 'Exact request' }).click();
    await form.button('Copy JSON').click();
    assert.equal((await form.request('copyJson')).reviewId, 'review-1');
    await form.page.getByText('Copied').waitFor();
    await form.button('Copy as cURL').click();
    assert.equal((await form.request('copyCurl')).reviewId, 'review-1');
  });

  it('waits for the price before it lets the order be placed', async () => {
    const form = await forms.open(reviewState({ price: askingPrice }));
    const place = form.button('Place Order');
    assert.ok(await place.isDisabled());
    const price = form.page.getByRole('status').filter({ hasText: 'price' });
    assert.equal(await price.innerText(), askingPrice.text);
    await form.show(reviewState());
    assert.ok(await place.isEnabled());
    assert.ok(await form.page.getByRole('status').filter({ hasText: 'USD 125.00' }).isVisible());
    await form.show(reviewState({ price: noPrice }));
    assert.ok(await place.isEnabled());
  });

  it('does not let an order be placed on the word of an old page', async () => {
    const form = await forms.open(reviewState(), { answers: false });
    assert.ok(await form.button('Place Order').isDisabled());
    await form.show(reviewState());
    assert.ok(await form.button('Place Order').isEnabled());
  });

  it('places one order however often Place Order is clicked', async () => {
    const form = await forms.open(reviewState());
    await form.button('Place Order').dblclick();
    await form.page.evaluate(
      "for (let n = 0; n < 20; n++) [...document.querySelectorAll('button')].find((b) => b.textContent === 'Place Order').click()",
    );
    await form.show(reviewState());
    await form.page.evaluate(
      "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Place Order').click()",
    );
    const placed = await form.sent('place');
    assert.deepEqual(
      placed.map(({ reviewId }) => reviewId),
      ['review-1'],
    );
  });

  it('places one order however often Enter is pressed', async () => {
    const form = await forms.open(reviewState(), { answers: false });
    await form.show(reviewState());
    await form.button('Place Order').focus();
    for (let press = 0; press < 10; press++) {
      await form.page.keyboard.press('Enter');
    }
    await form.page.keyboard.press('Space');
    assert.equal((await form.sent('place')).length, 1);
    assert.equal(await form.focus(), 'Review');
  });

  it('says that the order is on its way from the click on', async () => {
    const form = await forms.open(reviewState(), { answers: false });
    await form.show(reviewState());
    await form.button('Place Order').click();
    const status = form.page.getByRole('status').filter({ hasText: 'Placing the order…' });
    assert.ok(await status.isVisible());
    assert.ok(await form.button('Place Order').isDisabled());
    assert.ok(await form.button('Back').isDisabled());
    await form.show(placingState());
    assert.ok(await status.isVisible());
  });

  it('waits for an order that is being placed as long as it takes', async () => {
    const form = await forms.open(reviewState(), { answers: false, clock: true });
    await form.show(reviewState());
    await form.button('Place Order').click();
    const place = await form.request('place');
    await form.page.clock.fastForward('10:00');
    await form.show(placingState());
    assert.ok(await form.page.getByText('Placing the order…').isVisible());
    await form.show(outcomeState());
    await form.reply(place, null);
    assert.equal(await form.focus(), 'Order placed');
  });

  it('leads back, and not to a second order, when the host refuses to place it', async () => {
    const form = await forms.open(reviewState(), { answers: false });
    await form.show(reviewState());
    await form.button('Place Order').click();
    await form.reply(await form.request('place'), 'Another window is placing this order.');
    const alert = form.page.getByRole('alert').filter({ hasText: 'Another window' });
    assert.ok(await alert.isVisible());
    assert.ok(await form.button('Place Order').isDisabled());
    assert.ok(await form.button('Back').isEnabled());
    await form.show(reviewState({ reviewId: 'review-2' }));
    await form.button('Place Order').click();
    assert.equal((await form.request('place', 2)).reviewId, 'review-2');
  });

  describe('that was asked for again', () => {
    const change = 'Price: USD 125.00 before, USD 250.00 now.';
    const asking = { ready: false, price: askingPrice };

    it('announces what has changed, above the summary', async () => {
      const form = await forms.open(reviewState());
      const alert = form.page.getByRole('alert').filter({ hasText: 'This has changed' });
      assert.equal(await alert.count(), 0);
      await form.show(reviewState({ reviewId: 'review-2', changes: [change, 'End date: 1 before, 2 now.'] }));
      assert.deepEqual(await alert.getByRole('listitem').allInnerTexts(), [
        change,
        'End date: 1 before, 2 now.',
      ]);
      const [notice, summary] = await Promise.all([
        alert.boundingBox(),
        form.page.locator('section:visible .facts').boundingBox(),
      ]);
      assert.ok(notice && summary && notice.y + notice.height <= summary.y);
      await form.show(reviewState());
      assert.equal(await alert.count(), 0);
    });

    it('does not announce the same differences twice', async () => {
      const form = await forms.open(reviewState({ changes: [change] }));
      await form.page.evaluate("document.querySelector('.changes li').dataset.isThere = 'yes'");
      await form.show(reviewState({ ...asking, changes: [change] }));
      await form.show(reviewState({ changes: [change] }));
      assert.equal(await form.page.evaluate("document.querySelector('.changes li').dataset.isThere"), 'yes');
    });

    it('can be placed after a difference, although Place Order was pressed before', async () => {
      const form = await forms.open(reviewState());
      form.answers = false;
      await form.button('Place Order').click();
      const first = await form.request('place');
      await form.show(reviewState(asking));
      assert.ok(await form.button('Place Order').isDisabled());
      await form.show(reviewState({ reviewId: 'review-2', changes: [change] }));
      assert.ok(await form.button('Place Order').isDisabled(), 'the host is still at it');
      await form.reply(first, null);
      assert.equal(await form.focus(), 'Review');
      assert.equal(await form.page.getByText('Placing the order…').count(), 0);
      await form.button('Place Order').click();
      assert.equal((await form.request('place', 2)).reviewId, 'review-2');
    });

    it('can be placed where nothing has changed, although Place Order was pressed before', async () => {
      const form = await forms.open(reviewState());
      await form.button('Place Order').click();
      await form.request('place');
      await form.settled();
      await form.show(reviewState(asking));
      await form.show(reviewState());
      await form.button('Place Order').click();
      assert.equal((await form.request('place', 2)).reviewId, 'review-1');
    });

    it('says what failed, and has nothing placed before the portal was asked again', async () => {
      const form = await forms.open(reviewState());
      assert.equal(await form.button('Try Again').count(), 0);
      await form.show(reviewState({ failure: 'Could not connect to the portal.' }));
      const alert = form.page.getByRole('alert').filter({ hasText: 'Could not connect to the portal.' });
      assert.ok(await alert.isVisible());
      assert.ok(await form.button('Place Order').isDisabled());
      assert.ok(await form.button('Back').isEnabled());
      await form.button('Try Again').click();
      assert.equal((await form.request('askAgain')).reviewId, 'review-1');
      await form.show(reviewState(asking));
      assert.equal(await form.button('Try Again').count(), 0);
      assert.equal(await alert.count(), 0);
      await form.show(reviewState());
      assert.ok(await form.button('Place Order').isEnabled());
    });

    it('leaves the focus at the review when Try Again goes away', async () => {
      const form = await forms.open(reviewState({ failure: 'Could not connect to the portal.' }));
      await form.button('Try Again').focus();
      await form.page.keyboard.press('Enter');
      await form.request('askAgain');
      await form.show(reviewState(asking));
      assert.equal(await form.focus(), 'Review');
    });

    it('waits for the answers as long as the portal takes', async () => {
      const form = await forms.open(reviewState({ failure: 'Could not connect.' }), { clock: true });
      form.answers = false;
      await form.button('Try Again').click();
      await form.request('askAgain');
      await form.page.clock.fastForward('10:00');
      assert.equal(await form.page.getByText('The extension did not respond.').count(), 0);
    });
  });

  it('lists the other orders for the PBX, with what could not be checked', async () => {
    const form = await forms.open(reviewState());
    const heading = form.heading('Orders for this PBX in the last 24 hours');
    assert.equal(await heading.count(), 0);
    const note = 'Not checked: other orders for this PBX.';
    await form.show(reviewState({ others: others({ orders: [ownOrder, portalOrder], note }) }));
    assert.ok(await heading.isVisible());
    assert.deepEqual(
      (await form.page.getByRole('listitem').allInnerTexts()).map((text) => text.split(/\s*\n\s*/)),
      [
        [ownOrder.title, ownOrder.state, 'Show Details'],
        [portalOrder.title, portalOrder.state, 'Show Details'],
      ],
    );
    assert.ok(await form.page.getByText(note).isVisible());
    await form.button('Show Details').first().click();
    assert.equal((await form.request('showEntry')).entryId, entryId);
    assert.ok(await form.button('Place Order').isEnabled());
  });

  it('says that nothing could be checked where there is no other order to list', async () => {
    const form = await forms.open(reviewState({ others: others({ note: 'Not checked.' }) }));
    assert.ok(await form.heading('Orders for this PBX in the last 24 hours').isVisible());
    assert.equal(await form.page.getByRole('list').count(), 0);
    assert.ok(await form.page.getByText('Not checked.').isVisible());
  });

  it('goes back to the form with everything that was entered', async () => {
    const form = await forms.open(editState(complete));
    await form.control('quantity').fill('12');
    await form.control('poNumber').fill('PO-1');
    await form.show(reviewState());
    await form.button('Back').click();
    await form.request('back');
    await form.show(editState(complete));
    assert.equal(await form.control('quantity').inputValue(), '12');
    assert.equal(await form.control('poNumber').inputValue(), 'PO-1');
    assert.equal(await form.focus(), 'connectionPlanId');
  });

  it('can be walked through by keyboard alone, what buys last but one', async () => {
    const form = await forms.open(editState(complete));
    await form.page.locator('body').focus();
    const stops = async (count: number) => {
      const names: string[] = [];
      for (let stop = 0; stop < count; stop++) {
        await form.page.keyboard.press('Tab');
        names.push(await form.focus());
      }
      return names;
    };
    assert.deepEqual(await stops(8), [
      'productNo',
      'connectionPlanId',
      'serviceId',
      'quantity',
      'billingCycle',
      'billingId',
      'poNumber',
      'Review Order',
    ]);
    await form.page.keyboard.press('Enter');
    await form.request('submit');
    await form.show(reviewState());
    assert.deepEqual(await stops(2), ['Assumptions (2)', 'Exact request']);
    await form.page.keyboard.press('Enter');
    assert.deepEqual(await stops(5), [body.slice(0, 40), 'Copy JSON', 'Copy as cURL', 'Place Order', 'Back']);
  });
});
