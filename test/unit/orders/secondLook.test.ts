import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { EntryId } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { OutdatedReviewError, TakenOverError, UnclearReplyError } from '../../../src/orders/outcome';
import type { OrderBody } from '../../../src/orders/request';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { untrusted } from '../../portal/untrusted';
import { selfSigned } from '../support/certificate';
import { type OrderParts, onSave, orderParts, recordsFolder, removeFolder, review } from '../support/placing';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { giveOrders, minutesBody } from '../support/portalOrders';
import { count, failure, pagePath, savePath } from '../support/requests';
import { lockFiles, takeLocksAway } from '../support/stalling';

describe('an order that the portal accepted although its reply denies it', () => {
  let portal: TestPortal;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(async () => {
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  /** What a gateway returns if it delivers an order twice: the refusal of the second delivery. */
  const secondAnswers = [
    ['instance_busy', 'The PBX is busy: its plan is changing.'],
    ['insufficient_balance', 'SO-2025-0042: insufficient balance'],
    ['param_error', '操作太快,请稍后'],
    ['parameter_validation_failed', 'serviceId: is not sold for now'],
  ] as const;
  for (const [code, detailMessage] of secondAnswers) {
    it(`does not end as refused, whatever the reply says: ${code}, ${detailMessage}`, async () => {
      const parts = await signedIn(portal);
      orders = orderParts(parts, recordsFolder());
      onSave(portal, (_request, process) => {
        process();
        const body = JSON.stringify({ code, detailMessage, requestId: '5c1e', result: null, status: 400 });
        return { status: 400, headers: { 'Content-Type': 'application/json' }, body };
      });
      const { outcome } = await orders.placement.place(await review(parts, { journal: orders.journal }));
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
      assert.deepEqual([outcome.error.why, outcome.error.refusal.code], ['listed', code]);
      await orders.settling.check();
      assert.deepEqual(
        orders.journal.records.map(({ current }) => current.state),
        ['placed'],
      );
    });
  }

  it('leaves no lock behind, however many listed orders may be this one', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, recordsFolder());
    onSave(portal, (_request, process) => {
      process();
      process();
      return failure(400, 'parameter_validation_failed');
    });
    const order = await review(parts, {
      ...{ operation: 'expand', body: minutesBody(100) as OrderBody, journal: orders.journal },
    });
    const { outcome } = await orders.placement.place(order);
    assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
    assert.deepEqual([outcome.error.why, portal.orders.length], ['listed', 2]);
    assert.deepEqual(lockFiles(orders.folder), []);
  });

  it('ends as refused if the list shows another order for the same PBX', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, recordsFolder());
    const refused = await review(parts, {
      journal: orders.journal,
      values: { billingId: '3197218168379846217' },
    });
    await giveOrders(parts, 1);
    assert.equal((await orders.placement.place(refused)).outcome.kind, 'refused');
  });

  it('ends as refused if the list cannot be read, since then it proves nothing', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, recordsFolder());
    const order = await review(parts, {
      journal: orders.journal,
      values: { billingId: '3197218168379846217' },
    });
    portal.intercept = (request, process) =>
      request.path === pagePath ? failure(403, 'forbidden') : process();
    assert.equal((await orders.placement.place(order)).outcome.kind, 'refused');
  });

  it('is not resent while the list may lag behind', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, recordsFolder(), Date.now, 300);
    let listed: Reply | undefined;
    let isBehind = true;
    portal.intercept = (request, process) => {
      if (request.path === pagePath && isBehind) {
        return (listed ??= process());
      }
      if (request.path !== savePath || count(portal.requests, savePath) > 1) {
        return process();
      }
      process();
      setTimeout(() => (isBehind = false), 150);
      return failure(401, 'unauthorized');
    };
    const order = await review(parts, { journal: orders.journal });
    const { outcome } = await orders.placement.place(order);
    assert.deepEqual(
      [outcome.kind, count(portal.requests, savePath), portal.orders.length],
      ['unknown', 1, 1],
    );
  });
});

describe('an order whose connection is slow to open', () => {
  const { globalAgent } = https;
  let portal: TestPortal;
  let relay: net.Server;
  let parts: Parts;
  let orders: OrderParts;
  /** Called once when the next connection is requested, before it reaches the portal. */
  let meanwhile: (() => void | Promise<void>) | undefined;

  beforeEach(async () => {
    portal = await startPortal({ tls: { ...selfSigned, untrusted } });
    const target = Number(new URL(portal.baseUrl).port);
    relay = net.createServer((socket) => {
      const wait = meanwhile?.();
      meanwhile = undefined;
      void Promise.resolve(wait).then(() => socket.pipe(net.connect(target, '127.0.0.1')).pipe(socket));
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    https.globalAgent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
    parts = partsFor(`https://127.0.0.1:${(relay.address() as AddressInfo).port}`);
    orders = orderParts(parts, recordsFolder());
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
  });

  afterEach(async () => {
    https.globalAgent.destroy();
    https.globalAgent = globalAgent;
    orders.dispose();
    removeFolder(orders.folder);
    relay.close();
    await portal.close();
  });

  it('is not sent once its review is outdated', async () => {
    let isCurrent = true;
    const order = await review(parts, { isCurrent: () => isCurrent, journal: orders.journal });
    meanwhile = () => {
      isCurrent = false;
    };
    const { outcome } = await orders.placement.place(order);
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof OutdatedReviewError, outcome.kind);
    assert.equal(portal.orders.length, 0);
  });

  it('is not sent once another window has dismissed its entry and placed the order', async () => {
    const there = orderParts(parts, orders.folder);
    const order = await review(parts, { journal: orders.journal });
    meanwhile = async () => {
      // The other window takes the lock for that of a dead owner, and its user finds no order in the portal.
      takeLocksAway(orders.folder);
      await there.journal.load();
      const [entry] = there.journal.records;
      assert.ok(entry);
      await there.journal.note(entry.id, { state: 'dismissed', at: Date.now() });
      const second = await there.placement.place(await review(parts, { journal: there.journal }));
      assert.equal(second.outcome.kind, 'placed');
    };
    const { outcome } = await orders.placement.place(order);
    there.dispose();
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof TakenOverError, outcome.kind);
    assert.equal(portal.orders.length, 1);
  });

  for (const [what, change] of [
    ['its entry is dismissed', (id: EntryId) => orders.journal.note(id, { state: 'dismissed', at: 0 })],
    ['its entry is gone', (id: EntryId) => rm(entryPath(orders.folder, id))],
    ['its lock is gone', () => takeLocksAway(orders.folder)],
  ] as const) {
    it(`is not sent once ${what}`, async () => {
      const order = await review(parts, { journal: orders.journal });
      meanwhile = async () => {
        const [entry] = orders.journal.records;
        assert.ok(entry);
        await change(entry.id);
      };
      const { outcome } = await orders.placement.place(order);
      assert.ok(outcome.kind === 'notSent' && outcome.error instanceof TakenOverError, outcome.kind);
      assert.equal(portal.orders.length, 0);
    });
  }
});
