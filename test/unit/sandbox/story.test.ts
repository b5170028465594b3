import assert from 'node:assert/strict';
import { nameOf } from '../../../src/sandbox/instanceRows';
import { Estate } from '../../../src/sandbox/estate';
import { cloudPbx } from '../../../src/sandbox/catalogue/cloudPbx';
import { pastOrders, storyStyle } from '../../../src/sandbox/story';
import { withPortal } from '../../portal/caller';
import { writtenEnd } from '../../../src/sandbox/instance';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 28, 9);
const tutorialPbx = '3658B4311196K2ID';

describe('sandbox: what a user finds in it', () => {
  const rows = new Estate([cloudPbx], { 13: 40 }, now, true).rows(cloudPbx, 0, 40);
  const daysLeft = rows.map(({ expires }) => ((expires ?? NaN) - now) / day);

  it('are realistic names', () => {
    assert.deepEqual(
      rows.map(({ comment }) => comment),
      rows.map((_, index) => nameOf(index)),
    );
  });

  it('are subscriptions that have ended, end soon, and end in up to two years', () => {
    assert.ok(daysLeft.filter((days) => days < 0).length >= 2);
    assert.ok(daysLeft.filter((days) => days > 0 && days <= 30).length >= 4);
    assert.ok(daysLeft.some((days) => days > 500));
    assert.ok(daysLeft.every((days) => days > -70 && days < 730));
    // The PBX of the walkthrough is no concern of the notice.
    assert.ok((daysLeft[0] ?? 0) > 90);
  });

  it('are end dates in the ways in which portals write them', () => {
    const styles = new Set(rows.map(({ endDateStyle }) => endDateStyle));
    assert.equal(styles.size, 5);
    assert.equal(storyStyle(0), 'date');
    const end = Date.UTC(2027, 2, 31, 12);
    assert.deepEqual(
      [...styles].map((style) => writtenEnd(end, style)),
      ['2027-03-31', '2027-03-31 23:59:59', '2027-03-31T12:00:00Z', '31/03/2027', String(end)],
    );
  });

  it('are past orders of a colleague, none for the PBX of the walkthrough and none of the last two days', () => {
    const past = pastOrders(new Estate([cloudPbx], { 13: 40 }, now, true).rows(cloudPbx, 0, 12), now);
    assert.ok(past.length >= 5);
    for (const { body, createTime } of past) {
      assert.ok(!body.includes(tutorialPbx));
      assert.ok(createTime < now - 2 * day);
    }
    assert.deepEqual(
      past.map(({ createTime }) => createTime),
      past.map(({ createTime }) => createTime).sort((one, other) => one - other),
    );
  });

  it('is accepted by the portal’s own rules, and leaves the tutorial’s order number to the first order', async () => {
    await withPortal({ hasStory: true, now: () => now }, async (caller) => {
      const page = JSON.stringify(await caller.result('/order/openapi/order/v1/page?pageSize=100'));
      assert.equal(page.match(/"orderNo":"YL\d{19}"/g)?.length, 7);
      assert.ok(!page.includes('YL3206252408495661056'));
      assert.ok(page.includes('"orderStatus":"failed"'));
    });
  });
});
