import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Composition } from '../../src/compose/compose';

/** Where the extension keeps the records of orders: nothing but its own journal has to know, and tests. */
export function recordsFolder({ records }: Composition): string {
  const folder: unknown = Reflect.get(records.journal, 'folder');
  if (typeof folder !== 'string') {
    throw new Error('The journal tells no folder.');
  }
  return folder;
}

/** What the extension's output channel has come to hold, of this and of earlier runs of the host. */
export function outputText(parts: Composition): string {
  return textOf(parts, 'PBX Subscriptions.log');
}

/** What VS Code's extension host logs of itself: errors that no listener and no caller took, too. */
export function hostLogText(parts: Composition): string {
  return textOf(parts, 'remoteexthost.log');
}

/** The server's folder holds the journal, `journal/orders`, and what VS Code logs, `data/logs`. */
function textOf(parts: Composition, name: string): string {
  const logs = join(recordsFolder(parts), '..', '..', 'data', 'logs');
  if (!existsSync(logs)) {
    return '';
  }
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.split(/[\\/]/).at(-1) === name)
    .sort()
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('');
}
