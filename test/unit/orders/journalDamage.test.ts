import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { newEntryId, type EntryHead } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { rejection } from '../support/rejection';
import { ordersFolder, removeFolder } from '../support/placing';
import { bodyOf, headOf } from '../support/entries';

const day = 24 * 60 * 60 * 1000;

describe('a damaged journal', () => {
  let folder: string;
  let log: CollectedLog;
  let journal: Journal;
  /** The monotonic time of the process. */
  let monotonic: number;
  let good: EntryHead;

  beforeEach(async () => {
    folder = ordersFolder();
    log = new CollectedLog();
    monotonic = 0;
    journal = new Journal(folder, log, Date.now, () => monotonic);
    good = headOf();
    await new Journal(folder, log).add(good);
  });

  afterEach(() => removeFolder(folder));

  /** The files in the folder, without its own mark. */
  const inFolder = async () => (await readdir(folder)).filter((name) => !name.startsWith('.journal-'));
  const goodLoads = () =>
    assert.deepEqual(
      journal.entries.map(({ id }) => id),
      [good.id],
    );
  /** Writes a damaged entry or another file that was last changed more than a day ago. */
  const writeOld = async (file: string, content: string | Buffer) => {
    await writeFile(file, content);
    const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(file, before, before);
  };
  /** Loads the journal, and again a day later. */
  const loadForDay = async () => {
    await journal.load();
    monotonic += day;
    await journal.load();
  };
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;

  /** Contents of a file that is named like an entry. */
  const damaged: readonly (readonly [what: string, content: (head: EntryHead) => string | Buffer])[] = [
    ['an empty file', () => ''],
    ['only line breaks', () => '\n\n\n'],
    ['zeros left by a crash', () => Buffer.alloc(4096)],
    ['binary data', () => Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256))],
    ['a truncated head', (head) => JSON.stringify(head).slice(0, -1)],
    ['a head whose ID lacks a digit', (head) => line({ ...head, id: head.id.slice(1) })],
    ['unrelated JSON', () => line({ name: 'pbx' })],
    ['deeply nested JSON', () => '['.repeat(100_000)],
    ['a number', () => '1'],
    ['another format', (head) => line({ ...head, format: 'shopping list' })],
    ['a head without a body', (head) => line({ ...head, body: undefined })],
    ['a head without a time', (head) => line({ ...head, createdAt: undefined })],
    ['an invalid time', (head) => line({ ...head, createdAt: 'noon' })],
    ['a time beyond the last date', (head) => line({ ...head, createdAt: 9e15 })],
    ['a time just beyond the last date', (head) => line({ ...head, createdAt: 8.64e15 + 1 })],
    ['an infinite time', (head) => line(head).replace(/("createdAt":)\d+/, '$11e999')],
    ['a time before 1970', (head) => line({ ...head, createdAt: -1 })],
    ['a portal that is not a URL', (head) => line({ ...head, baseUrl: 'portal' })],
    ['a portal that no order may be sent to', (head) => line({ ...head, baseUrl: 'http://portal.example' })],
    ['a body that is not JSON', (head) => line({ ...head, body: 'ten extensions' })],
    ['a truncated body', (head) => line({ ...head, body: head.body.slice(0, -1) })],
    ['a body that orders nothing', (head) => line({ ...head, body: bodyOf({ lines: [] }) })],
    ['a body that is not an order', (head) => line({ ...head, body: '{}' })],
    ['an entry whose ID differs from its file name', (head) => line({ ...head, id: newEntryId() })],
  ];
  for (const [what, contentOf] of damaged) {
    it(`quarantines a damaged entry (${what}) unchanged after a day, and loads the others`, async () => {
      const head = headOf();
      const content = Buffer.from(contentOf(head));
      await writeOld(entryPath(folder, head.id), content);
      await loadForDay();
      goodLoads();
      const name = `${head.id}.jsonl`;
      const file = join(folder, 'set-aside', name);
      assert.deepEqual(journal.quarantined, [{ name, file, damage: 'damaged' }]);
      assert.deepEqual(await readFile(file), content);
      assert.ok(!(await readdir(folder)).includes(name));
      assert.match(log.text, new RegExp(`^error .*${name}`, 'm'));
    });
  }

  it('leaves a recently damaged entry in place, reports it once, and reads it once it is whole', async () => {
    const head = headOf();
    const [name, file] = [`${head.id}.jsonl`, entryPath(folder, head.id)];
    await writeFile(file, line(head).slice(0, 100));
    await journal.load();
    await journal.load();
    goodLoads();
    assert.deepEqual(journal.quarantined, [{ name, file, damage: 'damaged' }]);
    assert.deepEqual(journal.unreadable, [{ file, damage: 'damaged' }]);
    assert.equal(log.lines.length, 1);
    await writeFile(file, line(head));
    await journal.load();
    assert.ok(journal.find(head.id));
    assert.deepEqual([journal.quarantined, journal.unreadable], [[], []]);
  });

  it('reports an entry of today with an impossible time as unreadable, since its order may be open', async () => {
    const head = headOf();
    const [name, file] = [`${head.id}.jsonl`, entryPath(folder, head.id)];
    await writeFile(file, line({ ...head, createdAt: 9e15 }));
    await journal.load();
    goodLoads();
    assert.deepEqual(journal.quarantined, [{ name, file, damage: 'damaged' }]);
    assert.deepEqual(journal.unreadable, [{ file, damage: 'damaged' }]);
  });

  for (const state of ['placed', 'notSent', 'refused', 'unknown', 'dismissed', 'looked'] as const) {
    it(`ignores a line that the order was ${state} at an impossible time`, async () => {
      const head = headOf();
      const told = { orderNo: 'YL7', by: 'reply', reason: 'ECONNRESET', possible: [] };
      await writeFile(entryPath(folder, head.id), line(head) + line({ state, at: 9e15, ...told }));
      await journal.load();
      const entry = journal.find(head.id);
      assert.deepEqual([entry?.current.state, entry?.looks], ['recorded', []]);
    });
  }

  it('forgets a damaged entry once its file is removed', async () => {
    const file = entryPath(folder, headOf().id);
    await writeFile(file, '');
    await journal.load();
    await rm(file);
    await journal.load();
    assert.deepEqual([journal.quarantined, journal.unreadable], [[], []]);
  });

  for (const name of ['notes.txt', 'orders.json', 'no extension', 'récépissé 上海.pdf', 'x.jsonl.bak']) {
    it(`quarantines the foreign file ${name} unchanged, and loads the entries`, async () => {
      await writeFile(join(folder, name), 'content');
      await journal.load();
      goodLoads();
      const file = join(folder, 'set-aside', name);
      assert.deepEqual(journal.quarantined, [{ name, file, damage: 'foreign' }]);
      assert.equal(await readFile(file, 'utf8'), 'content');
    });
  }

  it('quarantines a copy of an entry under another name, and keeps the entry', async () => {
    const name = `${newEntryId()}.jsonl`;
    const content = await readFile(entryPath(folder, good.id));
    await writeOld(join(folder, name), content);
    await loadForDay();
    goodLoads();
    assert.deepEqual(await readFile(join(folder, 'set-aside', name)), content);
  });

  it('leaves an entry of a newer version in place, and reports it once', async () => {
    const head = headOf();
    const content = line({ ...head, version: 2, body: { lines: [] } });
    await writeFile(entryPath(folder, head.id), content);
    await journal.load();
    await journal.load();
    goodLoads();
    const [name, file] = [`${head.id}.jsonl`, entryPath(folder, head.id)];
    assert.deepEqual(journal.quarantined, [{ name, file, damage: 'newerVersion' }]);
    assert.equal(await readFile(file, 'utf8'), content);
    assert.equal(log.lines.length, 1);
  });

  it('leaves a file that it cannot read in place, reports it, and reads it later', async () => {
    const head = headOf();
    const file = entryPath(folder, head.id);
    const away = join(folder, 'set-aside');
    await new Journal(away, log).add(head);
    // Too large to be read as a whole; a sparse file takes no space on the disk.
    await writeFile(file, '');
    await truncate(file, 2 ** 31);
    await journal.load();
    goodLoads();
    assert.match(log.text, new RegExp(`^error .*${head.id}`, 'm'));
    assert.deepEqual((await inFolder()).sort(), [`${good.id}.jsonl`, `${head.id}.jsonl`, 'set-aside'].sort());
    await rename(entryPath(away, head.id), file);
    await journal.load();
    assert.ok(journal.find(head.id));
  });

  it('keeps what it knows of an order while its entry cannot be read', async () => {
    await journal.load();
    const file = entryPath(folder, good.id);
    await rename(file, `${file}.tmp`);
    await writeFile(file, '');
    await truncate(file, 2 ** 31);
    await journal.load();
    goodLoads();
  });

  it('keeps what it knows of its orders while the folder cannot be read', async () => {
    await journal.load();
    await rename(folder, `${folder}.away`);
    await writeFile(folder, 'a file in the place of the folder');
    await journal.load().catch(() => undefined);
    const known = journal.entries.length;
    await rm(folder);
    await rename(`${folder}.away`, folder);
    assert.equal(known, 1);
  });

  it('keeps what it knows of its orders while the folder is gone, as on a network share, and says so', async () => {
    await journal.load();
    await rename(folder, `${folder}.away`);
    const failure = await rejection(journal.load(), Error);
    await rename(`${folder}.away`, folder);
    assert.match(failure.message, /ENOENT/);
    goodLoads();
  });

  it('loads the other entries although a folder is named like an entry', async () => {
    const within = join(entryPath(folder, newEntryId()), 'kept');
    await mkdir(within, { recursive: true });
    await journal.load();
    goodLoads();
    assert.deepEqual(await readdir(within), []);
  });

  it('ignores temporary files, files whose name begins with a dot, and folders', async () => {
    const names = [`${newEntryId()}.jsonl.tmp`, '.DS_Store', '.nfs0001'];
    await Promise.all(names.map((name) => writeFile(join(folder, name), 'content')));
    await mkdir(join(folder, 'locks'));
    await journal.load();
    goodLoads();
    assert.deepEqual(journal.quarantined, []);
    assert.deepEqual((await inFolder()).sort(), [`${good.id}.jsonl`, 'locks', ...names].sort());
  });

  it('loads without an error, and without entries, if there is no folder', async () => {
    const none = new Journal(join(folder, 'none'), log);
    await none.load();
    assert.deepEqual([none.entries, none.quarantined, log.lines], [[], [], []]);
    assert.ok(!(await readdir(folder)).includes('none'));
  });

  it('quarantines two damaged files of the same name one after the other and keeps both', async () => {
    for (const content of ['first', 'second']) {
      await writeFile(join(folder, 'notes.txt'), content);
      await new Journal(folder, log).load();
    }
    const aside = join(folder, 'set-aside');
    const contents = (await readdir(aside)).map((name) => readFile(join(aside, name), 'utf8'));
    assert.deepEqual((await Promise.all(contents)).sort(), ['first', 'second']);
  });

  it('reports a damaged file in its place if it cannot be moved, and loads the entries', async () => {
    await writeFile(join(folder, 'notes.txt'), 'content');
    // The file that blocks the folder’s name is not an entry either.
    await writeFile(join(folder, 'set-aside'), 'in the way');
    await journal.load();
    goodLoads();
    const aside = journal.quarantined.find(({ name }) => name === 'notes.txt');
    assert.equal(aside?.damage, 'foreign');
    assert.equal(await readFile(aside.file, 'utf8'), 'content');
  });

  it('can be cleaned up by two windows at once without losing a file', async () => {
    const names = Array.from({ length: 30 }, () => `${newEntryId()}.jsonl`);
    await Promise.all(names.map((name) => writeOld(join(folder, name), name)));
    const other = new Journal(folder, new CollectedLog(), Date.now, () => monotonic);
    await Promise.all([journal.load(), other.load()]);
    monotonic += day;
    await Promise.all([journal.load(), other.load()]);
    goodLoads();
    assert.equal(other.entries.length, 1);
    const aside = join(folder, 'set-aside');
    assert.deepEqual((await readdir(aside)).sort(), [...names].sort());
    for (const { file, name } of [...journal.quarantined, ...other.quarantined]) {
      assert.equal(await readFile(file, 'utf8'), name);
    }
  });
});
