import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { Journal } from '../../../src/orders/journal';
import { type EntryChange, type EntryHead, entryOf } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { noteOnFullDisk } from '../support/noteOnFullDisk';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf, noon } from '../support/entries';

const unknown: EntryChange = { state: 'unknown', at: noon + 1, reason: 'ECONNRESET' };
const placed: EntryChange = {
  ...{ state: 'placed', at: noon + 2, orderNo: 'YL3206252408495661057', by: 'reply' },
  reply: '{"result":{"orderNo":"YL3206252408495661057","company":"上海 🏢"}}',
};
const refused: EntryChange = { state: 'refused', at: noon + 3, reason: 'quota_exceeded' };

describe('an entry whose writing was interrupted', () => {
  let folder: string;
  let head: EntryHead;
  let file: string;

  beforeEach(async () => {
    folder = ordersFolder();
    head = headOf();
    file = entryPath(folder, head.id);
    const journal = new Journal(folder, new CollectedLog());
    await journal.add(head);
    await journal.note(head.id, unknown);
  });

  afterEach(() => removeFolder(folder));

  const loaded = async () => {
    const journal = new Journal(folder, new CollectedLog());
    await journal.load();
    return journal;
  };
  /** Appends a change. @returns The length of the entry before, and its bytes now. */
  const withChange = async (change: EntryChange) => {
    const start = (await readFile(file)).length;
    await (await loaded()).note(head.id, change);
    return { start, bytes: await readFile(file) };
  };

  it('loads only its whole lines, wherever its last line is cut', async () => {
    const { start, bytes } = await withChange(placed);
    for (let length = start; length <= bytes.length; length++) {
      await writeFile(file, bytes.subarray(0, length));
      const journal = await loaded();
      // The line break is the last byte: without it, the line is still whole.
      const changes: EntryChange[] = length >= bytes.length - 1 ? [unknown, placed] : [unknown];
      assert.deepEqual(journal.entries, [entryOf(head, changes)], `cut at ${length}`);
      assert.deepEqual(journal.quarantined, []);
    }
  });

  it('is damaged if a line after the user’s decision is cut anywhere', async () => {
    await (await loaded()).note(head.id, { state: 'dismissed', at: noon + 2 });
    const { start, bytes } = await withChange(placed);
    // A single byte is an empty line.
    for (let length = start + 2; length < bytes.length - 1; length++) {
      await writeFile(file, bytes.subarray(0, length));
      const { unreadable } = await loaded();
      assert.deepEqual(unreadable, [{ file, damage: 'damaged' }], `cut at ${length}`);
    }
  });

  it('is damaged if invalid lines follow the user’s decision', async () => {
    await (await loaded()).note(head.id, { state: 'dismissed', at: noon + 2 });
    const { bytes } = await withChange(placed);
    const [settled, found] = bytes.toString().split(/\n\n(?=\{"state":"placed)/);
    const further = `\n${JSON.stringify(unknown)}\n`;
    for (const line of [found?.replace('"at":', '"at"\0'), '\0'.repeat(60), '{"state":"placed","at":1}']) {
      for (const end of ['', further]) {
        await writeFile(file, `${settled}\n\n${line}\n${end}`);
        const { unreadable, entries } = await loaded();
        assert.deepEqual([unreadable, entries], [[{ file, damage: 'damaged' }], []], line);
      }
    }
  });

  it('is decided by the user despite invalid lines before', async () => {
    const whole = await readFile(file, 'utf8');
    await writeFile(file, `${whole}\n{"state":"pla`);
    await (await loaded()).note(head.id, { state: 'dismissed', at: noon + 2 });
    assert.equal((await loaded()).entries[0]?.current.state, 'dismissed');
  });

  it('takes further changes, wherever its last line is cut', async () => {
    const { start, bytes } = await withChange(refused);
    for (let length = start; length < bytes.length - 1; length++) {
      const torn = bytes.subarray(0, length);
      await writeFile(file, torn);
      await (await loaded()).note(head.id, placed);
      assert.deepEqual((await loaded()).entries, [entryOf(head, [unknown, placed])], `cut at ${length}`);
      assert.deepEqual((await readFile(file)).subarray(0, length), torn);
    }
  });

  it('never counts as more final than its whole lines say, wherever it is cut', async () => {
    const { bytes } = await withChange(refused);
    const ends = [...bytes.toString('latin1').matchAll(/\}(?=\n)/g)].map(({ index }) => index + 1);
    const [headEnd = 0, unknownEnd = 0, refusedEnd = 0] = ends;
    assert.equal(ends.length, 3);
    for (let length = 0; length <= bytes.length; length++) {
      await writeFile(file, bytes.subarray(0, length));
      const { entries, quarantined } = await loaded();
      const states = [
        ...(length >= headEnd ? ['recorded'] : []),
        ...(length >= unknownEnd ? ['unknown'] : []),
        ...(length >= refusedEnd ? ['refused'] : []),
      ];
      assert.equal(entries[0]?.current.state, states.at(-1), `cut at ${length}`);
      assert.equal(quarantined.length, length < headEnd ? 1 : 0, `cut at ${length}`);
    }
  });

  it('ignores invalid lines', async () => {
    const nonsense = [
      ...['{"state":"placed","at":1,"by":"reply"}', '{"state":"placed","at":1,"by":"reply","orderNo":""}'],
      ...['{"state":"delivered","at":1}', '{"state":"dismissed"}', '{"state":"dismissed","at":-1}'],
      ...['[]', 'null', '{"state":"unknown"}', '{"state":"dismissed","at":1}{"state":"dismissed","at":1}'],
    ];
    const whole = await readFile(file, 'utf8');
    await writeFile(file, `${whole}${nonsense.join('\n')}\n`);
    const journal = await loaded();
    assert.deepEqual(journal.entries, [entryOf(head, [unknown])]);
    await journal.note(head.id, placed);
    assert.deepEqual(journal.entries, [entryOf(head, [unknown, placed])]);
  });

  it('does not count a change as noted if the disk took only a part of it', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    assert.equal(await noteOnFullDisk(folder, head.id, refused), 'noted');
    assert.deepEqual((await loaded()).entries, [entryOf(head, [unknown, refused])]);
    const large: EntryChange = { ...placed, reply: 'x'.repeat(20_000) };
    assert.notEqual(await noteOnFullDisk(folder, head.id, large), 'noted');
    assert.deepEqual((await loaded()).entries, [entryOf(head, [unknown, refused])]);
  });
});
