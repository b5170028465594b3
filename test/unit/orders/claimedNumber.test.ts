import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryChange, EntryId } from '../../../src/orders/entry';
import { Journal } from '../../../src/orders/journal';
import { Reconciliation } from '../../../src/orders/reconciliation';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { Gate } from '../support/gate';
import {
  type OrderParts,
  onSave,
  orderParts,
  outcomeOf,
  ordersFolder,
  removeFolder,
  review,
} from '../support/placing';
import { minutesBody } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { failure } from '../support/requests';
import { lostReply } from '../support/settlingParts';
import { lockFiles } from '../support/stalling';

/** A journal on a slow disk: something happens before a change is written. */
class SlowJournal extends Journal {
  beforeNote: (() => Promise<void>) | undefined;

  override async note(id: EntryId, change: EntryChange): Promise<void> {
    const { beforeNote } = this;
    this.beforeNote = undefined;
    await beforeNote?.();
    return super.note(id, change);
  }
}

/** A gateway or a guard against double clicks returns the reply to one order for the other as well. */
describe('one order number in the replies to two windows', () => {
  let portal: TestPortal;
  let windows: readonly { readonly parts: Parts; readonly orders: OrderParts }[];
  const bodies = [undefined, headOf({ body: minutesBody(100) }).body];

  beforeEach(async () => {
    portal = await startPortal();
    const folder = ordersFolder();
    const open = async () => {
      const parts = await signedIn(portal);
      return { parts, orders: orderParts(parts, folder) };
    };
    windows = [await open(), await open()];
  });

  afterEach(async () => {
    windows.forEach(({ orders }) => orders.dispose());
    removeFolder(windows[0]?.orders.folder ?? '');
    await portal.close();
  });

  const reviewed = () =>
    Promise.all(
      windows.map(({ parts, orders: { journal } }, index) => {
        const body = bodies[index];
        return review(parts, { journal, ...(body === undefined ? {} : { body }) });
      }),
    );
  /** Places the orders of both windows, which get the same reply. @returns Their outcomes. */
  const ended = async () => {
    const orders = await reviewed();
    const both = new Gate();
    let first: Reply | undefined;
    onSave(portal, async (_request, process) => {
      if (first) {
        both.open();
        return first;
      }
      first = process();
      await both.opened;
      return first;
    });
    const placing = windows.map(({ orders: { placement } }, index) => {
      const order = orders[index];
      assert.ok(order);
      return placement.place(order);
    });
    return (await Promise.all(placing)).map(outcomeOf);
  };

  it('belongs to one of the orders and leaves the outcome of the other unknown', async () => {
    const outcomes = await ended();
    // On a very slow machine both may give up on the lock of the number; then neither order has it.
    const kinds = outcomes.map(({ kind }) => kind).sort();
    assert.match(kinds.join(), /^(placed|unknown),unknown$/);
    const unknown = outcomes.find((outcome) => outcome.kind === 'unknown');
    assert.match(unknown?.error.sentence() ?? '', /the number of an earlier order/i);
    assert.equal(portal.orders.length, 1);
    assert.deepEqual(lockFiles(windows[0]?.orders.folder ?? ''), []);
  });

  it('belongs only to the order of the window that noted it first, even before the journal is read again', async () => {
    const [order, other] = await reviewed();
    const [here, there] = windows;
    assert.ok(order && other && here && there);
    let reply: Reply | undefined;
    // The other window sends its order while this one waits for its reply.
    onSave(portal, async (request, process) => {
      reply ??= process();
      if (request.body.includes('"quantity":100')) {
        return reply;
      }
      assert.equal(outcomeOf(await there.orders.placement.place(other)).kind, 'placed');
      return reply;
    });
    assert.equal(outcomeOf(await here.orders.placement.place(order)).kind, 'unknown');
  });

  it('belongs to one order only, even while a reconciliation is about to note it', async () => {
    const [here, there] = windows;
    const [, other] = await reviewed();
    assert.ok(here && there && other);
    // The first order was placed and its reply lost; the reply to the second one repeats its number.
    onSave(portal, lostReply);
    await here.orders.placement.place(await review(here.parts, { journal: here.orders.journal }));
    const orderNo = portal.orders[0]?.orderNo ?? '';
    onSave(portal, () => failure(200, 'success', JSON.stringify({ orderNo })));
    const journal = new SlowJournal(here.orders.folder, here.parts.log);
    const { client, session, log } = here.parts;
    const reconciliation = new Reconciliation({ client, session, journal, locks: here.orders.locks, log });
    let kind = '';
    journal.beforeNote = async () => {
      kind = outcomeOf(await there.orders.placement.place(other)).kind;
    };
    await reconciliation.check();
    reconciliation.dispose();
    journal.dispose();
    await there.orders.journal.load();
    const states = there.orders.journal.entries.map(({ current }) => current.state).sort();
    assert.deepEqual([kind, states], ['unknown', ['placed', 'unknown']]);
  });

  it('is judged by what is known if the disk fails', async () => {
    const [window] = windows;
    const [order] = await reviewed();
    assert.ok(window && order);
    const locks = join(window.orders.folder, 'locks');
    onSave(portal, (_request, process) => {
      rmSync(locks, { recursive: true });
      writeFileSync(locks, 'a file in the place of the folder');
      return process();
    });
    assert.equal(outcomeOf(await window.orders.placement.place(order)).kind, 'placed');
  });
});
