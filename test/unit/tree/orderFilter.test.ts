import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JournalEntry, type EntryChange, entryOf } from '../../../src/orders/entry';
import { parseExact } from '../../../src/portal/exactJson';
import { type PortalOrder, readOrders } from '../../../src/portal/portalOrders';
import {
  type FilterableOrder,
  type OrderFilter,
  type FilterVerdict,
  documentedStatuses,
  filterableFromPortalOrder,
  filterableFromEntry,
  filterChoices,
  isFiltering,
  applyFilter,
  notPlacedStates,
} from '../../../src/tree/orderFilter';
import { bodyOf, headOf, noon } from '../support/records';

const everything: OrderFilter = { statuses: new Set(), endings: new Set(), products: new Map(), text: '' };

function order(fields: object): PortalOrder {
  const [row] = readOrders(
    parseExact(JSON.stringify([{ orderNo: 'YL1', orderStatus: 'succeed', ...fields }])),
  ).rows;
  assert.ok(row);
  return row;
}

function record(change?: EntryChange, head: Parameters<typeof headOf>[0] = {}): JournalEntry {
  return entryOf(headOf(head), change ? [change] : []);
}

const placed: EntryChange = { state: 'placed', at: noon, orderNo: 'YL1', transactionNo: 'HX1', by: 'reply' };
const nobodyTells = () => undefined;

/** The same once more, one condition after the other. */
function naive(filter: OrderFilter, asked: FilterableOrder): FilterVerdict {
  if (asked.isUnsettled) {
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
  if (products.length === 0 || products.some((product) => product === asked.productId)) {
    return 'shown';
  }
  return asked.productId === undefined ? 'productUntold' : 'hidden';
}

const status = fc.constantFrom('succeed', 'failed', 'pending', '');
const ending = fc.constantFrom(...notPlacedStates);
const text = fc.string({ unit: fc.constantFrom('Y', 'y', 'L', '3', ' ', 'ß', 'İ'), maxLength: 3 });
const filters: fc.Arbitrary<OrderFilter> = fc.record({
  statuses: fc.uniqueArray(status, { maxLength: 2 }).map((some) => new Set(some)),
  endings: fc.uniqueArray(ending, { maxLength: 2 }).map((some) => new Set(some)),
  products: fc
    .uniqueArray(fc.constantFrom('12', '13'), { maxLength: 2 })
    .map((some) => new Map(some.map((id) => [id, id]))),
  text,
});
const filterables: fc.Arbitrary<FilterableOrder> = fc.record({
  isUnsettled: fc.boolean(),
  status: fc.option(status, { nil: undefined }),
  ending: fc.option(ending, { nil: undefined }),
  productId: fc.option(fc.constantFrom('12', '13', '14'), { nil: undefined }),
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
    for (const unsettled of [record(), record({ state: 'unknown', at: noon, reason: 'ECONNRESET' })]) {
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
        const own = record(placed);
        assert.ok(sought(filterableFromEntry(own, undefined), value.toLowerCase()));
        assert.ok(sought(filterableFromPortalOrder(order({}), own, nobodyTells), value.toLowerCase()));
        assert.ok(!sought(filterableFromPortalOrder(order({}), undefined, nobodyTells), value));
      });
    }

    it('finds a record by its PO number', () => {
      const own = record({ state: 'refused', at: noon, reason: '' }, { body: bodyOf({ poNumber: 'PO-77' }) });
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
      assert.equal(productId(order({ ...row, productId: 11 }), record(placed), byInstance), '11');
      assert.equal(productId(order(row), record(placed), byInstance), '13');
      assert.equal(productId(order(row), undefined, byInstance), '12');
      assert.equal(productId(order({ productNo: 'other' }), undefined, byInstance), undefined);
      assert.equal(productId(order({}), undefined, byInstance), undefined);
    });

    it('leaves out an order whose product is not told, and says that this is why', () => {
      const untold = filterableFromPortalOrder(order({}), undefined, nobodyTells);
      assert.equal(applyFilter(of('13'), untold), 'productUntold');
      assert.equal(applyFilter({ ...of('13'), text: 'no such' }, untold), 'hidden');
      assert.equal(
        applyFilter(of('13'), filterableFromPortalOrder(order({ productId: '13' }), undefined, nobodyTells)),
        'shown',
      );
      assert.equal(applyFilter(of('12'), filterableFromEntry(record(placed), undefined)), 'hidden');
    });
  });

  describe('by status', () => {
    const having = (...statuses: string[]) => ({ ...everything, statuses: new Set(statuses) });

    it('takes what the portal lists for a record rather than what it said at first', () => {
      const own = record({ ...placed, orderStatus: 'pending' });
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, undefined)), 'shown');
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, 'succeed')), 'hidden');
      assert.equal(applyFilter(having('succeed'), filterableFromEntry(own, 'succeed')), 'shown');
      assert.equal(applyFilter(having('pending'), filterableFromEntry(own, '')), 'shown');
    });

    it('finds records that were not placed by what became of them', () => {
      const refused = filterableFromEntry(record({ state: 'refused', at: noon, reason: '' }), undefined);
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
    const own = [record(placed), record({ state: 'dismissed', at: noon })];
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
