import {
  chmod,
  lstat,
  mkdir,
  type FileHandle,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { constants, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Suffix of the name of a file that is still being written. */
const unfinishedSuffix = '.tmp';

/** Milliseconds for which moving a file is retried while another program holds it. */
const patience = 1000;

/** Bytes of the largest file that is read with a single call; those of this extension are far smaller. */
const mostReadAtOnce = 1024 * 1024;

/** What Windows reports while a virus scanner or an indexer has a file open. */
const heldCodes: ReadonlySet<unknown> = new Set(['EPERM', 'EBUSY', 'EACCES']);

/**
 * Writes a new file. It is completely on disk when this resolves, and never visible in part: a temporary file is
 * flushed and renamed, then the folder is flushed.
 *
 * @param folderNotFlushed Called with the reason when the folder cannot be flushed, as on many network and FUSE file
 *   systems. The file exists nevertheless; its name is lost only if the machine loses power at that moment.
 * @throws NodeJS.ErrnoException when the file cannot be written.
 */
export async function writeDurably(
  file: string,
  text: string,
  folderNotFlushed: (error: unknown) => void,
): Promise<void> {
  const temporary = `${file}${unfinishedSuffix}`;
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
  await retryWhileHeld(() => rename(from, to), patience);
}

/** Runs a task on a file; retries for `patience` milliseconds while another program holds the file. */
export async function retryWhileHeld<T>(task: () => Promise<T>, patience: number): Promise<T> {
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
 * Appends text to an existing file; every process sees all of it when this resolves. The flush follows in the
 * background: until then the text is lost if the machine loses power.
 *
 * @param flushFailed Called with the reason when the text could not be flushed and may be lost.
 * @throws NodeJS.ErrnoException when the text cannot be written, Error when only a part of it was written.
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

/**
 * Creates something in a folder, and the folder too if it does not exist.
 *
 * @param before Called before the folder is created; throws if it must not be.
 */
export async function createIn<T>(
  folder: string,
  make: () => Promise<T>,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
    await before();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return make();
  }
}

/** What a name in a folder stands for. */
interface Listed {
  readonly name: string;
  /** Whether it is a regular file, not a folder, a link or anything else. */
  readonly isFile: boolean;
}

/**
 * Lists a folder. Some file systems list no types; then Node looks at each file and, if one has vanished by then, fails
 * with the code of a missing folder.
 *
 * @throws NodeJS.ErrnoException; with ENOENT only if the folder is missing.
 */
export async function list(folder: string): Promise<Listed[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFile: entry.isFile() }));
  } catch (error) {
    if (!isMissing(error) || !(error instanceof Error && 'syscall' in error && error.syscall === 'lstat')) {
      throw error;
    }
  }
  const names = await readdir(folder);
  const found = await Promise.all(names.map((name) => statOf(join(folder, name))));
  return names.flatMap((name, index) => {
    const stats = found[index];
    return stats ? [{ name, isFile: stats.isFile() }] : [];
  });
}

/** Returns undefined if there is no such file. @throws NodeJS.ErrnoException when that is unknown. */
async function statOf(file: string): Promise<Stats | undefined> {
  return lstat(file).catch((error: unknown) => {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  });
}

/** Deletes unfinished files from before `since` (milliseconds since 1970), left by processes that have ended. */
export async function removeUnfinished(folder: string, since: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(unfinishedSuffix))) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: since }));
    if (mtimeMs < since) {
      await rm(file, { force: true });
    }
  }
}

/** Flushes a folder, which makes the names in it durable. Windows does that itself and cannot open folders. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => closeLater(handle));
  }
}

/**
 * Reads a file with few disk calls, each of which takes its turn among those of the whole process.
 *
 * @param size The size of the file as just determined; it is read to its end whatever its size is now.
 */
export async function readText(file: string, size: number): Promise<string> {
  if (size > mostReadAtOnce) {
    return readFile(file, 'utf8');
  }
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(size + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return bytesRead === size ? buffer.toString('utf8', 0, size) : await handle.readFile('utf8');
  } finally {
    closeLater(handle);
  }
}

/** Closes a handle whose closing nothing depends on. */
function closeLater(handle: FileHandle): void {
  void handle.close().catch(() => undefined);
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

/** Creates the folder if it does not exist and denies other users access to it. @throws NodeJS.ErrnoException */
export async function keepPrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') {
    await chmod(folder, 0o700);
  }
}
