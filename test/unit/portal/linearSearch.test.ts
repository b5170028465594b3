import assert from 'node:assert/strict';
import { Needles } from '../../../src/portal/needles';
import { KnownSecrets } from '../../../src/portal/secrets';

function milliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('the search for secrets', () => {
  const shapes: readonly (readonly [what: string, secret: (size: number) => string, text: string])[] = [
    ['one letter but for one near the end', (size) => `${'a'.repeat(size)}b${'a'.repeat(7)}`, 'a'],
    ['one letter but for the first', (size) => `b${'a'.repeat(size)}`, 'a'],
    ['one letter', (size) => 'a'.repeat(size), 'a'],
    ['two letters in turn', (size) => `b${'ab'.repeat(size / 2)}`, 'ab'],
    ['a piece many times over, but for the first', (size) => `x${'token-1/'.repeat(size / 8)}`, 'token-1/'],
    ['zeros, as base64 has them', (size) => `b${'AAAA'.repeat(size / 4)}`, 'A'],
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
      // Where each place of the text is compared with all of the secret, it is seconds.
      assert.ok(long < 4 * short + 250, `${short} ms, and ${long} ms for a secret of 16 KB`);
    });
  }

  it('finds the same whichever way it goes, where a text is long and like its needles everywhere', () => {
    const needle = `${'ab'.repeat(40)}a`;
    const short = 'bababababababa';
    const parts = [
      'ab'.repeat(3000),
      'x',
      'ab'.repeat(39),
      'a',
      'x',
      needle,
      'xx',
      `b${needle}`,
      'abba'.repeat(500),
    ];
    const text = parts.join('');
    const covered = (found: readonly { start: number; end: number }[]) => {
      const marks = new Array<string>(text.length).fill('.');
      found.forEach(({ start, end }) => marks.fill('#', start, end));
      return marks.join('');
    };
    for (const one of [needle, short]) {
      const places = [];
      for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
        places.push({ start: at, end: at + one.length });
      }
      assert.equal(covered(new Needles([one]).find(text)), covered(places));
    }
  });
});
