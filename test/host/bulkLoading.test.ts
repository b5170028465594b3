import assert from 'node:assert/strict';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import type { ReceivedRequest } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import {
  BulkScene,
  choose,
  contact,
  instances,
  recordingMinutes,
  sayNoServices,
  serials,
  until,
} from './bulkScene';

const values = { billingCycle: 'annually', billingId: contact, poNumber: 'PO-118' } as const;

/** Whether a request asks for the details of the last PBX. */
const isLastDetail = ({ path, query }: ReceivedRequest) =>
  path.endsWith('/detail') && query.includes(serials[2]);

/** Whether a request asks for a price. */
const isPrice = ({ path }: ReceivedRequest) => path.endsWith('/calculate');

const isMonthly = (body: string) => body.includes('"billingCycle":"monthly"');

describe('A bulk order that is reviewed while it loads', () => {
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(() => scene.close());

  function fill(bulk: BulkOrder): void {
    bulk.rows.forEach((_row, index) => bulk.enter(index, 'quantity', '100'));
    for (const [name, value] of Object.entries(values)) {
      bulk.setCommon(name, value);
    }
  }

  it('leaves out no row whose choices are still loading', async () => {
    const detail = scene.holdBack(isLastDetail);
    const bulk = await scene.begin('pbx.expand', { instances, serviceId: recordingMinutes });
    fill(bulk);
    await until(bulk, ({ rows }) => rows.filter(({ status }) => status.text === 'ready').length === 2);
    const reviewed = bulk.review();
    assert.equal(bulk.phase, 'checking');
    detail.open();
    await reviewed;
    assert.equal(bulk.state.place, 'Place 3 Orders');
  });

  it('leaves out no row while prices are still loading, and orders by what was chosen last', async () => {
    const bulk = await scene.loaded('pbx.renew', { instances });
    sayNoServices(bulk);
    await choose(bulk, values);
    const prices = scene.holdBack(isPrice);
    bulk.setCommon('billingCycle', 'monthly');
    const reviewed = bulk.review();
    bulk.setCommon('poNumber', 'PO-LATE');
    prices.open();
    await reviewed;
    const { rows, place } = bulk.state;
    assert.equal(place, 'Place 3 Orders');
    assert.deepEqual(
      rows.map(({ body }) => [isMonthly(body), body.includes('"poNumber":"PO-118"')]),
      rows.map(() => [true, true]),
    );
  });

  it('orders by the common values that its page shows, even where reading the prices was cancelled', async () => {
    await scene.parts.lists.loadAll(new AbortController().signal);
    const product = scene.parts.lists.products.find(({ productId }) => productId === 13);
    const many = (product?.list.rows ?? [])
      .slice(0, 8)
      .map(({ productNo }) => ({ productNo, productId: 13 }));
    const bulk = await scene.loaded('pbx.renew', { instances: many });
    sayNoServices(bulk);
    await choose(bulk, values);
    const prices = scene.holdBack(isPrice);
    bulk.setCommon('billingCycle', 'monthly');
    await prices.reached;
    bulk.cancel();
    prices.open();
    await bulk.review();
    const bodies = bulk.state.rows.flatMap(({ body }) => (body === '' ? [] : [body]));
    assert.ok(bodies.length > 0 && bodies.length < 8, `${bodies.length} of 8`);
    assert.ok(bodies.every(isMonthly));
    assert.match(
      asRead(bulk.state.message),
      /^\d rows are not part of this review\. The status of each says why\.$/,
    );
    assert.equal(asRead(bulk.state.rows.at(-1)?.status.text), 'not loaded yet');
  });

  it('goes back to the table while it waits, and goes on loading', async () => {
    const detail = scene.holdBack(isLastDetail);
    const bulk = await scene.begin('pbx.expand', { instances, serviceId: recordingMinutes });
    fill(bulk);
    const reviewed = bulk.review();
    bulk.edit();
    detail.open();
    await reviewed;
    assert.equal(bulk.phase, 'edit');
    await until(bulk, ({ isReading }) => !isReading);
    assert.deepEqual(
      bulk.state.rows.map(({ status }) => asRead(status.text)),
      ['ready', 'ready', 'ready'],
    );
  });

  it('says of how many rows it is not', async () => {
    const bulk = await scene.loaded('pbx.expand', { instances, serviceId: recordingMinutes });
    bulk.enter(0, 'quantity', '100');
    bulk.enter(1, 'quantity', '1e3');
    bulk.tick([2], false);
    await choose(bulk, values);
    await bulk.review();
    assert.equal(bulk.state.place, 'Place 1 Order');
    assert.equal(asRead(bulk.state.message), '1 row is not part of this review. Its status says why.');
  });
});
