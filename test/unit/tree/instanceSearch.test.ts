import assert from 'node:assert/strict';
import { milliseconds } from '../support/linear';
import * as fc from 'fast-check';
import type { Instance } from '../../../src/portal/instances';
import { InstanceSearch } from '../../../src/tree/instanceSearch';
import { foldText } from '../../../src/text/plainText';

function instance(productNo: string, name = '', planName?: string): Instance {
  return { productId: 13, productNo, name, activationStatus: 'activated', planName };
}

/** What matches, without regard to speed: each word stands in the name, the serial number or the plan. */
function naiveMatches(rows: readonly Instance[], text: string): readonly Instance[] {
  const words = foldText(text).split(/\s+/);
  return rows.filter(({ name, productNo, planName = '' }) =>
    words.every((word) => [name, productNo, planName].some((part) => foldText(part).includes(word))),
  );
}

function begins({ name, productNo }: Instance, text: string): boolean {
  const folded = foldText(text).trim();
  return folded !== '' && [name, productNo].some((part) => foldText(part).startsWith(folded));
}

/** Few letters, so that texts and rows meet often. */
const letters = fc.constantFrom('a', 'A', 'á', 'b', '3', '6', ' ', '-', 'ł', '上', '\n', '\t', '\u202e', '𝒳');
const someText = fc.string({ unit: letters, maxLength: 6 });
const somePages = fc
  .array(
    fc.array(fc.record({ name: someText, planName: fc.option(someText, { nil: undefined }) }), {
      maxLength: 8,
    }),
    { maxLength: 4 },
  )
  .map((pages) =>
    pages.map((rows, page) =>
      rows.map(({ name, planName }, index) => instance(`36${page}B${index}AA`, name, planName)),
    ),
  );

describe('the search for instances', () => {
  it('finds what a plain filter finds, in the order of the rows, what begins with the text first', () => {
    fc.assert(
      fc.property(somePages, someText, (pages, text) => {
        const { matches, more } = new InstanceSearch().find(pages, text, 1000);
        const expected = naiveMatches(pages.flat(), text);
        assert.deepEqual(matches, [
          ...expected.filter((row) => begins(row, text)),
          ...expected.filter((row) => !begins(row, text)),
        ]);
        assert.equal(more, 0);
      }),
    );
  });

  it('gives the first matches alone where only a few are asked for, and counts the others', () => {
    fc.assert(
      fc.property(somePages, someText, fc.integer({ min: 1, max: 5 }), (pages, text, most) => {
        const search = new InstanceSearch();
        const { matches: all } = search.find(pages, text, 1000);
        const { matches, more } = search.find(pages, text, most);
        assert.deepEqual(matches, all.slice(0, most));
        assert.equal(more, Math.max(0, all.length - most));
      }),
    );
  });

  const rows = [
    instance('3631A2047815AT0X', 'Kraków  warehouse', 'Enterprise Plan'),
    instance('3658B4311196K2ID', 'Lagos head office', 'Ultimate Plan'),
    instance('3619E2119086UFEJ', '上海 clinic'),
    instance('3640C2127005XYZZ', 'İzmir depot 3631'),
    instance('3641D2134924QQQQ', 'Ha\u0300 Nội'),
    instance('3642D2134924WWWW', 'São Paulo plant'),
  ];
  const serialsFound = (text: string) =>
    new InstanceSearch().find([rows], text, 100).matches.map(({ productNo }) => productNo);

  const found = [
    ['krakow', ['3631A2047815AT0X'], 'Latin letters without their marks'],
    ['KRAKÓW warehouse', ['3631A2047815AT0X'], 'whatever the case, with marks and blanks'],
    ['izmir', ['3640C2127005XYZZ'], 'a capital letter with a dot'],
    ['hà nôi', ['3641D2134924QQQQ'], 'marks written one way or another'],
    ['上', ['3619E2119086UFEJ'], 'letters of other scripts'],
    ['3658b4311196k2id', ['3658B4311196K2ID'], 'a serial number in small letters'],
    [' k2id\n', ['3658B4311196K2ID'], 'the end of a serial number, pasted with what stood around it'],
    ['office lagos ult', ['3658B4311196K2ID'], 'words in any order, of name and plan'],
    ['3631', ['3631A2047815AT0X', '3640C2127005XYZZ'], 'first the serial number that begins with it'],
    ['pla', ['3631A2047815AT0X', '3658B4311196K2ID', '3642D2134924WWWW'], 'a plan, but not as a beginning'],
    ['office 3631', [], 'nothing where the words belong to two instances'],
  ] as const;
  for (const [text, serials, what] of found) {
    it(`finds by ${JSON.stringify(text)}: ${what}`, () => {
      assert.deepEqual(serialsFound(text), serials);
    });
  }

  it('finds everything by no text', () => {
    for (const text of ['', ' ', '\n']) {
      assert.equal(serialsFound(text).length, rows.length);
    }
  });

  it('finds what a page holds that took the place of an older one', () => {
    const search = new InstanceSearch();
    assert.equal(search.find([rows], 'renamed', 10).matches.length, 0);
    const renamed = [instance('3631A2047815AT0X', 'Renamed'), ...rows.slice(1)];
    assert.equal(search.find([renamed], 'renamed', 10).matches.length, 1);
  });

  it('answers among 100,000 prepared instances within 100 ms', () => {
    const pages = Array.from({ length: 4000 }, (_page, page) =>
      Array.from({ length: 25 }, (_row, row) =>
        instance(`36${page}B${row}K2ID`, `Kraków branch ${page * 25 + row}`, 'Enterprise Plan'),
      ),
    );
    const search = new InstanceSearch();
    pages.forEach((page) => search.prepare(page));
    const took = ['', 'k', 'krakow branch', '99999', 'nothing', 'plan 36 kra'].map((text) => {
      // The shortest of a few, since other programs have the processor too.
      const runs = Array.from({ length: 5 }, () =>
        milliseconds(() => {
          search.find(pages, text, 100);
        }),
      );
      return Math.min(...runs);
    });
    assert.ok(Math.max(...took) < 100, `${took.map(Math.round).join(', ')} ms`);
  });
});
