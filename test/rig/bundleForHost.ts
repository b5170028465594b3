import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { outFolder, projectRoot } from './paths';

/**
 * Bundles TypeScript modules, each by itself, into what an extension host of any supported version can load.
 * `vscode` stays a module of the host, and mocha one of `node_modules`: it must exist once.
 * @param sources absolute paths in the project
 * @param run names the folder in `out/bundles/`, so that runs that go on at the same time do not disturb each other
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
