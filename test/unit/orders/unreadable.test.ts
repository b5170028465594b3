import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { newEntryId } from '../../../src/orders/entry';
import { type TestPortal, startPortal } from '../../portal/testPortal';
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

describe('an unreadable journal entry', () => {
  const disk = new FaultyDisk();
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    orders = orderParts(parts, ordersFolder());
  });

  afterEach(async () => {
    disk.repair();
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  const sent = () => count(portal.requests, savePath);
  const tryToPlace = async () => outcomeOf(await orders.placement.place(await review(parts)));
  const writeEntry = (lines: readonly unknown[], id = newEntryId()) => {
    const file = join(orders.folder, `${id}.jsonl`);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };

  for (const code of ['EBUSY', 'EMFILE', 'ENFILE', 'EIO', 'EACCES', 'ESTALE']) {
    it(`blocks every order on ${code}, and says which file and why`, async () => {
      const head = headOf({ baseUrl: 'https://another.example' });
      const file = writeEntry([head], head.id);
      disk.failRead(code, file);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /cannot be read at the moment/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      disk.repair();
      assert.equal((await tryToPlace()).kind, 'placed', 'is sent once the file can be read');
      assert.deepEqual(orders.journal.unreadable, []);
    });
  }

  for (const [what, content] of [
    ['is empty', () => ''],
    ['begins with an extra byte', (text: string) => `\uFEFF${text}`],
    ['is truncated', (text: string) => text.slice(0, text.length / 2)],
  ] as const) {
    it(`blocks every order for a day if the file ${what}, and says what to do`, async () => {
      const head = headOf({ baseUrl: parts.baseUrl });
      await orders.journal.load();
      const file = writeEntry([head], head.id);
      await orders.journal.load();
      writeFileSync(file, content(`${JSON.stringify(head)}\n`));
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /damaged.*Check the portal’s orders, then move that file away/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      rmSync(file);
      assert.equal((await tryToPlace()).kind, 'placed', 'is sent once the file is removed');
    });
  }

  it('blocks nothing if the file has vanished meanwhile', async () => {
    const head = headOf({ baseUrl: parts.baseUrl });
    disk.failRead('ENOENT', writeEntry([head], head.id));
    assert.equal((await tryToPlace()).kind, 'placed');
  });

  it('makes an order end as not sent even if it is discovered after the order was recorded', async () => {
    const order = await review(parts);
    const head = headOf({ baseUrl: 'https://another.example' });
    const file = writeEntry([head], head.id);
    disk.failRead('EIO', file, 1);
    const outcome = outcomeOf(await orders.placement.place(order));
    assert.ok(outcome.kind === 'notSent');
    assert.equal(sent(), 0);
    disk.repair();
    await orders.journal.load();
    const states = orders.journal.entries.map(({ current }) => current.state);
    assert.deepEqual(states.sort(), ['notSent', 'recorded']);
    assert.equal(outcomeOf(await orders.placement.place(await review(parts))).kind, 'placed');
  });

  const newer = { format: 'pbx-subscriptions order', version: 2, order: { whatever: true } };
  const open: readonly (readonly unknown[])[] = [
    [newer],
    [newer, { state: 'looked', at: 1, possible: [] }],
    [newer, { state: 'unknown', at: 1 }],
    [newer, { state: 'dispatched', at: 1 }],
    [newer, { news: 'of another kind' }],
    [newer, { state: 'refused', at: 1 }, { state: 'sentAgain', at: 2 }],
  ];
  for (const lines of open) {
    const last = JSON.stringify(lines.at(-1));
    it(`blocks every order while its order is open and of a newer version: ${last}`, async () => {
      const file = writeEntry(lines);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /newer version/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      // The newer version reconciles the order.
      appendFileSync(file, '{"state":"refused"}\n');
      assert.equal((await tryToPlace()).kind, 'placed');
    });
  }

  const writtenAgo = (file: string, hours: number) => {
    const at = new Date(Date.now() - hours * 60 * 60 * 1000);
    utimesSync(file, at, at);
  };
  for (const further of [[], [{ state: 'looked', at: 2 }], [{ state: 'invoiced', at: 2 }]]) {
    const lines = [newer, { state: 'placed', at: 1 }, ...further];
    const what = `placed by a newer version, then ${JSON.stringify(further)}`;
    it(`blocks every order for a day if ${what}`, async () => {
      const file = writeEntry(lines);
      for (const hours of [0, 23, -48]) {
        writtenAgo(file, hours);
        const outcome = await tryToPlace();
        assert.ok(outcome.kind === 'notSent', `${hours} hours ago`);
        assert.match(outcome.error.sentence(), /newer version.*Update the extension/);
        assert.ok(outcome.error.sentence().includes(file));
      }
      assert.equal(sent(), 0);
    });

    it(`blocks nothing after a day if ${what}`, async () => {
      writtenAgo(writeEntry(lines), 25);
      assert.equal((await tryToPlace()).kind, 'placed');
    });
  }

  const { id, ...about } = headOf({ baseUrl: 'https://another.example' });
  const endings = [
    { state: 'refused', at: 1, reason: 'quota_exceeded' },
    { state: 'notSent', at: 1, reason: 'ECONNREFUSED' },
    { state: 'dismissed', at: 1 },
  ];
  for (const ending of endings) {
    const head = { ...about, id };
    const looked = { state: 'looked', at: 3, possible: [] };
    const further = [[{ state: 'sentAgain', at: 2 }], [{ state: 'sentAgain', at: 2 }, looked], [{ news: 1 }]];
    for (const lines of further) {
      const what = `${ending.state}, then ${JSON.stringify(lines)}`;
      it(`blocks every order, however old, if its order was ${what}`, async () => {
        const file = writeEntry([head, ending], id);
        await orders.journal.load();
        appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
        for (const hours of [0, 25]) {
          writtenAgo(file, hours);
          const outcome = await tryToPlace();
          assert.ok(outcome.kind === 'notSent', `${hours} hours ago`);
          assert.match(outcome.error.sentence(), /newer version/);
        }
        appendFileSync(file, `${JSON.stringify(ending)}\n`);
        assert.equal((await tryToPlace()).kind, 'placed', 'is sent once the order has ended again');
      });
    }

    const halfLine = '\n{"state":"placed","at":2,"orderNo":"YL';
    if (ending.state !== 'dismissed') {
      it(`counts as ${ending.state} if half a line follows`, async () => {
        const file = writeEntry([head, ending], id);
        appendFileSync(file, halfLine);
        assert.equal((await tryToPlace()).kind, 'placed');
        assert.equal(orders.journal.find(id)?.current.state, ending.state);
      });
      continue;
    }
    it('blocks every order if it was dismissed and half a line follows', async () => {
      const file = writeEntry([head, ending], id);
      appendFileSync(file, halfLine);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /damaged within the last day/);
      rmSync(file);
      assert.equal((await tryToPlace()).kind, 'placed', 'is sent once the file is removed');
    });
  }

  it('counts again when it was quarantined and is put back whole', async () => {
    const head = headOf({ baseUrl: parts.baseUrl });
    const file = writeEntry(['damaged'], head.id);
    writtenAgo(file, 25);
    let monotonic = 0;
    const here = new Journal(orders.folder, parts.log, Date.now, () => monotonic);
    await here.load();
    monotonic += 24 * 60 * 60 * 1000;
    await here.load();
    assert.ok(!existsSync(file));
    writeEntry([head], head.id);
    await here.load();
    assert.ok(here.find(head.id));
  });

  for (const state of ['refused', 'notSent', 'dismissed']) {
    it(`blocks nothing if its order is ${state} in a newer version`, async () => {
      writeEntry([newer, { state, at: 1 }, { state: 'looked', at: 2 }]);
      assert.equal((await tryToPlace()).kind, 'placed');
    });
  }

  const elsewhere = () => {
    const folder = join(orders.folder, 'store');
    mkdirSync(folder);
    return folder;
  };
  /** Creates something other than a file in its place. */
  type Making = readonly [what: string, make: (file: string) => unknown];
  const inPlace: readonly Making[] = [
    ['a folder', (file) => mkdirSync(file)],
    ['a link to a folder', (file) => symlinkSync(elsewhere(), file)],
    ['a broken link', (file) => symlinkSync(join(orders.folder, 'gone'), file)],
    ...(process.platform === 'win32'
      ? []
      : ([
          ['a pipe', (file) => execFileSync('mkfifo', [file])],
          ['a link to a device', (file) => symlinkSync('/dev/zero', file)],
          [
            'a socket',
            async (file) => {
              const server = createServer().listen(file);
              await once(server, 'listening');
              closing.push(() => server.close());
            },
          ],
        ] satisfies Making[])),
  ];
  const closing: (() => unknown)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));
  for (const [what, make] of inPlace) {
    it(`blocks every order if it is ${what}, and says which one`, async () => {
      const file = join(orders.folder, `${newEntryId()}.jsonl`);
      await make(file);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /is not a file/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.deepEqual(
        orders.journal.quarantined.map(({ damage }) => damage),
        ['noFile'],
      );
    });
  }

  it('works through a link: it blocks a duplicate and takes new lines', async () => {
    const head = headOf({ baseUrl: parts.baseUrl });
    const file = writeEntry([head], head.id);
    const target = join(elsewhere(), 'entry');
    renameSync(file, target);
    symlinkSync(target, file);
    assert.equal((await orders.placement.place(await review(parts))).outcome.kind, 'blocked');
    await orders.journal.note(head.id, { state: 'dismissed', at: 1 });
    assert.equal((await tryToPlace()).kind, 'placed');
    assert.match(readFileSync(target, 'utf8'), /dismissed/);
    await orders.journal.load();
    rmSync(target);
    const lost = orders.journal.note(head.id, { state: 'dismissed', at: 2 });
    await assert.rejects(lost, { code: 'ENOENT' });
    assert.ok(!existsSync(target), 'does not create the target of a link');
  });
});
