import assert from 'node:assert/strict';
import { formPage } from '../../../src/form/contract';
import { type PageHtml, pageHtml } from '../../../src/form/page';
import { editState, formPage as samplePage } from './sampleForm';

function htmlWith(changes: Partial<PageHtml> = {}): string {
  return pageHtml({
    nonce: 'abc123',
    cspSource: 'https://webview.test',
    scriptUri: 'https://webview.test/form.js',
    styleUri: 'https://webview.test/form.css',
    language: 'en',
    title: 'Subscribe to High Availability',
    page: samplePage(editState()),
    ...changes,
  });
}

function embeddedJson(html: string): string {
  return /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
}

describe('form page', () => {
  it('lets nothing load but its own script and style, and nothing be sent', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(htmlWith())?.[1];
    assert.equal(
      policy,
      'default-src &#39;none&#39;; script-src &#39;nonce-abc123&#39;; style-src https://webview.test; ' +
        'base-uri &#39;none&#39;; form-action &#39;none&#39;',
    );
  });

  it('holds the whole state as JSON', () => {
    const page = samplePage(editState());
    assert.deepEqual(formPage.parse(JSON.parse(embeddedJson(htmlWith({ page })))), page);
  });

  it('lets no text end the embedded JSON or begin markup', () => {
    const title = '</script><script>alert(1)</script><!--';
    const page = samplePage(editState({}, { title }));
    const html = htmlWith({ page, title });
    assert.ok(!html.includes('<script>alert'));
    assert.ok(!html.includes('<!--'));
    assert.deepEqual(formPage.parse(JSON.parse(embeddedJson(html))), page);
  });

  it('escapes everything that it writes into attributes', () => {
    const html = htmlWith({ language: '"><img src=x>', scriptUri: 'https://webview.test/?a="b"&c' });
    assert.ok(html.includes('lang="&quot;&gt;&lt;img src=x&gt;"'));
    assert.ok(html.includes('src="https://webview.test/?a=&quot;b&quot;&amp;c"'));
  });
});
