import assert from 'node:assert/strict';
import { orderRows, ordersText } from '../../../src/export/exports';
import { type JournalEntry, type EntryChange, entryOf } from '../../../src/orders/entry';
import { parseExact } from '../../../src/portal/exactJson';
import { type PortalOrder, readOrders } from '../../../src/portal/portalOrders';
import { factsOfReply } from '../../../src/orders/orderFacts';
import { bodyOf, headOf, noon } from '../support/entries';
import { readExported } from './readCsv';

const orders = readOrders(
  parseExact(
    `[{"id":3206252408495661057,"orderNo":"YL1","orderStatus":"succeed","createTime":1767268800000,"currencyCode":"USD",
       "customReferenceNo":"@PO","invoiceNo":"I-1","kind":"new"},
      {"id":"3206252408495661058","orderNo":"YL2","orderStatus":"pending","createTime":"2026-01-01"}]`,
  ),
).rows;

function entry(...changes: readonly EntryChange[]): JournalEntry {
  return entryOf(headOf({ createdAt: noon }), changes);
}

const placed = entry({ state: 'placed', at: noon, orderNo: 'YL2', transactionNo: 'HX2', by: 'reply' });
const unknown = entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });

/** The rows of the file by the names of their columns, what is empty left out. */
function exported(of: readonly PortalOrder[], entries: readonly JournalEntry[]): Record<string, string>[] {
  const [header = [], ...rows] = readExported(ordersText(orderRows(of, entries), 'csv'));
  return rows.map((row) =>
    Object.fromEntries(row.flatMap((cell, index) => (cell === '' ? [] : [[header[index] ?? '', cell]]))),
  );
}

describe('exported orders', () => {
  it('tell what is documented of the portal’s orders, then whatever else it tells', () => {
    assert.deepEqual(exported(orders, []), [
      {
        orderNo: 'YL1',
        id: '3206252408495661057',
        orderStatus: 'succeed',
        createTime: '2026-01-01T12:00:00.000Z',
        currencyCode: 'USD',
        customReferenceNo: '@PO',
        invoiceNo: 'I-1',
        kind: 'new',
        placedBy: 'elsewhere',
      },
      {
        orderNo: 'YL2',
        id: '3206252408495661058',
        orderStatus: 'pending',
        createTime: '2026-01-01',
        placedBy: 'elsewhere',
      },
    ]);
  });

  const impossible = { ...unknown, createdAt: 9e15 };
  const ruined = { ...placed, body: '{' as typeof placed.body };

  it('that cannot be told have their number alone, and take none of the others with them', () => {
    const causes: unknown[] = [];
    const untold = (cause: unknown) => causes.push(cause);
    const rows = orderRows(orders, [impossible, unknown, ruined]);
    const [header = [], ...table] = readExported(ordersText(rows, 'csv', ',', untold));
    const record = header.indexOf('record');
    assert.deepEqual(
      table.map((row) => [row[0], row[record], row.filter((cell) => cell !== '').length > 2]),
      [
        ['', 'unknown', false],
        ['', 'unknown', true],
        ['YL1', '', true],
        ['YL2', 'placed', true],
      ],
    );
    assert.match(String(causes), /^RangeError: Invalid time value$/);
    const listed = JSON.parse(ordersText(rows, 'json', ',', untold)) as Record<string, unknown>[];
    assert.deepEqual(listed[0], { orderNo: null, record: 'unknown' });
    assert.deepEqual(listed[3], { orderNo: 'YL2', record: 'placed' });
    assert.deepEqual([listed[1]?.recordedAt, listed[2]?.orderNo], ['2026-01-01T12:00:00.000Z', 'YL1']);
    assert.equal(causes.length, 3);
  });

  it('tell of a record at its order what the portal does not, and of any other in a row of its own, first', () => {
    const ordered = { productId: '13', productNo: '3658B4311196K2ID' };
    const names = {
      serviceName: 'High Availability',
      instanceName: 'Lagos head office',
      operation: 'purchase_service',
      pbxName: 'Lagos head office',
      period: 'annually',
      placedBy: 'here',
    };
    const recordedAt = '2026-01-01T12:00:00.000Z';
    const [first, , third] = exported(orders, [placed, unknown]);
    assert.deepEqual(first, { ...ordered, record: 'unknown', recordedAt, ...names });
    assert.deepEqual(third, {
      ...ordered,
      orderNo: 'YL2',
      id: '3206252408495661058',
      orderStatus: 'pending',
      createTime: '2026-01-01',
      transactionNo: 'HX2',
      record: 'placed',
      recordedAt,
      ...names,
    });
  });

  it('tell a renewal from a purchase, with its price and period, as far as entry, details or row know them', () => {
    const renewal = headOf({
      body: bodyOf().replace('purchase_service', 'renew_plan'),
      price: { amount: '1503.50', currency: 'USD' },
      period: { billingCycle: 'annually' },
    });
    const facts = ({
      operation,
      pbxName,
      price,
      priceCurrency,
      period,
      placedBy,
    }: Record<string, string>) => ({
      operation,
      pbxName,
      price,
      priceCurrency,
      period,
      placedBy,
    });
    const own = entryOf(renewal, [{ state: 'placed', at: noon, orderNo: 'YL2', by: 'reply' }]);
    assert.deepEqual(facts(exported(orders, [own])[1] ?? {}), {
      operation: 'renew_plan',
      pbxName: 'Lagos head office',
      price: '1503.50',
      priceCurrency: 'USD',
      period: 'annually',
      placedBy: 'here',
    });

    const detail = factsOfReply(
      parseExact(
        `{"orderInformation":{"operationType":"switch_plan","totalAmount":"99.00","currencyCode":"RMB"},
          "orderSummary":{"serviceList":[{"serviceId":1,"serviceName":"Ultimate Plan","billingCycle":"monthly"}]}}`,
      ),
    );
    const rows = orderRows(orders, [], {
      detailOf: (orderNo) => (orderNo === 'YL2' ? detail : undefined),
      nameOf: () => undefined,
    });
    const [header = [], , second = []] = readExported(ordersText(rows, 'csv'));
    const cells = Object.fromEntries(second.map((cell, index) => [header[index] ?? '', cell]));
    assert.deepEqual(facts(cells), {
      operation: 'switch_plan',
      pbxName: '',
      price: '99.00',
      priceCurrency: 'RMB',
      period: 'monthly',
      placedBy: 'elsewhere',
    });
  });

  it('name the order that a record was placed as, where the portal does not list it', () => {
    const [only] = exported([], [placed]);
    assert.deepEqual([only?.orderNo, only?.record], ['YL2', 'placed']);
  });

  for (const [state, change] of [
    ['refused', { state: 'refused', at: noon, reason: 'no' }],
    ['notSent', { state: 'notSent', at: noon, reason: 'no' }],
    ['dismissed', { state: 'dismissed', at: noon }],
  ] as const) {
    it(`say of a record that it is ${state}`, () => {
      assert.equal(exported([], [entry(change)])[0]?.record, state);
    });
  }

  it('keep every digit in JSON, with the row and the request exactly as they are', () => {
    const text = ordersText(orderRows(orders, [placed]), 'json');
    assert.match(text, /"received": \{\n {6}"id": 3206252408495661057,/);
    assert.match(text, /"request": \{[^}]*"billingId": 3197218168379846218,/);
    const [first, second] = JSON.parse(text) as Record<string, unknown>[];
    assert.deepEqual([first?.id, first?.record, first?.request], ['3206252408495661057', null, undefined]);
    assert.deepEqual([second?.orderNo, second?.record], ['YL2', 'placed']);
  });
});
