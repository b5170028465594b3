// Bundles the extension: dist/extension.js (what activation loads), one more file for each of our own
// modules that is imported dynamically, and the webview's script and style.
//
//   node esbuild.js [--production] [--watch]

const fs = require('node:fs');
const { builtinModules } = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** The modules that the host loads on first need: name in dist → source. */
const loadedOnNeed = {
  compose: 'src/compose/compose.ts',
  sandbox: 'src/sandbox/server.ts',
};

/** Keeps `import('./compose/compose')` a file of its own, since esbuild splits code for ES modules only. */
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
 * What axios brings along and this extension never uses, with what stands in for it.
 *
 * - It can send forms with files, and carries a data base of media types for that (137 KB); here JSON and url-encoded
 *   forms are sent, so the platform's own FormData does.
 * - It can find its way through a proxy by itself; here VS Code's own modules do that, and `proxy: false` says so.
 * - It writes to `debug` where that is installed, which no user's machine is sure to have.
 */
const standIns = {
  'form-data': 'module.exports = globalThis.FormData;',
  'https-proxy-agent':
    "module.exports = class HttpsProxyAgent { constructor() { throw new Error('VS Code finds the proxy'); } };",
  debug: 'module.exports = () => () => undefined;',
};

const withStandIns = {
  name: 'with-stand-ins',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(standIns).join('|')})$`);
    build.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'stand-in' }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path: name }) => ({ contents: standIns[name] }));
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
  external: ['vscode'],
  plugins: [dynamicImportsStayFiles, withStandIns],
};

const webview = {
  ...common,
  entryPoints: {
    form: 'src/form/webview/main.ts',
    bulkOrder: 'src/form/webview/bulk/main.ts',
    calendar: 'src/form/webview/calendarMain.ts',
  },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  loader: { '.svg': 'text' },
};

/** What may be in two host bundles: it holds neither classes nor state, so a copy of it is the same. */
const maybeTwice = ['src/rules/', 'src/portal/ownMachine.ts', 'src/text/unseen.ts'];

/**
 * One source file in two host bundles would be two classes of one name: `instanceof` would fail. The table of rules
 * holds data alone, and the simulated portal keeps to the same one.
 */
function refuseSharedSources({ outputs }) {
  const owners = new Map();
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const input of Object.keys(inputs).filter(
      (file) => file.startsWith('src/') && !maybeTwice.some((one) => file.startsWith(one)),
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

/** The package holds no node_modules: what is not bundled must come with VS Code or with Node. */
function refuseForeignModules({ outputs }) {
  const own = new Set([
    'vscode',
    ...builtinModules,
    ...Object.keys(loadedOnNeed).map((name) => `./${name}.js`),
  ]);
  const foreign = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path: name }) => external && !own.has(name.replace(/^node:/, '')));
  if (foreign.length > 0) {
    throw new Error(`not in the package: ${foreign.map(({ path: name }) => name).join(', ')}`);
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
  refuseForeignModules(hostResult.metafile);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
