import disk from 'node:fs/promises';
import { systemError } from '../support/faultyDisk';

/** Files that the disk of this process does not give out for now; histories that are told side by side share it. */
class FailingReads {
  private readonly files = new Set<string>();

  constructor() {
    const { open } = disk;
    disk.open = async (path, flags, mode) => {
      if (flags === 'r' && typeof path === 'string' && this.files.has(path)) {
        throw systemError('EIO');
      }
      return open(path, flags, mode);
    };
  }

  add(file: string): void {
    this.files.add(file);
  }

  /** All files of a folder can be read again. */
  clear(folder: string): void {
    for (const file of [...this.files].filter((file) => file.startsWith(folder))) {
      this.files.delete(file);
    }
  }
}

export const failingReads = new FailingReads();
