import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type * as priceTexts from '../../../src/form/priceTexts';
import type * as review from '../../../src/form/review';

const source = (name: string) => join(import.meta.dirname, '../../../src/form', name);

/** The host's own code that words a review, which needs nothing of VS Code but its texts. */
export async function hostReview(): Promise<
  Pick<typeof review, 'reviewOf'> & Pick<typeof priceTexts, 'priceLine'>
> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { reviewOf } from ${JSON.stringify(source('review'))};
        export { priceLine } from ${JSON.stringify(source('priceTexts'))};`,
      resolveDir: import.meta.dirname,
    },
    alias: { vscode: join(import.meta.dirname, '../support/vscodeTexts.ts') },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
  });
  const bundle = { exports: {} };
  const run = compileFunction(outputFiles[0]?.text ?? '', ['module', 'require']);
  Reflect.apply(run, undefined, [bundle, createRequire(import.meta.url)]);
  return bundle.exports as Awaited<ReturnType<typeof hostReview>>;
}
