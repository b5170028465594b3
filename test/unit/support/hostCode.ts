import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

/**
 * What modules of the host export that need nothing of VS Code but its texts.
 *
 * @param exported Names by the module under `src/` that they come from; the caller knows their types.
 */
export async function hostCode(exported: Readonly<Record<string, string>>): Promise<unknown> {
  const sources = join(import.meta.dirname, '../../../src');
  const { outputFiles } = await build({
    stdin: {
      contents: Object.entries(exported)
        .map(([name, module]) => `export { ${name} } from ${JSON.stringify(join(sources, module))};`)
        .join('\n'),
      resolveDir: import.meta.dirname,
    },
    alias: { vscode: join(import.meta.dirname, 'vscodeTexts.ts') },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
  });
  const bundle = { exports: {} };
  const run = compileFunction(outputFiles[0]?.text ?? '', ['module', 'require']);
  Reflect.apply(run, undefined, [bundle, createRequire(import.meta.url)]);
  return bundle.exports;
}
