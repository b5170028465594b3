import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import { asRead } from '../unit/support/asRead';
import { failure, savePath } from '../unit/support/requests';
import { BulkScene, choose, contact, instances, recordingMinutes, serials, until } from './bulkScene';

const enterprisePlan = '3048571730026938368';
const values = { billingCycle: 'annually', billingId: contact, poNumber: 'PO-118' } as const;

const unknown =
  'The portal does not report which services this PBX has. Tick each one that it has. If it has none, tick None of these.';
const noServices = 'noServices';

describe('A bulk order of PBXes that the portal says little about', () => {
  let scene: BulkScene;

  afterEach(() => scene.close());

  const statuses = (bulk: BulkOrder) => bulk.state.rows.map(({ status }) => asRead(status.text));

  it('renews none before the user has said which plan and which services it has', async () => {
    scene = await BulkScene.open({ shape: { details: 'untold' } });
    const bulk = await scene.loaded('pbx.renew', { instances: instances.slice(0, 2) });
    await choose(bulk, values);
    assert.deepEqual(statuses(bulk), ['Plan: Choose one.', 'Plan: Choose one.']);
    for (const index of [0, 1]) {
      bulk.enter(index, 'connectionPlanId', enterprisePlan);
      bulk.enter(index, 'quantity', '10');
    }
    await until(bulk, () => statuses(bulk).every((text) => text === unknown));
    assert.deepEqual(
      bulk.state.rows.map(({ ordered, mayTick }) => [ordered, mayTick]),
      [
        [false, false],
        [false, false],
      ],
    );
    bulk.enter(0, `serviceId.${recordingMinutes}`, 'true');
    bulk.enter(0, `quantity.${recordingMinutes}`, '100');
    await until(bulk, () => statuses(bulk)[0] === 'ready');
    await bulk.review();
    assert.equal(bulk.state.place, 'Place 1 Order');
    assert.ok(bulk.state.rows[0]?.body.includes(recordingMinutes));
    assert.equal(statuses(bulk)[1], unknown);
  });

  it('renews a PBX without services once the user has said that it has none', async () => {
    scene = await BulkScene.open();
    const bulk = await scene.loaded('pbx.renew', { instances });
    await choose(bulk, values);
    const { rows } = bulk.state;
    assert.ok(!bulk.state.common.some(({ name }) => name === noServices));
    // The portal reports services of the other two.
    assert.deepEqual(
      rows.map(({ fields }) => fields.some(({ name }) => name === noServices)),
      [false, false, true],
    );
    assert.equal(statuses(bulk)[2], unknown);
    bulk.enter(2, noServices, 'true');
    assert.deepEqual(statuses(bulk), ['ready', 'ready', 'ready']);
    bulk.enter(2, `serviceId.${recordingMinutes}`, 'true');
    bulk.enter(2, `serviceId.${recordingMinutes}`, '');
    assert.equal(statuses(bulk)[2], unknown);
  });

  it('renews all of them without services once the user has said so above the table', async () => {
    scene = await BulkScene.open({ shape: { details: 'untold' } });
    const bulk = await scene.loaded('pbx.renew', { instances: instances.slice(0, 3) });
    await choose(bulk, values);
    for (const index of [0, 1, 2]) {
      bulk.enter(index, 'connectionPlanId', enterprisePlan);
      bulk.enter(index, 'quantity', '10');
    }
    // Whoever ticks a service and then none is asked again: it is no longer certain what was meant.
    bulk.enter(2, `serviceId.${recordingMinutes}`, 'true');
    bulk.enter(2, `serviceId.${recordingMinutes}`, '');
    await choose(bulk, { [noServices]: 'true' });
    await until(bulk, () => statuses(bulk).join() === ['ready', 'ready', unknown].join());
    bulk.enter(1, `serviceId.${recordingMinutes}`, 'true');
    bulk.enter(1, `quantity.${recordingMinutes}`, '100');
    await until(bulk, () => statuses(bulk)[1] === 'ready');
    await bulk.review();
    const { rows, place } = bulk.state;
    assert.equal(place, 'Place 2 Orders');
    assert.deepEqual(
      rows.map(({ body }) => body.includes(recordingMinutes)),
      [false, true, false],
    );
  });

  it('asks for no plan where the portal reports it', async () => {
    scene = await BulkScene.open();
    const bulk = await scene.loaded('pbx.renew', { instances });
    assert.ok(bulk.state.rows.every(({ fields }) => fields.every(({ name }) => name !== 'connectionPlanId')));
  });

  it('has a row for a PBX that cannot be renewed, which says why', async () => {
    scene = await BulkScene.open();
    const linkus = { productNo: '3699C2000000LNKS', productId: 9 };
    const bulk = await scene.loaded('pbx.renew', { instances: [linkus, ...instances] });
    await choose(bulk, values);
    const [first, ...others] = statuses(bulk);
    assert.match(first ?? '', /^The API guide does not describe “Renew” for /);
    assert.deepEqual(others, ['ready', 'ready', unknown]);
  });

  it('leaves no rest to review if only what cannot be ordered is left', async () => {
    scene = await BulkScene.open();
    const linkus = { productNo: '3699C2000000LNKS', productId: 9 };
    const bulk = await scene.loaded('pbx.renew', { instances: [linkus, ...instances.slice(0, 2)] });
    await choose(bulk, values);
    await bulk.review();
    await scene.place(bulk, 'Place 2 Orders');
    await until(bulk, ({ phase }) => phase === 'ended');
    assert.equal(bulk.state.hasRest, false);
  });
});

describe('The rest of a bulk order', () => {
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(() => scene.close());

  /** Orders Recording Minutes for three PBXes: the first is placed, the second refused, the third not sent. */
  async function refusedAtSecond(): Promise<BulkOrder> {
    const bulk = await scene.loaded('pbx.expand', { instances, serviceId: recordingMinutes });
    ['100', '200', '300'].forEach((quantity, index) => bulk.enter(index, 'quantity', quantity));
    await choose(bulk, values);
    await bulk.review();
    scene.portal.intercept = (request, process) =>
      request.path === savePath && request.body.includes(serials[1]) ? failure(400, 'no_way') : process();
    await scene.place(bulk, 'Place 3 Orders');
    await until(bulk, ({ phase }) => phase === 'paused');
    await bulk.stop();
    return bulk;
  }

  async function assertKept(): Promise<void> {
    const rest = scene.newest;
    await until(rest, ({ isReading }) => !isReading);
    const { rows, commonValues } = rest.state;
    assert.deepEqual(
      rows.map((row) => [row.productNo, row.values.quantity]),
      [
        [serials[1], '200'],
        [serials[2], '300'],
      ],
    );
    assert.deepEqual(
      [commonValues.billingCycle, commonValues.billingId, commonValues.poNumber],
      ['annually', contact, 'PO-118'],
    );
    await until(rest, (state) => state.rows.every(({ status }) => status.text === 'ready'));
  }

  it('keeps what was entered', async () => {
    const bulk = await refusedAtSecond();
    scene.parts.bulk.openRest(bulk);
    await assertKept();
  });

  it('keeps it after its window has ended, too', async () => {
    const bulk = await refusedAtSecond();
    const id = bulk.run?.head.id ?? '';
    await commands.executeCommand('workbench.action.closeAllEditors');
    await scene.parts.bulk.showRun(id);
    const shown = scene.parts.bulk.models.at(-1);
    assert.ok(shown);
    scene.parts.bulk.openRest(shown);
    await assertKept();
  });
});
