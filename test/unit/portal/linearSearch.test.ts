import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Needles } from '../../../src/portal/needles';
import { KnownSecrets } from '../../../src/portal/secrets';
import { RedactedLog } from '../../../src/portal/traceLog';
import { CollectedLog } from '../support/collectedLog';

function milliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function knowing(...noted: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  known.note(noted);
  return known;
}

/** As many secrets as a window has to remember. */
function many(secret: (index: number) => string): string[] {
  return Array.from({ length: 60 }, (_, index) => secret(index));
}

describe('the search for secrets', () => {
  const shapes: readonly (readonly [what: string, secret: (size: number) => string, text: string])[] = [
    ['one letter except for one near the end', (size) => `${'a'.repeat(size)}b${'a'.repeat(7)}`, 'a'],
    ['one letter except for the first', (size) => `b${'a'.repeat(size)}`, 'a'],
    ['one letter', (size) => 'a'.repeat(size), 'a'],
    ['two alternating letters', (size) => `b${'ab'.repeat(size / 2)}`, 'ab'],
    ['a repeated piece after another letter', (size) => `x${'token-1/'.repeat(size / 8)}`, 'token-1/'],
    ['zeros as in base64', (size) => `b${'AAAA'.repeat(size / 4)}`, 'A'],
  ];
  for (const [what, secretOf, piece] of shapes) {
    it(`takes no longer for a long secret than for a short one: ${what}`, () => {
      const text = piece.repeat(200_000 / piece.length);
      const timeOf = (size: number) => {
        const known = new KnownSecrets();
        known.note([secretOf(size)]);
        known.redact(piece);
        return milliseconds(() => known.redact(text));
      };
      const [short, long] = [timeOf(64), timeOf(16_000)];
      // Comparing the whole secret at each position would take seconds.
      assert.ok(long < 4 * short + 250, `${short} ms, and ${long} ms for a secret of 16 KB`);
    });
  }

  const alike: readonly (readonly [what: string, secrets: readonly string[], text: string])[] = [
    ['one letter, each longer than the last', many((index) => 'A'.repeat(8 + index)), 'A'],
    ['the same beginning', many((index) => `${'A'.repeat(40)}${index}-`), 'A'],
    ['the same end', many((index) => `-${index}${'A'.repeat(40)}`), 'A'],
    ['two alternating letters', many((index) => `${'ab'.repeat(20)}${'c'.repeat(index)}`), 'ab'],
    ['numbers', many((index) => '1'.repeat(4 + (index % 16))), 'token 1111 '],
    ['words', many((index) => `string${String.fromCharCode(65 + index)}`), 'token"string"stringA '],
  ];
  for (const [what, secrets, piece] of alike) {
    it(`takes no longer for many similar secrets than for one: ${what}`, () => {
      const text = piece.repeat(200_000 / piece.length);
      const timeOf = (noted: readonly string[]) => {
        const known = knowing(...noted);
        known.redact(piece);
        return milliseconds(() => known.redact(text));
      };
      const [one, all] = [timeOf(secrets.slice(0, 1)), timeOf(secrets)];
      assert.ok(all < 4 * one + 250, `${one} ms for one, and ${all} ms for ${secrets.length}`);
    });
  }

  it('finds every occurrence in a text that resembles its needles everywhere', () => {
    const parts = fc.array(fc.constantFrom('a', 'b', 'ab', 'aab', 'aaaa', 'abababab'), {
      minLength: 1,
      maxLength: 12,
    });
    const texts = parts.map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), texts, texts, (needles, before, behind) => {
        const text = [before, ...needles, behind].join('c');
        const marks = new Array<string>(text.length).fill('.');
        const expected = [...marks];
        for (const needle of needles) {
          for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
            expected.fill('#', at, at + needle.length);
          }
        }
        for (const { start, end } of new Needles(needles).find(text)) {
          marks.fill('#', start, end);
        }
        assert.equal(marks.join(''), expected.join(''));
      }),
    );
  });

  for (const [secret, text, expected] of [
    ['A'.repeat(24), 'A'.repeat(500 * 1024), /^<redacted>$/],
    ['abababab', 'ab'.repeat(250 * 1024), /^<redacted>$/],
    ['aaaaaaaa', 'aaaaaaaa '.repeat(50_000), /^(<redacted> ){50000}$/],
    ['0'.repeat(20), `"n":${'0'.repeat(500_000)},`, /^"n":"<redacted>",$/],
    ['1111', 'token 1111 '.repeat(50_000), /^(token <redacted> ){50000}$/],
  ] as const) {
    it(`finds every occurrence of a secret: ${secret}`, () => {
      assert.match(knowing(secret).redact(text), expected);
    });
  }

  it('runs once for a reply that is logged, and again if there are new secrets or another search redacted it', () => {
    const log = new CollectedLog();
    const known = knowing('hunter2hunter2');
    const safe = new RedactedLog(log, known);
    const by = { known, version: known.version };
    // A secret that was never searched for shows that this does not search either.
    safe.traceRedacted('hunter2hunter2', by);
    assert.deepEqual(log.lines.splice(0), ['trace hunter2hunter2']);
    known.note(['brand-new-token-4711']);
    safe.traceRedacted('brand-new-token-4711', by);
    safe.traceRedacted('hunter2hunter2', { known: knowing('a', 'b'), version: known.version });
    assert.deepEqual(log.lines, ['trace <redacted>', 'trace <redacted>']);
  });

  it('runs in short steps for the largest texts', async () => {
    const known = knowing('token-of-the-bench-1', 'CLIENT-ID-7d1f', 'aaaaaaaa', '1111');
    const size = 512 * 1024;
    for (const piece of [
      '\\/',
      '\\"',
      '%41',
      '%25',
      '&#65;',
      '&amp;',
      '\\u0041',
      '\\xC3\\xBC',
      'a b%41',
      '<a> ',
      'QUJD IGFi ',
      'ab cd ',
      'ab cd ef g ',
      'ab cd ef,gh ',
      'ab cd ef ghi jk lm no pqr ',
      '%C3%A4 ab cd ef ghi jkl mno pqr st ',
      'aaaaaaaa ',
      'token 1111 ',
    ]) {
      const text = piece.repeat(size / piece.length);
      const steps: number[] = [];
      let shortest = Infinity;
      let share = 1;
      // The best of three, because the machine may be busy. On one that is slow throughout, a step is a small share.
      for (let round = 0; round < 3 && shortest > 60 && share > 1 / 5; round++) {
        steps.length = 0;
        let before = process.cpuUsage();
        const note = () => {
          const { user, system } = process.cpuUsage(before);
          steps.push((user + system) / 1000);
          before = process.cpuUsage();
          return Promise.resolve();
        };
        await known.redactInTurns(text, note);
        void note();
        const longest = Math.max(...steps);
        shortest = Math.min(shortest, longest);
        share = longest / steps.reduce((sum, step) => sum + step);
      }
      assert.ok(shortest < 60 || share < 1 / 5, `${piece}: ${shortest} ms, ${share} of all`);
    }
  });
});
