import assert from 'node:assert/strict';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import type { OrderFact } from '../../src/form/contract';
import { orderElsewhere } from './elsewhere';
import { asRead } from '../unit/support/asRead';
import { minutesBody } from '../unit/support/portalOrders';
import { BulkScene, choose, contact, instances, recordingMinutes, sayNoServices } from './bulkScene';

describe('The review of a bulk order', () => {
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(() => scene.close());

  async function renewals(): Promise<BulkOrder> {
    const bulk = await scene.loaded('pbx.renew', { instances });
    await choose(bulk, { billingCycle: 'annually', billingId: contact, poNumber: 'PO-118' });
    sayNoServices(bulk);
    await bulk.review();
    return bulk;
  }

  const labels = (facts: readonly OrderFact[]) => facts.map(({ label }) => label);

  it('shows of each row what the review of a single order shows', async () => {
    const bulk = await renewals();
    const { reviewed: shared, rows } = bulk.state;
    for (const [index, { reviewed: own, quantity }] of rows.entries()) {
      const single = bulk.rows[index]?.review?.review;
      assert.ok(single);
      const facts = [...shared.facts, ...own.facts];
      const isShown = (fact: OrderFact) => facts.some((one) => JSON.stringify(one) === JSON.stringify(fact));
      const inColumns = single.facts.filter((fact) => !isShown(fact));
      assert.deepEqual(labels(inColumns), ['PBX', 'Order', 'Quantity']);
      assert.deepEqual(inColumns[2]?.values, [quantity]);
      assert.deepEqual(
        single.notes.filter((note) => ![...shared.notes, ...own.notes].includes(note)),
        [],
      );
      assert.deepEqual(
        new Set([...shared.assumptions.items, ...own.assumptions.items]),
        new Set(single.assumptions.items),
      );
    }
  });

  it('shows once what is the same for all rows', async () => {
    const { reviewed, rows } = (await renewals()).state;
    assert.deepEqual(labels(reviewed.facts), ['Period', 'Billing contact', 'PO number']);
    assert.ok(
      reviewed.notes.some((note) => note.startsWith('If auto-renewal is on, the portal may also renew')),
    );
    assert.match(reviewed.assumptions.title, /^Assumptions \(\d\)$/);
    for (const { reviewed: own } of rows) {
      assert.ok(labels(own.facts).includes('Current end date'), labels(own.facts).join());
      assert.deepEqual(own.assumptions.items, []);
    }
  });

  it('warns of a renewal without services if the portal does not report which ones the PBX has', async () => {
    const { rows } = (await renewals()).state;
    assert.deepEqual(
      rows.map(({ reviewed }) => reviewed.notes.some((note) => note.startsWith('No service is renewed.'))),
      [false, false, true],
    );
  });

  it('says what the prices leave open', async () => {
    const { total } = (await renewals()).state;
    assert.match(
      asRead(total),
      /^Total for 3 orders: USD [\d,.]+\. As calculated by the portal; tax not stated\.$/,
    );
  });

  it('shows other orders for a PBX that are no duplicates in its row', async () => {
    const bulk = await scene.loaded('pbx.renew', { instances });
    await choose(bulk, { billingCycle: 'annually', billingId: contact });
    sayNoServices(bulk);
    await orderElsewhere(scene.portal, minutesBody(7));
    await bulk.review();
    const notes = bulk.state.rows.map(({ reviewed }) => asRead(reviewed.notes.join(' ')));
    assert.match(notes[0] ?? '', /^Orders for this PBX in the last 24 hours: YL\d+ · Recording Minutes · /);
    assert.equal(notes[1], '');
  });

  it('shows the rows again without it after the way back', async () => {
    const bulk = await scene.loaded('pbx.expand', { instances, serviceId: recordingMinutes });
    bulk.rows.forEach((_row, index) => bulk.enter(index, 'quantity', '100'));
    await choose(bulk, { billingCycle: 'annually', billingId: contact });
    await bulk.review();
    assert.deepEqual(
      bulk.state.rows.map(({ quantity }) => asRead(quantity)),
      ['100 to add', '100 to add', '100 to add'],
    );
    bulk.edit();
    assert.deepEqual(bulk.state.reviewed.facts, []);
    assert.ok(bulk.state.rows.every(({ fields }) => fields.some(({ name }) => name === 'quantity')));
  });
});
