import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../rig/paths';
import { operationsPage } from './operationsPage';

/** `npm run docs`: writes the pages that are made from the code. */
async function write(): Promise<void> {
  const file = join(projectRoot, 'docs', 'operations.md');
  writeFileSync(file, await format(operationsPage(), { ...(await resolveConfig(file)), filepath: file }));
}

void write();
