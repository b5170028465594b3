import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { type HeldLock, Locks } from '../../../src/orders/lock';
import type { JournalEntry, EntryHead } from '../../../src/orders/entry';

/** What happens while a process stands still, as it does when it is stopped or its machine sleeps. */
type Meanwhile = () => Promise<void>;

/** Locks of a process that stands still right after it got one. */
export class StallingLocks extends Locks {
  meanwhile: Meanwhile | undefined;

  override async acquire(subjects: readonly string[]): Promise<HeldLock | undefined> {
    const lock = await super.acquire(subjects);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    return lock;
  }
}

/** A journal of a process that stands still right after an order was written down. */
export class StallingJournal extends Journal {
  meanwhile: ((entry: JournalEntry) => Promise<void>) | undefined;

  override async add(head: EntryHead): Promise<JournalEntry> {
    const entry = await super.add(head);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.(entry);
    return entry;
  }
}

/** The names of the locks that are held over a folder of entries. */
export function lockFiles(folder: string): string[] {
  const locks = join(folder, 'locks');
  return existsSync(locks) ? readdirSync(locks) : [];
}

/** Takes all locks away, as another window does with those of an owner that gives no sign of life. */
export function takeLocksAway(folder: string): void {
  for (const name of lockFiles(folder)) {
    rmSync(join(folder, 'locks', name));
  }
}
