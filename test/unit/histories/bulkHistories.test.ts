import assert from 'node:assert/strict';
import { failuresOf } from './processes';

/** A run of the tests always tells the same ones, so that it fails for what was changed. A thorough run tells others. */
const everyday = { histories: 500, seed: 20_261_128 } as const;

describe('Whatever happens to bulk orders', () => {
  const { PBX_HISTORIES: asked, PBX_SEED: givenSeed } = process.env;
  const histories = Number(asked ?? everyday.histories);
  const seed = Number(givenSeed ?? (asked === undefined ? everyday.seed : Date.now() % 2 ** 31));

  it(`each row is placed once or not at all, and what is said of it is true: ${histories} histories, PBX_SEED=${seed}`, async function () {
    this.timeout(960_000);
    assert.equal(await failuresOf('bulk', seed, histories), '');
  });
});
