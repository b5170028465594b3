import assert from 'node:assert/strict';
import { milliseconds } from '../support/linear';
import fc from 'fast-check';
import { redactSecrets } from '../../../src/portal/secrets';

const token = 'c2VjcmV0LXRva2Vu/3ZhbHVl+A==';
const each = (text: string, spell: (unit: string) => string) => text.replace(/[^]/g, spell);
const codeOf = (character: string) => character.charCodeAt(0);
const jsonEscape = (character: string) => `\\u${codeOf(character).toString(16).padStart(4, '0')}`;
const percentEscape = (character: string) => `%${codeOf(character).toString(16).padStart(2, '0')}`;

describe('a redacted text', () => {
  const spellings: readonly (readonly [what: string, text: string])[] = [
    ['as is', token],
    ['with = as Gson escapes it', token.replaceAll('=', '\\u003d')],
    ['with = as Gson escapes it, in capitals', token.replaceAll('=', '\\u003D')],
    ['with / as PHP escapes it', token.replaceAll('/', '\\/')],
    ['in a URL', encodeURIComponent(token)],
    ['in a URL, in small letters', encodeURIComponent(token).replace(/%../g, (one) => one.toLowerCase())],
    ['in a URL inside a URL', encodeURIComponent(encodeURIComponent(token))],
    ['in decimal HTML entities', token.replaceAll('=', '&#61;').replaceAll('/', '&#047;')],
    ['in hexadecimal HTML entities', token.replaceAll('=', '&#x3d;').replaceAll('+', '&#X2B;')],
    ['in named HTML entities', token.replaceAll('=', '&equals;').replaceAll('/', '&sol;')],
    ['in HTML inside HTML', token.replaceAll('=', '&amp;#61;')],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify(token.replaceAll('/', '\\/'))).slice(3, -3)],
    ['in JSON inside JSON, with every character escaped', each(token, (one) => `\\${jsonEscape(one)}`)],
    ['as in a script', token.replaceAll('=', '\\x3d').replaceAll('+', '\\u{2b}')],
    ['with every character escaped as in JSON', each(token, jsonEscape)],
    ['with every character escaped as in a URL', each(token, percentEscape)],
    ['with each character spelled differently', token.replace('=', '%3D').replace(/=$/, '\\u003d')],
  ];
  for (const [what, text] of spellings) {
    it(`contains no secret spelled ${what}`, () => {
      assert.equal(
        redactSecrets(`{"a":"Bearer ${text}","b":"${text}"}`, [token]),
        '{"a":"Bearer <redacted>","b":"<redacted>"}',
      );
    });
  }

  it('contains no secret, whatever it is made of and however it is spelled', () => {
    const ways: readonly ((secret: string) => string)[] = [
      (secret) => secret,
      (secret) => JSON.stringify(secret).slice(1, -1),
      (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
      (secret) => encodeURIComponent(secret),
      (secret) => encodeURIComponent(encodeURIComponent(secret)),
      (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length),
      (secret) => each(secret, jsonEscape),
      (secret) => each(secret, (one) => `&#${codeOf(one)};`),
      (secret) => each(secret, (one) => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;' })[one] ?? one),
    ];
    const secrets = fc.oneof(
      fc.string({ minLength: 8, maxLength: 40 }),
      fc.string({ minLength: 8, maxLength: 40, unit: fc.stringMatching(/^[\\%&/+= "<2u$^.*a(]$/) }),
    );
    fc.assert(
      // Escape characters at the ends of a secret may remain.
      fc.property(secrets, fc.constantFrom(...ways), (some, way) => {
        const secret = `a${some}z`;
        assert.equal(redactSecrets(`[${way(secret)}]`, [secret]), '[<redacted>]');
      }),
      { numRuns: 1000 },
    );
  });

  it('is unchanged if it contains no secret', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        assert.equal(redactSecrets(text, [token, 'another (secret)*']), text);
      }),
    );
  });

  it('loses every secret, longest first, also in its JSON spelling, but no common word', () => {
    assert.equal(
      redactSecrets('abcdefgh abcdefghij a\\"bcdefgh Bearer', [
        'abcdefgh',
        'abcdefghij',
        'a"bcdefgh',
        'Bearer',
      ]),
      '<redacted> <redacted> <redacted> Bearer',
    );
  });

  it('loses a secret that begins within what looks like its beginning', () => {
    assert.equal(redactSecrets('aaaa&#97;aaaaaab', ['aaaaaaaaab']), 'aa<redacted>');
  });

  it('is produced at once, however long and however similar to the secret', () => {
    const long = `eyJhbGciOiJIUzI1NiJ9.${'c2VjcmV0'.repeat(100)}`;
    const texts = ['{"productNo":"3658B4311196K2ID"}', '\\', '%25', '&amp;', '\\\\u005c'].map((text) =>
      text.repeat(200_000 / text.length),
    );
    const took = milliseconds(() => {
      for (const text of [...texts, 'eyJhbGciOiJI'.repeat(500)]) {
        assert.equal(redactSecrets(text, [long, `%&\\${long}`]), text);
      }
    });
    assert.ok(took < 3000, `${took} ms`);
  });
});
