import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import type { EntryChange } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { ordersFolder, removeFolder } from '../support/placing';
import { headOf, noon } from '../support/entries';
import { until } from '../support/until';

const unknown: EntryChange = { state: 'unknown', at: noon + 1, reason: 'ECONNRESET' };
const placed: EntryChange = { state: 'placed', at: noon + 2, orderNo: 'YL3206252408495661057', by: 'user' };

describe('the journals of two windows on one folder', () => {
  let folder: string;
  let here: Journal;
  let there: Journal;

  beforeEach(() => {
    folder = ordersFolder();
    here = new Journal(folder, new CollectedLog());
    there = new Journal(folder, new CollectedLog());
  });

  afterEach(() => {
    here.dispose();
    there.dispose();
    removeFolder(folder);
  });

  it('know each other’s orders and changes after loading', async () => {
    const head = headOf();
    await there.add(head);
    assert.deepEqual(here.entries, []);
    await here.load();
    assert.deepEqual(here.entries, there.entries);
    await there.note(head.id, unknown);
    await here.load();
    assert.deepEqual(here.find(head.id)?.current, unknown);
    await here.note(head.id, placed);
    await there.load();
    assert.deepEqual(there.find(head.id)?.current, placed);
  });

  for (const by of ['user', 'orderList'] as const) {
    it(`replace the number from the ${by} with the one in the portal’s reply`, async () => {
      const head = headOf();
      await there.add(head);
      await here.load();
      await here.note(head.id, { ...placed, by });
      const replied: EntryChange = { ...placed, orderNo: 'YL3206252408495661058', by: 'reply' };
      await there.note(head.id, replied);
      await here.load();
      assert.deepEqual(here.find(head.id)?.current, replied);
    });
  }

  it('know another window’s change to an entry as soon as they change it themselves', async () => {
    const head = headOf();
    await there.add(head);
    await here.load();
    await there.note(head.id, placed);
    await here.note(head.id, { state: 'looked', at: noon + 3, possible: [] });
    assert.deepEqual(here.find(head.id)?.current, placed);
  });

  it('forget an entry that another window removes', async () => {
    const head = headOf();
    await there.add(head);
    await here.load();
    await rm(entryPath(folder, head.id));
    await here.load();
    assert.deepEqual(here.entries, []);
  });

  it('report a new entry, its changes and its removal while watching', async () => {
    const head = headOf();
    await here.watch();
    await there.add(head);
    await until(here.onDidChange, () => here.find(head.id)?.current.state === 'recorded');
    await there.note(head.id, unknown);
    await until(here.onDidChange, () => here.find(head.id)?.current.state === 'unknown');
    await there.note(head.id, placed);
    await until(here.onDidChange, () => here.find(head.id)?.current.state === 'placed');
    await rm(entryPath(folder, head.id));
    await until(here.onDidChange, () => here.entries.length === 0);
  });

  it('watch a folder that does not exist yet', async () => {
    const within = join(folder, 'globalStorage', 'orders');
    const early = new Journal(within, new CollectedLog());
    await early.watch();
    const head = headOf();
    await new Journal(within, new CollectedLog()).add(head);
    await until(early.onDidChange, () => early.find(head.id) !== undefined);
    early.dispose();
  });

  it('report a damaged file while watching', async () => {
    await here.watch();
    await writeFile(join(folder, 'notes.txt'), 'not an order');
    await until(here.onDidChange, () => here.quarantined.length === 1);
    assert.equal(here.quarantined[0]?.name, 'notes.txt');
  });

  it('report nothing if nothing changed', async () => {
    const head = headOf();
    await here.add(head);
    await here.note(head.id, unknown);
    let told = 0;
    here.onDidChange(() => told++);
    await here.load();
    await here.load();
    assert.equal(told, 0);
  });

  it('report a change once it can be read', async () => {
    const head = headOf();
    const states: (string | undefined)[] = [];
    here.onDidChange(() => states.push(here.find(head.id)?.current.state));
    await here.add(head);
    await here.note(head.id, unknown);
    await here.note(head.id, placed);
    assert.deepEqual(states, ['recorded', 'unknown', 'placed']);
  });

  it('report nothing after they are disposed', async () => {
    await here.watch();
    let told = 0;
    here.onDidChange(() => told++);
    here.dispose();
    const head = headOf();
    await there.add(head);
    await here.load();
    assert.deepEqual([told, here.entries.length], [0, 1]);
  });
});
