import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Ends the name of a file on its way into the folder. */
const unfinished = '.tmp';

/**
 * Writes a new file so that it is on the disk, whole, when this resolves, and is never seen in part: a
 * temporary file is flushed and renamed, then the folder is flushed.
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const temporary = `${file}${unfinished}`;
  await withFile(temporary, 'wx', async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(temporary, file);
  await flushFolder(dirname(file));
}

/** Adds text to the end of a file that exists; it is on the disk, whole, when this resolves. */
export async function appendDurably(file: string, text: string): Promise<void> {
  await withFile(file, constants.O_WRONLY | constants.O_APPEND, async (handle) => {
    const bytes = Buffer.from(text);
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten < bytes.length) {
      throw new Error(`only ${bytesWritten} of ${bytes.length} bytes were written to ${file}`);
    }
    await handle.sync();
  });
}

/** Takes away files that a process which ended began before `since` (milliseconds since 1970). */
export async function removeUnfinished(folder: string, since: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(unfinished))) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: since }));
    if (mtimeMs < since) {
      await rm(file, { force: true });
    }
  }
}

/** The names in a folder become durable only with the folder; Windows does so by itself and opens none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') {
    await withFile(folder, 'r', (handle) => handle.sync());
  }
}

async function withFile(
  file: string,
  flags: string | number,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

/** Whether a call failed because there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
