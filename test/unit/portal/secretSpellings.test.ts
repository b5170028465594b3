import assert from 'node:assert/strict';
import { KnownSecrets } from '../../../src/portal/secrets';

function knowing(...noted: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  known.note(noted);
  return known;
}

describe('secrets', () => {
  describe('are redacted, however others spell special characters and those beyond ASCII', () => {
    const umlaut = 'müller-schlüssel-42';
    const odd = 'S3c{ret}[of]the^client`s~';
    const form = 'S3cret/of+the=client&more?>~';
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NTAwMDAwMDB9.Xk3-_aaBBcc';
    const emoji = 'schlüssel→🔑4711-abcdef';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const groups = (text: string, width: number) =>
      text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(' ') ?? '';
    const eachByte = (text: string, spell: (hex: string) => string) =>
      Array.from(Buffer.from(text), (byte) =>
        byte < 0x7f ? String.fromCharCode(byte) : spell(byte.toString(16)),
      ).join('');
    const script = (text: string) =>
      text.replace(/[^ -~]/g, (unit) => {
        const hex = unit.charCodeAt(0).toString(16).toUpperCase();
        return hex.length > 2 ? `%u${hex.padStart(4, '0')}` : `%${hex}`;
      });
    for (const [what, secret, spelled] of [
      ['HTML entities', umlaut, 'm&uuml;ller-schl&uuml;ssel-42'],
      ['HTML entities, twice', umlaut, 'm&amp;uuml;ller-schl&amp;amp;uuml;ssel-42'],
      ['HTML entities for capitals', 'ÄRGER-über-ÿ-4711', '&Auml;RGER-&uuml;ber-&yuml;-4711'],
      [
        'HTML entities for special characters',
        odd,
        'S3c&lbrace;ret&rcub;&lbrack;of&rsqb;the&Hat;client&grave;s&tilde;',
      ],
      ['bytes after \\x', umlaut, eachByte(umlaut, (hex) => `\\x${hex}`)],
      ['bytes after \\x, in capitals', emoji, eachByte(emoji, (hex) => `\\x${hex.toUpperCase()}`)],
      ['bytes after \\x, in JSON', emoji, JSON.stringify(eachByte(emoji, (hex) => `\\x${hex}`)).slice(1, -1)],
      ['characters after \\x', umlaut, 'm\\xfcller-schl\\xFCssel-42'],
      ['bytes after %', emoji, encodeURIComponent(emoji)],
      ['escape() of scripts', emoji, script(emoji)],
      ['escape() of scripts, in a URL', umlaut, encodeURIComponent(script(umlaut))],
      ['Python beyond the BMP', emoji, 'schl\\xfcssel\\u2192\\U0001f5114711-abcdef'],
      [
        'base64 of form encoding, in groups',
        form,
        groups(base64(`a=b&client_secret=${encodeURIComponent(form)}`), 8),
      ],
      ['base64 of JSON, in groups', odd, groups(base64(JSON.stringify(JSON.stringify({ odd }))), 6)],
      ['base64 of HTML entities, in groups', umlaut, groups(base64('m&uuml;ller-schl&uuml;ssel-42'), 5)],
      ['base64 of base64 in groups', token, base64(groups(base64(token), 4))],
      ['base64 in groups, of base64 in groups', token, groups(base64(groups(base64(`x${token}`), 4)), 4)],
      ['base64 of bytes after \\x', umlaut, base64(`"${eachByte(umlaut, (hex) => `\\x${hex}`)}"`)],
    ] as const) {
      for (const text of [spelled, `{"message":"the key: ${spelled} is unknown here"}`]) {
        it(`${what}: ${text.slice(0, 60)}`, () => {
          const shown = knowing(secret, 'another-secret-0815').redact(text);
          assert.match(shown, /<redacted>/);
          const parts = [secret.slice(-6), spelled.slice(-12, -4), base64(secret).slice(8, 20)];
          for (const part of parts) {
            assert.ok(!shown.includes(part), `${part} in ${shown}`);
          }
        });
      }
    }
  });
});
