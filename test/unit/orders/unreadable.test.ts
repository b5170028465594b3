import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRecordId } from '../../../src/orders/record';
import type { TestPortal } from '../../portal/testPortal';
import { startPortal } from '../../portal/testPortal';
import { FaultyDisk } from '../support/faultyDisk';
import type { OrderParts } from '../support/placing';
import { orderParts, outcomeOf, recordsFolder, removeFolder, review } from '../support/placing';
import type { Parts } from '../support/portal';
import { signedIn } from '../support/portal';
import { headOf } from '../support/records';
import { count, savePath } from '../support/requests';

describe('an entry of the journal that cannot be read', () => {
  const disk = new FaultyDisk();
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    orders = orderParts(parts, recordsFolder());
  });

  afterEach(async () => {
    disk.repair();
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  const sent = () => count(portal.requests, savePath);
  const tryToPlace = async () => outcomeOf(await orders.placement.place(await review(parts)));
  const writeEntry = (lines: readonly unknown[], id = newRecordId()) => {
    const file = join(orders.folder, `${id}.jsonl`);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };

  for (const code of ['EBUSY', 'EMFILE', 'ENFILE', 'EIO', 'EACCES', 'ESTALE']) {
    it(`for ${code} keeps every order from being sent, and says which one and why`, async () => {
      const head = headOf({ baseUrl: 'https://another.example' });
      const file = writeEntry([head], head.id);
      disk.failRead(code, file);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /cannot be read now/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      disk.repair();
      assert.equal((await tryToPlace()).kind, 'placed', 'goes out once the disk gives it out');
      assert.deepEqual(orders.journal.unreadable, []);
    });
  }

  for (const [what, content] of [
    ['is empty', () => ''],
    ['has a byte too many before it', (text: string) => `\uFEFF${text}`],
    ['ends in its middle', (text: string) => text.slice(0, text.length / 2)],
  ] as const) {
    it(`since it ${what}, for a day keeps every order from being sent, and says what to do`, async () => {
      const head = headOf({ baseUrl: parts.baseUrl });
      await orders.journal.load();
      const file = writeEntry([head], head.id);
      await orders.journal.load();
      writeFileSync(file, content(`${JSON.stringify(head)}\n`));
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(
        outcome.error.sentence(),
        /damaged.*Compare the portal’s orders, then move that file away/,
      );
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      rmSync(file);
      assert.equal((await tryToPlace()).kind, 'placed', 'goes out once the file is away');
    });
  }

  it('because it vanished meanwhile keeps nothing from being sent', async () => {
    const head = headOf({ baseUrl: parts.baseUrl });
    disk.failRead('ENOENT', writeEntry([head], head.id));
    assert.equal((await tryToPlace()).kind, 'placed');
  });

  it('after the order was written down takes it back as not sent', async () => {
    const order = await review(parts);
    const head = headOf({ baseUrl: 'https://another.example' });
    const file = writeEntry([head], head.id);
    disk.failRead('EIO', file, 1);
    const outcome = outcomeOf(await orders.placement.place(order));
    assert.ok(outcome.kind === 'notSent');
    assert.equal(sent(), 0);
    disk.repair();
    await orders.journal.load();
    const states = orders.journal.records.map(({ current }) => current.state);
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
    it(`and is an open one of a newer version keeps every order from being sent: ${last}`, async () => {
      const file = writeEntry(lines);
      const outcome = await tryToPlace();
      assert.ok(outcome.kind === 'notSent');
      assert.match(outcome.error.sentence(), /newer version/);
      assert.ok(outcome.error.sentence().includes(file));
      assert.equal(sent(), 0);
      // The newer window settles it.
      writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"state":"placed"}\n`);
      assert.equal((await tryToPlace()).kind, 'placed');
    });
  }

  for (const state of ['placed', 'refused', 'notSent', 'dismissed']) {
    it(`and is a ${state} one of a newer version keeps nothing from being sent`, async () => {
      writeEntry([newer, { state, at: 1 }, { state: 'looked', at: 2 }]);
      assert.equal((await tryToPlace()).kind, 'placed');
    });
  }
});
