import assert from 'node:assert/strict';
import { cellOf } from '../../../src/export/csv';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { type Json, isObject, parseExact } from '../../../src/portal/exactJson';
import { type Id, id } from '../../../src/portal/values';
import { type Order, type OrderLine } from '../../../src/orders/order';
import { orderBody } from '../../../src/orders/request';
import { rulesFor } from '../../../src/rules/table';
import type { PriceView } from '../../../src/form/contract';
import { numberText, plainText } from '../../../src/text/plainText';
import { useFormBrowser } from './formBrowser';
import { hostReview } from './hostReview';
import { noPrice, productNo, reviewState } from './sampleForm';
import { scriptsOfUnicode } from './scripts';

/** Every control of direction, each alone: begun and not ended, or ended and not begun. */
const controls = Array.from('\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069');

const hebrew = 'שלום';
const others = [
  ...controls.flatMap((one) => [`${one}A`, `A${one}`, `${hebrew}${one}`, `${one}${hebrew} 5`]),
  '\u202e\u2067\u2069\u2069\u2069\u202e987',
  `\u2069\u2069\u2069\u202e${hebrew}`,
  `${hebrew}\u2067\u2067\u2067`,
  `${hebrew} 12,`,
  `12 ${hebrew} 34`,
  `${hebrew}, 99 extensions, billed monthly`,
  '٩٩ ۹۹ ९९',
  `A${'\u0338\u20e3\u0301'.repeat(40)}`,
  `\u0338\u0301A${'\u034f'.repeat(5)}`,
  '\u0600\u0601\u06dd\u070f\u08e2',
  '\u202e',
  '\u200b',
  '\ud800A\udc00',
  '1',
];

const names = [
  ...others,
  ...scriptsOfUnicode().flatMap(({ letters, digits }) => [
    `7${letters} 8`,
    `\u2067${letters}${digits}\u202e-(`,
  ]),
];

/** How a page shows one number: its digits from left to right, and what of the line it came from is in between. */
interface Shown {
  readonly digits: string;
  /** Characters of the same line of text that are drawn between or onto the digits, or so near that they join them. */
  readonly inside: string;
  readonly text: string;
}

/** Reads every number of `lines` as it is drawn; `which` finds it in the text of a line. */
const readShown = (
  lines: string,
  which: string,
) => `(() => [...document.querySelectorAll('${lines}')].map((line) => {
  const characters = [];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let text = '';
  let cell = null;
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    // Cells of a table are apart for everybody who reads or copies them.
    const nextCell = node.parentElement.closest('td, th');
    if (nextCell !== cell) {
      cell = nextCell;
      characters.push({ character: '\\t', box: undefined });
      text += '\\t';
    }
    const isRead = !node.parentElement.closest('.comma');
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const [box] = range.getClientRects();
      characters.push({ character: node.data[at], box: isRead && box && box.width > 0 ? box : undefined });
    }
    text += node.data;
  }
  const found = ${which}.exec(text);
  if (!found) return undefined;
  const from = found.index + found[0].lastIndexOf(found[1]);
  const own = characters.slice(from, from + found[1].length);
  const others = characters.filter((one) => !own.includes(one) && one.box && one.character.trim() !== '');
  const boxes = own.map(({ box }) => box);
  if (boxes.some((box) => !box)) return { digits: 'not drawn', inside: '', text };
  const [left, right, top, bottom] = [
    Math.min(...boxes.map((box) => box.left)) - 3,
    Math.max(...boxes.map((box) => box.right)) + 3,
    Math.min(...boxes.map((box) => box.top)) + 3,
    Math.max(...boxes.map((box) => box.bottom)) - 3,
  ];
  const inside = others.filter(({ box }) => box.right > left && box.left < right && box.bottom > top && box.top < bottom);
  const inOrder = [...own].sort((one, other) => one.box.left - other.box.left);
  return {
    digits: inOrder.map(({ character }) => character).join(''),
    inside: inside.map(({ character }) => character).join(''),
    text,
  };
}).filter((shown) => shown !== undefined))()`;

function idOf(index: number): Id {
  return id.parse(String(3048573935752720384n + BigInt(index)));
}

/** Subscribes to a service for each name, each for another number. */
function linesFor(some: readonly string[]): OrderLine[] {
  return some.map((_, index) => ({
    ...{ serviceType: 'service', serviceId: idOf(index), connectionPlanId: undefined },
    ...{ quantity: String(1023 + 17 * index), purchaseType: 'purchase', billingModel: 'recurring' },
    ...{ billingCycle: 'annually', multiCycle: 0 },
  }));
}

