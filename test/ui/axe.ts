import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Theme } from '../rig/workbench';
import type { Form } from './pbx';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The page's own tests go through all themes; here they come from VS Code itself. */
export const themes: readonly Theme[] = ['Default Light Modern', 'Default High Contrast'];

/** @throws AssertionError naming what axe finds in the form's page */
export async function assertNoAxeFinding({ frame }: Form, state: string): Promise<void> {
  await frame.evaluate(axe);
  const { violations } = await frame.evaluate<AxeResults>('axe.run(document)');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(found, [], state);
}
