import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commands } from 'vscode';
import { newEntryId } from '../../src/orders/entry';
import { entryPath } from '../../src/orders/entryFile';
import { warnOfUnknownOrders } from '../../src/tree/orderNotices';
import { emptyFilter } from '../../src/tree/orderFilter';
import type { Row } from '../../src/tree/rows/row';
import { eventually } from '../rig/eventually';
import { asRead } from '../unit/support/asRead';
import { FaultyDisk } from '../unit/support/faultyDisk';
import { headOf, noon } from '../unit/support/entries';
import { shown, theExtension } from './extension';
import { ordersFolder } from './logFiles';
import { isOfJournal, OrderScene, toldWhile } from './orderScene';

const line = (value: object) => `${JSON.stringify(value)}\n`;

describe('An unreadable journal entry', () => {
  const disk = new FaultyDisk();
  let scene: OrderScene;
  /** The file of an entry. */
  let file: string;

  beforeEach(async () => {
    scene = await OrderScene.open();
    file = entryPath(ordersFolder(scene.parts), newEntryId());
  });

  afterEach(async () => {
    disk.repair();
    rmSync(file, { recursive: true, force: true });
    await scene.close();
  });

  const unknown = () => scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });

  async function rows(): Promise<Row[]> {
    await commands.executeCommand('pbx.refreshOrders');
    return (await scene.loadedRows()).filter(isOfJournal);
  }

  async function untilBadge(value: number | undefined, tooltip: string | undefined): Promise<void> {
    const { ordersTree } = await theExtension();
    await eventually(`A badge of ${value}: ${tooltip}`, () => {
      const { badge } = ordersTree;
      return badge?.value === value && badge?.tooltip === tooltip ? true : undefined;
    });
  }

  async function toldAtStart(): Promise<string[]> {
    const { parts } = scene;
    const { journal, locks } = parts.orderServices;
    return toldWhile(() => warnOfUnknownOrders(journal, parts.session, locks));
  }

  const newer = { format: 'pbx-subscriptions order', version: 2, order: {} };
  const ways: readonly (readonly [what: string, make: () => void, reason: string])[] = [
    [
      'with a folder in its place',
      () => mkdirSync(file),
      'there is something other than a file in its place',
    ],
    [
      'that is a broken link',
      () => symlinkSync(join(file, '..', 'gone'), file),
      'there is something other than a file in its place',
    ],
    [
      'of a newer version',
      () => writeFileSync(file, line(newer)),
      'written by a newer version of this extension',
    ],
    ['that is damaged', () => writeFileSync(file, '{"format":'), 'damaged within the last day'],
    ...['EIO', 'EACCES', 'ESTALE', 'ELOOP'].map((code): [string, () => void, string] => [
      `that fails with ${code}`,
      () => {
        disk.failRead(code, file);
        writeFileSync(file, line(headOf()));
      },
      'the disk cannot read it',
    ]),
  ];
  for (const [what, make, reason] of ways) {
    it(`${what} is the first row, counted and reported, until it can be read`, async () => {
      await unknown();
      make();
      const [first, second, ...others] = await rows();
      assert.ok(first && second);
      assert.equal(shown(first), `An entry cannot be read | ${reason} · ${basename(file)}`);
      assert.match(shown(second), /outcome unknown/);
      assert.deepEqual(others, []);
      const { tooltip, command, accessibilityInformation } = first.treeItem();
      assert.ok(typeof tooltip === 'string');
      assert.ok(asRead(tooltip).includes(file));
      assert.match(tooltip, /No order can be placed until/);
      assert.match(accessibilityInformation?.label ?? '', /cannot be read.*No order can be placed until/);
      assert.ok(command);
      await untilBadge(2, 'Orders of unknown outcome, and entries that cannot be read: 2');
      const told = await toldAtStart();
      assert.equal(told.length, 2);
      assert.ok(
        told.some((text) => text.includes(basename(file)) && text.includes('No order can be placed')),
      );
      disk.repair();
      rmSync(file, { recursive: true });
      assert.equal((await rows()).length, 1);
      await untilBadge(1, 'Orders of unknown outcome: 1');
      assert.equal((await toldAtStart()).length, 1);
    });
  }

  it('is visible if it is the only row, and under a filter that hides every order', async () => {
    mkdirSync(file);
    assert.equal((await rows()).length, 1);
    await untilBadge(1, 'Orders of unknown outcome, and entries that cannot be read: 1');
    await scene.parts.orders.show({ ...emptyFilter, text: 'nothing is called so' });
    try {
      assert.match((await rows()).map(shown).join(), /^An entry cannot be read/);
    } finally {
      await scene.parts.orders.show(undefined);
    }
  });

  it('of unknown outcome is counted once and shown as both', async () => {
    const { id } = await unknown();
    disk.failRead('EIO', entryPath(ordersFolder(scene.parts), id));
    const [first, second] = await rows();
    assert.ok(first && second);
    assert.match(shown(first), /^An entry cannot be read/);
    assert.match(shown(second), /outcome unknown/);
    await untilBadge(1, 'Orders of unknown outcome, and entries that cannot be read: 1');
  });
});
