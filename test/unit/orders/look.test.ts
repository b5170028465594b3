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
import { headOf } from '../support/records';
import { referenceBody } from '../support/reference';
import { rejection } from '../support/rejection';
import { allShapes, nameOf } from '../../portal/shapes';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { failure } from '../support/requests';

/** What was found, with orders as their numbers. */
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

describe('looking for a recorded order among the portal’s', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    await orderElsewhere(parts, minutesBody(5));
  });

  afterEach(() => portal.close());

  /** A record of an order that is about to be sent. */
  const recordNow = async (body = referenceBody, of: Parts = parts): Promise<JournalEntry> => {
    const { orderNos, ...told } = await takeSnapshot(of.client);
    const before = { ...told, orderNos: [...orderNos] };
    return entryOf(headOf({ body, baseUrl: of.baseUrl, createdAt: Date.now(), before }), []);
  };
  const look = async (
    records: readonly JournalEntry[],
    claimed: string[] = [],
    options: ReconcileOptions = {},
  ) => {
    const { found } = await reconcileEntries(parts.client, records, new Set(claimed), options);
    return records.map(({ id }) => plain(found.get(id)));
  };
  const newest = (count: number) => numbersAt(portal).slice(-count);
  const detailsAsked = () => portal.requests.filter(({ path }) => path.startsWith(detailPath));

  for (const shape of allShapes) {
    const isTold = shape.details === 'told';
    it(`finds it${isTold ? '' : ' possible'} where replies come as ${nameOf(shape)}`, async () => {
      await portal.close();
      portal = await startPortal({ shape });
      parts = await signedIn(portal);
      await orderElsewhere(parts, minutesBody(5));
      const record = await recordNow();
      await orderElsewhere(parts, referenceBody);
      assert.deepEqual(await look([record]), isTold ? newest(1) : [newest(1)]);
    });
  }

  it('finds none where nothing came', async () => {
    const record = await recordNow();
    assert.deepEqual(await look([record]), ['none']);
    assert.deepEqual(detailsAsked(), []);
  });

  it('finds none where an order for another instance came', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, minutesBody(5).replace('3658B4311196K2ID', '3631A2047815AT0X'));
    assert.deepEqual(await look([record]), ['none']);
  });

  it('finds it where the portal lists the oldest first', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, referenceBody);
    portal.intercept = onPages(portal, () => undefined);
    assert.deepEqual(await look([record]), newest(1));
  });

  it('asks for the details of those only that it may be', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, referenceBody);
    await look([record]);
    const { id = '' } = portal.orders.at(-1) ?? {};
    assert.deepEqual(
      detailsAsked().map(({ path }) => path),
      [`${detailPath}${id}`],
    );
  });

  it('tells several where more than one may be it', async () => {
    const record = await recordNow(minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look([record]), [newest(2)]);
  });

  it('tells an order of two records with the same PO number to both as one that may be it', async () => {
    const records = [await recordNow(minutesBody(7, 'PO-7')), await recordNow(minutesBody(7, 'PO-7'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(records), [newest(1), newest(1)]);
  });

  it('finds it by its PO number among orders that are else the same', async () => {
    const record = await recordNow(minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7, 'PO-6'));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7, 'PO-8'));
    const [, mine] = newest(3);
    assert.deepEqual(await look([record]), [mine]);
  });

  it('tells an order that may be it, and does not take it for certain, where the services differ', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, minutesBody(10));
    assert.deepEqual(await look([record]), [newest(1)]);
  });

  it('leaves out an order that another record has made', async () => {
    const record = await recordNow(minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    const [claimed = '', mine] = newest(2);
    assert.deepEqual(await look([record], [claimed]), [mine]);
    assert.deepEqual(await look([record], newest(2)), ['none']);
  });

  it('takes an order that two records may have made for neither’s', async () => {
    const records = [await recordNow(minutesBody(7)), await recordNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(records), [newest(1), newest(1)]);
  });

  it('takes neither of two orders that two records may have made for either’s', async () => {
    const records = [await recordNow(minutesBody(7)), await recordNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(records), [newest(2), newest(2)]);
  });

  it('tells the orders of two records apart where something tells them apart', async () => {
    const records = [await recordNow(minutesBody(7, 'PO-7')), await recordNow(minutesBody(7, 'PO-8'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-8'));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(records), newest(2).reverse());
  });

  /** Of a list that was not sorted and not seen to its end: what is new since then cannot be told. */
  const withoutList = (record: JournalEntry): JournalEntry => ({ ...record, before: { orderNos: [] } });

  it('takes an order for nobody’s that a record of the same service merely may have made', async () => {
    const records = [withoutList(await recordNow(minutesBody(7))), await recordNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(records), [newest(2), newest(1)]);
    assert.deepEqual(await look([...records].reverse()), [newest(1), newest(2)]);
  });

  it('finds an order by its PO number, though another record of the same service may have made it', async () => {
    const records = [withoutList(await recordNow(minutesBody(7))), await recordNow(minutesBody(7, 'PO-7'))];
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    assert.deepEqual(await look(records), [newest(2), newest(1)[0]]);
  });

  it('finds an order, though a record of another service cannot be told to be none of its kind', async () => {
    const records = [withoutList(await recordNow()), await recordNow(minutesBody(7))];
    await orderElsewhere(parts, minutesBody(7));
    assert.deepEqual(await look(records), [newest(2), newest(1)[0]]);
  });

  it('finds nothing out where not all orders could be read', async () => {
    const record = await recordNow();
    for (let quantity = 1; quantity <= 30; quantity++) {
      await orderElsewhere(parts, minutesBody(quantity).replace('3658B4311196K2ID', '3631A2047815AT0X'));
    }
    await orderElsewhere(parts, referenceBody);
    // The page that the portal gives, whichever is asked for, is the oldest.
    portal.intercept = onPages(portal, (query) => query.set('pageNo', '1'));
    assert.deepEqual(await look([record]), ['incomplete']);
  });

  it('keeps an order possible, and no more than that, whose details cannot be read', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, minutesBody(10));
    onPath(portal, detailPath, () => failure(404, 'not_found'));
    assert.deepEqual(await look([record]), [newest(1)]);
  });

  it('compares the others where the details of one cannot be read', async () => {
    const record = await recordNow(minutesBody(7, 'PO-7'));
    await orderElsewhere(parts, minutesBody(7));
    await orderElsewhere(parts, minutesBody(7, 'PO-7'));
    const { id = '' } = portal.orders.at(-2) ?? {};
    onPath(portal, `${detailPath}${id}`, () => failure(404, 'not_found'));
    const [found] = await look([record]);
    assert.ok([found].flat().includes(newest(1)[0]), JSON.stringify(found));
  });

  it('stops when it is called off while details are read', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, referenceBody);
    const calling = new AbortController();
    onPath(portal, detailPath, () => {
      calling.abort();
      return undefined;
    });
    await rejection(look([record], [], { signal: calling.signal }), CancelledError);
  });

  it('finds nothing out when it is called off while it waits to ask for details again', async () => {
    const record = await recordNow();
    await orderElsewhere(parts, referenceBody);
    const calling = new AbortController();
    onPath(portal, detailPath, () => ({ ...failure(429, 'busy'), headers: { 'Retry-After': '20' } }));
    parts.log.debug = (message) => {
      if (message.startsWith('← 429')) {
        setImmediate(() => calling.abort());
      }
    };
    await rejection(look([record], [], { signal: calling.signal }), PortalError);
  });

  it('tells that the account is the same where an earlier order is seen again', async () => {
    const record = await recordNow();
    const known = await reconcileEntries(parts.client, [record], new Set());
    assert.equal(known.isSameAccount(record), true);
    const unlisted = entryOf(headOf({ baseUrl: parts.baseUrl, createdAt: Date.now() }), []);
    assert.equal(known.isSameAccount(unlisted), false);
    const other = await startPortal();
    const elsewhere = await signedIn(other);
    const strange = await reconcileEntries(elsewhere.client, [record], new Set());
    assert.equal(strange.isSameAccount(record), false);
    await other.close();
  });
});

