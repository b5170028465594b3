import assert from 'node:assert/strict';
import { plainText, withoutUnseen } from '../../../src/text/plainText';
import { useFormBrowser } from './formBrowser';
import {
  noPrice,
  choice,
  complete,
  editState,
  blockedState,
  others,
  outcomeState,
  reviewState,
} from './sampleForm';

const hostile = [
  '<img src=x onerror="document.title=1"><b>bold</b>',
  '**bold** [link](https://example.test) `code`',
  '$(alert) $(sync~spin)',
  `"'&quot;</script>`,
  'شركة الاتصالات',
  'abc\u202e321',
  '\u2069\u2069\u2067\u200fabc\u2066\u200b',
  'x'.repeat(400),
];

describe('form: text from the portal', () => {
  const forms = useFormBrowser();

  for (const received of hostile) {
    it(`stays text, without what nobody sees: ${received.slice(0, 40)}`, async () => {
      const [name, seen] = [plainText(received), withoutUnseen(received)];
      const form = await forms.open(
        editState(
          {
            ...complete,
            serviceId: { suggested: 'S', choices: [choice('S', name, name)] },
            billingCycle: { choices: [choice('annually', name)] },
            quantity: { hint: name, problem: name },
          },
          { title: name, subtitle: name },
        ),
        { width: 300 },
      );
      const { page } = form;
      assert.equal(await page.locator('h1').textContent(), seen);
      assert.equal(await page.locator('select[name=serviceId] option').textContent(), seen);
      assert.equal(await page.locator('#serviceId-note').textContent(), seen);
      assert.equal(await page.locator('.vscode-radio .text').textContent(), seen);
      const order = { id: { of: 'portal' as const, orderNo: name }, title: name, state: name };
      await form.show(
        reviewState({
          ...{
            facts: [{ label: name, values: [name, name] }],
            price: { ...noPrice, lines: [{ what: name, quantity: name, amount: name }] },
            notes: [name],
            assumptions: { title: name, intro: name, items: [name] },
            body: received,
            changes: [name],
            failure: name,
          },
          others: others({ title: name, orders: [order], note: name }),
        }),
      );
      const failure = page.locator('section:visible .problem');
      const review = [page.locator('.changes li'), page.locator('.others .state'), page.locator('.others p')];
      for (const shown of [page.locator('section:visible .facts .value').first(), failure, ...review]) {
        assert.equal(await shown.textContent(), seen);
      }
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 300);
      assert.equal(await page.locator('pre').textContent(), received);
      await form.show(outcomeState({ title: name, sentence: name, details: [{ label: name, value: name }] }));
      assert.equal(await page.locator('section:visible dd').first().textContent(), seen);
      const check = { underWay: false, text: name };
      await form.show(blockedState({ sentence: name, orders: [order], check }));
      const blocked = page.locator('section:visible .orders .state');
      assert.equal(await blocked.textContent(), seen);
      assert.equal(await page.locator('img, b, a').count(), 0);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 300);
    });
  }

  it('is an element of its own, and the only one where it says that it ends one', async () => {
    const form = await forms.open(reviewState({ failure: `${plainText('A\u2069\u2069\u202e')} failed` }));
    const failure = form.page.locator('section:visible .problem');
    assert.equal(await failure.innerHTML(), '<bdi dir="auto">A</bdi> failed');
    await form.show(reviewState({ failure: '\u2068A failed\u202e\u2069\u2069 twice' }));
    assert.equal(await failure.innerHTML(), '<bdi dir="auto">A failed</bdi> twice');
  });

  it('is shown in the order in which it is sent in the exact request', async () => {
    const form = await forms.open(reviewState({ body: '{"poNumber":"\u202eשלום 12","quantity":10}' }));
    await form.page.locator('summary', { hasText: 'Exact request' }).click();
    const lefts = await form.page.evaluate<number[]>(`(() => {
      const walker = document.createTreeWalker(document.querySelector('pre'), NodeFilter.SHOW_TEXT);
      const lefts = [];
      while (walker.nextNode()) {
        for (let at = 0; at < walker.currentNode.length; at++) {
          const range = document.createRange();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + 1);
          const box = range.getBoundingClientRect();
          if (box.width > 0) lefts.push(box.left);
        }
      }
      return lefts;
    })()`);
    assert.ok(lefts.length > 30);
    assert.deepEqual(
      lefts,
      [...lefts].sort((one, other) => one - other),
    );
  });
});
