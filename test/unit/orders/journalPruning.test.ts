import assert from 'node:assert/strict';
import { readFile, readdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import type { EntryChange } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf, noon } from '../support/entries';

const unknown: EntryChange = { state: 'unknown', at: noon + 1, reason: 'ECONNRESET' };
const dismissed: EntryChange = { state: 'dismissed', at: noon + 2 };
const placed: EntryChange = { state: 'placed', at: noon + 3, orderNo: 'YL3206252408495661057', by: 'user' };
const day = 24 * 60 * 60 * 1000;

describe('pruning the journal', () => {
  let folder: string;
  let journal: Journal;

  beforeEach(() => {
    folder = ordersFolder();
    journal = new Journal(folder, new CollectedLog());
  });

  afterEach(() => removeFolder(folder));

  const anotherWindow = () => new Journal(folder, new CollectedLog());
  const pruning = () => new Journal(folder, new CollectedLog(), () => noon);
  const settledAt = async (createdAt: number, change: EntryChange = placed) => {
    const head = headOf({ createdAt });
    await journal.add(head);
    await journal.note(head.id, change);
  };
  const kept = async () => {
    const other = anotherWindow();
    await other.load();
    return other.entries.map(({ createdAt }) => noon - createdAt);
  };

  it('removes the oldest of too many closed entries, but no open one', async () => {
    for (const age of [1, 2, 3, 4]) {
      await settledAt(noon - age * 2 * day);
    }
    await settledAt(noon - 10 * day, unknown);
    await journal.add(headOf({ createdAt: noon - 12 * day }));
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 2, days: 30 });
    assert.deepEqual(await kept(), [2 * day, 4 * day, 10 * day, 12 * day]);
    assert.deepEqual(
      pruned.entries.map(({ createdAt }) => noon - createdAt),
      [2 * day, 4 * day, 10 * day, 12 * day],
    );
  });

  it('keeps entries of the last day, which another window may need to detect a duplicate', async () => {
    await settledAt(noon - day + 1);
    await settledAt(noon + day);
    await settledAt(noon - day);
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 0, days: 1 });
    assert.deepEqual(await kept(), [-day, day - 1]);
  });

  it('keeps renewals of the last month, which another renewal may repeat', async () => {
    const body = headOf().body.replace('purchase_service', 'renew_plan');
    for (const age of [2 * day, 30 * day - 1, 30 * day]) {
      const head = headOf({ createdAt: noon - age, body });
      await journal.add(head);
      await journal.note(head.id, { state: 'dismissed', at: noon });
    }
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 0, days: 1 });
    assert.deepEqual(await kept(), [2 * day, 30 * day - 1]);
  });

  it('removes closed entries that are too old, but no open one', async () => {
    await settledAt(noon - 29 * day, dismissed);
    await settledAt(noon - 31 * day);
    await settledAt(noon - 400 * day, unknown);
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 100, days: 30 });
    assert.deepEqual(await kept(), [29 * day, 400 * day]);
  });

  it('removes old entries of the sandbox, and no others', async () => {
    await journal.add(headOf({ createdAt: noon - 2 * day, sandbox: true }));
    await journal.add(headOf({ createdAt: noon - day / 2, sandbox: true }));
    await journal.add(headOf({ createdAt: noon - 3 * day }));
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 100, days: 30 });
    assert.deepEqual(await kept(), [day / 2, 3 * day]);
  });

  it('removes temporary files that were never finished', async () => {
    const [old, young] = [join(folder, 'old.tmp'), join(folder, 'young.tmp')];
    for (const [file, age] of [
      [old, 2 * day],
      [young, 1000],
    ] as const) {
      await writeFile(file, '{');
      await utimes(file, (noon - age) / 1000, (noon - age) / 1000);
    }
    await pruning().prune({ count: 100, days: 30 });
    assert.deepEqual(await readdir(folder), ['young.tmp']);
  });

  it('keeps finished files, however old', async () => {
    const head = headOf();
    await journal.add(head);
    const long = (noon - 900 * day) / 1000;
    await utimes(entryPath(folder, head.id), long, long);
    await writeFile(join(folder, 'notes.txt'), '');
    await utimes(join(folder, 'notes.txt'), long, long);
    await pruning().prune({ count: 100, days: 30 });
    assert.deepEqual((await readdir(folder)).sort(), [`${head.id}.jsonl`, 'notes.txt'].sort());
  });

  it('creates nothing if nothing was ever recorded', async () => {
    const none = new Journal(join(folder, 'none'), new CollectedLog());
    await none.prune({ count: 100, days: 30 });
    assert.deepEqual(await readdir(folder), []);
  });

  it('keeps few and recent entries', async () => {
    await settledAt(noon - 1);
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 1, days: 30 });
    assert.deepEqual(await kept(), [1]);
  });

  it('keeps what this process created, changed or saw within the last day, however far the clock is ahead', async () => {
    let [now, monotonic] = [noon, 0];
    const here = new Journal(
      folder,
      new CollectedLog(),
      () => now,
      () => monotonic,
    );
    const [made, changed, come] = [headOf(), headOf({ createdAt: noon - 9 * day }), headOf()];
    await journal.add(changed);
    await here.load();
    await journal.add(come);
    await here.add(made);
    for (const { id } of [made, changed, come]) {
      await here.note(id, placed);
    }
    now += 900 * day;
    await journal.add(headOf({ createdAt: now }));
    monotonic += day - 1;
    await here.load();
    await here.prune({ count: 0, days: 1 });
    assert.equal((await kept()).length, 4);
    monotonic += 1;
    await here.prune({ count: 0, days: 1 });
    assert.equal((await kept()).length, 1);
  });

  it('keeps the newest entries even if the clock of a new window takes them for old', async () => {
    await settledAt(noon - 2 * day);
    await settledAt(noon - day + 1);
    await settledAt(noon);
    const ahead = new Journal(folder, new CollectedLog(), () => noon + 900 * day);
    await ahead.load();
    await ahead.prune({ count: 0, days: 1 });
    assert.deepEqual(await kept(), [0, day - 1]);
  });

  it('removes a link that stands for an entry, but not its target', async () => {
    const head = headOf({ createdAt: noon - 9 * day });
    await journal.add(head);
    await journal.note(head.id, placed);
    await settledAt(noon);
    const target = join(folder, 'target.tmp');
    await rename(entryPath(folder, head.id), target);
    await symlink(target, entryPath(folder, head.id));
    const pruned = pruning();
    await pruned.load();
    await pruned.prune({ count: 0, days: 1 });
    assert.deepEqual(await kept(), [0]);
    assert.match(await readFile(target, 'utf8'), /placed/);
  });
});
