import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExact } from '../../../src/portal/exactJson';
import { KnownSecrets } from '../../../src/portal/secrets';
import { RedactedLog } from '../../../src/portal/traceLog';
import { CollectedLog } from '../support/collectedLog';
import { formsOf, spellings } from '../support/spellings';

const secrets = [
  'S3cret/of+the=client&more?>~',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl-_Zg',
  'hunter2!',
  'CLIENT-ID-7d1f',
  'müller-schlüssel-42',
  '12345678901234567890',
];

function knowing(...noted: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  known.note(noted);
  return known;
}

describe('known secrets', () => {
  for (const secret of secrets) {
    for (const [what, spell] of spellings) {
      it(`are redacted ${what}: ${secret}`, () => {
        // The spellings of single characters exist for ASCII only.
        const ascii = /^[ -~]*$/.test(secret) ? secret : encodeURIComponent(secret);
        const known = knowing(ascii, 'another-secret-0815');
        const spelled = spell(ascii);
        for (const text of [spelled, `{"a":"x ${spelled}","b":"${spelled} "}`, `?a=${spelled}&b=`]) {
          const shown = known.redact(text);
          assert.match(shown, /<redacted>/);
          for (const form of formsOf(ascii)) {
            assert.ok(!shown.includes(form), `${form} in ${shown}`);
          }
        }
        assert.equal(known.redact(`<${ascii}>`), '<<redacted>>');
      });
    }
  }

  it('are redacted as UTF-8 in each of its spellings', () => {
    const secret = 'schlüssel→🔑4711';
    const bytes = Buffer.from(secret);
    const spelled = [
      secret,
      encodeURIComponent(secret),
      bytes.toString('base64'),
      bytes.toString('hex'),
      JSON.stringify(secret).replace(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      secret.replace(/[^ -~]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`),
    ];
    for (const text of spelled) {
      const shown = knowing(secret).redact(`ö ${text} 🏢`);
      assert.match(shown, /^ö "?<redacted>[=]{0,2}"? 🏢$/);
    }
  });

  describe('are redacted after a character that changes how their beginning is read', () => {
    const hex = (text: string) => Buffer.from(text).toString('hex');
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NTAwMDAwMDB9.Xk3-_aaBBcc';
    const id = '3f9c0b7de1a24c55b0d2a7e84f61c3aa';
    for (const [text, secret] of [
      [`WHERE client_id LIKE '%${id}%'`, id],
      [`bad format %${id}`, id],
      [JSON.stringify({ a: JSON.stringify(`%${id}`) }), id],
      ...['b', 'f', 'n', 'r', 't', 'u003', 'x41', 'B', '0'].map((begin) => {
        const secret = `${begin}7kQ2vX9pLm4RbZ8sWc`;
        return [JSON.stringify({ a: `PORTAL\\${secret} is no account` }), secret] as const;
      }),
      ['PORTAL\\nT7kQ2vX9pLm4RbZ8sWc is no account', 'nT7kQ2vX9pLm4RbZ8sWc'],
      [`bytea \\x${hex(token)}`, token],
      [JSON.stringify({ a: `\\x${hex(token)}` }), token],
      [`%${hex(token)}`, token],
      [`&#${id}`, id],
    ] as const) {
      it(text, () => {
        const shown = knowing(secret).redact(text);
        assert.match(shown, /<redacted>/);
        for (const left of [secret.slice(4), hex(secret).slice(6)]) {
          assert.ok(!shown.includes(left), shown);
        }
      });
    }
  });

  it('are redacted in base64 with spaces and line breaks, and in base64 of that', () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NTAwMDAwMDB9.Xk3-_aaBBcc';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const known = knowing(secret);
    for (const between of ['\n', '\r\n', '\n  ', '\r\n ', ' \n\t ', ' ', '   ']) {
      for (const width of [4, 19, 64]) {
        const broken = (text: string) =>
          base64(text)
            .match(new RegExp(`.{1,${width}}`, 'g'))
            ?.join(between) ?? '';
        for (const text of [broken(secret), broken(`somebody:${secret}`)]) {
          assert.equal(known.redact(text).replace(/<redacted>/, '').length < 40, true, known.redact(text));
        }
      }
    }
    const folded = base64(secret).replace(/.{64}/g, '$&\r\n');
    for (const text of [base64(folded), base64(JSON.stringify({ a: folded }))]) {
      assert.ok(known.redact(text).length < 40, known.redact(text));
    }
  });

  it('do not change a text that contains none of them', () => {
    const known = knowing(...secrets);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json()), (text) => {
        assert.equal(known.redact(text), text);
      }),
      { numRuns: 300 },
    );
  });

  it('are redacted in JSON without any other change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...secrets), fc.jsonValue({ maxDepth: 3 }), (secret, value) => {
        const text = JSON.stringify({ value, [secret]: [secret, { a: `Bearer ${secret}`, b: value }] });
        const shown = parseExact(knowing(secret).redact(text));
        const mark = '<redacted>';
        assert.equal(
          JSON.stringify(shown),
          JSON.stringify(
            parseExact(JSON.stringify({ value, [mark]: [mark, { a: `Bearer ${mark}`, b: value }] })),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('stay known after many renewals', () => {
    const known = new KnownSecrets();
    for (let index = 1000; index < 1100; index++) {
      known.note([`token-number-${index}`, 'the-client-secret']);
    }
    assert.equal(
      known.redact('token-number-1098 token-number-1040 the-client-secret'),
      '<redacted> <redacted> <redacted>',
    );
  });

  it('stay known after one reply has issued as many and as long tokens as it can hold', () => {
    for (const [count, length] of [
      [64, 20],
      [8, 16_000],
    ] as const) {
      const known = knowing('the-client-secret');
      known.note(Array.from({ length: count }, (_, index) => `${index}-${'b'.repeat(length)}`));
      assert.equal(known.redact(`the-client-secret 0-${'b'.repeat(length)}`), '<redacted> <redacted>');
    }
  });

  it('appear in no line of the log, whoever writes it', () => {
    const log = new CollectedLog();
    const safe = new RedactedLog(log, knowing('hunter2hunter2'));
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      safe[level](`the keyring does not take {"token":"hunter2hunter2"}`);
    }
    assert.equal(log.lines.length, 5);
    assert.ok(!log.text.includes('hunter2'), log.text);
  });

  describe('that look like a number or a word', () => {
    const reply =
      '{"id":12345678,"billingContactId":"12345678","orderNo":"YL12345678","productNo":"A12345678","amount":12345678.00,"name":"short"}';

    it('do not change a reply that happens to contain them', () => {
      for (const secret of [
        '12345678',
        '123456',
        '1',
        '5678',
        '12345678.00',
        '-12',
        'short',
        'id',
        '"',
        '{',
        'A1',
        '1e5',
      ]) {
        assert.equal(knowing(secret).redact(reply), reply, secret);
      }
    });

    it('are redacted everywhere if they are hexadecimal and only look like a number with an exponent', () => {
      for (const secret of ['2e35174385928218', '22174480764464E4']) {
        const text = `{"message":"no ${secret}"} ${Buffer.from(secret).toString('base64')}`;
        assert.equal(knowing(secret).redact(text), '{"message":"no <redacted>"} <redacted>==');
        assert.ok(knowing(secret).isIn(secret));
      }
    });

    it('do not change a serial number or an order number that contains them', () => {
      const text = '{"productNo":"3658B4311196K2ID","orderNo":"YL3206252408495661056"}';
      for (const secret of ['3658B431', '1196K2ID', 'YL320625', '2408495661056', 'B4311196']) {
        assert.equal(knowing(secret).redact(text), text, secret);
      }
    });

    it('are redacted after the name of their field', () => {
      const known = knowing('12345678', 'short', '12345678:short');
      const credentials = Buffer.from('12345678:short').toString('base64');
      for (const text of [
        'client_id=12345678&client_secret=short&grant_type=x',
        '{"client_id":"12345678","client_secret":"short"}',
        '{"client_id":12345678,"clientSecret" : "short"}',
        '"{\\"client_id\\":\\"12345678\\",\\"client_secret\\":\\"short\\"}"',
        'client%5Fid%3D12345678%26client_secret%3Dshort',
        `Authorization: Basic ${credentials}`,
        Buffer.from('client_id=12345678&client_secret=short').toString('base64'),
        '<client_id>12345678</client_id><ns:client_secret>short</ns:client_secret>',
        '<key>client_id</key>\n  <string>12345678</string>',
        '{"client_id":["12345678"],"client_secret": [ "short" ]}',
        "ImmutableMultiDict([('client_id', '12345678'), ('client_secret', b'short')])",
        'Array ( [client_id] => 12345678 [client_secret] => short )',
        'array(1) { ["client_secret"]=> string(5) "short" }',
        '[{"name":"client_id","value":"12345678"},{"name":"client_secret","value":"short"}]',
        'map[client_id:[12345678] client_secret:[short]]',
      ]) {
        const shown = known.redact(text);
        assert.doesNotMatch(shown, /12345678|short/, shown);
        assert.ok(!shown.includes(credentials.slice(0, 16)), shown);
        assert.match(shown, /<redacted>/);
      }
      assert.equal(
        known.redact('{"client_id":12345678,"b":"{\\"client_id\\":12345678}"}'),
        '{"client_id":"<redacted>","b":"{\\"client_id\\":<redacted>}"}',
      );
      for (const text of [
        '{"client_id":[12345678],"a":1}',
        '["client_id", 12345678]',
        '[["token"],[12345678]]',
      ]) {
        assert.doesNotThrow(() => JSON.parse(known.redact(text)), known.redact(text));
      }
    });
  });
});
