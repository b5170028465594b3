import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Journal } from '../../../src/orders/journal';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { FaultyDisk } from '../support/faultyDisk';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf, noon } from '../support/entries';
import { until } from '../support/until';

describe('the journal on a faulty disk', () => {
  const disk = new FaultyDisk();
  let folder: string;
  let log: CollectedLog;
  let journal: Journal;

  beforeEach(() => {
    folder = ordersFolder();
    log = new CollectedLog();
    journal = new Journal(folder, log, () => noon);
  });

  afterEach(() => {
    disk.repair();
    mock.timers.reset();
    journal.dispose();
    removeFolder(folder);
  });

  /** The state of the only entry as another window reads it. */
  async function stateOnDisk(): Promise<string | undefined> {
    const other = new Journal(folder, new CollectedLog());
    await other.load();
    return other.entries[0]?.current.state;
  }

  /** Waits until the disk has lost this many changes that were to be flushed. */
  async function lost(times: number): Promise<void> {
    while (log.lines.filter((line) => line.includes('EDQUOT')).length < times) {
      await turn();
    }
  }

  for (const code of ['EINVAL', 'EIO', 'ENOTSUP', 'EPERM']) {
    it(`records an order even if the folder cannot be flushed (${code}), and logs that`, async () => {
      await disk.failFolderFlush(code);
      await journal.add(headOf());
      assert.equal(await stateOnDisk(), 'recorded');
      assert.match(log.text, new RegExp(`^warn .*folder.*${code}`));
      assert.equal(log.lines.length, 1);
    });
  }

  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    it(`retries to rename a file that is briefly in use (${code})`, async () => {
      const count = disk.failRename(code, 4);
      await journal.add(headOf());
      assert.equal(count.calls, 5);
      assert.equal(await stateOnDisk(), 'recorded');
    });

    it(`gives up on a file that stays in use (${code}), and leaves nothing behind`, async () => {
      disk.failRename(code, Infinity);
      await assert.rejects(journal.add(headOf()), { code });
      assert.deepEqual([await readdir(folder), journal.entries], [[], []]);
    });
  }

  it('forgets no order because an old list of the folder omits it, and says that the list is old', async () => {
    const [head, other] = [headOf(), headOf()];
    await journal.add(other);
    await journal.load();
    disk.keepList(folder);
    await journal.add(head);
    await assert.rejects(journal.load(), /omits .*, which is there/);
    assert.equal(journal.find(head.id)?.current.state, 'recorded');
    disk.repair();
    await journal.load();
    await rm(entryPath(folder, head.id));
    await journal.load();
    assert.deepEqual(
      journal.entries.map(({ id }) => id),
      [other.id],
    );
  });

  it('knows all orders even where a file vanishes while the folder is listed without types', async () => {
    await journal.add(headOf());
    await mkdir(join(folder, 'locks'));
    await writeFile(join(folder, 'notes.txt'), '');
    disk.loseTypes(folder);
    const other = new Journal(folder, log);
    await other.load();
    assert.deepEqual([other.entries.length, other.quarantined.map(({ name }) => name)], [1, ['notes.txt']]);
  });

  it('does not retry an error that will not go away', async () => {
    const count = disk.failRename('ENOSPC', Infinity);
    await assert.rejects(journal.add(headOf()), { code: 'ENOSPC' });
    assert.equal(count.calls, 1);
  });

  it('closes an entry that exists although writing it failed', async () => {
    disk.failRename('EIO', 1, true);
    const head = headOf();
    await assert.rejects(journal.add(head), { code: 'EIO' });
    assert.deepEqual([await stateOnDisk(), journal.find(head.id)?.current.state], ['notSent', 'notSent']);
  });

  it('writes an outcome again that was lost when it should have been flushed', async () => {
    const head = headOf();
    await journal.add(head);
    await disk.loseUnflushed('EDQUOT', (await stat(entryPath(folder, head.id))).size);
    await journal.noteOutcome(head.id, { state: 'placed', at: noon, orderNo: 'YL1', by: 'reply' });
    await lost(1);
    disk.repair();
    assert.equal(await stateOnDisk(), 'recorded');
    await journal.load();
    assert.deepEqual([await stateOnDisk(), journal.find(head.id)?.current.state], ['placed', 'placed']);
  });

  it('writes an outcome again for as long as it is lost', async () => {
    const { id } = await journal.add(headOf());
    await disk.loseUnflushed('EDQUOT', (await stat(entryPath(folder, id))).size);
    await journal.noteOutcome(id, { state: 'placed', at: noon, orderNo: 'YL1', by: 'reply' });
    await lost(1);
    await journal.load();
    await lost(2);
    disk.repair();
    assert.equal(await stateOnDisk(), 'recorded');
    await journal.load();
    assert.deepEqual([await stateOnDisk(), journal.find(id)?.current.state], ['placed', 'placed']);
  });

  it('writes an unknown outcome once where nothing can be flushed but nothing is lost', async () => {
    const { id } = await journal.add(headOf());
    await disk.failFlush('EDQUOT');
    await journal.noteOutcome(id, { state: 'unknown', at: noon, reason: 'ECONNRESET' });
    await lost(1);
    await journal.load();
    await journal.load();
    const text = await readFile(entryPath(folder, id), 'utf8');
    assert.equal(text.match(/"state":"unknown"/g)?.length, 1);
    assert.equal(log.lines.length, 1);
  });

  it('closes the entry of an unsent order again if that was lost', async () => {
    const { id } = await journal.add(headOf());
    await disk.loseUnflushed('EDQUOT', (await stat(entryPath(folder, id))).size);
    await journal.withdraw(id, 'another order was first');
    await lost(1);
    disk.repair();
    assert.equal(await stateOnDisk(), 'recorded');
    await journal.load();
    assert.deepEqual([await stateOnDisk(), journal.find(id)?.current.state], ['notSent', 'notSent']);
  });

  it('closes the entry of an unsent order even if it could not be read in between', async () => {
    const head = headOf();
    disk.failRename('EIO', 1, true);
    disk.failAppend('EIO');
    disk.failRemoving('EIO');
    await assert.rejects(journal.add(head), { code: 'EIO' });
    disk.failRead('EIO', entryPath(folder, head.id));
    await journal.load();
    disk.repair();
    await journal.load();
    assert.equal(await stateOnDisk(), 'notSent');
  });

  it('closes an entry as soon as the disk allows it if that fails at first', async () => {
    const { id } = await journal.add(headOf());
    disk.failAppend('EIO');
    disk.failRemoving('EIO');
    await journal.withdraw(id, 'another order was first');
    assert.equal(await stateOnDisk(), 'recorded');
    disk.repair();
    await journal.load();
    assert.deepEqual([await stateOnDisk(), journal.find(id)?.current.state], ['notSent', 'notSent']);
  });

  it('removes such an entry if nothing can be appended to it', async () => {
    disk.failRename('EIO', 1, true);
    disk.failAppend('EIO');
    await assert.rejects(journal.add(headOf()), { code: 'EIO' });
    assert.deepEqual(await readdir(folder), []);
  });

  it('closes the entry if a listener throws', async () => {
    const listening = journal.onDidChange(() => {
      throw new Error('a fault elsewhere');
    });
    const recording = journal.add(headOf());
    await assert.rejects(recording);
    listening.dispose();
    assert.equal(await stateOnDisk(), 'notSent');
  });

  it('writes an outcome once the folder is back, even if nothing reports that', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { id } = await journal.add(headOf());
    await journal.watch();
    disk.failAppend('EIO');
    await assert.rejects(journal.noteOutcome(id, { state: 'placed', at: noon, orderNo: 'YL1', by: 'reply' }));
    disk.failList('EIO', folder);
    mock.timers.tick(5000);
    while (!log.text.includes('cannot be read')) {
      await turn();
    }
    disk.repair();
    mock.timers.tick(5000);
    await until(journal.onDidChange, () => journal.find(id)?.current.state === 'placed');
    assert.equal(await stateOnDisk(), 'placed');
  });

  it('follows the folder that takes the place of one that was away', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    await journal.add(headOf());
    await journal.watch();
    const away = `${folder}-away`;
    await rename(folder, away);
    while (!log.text.includes('cannot be read')) {
      await turn();
    }
    await cp(away, folder, { recursive: true });
    removeFolder(away);
    const other = new Journal(folder, new CollectedLog());
    await other.load();
    const [first, second] = [headOf(), headOf()];
    await other.add(first);
    mock.timers.tick(5000);
    await until(journal.onDidChange, () => journal.find(first.id) !== undefined);
    // Once its turn has come, the reading above has ended.
    await journal.load();
    await turn();
    await other.add(second);
    await until(journal.onDidChange, () => journal.find(second.id) !== undefined);
  });

  it('polls without a watcher, after one warning', async () => {
    disk.failWatch('ENOSPC');
    await journal.watch();
    await journal.watch();
    const head = headOf();
    await new Journal(folder, log).add(head);
    await until(journal.onDidChange, () => journal.find(head.id) !== undefined);
    assert.equal(log.lines.length, 1);
    assert.match(log.text, /^warn .*cannot be watched.*ENOSPC/);
  });

  it('stops polling when it is disposed', async () => {
    disk.failWatch('EMFILE');
    await journal.watch();
    journal.dispose();
    await journal.watch();
    assert.equal(log.lines.length, 1);
  });

  it('does not watch if its folder cannot be created, and warns once', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const within = new Journal(join(file, 'orders'), log);
    await within.watch();
    within.dispose();
    assert.equal(log.lines.filter((line) => line.startsWith('warn')).length, 1);
  });

  it('reads an entry to which a newer version has added fields', async () => {
    const head = headOf();
    const newer = {
      ...head,
      price: { amount: 12.5, total: ['USD'] },
      period: 'P1Y',
      endDate: { year: 2027 },
      bulkOrder: 'run 7, row 3',
      orderFileKey: 7,
      approvedBy: { name: 'Ada' },
    };
    const placed = { state: 'placed', at: noon, orderNo: 'YL1', by: 'reply', requestId: 7, seal: 'x' };
    const lines = [newer, { state: 'approved', at: noon }, placed].map((line) => JSON.stringify(line));
    await writeFile(entryPath(folder, head.id), `${lines.join('\n')}\n`);
    await journal.load();
    const entry = journal.find(head.id);
    assert.deepEqual([entry?.current.state, entry?.body, journal.quarantined], ['placed', head.body, []]);
    assert.ok((await readdir(folder)).includes(`${head.id}.jsonl`));
    assert.ok((await readFile(entryPath(folder, head.id), 'utf8')).includes('approvedBy'));
  });

  it('restores the optional fields of an entry', async () => {
    const more = {
      price: { amount: '125.00', currency: 'USD' },
      period: { billingCycle: 'annually', multiCycle: 0 },
      endDate: '2027-03-31 00:00:00',
      bulkOrder: { run: '0198f1b2', row: 3 },
      orderFileKey: 'ha-lagos-2026',
    };
    const head = headOf(more);
    await journal.add(head);
    const other = new Journal(folder, log);
    await other.load();
    const { price, period, endDate, bulkOrder, orderFileKey } = other.find(head.id) ?? {};
    assert.deepEqual({ price, period, endDate, bulkOrder, orderFileKey }, more);
  });
});
