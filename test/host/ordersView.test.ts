import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commands } from 'vscode';
import { warnOfUnknownOrders } from '../../src/tree/orderNotices';
import { treeItemOrError } from '../../src/tree/treeData';
import { JournalEntryRow } from '../../src/tree/rows/journalEntryRow';
import type { Intercept, Reply } from '../portal/testPortal';
import { Gate } from '../unit/support/gate';
import { minutesBody } from '../unit/support/portalOrders';
import { headOf, noon } from '../unit/support/entries';
import { failure, pagePath } from '../unit/support/requests';
import { until } from '../unit/support/until';
import { shown } from './extension';
import { ordersFolder } from './logFiles';
import { isOfJournal, isOfPortal, OrderScene, toldWhile } from './orderScene';

describe('The Orders view', () => {
  let scene: OrderScene;
  /** The portal’s answer to a request for its orders. */
  let answer: (process: () => Reply) => Reply | Promise<Reply>;
  let asked: number;

  const intercept: Intercept = ({ path }, process) => {
    if (path !== pagePath) {
      return process();
    }
    asked++;
    return answer(process);
  };

  beforeEach(async () => {
    asked = 0;
    answer = (process) => process();
    scene = await OrderScene.open({ intercept });
  });

  /** Opens the scene again, with this answer from the first request on: VS Code may ask as soon as it is open. */
  async function openAnswering(next: typeof answer): Promise<void> {
    await scene.close();
    answer = next;
    asked = 0;
    scene = await OrderScene.open({ intercept });
  }

  afterEach(() => scene.close());

  /** The rows as they are now, without waiting for anything. */
  async function now(of: 'entries' | 'portal'): Promise<string[]> {
    const rows = await scene.parts.orders.getChildren();
    return rows.filter((row) => isOfJournal(row) === (of === 'entries')).map(shown);
  }

  it('shows this machine’s orders before the portal has answered', async () => {
    const gate = new Gate();
    await openAnswering(async (process) => {
      await gate.opened;
      return process();
    });
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL7', by: 'reply' });
    assert.deepEqual(await now('portal'), ['Loading…']);
    assert.equal((await now('entries')).length, 1);
    gate.open();
    await scene.parts.orders.whenLoaded();
    assert.deepEqual(await now('portal'), ['The portal lists no orders for this account.']);
  });

  it('shows all other entries beside one with an impossible time, blocks orders, and exports', async () => {
    await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL7', by: 'reply' });
    const head = { ...headOf({ baseUrl: scene.portal.baseUrl }), createdAt: 9e15 };
    const folder = ordersFolder(scene.parts);
    writeFileSync(join(folder, `${head.id}.jsonl`), `${JSON.stringify(head)}\n`);
    await commands.executeCommand('pbx.refreshOrders');
    const rows = await now('entries');
    assert.match(rows[0] ?? '', /^An entry cannot be read/);
    assert.match(rows[1] ?? '', /outcome unknown/);
    // Entries of other tests follow.
    assert.ok(
      rows.slice(2).some((row) => row.includes('YL7')),
      rows.join('\n'),
    );
    assert.equal(scene.parts.orderServices.journal.unreadable.length, 1);
    const file = join(mkdtempSync(join(tmpdir(), 'pbx-export-')), 'orders.csv');
    const [told = ''] = await toldWhile(async () => {
      await commands.executeCommand('pbx.exportOrders', { file });
    });
    rmSync(dirname(file), { recursive: true });
    assert.match(told, /^information: Exported 2 orders to /);
  });

  it('says in a row that a row cannot be shown, with the cause in the log', async () => {
    const entry = await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
    const row = new JournalEntryRow({ ...entry, createdAt: 9e15 }, 'none');
    const errors: string[] = [];
    const item = treeItemOrError(row, { error: (text) => errors.push(text) });
    assert.deepEqual(
      [item.id, item.label, item.description, item.command?.command],
      [row.id, 'This row cannot be shown', 'The output shows why.', 'pbx.showOutput'],
    );
    assert.match(errors.join(), new RegExp(`^The row ${row.id} cannot be shown: RangeError: Invalid time`));
  });

  it('offers to copy the order number of an entry only if it has one', async () => {
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL7', by: 'reply' });
    await scene.entry({ state: 'dismissed', at: noon });
    await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
    const rows = (await scene.loadedRows()).filter(isOfJournal);
    const kinds = rows.map((row) => row.treeItem().contextValue);
    assert.deepEqual(kinds.sort(), ['entry closed', 'entry open', 'entry placed']);
  });

  it('keeps the row of an order from here when the portal lists it: its menu may be open', async () => {
    const gate = new Gate();
    answer = async (process) => {
      await gate.opened;
      return process();
    };
    await scene.giveOrders(1);
    const orderNo = scene.portal.orders.at(-1)?.orderNo ?? 'no order';
    await scene.entry({ state: 'placed', at: noon, orderNo, by: 'reply' });
    const own = (await scene.parts.orders.getChildren()).find(isOfJournal);
    gate.open();
    const listed = (await scene.loadedRows()).filter(isOfPortal);
    assert.deepEqual(
      listed.map(({ id, order }) => [id, order.orderNo]),
      [[own?.id, orderNo]],
    );
  });

  it('keeps its rows until the portal has answered again', async () => {
    await scene.giveOrders(1);
    const [first] = (await scene.rows()).portal;
    const gate = new Gate();
    answer = async (process) => {
      await gate.opened;
      return process();
    };
    await scene.giveOrders(2);
    assert.equal((await now('portal')).length, 1);
    gate.open();
    const { description, portal } = await scene.rows();
    assert.equal(portal.length, 2);
    // Its other words may change once the instances are loaded.
    const numberIn = (row = '') => /YL\d+/.exec(row)?.[0];
    assert.equal(numberIn(portal[1]), numberIn(first));
    assert.equal(description, '2');
  });

  it('says why the portal’s orders are missing, and requests them again only when told to', async () => {
    await openAnswering(() => failure(400, 'refused'));
    const [problem = ''] = (await scene.rows()).portal;
    assert.match(problem, /^Try Again \| .*refused/);
    const before = asked;
    assert.deepEqual((await scene.rows()).portal, [problem]);
    assert.equal(asked, before);
    answer = (process) => process();
    await commands.executeCommand('pbx.refreshOrders');
    assert.deepEqual((await scene.rows()).portal, ['The portal lists no orders for this account.']);
  });

  it('reconciles an order of unknown outcome by itself while it is visible', async () => {
    // The entry of an order is older than the order itself.
    const createdAt = Date.now();
    await scene.giveOrders(7);
    const orderNo = scene.portal.orders.at(-1)?.orderNo ?? 'no order';
    await commands.executeCommand('pbx.orders.focus');
    const { orderServices, session } = scene.parts;
    const { journal, reconciliation } = orderServices;
    const { account } = await session.authorization();
    const { id } = await scene.entry(
      { state: 'unknown', at: Date.now(), reason: 'reset' },
      { body: minutesBody(7, 'PO-7'), createdAt, account },
    );
    await until(journal.onDidChange, () => journal.find(id)?.current.state === 'placed');
    await until(reconciliation.onDidChange, () => !reconciliation.isChecking(id));
    // The view had loaded the portal's orders before: it loads them again, and shows the order once.
    const { all, orderNos } = await scene.rows();
    assert.deepEqual(orderNos, [orderNo]);
    assert.deepEqual(all, ['Lagos head office | High Availability · succeed · today · from here']);
  });

  it('says that the portal reported no status, except for an order that the user settled', async () => {
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL7', by: 'reply' });
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL8', by: 'orderList' });
    await scene.entry({ state: 'placed', at: noon, orderNo: 'YL9', by: 'user' });
    const states = (await now('entries')).map((row) => /YL.*/.exec(row)?.[0] ?? row).sort();
    assert.match(states[0] ?? '', /^YL7 · status not reported\b/);
    assert.match(states[1] ?? '', /^YL8 · status not reported\b/);
    assert.doesNotMatch(states[2] ?? 'status', /status/);
  });

  it('says that an order of unknown outcome was not found once it was checked for long enough', async () => {
    const { id } = await scene.entry({ state: 'unknown', at: noon, reason: 'reset' });
    const { journal } = scene.parts.orderServices;
    const look = (at: number) => journal.note(id, { state: 'looked', at, possible: [] });
    await look(noon);
    await look(noon + 30_000);
    assert.match((await now('entries'))[0] ?? '', /outcome unknown · checked /);
    await look(noon + 60_000);
    assert.match((await now('entries'))[0] ?? '', /no new order as of /);
  });

  it('warns at the start of one order of unknown outcome, or of several, of which it names three', async () => {
    const { journal, locks } = scene.parts.orderServices;
    const told = async (): Promise<string> => {
      await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
      return (await toldWhile(() => warnOfUnknownOrders(journal, scene.parts.session, locks))).join('\n');
    };
    const several = 'warning: The outcome of these orders is unknown';
    assert.match(
      await told(),
      /^warning: The outcome of this order is unknown: [^,]+\. It may have been placed\.$/,
    );
    assert.match(await told(), new RegExp(`^${several}: [^,]+, [^,]+\\. They may have been placed\\.$`));
    assert.match(await told(), new RegExp(`^${several}: [^,]+, [^,]+, [^,]+\\. They may`));
    assert.match(await told(), new RegExp(`^${several}: [^,]+, [^,]+, [^,]+, 1 more\\. They may`));
  });

  it('shows nothing of a reply to another account', async () => {
    const gate = new Gate();
    await openAnswering(async () => {
      await gate.opened;
      return failure(400, 'of the first account');
    });
    assert.deepEqual(await now('portal'), ['Loading…']);
    answer = (process) => process();
    const { session } = scene.parts;
    await session.signOut();
    const other = await OrderScene.open();
    try {
      gate.open();
      assert.deepEqual((await other.rows()).portal, ['The portal lists no orders for this account.']);
    } finally {
      await other.close();
    }
  });
});
