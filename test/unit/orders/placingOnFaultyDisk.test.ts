import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { FaultyDisk } from '../support/faultyDisk';
import { orderParts, ordersFolder, removeFolder, review, type OrderParts } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { savePath } from '../support/requests';

describe('placing an order on a faulty disk', () => {
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
    parts.session.dispose();
    await portal.close();
  });

  const sent = () => portal.requests.filter(({ path }) => path === savePath).length;

  it('sends nothing while the list of the folder is an old one, which may omit another order', async () => {
    await orders.journal.load();
    const order = await review(parts);
    disk.keepList(orders.folder);
    const { outcome } = await orders.placement.place(order);
    assert.ok(outcome.kind === 'notSent');
    assert.match(outcome.error.sentence(), /omits .*, which is there/);
    assert.equal(portal.orders.length, 0);
    disk.repair();
    assert.equal((await orders.placement.place(order)).outcome.kind, 'placed');
  });

  it('says that the list of the locks is an old one, not that another order is being placed', async () => {
    await (await orders.locks.acquire(['one']))?.release();
    disk.keepList(join(orders.folder, 'locks'));
    const { outcome } = await orders.placement.place(await review(parts));
    assert.ok(outcome.kind === 'notSent', outcome.kind);
    assert.match(outcome.error.sentence(), /omits the lock that was just written/);
    assert.equal(sent(), 0);
  });

  it('places it even if the folder cannot be flushed', async () => {
    await disk.failFolderFlush('EINVAL');
    const ended = await orders.placement.place(await review(parts));
    assert.ok(ended.outcome.kind === 'placed');
    assert.equal(sent(), 1);
  });

  it('does not block the next order if one was not sent because of the disk', async () => {
    disk.failRename('EIO', 1, true);
    const first = await orders.placement.place(await review(parts));
    assert.ok(first.outcome.kind === 'notSent');
    const second = await orders.placement.place(await review(parts));
    assert.ok(second.outcome.kind === 'placed');
    assert.equal(sent(), 1);
  });
});
