import assert from 'node:assert/strict';
import { parseExact, printExact } from '../../../src/portal/exactJson';
import { readPriceList } from '../../../src/portal/priceList';

const enterprise = '3048571730026938369';
const ultimate = '3048572026291630081';
const recording = '3048573759449317377';

/** The items of a price list: kind, id, and the plan that each belongs to. */
function itemsOf(text: string): unknown[] {
  return readPriceList(parseExact(text)).items.map(({ kind, id, planId }) => [kind, id, planId]);
}

/** The prices of the only item of a price list. */
function pricesOf(record: string, around: (items: string) => string = (items) => items): unknown[] {
  const { items } = readPriceList(parseExact(around(`[{"planId":${enterprise},${record}}]`)));
  assert.equal(items.length, 1);
  return (items[0]?.prices ?? []).map(({ amount, currency }) => [amount, currency]);
}

describe('a price list', () => {
  const plans = `{"planId":"${enterprise}"},{"planId":${ultimate}}`;
  const service = `{"serviceId":${recording}}`;
  const flat = [
    ['plan', enterprise, undefined],
    ['plan', ultimate, undefined],
    ['service', recording, undefined],
  ];
  const containers = {
    'the documented lists': `{"offeringId":"7","planList":[${plans}],"serviceList":[${service}]}`,
    'lists in the other order': `{"serviceList":[${service}],"planList":[${plans}]}`,
    'renamed containers': `{"a":{"b":[${plans}]},"c":[[${service}]]}`,
    'a page envelope': `{"results":[${plans},${service}],"total":3}`,
    'a bare array': `[${service},${plans}]`,
  };
  for (const [name, text] of Object.entries(containers)) {
    it(`is read from ${name}`, () => {
      assert.deepEqual(itemsOf(text), flat);
    });
  }

  it('lists each service below the plan that contains it or that it refers to', () => {
    const text = `{"serviceList":[{"serviceId":1},{"serviceId":2,"connectionPlanId":"${enterprise}"}],
      "planList":[{"planId":${enterprise},"more":{"serviceList":[${service}]}},{"planId":${ultimate}}]}`;
    assert.deepEqual(itemsOf(text), [
      ['plan', enterprise, undefined],
      ['service', '2', enterprise],
      ['service', recording, enterprise],
      ['plan', ultimate, undefined],
      ['service', '1', undefined],
    ]);
  });

  it('includes a service of a plan that it does not list', () => {
    assert.deepEqual(itemsOf(`[{"serviceId":1,"planId":${ultimate}}]`), [['service', '1', ultimate]]);
  });

  it('lists an item once, and one with two prices twice', () => {
    const item = (price: string) => `{"planId":${enterprise},"price":"${price}"}`;
    const { items } = readPriceList(parseExact(`[${item('1.00')},${item('1.00')},${item('2.00')}]`));
    assert.deepEqual(
      items.map(({ prices }) => prices[0]?.amount),
      ['1.00', '2.00'],
    );
  });

  it('leaves out what has no id, and has names only where the portal provides them', () => {
    const text = `[{"planId":"basic"},{"serviceId":-1},{"planId":${enterprise},"planName":"E"},{"serviceId":1}]`;
    assert.deepEqual(
      readPriceList(parseExact(text)).items.map(({ name }) => name),
      ['E', undefined],
    );
  });

  for (const text of ['null', 'true', '[]', '{}', '{"planList":null,"serviceList":[]}']) {
    it(`is empty for ${text}, which is kept as received`, () => {
      const { items, raw } = readPriceList(parseExact(text));
      assert.deepEqual([items, printExact(raw)], [[], text]);
    });
  }
});

describe('the price of an item', () => {
  const readable = [
    ['"price":"36.00","currencyCode":"USD"', [['36.00', 'USD']]],
    ['"price":36.00,"currency":"RMB"', [['36.00', 'RMB']]],
    ['"unitPrice":12345678901234567890.12', [['12345678901234567890.12', undefined]]],
    ['"price":{"amount":"36.00","currencyCode":"USD"}', [['36.00', 'USD']]],
    ['"currencyCode":"USD","price":{"amount":"36.00"}', [['36.00', 'USD']]],
    ['"price":0', [['0', undefined]]],
    ['"price":"36.00","tax":{"amount":"7.20"}', [['36.00', undefined]]],
    ['"discount":{"amount":"5.00"},"price":{"amount":"36.00"}', [['36.00', undefined]]],
    ['"price":"36.00","listPrice":"36.00"', [['36.00', undefined]]],
    ['"price":"36.00","serviceList":[{"price":"1.00"}]', [['36.00', undefined]]],
  ] as const;
  for (const [record, prices] of readable) {
    it(`is ${prices[0].join(' ')} for ${record}`, () => {
      assert.deepEqual(pricesOf(record), prices);
    });
  }

  it('is missing if only a part of it is given', () => {
    assert.deepEqual(pricesOf('"discount":{"amount":"5.00"},"tax":{"price":"7.20"}'), []);
  });

  it('has the currency that is given once for all items', () => {
    assert.deepEqual(
      pricesOf('"price":"36.00"', (items) => `{"currencyCode":"USD","data":{"planList":${items}}}`),
      [['36.00', 'USD']],
    );
  });

  it('is both of two that the portal gives', () => {
    assert.deepEqual(pricesOf('"price":"36.00","listPrice":"45.00","currency":"USD"'), [
      ['36.00', 'USD'],
      ['45.00', 'USD'],
    ]);
  });

  it('is not the price of a service in its record', () => {
    const { items } = readPriceList(
      parseExact(`{"planId":${enterprise},"main":{"serviceId":${recording},"price":"1.00"}}`),
    );
    assert.deepEqual(
      items.map(({ prices }) => prices.map(({ amount }) => amount)),
      [[], ['1.00']],
    );
  });

  const unreadable = [
    '"price":null',
    '"price":"on request"',
    '"price":"USD 36.00"',
    '"price":"1,250.00"',
    '"price":-1',
    '"price":1e3',
    '"priceList":[{"min":1,"price":"36.00"}]',
    '"name":"36.00"',
  ];
  for (const record of unreadable) {
    it(`is missing for ${record}`, () => {
      assert.deepEqual(pricesOf(record), []);
    });
  }
});
