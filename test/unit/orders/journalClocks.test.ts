import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { recordsFolder, removeFolder } from '../support/placing';
import { headOf } from '../support/records';

const day = 24 * 60 * 60 * 1000;

describe('a damaged journal, and clocks that are set,', () => {
  let folder: string;
  let log: CollectedLog;
  /** The time of the process. */
  let monotonic: number;

  beforeEach(() => {
    folder = recordsFolder();
    log = new CollectedLog();
    monotonic = 0;
  });

  afterEach(() => removeFolder(folder));

  it('sets a damaged entry aside once a day has passed over it', async () => {
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
    assert.ok(
      (await readdir(folder)).includes(name),
      'stays while the process has seen less than a day pass',
    );
    monotonic += day;
    await clocked.load();
    const file = join(folder, 'set-aside', name);
    assert.deepEqual([clocked.setAside, clocked.unreadable], [[{ name, file, damage: 'damaged' }], []]);
  });

  it('leaves a damaged entry of today where it is while the clock is ahead, and counts it when that is set right', async () => {
    const file = entryPath(folder, headOf().id);
    await writeFile(file, '');
    const ahead = new Journal(folder, log, () => Date.now() + 2 * day);
    await ahead.load();
    assert.deepEqual(
      ahead.setAside.map((aside) => aside.file),
      [file],
    );
    const right = new Journal(folder, log);
    await right.load();
    assert.deepEqual(right.unreadable, [{ file, damage: 'damaged' }]);
  });

  for (const ahead of [2 * day, -2 * day]) {
    it(`counts what was damaged before its eyes for a day of its own, the clock set by ${ahead / day} days`, async () => {
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
