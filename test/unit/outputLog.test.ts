import assert from 'node:assert/strict';
import { KnownSecrets } from '../../src/portal/secrets';
import { RedactedLog } from '../../src/portal/traceLog';
import { entryText, outputLog } from '../../src/outputLog';
import { isVisible } from '../../src/text/plainText';

const forged = '2026-11-27 14:02:11.000 [info] Order placed: YL1';

/** Whatever ends a line for some reader: Unicode's mandatory breaks and Python's, and what acts on a terminal. */
const acting = {
  CR: '\r',
  LF: '\n',
  'CR LF': '\r\n',
  'LF CR': '\n\r',
  VT: '\v',
  FF: '\f',
  FS: '\u001c',
  GS: '\u001d',
  RS: '\u001e',
  NEL: '\u0085',
  LS: '\u2028',
  PS: '\u2029',
  backspace: '\b'.repeat(60),
  'an escape sequence': '\u001b[2K\u001b[1G',
  'an escape sequence of one byte': '\u009b2K',
  null: '\0',
  'a mark of direction': '\u202e',
};

describe('an entry of the output', () => {
  for (const [name, characters] of Object.entries(acting)) {
    it(`is one entry, though a text of the portal has ${name} in it`, () => {
      const text = entryText(`Order refused. ${characters}${forged}${characters}${forged}`);
      const [first = '', ...further] = text.split('\n');
      assert.ok(first.startsWith('Order refused. '));
      assert.ok(further.every((line) => line.startsWith('  | ')));
      assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      assert.ok(text.includes(forged));
    });
  }

  it('is broken before a separator, not after it', () => {
    for (let length = 60; length <= 130; length++) {
      const lines = entryText(
        `${'x'.repeat(length - 1)}. · POST portal.example.test: HTTP 400, refused`,
      ).split('\n');
      assert.ok(
        lines.every((line) => !line.trimEnd().endsWith('·')),
        lines.join('\n'),
      );
      assert.equal(lines.length, 2 - Number(length + 46 <= 120), lines.join('\n'));
    }
  });

  it('is drawn with a mark on each line, though blanks of any kind, or words, fill the lines before', () => {
    const fillers = [
      ' ',
      '\u00a0',
      '\u3000',
      '\t',
      '\u2800',
      '\u3164',
      '\u{1d159}',
      '\u{16fe4}',
      '\u{13441}\u{13442}',
      '\u200b ',
      ' \u{1d159}\u{16fe4}',
      ' \ufff9\u{1d173}',
      ' \u2060',
      'x',
      'word ',
      '\u{1f600}',
    ];
    for (const filler of fillers) {
      for (const spaced of [forged, forged.replaceAll(' ', '\u00a0')]) {
        for (let count = 60; count < 480; count += 7) {
          const lines = entryText(`Order refused. ${filler.repeat(count)}${spaced}`).split('\n');
          assert.ok(lines.slice(1).every((line) => line.startsWith('  | ')));
          assert.ok(lines.every((line) => line.length <= 124 && !/\p{Surrogate}/u.test(line)));
          if (!/[x\w\u{1f600}]/u.test(filler)) {
            assert.deepEqual(lines, [`Order refused. ${forged}`], JSON.stringify(filler));
          }
        }
      }
    }
  });

  it('has no two blanks in a row of anything that a name counts as a blank or as nothing', () => {
    for (let point = 0x80; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point);
      if (!isVisible(character) && !/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(character)) {
        assert.equal(entryText(`a ${character.repeat(3)} b`), 'a b', `U+${point.toString(16)}`);
      }
    }
  });

  it('has all characters of an exact text, in lines with marks', () => {
    const text = `  reply:\n{"a":"${' '.repeat(300)}${'\u00a0'.repeat(100)}b\u{1f600}${'\u{1f600}'.repeat(90)}"}`;
    const lines = entryText(text, true).split('\n');
    assert.ok(lines.length > 4);
    assert.equal(
      lines.map((line, index) => (index === 0 ? line : line.slice(4))).join(''),
      text.replace('\n', ''),
    );
    assert.ok(lines.every((line) => line.length <= 124));
  });

  it('keeps what does not act, with tabs, blanks and further lines', () => {
    assert.equal(
      entryText('a\tb  c\n  "id": 3197218168379846218,\nשלום', true),
      'a\tb  c\n  |   "id": 3197218168379846218,\n  | שלום',
    );
  });

  it('comes to the channel in no other way, at no level, as no kind of value', () => {
    const written: string[] = [];
    const note = (message: string | Error) => void written.push(String(message));
    const channel = { trace: note, debug: note, info: note, warn: note, error: note, show: () => undefined };
    const log = outputLog({ ...channel, logLevel: 1 });
    const message = `a\n${forged}\u2028${forged}`;
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      log[level](message);
    }
    log.error(Object.assign(new Error(message), { stack: `Error: ${message}` }));
    assert.equal(written.length, 6);
    for (const text of written) {
      assert.match(text, /^(Error: )?a\n {2}\| 2026.*\\u20282026[^\n]*$/);
    }
  });

  it('costs nothing at a level that is off', () => {
    const none = () => assert.fail('written');
    const channel = { trace: none, debug: none, info: none, warn: none, error: none, show: () => undefined };
    outputLog({ ...channel, logLevel: 3 }).debug('x');
    outputLog({ ...channel, logLevel: 0 }).error('x');
  });

  it('is not searched for secrets at a level that is off', () => {
    const written: string[] = [];
    const note = (message: string | Error) => void written.push(String(message));
    const channel = { trace: note, debug: note, info: note, warn: note, error: note, show: () => undefined };
    const known = new KnownSecrets();
    known.note(['a-secret-of-this-window']);
    const searched: string[] = [];
    const redact = known.redact.bind(known);
    known.redact = (text) => {
      searched.push(text);
      return redact(text);
    };
    for (const logLevel of [0, 1, 2, 3]) {
      const log = new RedactedLog(outputLog({ ...channel, logLevel }), known);
      log.trace(`trace ${logLevel} a-secret-of-this-window`);
      log.debug(`debug ${logLevel} a-secret-of-this-window`);
    }
    assert.deepEqual(written, ['trace 1 <redacted>', 'debug 1 <redacted>', 'debug 2 <redacted>']);
    assert.equal(searched.length, written.length);
  });
});
