import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ViewColumn, commands, window } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { BulkDraft, BulkState } from '../../src/form/bulk/contract';
import { type RunHead, bulkRunsFolder, newRunId, runSubject } from '../../src/orders/bulkRunFile';
import { newEntryId } from '../../src/orders/entry';
import { entryPath } from '../../src/orders/entryFile';
import { Locks } from '../../src/orders/lock';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import type { TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { asRead } from '../unit/support/asRead';
import { FaultyDisk } from '../unit/support/faultyDisk';
import { minutesBody } from '../unit/support/portalOrders';
import { headOf } from '../unit/support/entries';
import { savePath } from './enemyScene';
import { signedIn } from './extension';
import { ordersFolder, removeEntries } from './logFiles';

const serials = ['3658B4311196K2ID', '3612C2063653JAK2', '3614E2079491WRDC'] as const;
const bodies = serials.map((serial) => minutesBody(100).replace(serials[0], serial));

describe('A bulk order that this window does not place', () => {
  const disk = new FaultyDisk();
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    disk.repair();
    await commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(
      portal.requests.filter(({ path }) => path === savePath),
      [],
      'something was sent',
    );
    await parts.session.signOut();
    await portal.close();
    rmSync(bulkRunsFolder(ordersFolder(parts)), { recursive: true, force: true });
    await removeEntries(parts);
  });

  /** Writes the file of a run of three orders, as a window that ended before the second one left it. */
  async function interrupted(changed: Partial<RunHead> = {}): Promise<RunHead> {
    const baseUrl = parseBaseUrl(portal.baseUrl);
    const head: RunHead = {
      format: 'pbx-subscriptions bulk order',
      version: 1,
      id: newRunId(),
      createdAt: Date.now(),
      baseUrl,
      account: 'ada',
      sandbox: false,
      operation: 'expand',
      rows: bodies.map((body) => ({
        ...{ entryId: newEntryId(), instanceName: '', serviceName: 'Recording Minutes' },
        body: body as RunHead['rows'][number]['body'],
      })),
      ...changed,
    };
    await parts.orderServices.runs.write(head);
    const { journal } = parts.orderServices;
    const first = entryOf(head, 0);
    await journal.add(headOf({ id: first, baseUrl, body: minutesBody(100) }));
    await journal.note(first, { state: 'unknown', at: Date.now(), reason: 'ECONNRESET' });
    return head;
  }

  /** What the page of this run has saved before its first order. */
  function draftOf({ id }: RunHead): BulkDraft {
    return {
      ...{ form: 'bulkOrder', operation: 'expand', service: '', common: {}, own: [], unticked: [], run: '' },
      targets: serials.map((productNo) => ({
        ...{ productId: 13, productName: '', instanceName: '' },
        productNo,
      })),
      runId: id,
    };
  }

  function entryOf({ rows }: RunHead, row: number): RunHead['rows'][number]['entryId'] {
    const found = rows[row];
    assert.ok(found);
    return found.entryId;
  }

  function state(): BulkState {
    const model = parts.bulk.models.at(-1);
    assert.ok(model, 'no bulk order is open');
    return model.state;
  }

  const statuses = () => state().rows.map(({ status }) => asRead(status.text));

  function untilMessage(text: string): Promise<true> {
    return eventually(`The message ${text}`, () =>
      asRead(state().message).startsWith(text) ? true : undefined,
    );
  }

  const neverRun = 'This bulk order was interrupted. No further order is sent automatically.';

  it('is shown at the start, until somebody has seen it', async () => {
    const head = await interrupted();
    await parts.bulk.showInterrupted();
    assert.equal(state().phase, 'interrupted');
    assert.equal(asRead(state().message), `${neverRun} 0 placed, 1 of unknown outcome, 2 not sent.`);
    assert.match(statuses()[0] ?? '', /^outcome unknown/);
    assert.deepEqual(statuses().slice(1), ['never sent', 'never sent']);
    await eventually('The note that it was seen', async () =>
      (await parts.orderServices.runs.find(head.id))?.wasSeen === true ? true : undefined,
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.bulk.showInterrupted();
    assert.deepEqual(parts.bulk.models, []);
    // It was interrupted nevertheless.
    await parts.bulk.showRun(head.id);
    await untilMessage(neverRun);
  });

  it('comes back in its tab even if VS Code saved that before the first order', async () => {
    const head = await interrupted();
    await parts.bulk.showInterrupted();
    const panel = window.createWebviewPanel('pbx.bulkOrder', '', ViewColumn.Active);
    await parts.bulk.restore(panel, draftOf(head));
    assert.equal(parts.bulk.models.length, 1, 'the tab that was shown at the start is closed');
    await untilMessage(neverRun);
    assert.equal(panel.active, true);
  });

  it('has its time in the title of its tab, which tells it from others', async () => {
    for (const hoursAgo of [2, 1]) {
      await interrupted({ createdAt: Date.now() - hoursAgo * 60 * 60_000 });
    }
    await parts.bulk.showInterrupted();
    const titles = await eventually('The titles of two tabs', () => {
      const labels = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => asRead(label)));
      return labels.filter((label) => label !== '').length === 2 ? labels : undefined;
    });
    assert.ok(
      titles.every((title) => / for 3 PBXes · .*\d:\d\d/.test(title)),
      titles.join(),
    );
    assert.equal(new Set(titles).size, 2);
  });

  it('does not come back as a table that can be ordered if its file cannot be read', async () => {
    const head = await interrupted();
    writeFileSync(join(bulkRunsFolder(ordersFolder(parts)), `${head.id}.jsonl`), '{"format":');
    const panel = window.createWebviewPanel('pbx.bulkOrder', '', ViewColumn.Active);
    await parts.bulk.restore(panel, draftOf(head));
    assert.equal(parts.bulk.models.length, 0);
  });

  it('calls no order never sent whose journal entry was deleted while it was shown', async () => {
    const head = await interrupted();
    await parts.bulk.showInterrupted();
    rmSync(entryPath(ordersFolder(parts), entryOf(head, 0)));
    await parts.orderServices.journal.load();
    assert.match(statuses()[0] ?? '', /^outcome unknown/);
    const [model] = parts.bulk.models;
    assert.ok(model && 'rest' in model);
    assert.equal(model.rest?.targets.length, 2);
  });

  it('offers with the rest of its rows what was ordered since, but without a tick', async () => {
    const head = await interrupted();
    const { journal } = parts.orderServices;
    const { id } = await journal.add(
      headOf({ baseUrl: head.baseUrl, createdAt: Date.now(), body: bodies[1] ?? '' }),
    );
    await journal.note(id, { state: 'placed', at: Date.now(), orderNo: 'YL32062524084956610', by: 'reply' });
    await parts.bulk.showInterrupted();
    const [model] = parts.bulk.models;
    assert.ok(model && 'rest' in model);
    assert.deepEqual(model.rest?.unticked, [0]);
    assert.match(model.rest.note, /^Rows without a tick have been ordered since\./);
  });

  it('is not called interrupted while another window places it', async () => {
    const head = await interrupted();
    const other = new Locks(join(ordersFolder(parts), 'locks'));
    const lock = await other.acquire([runSubject(head.id)]);
    await parts.bulk.showInterrupted();
    assert.deepEqual(parts.bulk.models, []);
    await parts.bulk.showRun(head.id);
    assert.match(asRead(state().message), /^Another window of VS Code is still placing this bulk order\./);
    assert.deepEqual(statuses().slice(1), ['not sent yet', 'not sent yet']);
    assert.equal(state().hasRest, false, 'the other window may still place the rest');
    await lock?.release();
    await untilMessage(neverRun);
    assert.equal(state().hasRest, true);
  });

  it('calls no order never sent whose journal entry cannot be read', async () => {
    const head = await interrupted();
    const { journal } = parts.orderServices;
    mkdirSync(entryPath(ordersFolder(parts), entryOf(head, 1)));
    disk.failRead('EBUSY', entryPath(ordersFolder(parts), entryOf(head, 2)));
    writeFileSync(entryPath(ordersFolder(parts), entryOf(head, 2)), '');
    try {
      await journal.load();
      await parts.bulk.showInterrupted();
      const unreadable = 'outcome unknown: its entry in the order journal cannot be read.';
      assert.deepEqual(statuses().slice(1), [unreadable, unreadable]);
      assert.equal(state().hasRest, false);
    } finally {
      rmSync(entryPath(ordersFolder(parts), entryOf(head, 1)), { recursive: true });
    }
  });

  it('calls no order never sent while the journal cannot be read, and goes on once it can', async () => {
    const head = await interrupted();
    disk.failList('EACCES', ordersFolder(parts));
    await parts.bulk.showRun(head.id);
    assert.match(
      asRead(state().message),
      /^The order journal cannot be read, .* No further order is sent automatically\./,
    );
    assert.deepEqual(
      state().rows.map(({ status }) => status.text.startsWith('outcome unknown')),
      [true, true, true],
    );
    assert.equal(state().hasRest, false);
    disk.repair();
    await untilMessage(neverRun);
    assert.equal(state().hasRest, true);
    await eventually('The note that it was seen', async () =>
      (await parts.orderServices.runs.find(head.id))?.wasSeen === true ? true : undefined,
    );
  });

  it('shows its other rows if one is damaged in its file, and says so', async () => {
    const rows = bodies.map((body, index) => ({
      ...{ entryId: newEntryId(), instanceName: 'Accra hotel', serviceName: 'Recording Minutes' },
      body: (index === 1 ? '{"operationType":' : body) as RunHead['rows'][number]['body'],
    }));
    await interrupted({ rows });
    await parts.bulk.showInterrupted();
    const [, damaged] = state().rows;
    assert.deepEqual([damaged?.name, damaged?.order].map(asRead), ['Accra hotel', 'Recording Minutes']);
    assert.equal(statuses()[1], 'never sent. Its request cannot be read, so Review the Rest leaves it out.');
    const [model] = parts.bulk.models;
    assert.ok(model);
    assert.equal(state().hasRest, true);
    assert.ok('rest' in model);
    assert.deepEqual(
      model.rest?.targets.map(({ productNo }) => productNo),
      [serials[2]],
    );
  });
});
