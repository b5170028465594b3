import assert from 'node:assert/strict';
import { plainText } from '../../../src/text/plainText';
import { textTable } from '../../../src/text/textTable';

const columns = [
  { title: 'Name', align: 'left' },
  { title: 'Price', align: 'right' },
  { title: 'Currency', align: 'left' },
] as const;

describe('a table in plain text', () => {
  it('aligns its columns, names left and amounts right, without blanks at the end', () => {
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

  it('is its titles alone without rows, and blank where a row has no text', () => {
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
    it(`counts ${what} as wide as they are drawn`, () => {
      const [, , own, other] = textTable(columns, [
        [text, '1', ''],
        [letters, '1', ''],
      ]);
      assert.equal(own?.replace(text, letters), other);
    });
  }

  it('cuts a name that would push the prices out of sight, and ends the direction that it has begun', () => {
    const [, line = '', latin = '', hebrew = ''] = textTable(columns, [
      ['x'.repeat(500), '1', 'USD'],
      [plainText('ש'.repeat(500)), '1', 'USD'],
    ]);
    assert.equal(line.indexOf('  '), 60);
    assert.equal(latin, `${'x'.repeat(59)}…      1  USD`);
    assert.equal(hebrew, `\u2068${'ש'.repeat(59)}…\u2069      1  USD`);
  });

  it('leaves a name that just fits as it is', () => {
    assert.equal(textTable(columns, [['x'.repeat(60), '1', '']]).at(-1), `${'x'.repeat(60)}      1`);
  });
});
