import assert from 'node:assert/strict';
import { readCalculatedPrice } from '../../../src/portal/calculation';
import { parseExact } from '../../../src/portal/exactJson';

function amountsIn(lines: string, currency = '"currency":"USD"'): [string, string][] {
  const read = readCalculatedPrice(
    parseExact(`{"totalAmount":"125.00",${currency},"serviceList":[${lines}]}`),
  );
  assert.equal(read?.amount, '125.00');
  return [...read.lineAmounts].sort();
}

describe('the amount of a line in a calculated price', () => {
  it('is the one in the record with its id', () => {
    assert.deepEqual(amountsIn('{"pricingId":7,"totalAmount":"25.00"},{"serviceId":"8","totalPrice":100}'), [
      ['7', '25.00'],
      ['8', '100'],
    ]);
  });

  it('belongs to the service if the record names its plan too', () => {
    assert.deepEqual(amountsIn('{"planId":1,"serviceId":8,"totalAmount":"25.00"}'), [['8', '25.00']]);
  });

  for (const [what, lines] of [
    ['a unit price beside a quantity', '{"pricingId":7,"quantity":10,"price":"2.50"}'],
    ['one of two different amounts', '{"pricingId":7,"totalAmount":"1"},{"pricingId":7,"totalAmount":"2"}'],
    ['in another currency', '{"pricingId":7,"totalAmount":"1","currency":"EUR"}'],
    ['missing', '{"pricingId":7,"quantity":10}'],
  ] as const) {
    it(`is unknown if it is ${what}`, () => assert.deepEqual(amountsIn(lines), []));
  }

  it('comes with a new end date only if the portal provides one', () => {
    const read = (fields: string) =>
      readCalculatedPrice(parseExact(`{"totalAmount":"1.00"${fields}}`))?.newEndDate;
    assert.equal(read(''), undefined);
    assert.equal(read(',"newExpireDate":"2028-03-31"'), '2028-03-31');
  });
});
