import { readFileSync } from 'node:fs';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { type ThemeName, themeNames } from './openForm';

/** Less than half of `axe.source`: each page has to receive and parse it. */
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose result depends on the theme: a theme consists of colors. */
const colorRules = ['color-contrast'];

/**
 * Returns what axe finds in a page: rule and element of each violation.
 *
 * @param rules Those to check; without them, all.
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) {
    await page.evaluate(source);
  }
  const options: RunOptions = {
    // Otherwise, every element that passes a rule would be described.
    resultTypes: ['violations'],
    // Style sheets are loaded only for rules about other things than colors.
    ...(rules && { runOnly: [...rules], preload: false }),
  };
  return page.evaluate<string[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
  );
}

/** A page with the colors and classes of a theme of VS Code. */
interface ThemedPage {
  readonly page: Page;
  wear(theme: ThemeName): Promise<void>;
}

/** Returns what axe finds in a page in any theme: all rules are checked in the first one, those of colors in each. */
export async function findingsInAnyTheme(shown: ThemedPage): Promise<string[]> {
  const found: string[] = [];
  for (const [index, theme] of themeNames.entries()) {
    await shown.wear(theme);
    const findings = await axeFindings(shown.page, index === 0 ? undefined : colorRules);
    found.push(...findings.map((finding) => `${theme}: ${finding}`));
  }
  return found;
}
