import fs from 'node:fs';
import disk from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

/** A failure as the system reports it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: as the test has it`), { code });
}

/** Lets calls of the real disk fail, until `repair`. */
export class FaultyDisk {
  private readonly repairs: (() => void)[] = [];

  /** Folders cannot be flushed; files can. */
  async failFolderFlush(code: string): Promise<void> {
    const handle = await disk.open(join(tmpdir()), 'r');
    const prototype = Object.getPrototypeOf(handle) as disk.FileHandle;
    await handle.close();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the handle as `this` below
    const { sync } = prototype;
    prototype.sync = async function (this: disk.FileHandle) {
      if ((await this.stat()).isDirectory()) {
        throw systemError(code);
      }
      await sync.call(this);
    };
    this.repairs.push(() => (prototype.sync = sync));
  }

  /** Files cannot be flushed, but keep everything, as on drives that do not support it. */
  async failFlush(code: string): Promise<void> {
    const handle = await disk.open(join(tmpdir()), 'r');
    const prototype = Object.getPrototypeOf(handle) as disk.FileHandle;
    await handle.close();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- restored as it was
    const { sync } = prototype;
    prototype.sync = () => Promise.reject(systemError(code));
    this.repairs.push(() => (prototype.sync = sync));
  }

  /** Files cannot be flushed and lose what is behind their first `size` bytes, as on a network drive that is full. */
  async loseUnflushed(code: string, size: number): Promise<void> {
    const handle = await disk.open(join(tmpdir()), 'r');
    const prototype = Object.getPrototypeOf(handle) as disk.FileHandle;
    await handle.close();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- restored as it was
    const { sync } = prototype;
    prototype.sync = async function (this: disk.FileHandle) {
      await this.truncate(size);
      throw systemError(code);
    };
    this.repairs.push(() => (prototype.sync = sync));
  }

  /** Renaming fails `times` times. @param isDone Whether the file is renamed nevertheless. */
  failRename(code: string, times: number, isDone = false): { readonly calls: number } {
    const { rename } = disk;
    const count = { calls: 0 };
    disk.rename = async (from, to) => {
      if (++count.calls > times) {
        return rename(from, to);
      }
      if (isDone) {
        await rename(from, to);
      }
      throw systemError(code);
    };
    this.repairs.push(() => (disk.rename = rename));
    return count;
  }

  /** One file cannot be read. @param after Readings of it that still succeed. */
  failRead(code: string, file: string, after = 0): void {
    const { open } = disk;
    let calls = 0;
    disk.open = async (path, flags, mode) => {
      if (path === file && flags === 'r' && ++calls > after) {
        throw systemError(code);
      }
      return open(path, flags, mode);
    };
    this.repairs.push(() => (disk.open = open));
  }

  /** One folder cannot be listed. */
  failList(code: string, folder: string): void {
    const { readdir } = disk;
    const failing = async (...given: Parameters<typeof readdir>) => {
      if (given[0] === folder) {
        throw systemError(code);
      }
      return readdir(...given);
    };
    Reflect.set(disk, 'readdir', failing);
    this.repairs.push(() => Reflect.set(disk, 'readdir', readdir));
  }

  /**
   * A folder is listed without the types of its files, as some file systems do, and a file vanishes before Node has
   * asked for its type: then Node fails as if the folder were missing.
   */
  loseTypes(folder: string): void {
    const { readdir } = disk;
    const failing = async (...given: Parameters<typeof readdir>) => {
      const [path, options] = given as readonly unknown[];
      if (path === folder && typeof options === 'object') {
        throw Object.assign(systemError('ENOENT'), { syscall: 'lstat', path: join(folder, 'vanished') });
      }
      return readdir(...given);
    };
    Reflect.set(disk, 'readdir', failing);
    this.repairs.push(() => Reflect.set(disk, 'readdir', readdir));
  }

  /** A folder is listed as it is now, whatever changes in it from now on, as by a network drive. */
  keepList(folder: string): void {
    const { readdir } = disk;
    const now = fs.readdirSync(folder, { withFileTypes: true });
    const stale = async (...given: Parameters<typeof readdir>) => {
      const [path, options] = given as readonly unknown[];
      if (path !== folder) {
        return readdir(...given);
      }
      return typeof options === 'object' ? now : now.map(({ name }) => name);
    };
    Reflect.set(disk, 'readdir', stale);
    this.repairs.push(() => Reflect.set(disk, 'readdir', readdir));
  }

  /** Nothing can be added to a file that exists. */
  failAppend(code: string): void {
    const { open } = disk;
    disk.open = async (path, flags, mode) => {
      if (typeof flags === 'number') {
        throw systemError(code);
      }
      return open(path, flags, mode);
    };
    this.repairs.push(() => (disk.open = open));
  }

  /** No file can be deleted. */
  failRemoving(code: string): void {
    const { rm } = disk;
    disk.rm = () => Promise.reject(systemError(code));
    this.repairs.push(() => (disk.rm = rm));
  }

  /** No file can be made whose path holds the text. */
  failMaking(code: string, text: string): void {
    const { open } = disk;
    disk.open = async (path, flags, mode) => {
      if (flags === 'wx' && String(path).includes(text)) {
        throw systemError(code);
      }
      return open(path, flags, mode);
    };
    this.repairs.push(() => (disk.open = open));
  }

  /** The machine gives out no more watchers. */
  failWatch(code: string): void {
    const { watch } = fs;
    fs.watch = () => {
      throw systemError(code);
    };
    this.repairs.push(() => (fs.watch = watch));
  }

  repair(): void {
    for (const repair of this.repairs.splice(0).reverse()) {
      repair();
    }
  }
}
