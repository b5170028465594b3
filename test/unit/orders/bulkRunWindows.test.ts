import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BulkRun } from '../../../src/orders/bulkRun';
import { bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import { mayBeOrdered, stateOfRow } from '../../../src/orders/bulkRunRows';
import { BulkScene, kinds, serials } from '../support/bulkScene';
import { headOf } from '../support/entries';
import { FaultyDisk } from '../support/faultyDisk';
import { orderParts, removeFolder } from '../support/placing';
import { failure } from '../support/requests';

describe('the runs of bulk orders in several windows', () => {
  const disk = new FaultyDisk();
  let scene: BulkScene;

  beforeEach(async () => {
    scene = await BulkScene.open();
  });

  afterEach(async () => {
    disk.repair();
    await scene.close();
  });

  it('places each order once when two windows run overlapping bulk orders', async () => {
    const all = await Promise.all(serials.map(scene.reviewed));
    const other = orderParts(scene.parts, scene.folder);
    const runs = [
      await scene.runOf(all.map((order) => scene.rowOf(order))),
      await BulkRun.create(
        { ...scene.deps(), placement: other.placement, journal: other.journal, locks: other.locks },
        scene.about(),
        all.map((order) => scene.rowOf(order)),
      ),
    ];
    await Promise.all(
      runs.map(async (run) => {
        await run.start();
        while (run.phase.name === 'paused') {
          await run.continue();
        }
      }),
    );
    other.dispose();
    const placed = runs.flatMap((run) => kinds(run)).filter((kind) => kind === 'placed');
    assert.equal(placed.length, scene.portal.orders.length);
    for (const [index, serial] of serials.entries()) {
      const orders = scene.portal.orders.filter(({ order }) => order.productNo === serial);
      // On a very slow machine both may give up on the lock of a PBX; then both rows are blocked.
      const isBlocked = runs.every((run) => kinds(run)[index] === 'blocked');
      assert.equal(orders.length, isBlocked ? 0 : 1, serial);
    }
  });

  it('is known as interrupted once its window has ended, with what became of each row', async () => {
    const run = await scene.runOf();
    scene.answer(serials[1], () => failure(502, 'bad_gateway'));
    await run.start();
    assert.deepEqual(
      await scene.files().interrupted(scene.orders.locks),
      [],
      'it is paused, not interrupted',
    );
    // The process has ended: its locks are those of nobody.
    for (const name of readdirSync(join(scene.folder, 'locks'))) {
      removeFolder(join(scene.folder, 'locks', name));
    }
    const [head, ...others] = await scene.files().interrupted(scene.orders.locks);
    assert.ok(head && others.length === 0);
    const restarted = orderParts(scene.parts, scene.folder);
    await restarted.journal.load();
    const states = head.rows.map((row) => stateOfRow(row, undefined, restarted.journal));
    restarted.dispose();
    assert.deepEqual(
      states.map((state) => (state.kind === 'entry' ? state.entry.current.state : state.kind)),
      ['placed', 'unknown', 'neverSent'],
    );
    assert.equal(scene.sent(), 2);
  });

  it('has entries that stay as long as its file does, even if that cannot be read', async () => {
    const run = await scene.runOf();
    await run.start();
    writeFileSync(join(bulkRunsFolder(scene.folder), `${run.head.id}.jsonl`), '{"format":');
    const later = orderParts(scene.parts, scene.folder, () => Date.now() + 100 * 24 * 60 * 60_000);
    await later.journal.load();
    await later.journal.add(headOf({ createdAt: Date.now() + 99 * 24 * 60 * 60_000 }));
    await later.journal.prune({ count: 0, days: 1 }, await scene.files().ids());
    assert.equal(later.journal.entries.length, serials.length + 1);
    later.dispose();
  });

  it('calls no order never sent that was sent, even after its entry was deleted', async () => {
    const run = await scene.runOf();
    await run.start();
    // Another window forgets the run a day after its end, and then its entries.
    const inTwoDays = () => Date.now() + 2 * 24 * 60 * 60_000;
    const later = orderParts(scene.parts, scene.folder, inTwoDays);
    await later.journal.load();
    const { id } = await later.journal.add(headOf({ createdAt: inTwoDays() }));
    await later.journal.prune({ count: 0, days: 1 });
    later.dispose();
    await scene.orders.journal.load();
    assert.deepEqual(
      scene.orders.journal.entries.map((entry) => entry.id),
      [id],
    );
    assert.deepEqual(kinds(run), ['unreadable', 'unreadable', 'unreadable']);
    assert.ok(run.states.every(mayBeOrdered));
  });

  it('never writes over the file of another run', async () => {
    const first = await scene.runOf();
    await first.start();
    const order = await scene.reviewed('3618D2111167NOZW');
    const { id } = first.head;
    const again = await BulkRun.create(scene.deps(), { ...scene.about(), id }, [scene.rowOf(order)]);
    assert.notEqual(again.head.id, id);
    await again.start();
    assert.deepEqual(kinds(again), ['placed']);
    assert.deepEqual((await scene.files().find(id))?.head, first.head);
  });

  it('never writes over the file of another run, even if an old list of the folder omits it', async () => {
    await (await scene.runOf()).start();
    disk.keepList(bulkRunsFolder(scene.folder));
    const first = await scene.runOf();
    await first.stop();
    await first.start();
    const order = await scene.reviewed('3618D2111167NOZW');
    const { id } = first.head;
    const again = await BulkRun.create(scene.deps(), { ...scene.about(), id }, [scene.rowOf(order)]);
    assert.notEqual(again.head.id, id);
    assert.deepEqual((await scene.files().find(id))?.head, first.head);
    await again.stop();
    await again.start();
  });

  it('ignores a file that cannot be read, and says so in the log', async () => {
    const run = await scene.runOf();
    await run.start();
    writeFileSync(join(bulkRunsFolder(scene.folder), `${run.head.id}.jsonl`), '{"format":');
    assert.deepEqual(await scene.files().all(), []);
    assert.ok(scene.parts.log.text.includes('The file of a bulk order cannot be read'));
  });
});
