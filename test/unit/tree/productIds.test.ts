import assert from 'node:assert/strict';
import { readProductIds } from '../../../src/portal/catalogue';

describe('the setting pbx.productIds', () => {
  const readings = [
    [[], [], []],
    [[22, 9], [22, 9], []],
    [[22, 9, 22], [22, 9], []],
    [
      [0, -1, 1.5, '22', null, [7], { id: 7 }, true, 22],
      [22],
      ['0', '-1', '1.5', '"22"', 'null', '[7]', '{"id":7}', 'true'],
    ],
    [[2 ** 53], [], ['9007199254740992']],
    ['22', [], ['"22"']],
    [22, [], ['22']],
    [null, [], ['null']],
    [undefined, [], []],
  ] as const;
  for (const [setting, productIds, ignored] of readings) {
    it(`of ${JSON.stringify(setting)} names ${JSON.stringify(productIds)}`, () => {
      assert.deepEqual(readProductIds(setting), { productIds, ignored });
    });
  }
});
