import { chmod, mkdir, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Ends the name of a file on its way into the folder. */
const unfinished = '.tmp';

/** Milliseconds for which a file that another program holds is tried again. */
const patience = 1000;

/** What Windows reports while a virus scanner or an indexer has a file open. */
const heldCodes: ReadonlySet<unknown> = new Set(['EPERM', 'EBUSY', 'EACCES']);

/**
 * Writes a new file so that it is on the disk, whole, when this resolves, and is never seen in part: a
 * temporary file is flushed and renamed, then the folder is flushed.
 *
 * @param folderNotFlushed Called with the reason when the folder cannot be flushed, as on many network and FUSE
 *   file systems. The file is there all the same; only a machine that loses its power at that moment may lose its name.
 * @throws NodeJS.ErrnoException when the disk does not take the file.
 */
export async function writeDurably(
  file: string,
  text: string,
  folderNotFlushed: (error: unknown) => void,
): Promise<void> {
  const temporary = `${file}${unfinished}`;
  try {
    await withFile(temporary, 'wx', async (handle) => {
      await handle.writeFile(text);
      await handle.sync();
    });
    await moveFile(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(file)).catch(folderNotFlushed);
}

/** Renames a file; retries for a moment while another program holds it. */
export async function moveFile(from: string, to: string): Promise<void> {
  await onceFree(() => rename(from, to), patience);
}

/** Does something with a file; retries for so many milliseconds while another program holds it. */
export async function onceFree<T>(task: () => Promise<T>, patience: number): Promise<T> {
  const until = performance.now() + patience;
  for (let pause = 5; ; pause *= 2) {
    try {
      return await task();
    } catch (error) {
      if (!isHeld(error) || performance.now() + pause > until) {
        throw error;
      }
      await wait(pause);
    }
  }
}

/**
 * Adds text to the end of a file that exists; every process sees it, whole, when this resolves. The flush follows
 * by itself: only a machine that loses its power at that moment loses the text.
 *
 * @param flushFailed Told why the disk may not keep the text.
 */
export async function append(
  file: string,
  text: string,
  flushFailed: (error: unknown) => void,
): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  const close = () => handle.close();
  try {
    const bytes = Buffer.from(text);
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten < bytes.length) {
      throw new Error(`only ${bytesWritten} of ${bytes.length} bytes were written to ${file}`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  handle.sync().finally(close).catch(flushFailed);
}

/** Makes something in a folder, and the folder as well where it is missing. */
export async function madeIn<T>(folder: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return make();
  }
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
  flags: string,
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

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && heldCodes.has(error.code);
}

/** Makes the folder where it is missing, and keeps other users out of it. @throws NodeJS.ErrnoException */
export async function keepPrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') {
    await chmod(folder, 0o700);
  }
}
