import assert from 'node:assert/strict';
import { plainText } from '../../../src/text/plainText';
import { textTable } from '../../../src/text/textTable';

const columns = [
  { title: 'Name', align: 'left' },
  { title: 'Price', align: 'right' },
  { title: 'Currency', align: 'left' },
] as const;

describe('a table in plain text', () => {
  it('aligns names left and amounts right, without trailing spaces', () => {
    const rows = [
      ['Enterprise Plan', '36.00', 'USD'],
      ['HA', '1,250.00', 'not told'],
    ];
    assert.deepEqual(textTable(columns, rows), [
      'Name                Price  Currency',
      '---------------  --------  --------',
      'Enterprise Plan     36.00  USD',
      'HA               1,250.00  not told',
    ]);
  });

  it('has only its titles if there are no rows, and is blank where a row has no text', () => {
    assert.deepEqual(textTable(columns, []), ['Name  Price  Currency', '----  -----  --------']);
    assert.deepEqual(textTable(columns, [['HA']]).at(-1), 'HA');
  });

  const sameWidth = [
    ['letters with marks', 'e\u0301', 'x'],
    ['East Asian letters', '云', 'xx'],
    ['fullwidth letters', 'Ａ', 'xx'],
    ['emoji', '👩‍🔧', 'xx'],
    ['an isolated direction', plainText('שלום'), 'xxxx'],
  ] as const;
  for (const [what, text, letters] of sameWidth) {
    it(`counts ${what} by the width that is drawn`, () => {
      const [, , own, other] = textTable(columns, [
        [text, '1', ''],
        [letters, '1', ''],
      ]);
      assert.equal(own?.replace(text, letters), other);
    });
  }

  it('shortens a name that would push the prices out of sight, and closes its isolate', () => {
    const [, line = '', latin = '', hebrew = ''] = textTable(columns, [
      ['x'.repeat(500), '1', 'USD'],
      [plainText('ש'.repeat(500)), '1', 'USD'],
    ]);
    assert.equal(line.indexOf('  '), 60);
    assert.equal(latin, `${'x'.repeat(59)}…      1  USD`);
    assert.equal(hebrew, `\u2068${'ש'.repeat(59)}…\u2069      1  USD`);
  });

  it('does not shorten a name that just fits', () => {
    assert.equal(textTable(columns, [['x'.repeat(60), '1', '']]).at(-1), `${'x'.repeat(60)}      1`);
  });
});
