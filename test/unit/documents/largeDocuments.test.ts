import assert from 'node:assert/strict';
import { milliseconds } from '../support/linear';
import { parseExact } from '../../../src/portal/exactJson';
import { priceCycles, readPriceList } from '../../../src/portal/priceList';
import type * as orderTexts from '../../../src/documents/orderText';
import type * as priceTexts from '../../../src/documents/priceText';
import { hostCode } from '../support/hostCode';

/** Milliseconds: ten times what a document takes, and a fraction of what would freeze VS Code. */
const limit = 1000;

const listOf = (count: number, row: (index: number) => string) =>
  `[${Array.from({ length: count }, (_, index) => row(index)).join(',')}]`;

describe('a document of the largest reply that is read', () => {
  let orderText: typeof orderTexts.orderText;
  let priceListText: typeof priceTexts.priceListText;

  before(async () => {
    const code = await hostCode({ orderText: 'documents/orderText', priceListText: 'documents/priceText' });
    ({ orderText, priceListText } = code as typeof orderTexts & typeof priceTexts);
  });

  function orderOf(members: string): string {
    const reply = parseExact(`{"orderNo":"A1",${members}}`);
    return orderText({
      orderNo: 'A1',
      detail: { reply },
      listed: undefined,
      entry: undefined,
      nameOf: () => undefined,
    });
  }

  function pricesOf(items: string): string {
    const list = readPriceList(parseExact(items));
    const head = {
      productId: 13,
      productName: 'P',
      partnerName: undefined,
      portal: 'portal.test',
      sandbox: false,
      askedAt: new Date(),
    };
    return priceListText(
      head,
      priceCycles.map((billingCycle) => ({
        offeringId: '1',
        billingCycle,
        answer: { kind: 'read', list } as const,
      })),
    );
  }

  const cases: readonly (readonly [what: string, write: () => string, last: string])[] = [
    ['a name of 50,000 characters', () => orderOf(`"${'é'.repeat(50_000)}":"last"`), 'last'],
    ['a name of 50,000 marks', () => orderOf(`"e${'\u0301'.repeat(50_000)}":"last"`), 'last'],
    ['a name of 50,000 emoji', () => orderOf(`"${'👩‍🔧'.repeat(10_000)}":"last"`), 'last'],
    [
      'an order of 4,900 services',
      () => orderOf(`"list":${listOf(4900, (index) => `{"serviceId":"${index + 1}","name":"云 ${index}"}`)}`),
      '云 4899',
    ],
    [
      'three lists of 2,900 prices',
      () =>
        pricesOf(
          listOf(
            2900,
            (index) =>
              `{"serviceId":"${index + 1}","name":"Service ${index}","price":"12.50","currency":"USD"}`,
          ),
        ),
      'Service 2899',
    ],
    [
      'three lists of prices for names of 2,000 characters',
      () =>
        pricesOf(
          listOf(200, (index) => `{"serviceId":"${index + 1}","name":"${index} ${'Aé'.repeat(1000)}"}`),
        ),
      '199 Aé',
    ],
  ];
  for (const [what, write, last] of cases) {
    it(`is ready at once: ${what}`, () => {
      let text = '';
      const took = milliseconds(() => {
        text = write();
      });
      assert.ok(text.includes(last));
      assert.ok(took < limit, `${took} ms`);
    });
  }

  it('shortens a long name beside its value, and has all of it in the exact text', () => {
    const name = 'k'.repeat(1000);
    const [above = '', exact = ''] = orderOf(`"${name}":"value"`).split('Details, exactly as received');
    assert.match(above, /^ {2}k{200}… {2}value$/m);
    assert.ok(exact.includes(name));
  });
});
