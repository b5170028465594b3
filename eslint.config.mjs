import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { portalText } from './lint/portalText.mjs';

/** Which folders of src/ a folder must not import. Arrows point one way: commands → form, documents, tree → orders → portal. */
const shown = ['tree', 'documents', 'form', 'commands'];
const mayNotImport = {
  rules: ['portal', 'orders', 'renewals', 'text', 'export', 'sandbox', ...shown],
  portal: ['rules', 'orders', 'renewals', 'export', 'sandbox', ...shown],
  orders: ['renewals', 'export', 'sandbox', ...shown],
  renewals: ['export', 'sandbox', ...shown],
  text: ['export', 'sandbox', ...shown],
  export: ['rules', 'sandbox', ...shown],
  sandbox: ['portal', 'orders', 'renewals', 'text', 'export', ...shown],
  tree: ['export', 'sandbox', 'documents', 'form', 'commands'],
  documents: ['export', 'sandbox', 'form', 'commands'],
  form: ['export', 'sandbox', 'tree', 'documents', 'commands'],
  commands: [],
};

const withoutVscode = ['rules', 'portal', 'orders', 'renewals', 'export', 'sandbox'];

const directions = Object.entries(mayNotImport).map(([folder, forbidden]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: withoutVscode.includes(folder)
          ? [{ name: 'vscode', message: `src/${folder} runs without VS Code.` }]
          : [],
        patterns: [
          ...forbidden.map((name) => ({
            group: [`**/${name}/**`, `**/${name}`],
            message: `src/${folder} must not know src/${name}.`,
          })),
          { group: ['**/extension', '**/compose/**'], message: 'Only compose/ knows every part.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.cache/', 'node_modules/', 'test/bench/fixtures/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './src/form/webview/tsconfig.json'] },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-duplicate-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  ...directions,
  {
    // Where text is shown. Its page shows text as text alone, and exports write it as it is.
    files: ['src/*.ts', 'src/{compose,text,tree,documents,form,commands}/**/*.ts'],
    ignores: ['src/text/plainText.ts', 'src/form/webview/**'],
    plugins: { house: { rules: { 'portal-text': portalText } } },
    rules: { 'house/portal-text': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
);
