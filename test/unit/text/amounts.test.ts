import assert from 'node:assert/strict';
import fc from 'fast-check';
import { amountInSentence, amountText, receivedAmount } from '../../../src/text/amounts';

const languages = ['en', 'de', 'fr', 'zh-cn', 'ja', 'pt-br', 'hi', 'ar', 'fa', 'he', 'de-CH', 'qps-ploc'];
const currencies = ['USD', 'JPY', 'KWD', 'EUR', 'RMB', 'usd', 'credits', '', undefined];

describe('an amount of money', () => {
  const shown = [
    ['1250.00', 'USD', 'en', 'USD\u00a01,250.00'],
    ['1250.00', 'USD', 'de', '1.250,00\u00a0USD'],
    ['125', 'USD', 'en', 'USD\u00a0125.00'],
    ['125.5', 'USD', 'en', 'USD\u00a0125.50'],
    ['125', 'JPY', 'en', 'JPY\u00a0125'],
    ['125', 'RMB', 'en', 'RMB 125'],
    ['0.005', 'USD', 'en', 'USD\u00a00.005'],
    ['1250.50', 'JPY', 'en', 'JPY\u00a01,250.50'],
    ['999999999999.999', 'USD', 'en', 'USD\u00a0999,999,999,999.999'],
  ] as const;
  for (const [amount, currency, language, text] of shown) {
    it(`of ${amount} ${currency} is ${text} in ${language}`, () => {
      assert.equal(amountText(amount, currency, language), text);
    });
  }

  it('in a currency that ISO 4217 does not know is shown with the currency as received', () => {
    assert.equal(amountText('1250.00', 'RMB', 'en'), 'RMB 1,250.00');
    assert.equal(amountText('1250.00', 'points', 'de'), '1.250,00 (points)');
  });

  it('keeps its digits as received, whatever the portal gives as its currency', () => {
    const odd = [
      '1',
      '10',
      'USD 10',
      '١',
      '-',
      '1,',
      '1.',
      '+',
      'U5D',
      '¥1',
      '\u00a01',
      '1\u202e',
      '①',
      'US',
      ')1(',
    ];
    for (const currency of odd) {
      for (const language of languages) {
        const alone = amountInSentence('203.45', undefined, language);
        const beside = amountInSentence('203.45', currency, language);
        assert.match(
          beside.slice(alone.length),
          /^ \(\u2068[^\u2068\u2069]+\u2069\)$/,
          JSON.stringify(currency),
        );
        assert.ok(beside.startsWith(alone));
        assert.equal(receivedAmount('203', currency), `203 (${currency})`);
      }
    }
    assert.equal(receivedAmount('203', 'RMB'), 'RMB 203');
    assert.equal(receivedAmount('203', undefined), '203');
    assert.equal(amountInSentence('203.45', '\u200d', 'en'), amountInSentence('203.45', undefined, 'en'));
  });

  it('without a currency is shown without one', () => {
    assert.equal(amountText('1250.00', undefined, 'en'), '1,250.00');
    assert.equal(amountText('1250.00', '', 'en'), '1,250.00');
  });

  const asReceived = [
    '12345678901234567890.12',
    '1234567890123456',
    '0.0000000000000001',
    '007.50',
    '.5',
    '5.',
    '-3.00',
    '1e3',
    '1,250.00',
    'on request',
    '',
  ];
  for (const amount of asReceived) {
    it(`of "${amount}" is shown as received`, () => {
      assert.equal(amountText(amount, undefined, 'de'), amount);
      assert.equal(amountText(amount, 'USD', 'de'), `USD ${amount}`);
    });
  }

  it('keeps every digit received, in order, and gains only the zeros of its currency', () => {
    const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
    const amounts = fc
      .tuple(digits(24), fc.option(digits(24)))
      .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`));
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(...currencies),
        fc.constantFrom(...languages),
        (amount, currency, language) => {
          const text = amountText(amount, currency, language);
          const [digits, received] = [text.replace(/\D/g, ''), amount.replace(/\D/g, '')];
          assert.ok(digits.startsWith(received) && /^0{0,3}$/.test(digits.slice(received.length)), text);
          assert.ok(currency === undefined || text.includes(currency));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of up to fifteen digits is formatted for the language, to the last digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.stringMatching(/^\d{1,6}$/),
        (whole, fraction) => {
          const text = amountText(`${whole}.${fraction}`, 'EUR', 'de');
          assert.equal(
            text,
            `${new Intl.NumberFormat('de').format(whole)},${fraction.padEnd(2, '0')}\u00a0EUR`,
          );
        },
      ),
    );
  });
});
