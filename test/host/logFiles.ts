import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Composition } from '../../src/compose/compose';

/** The folder of the journal entries, which only the journal itself and tests need to know. */
export function ordersFolder({ orderServices }: Composition): string {
  const folder: unknown = Reflect.get(orderServices.journal, 'folder');
  if (typeof folder !== 'string') {
    throw new Error('The journal tells no folder.');
  }
  return folder;
}

/** Removes the entries of all orders, since they count as possible duplicates of those of the next test. */
export async function removeEntries(parts: Composition): Promise<void> {
  const folder = ordersFolder(parts);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((name) => name.endsWith('.jsonl'))) {
    rmSync(join(folder, name));
  }
  await parts.orderServices.journal.load();
}

/** The contents of the extension’s output channel, from this and earlier runs of the host. */
export function outputText(parts: Composition): string {
  return textOf(parts, 'PBX Subscriptions.log');
}

/** The log of VS Code’s extension host, which includes errors that nothing handled. */
export function hostLogText(parts: Composition): string {
  return textOf(parts, 'remoteexthost.log');
}

/** The server’s folder contains the journal, `journal/orders`, and VS Code’s logs, `data/logs`. */
function textOf(parts: Composition, name: string): string {
  const logs = join(ordersFolder(parts), '..', '..', 'data', 'logs');
  if (!existsSync(logs)) {
    return '';
  }
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.split(/[\\/]/).at(-1) === name)
    .sort()
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('');
}
