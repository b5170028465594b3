import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { EventEmitter } from 'vscode';
import { MessageRow, type Row } from '../../src/tree/rows/row';
import { TreeChanges } from '../../src/tree/treeData';
import { Gate } from '../unit/support/gate';
import { until } from '../unit/support/until';

describe('The changes of a view', () => {
  const row = MessageRow.note(undefined, 'PBX');
  let changed: EventEmitter<Row | undefined>;
  let changes: TreeChanges;
  let told: (Row | undefined)[];

  beforeEach(() => {
    changed = new EventEmitter();
    changes = new TreeChanges(changed.event);
    told = [];
    changes.event((one) => told.push(one));
  });

  afterEach(() => {
    changes.dispose();
    changed.dispose();
  });

  const below = () => Promise.resolve<Row[]>([]);

  // VS Code drops a change of a row while it handles the rows below it, and has forgotten these rows then.
  it('are repeated for a row that VS Code has just read, until it reads again', async () => {
    await changes.read(row, below);
    changed.fire(row);
    assert.deepEqual(told, [row]);
    await until(changes.event, () => told.length === 2);
    await changes.read(row, below);
    await wait(1200);
    assert.deepEqual(told, [row, row]);
  });

  it('are repeated for a row that VS Code is reading', async () => {
    const gate = new Gate();
    const reading = changes.read(row, async () => {
      await gate.opened;
      return [];
    });
    changed.fire(row);
    await until(changes.event, () => told.length === 2);
    gate.open();
    assert.deepEqual(await reading, []);
  });

  it('are passed on once for other rows and for all rows', async () => {
    await changes.read(undefined, below);
    changed.fire(row);
    changed.fire(undefined);
    await wait(400);
    assert.deepEqual(told, [row, undefined]);
  });
});
