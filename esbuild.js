// Bundles the extension: dist/extension.js (what activation loads), one more file for each of our own
// modules that is imported dynamically, and the webview's script and style.
//
//   node esbuild.js [--production] [--watch]

const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** The modules that the host loads on first need: name in dist → source. */
const loadedOnNeed = {
  parts: 'src/parts.ts',
  sandbox: 'src/sandbox/server.ts',
};

/** Keeps `import('./parts')` a file of its own, since esbuild splits code for ES modules only. */
const dynamicImportsStayFiles = {
  name: 'dynamic-imports-stay-files',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path: request, resolveDir }) => {
      if (kind !== 'dynamic-import') {
        return undefined;
      }
      const source = path.relative(__dirname, path.resolve(resolveDir, request)).replaceAll(path.sep, '/');
      const found = Object.entries(loadedOnNeed).find(([, file]) => file === `${source}.ts`);
      return found
        ? { path: `./${found[0]}.js`, external: true }
        : { errors: [{ text: `${request} is imported dynamically but is not listed in loadedOnNeed` }] };
    });
  },
};

/**
 * axios can send forms with files, and carries a data base of media types for that (137 KB). This extension
 * sends JSON and url-encoded forms only, so the platform's own FormData stands in.
 */
const withoutFormData = {
  name: 'without-form-data',
  setup(build) {
    build.onResolve({ filter: /^form-data$/ }, () => ({ path: 'form-data', namespace: 'platform' }));
    build.onLoad({ filter: /.*/, namespace: 'platform' }, () => ({
      contents: 'module.exports = globalThis.FormData;',
    }));
  },
};

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
};

const host = {
  ...common,
  entryPoints: { extension: 'src/extension.ts', ...loadedOnNeed },
  outdir: 'dist',
  platform: 'node',
  // CommonJS, since VS Code routes http and https through the user's proxy and certificates by way of
  // require(); an ES module's import would pass that by.
  format: 'cjs',
  target: 'node20',
  // The log names errors by their class.
  keepNames: true,
  external: ['vscode', 'debug'],
  plugins: [dynamicImportsStayFiles, withoutFormData],
};

const webview = {
  ...common,
  entryPoints: { form: 'src/form/webview/main.ts' },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  loader: { '.svg': 'text' },
};

/**
 * One source file in two host bundles would be two classes of one name: `instanceof` would fail. The table of rules
 * holds data alone, and the simulated portal keeps to the same one.
 */
function refuseSharedSources({ outputs }) {
  const owners = new Map();
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const input of Object.keys(inputs).filter(
      (file) => file.startsWith('src/') && !file.startsWith('src/rules/'),
    )) {
      owners.set(input, [...(owners.get(input) ?? []), output]);
    }
  }
  const shared = [...owners].filter(([, files]) => files.length > 1);
  if (shared.length > 0) {
    throw new Error(
      `bundled twice: ${shared.map(([input, files]) => `${input} (${files.join(', ')})`).join('; ')}`,
    );
  }
}

async function main() {
  // A file of an earlier build would end up in the package.
  fs.rmSync(path.join(__dirname, 'dist'), { recursive: true, force: true });
  if (watch) {
    const contexts = await Promise.all([esbuild.context(host), esbuild.context(webview)]);
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const [hostResult] = await Promise.all([esbuild.build(host), esbuild.build(webview)]);
  refuseSharedSources(hostResult.metafile);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
