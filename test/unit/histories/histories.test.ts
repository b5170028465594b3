import assert from 'node:assert/strict';
import type { History } from './history';
import { failuresOf } from './processes';
import { tell } from './tell';

/** A run of the tests always tells the same ones, so that it fails for what was changed. A thorough run tells others. */
const everyday = { histories: 2000, seed: 20_261_127 } as const;

const shape = { containers: 'lists', ids: 'text', pages: 'envelope', details: 'told' } as const;

/** The shortest forms of histories that broke a promise once. */
const found: readonly (readonly [name: string, history: History])[] = [
  [
    'two orders of one text, of which one alone is looked for',
    {
      shape,
      sort: 'ignored',
      steps: [
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: ['lostBefore'], others: [], consent: false },
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: ['unavailableAfter'], others: [], consent: true },
        { do: 'settle', window: 0, others: [], only: 1 },
      ],
    },
  ],
  [
    'an order that somebody else made in the portal under a number of their own',
    {
      shape,
      sort: 'heeded',
      steps: [
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: ['lostBefore'], others: [], consent: false },
        { do: 'orderElsewhere', order: 0 },
        { do: 'settle', window: 0, others: [] },
      ],
    },
  ],
  [
    'an order that comes late, when a later one of the same text is unknown too and saw more of the list',
    {
      shape: { ...shape, pages: 'array' },
      sort: 'ignored',
      steps: [
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: ['late'], others: [], consent: false },
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: [], others: [], consent: true },
        { do: 'review', window: 0, order: 0 },
        { do: 'place', window: 0, saves: ['unauthorizedBefore'], others: [], consent: true },
      ],
    },
  ],
];

describe('Whatever happens to orders', () => {
  const { PBX_HISTORIES: asked, PBX_SEED: givenSeed } = process.env;
  const histories = Number(asked ?? everyday.histories);
  const seed = Number(givenSeed ?? (asked === undefined ? everyday.seed : Date.now() % 2 ** 31));

  it(`each is placed once or not at all, and what is said of it is true: ${histories} histories, PBX_SEED=${seed}`, async function () {
    this.timeout(960_000);
    assert.equal(await failuresOf('single', seed, histories), '');
  });

  for (const [name, history] of found) {
    it(`is true of the history of ${name}`, () => tell(history));
  }
});
