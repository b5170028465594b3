import assert from 'node:assert/strict';
import { bulkRequest } from '../../../src/form/bulk/contract';
import { useBulkBrowser } from './openBulk';
import { rows, state } from './sampleBulk';

describe('What a user enters in the page of a bulk order', () => {
  const { open } = useBulkBrowser();

  it('stays while the host still sends what it knew before', async () => {
    const bulk = await open(state());
    // The host answers later.
    bulk.receive = (posted) => void bulk.requests.push(bulkRequest.parse(posted));
    const monthly = bulk.page.locator('[name="billingCycle"][value="monthly"]');
    const box = bulk
      .cell(rows[0]?.productNo ?? '', 'status')
      .locator('..')
      .locator('[name="ordered"]');
    const shown = async () => [await monthly.isChecked(), await box.isChecked()];
    await monthly.check();
    await box.uncheck();
    const sent = [await bulk.request('setCommon'), await bulk.request('tick')];
    await bulk.show(state({ total: 'Older.' }));
    assert.deepEqual(await shown(), [true, false]);

    await bulk.show(
      state({
        total: 'Newer.',
        commonValues: { ...state().commonValues, billingCycle: 'monthly' },
        rows: rows.map((one, index) => (index === 0 ? { ...one, ordered: false } : one)),
      }),
    );
    for (const { id } of sent) {
      await bulk.post({ message: 'reply', id, failure: null });
    }
    await bulk.page.getByText('Newer.').waitFor();
    assert.deepEqual(await shown(), [true, false]);

    await bulk.show(state({ total: 'Changed by the host.' }));
    await bulk.page.getByText('Changed by the host.').waitFor();
    assert.deepEqual(await shown(), [false, true]);
  });

  it('leaves the focus on Review Orders when reading begins and ends, so that Enter is not lost', async () => {
    const bulk = await open(state());
    await bulk.button('Review Orders').focus();
    for (const about of [{ isReading: true }, { mayRetry: true }, {}]) {
      const total = `Total with ${JSON.stringify(about)}.`;
      await bulk.show(state({ ...about, total }));
      await bulk.page.getByText(total).waitFor();
      assert.equal(await bulk.focused(), 'Review Orders', total);
    }
    await bulk.page.keyboard.press('Enter');
    await bulk.request('review');
  });

  it('moves the focus on when the button that has it goes', async () => {
    const bulk = await open(state({ isReading: true }));
    await bulk.button('Cancel').focus();
    await bulk.show(state({ total: 'Not read.' }));
    await bulk.page.getByText('Not read.').waitFor();
    assert.equal(await bulk.focused(), 'Review Orders');

    await bulk.show(state({ phase: 'running', message: 'Placing order 1 of 3…' }));
    await bulk.button('Stop').focus();
    await bulk.show(state({ phase: 'running', message: 'Placing order 1 of 3…', isStopping: true }));
    await bulk.page.getByText('Stopping').waitFor();
    assert.match(await bulk.focused(), /Stopping/);
  });
});
