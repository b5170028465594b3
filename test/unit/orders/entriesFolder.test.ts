import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { BulkRun } from '../../../src/orders/bulkRun';
import { BulkRunFiles, bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import { Journal } from '../../../src/orders/journal';
import { entryPath } from '../../../src/orders/entryFile';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { CollectedLog } from '../support/collectedLog';
import { FaultyDisk } from '../support/faultyDisk';
import {
  type OrderParts,
  orderParts,
  outcomeOf,
  ordersFolder,
  removeFolder,
  review,
} from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { count, savePath } from '../support/requests';

describe('a journal folder that is known to a window', () => {
  const disk = new FaultyDisk();
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;
  let folder: string;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    folder = ordersFolder();
    orders = orderParts(parts, folder);
  });

  afterEach(async () => {
    disk.repair();
    orders.dispose();
    removeFolder(folder);
    removeFolder(`${folder}.away`);
    await portal.close();
  });

  const anotherWindow = () => new Journal(folder, new CollectedLog());
  const takeAway = () => renameSync(folder, `${folder}.away`);
  const bringBack = () => {
    removeFolder(folder);
    renameSync(`${folder}.away`, folder);
  };
  const sent = () => count(portal.requests, savePath);
  const place = async () => orders.placement.place(await review(parts));
  const refuses = async () => {
    const outcome = outcomeOf(await place());
    assert.ok(outcome.kind === 'notSent');
    assert.match(outcome.error.sentence(), /order journal is missing.*Restore the folder or its volume/);
    assert.ok(outcome.error.sentence().includes(folder));
    assert.equal(sent(), 0);
  };

  for (const what of ['an entry', 'no entry'] as const) {
    it(`with ${what} blocks orders while it is empty, and nothing is created in it`, async () => {
      const head = headOf({ baseUrl: parts.baseUrl });
      if (what === 'an entry') {
        await anotherWindow().add(head);
      }
      await orders.journal.load();
      takeAway();
      mkdirSync(folder);
      await refuses();
      await refuses();
      await assert.rejects(orders.journal.add(headOf()), { name: 'OtherFolderError' });
      await assert.rejects(orders.journal.prune({ count: 0, days: 1 }), { name: 'OtherFolderError' });
      await orders.journal.watch();
      assert.deepEqual(readdirSync(folder), []);
      bringBack();
      const { outcome } = await place();
      assert.equal(outcome.kind, what === 'an entry' ? 'blocked' : 'placed');
    });
  }

  it('blocks orders while another journal is in its place', async () => {
    await anotherWindow().add(headOf({ baseUrl: parts.baseUrl }));
    await orders.journal.load();
    takeAway();
    await anotherWindow().add(headOf({ baseUrl: 'https://another.example' }));
    await anotherWindow().load();
    await refuses();
    assert.equal(orders.journal.entries.length, 1, 'keeps what it knows');
    bringBack();
    assert.equal((await place()).outcome.kind, 'blocked');
  });

  it('is not created again while it is gone', async () => {
    await orders.journal.load();
    takeAway();
    assert.equal(outcomeOf(await place()).kind, 'notSent');
    await assert.rejects(orders.journal.add(headOf()), { code: 'ENOENT' });
    await orders.journal.watch();
    mkdirSync(folder);
    assert.deepEqual(readdirSync(folder), []);
    bringBack();
    assert.equal(outcomeOf(await place()).kind, 'placed');
  });

  it('blocks a bulk order while it is empty, and nothing is created in it', async () => {
    await orders.journal.load();
    takeAway();
    mkdirSync(folder);
    const { body, instanceName, serviceName } = await review(parts);
    const { placement, journal, locks } = orders;
    const { client, log, baseUrl } = parts;
    const run = BulkRun.create(
      {
        ...{ client, log, placement, journal, locks },
        files: new BulkRunFiles(bulkRunsFolder(folder), log),
        explain: String,
        endedBy: () => undefined,
        rowEnded: () => undefined,
      },
      { baseUrl, account: 'ada', sandbox: false, operation: 'subscribe' },
      [{ body, instanceName, serviceName, prepare: () => Promise.reject(new Error('not asked')) }],
    );
    await assert.rejects(run, { name: 'RunWriteError' });
    assert.deepEqual(readdirSync(folder), []);
  });

  it('may lose entries one by one', async () => {
    const heads = [headOf({ baseUrl: parts.baseUrl }), headOf({ baseUrl: parts.baseUrl })];
    for (const head of heads) {
      await anotherWindow().add(head);
    }
    await orders.journal.load();
    heads.forEach(({ id }) => rmSync(entryPath(folder, id)));
    assert.equal(outcomeOf(await place()).kind, 'placed');
  });

  it('is the same for windows that start at once', async () => {
    const windows = Array.from({ length: 8 }, anotherWindow);
    await Promise.all(windows.map((window) => window.load()));
    const heads = windows.map(() => headOf());
    await Promise.all(windows.map((window, index) => window.add(heads[index] ?? headOf())));
    for (const window of windows) {
      await window.load();
      assert.deepEqual([window.entries.length, window.quarantined], [8, []]);
    }
  });

  for (const code of ['EROFS', 'ENOSPC', 'EACCES']) {
    it(`is recognised by its entries if no mark can be written (${code}), after one warning`, async () => {
      disk.failMaking(code, '.journal-');
      const log = new CollectedLog();
      const here = new Journal(folder, log);
      const { id } = await here.add(headOf());
      await here.add(headOf());
      await here.load();
      rmSync(entryPath(folder, id));
      await here.load();
      assert.equal(here.entries.length, 1);
      takeAway();
      mkdirSync(folder);
      await assert.rejects(here.load(), { name: 'OtherFolderError' });
      bringBack();
      await here.load();
      assert.equal(here.entries.length, 1);
      assert.match(log.text, new RegExp(`^warn .*no mark.*${code}`));
      assert.equal(log.lines.length, 1);
    });
  }
});
