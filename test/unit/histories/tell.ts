import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from './history';
import { Telling } from './telling';

/** Memory where there is some that is a disk: what is at stake here is the order of things, not the platter. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Tells one history over a folder of its own. @throws AssertionError where a promise is broken */
export async function tell(history: History): Promise<void> {
  const folder = mkdtempSync(join(root, 'pbx-history-'));
  try {
    await new Telling(history, folder).tell();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
