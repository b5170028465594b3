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
  recordsFolder,
  removeFolder,
  review,
} from '../support/placing';
import { minutesBody } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/records';
import { failure } from '../support/requests';
import { lostReply } from '../support/settlingParts';
import { lockFiles } from '../support/stalling';

/** The journal of a slow disk: something happens before a change is written. */
class SlowJournal extends Journal {
  beforeNote: (() => Promise<void>) | undefined;

  override async note(id: EntryId, change: EntryChange): Promise<void> {
    const { beforeNote } = this;
    this.beforeNote = undefined;
    await beforeNote?.();
    return super.note(id, change);
  }
}

/** A gateway, or a guard against double clicks, repeats the reply to the one order for the other. */
describe('one number for the orders of two windows, for two services of a PBX', () => {
  let portal: TestPortal;
  let windows: readonly { readonly parts: Parts; readonly orders: OrderParts }[];
  const bodies = [undefined, headOf({ body: minutesBody(100) }).body];

  beforeEach(async () => {
    portal = await startPortal();
    const folder = recordsFolder();
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
  /** How the orders of both windows end that are answered with one reply. */
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

  it('is that of one of them, and leaves the outcome of the other unknown', async () => {
    const outcomes = await ended();
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['placed', 'unknown']);
    const unknown = outcomes.find((outcome) => outcome.kind === 'unknown');
    assert.match(unknown?.error.sentence() ?? '', /the number of an earlier order/i);
    assert.equal(portal.orders.length, 1);
    assert.deepEqual(lockFiles(windows[0]?.orders.folder ?? ''), []);
  });

  it('is not that of the other once another window has noted it, which was not read since', async () => {
    const [order, other] = await reviewed();
    const [here, there] = windows;
    assert.ok(order && other && here && there);
    let reply: Reply | undefined;
    // The other one sends its order while this one waits for its reply.
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

  it('is not that of the other while the portal’s list is being compared, whichever of them is first', async () => {
    const [here, there] = windows;
    const [, other] = await reviewed();
    assert.ok(here && there && other);
    // The first order was placed and its reply lost; the reply to the second repeats its number.
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
    const states = there.orders.journal.records.map(({ current }) => current.state).sort();
    assert.deepEqual([kind, states], ['unknown', ['placed', 'unknown']]);
  });

  it('is judged by what is known where the disk does not give out the journal', async () => {
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
