import assert from 'node:assert/strict';
import { formPage, requestMessage } from '../../../src/form/contract';
import { pageHtml } from '../../../src/form/page';
import { useFormBrowser } from './formBrowser';
import { choice, complete, draft, editState, formPage as samplePage } from './sampleForm';

/** Those of one short name, of one beyond the old limit, and of names that fill a whole reply. */
const lengths = [2000, 2001, 100_000, 5_000_000];

describe('form: a text of the portal of', () => {
  const forms = useFormBrowser();

  for (const length of lengths) {
    const long = `Lagos ${'x'.repeat(length - 6)}`;

    it(`${length} characters fits into the page, wherever it stands`, () => {
      for (const changes of [
        { productName: long },
        { productNo: long },
        { instanceName: long },
        { values: { productNo: long, regionId: long, pbxName: long, poNumber: long }, edited: ['regionId'] },
      ]) {
        const page = { ...samplePage(editState({}, { title: long, subtitle: long })), draft: draft(changes) };
        const html = pageHtml({
          ...{ nonce: 'a', cspSource: 'b', scriptUri: 'c', styleUri: 'd', language: 'en', title: long, page },
        });
        const embedded = /id="page">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
        const read = formPage.safeParse(JSON.parse(embedded));
        assert.ok(read.success, String(read.error?.message.slice(0, 300)));
        assert.deepEqual(read.data, page);
      }
    });

    it(`${length} characters comes back from the page that was filled with it`, () => {
      for (const request of ['change', 'submit'] as const) {
        const message = { id: 1, request, values: { productNo: long, partnerId: long } };
        assert.ok(requestMessage.safeParse(message).success);
      }
    });
  }

  it('100,000 characters leaves the form usable', async () => {
    const long = `Lagos ${'x'.repeat(100_000)}`;
    const service = { suggested: 'S', choices: [choice('S', long, long)], hint: long, problem: '' };
    const form = await forms.open(
      editState({ ...complete, serviceId: service }, { title: long, subtitle: long }),
      { kept: draft({ instanceName: long, productName: long }) },
    );
    assert.equal(await form.page.locator('.subtitle').textContent(), long);
    await form.button('Review Order').click();
    assert.equal((await form.request('submit')).values.serviceId, 'S');
    assert.equal((await form.kept()).form, 'order');
  });
});
