import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowToPlace } from '../../../src/orders/bulkRun';
import { bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { RunWriteError } from '../../../src/orders/outcome';
import { ordersPageSize } from '../../../src/orders/snapshot';
import type { Intercept } from '../../portal/testPortal';
import { BulkScene, kinds, serials } from '../support/bulkScene';
import { onSave } from '../support/placing';
import { failure, pagePath, savePath } from '../support/requests';

describe('the run of a bulk order', () => {
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(() => scene.close());

  /** Rows that have changed when they are asked again, and for each whether it was, once per turn. */
  function rowsThatNoticeOrders(orders: readonly OrderToPlace[]): { rows: RowToPlace[]; asked: boolean[][] } {
    const asked: boolean[][] = orders.map(() => []);
    const rows = orders.map((order, index) =>
      scene.rowOf(order, (mustAsk) => {
        asked[index]?.push(mustAsk);
        return Promise.resolve(
          mustAsk
            ? { kind: 'changed', changes: ['New order for this PBX.'] }
            : { kind: 'ready', order, consent: { named: new Set<string>() } },
        );
      }),
    );
    return { rows, asked };
  }

  it('places each order once, in turn, with a snapshot before it and an entry that names the run', async () => {
    const run = await scene.runOf();
    await run.start();
    assert.deepEqual(run.phase, { name: 'ended', by: 'all' });
    assert.deepEqual(kinds(run), ['placed', 'placed', 'placed']);
    const bodies = scene.portal.orders.map(({ body }) => body);
    assert.deepEqual(bodies.toSorted(), run.head.rows.map(({ body }) => body).toSorted());
    const entries = run.head.rows.map(({ entryId }) => scene.orders.journal.find(entryId));
    assert.deepEqual(
      entries.map((entry) => [entry?.bulkOrder, entry?.before?.orderNos.length]),
      [0, 1, 2].map((row) => [{ run: run.head.id, row }, row]),
    );
    assert.deepEqual(
      scene.portal.requests.slice(-6).map(({ path }) => path),
      [...[pagePath, savePath, pagePath, savePath, pagePath, savePath]],
    );
  });

  it('is on disk, with every body, before its first order is sent', async () => {
    const run = await scene.runOf();
    onSave(scene.portal, (_request, process) => {
      const [file = ''] = readdirSync(bulkRunsFolder(scene.folder));
      const [head = ''] = readFileSync(join(bulkRunsFolder(scene.folder), file), 'utf8').split('\n');
      assert.equal(head, JSON.stringify(run.head));
      return process();
    });
    await run.start();
    assert.deepEqual(kinds(run), ['placed', 'placed', 'placed']);
    assert.deepEqual(
      (await scene.files().all()).map(({ hasEnded }) => hasEnded),
      [true],
    );
  });

  it('sends nothing if it cannot be written', async () => {
    const rows = (await Promise.all(serials.map(scene.reviewed))).map((order) => scene.rowOf(order));
    // A file in place of its scene.folder.
    writeFileSync(bulkRunsFolder(scene.folder), '');
    await assert.rejects(scene.runOf(rows), RunWriteError);
    assert.equal(scene.sent(), 0);
  });

  const bad: readonly (readonly [name: string, answered: Intercept, state: string, reason: string])[] = [
    ['refused', () => failure(400, 'no_way'), 'refused', 'refused'],
    ['of unknown outcome', () => failure(502, 'bad_gateway'), 'unknown', 'notPlaced'],
    [
      'placed with another status',
      (_request, process) => {
        const reply = process();
        return { ...reply, body: reply.body.replace('"orderStatus":"succeed"', '"orderStatus":"failed"') };
      },
      'placed',
      'notPlaced',
    ],
  ];
  for (const [name, answered, state, reason] of bad) {
    it(`pauses at an order that is ${name}, and goes on only when told to`, async () => {
      const run = await scene.runOf();
      scene.answer(serials[1], answered);
      await run.start();
      assert.deepEqual(run.phase, { name: 'paused', row: 1, reason });
      assert.deepEqual(kinds(run), ['placed', state, 'neverSent']);
      assert.equal(scene.sent(), 2);
      await run.continue();
      assert.deepEqual(kinds(run), ['placed', state, 'placed']);
      assert.equal(scene.sent(), 3);
    });
  }

  it('goes on after an order that is pending', async () => {
    const run = await scene.runOf();
    scene.answer(serials[0], (_request, process) => {
      const reply = process();
      return { ...reply, body: reply.body.replace('"orderStatus":"succeed"', '"orderStatus":"pending"') };
    });
    await run.start();
    assert.deepEqual(run.phase, { name: 'ended', by: 'all' });
  });

  it('does not pause for refused orders once the user says so, but for any other', async () => {
    const further = '3618D2111167NOZW';
    const all = [...serials, further];
    const run = await scene.runOf(
      (await Promise.all(all.map(scene.reviewed))).map((order) => scene.rowOf(order)),
    );
    onSave(scene.portal, (request, process) =>
      request.body.includes(serials[2])
        ? failure(502, 'bad_gateway')
        : request.body.includes(further)
          ? process()
          : failure(400, 'no_way'),
    );
    await run.start();
    await run.continue(true);
    assert.deepEqual(run.phase, { name: 'paused', row: 2, reason: 'notPlaced' });
    assert.deepEqual(kinds(run), ['refused', 'refused', 'unknown', 'neverSent']);
  });

  it('ends after the order under way when it is stopped', async () => {
    const run = await scene.runOf();
    onSave(scene.portal, (_request, process) => {
      void run.stop();
      return process();
    });
    await run.start();
    assert.deepEqual(run.phase, { name: 'ended', by: 'stopped' });
    assert.deepEqual(kinds(run), ['placed', 'neverSent', 'neverSent']);
  });

  it('ends when it is stopped while it is paused', async () => {
    const run = await scene.runOf();
    scene.answer(serials[0], () => failure(400, 'no_way'));
    await run.start();
    await run.stop();
    assert.deepEqual(run.phase, { name: 'ended', by: 'stopped' });
    assert.equal(scene.sent(), 1);
  });

  it('sends nothing more when the session, the portal or a setting is another', async () => {
    const run = await scene.runOf();
    scene.answer(serials[0], (_request, process) => {
      scene.endedBy = 'You signed in again.';
      return process();
    });
    await run.start();
    assert.deepEqual(run.phase, { name: 'ended', by: { sentence: 'You signed in again.' } });
    assert.deepEqual(kinds(run), ['placed', 'neverSent', 'neverSent']);
  });

  it('pauses at a row whose review has changed, and never sends that row', async () => {
    const [first, second, third] = await Promise.all(serials.map(scene.reviewed));
    assert.ok(first && second && third);
    const changed = () => Promise.resolve({ kind: 'changed', changes: ['Price: 1 before, 2 now.'] } as const);
    const run = await scene.runOf([scene.rowOf(first), scene.rowOf(second, changed), scene.rowOf(third)]);
    await run.start();
    assert.deepEqual(run.phase, { name: 'paused', row: 1, reason: 'changed' });
    await run.continue();
    assert.deepEqual(kinds(run), ['placed', 'changed', 'placed']);
  });

  it('pauses at a row that could not be checked, and places it after Continue', async () => {
    const run = await scene.runOf();
    await scene.portal.faults.set('forbidden', { path: pagePath });
    await run.start();
    assert.deepEqual(run.phase, { name: 'paused', row: 0, reason: 'notChecked' });
    assert.deepEqual(kinds(run), ['notSent', 'neverSent', 'neverSent']);
    assert.equal(scene.sent(), 0);
    await scene.portal.faults.clear();
    await run.continue();
    assert.deepEqual(kinds(run), ['placed', 'placed', 'placed']);
  });

  it('asks a row again whose PBX somebody else has ordered for since the review', async () => {
    const all = await Promise.all(serials.map(scene.reviewed));
    const { rows, asked } = rowsThatNoticeOrders(all);
    const colleague = all[1];
    assert.ok(colleague);
    const run = await scene.runOf(rows);
    await scene.parts.client.saveOrder(await scene.parts.session.authorization(), colleague.body);
    await run.start();
    assert.deepEqual(run.phase, { name: 'paused', row: 1, reason: 'changed' });
    await run.continue();
    assert.deepEqual(asked, [[false], [false, true], [false]]);
    assert.deepEqual(kinds(run), ['placed', 'changed', 'placed']);
  });

  for (const [name, turn] of [
    ['that later orders have pushed off the first page', 0],
    ['among more orders than a page has', 1],
  ] as const) {
    it(`asks a row again whose PBX has an order ${name}`, async () => {
      const all = await Promise.all(serials.map(scene.reviewed));
      const { rows, asked } = rowsThatNoticeOrders(all);
      const third = all[2];
      assert.ok(third);
      const others = Array.from({ length: ordersPageSize }, () =>
        third.body.replace(serials[2], '3618D2111167NOZW'),
      );
      const byTurn = turn === 0 ? [[third.body], others] : [[], [third.body, ...others]];
      const run = await scene.runOf(rows);
      onSave(scene.portal, async (request, process) => {
        const index = run.phase.name === 'running' ? run.phase.row : -1;
        const isOwn = request.body === all[index]?.body;
        await scene.orderElsewhere(isOwn ? (byTurn[index]?.splice(0) ?? []) : []);
        return process();
      });
      await run.start();
      assert.deepEqual(asked, [[false], [false], [false, true]]);
      assert.deepEqual(kinds(run), ['placed', 'placed', 'changed']);
    });
  }

  it('never sends another body than the one that is on disk', async () => {
    const [first, other] = await Promise.all(serials.map(scene.reviewed));
    assert.ok(first && other);
    const run = await scene.runOf([
      scene.rowOf(first, () =>
        Promise.resolve({ kind: 'ready', order: other, consent: { named: new Set<string>() } }),
      ),
    ]);
    await run.start();
    assert.deepEqual(kinds(run), ['notSent']);
    assert.equal(scene.sent(), 0);
  });

  it('blocks a row that repeats another one of the same run', async () => {
    const [first] = await Promise.all(serials.map(scene.reviewed));
    assert.ok(first);
    const run = await scene.runOf([scene.rowOf(first), scene.rowOf(first)]);
    await run.start();
    assert.deepEqual(kinds(run), ['placed', 'blocked']);
    assert.equal(scene.sent(), 1);
  });
});
