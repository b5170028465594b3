import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JournalEntry, type EntryChange, entryOf } from '../../../src/orders/entry';
import { parseExact } from '../../../src/portal/exactJson';
import { type PortalOrder, readOrders } from '../../../src/portal/portalOrders';
import {
  type FilterableOrder,
  type OrderFilter,
  type FilterVerdict,
  type Period,
  documentedStatuses,
  emptyFilter,
  filterableFromPortalOrder,
  filterableFromEntry,
  filterChoices,
  isFiltering,
  applyFilter,
  notPlacedStates,
} from '../../../src/tree/orderFilter';
import { bodyOf, headOf, noon } from '../support/entries';

const everything: OrderFilter = emptyFilter;

function order(fields: object): PortalOrder {
  const [row] = readOrders(
    parseExact(JSON.stringify([{ orderNo: 'YL1', orderStatus: 'succeed', ...fields }])),
  ).rows;
  assert.ok(row);
  return row;
}

function entry(change?: EntryChange, head: Parameters<typeof headOf>[0] = {}): JournalEntry {
  return entryOf(headOf(head), change ? [change] : []);
}

const placed: EntryChange = { state: 'placed', at: noon, orderNo: 'YL1', transactionNo: 'HX1', by: 'reply' };
const nobodyTells = () => undefined;

/** The same once more, one condition after the other. */
function naive(filter: OrderFilter, asked: FilterableOrder): FilterVerdict {
  if (asked.isOpen) {
    return 'shown';
  }
  const states = [...filter.statuses, ...filter.endings];
  if (states.length > 0 && !states.some((state) => state === asked.status || state === asked.ending)) {
    return 'hidden';
  }
  const text = filter.text.trim().toLowerCase();
  if (!asked.texts.map((one) => one.toLowerCase()).some((one) => one.includes(text)) && text !== '') {
    return 'hidden';
  }
  const products = [...filter.products.keys()];
  const kinds = [...filter.kinds];
  const lacks = (wanted: readonly string[], value: string | undefined) =>
    wanted.length > 0 && value !== undefined && !wanted.includes(value);
  if (lacks(products, asked.productId) || lacks(kinds, asked.kind)) {
    return 'hidden';
  }
  const isUnknown = (wanted: readonly string[], value: string | undefined) =>
    wanted.length > 0 && value === undefined;
  return isUnknown(products, asked.productId) || isUnknown(kinds, asked.kind) ? 'undecided' : 'shown';
}

const status = fc.constantFrom('succeed', 'failed', 'pending', '');
const ending = fc.constantFrom(...notPlacedStates);
const kind = fc.constantFrom('subscribe' as const, 'renew' as const, 'purchase' as const);
const text = fc.string({ unit: fc.constantFrom('Y', 'y', 'L', '3', ' ', 'ß', 'İ'), maxLength: 3 });
const filters: fc.Arbitrary<OrderFilter> = fc.record({
  statuses: fc.uniqueArray(status, { maxLength: 2 }).map((some) => new Set(some)),
  endings: fc.uniqueArray(ending, { maxLength: 2 }).map((some) => new Set(some)),
  products: fc
    .uniqueArray(fc.constantFrom('12', '13'), { maxLength: 2 })
    .map((some) => new Map(some.map((id) => [id, id]))),
  kinds: fc.uniqueArray(kind, { maxLength: 2 }).map((some) => new Set(some)),
  periods: fc.constant(new Set<Period>()),
  text,
});
const filterables: fc.Arbitrary<FilterableOrder> = fc.record({
  isOpen: fc.boolean(),
  status: fc.option(status, { nil: undefined }),
  ending: fc.option(ending, { nil: undefined }),
  productId: fc.option(fc.constantFrom('12', '13', '14'), { nil: undefined }),
  kind: fc.option(kind, { nil: undefined }),
  time: fc.option(fc.constant(noon), { nil: undefined }),
  texts: fc.array(text, { maxLength: 3 }),
});