describe('the numbers of a review', () => {
  const forms = useFormBrowser();
  let host: Awaited<ReturnType<typeof hostReview>>;

  before(async () => {
    host = await hostReview();
  });

  function reviewed(serviceList: readonly OrderLine[], others: { poNumber?: string; endDate?: string } = {}) {
    const [rule] = rulesFor(13, 'subscribe', 'instance').filter(({ services }) => {
      const quantity = services?.line.quantity.value;
      return quantity !== undefined && quantity !== 'absent' && quantity.kind === 'currentExtensions';
    });
    assert.ok(rule);
    const order: Order = {
      ...{ operationType: 'purchase_service', productId: 13, productNo, billingId: undefined },
      ...{ poNumber: others.poNumber ?? '', assignId: undefined, partnerId: undefined },
      ...{ orderPceSpecialRequest: undefined, serviceList },
    };
    const target = {
      operation: 'subscribe',
      productId: 13,
      productName: '',
      productNo,
      instanceName: '',
    } as const;
    return {
      ...{ reviewId: 'review-1', target: { ...target, service: undefined }, order, body: orderBody(order) },
      ...{ rule, names: new Map(names.map((name, index) => [idOf(index) as string, name])) },
      ...{ contact: undefined, partner: undefined, assigned: undefined, place: '', extensions: undefined },
      ...{ has: undefined, offersServices: true, planSwitch: undefined, endDate: others.endDate },
      baseUrl: parseBaseUrl('https://portal.example'),
    };
  }

  /** A price whose lines have these names, each beside its number. */
  function pricesOf(some: readonly string[]): PriceView {
    const lines = some.map((name, index) => ({
      what: plainText(name),
      quantity: `${numberText(String(1023 + 17 * index))} extensions`,
      amount: '',
    }));
    return { ...noPrice, lines };
  }

  /** The quantities as they are sent. */
  function quantitiesIn(body: string): string[] {
    const sent: Json = parseExact(body);
    assert.ok(isObject(sent) && Array.isArray(sent.serviceList));
    return sent.serviceList.map((line) => (isObject(line) ? cellOf(line.quantity) : ''));
  }

  for (const [width, some] of [
    [640, names],
    [300, others],
  ] as const) {
    it(`are read as they are sent beside ${some.length} names, at ${width} px`, async () => {
      const told = host.reviewOf(reviewed(linesFor(some)), pricesOf(some));
      const { page } = await forms.open(reviewState(told), { width });
      const which = String.raw`/(?:^|.*\D)(\d+) extensions?$/s`;
      const facts = await page.evaluate<Shown[]>(readShown('section:not([hidden]) .facts dd', which));
      const rows = await page.evaluate<Shown[]>(readShown('section:not([hidden]) .price tbody tr', which));
      const sent = [...quantitiesIn(told.body), ...quantitiesIn(told.body)];
      const shown = [...facts, ...rows];
      const wrong = shown.flatMap(({ digits, inside, text }, index) =>
        digits === sent[index] && inside === ''
          ? []
          : [`${text}: ${sent[index]} reads as ${digits} (${inside})`],
      );
      assert.equal(shown.length, 2 * some.length);
      assert.deepEqual(wrong, []);
    });
  }

  it('and its price are read as the portal gave them, whatever the currency is called', async () => {
    const form = await forms.open(reviewState());
    for (const currency of [hebrew, `7${hebrew} 8`, '\u202e', '𞤀𞤁', '𐡀\u2067']) {
      const price = { amount: '1203.45', currency, lineAmounts: new Map(), newEndDate: undefined };
      const answer = { status: 'given', price, at: new Date() } as const;
      const [line] = linesFor(['A']);
      assert.ok(line);
      const priced = { ...reviewed([line]), pricingIds: new Map() };
      await form.show(reviewState({ price: host.priceViewOf(priced, answer) }));
      const shown = await form.page.evaluate<Shown[]>(
        readShown('section:not([hidden]) .total', String.raw`/([\d.,]+)(?: \([^)]*\))? for 1 year$/`),
      );
      assert.deepEqual(
        shown.map(({ digits, inside }) => [digits, inside]),
        [['1,203.45', '']],
        currency,
      );
    }
  });

  it('and those of a row, a notification or a tab are read as they are beside a name in plain text', async () => {
    const { page } = await forms.open(reviewState());
    const texts = names.map((name, index) => `${plainText(name)} · ${1023 + index}`);
    await page.evaluate(`document.body.replaceChildren(...${JSON.stringify(texts)}.map((text) => {
      const line = document.createElement('div');
      line.className = 'line';
      line.textContent = text;
      return line;
    }))`);
    const shown = await page.evaluate<Shown[]>(readShown('.line', String.raw`/ · (\d+)$/s`));
    assert.deepEqual(
      shown.flatMap(({ digits, inside, text }, index) =>
        digits === String(1023 + index) && inside === '' ? [] : [`${text}: ${digits} (${inside})`],
      ),
      [],
    );
  });
});
