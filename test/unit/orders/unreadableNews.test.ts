import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { Journal } from '../../../src/orders/journal';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { FaultyDisk } from '../support/faultyDisk';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf } from '../support/entries';
import { until } from '../support/until';

describe('an entry that temporarily cannot be read', () => {
  const disk = new FaultyDisk();
  let folder: string;
  let other: string;
  let log: CollectedLog;
  let journal: Journal;

  beforeEach(() => {
    [folder, other] = [ordersFolder(), ordersFolder()];
    log = new CollectedLog();
    journal = new Journal(folder, log);
  });

  afterEach(() => {
    disk.repair();
    mock.timers.reset();
    journal.dispose();
    removeFolder(folder);
    removeFolder(other);
  });

  it('is reported once when it becomes unreadable and when it becomes readable, whether it was known or not', async () => {
    let told = 0;
    journal.onDidChange(() => told++);
    const [known, unknown] = [headOf(), headOf()];
    await journal.add(known);
    for (const head of [known, unknown]) {
      const file = entryPath(folder, head.id);
      writeFileSync(file, `${JSON.stringify(head)}\n`);
      disk.failRead('EIO', file);
      const logged = log.lines.length;
      told = 0;
      await journal.load();
      await journal.load();
      assert.deepEqual([told, log.lines.length], [1, logged + 1]);
      disk.repair();
      await journal.load();
      assert.ok(told > 1);
      assert.deepEqual(journal.unreadable, []);
    }
  });

  it('is read again by a watching journal even if nothing changes in the folder', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const head = headOf();
    const target = join(other, 'entry');
    symlinkSync(target, entryPath(folder, head.id));
    await journal.watch();
    // All pending events of the folder arrive before this entry.
    const last = headOf();
    writeFileSync(entryPath(folder, last.id), `${JSON.stringify(last)}\n`);
    await until(journal.onDidChange, () => journal.find(last.id) !== undefined);
    await journal.load();
    assert.equal(journal.unreadable.length, 1);
    writeFileSync(target, `${JSON.stringify(head)}\n`);
    mock.timers.tick(5000);
    await until(journal.onDidChange, () => journal.find(head.id) !== undefined);
    assert.deepEqual(journal.unreadable, []);
  });
});