describe('a filter of orders', () => {
  it('judges every order as a naive one does', () => {
    fc.assert(
      fc.property(filters, filterables, (filter, asked) => {
        assert.equal(applyFilter(filter, asked), naive(filter, asked));
      }),
      { numRuns: 2000 },
    );
  });

  it('that asks for nothing shows everything, and is none', () => {
    fc.assert(
      fc.property(filterables, fc.constantFrom('', ' ', '\t'), (asked, blank) => {
        const filter = { ...everything, text: blank };
        assert.equal(applyFilter(filter, asked), 'shown');
        assert.equal(isFiltering(filter), false);
      }),
    );
    assert.ok(isFiltering({ ...everything, text: 'x' }));
    assert.ok(isFiltering({ ...everything, statuses: new Set(['failed']) }));
    assert.ok(isFiltering({ ...everything, endings: new Set(['refused'] as const) }));
    assert.ok(isFiltering({ ...everything, products: new Map([['13', '13']]) }));
  });

  it('never hides an order of unknown outcome', () => {
    for (const unsettled of [entry(), entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' })]) {
      fc.assert(
        fc.property(filters, (filter) => {
          assert.equal(applyFilter(filter, filterableFromEntry(unsettled, undefined)), 'shown');
        }),
      );
    }
  });

  describe('by text', () => {
    const sought = (asked: FilterableOrder, text: string) =>
      applyFilter({ ...everything, text }, asked) === 'shown';
    const told = {
      ...{ id: '3206252408495661057', orderNo: 'YL3206', poNumber: 'PO-2026', customReferenceNo: 'Ref/7' },
      ...{
        productNo: '3658B4311196K2ID',
        transactionNo: 'HX3207',
        invoiceNo: 'INV-9',
        orderStatus: 'refunded',
      },
    };

    for (const value of Object.values(told)) {
      it(`finds an order by ${value}, in part, in upper and lower case`, () => {
        const asked = filterableFromPortalOrder(order(told), undefined, nobodyTells);
        assert.ok(sought(asked, value));
        assert.ok(sought(asked, ` ${value.slice(1).toLowerCase()} `));
        assert.ok(sought(asked, value.slice(0, -1).toUpperCase()));
        assert.ok(!sought(asked, `${value}x`));
      });
    }

    for (const value of [
      'High Availability',
      'Lagos head office',
      'HX1',
      '3658B4311196K2ID',
      '3048573935752720384',
    ]) {
      it(`finds a record, and the portal's order of it, by ${value}`, () => {
        const own = entry(placed);
        assert.ok(sought(filterableFromEntry(own, undefined), value.toLowerCase()));
        assert.ok(sought(filterableFromPortalOrder(order({}), own, nobodyTells), value.toLowerCase()));
        assert.ok(!sought(filterableFromPortalOrder(order({}), undefined, nobodyTells), value));
      });
    }

    it('finds a record by its PO number', () => {
      const own = entry({ state: 'refused', at: noon, reason: '' }, { body: bodyOf({ poNumber: 'PO-77' }) });
      assert.ok(sought(filterableFromEntry(own, undefined), 'po-77'));
    });
  });

  describe('by product', () => {
    const of = (productId: string) => ({ ...everything, products: new Map([[productId, productId]]) });

    it('takes what the row tells, then the record, then the instance of the serial number', () => {
      const byInstance = (productNo: string) => (productNo === '3658B4311196K2ID' ? '12' : undefined);
      const row = { productNo: '3658B4311196K2ID' };
      const productId = (...asked: Parameters<typeof filterableFromPortalOrder>) =>
        filterableFromPortalOrder(...asked).productId;
      assert.equal(productId(order({ ...row, productId: 11 }), entry(placed), byInstance), '11');
      assert.equal(productId(order(row), entry(placed), byInstance), '13');
      assert.equal(productId(order(row), undefined, byInstance), '12');
      assert.equal(productId(order({ productNo: 'other' }), undefined, byInstance), undefined);
      assert.equal(productId(order({}), undefined, byInstance), undefined);
    });

    it('leaves out an order whose product is not told, and says that this is why', () => {
      const untold = filterableFromPortalOrder(order({}), undefined, nobodyTells);
      assert.equal(applyFilter(of('13'), untold), 'undecided');
      assert.equal(applyFilter({ ...of('13'), text: 'no such' }, untold), 'hidden');
      assert.equal(
        applyFilter(of('13'), filterableFromPortalOrder(order({ productId: '13' }), undefined, nobodyTells)),
        'shown',
      );
      assert.equal(applyFilter(of('12'), filterableFromEntry(entry(placed), undefined)), 'hidden');
    });
  });

  describe('by operation and time', () => {
    const renewals = { ...everything, kinds: new Set(['renew'] as const) };
    const renewal = { body: bodyOf().replace('purchase_service', 'renew_plan') };

    it('takes the operation from the entry, otherwise from what the portal replied', () => {
      assert.equal(applyFilter(renewals, filterableFromEntry(entry(placed, renewal), undefined)), 'shown');
      assert.equal(applyFilter(renewals, filterableFromEntry(entry(placed), undefined)), 'hidden');
      const portalOrder = (fields: object, own?: JournalEntry) =>
        applyFilter(renewals, filterableFromPortalOrder(order(fields), own, nobodyTells));
      assert.equal(portalOrder({ operationType: 'renew_service' }), 'shown');
      assert.equal(portalOrder({}, entry(placed, renewal)), 'shown');
      assert.equal(portalOrder({ operationType: 'trial_plan' }), 'hidden');
      assert.equal(portalOrder({}), 'undecided');
    });

    const now = new Date(2026, 2, 31, 15).getTime();
    const spans: readonly (readonly [Period, Date, Date])[] = [
      ['last7Days', new Date(2026, 2, 25), new Date(2026, 2, 24, 23, 59)],
      ['last30Days', new Date(2026, 2, 2), new Date(2026, 2, 1, 23, 59)],
      ['thisMonth', new Date(2026, 2, 1), new Date(2026, 1, 28, 23, 59)],
      ['lastMonth', new Date(2026, 1, 28, 23, 59), new Date(2026, 2, 1)],
      ['lastMonth', new Date(2026, 1, 1), new Date(2026, 0, 31, 23, 59)],
      ['thisYear', new Date(2026, 0, 1), new Date(2025, 11, 31, 23, 59)],
      ['lastYear', new Date(2025, 0, 1), new Date(2026, 0, 1)],
      ['lastYear', new Date(2025, 11, 31, 23, 59), new Date(2024, 11, 31, 23, 59)],
    ];
    for (const [period, inside, outside] of spans) {
      it(`takes ${period} by the calendar of this machine: ${inside.toDateString()}, not ${outside.toDateString()}`, () => {
        const verdict = (time: Date) =>
          applyFilter(
            { ...everything, periods: new Set([period]) },
            filterableFromPortalOrder(order({ createTime: time.getTime() }), undefined, nobodyTells),
            now,
          );
        assert.deepEqual([verdict(inside), verdict(outside)], ['shown', 'hidden']);
      });
    }

    it('takes an order of any of several periods, and says of an order without a time that it cannot decide', () => {
      const periods = new Set(['thisMonth', 'lastMonth'] as const);
      const asked = (fields: object) => filterableFromPortalOrder(order(fields), undefined, nobodyTells);
      const inFebruary = asked({ createTime: new Date(2026, 1, 10).getTime() });
      assert.equal(applyFilter({ ...everything, periods }, inFebruary, now), 'shown');
      assert.equal(applyFilter({ ...everything, periods }, asked({}), now), 'undecided');
    });
  });

  describe('by status', () => {
    const having = (...statuses: string[]) => ({ ...everything, statuses: new Set(statuses) });

    it('takes what the portal lists for a record rather than what it said at first', () => {
      const own = entry({ ...placed, orderStatus: 'pending' });
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, undefined)), 'shown');
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, 'succeed')), 'hidden');
      assert.equal(applyFilter(having('succeed'), filterableFromEntry(own, 'succeed')), 'shown');
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, '')), 'shown');
    });

    it('finds records that were not placed by what became of them', () => {
      const refused = filterableFromEntry(entry({ state: 'refused', at: noon, reason: '' }), undefined);
      assert.equal(applyFilter(having('failed'), refused), 'hidden');
      assert.equal(
        applyFilter({ ...having('failed'), endings: new Set(['refused'] as const) }, refused),
        'shown',
      );
      assert.equal(applyFilter({ ...everything, endings: new Set(['notSent'] as const) }, refused), 'hidden');
    });
  });
});

describe('what a filter can choose among', () => {
  it('is every documented status, then what else occurs, each with its number', () => {
    const orders = [
      order({ orderStatus: 'confirming' }),
      order({}),
      order({}),
      order({ orderStatus: '' }),
    ].map((one) => filterableFromPortalOrder(one, undefined, nobodyTells));
    const { statuses } = filterChoices(orders);
    assert.deepEqual(
      statuses.map(({ value }) => value),
      [...documentedStatuses, 'confirming'],
    );
    assert.deepEqual(
      statuses.filter(({ count }) => count > 0),
      [
        { value: 'succeed', count: 2 },
        { value: 'confirming', count: 1 },
      ],
    );
  });

  it('is those products and endings that occur', () => {
    const own = [entry(placed), entry({ state: 'dismissed', at: noon })];
    const choices = filterChoices([
      ...own.map((one) => filterableFromEntry(one, undefined)),
      filterableFromPortalOrder(order({ productId: 12 }), undefined, nobodyTells),
    ]);
    assert.deepEqual(choices.products, [
      { value: '13', count: 2 },
      { value: '12', count: 1 },
    ]);
    assert.deepEqual(choices.endings, [{ value: 'dismissed', count: 1 }]);
  });
});
