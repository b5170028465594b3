import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commands, env, window } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import type { BulkState } from '../../src/form/bulk/contract';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { minutesBody } from '../unit/support/portalOrders';
import { eventually } from '../rig/eventually';
import { sayNoServices } from './bulkScene';
import { askedWhile, minutesLater, orderElsewhere } from './elsewhere';
import { savePath } from './enemyScene';
import { signedIn } from './extension';
import { ordersFolder, removeEntries } from './logFiles';

const serials = ['3658B4311196K2ID', '3612C2063653JAK2', '3614E2079491WRDC'] as const;
const recordingMinutes = '3048573759449317376';
const contact = '3197218168379846218';
const refusal = '{"code":"no_way","detailMessage":"no_way","requestId":"5c1e","result":null,"status":400}';
const instances = serials.map((productNo) => ({ productNo, productId: 13 }));

describe('The bulk order', () => {
  let parts: Composition;
  let portal: TestPortal;

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    rmSync(join(ordersFolder(parts), 'bulk-orders'), { recursive: true, force: true });
    await removeEntries(parts);
  });

  async function open(
    command: string,
    argument: unknown,
    options: TestPortalOptions = {},
  ): Promise<BulkOrder> {
    ({ parts, portal } = await signedIn(options));
    await commands.executeCommand(command, argument);
    const model = parts.bulk.models.at(-1);
    assert.ok(model && 'about' in model);
    await settled(model, ({ isReading }) => !isReading);
    return model;
  }

  function settled(bulk: BulkOrder, isTrue: (state: BulkState) => boolean): Promise<void> {
    return eventually('the bulk order', () => Promise.resolve(isTrue(bulk.state) ? true : undefined)).then(
      () => undefined,
    );
  }

  async function choose(bulk: BulkOrder, values: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      bulk.setCommon(name, value);
    }
    await settled(bulk, ({ isReading, rows }) => !isReading && rows.every(({ price }) => price !== '…'));
  }

  /** Opens Recording Minutes for three PBXes, with everything chosen. */
  async function minutes(): Promise<BulkOrder> {
    const bulk = await open('pbx.expand', { instances, serviceId: recordingMinutes });
    bulk.rows.forEach((_row, index) => bulk.enter(index, 'quantity', '100'));
    await choose(bulk, { billingCycle: 'annually', billingId: contact, poNumber: 'PO-118' });
    return bulk;
  }

  const sent = () => portal.requests.filter(({ path }) => path === savePath).map(({ body }) => body);

  const statuses = (bulk: BulkOrder) => bulk.state.rows.map(({ status }) => asRead(status.text));

  /** Places what is under review, and answers the dialog. */
  function place(bulk: BulkOrder, answer: string | undefined) {
    return askedWhile(answer, () => bulk.place(bulk.state.reviewId));
  }

  it('renews three PBXes with the bodies that its review shows', async () => {
    const bulk = await open('pbx.renew', { instances });
    await choose(bulk, { billingCycle: 'annually', billingId: contact });
    sayNoServices(bulk);
    assert.equal(asRead(bulk.state.title), 'Renew 3 PBXes');
    assert.deepEqual(statuses(bulk), ['ready', 'ready', 'ready']);
    assert.match(asRead(bulk.state.total), /^Total for 3 orders: USD [\d,]+\.\d\d\.$/);
    await bulk.review();
    const { rows, place: button } = bulk.state;
    assert.equal(button, 'Place 3 Orders');
    const [dialog] = await place(bulk, 'Place 3 Orders');
    assert.match(dialog?.question ?? '', /^Place these 3 orders\?$/);
    await settled(bulk, ({ phase }) => phase === 'ended');
    assert.deepEqual(
      sent(),
      rows.map(({ body }) => body),
    );
    assert.match(
      sent()[0] ?? '',
      /^\{"operationType":"renew_plan","productId":13,"productNo":"3658B4311196K2ID"/,
    );
    assert.deepEqual(
      statuses(bulk).map((status) => /^YL\d+ · succeed$/.test(status)),
      [true, true, true],
    );
    assert.equal(asRead(bulk.state.message), '3 placed.');
  });

  it('places nothing unless the user agrees', async () => {
    const bulk = await minutes();
    await bulk.review();
    await place(bulk, undefined);
    assert.equal(bulk.phase, 'review');
    assert.deepEqual(sent(), []);
  });

  it('places nothing for another review than the one that is shown', async () => {
    const bulk = await minutes();
    await bulk.review();
    await assert.rejects(bulk.place('another'), /no longer under review/);
    assert.deepEqual(sent(), []);
  });

  it('pauses at a refused order, and goes on when told to', async () => {
    const bulk = await minutes();
    await bulk.review();
    portal.intercept = (request, process) =>
      request.path === savePath && request.body.includes(serials[1])
        ? { status: 400, headers: { 'Content-Type': 'application/json' }, body: refusal }
        : process();
    await place(bulk, 'Place 3 Orders');
    await settled(bulk, ({ phase }) => phase === 'paused');
    assert.equal(bulk.state.isRefused, true);
    assert.match(asRead(bulk.state.message), /^Paused at order 2 of 3\. The portal refused it\./);
    assert.equal(sent().length, 2);
    await bulk.continue(bulk.state.pause, false);
    await settled(bulk, ({ phase }) => phase === 'ended');
    assert.equal(asRead(bulk.state.message), '2 placed, 1 refused.');
    assert.match(asRead(bulk.state.total), /^Total for 2 orders: /);
    assert.equal(bulk.state.hasRest, true);
  });

  it('unticks a possible duplicate, and names it in the dialog once it is ticked', async () => {
    const bulk = await minutes();
    await orderElsewhere(portal, minutesBody(100));
    await bulk.review();
    assert.deepEqual(
      bulk.state.rows.map(({ ordered }) => ordered),
      [false, true, true],
    );
    assert.match(statuses(bulk)[0] ?? '', /^Possible duplicate\./);
    assert.equal(bulk.state.place, 'Place 2 Orders');
    bulk.tick([0], true);
    const [dialog] = await place(bulk, 'Place 3 Orders');
    assert.match(
      asRead(dialog?.detail ?? ''),
      /1 of them is a possible duplicate:\n• Recording Minutes for 3658B4311196K2ID/,
    );
    await settled(bulk, ({ phase }) => phase === 'ended');
    assert.equal(sent().length, 4);
  });

  it('says why a row is not ordered, and orders the others', async () => {
    const bulk = await minutes();
    for (const [entered, kind, text] of [
      // Nothing is wrong yet with what is still empty.
      ['', 'none', 'Quantity: Enter a value.'],
      ['1e3', 'problem', 'Quantity: Enter a whole number, 1 or more.'],
    ] as const) {
      bulk.enter(1, 'quantity', entered);
      await settled(bulk, ({ isReading }) => !isReading);
      assert.deepEqual(asRead(bulk.state.rows[1]?.status), { kind, text });
    }
    assert.deepEqual(
      bulk.state.rows.map(({ ordered, mayTick }) => [ordered, mayTick]),
      [
        [true, true],
        [false, false],
        [true, true],
      ],
    );
    await bulk.review();
    assert.equal(bulk.state.place, 'Place 2 Orders');
    bulk.tick([2], false);
    await place(bulk, 'Place 1 Order');
    await settled(bulk, ({ phase }) => phase === 'ended');
    assert.deepEqual(statuses(bulk).slice(1), [
      'Quantity: Enter a whole number, 1 or more.',
      'not ordered: not ticked',
    ]);
  });

  it('shows an order that somebody else placed since the review, before anything is placed', async () => {
    const bulk = await minutes();
    await bulk.review();
    await orderElsewhere(portal, minutesBody(7, 'PO-OTHER'));
    await minutesLater(6, async () => {
      assert.deepEqual(await place(bulk, 'Place 3 Orders'), []);
    });
    assert.match(asRead(bulk.state.message), /^Something has changed since the review\./);
    assert.match(statuses(bulk)[0] ?? '', /New order for this PBX: YL\d+/);
    assert.deepEqual(sent().length, 1);
  });

  it('sends nothing more once the user has signed in again', async () => {
    const bulk = await minutes();
    await bulk.review();
    portal.intercept = async (request, process) => {
      const reply = process();
      if (request.path === savePath) {
        await parts.session.signOut();
      }
      return reply;
    };
    await place(bulk, 'Place 3 Orders');
    await settled(bulk, ({ phase }) => phase === 'ended');
    assert.equal(sent().length, 1);
    assert.match(asRead(bulk.state.message), /^The session has changed since the review/);
  });

  it('goes on to the end of the order under way when its tab is closed, and can be shown again', async () => {
    const bulk = await minutes();
    await bulk.review();
    const offered = new Promise<readonly unknown[]>((resolve) => {
      const { showInformationMessage } = window;
      Object.assign(window, {
        showInformationMessage: (...given: readonly unknown[]) => {
          Object.assign(window, { showInformationMessage });
          resolve(given);
          return Promise.resolve(undefined);
        },
      });
    });
    portal.intercept = async (request, process) => {
      if (request.path === savePath) {
        await commands.executeCommand('workbench.action.closeAllEditors');
      }
      return process();
    };
    await place(bulk, 'Place 3 Orders');
    assert.deepEqual((await offered).map(String).map(asRead), [
      'Bulk order: 1 placed, 2 not sent.',
      'Show Bulk Order',
    ]);
    assert.equal(sent().length, 1);
    await parts.bulk.showRun(bulk.run?.head.id ?? '');
    const shown = parts.bulk.models.at(-1);
    assert.deepEqual(
      shown?.state.rows.map(({ status }) => status.kind),
      ['good', 'none', 'none'],
    );
  });

  it('copies all requests as JSON and as a shell script without the token', async () => {
    const bulk = await minutes();
    await bulk.review();
    const { handleBulkRequest } = await import('../../src/form/bulk/bulkPanel');
    await handleBulkRequest(bulk, { id: 1, request: 'copyJson' }, () => 'OpenAPI');
    const json = await env.clipboard.readText();
    const bodies = bulk.state.rows.map(({ body }) => body);
    assert.equal(json, `[\n${bodies.join(',\n')}\n]\n`);
    await handleBulkRequest(bulk, { id: 2, request: 'copyShell' }, () => 'OpenAPI');
    const script = await env.clipboard.readText();
    assert.equal(script.split('Authorization: Bearer $TOKEN').length, 4);
    assert.ok(script.startsWith('#!/bin/sh\n'));
    assert.ok(bodies.every((body) => script.includes(`--data-raw '${body}'`)));
  });

  /** Opens Recording Minutes for three PBXes, and places them until the portal refuses the first. */
  async function refusedMinutes(): Promise<BulkOrder> {
    const bulk = await minutes();
    await bulk.review();
    portal.intercept = (request, process) =>
      request.path === savePath
        ? { status: 400, headers: { 'Content-Type': 'application/json' }, body: refusal }
        : process();
    await place(bulk, 'Place 3 Orders');
    await settled(bulk, ({ phase }) => phase === 'paused');
    return bulk;
  }

  it('does not go on after a pause that the page has not shown', async () => {
    const bulk = await refusedMinutes();
    const { pause } = bulk.state;
    await bulk.continue(pause, false);
    await settled(bulk, ({ phase }) => phase === 'paused');
    await bulk.continue(pause, false);
    assert.equal(bulk.phase, 'paused');
    assert.equal(sent().length, 2);
    await bulk.stop();
  });

  it('places nothing once its tab is closed', async () => {
    const bulk = await minutes();
    await bulk.review();
    const close = async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      return 'Place 3 Orders';
    };
    await assert.rejects(askedWhile(close, () => bulk.place(bulk.state.reviewId)));
    assert.equal(bulk.run, undefined);
    assert.deepEqual(sent(), []);
  });

  it('offers the rest of its rows for its own account only', async () => {
    const bulk = await refusedMinutes();
    await bulk.stop();
    const id = bulk.run?.head.id ?? '';
    await parts.handlers['pbx.exploreSandbox'](undefined);
    parts.bulk.openRest(bulk);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.bulk.showRun(id);
    const shown = parts.bulk.models.at(-1);
    assert.ok(shown);
    parts.bulk.openRest(shown);
    const [, again] = parts.bulk.models;
    assert.ok(again && 'about' in again);
    assert.match(again.state.message, /Leave the sandbox/);
    await assert.rejects(again.review(), /Leave the sandbox/);
    await parts.handlers['pbx.leaveSandbox'](undefined);
  });

  it('of one PBX is the form of a single order', async () => {
    ({ parts, portal } = await signedIn());
    await commands.executeCommand('pbx.renew', { instances: instances.slice(0, 1) });
    assert.deepEqual(parts.bulk.models, []);
    assert.ok(parts.forms.orders.formOf({ operation: 'renew', productId: 13, productNo: serials[0] }));
  });
});
