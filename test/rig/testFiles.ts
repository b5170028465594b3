import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths';

/**
 * Finds the test files of a part.
 * @param part a folder of `test/`
 * @returns absolute paths of all test files in it
 * @throws Error if there is none
 */
export function findTestFiles(part: string): string[] {
  const folder = join(projectRoot, 'test', part);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(folder, file));
  if (files.length === 0) {
    throw new Error(`test/${part} has no *.test.ts file.`);
  }
  return files;
}
