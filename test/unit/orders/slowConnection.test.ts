import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { EntryId } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { OutdatedReviewError, LockLostError } from '../../../src/orders/outcome';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { untrusted } from '../../portal/untrusted';
import { selfSigned } from '../support/certificate';
import { type OrderParts, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, partsFor } from '../support/portal';
import { takeLocksAway } from '../support/stalling';
import { type TunnelProxy, tunnelProxy } from '../support/tunnelProxy';

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
      void Promise.resolve(wait).then(() => {
        const there = net.connect(target, '127.0.0.1');
        // Either side may still be sending when the other one ends.
        there.on('error', () => socket.destroy());
        socket.on('error', () => there.destroy());
        socket.pipe(there).pipe(socket);
      });
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    https.globalAgent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
    parts = partsFor(`https://127.0.0.1:${(relay.address() as AddressInfo).port}`);
    orders = orderParts(parts, ordersFolder());
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
      // The other window takes the lock for that of a dead owner. Its user finds no order in the portal.
      takeLocksAway(orders.folder);
      await there.journal.load();
      const [entry] = there.journal.entries;
      assert.ok(entry);
      await there.journal.note(entry.id, { state: 'dismissed', at: Date.now() });
      const second = await there.placement.place(await review(parts, { journal: there.journal }));
      assert.equal(second.outcome.kind, 'placed');
    };
    const { outcome } = await orders.placement.place(order);
    there.dispose();
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof LockLostError, outcome.kind);
    assert.equal(portal.orders.length, 1);
  });

  for (const [what, change] of [
    ['its entry is decided', (id: EntryId) => orders.journal.note(id, { state: 'dismissed', at: 0 })],
    ['its entry is gone', (id: EntryId) => rm(entryPath(orders.folder, id))],
    ['its lock is gone', () => takeLocksAway(orders.folder)],
  ] as const) {
    it(`is not sent once ${what}`, async () => {
      const order = await review(parts, { journal: orders.journal });
      meanwhile = async () => {
        const [entry] = orders.journal.entries;
        assert.ok(entry);
        await change(entry.id);
      };
      const { outcome } = await orders.placement.place(order);
      assert.ok(outcome.kind === 'notSent' && outcome.error instanceof LockLostError, outcome.kind);
      assert.equal(portal.orders.length, 0);
    });
  }
});

describe('an order whose tunnel through a proxy is slow to open', () => {
  const { globalAgent } = https;
  let portal: TestPortal;
  let proxy: TunnelProxy;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal({ tls: { ...selfSigned, untrusted } });
    proxy = await tunnelProxy();
    https.globalAgent = proxy.agent;
    parts = partsFor(portal.baseUrl);
    orders = orderParts(parts, ordersFolder());
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
  });

  afterEach(async () => {
    https.globalAgent = globalAgent;
    orders.dispose();
    removeFolder(orders.folder);
    await proxy.close();
    await portal.close();
  });

  it('is not sent once its review is outdated', async () => {
    let isCurrent = true;
    const order = await review(parts, { isCurrent: () => isCurrent, journal: orders.journal });
    const connect = proxy.agent.createConnection.bind(proxy.agent);
    proxy.agent.createConnection = (...given) => {
      isCurrent = false;
      return connect(...given);
    };
    const { outcome } = await orders.placement.place(order);
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof OutdatedReviewError, outcome.kind);
    assert.equal(portal.orders.length, 0);
  });
});
