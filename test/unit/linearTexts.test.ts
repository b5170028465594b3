import assert from 'node:assert/strict';
import { csvText, withFileExtension } from '../../src/export/csv';
import { entryText } from '../../src/outputLog';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import { validHttpSettings } from '../../src/portal/httpRequest';
import { People, newUser } from '../../src/sandbox/people';
import { foldText } from '../../src/text/plainText';
import { assertLinear } from './support/linear';

/** What a pattern may have to be past before it meets a long run of one piece. */
const beginnings = [
  '',
  '0',
  '00',
  '0.0',
  '$00',
  '1e1',
  'a',
  'a@',
  'a:',
  'a:/',
  ';',
  '"',
  '\t',
  ' ',
  '\u00a0',
];

/** One of each class of characters that a pattern of ours may have, and some in turn. */
const runs = [
  ...Array.from(' \n\t\u00a00123.,()%$€+-_eaAé成"\'@/\\=;:|^~'),
  '. ',
  ', ',
  '0 ',
  ' (',
  '/@',
  '.a',
  '" ',
];

const ends = ['', 'x', 'é', '!', '@', '\n'];

const texts = beginnings.flatMap((beginning) =>
  runs.flatMap((run) =>
    ends.map((end) => (size: number) => beginning + run.repeat(Math.ceil(size / run.length)) + end),
  ),
);

const people = new People();

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a cell of a CSV file, by commas': (text) => csvText(['name'], [[text]]),
  'a cell of a CSV file, by semicolons': (text) => csvText(['name'], [[text]], ';'),
  'a cell of a CSV file, by tabs': (text) => csvText(['name'], [[text]], '\t'),
  'the name of a file': withFileExtension,
  'a log entry': (text) => entryText(text),
  'a name that is searched for': foldText,
  'the address of a portal': (text) => {
    assert.throws(() => parseBaseUrl(`${text}?`));
  },
  'the setting of the user agent': (text) => validHttpSettings({ requestTimeout: 30, userAgent: text }),
  'an e-mail address in the sandbox': (text) => {
    const body = JSON.stringify({ userType: 'Customer', yeastarId: `a@${text}@` });
    assert.throws(() => newUser(body, people));
  },
};

describe('what reads or writes a text takes time in proportion to its length, whatever it is made of', () => {
  for (const [what, read] of Object.entries(readers)) {
    it(what, () => {
      assertLinear((all) => all.forEach(read), texts, 10_000);
    });
  }
});
