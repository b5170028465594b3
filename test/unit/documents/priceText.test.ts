import assert from 'node:assert/strict';
import type * as priceTexts from '../../../src/documents/priceText';
import { parseExact } from '../../../src/portal/exactJson';
import { readPriceList } from '../../../src/portal/priceList';
import { hostCode } from '../support/hostCode';

describe('The currency in a price list', () => {
  let priceListText: typeof priceTexts.priceListText;

  before(async () => {
    const code = await hostCode({ priceListText: 'documents/priceText' });
    ({ priceListText } = code as typeof priceTexts);
  });

  /** The line of a plan whose price has this currency, with single spaces between its columns. */
  function lineWith(currencyCode: string): string {
    const plan = { serviceId: '1', serviceName: 'Recording', price: '1250', currencyCode };
    const text = priceListText(
      {
        productId: 13,
        productName: 'P-Series',
        partnerName: undefined,
        portal: 'portal.test',
        sandbox: false,
        askedAt: new Date(0),
      },
      [
        {
          offeringId: '1',
          billingCycle: 'annually',
          answer: { kind: 'read', list: readPriceList(parseExact(JSON.stringify({ services: [plan] }))) },
        },
      ],
    );
    return (text.split('\n').find((line) => line.startsWith('Recording')) ?? '').replace(/ +/g, ' ');
  }

  it('is shown unchanged if it is three letters', () => {
    assert.equal(lineWith('USD'), 'Recording 1 1,250.00 USD');
    assert.equal(lineWith('RMB'), 'Recording 1 1,250 RMB');
  });

  it('is in brackets otherwise, so that no part of it reads as part of the amount', () => {
    for (const currency of ['000.00', '00', '€', 'US Dollar', 'USD1', 'USD 000', '٠٠٠', 'US\u200bD']) {
      assert.match(lineWith(currency), /^Recording 1 1,250 \u2068?\(.*\)\u2069?$/, currency);
    }
    assert.equal(lineWith('000.00'), 'Recording 1 1,250 (000.00)');
  });
});
