import assert from 'node:assert/strict';
import { PathSegmentError } from '../../../src/portal/httpRequest';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { type Parts, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';

/** Each would lead to a different path than it seems to, at the client, a proxy or the portal. */
const strange = {
  'the parent folder': '..',
  'the current folder': '.',
  nothing: '',
  'three dots': '...',
  'only spaces': '  ',
  'the parent folder, encoded': '%2e%2e',
  'the parent folder, half encoded': '.%2E',
  'a slash': '../../auth/openapi/v1/oauth/token',
  'a slash, encoded': '..%2F..',
  'a slash, encoded twice': '..%252F..',
  'a backslash': '..\\page',
  'a query': 'YL1?sort=-id',
  'a fragment': 'YL1#',
  'a path parameter': '..;x',
  'a line break': 'YL1\r\nHost: elsewhere',
  'a tab': '.\t.',
  'a null character': 'YL1\0',
  'a line separator': 'YL1\u2028',
  'a bidi control': '\u202eYL1',
  'a fullwidth slash': '..／..',
  'fullwidth dots': '．．',
  'a lone surrogate': 'YL1\ud800',
  'a parent folder after a space': ' ..',
  'too long for a URL': 'Y'.repeat(100_000),
};

const harmless = [
  'YL3206252408495661056',
  '3206252408495661057',
  'a.b',
  '..a',
  "o'neil+pbx@example.test",
  '北京 7',
];

describe('an id in the path of a request', () => {
  let portal: TestPortal;
  let parts: Parts;

  before(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
  });

  after(() => portal.close());

  for (const [what, name] of Object.entries(strange)) {
    it(`that is ${what} is refused before anything is sent`, async () => {
      const { client } = parts;
      const before = portal.requests.length;
      for (const ask of [() => client.orderDetail(name), () => client.subordinateUser(name)]) {
        const error = await rejection(ask(), PathSegmentError);
        assert.equal(error.reached, 'no');
        assert.match(
          error.sentence(),
          /^".*" cannot be part of an address, so nothing was requested from 127\.0\.0\.1:\d+/s,
        );
        assert.ok(error.sentence().length < 400 && error.message.length < 600);
      }
      assert.equal(portal.requests.length, before);
    });
  }

  for (const name of harmless) {
    it(`that is ${name} is requested unchanged`, async () => {
      await parts.client.orderDetail(name).catch(() => undefined);
      const path = portal.requests.at(-1)?.path ?? '';
      assert.equal(decodeURIComponent(path), `/order/openapi/order/v1/get/${name}`);
    });
  }

  it('cannot enter the path of a request in any other way', async () => {
    const { http, baseUrl } = parts;
    const before = portal.requests.length;
    for (const path of [
      '/a/../b',
      '/a/%2e%2e/b',
      '/a\\b',
      '//elsewhere.test/a',
      '/a?b',
      '/a#b',
      '/a\tb',
      'a',
    ]) {
      await rejection(http.send({ method: 'GET', baseUrl, path }), TypeError);
    }
    assert.equal(portal.requests.length, before);
  });
});
