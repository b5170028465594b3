import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

describe('A file that the documentation names', () => {
  const root = join(__dirname, '..', '..');
  const folders = ['src', 'test', 'docs', 'lint', 'l10n', 'out', ''];

  for (const page of [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'docs/architecture.md',
    'docs/orders.md',
  ]) {
    it(`is there: ${page}`, () => {
      const text = readFileSync(join(root, page), 'utf8');
      const inCode = [...text.matchAll(/`([\w./-]+\/(?:[\w.-]+\.(?:ts|mjs|json|md))?)`/g)].map(
        ([, name = '']) => name,
      );
      const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, name = '']) => name);
      const missing = [
        ...inCode.filter(
          (name) =>
            !/^(out|dist|pbx-subscriptions)\//.test(name) &&
            !folders.some((folder) => existsSync(join(root, folder, name))),
        ),
        ...linked.filter((name) => !existsSync(join(root, page, '..', name))),
      ];
      assert.ok(inCode.length + linked.length > 0);
      assert.deepEqual(missing, []);
    });
  }
});
