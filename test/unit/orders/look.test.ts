import assert from 'node:assert/strict';
import {
  type ReconcileResult,
  correctedByJournal,
  reconcileEntries,
  type ReconcileOptions,
} from '../../../src/orders/reconcile';
import { type JournalEntry, entryOf } from '../../../src/orders/entry';
import { takeSnapshot } from '../../../src/orders/snapshot';
import { CancelledError, PortalError } from '../../../src/portal/errors';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import { detailPath, minutesBody, numbersAt, onPages, onPath, orderElsewhere } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { referenceBody } from '../support/reference';
import { rejection } from '../support/rejection';
import { allShapes, nameOf } from '../../portal/shapes';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { failure } from '../support/requests';

/** What was found, with order numbers instead of orders. */
function plain(found: ReconcileResult | undefined): unknown {
  switch (found?.kind) {
    case 'one':
      return found.order.orderNo;
    case 'several':
      return found.orders.map(({ orderNo }) => orderNo).sort();
    case undefined:
    case 'none':
    case 'incomplete':
      return found?.kind;
  }
}

describe('reconciling journal entries with the portal’s orders', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    await orderElsewhere(parts, minutesBody(5));
  });

  afterEach(() => portal.close());

  /** An entry for an order that is about to be sent. */
  const entryNow = async (body = referenceBody, of: Parts = parts): Promise<JournalEntry> => {
    const { orderNos, ...told } = await takeSnapshot(of.client);
    const before = { ...told, orderNos: [...orderNos] };
    return entryOf(headOf({ body, baseUrl: of.baseUrl, createdAt: Date.now(), before }), []);
  };
  const look = async (
    entries: readonly JournalEntry[],
    claimed: string[] = [],
    options: ReconcileOptions = {},
  ) => {
    const { found } = await reconcileEntries(parts.client, entries, new Set(claimed), options);
    return entries.map(({ id }) => plain(found.get(id)));
  };
  const newest = (count: number) => numbersAt(portal).slice(-count);
  const detailsAsked = () => portal.requests.filter(({ path }) => path.startsWith(detailPath));

  for (const shape of allShapes) {
    const isTold = shape.details === 'told';
    it(`finds the order${isTold ? '' : ' as a possible match'} if replies have the shape ${nameOf(shape)}`, async () => {
      await portal.close();
      portal = await startPortal({ shape });
      parts = await signedIn(portal);
      await orderElsewhere(parts, minutesBody(5));
      const entry = await entryNow();
      await orderElsewhere(parts, referenceBody);
      assert.deepEqual(await look([entry]), isTold ? newest(1) : [newest(1)]);
    });
  }

  it('finds nothing if no order came in', async () => {
    const entry = await entryNow();
    assert.deepEqual(await look([entry]), ['none']);
    assert.deepEqual(detailsAsked(), []);
  });

  it('finds nothing if only an order for another instance came in', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, minutesBody(5).replace('3658B4311196K2ID', '3631A2047815AT0X'));
    assert.deepEqual(await look([entry]), ['none']);
  });

  it('finds the order if the portal lists the oldest first', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, referenceBody);
    portal.intercept = onPages(portal, () => undefined);
    assert.deepEqual(await look([entry]), newest(1));
  });

  it('requests details only of orders that may match', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, referenceBody);
    await look([entry]);
    const { id = '' } = portal.orders.at(-1) ?? {};
    assert.deepEqual(
      detailsAsked().map(({ path }) => path),
      [`${detailPath}${id}`],
    );
  });

  it('returns all orders that may match', async () => {
    const entry = await entryNow(minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look([entry]), [newest(2)]);
  });

  it('returns an order as possible for two entries with the same PO number', async () => {
    const entries = [await entryNow(minutesBody(7, 'PO-7')), await entryNow(minutesBody(7, 'PO-7'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(entries), [newest(1), newest(1)]);
  });

  it('finds the order by its PO number among otherwise equal orders', async () => {
    const entry = await entryNow(minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7, 'PO-6'));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7, 'PO-8'));
    const [, mine] = newest(3);
    assert.deepEqual(await look([entry]), [mine]);
  });

  it('returns an order with other services as a possible match only', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, minutesBody(10));
    assert.deepEqual(await look([entry]), [newest(1)]);
  });

  it('leaves out an order that belongs to another entry', async () => {
    const entry = await entryNow(minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    const [claimed = '', mine] = newest(2);
    assert.deepEqual(await look([entry], [claimed]), [mine]);
    assert.deepEqual(await look([entry], newest(2)), ['none']);
  });

  it('assigns an order that matches two entries to neither', async () => {
    const entries = [await entryNow(minutesBody(7)), await entryNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(entries), [newest(1), newest(1)]);
  });

  it('assigns neither of two orders if both match two entries', async () => {
    const entries = [await entryNow(minutesBody(7)), await entryNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(entries), [newest(2), newest(2)]);
  });

  it('assigns two orders to their entries if the PO numbers differ', async () => {
    const entries = [await entryNow(minutesBody(7, 'PO-7')), await entryNow(minutesBody(7, 'PO-8'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-8'));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(entries), newest(2).reverse());
  });

  /** An entry whose snapshot was incomplete and unsorted: what is new since then is unknown. */
  const withoutList = (entry: JournalEntry): JournalEntry => ({ ...entry, before: { orderNos: [] } });

  it('does not assign an order that an entry for the same service may also have made', async () => {
    const entries = [withoutList(await entryNow(minutesBody(7))), await entryNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(entries), [newest(2), newest(1)]);
    assert.deepEqual(await look([...entries].reverse()), [newest(1), newest(2)]);
  });

  it('finds an order by its PO number although another entry for the same service may have made it', async () => {
    const entries = [withoutList(await entryNow(minutesBody(7))), await entryNow(minutesBody(7, 'PO-7'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(entries), [newest(2), newest(1)[0]]);
  });

  it('finds an order although an entry for another service cannot be ruled out', async () => {
    const entries = [withoutList(await entryNow()), await entryNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(entries), [newest(2), newest(1)[0]]);
  });

  it('is incomplete if not all orders could be read', async () => {
    const entry = await entryNow();
    for (let quantity = 1; quantity <= 30; quantity++) {
      await orderElsewhere(parts, minutesBody(quantity).replace('3658B4311196K2ID', '3631A2047815AT0X'));
    }
    await orderElsewhere(parts, referenceBody);
    // Whichever page is requested, the portal returns the oldest.
    portal.intercept = onPages(portal, (query) => query.set('pageNo', '1'));
    assert.deepEqual(await look([entry]), ['incomplete']);
  });

  it('keeps an order only possible if its details cannot be read', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, minutesBody(10));
    onPath(portal, detailPath, () => failure(404, 'not_found'));
    assert.deepEqual(await look([entry]), [newest(1)]);
  });

  it('compares the other orders if the details of one cannot be read', async () => {
    const entry = await entryNow(minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    const { id = '' } = portal.orders.at(-2) ?? {};
    onPath(portal, `${detailPath}${id}`, () => failure(404, 'not_found'));
    const [found] = await look([entry]);
    assert.ok([found].flat().includes(newest(1)[0]), JSON.stringify(found));
  });

  it('stops when cancelled while it reads details', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, referenceBody);
    const calling = new AbortController();
    onPath(portal, detailPath, () => {
      calling.abort();
      return undefined;
    });
    await rejection(look([entry], [], { signal: calling.signal }), CancelledError);
  });

  it('fails when cancelled while it waits to request details again', async () => {
    const entry = await entryNow();
    await orderElsewhere(parts, referenceBody);
    const calling = new AbortController();
    onPath(portal, detailPath, () => ({ ...failure(429, 'busy'), headers: { 'Retry-After': '20' } }));
    parts.log.debug = (message) => {
      if (message.startsWith('← 429')) {
        setImmediate(() => calling.abort());
      }
    };
    await rejection(look([entry], [], { signal: calling.signal }), PortalError);
  });

  it('recognises the account if an earlier order is listed again', async () => {
    const entry = await entryNow();
    const known = await reconcileEntries(parts.client, [entry], new Set());
    assert.equal(known.isSameAccount(entry), true);
    const unlisted = entryOf(headOf({ baseUrl: parts.baseUrl, createdAt: Date.now() }), []);
    assert.equal(known.isSameAccount(unlisted), false);
    const other = await startPortal();
    const elsewhere = await signedIn(other);
    const strange = await reconcileEntries(elsewhere.client, [entry], new Set());
    assert.equal(strange.isSameAccount(entry), false);
    await other.close();
  });
});

describe('correcting a result by what the journal noted meanwhile', () => {
  const entry = entryOf(headOf(), []);
  const [order] = readOrders(parseExact('{"results":[{"id":"7","orderNo":"YL7"}]}')).rows;
  assert.ok(order);
  const found: ReconcileResult = { kind: 'one', order };
  const minutes = entryOf(headOf({ body: minutesBody(7) }), []);
  const same = entryOf(headOf(), []);
  const settled = entryOf(headOf(), [{ state: 'dismissed', at: 1 }]);

  it('keeps the order if no similar entry was added', () => {
    assert.equal(correctedByJournal(found, entry, new Set(['YL6']), [minutes, settled]), found);
  });

  it('is incomplete if the order turned out to belong to another entry', () => {
    assert.deepEqual(correctedByJournal(found, entry, new Set(['YL7']), []), { kind: 'incomplete' });
  });

  it('makes the order a possible match if an entry for the same service was added', () => {
    assert.deepEqual(correctedByJournal(found, entry, new Set(), [minutes, same]), {
      kind: 'several',
      orders: [order],
    });
  });

  it('does not change a result without a certain order', () => {
    for (const other of [{ kind: 'none' }, { kind: 'incomplete' }] as const) {
      assert.equal(correctedByJournal(other, entry, new Set(['YL7']), [same]), other);
    }
  });
});
