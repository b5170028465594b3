import assert from 'node:assert/strict';
import { withFileExtension } from '../../../src/export/csv';

describe('the name of an exported file', () => {
  const names: readonly (readonly [chosen: string, written: string])[] = [
    ['/home/ada/instances', '/home/ada/instances.csv'],
    ['/home/ada/instances.', '/home/ada/instances.csv'],
    ['/home/ada.json/instances', '/home/ada.json/instances.csv'],
    ['/home/ada/2026.11', '/home/ada/2026.11.csv'],
    ['/home/ada/instances.csv', '/home/ada/instances.csv'],
    ['/home/ada/instances.JSON', '/home/ada/instances.JSON'],
    ['/home/ada/instances.txt', '/home/ada/instances.txt'],
  ];
  for (const [chosen, written] of names) {
    it(`${chosen} becomes ${written}`, () => {
      assert.equal(withFileExtension(chosen), written);
    });
  }
});