describe('what a look has told, with what came meanwhile', () => {
  const record = entryOf(headOf(), []);
  const [order] = readOrders(parseExact('{"results":[{"id":"7","orderNo":"YL7"}]}')).rows;
  assert.ok(order);
  const found: ReconcileResult = { kind: 'one', order };
  const minutes = entryOf(headOf({ body: minutesBody(7) }), []);
  const same = entryOf(headOf(), []);
  const settled = entryOf(headOf(), [{ state: 'dismissed', at: 1 }]);

  it('is the order, where nothing of its kind came', () => {
    assert.equal(correctedByJournal(found, record, new Set(['YL6']), [minutes, settled]), found);
  });

  it('says nothing where the order turned out to be another record’s', () => {
    assert.deepEqual(correctedByJournal(found, record, new Set(['YL7']), []), { kind: 'incomplete' });
  });

  it('is an order that may be it, where another record of the same service came', () => {
    assert.deepEqual(correctedByJournal(found, record, new Set(), [minutes, same]), {
      kind: 'several',
      orders: [order],
    });
  });

  it('stays as it is where no order was found for certain', () => {
    for (const other of [{ kind: 'none' }, { kind: 'incomplete' }] as const) {
      assert.equal(correctedByJournal(other, record, new Set(['YL7']), [same]), other);
    }
  });
});
