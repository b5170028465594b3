import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { outFolder, projectRoot } from './paths';

/**
 * Bundles TypeScript modules separately, so that an extension host of any supported version can load them. `vscode`
 * remains a module of the host. Mocha remains a module of `node_modules`, because there must be only one instance of
 * it.
 * @param sources absolute paths in the project
 * @param run name of the folder in `out/bundles/`, so that concurrent runs do not overwrite each other's bundles
 * @returns absolute paths of the bundles, in the order of the sources
 * @throws Error with esbuild's messages
 */
export async function bundleForHost(sources: readonly string[], run: string): Promise<string[]> {
  const outdir = join(outFolder, 'bundles', run);
  await build({
    entryPoints: [...sources],
    outbase: projectRoot,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return sources.map((source) => join(outdir, relative(projectRoot, source).replace(/\.ts$/, '.js')));
}
