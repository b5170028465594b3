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
    // What is taken off or put on is no price.
    ['{"discount":{"amount":"5.00"},"payable":"120.00"}', '120.00', undefined],
    ['{"payable":"120.00","discount":{"amount":"5.00","currency":"RMB"},"currency":"USD"}', '120.00', 'USD'],
    ['{"tax":{"totalAmount":"24.00"},"amount":"144.00"}', '144.00', undefined],
    ['{"originalPrice":"150.00","discountAmount":"5.00","finalPrice":"145.00"}', '145.00', undefined],
    ['{"unitPrice":"12.50","subtotal":"125.00","tax":"25.00","grand_total":"150.00"}', '150.00', undefined],
    // Several names for one price.
    ['{"amount":"120.00","totalAmount":120,"data":{"payable":"120.0","currency":"USD"}}', '120.00', 'USD'],
    ['{"total":{"amount":"125.00","currencyCode":"USD"},"serviceList":[{"amount":"1"}]}', '125.00', 'USD'],
    ['{"total":125,"currency":"USD"}', '125', 'USD'],
    // The currency around it.
    ['{"currency":"USD","summary":{"totalAmount":"125.00"}}', '125.00', 'USD'],
    ['{"currency":"USD","summary":{"totalAmount":"125.00","currency":"RMB"}}', '125.00', 'RMB'],
    ['{"totalAmount":"125.00","finalPrice":null,"payable":""}', '125.00', undefined],
  ] as const;
  for (const [text, amount, currency] of readable) {
    it(`of ${text} is ${amount} ${currency ?? ''}`, () => {
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
    // What cannot be read is not replaced by what can.
    '{"totalAmount":"1,250.00","items":[{"price":"12.50"}]}',
    '{"totalAmount":"1,250.00","plan":{"price":"12.50"}}',
    '{"totalAmount":"1,250.00","price":"12.50"}',
    '{"payable":"on request","data":{"amount":"12.50"}}',
    // Numbers of rows.
    '{"total":1}',
    '{"total":1,"count":1,"pageNo":1,"pageSize":25,"results":[{"price":"125.00"}]}',
    '{"total":"1.00","pageNo":1,"currency":"USD"}',
    '{"page":{"total":1},"serviceList":[{"amount":"125.00"}]}',
    // Two that differ.
    '{"amount":"125.00","payable":"120.00"}',
    '{"totalAmount":"125.00","data":{"finalPrice":"120.00"}}',
    '{"price":{"amount":"125.00","currency":"USD"},"total":{"amount":"125.00","currency":"RMB"}}',
    // Parts alone.
    '{"discount":{"amount":"5.00"}}',
    '{"tax":{"totalAmount":"24.00"}}',
    '{"plan":{"price":"12.50"}}',
    '{"price":"12.50","quantity":10}',
    '{"serviceId":3048573935752720384,"price":"12.50"}',
    '{"data":{"pricingId":"3050012377891004417","totalPrice":"125.00"}}',
    '{"unitPrice":"12.50","discountAmount":"5.00","subtotal":"125.00"}',
  ];
  for (const text of unreadable) {
    it(`of ${text} is unknown`, () => {
      assert.equal(readPrice(parseExact(text)), undefined);
    });
  }
});
