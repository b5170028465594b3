import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { operationsPage } from '../docs/operationsPage';

describe('The page about what can be ordered', () => {
  it('is made from the table of rules', async () => {
    const file = join(__dirname, '..', '..', 'docs', 'operations.md');
    const page = await format(operationsPage(), { ...(await resolveConfig(file)), filepath: file });
    assert.equal(readFileSync(file, 'utf8'), page, 'run "npm run docs"');
  });
});
