import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Journal } from '../../../src/orders/journal';
import { entryChange, type EntryChange, type EntryId } from '../../../src/orders/entry';
import { CollectedLog } from './collectedLog';

/**
 * Notes a change in a process whose files cannot grow beyond 8 KiB, which is how a disk behaves that gets full
 * within a write: it takes a part.
 *
 * @returns `noted`, or the error with which noting failed.
 */
export async function noteOnFullDisk(folder: string, id: EntryId, change: EntryChange): Promise<string> {
  // Blocks of 512 bytes.
  const command = 'ulimit -f 16 && exec "$0" --import tsx "$@"';
  const file = join(__dirname, 'noteOnFullDisk.ts');
  const child = spawn('sh', ['-c', command, process.execPath, file, folder, id, JSON.stringify(change)], {
    env: { ...process.env, NODE_OPTIONS: '', TSX_DISABLE_CACHE: '1' },
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return output === '' ? errors : output;
}

async function main([folder = '', id = '', change = '']: readonly string[]): Promise<void> {
  const journal = new Journal(folder, new CollectedLog());
  await journal.load();
  const entry = journal.entries.find((one) => one.id === id);
  if (!entry) {
    throw new Error('no such record');
  }
  await journal.note(entry.id, entryChange.parse(JSON.parse(change)));
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    () => process.stdout.write('noted'),
    (error: unknown) => process.stdout.write(String(error)),
  );
}
