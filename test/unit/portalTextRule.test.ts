import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { portalText } from '../../lint/portalText.mjs';

const folder = join(import.meta.dirname, '..', 'lint', 'portalText');
const fixture = readFileSync(join(folder, 'fixture.ts'), 'utf8');

/** Each shows text of the portal as it came. */
const raw = {
  'an argument of l10n.t': "l10n.t('{0} more', portal.name);",
  'the label of a row': 'new TreeItem(portal.name);',
  'the tooltip of a row': "new TreeItem('x').tooltip = portal.name;",
  'a notification': 'window.showInformationMessage(portal.name);',
  'the button of a notification': "window.showInformationMessage('x', portal.name);",
  'the title of a tab': 'panel.title = portal.name;',
  'a line of the log': 'log.info(portal.name);',
  'an error’s sentence': 'log.info(portal.sentence());',
  'a template': 'log.info(`Name: ${portal.name}`);',
  'a sum': "log.info('Name: ' + portal.name);",
  'a name that was taken out first': 'const { name } = portal; panel.title = name;',
  'a name under another name': 'const { name: label } = portal; const title = label; panel.title = title;',
  'a name or something else': "panel.title = portal.planName ?? 'none';",
  'a choice of two': "const title = Math.random() > 0.5 ? portal.name : 'x'; panel.title = title;",
  'a choice that a variable holds': 'const title = portal.planName ?? String(1); panel.title = title;',
  'a list of names': "panel.title = portal.names.join(', ');",
  'a list with a name in it': "panel.title = ['x', portal.name].join(' · ');",
  'a part of it': 'panel.title = portal.name.slice(0, 3);',
  'it without blanks': 'panel.title = portal.name.trim();',
  'a message to the page': 'webview.post({ title: portal.name, labels: [] });',
  'a message to the page with lists': "webview.post({ title: 'x', labels: [portal.name] });",
  'a shorthand': 'const { name: title } = portal; webview.post({ title, labels: [] });',
  'what a function gives out': 'function label(): string { return portal.name; } panel.title = label();',
  'what a function gives out without saying so': 'const label = () => portal.name; panel.title = label();',
  'what a function is passed': 'const show = (text: string) => log.info(text); show(portal.name);',
  'what each of a list becomes': "panel.title = portal.names.map((name) => `${name}!`)[0] ?? 'x';",
  'a text that is said to be a string': 'const title: string = portal.name; panel.title = title;',
};

/** None of these does. */
const fit = {
  'through a helper': 'panel.title = plainText(portal.name);',
  'through a helper as a whole': "log.info(plainText(l10n.t('{0}: {1}', portal.name, portal.sentence())));",
  'through a helper, one by one': "panel.title = portal.names.map(plainText).join(', ');",
  'through a helper after a choice': "panel.title = plainText(portal.planName ?? 'none');",
  'as what it is': 'const name: PortalText = portal.name; const other = name; void other;',
  'within a text that is the portal’s':
    "const text: PortalText = l10n.t('{0} more', portal.name); void text;",
  'compared alone': "log.info(portal.name === 'x' && portal.name.startsWith('y') ? 'a' : 'b');",
  'counted alone': "log.info(l10n.t('{0} characters', portal.name.length));",
};

describe('the border of text of the portal', () => {
  const linter = new Linter({ cwd: folder });
  const problemsOf = (code: string) => {
    const [head = ''] = fixture.split('// In place of what follows:');
    const messages = linter.verify(
      `${head}${code}\nexport type { PortalText };\n`,
      {
        files: ['**/*.ts'],
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: {
            project: './tsconfig.json',
            tsconfigRootDir: folder,
            // A single run, which it would take every run with CI=true for, has no types for a file that is read twice.
            disallowAutomaticSingleRunInference: true,
          },
        },
        plugins: { house: { rules: { 'portal-text': portalText } } },
        rules: { 'house/portal-text': 'error' },
      },
      join(folder, 'fixture.ts'),
    );
    assert.deepEqual(
      messages.filter(({ fatal }) => fatal),
      [],
    );
    return messages.map(({ ruleId }) => ruleId);
  };

  for (const [what, code] of Object.entries(raw)) {
    it(`lets no text of the portal become ${what} as it came`, () => {
      assert.ok(problemsOf(code).includes('house/portal-text'), code);
    });
  }

  for (const [how, code] of Object.entries(fit)) {
    it(`lets text of the portal pass ${how}`, () => {
      assert.deepEqual(problemsOf(code), [], code);
    });
  }

  it('stands where text is shown', () => {
    const config = readFileSync(join(folder, '../../../eslint.config.mjs'), 'utf8');
    assert.match(
      config,
      /files: \['src\/\*\.ts', 'src\/\{compose,text,tree,documents,form,commands\}\/\*\*\/\*\.ts'\]/,
    );
    assert.match(config, /'house\/portal-text': 'error'/);
  });
});
