import { watch, type FSWatcher } from 'node:fs';
import type { Disposable } from '../portal/emitter';
import type { TraceLog } from '../portal/traceLog';

/** Milliseconds between two reads of a folder that cannot be watched or that contains an unreadable entry. */
const readEvery = 5000;

/**
 * Reads the journal folder whenever another window changes it. The number of watchers on a machine is limited, and some
 * file systems do not support them; then the folder is read at intervals.
 */
export class FolderWatch implements Disposable {
  private watcher: FSWatcher | undefined;
  /** Set when the folder cannot be watched. */
  private polling: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isUnreadable = false;
  private isDisposed = false;

  /** @param read Reads the folder; rejects if it cannot be read. */
  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly read: () => Promise<void>,
  ) {}

  /**
   * Starts watching until `dispose`. Never rejects.
   *
   * @param makeFolder Creates the folder if necessary.
   */
  async start(makeFolder: () => Promise<void>): Promise<void> {
    if (this.watcher ?? this.polling) {
      return;
    }
    try {
      await makeFolder();
      this.watcher = watch(this.folder, { persistent: false }, () => this.follow()).on('error', (error) =>
        this.poll(error),
      );
    } catch (error) {
      this.poll(error);
    }
  }

  /** Schedules another read: something may become readable without any change in the folder. */
  readAgain(): void {
    if (this.watcher && !this.isDisposed) {
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.follow(), readEvery).unref();
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.watcher?.close();
    clearInterval(this.polling);
    clearTimeout(this.retry);
  }

  /** Reads the folder at intervals instead of watching it. */
  private poll(reason: unknown): void {
    this.watcher?.close();
    this.watcher = undefined;
    if (this.polling || this.isDisposed) {
      return;
    }
    this.log.warn(
      `The folder of the order journal cannot be watched, and is read every ${readEvery / 1000} s instead: ${String(reason)}`,
    );
    this.polling = setInterval(() => this.follow(), readEvery).unref();
  }

  /** Reads the folder. If that fails, warns once until it succeeds again. */
  private follow(): void {
    this.read().then(
      () => {
        this.isUnreadable = false;
      },
      (error: unknown) => {
        if (!this.isUnreadable) {
          this.log.warn(`The folder of the order journal cannot be read: ${String(error)}`);
        }
        this.isUnreadable = true;
      },
    );
  }
}
