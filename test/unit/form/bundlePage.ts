import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a page as the extension ships it.
 *
 * @param entry The page's script, in `src/form/webview/`.
 */
export async function bundlePage(entry: string): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../../src/form/webview', entry)],
    outfile: 'page.js',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    loader: { '.svg': 'text' },
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
