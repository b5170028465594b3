import assert from 'node:assert/strict';
import { asSeen } from '../../rig/asSeen';
import { useBulkBrowser } from './openBulk';
import { long, reviewed, row, rows, state } from './sampleBulk';

describe('The page of a bulk order', () => {
  const browser = useBulkBrowser();

  it('has a row for each order, with a box to tick, a quantity and a status', async () => {
    const bulk = await browser.open(state());
    const [first = '', , third = ''] = rows.map(({ productNo }) => productNo);
    assert.equal(await bulk.cell(first, 'status').innerText(), 'ready');
    assert.equal(await bulk.cell(third, 'status').innerText(), 'Quantity: Enter a value.');
    const box = bulk.page.locator(`tr[data-product-no="${first}"] [name="ordered"]`);
    assert.equal(await box.isChecked(), true);
    await box.uncheck();
    assert.deepEqual(
      { ...(await bulk.request('tick')), id: 0 },
      { id: 0, request: 'tick', rows: [0], ordered: false },
    );
    await bulk.page.locator(`tr[data-product-no="${third}"] [name="quantity"]`).fill('31');
    const entered = await bulk.request('setOwn');
    assert.deepEqual(
      { ...entered, id: 0 },
      { id: 0, request: 'setOwn', row: 2, name: 'quantity', value: '31' },
    );
  });

  it('sends a quantity that was typed just before Review Orders is pressed first', async () => {
    const bulk = await browser.open(state());
    await bulk.page.locator('[name="quantity"]').fill('31');
    await bulk.button('Review Orders').click();
    await bulk.request('review');
    const order = bulk.requests
      .map((one) => one.request)
      .filter((kind) => kind === 'setOwn' || kind === 'review');
    assert.deepEqual(order, ['setOwn', 'review']);
  });

  it('places by the id of the review that is shown', async () => {
    const bulk = await browser.open(reviewed);
    await bulk.button('Place 2 Orders').click();
    assert.deepEqual(
      { ...(await bulk.request('place')), id: 0 },
      { id: 0, request: 'place', reviewId: 'review-1' },
    );
  });

  it('opens a review at its beginning, so that it is read before it is placed', async () => {
    const rows = long.rows.map((one) => ({ ...one, fields: [], ordered: true }));
    const bulk = await browser.open(state({ rows }));
    await bulk.button('Review Orders').focus();
    await bulk.show({ ...reviewed, rows });
    await bulk.button('Place 2 Orders').waitFor();
    assert.equal(await bulk.page.evaluate('document.activeElement.tagName'), 'H1');
    assert.equal(await bulk.page.evaluate('window.scrollY'), 0);
  });

  it('shows every exact request of a review', async () => {
    const bulk = await browser.open(reviewed);
    await bulk.page.getByText('Exact requests').click();
    assert.deepEqual(
      await bulk.page.locator('pre').allInnerTexts(),
      reviewed.rows.filter(({ ordered }) => ordered).map(({ body }) => body),
    );
  });

  it('offers Stop while it runs, and Continue after a pause', async () => {
    const bulk = await browser.open(state({ phase: 'running', message: 'Placing order 1 of 3…' }));
    const buttons = async () =>
      (await bulk.page.locator('footer .buttons button').allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(await buttons(), ['Stop']);
    const paused = state({ phase: 'paused', message: 'Paused.', pause: 1, isRefused: true });
    await bulk.show(paused);
    await bulk.button('Continue').waitFor();
    assert.deepEqual(await buttons(), ['Continue', 'Stop', 'Show Output']);
    await bulk.page.getByLabel('Do not pause for refused orders').check();
    await bulk.button('Continue').click();
    const sent = await bulk.request('continue');
    assert.deepEqual({ ...sent, id: 0 }, { id: 0, request: 'continue', pause: 1, passRefused: true });
  });

  it('does not go on after a pause at the second click of a double click', async () => {
    const paused = (pause: number) => state({ phase: 'paused', message: `Paused ${pause}.`, pause });
    const bulk = await browser.open(paused(1));
    const button = bulk.button('Continue');
    await button.click();
    await bulk.request('continue');
    // The run pauses again between the two clicks.
    await bulk.show(paused(2));
    await bulk.page.getByText('Paused 2.').waitFor();
    await button.dispatchEvent('click', { detail: 2 });
    await bulk.page.getByRole('button', { name: 'Show Output' }).click();
    await bulk.request('showOutput');
    assert.equal(bulk.requests.filter((one) => one.request === 'continue').length, 1);
  });

  it('does not go on after a pause because Enter is held down', async () => {
    const paused = (pause: number) => state({ phase: 'paused', message: `Paused ${pause}.`, pause });
    const bulk = await browser.open(paused(1));
    await bulk.button('Continue').focus();
    await bulk.page.keyboard.down('Enter');
    await bulk.request('continue');
    // A row that is not sent takes no time: the run pauses again before the page has shown that it went on.
    await bulk.show(paused(2));
    await bulk.page.getByText('Paused 2.').waitFor();
    await bulk.page.keyboard.down('Enter');
    await bulk.page.keyboard.up('Enter');
    await bulk.page.getByRole('button', { name: 'Show Output' }).click();
    await bulk.request('showOutput');
    assert.equal(bulk.requests.filter((one) => one.request === 'continue').length, 1);
  });

  it('shows in a review once what is the same for all rows, and in each row what differs', async () => {
    const bulk = await browser.open(reviewed);
    const shared = bulk.page.locator('.shared');
    assert.match(asSeen(await shared.innerText()), /Billing contact\s+Ada Nwosu, Example Telecom/);
    assert.match(asSeen(await shared.innerText()), /renewed together/);
    const cells = await bulk.page.locator('td[data-cell="order"]').allInnerTexts();
    assert.deepEqual(
      cells.map((text) => /\d\d Dec 2026/.exec(asSeen(text))?.[0]),
      ['12 Dec 2026', '13 Dec 2026', '14 Dec 2026'],
    );
    assert.ok(cells.every((text) => !text.includes('Ada')));
    assert.equal(await bulk.page.locator('.common').isVisible(), false);
  });

  it('keeps assumptions closed until they are wanted: those of all rows above, others in their row', async () => {
    const bulk = await browser.open(reviewed);
    const text = bulk.page.getByText('billed again for each period');
    assert.equal(await text.isVisible(), false);
    await bulk.page.locator('.shared').getByText('Assumptions (1)').click();
    assert.equal(await text.isVisible(), true);
    const own = bulk.page.locator('td .assumptions:visible');
    assert.equal(await own.count(), 1);
    await own.getByText('Assumptions (1)').click();
    assert.match(await own.innerText(), /multiCycle 0/);
  });

  it('asks to choose the years of a row', async () => {
    const bulk = await browser.open(long);
    assert.equal(await bulk.page.locator('[name="multiCycle"] option').first().innerText(), 'Choose…');
  });

  it('shows 500 rows, and draws only the one that changes', async () => {
    const many = Array.from({ length: 500 }, (_, index) => row(index));
    const bulk = await browser.open(state({ rows: many }));
    assert.equal(await bulk.page.locator('tbody tr').count(), 500);
    const changed = many.map((one, index) => (index === 400 ? { ...one, price: 'USD 1.00' } : one));
    const touched = await bulk.page.evaluate<number[]>(
      `new Promise((done) => {
        const body = document.querySelector('tbody');
        const rows = [...body.children];
        new MutationObserver((records) =>
          done([...new Set(records.map(({ target }) => rows.findIndex((row) => row.contains(target))))]),
        ).observe(body, { subtree: true, childList: true, characterData: true });
        window.postMessage(${JSON.stringify({ message: 'state', state: state({ rows: changed }) })}, '*');
      })`,
    );
    assert.deepEqual(touched, [400], 'nothing else is drawn again');
    assert.equal(await bulk.cell(many[400]?.productNo ?? '', 'price').innerText(), 'USD 1.00');
  });
});
