import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf } from '../support/entries';

const day = 24 * 60 * 60 * 1000;

describe('a damaged journal while clocks are set', () => {
  let folder: string;
  let log: CollectedLog;
  /** The monotonic time of the process. */
  let monotonic: number;

  beforeEach(() => {
    folder = ordersFolder();
    log = new CollectedLog();
    monotonic = 0;
  });

  afterEach(() => removeFolder(folder));

  it('quarantines a damaged entry after a day', async () => {
    let now = Date.now();
    const clocked = new Journal(
      folder,
      log,
      () => now,
      () => monotonic,
    );
    const head = headOf();
    const name = `${head.id}.jsonl`;
    await writeFile(entryPath(folder, head.id), '');
    await clocked.load();
    assert.equal(clocked.unreadable.length, 1);
    now += 25 * 60 * 60 * 1000;
    await clocked.load();
    assert.ok((await readdir(folder)).includes(name), 'stays until the process has seen a day pass');
    monotonic += day;
    await clocked.load();
    const file = join(folder, 'set-aside', name);
    assert.deepEqual([clocked.quarantined, clocked.unreadable], [[{ name, file, damage: 'damaged' }], []]);
  });

  it('leaves a recently damaged entry in place while the clock is ahead, and reports it once the clock is right', async () => {
    const file = entryPath(folder, headOf().id);
    await writeFile(file, '');
    const ahead = new Journal(folder, log, () => Date.now() + 2 * day);
    await ahead.load();
    assert.deepEqual(
      ahead.quarantined.map((aside) => aside.file),
      [file],
    );
    const right = new Journal(folder, log);
    await right.load();
    assert.deepEqual(right.unreadable, [{ file, damage: 'damaged' }]);
  });

  for (const ahead of [2 * day, -2 * day]) {
    it(`reports an entry that it saw being damaged for a day of its own, with the clock set by ${ahead / day} days`, async () => {
      let now = Date.now();
      const here = new Journal(
        folder,
        log,
        () => now,
        () => monotonic,
      );
      const file = entryPath(folder, headOf().id);
      await here.load();
      await writeFile(file, '');
      const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
      await utimes(file, before, before);
      now += ahead;
      await here.load();
      monotonic += day - 1;
      await here.load();
      assert.deepEqual(here.unreadable, [{ file, damage: 'damaged' }]);
      monotonic += 1;
      now = Date.now();
      await here.load();
      assert.deepEqual(here.unreadable, []);
    });
  }
});
