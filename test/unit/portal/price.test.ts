import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { readPrice } from '../../../src/portal/price';

describe('the price of an order', () => {
  const readable = [
    ['{"totalAmount":125.00,"currencyCode":"USD"}', '125.00', 'USD'],
    ['{"totalAmount":"125.00","currency":"USD"}', '125.00', 'USD'],
    ['{"data":{"price":{"amount":125.10}}}', '125.10', undefined],
    ['{"price":0}', '0', undefined],
    ['{"totalPrice":"1250","items":[{"price":"1.00"}]}', '1250', undefined],
    ['{"item":{"price":"1.00"},"summary":{"inner":{"price":"3.00"}},"total":"2.00"}', '2.00', undefined],
    ['{"totalAmount":12345678901234567890.12}', '12345678901234567890.12', undefined],
    // Discounts and surcharges are not prices.
    ['{"discount":{"amount":"5.00"},"payable":"120.00"}', '120.00', undefined],
    ['{"payable":"120.00","discount":{"amount":"5.00","currency":"RMB"},"currency":"USD"}', '120.00', 'USD'],
    ['{"tax":{"totalAmount":"24.00"},"amount":"144.00"}', '144.00', undefined],
    ['{"originalPrice":"150.00","discountAmount":"5.00","finalPrice":"145.00"}', '145.00', undefined],
    ['{"unitPrice":"12.50","subtotal":"125.00","tax":"25.00","grand_total":"150.00"}', '150.00', undefined],
    // Several names for one price.
    ['{"amount":"120.00","totalAmount":120,"data":{"payable":"120.0","currency":"USD"}}', '120.00', 'USD'],
    ['{"total":{"amount":"125.00","currencyCode":"USD"},"serviceList":[{"amount":"1"}]}', '125.00', 'USD'],
    ['{"total":125,"currency":"USD"}', '125', 'USD'],
    // The currency in a record around it.
    ['{"currency":"USD","summary":{"totalAmount":"125.00"}}', '125.00', 'USD'],
    ['{"currency":"USD","summary":{"totalAmount":"125.00","currency":"RMB"}}', '125.00', 'RMB'],
    ['{"totalAmount":"125.00","finalPrice":null,"payable":""}', '125.00', undefined],
    // One amount is certainly that of the whole order.
    ['{"price":"9.90","num":10,"totalAmount":"99.00"}', '99.00', undefined],
    ['{"price":"9.90","quantity":10,"totalAmount":"99.00","subtotal":"90.00"}', '99.00', undefined],
    ['{"totalAmount":"100.00","unpaidAmount":"40.00","totalTax":"19.00"}', '100.00', undefined],
    ['{"totalAmount":"125.00","total":1}', '125.00', undefined],
    // Nothing beside it contradicts it.
    ['{"price":"99.00","total":99,"sum":"99.0"}', '99.00', undefined],
    ['{"price":"125.00","fee":0,"tax":"0.00","discount":null}', '125.00', undefined],
    ['{"price":"145.00","originalPrice":"150.00","listPrice":"150.00"}', '145.00', undefined],
    ['{"price":"125.00","unitPrice":"12.50"}', '125.00', undefined],
    [
      '{"amount":"125.00","sortOrder":3,"accountId":7,"discountable":true,"country":"1"}',
      '125.00',
      undefined,
    ],
    [
      '{"amount":"125.00","createTime":1795780000,"dueDate":"2026-12-31","orderNumber":"12"}',
      '125.00',
      undefined,
    ],
  ] as const;
  for (const [text, amount, currency] of readable) {
    it(`read from ${text} is ${amount} ${currency ?? ''}`, () => {
      assert.deepEqual(readPrice(parseExact(text)), { amount, currency });
    });
  }

  const unreadable = [
    'null',
    '[]',
    '{}',
    'true',
    '{"totalAmount":null}',
    '{"totalAmount":"on request"}',
    '{"totalAmount":"USD 125.00"}',
    '{"totalAmount":"1,250.00"}',
    '{"totalAmount":-1}',
    '{"totalAmount":1e3}',
    '{"totalAmount":true}',
    '{"totalAmount":{"value":"125.00"}}',
    '{"items":[{"price":"1.00"},{"price":"2.00"}]}',
    // An unreadable amount is not replaced by a readable one.
    '{"totalAmount":"1,250.00","items":[{"price":"12.50"}]}',
    '{"totalAmount":"1,250.00","plan":{"price":"12.50"}}',
    '{"totalAmount":"1,250.00","price":"12.50"}',
    '{"payable":"on request","data":{"amount":"12.50"}}',
    // Row counts.
    '{"total":1}',
    '{"total":1,"count":1,"pageNo":1,"pageSize":25,"results":[{"price":"125.00"}]}',
    '{"total":"1.00","pageNo":1,"currency":"USD"}',
    '{"page":{"total":1},"serviceList":[{"amount":"125.00"}]}',
    // Two different amounts.
    '{"amount":"125.00","payable":"120.00"}',
    '{"totalAmount":"125.00","data":{"finalPrice":"120.00"}}',
    '{"price":{"amount":"125.00","currency":"USD"},"total":{"amount":"125.00","currency":"RMB"}}',
    // Only parts of a price.
    '{"discount":{"amount":"5.00"}}',
    '{"tax":{"totalAmount":"24.00"}}',
    '{"plan":{"price":"12.50"}}',
    '{"price":"12.50","quantity":10}',
    '{"serviceId":3048573935752720384,"price":"12.50"}',
    '{"data":{"pricingId":"3050012377891004417","totalPrice":"125.00"}}',
    '{"unitPrice":"12.50","discountAmount":"5.00","subtotal":"125.00"}',
    // Beside a number of units it may be the price of one.
    '{"price":"9.90","num":10}',
    '{"price":"9.90","count":10}',
    '{"price":"9.90","qty":10}',
    '{"price":"9.90","purchaseNum":"10"}',
    '{"price":"9.90","orderQuantity":10}',
    '{"price":"9.90","extensions":10,"currency":"USD"}',
    '{"price":"9.90","numberOfExtensions":10}',
    '{"price":"9.90","units":10}',
    '{"price":"9.90","unit":"extension"}',
    '{"price":"9.90","months":12}',
    '{"priceDetail":{"price":"9.90","qty":10}}',
    '{"priceDetail":{"price":"9.90"},"qty":10}',
    '{"price":"9.90","summary":{"qty":10}}',
    '{"price":"9.90","unitPrice":"9.90"}',
    // A different amount beside it may be that of the whole order.
    '{"price":"9.90","total":99}',
    '{"price":"9.90","total":"USD 99.00"}',
    '{"price":"9.90","subtotal":"99.00"}',
    '{"price":"9.90","sum":99}',
    '{"amount":10,"fee":"118.80"}',
    '{"amount":"9.90","totalFees":"1,180.80"}',
    '{"detail":{"price":"9.90"},"sum":"99.00"}',
    '{"order":{"price":"9.90"},"totalPayment":"99.00"}',
    '{"price":"9.90","data":{"cost":"99.00"}}',
    '{"price":"100.00","tax":"19.00"}',
    '{"price":"100.00","realPrice":"80.00"}',
    '{"price":"100.00","discountAmount":"5.00"}',
    '{"price":"9.90","total":0}',
    '{"totalPrice":"99.00","discountedPrice":"79.00"}',
    '{"totalAmount":"99.00","sum":"79.00"}',
    '{"totalAmount":"99.00","data":{"totalPayment":"79.00"}}',
    '{"orderPrice":"99.00","actualAmount":"79.00"}',
  ];
  for (const text of unreadable) {
    it(`read from ${text} is unknown`, () => {
      assert.equal(readPrice(parseExact(text)), undefined);
    });
  }
});
