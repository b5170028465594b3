import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isMissing, createIn, list } from './files';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { JournalEntry } from './entry';
import { subjectsOf } from './subject';

/**
 * Locks that allow one order for the same thing at a time, across all windows of this machine. An owner creates its own
 * lock file first and has the lock if it then finds no other file of a live owner. If two try at the same time, the one
 * that checks last sees the other's file: both may fail, but never do both succeed. That holds for old lists of the
 * folder, too: a list that has an owner's own file has all earlier ones. No file name is used twice, so
 * deleting the file of a dead owner can never delete the file of a live one.
 */

/** Milliseconds between two heartbeats of an owner. */
const heartbeat = 1000;

/** Milliseconds without a heartbeat after which an owner is presumed dead, unless one follows within `gracePeriod`. */
const maxSilence = 15_000;
const gracePeriod = 3 * heartbeat;

/** Milliseconds for which taking a lock is retried, so that one of several simultaneous attempts succeeds. */
const patience = 300;

export interface HeldLock {
  /**
   * Whether this owner still has the lock. It may have been taken over if the owner sent no heartbeat for long, because
   * its process was suspended or the machine slept. Synchronous, so that nothing can come between the answer and what
   * depends on it.
   *
   * @throws NodeJS.ErrnoException when the lock file cannot be examined.
   */
  stands(): boolean;
  release(): Promise<void>;
}

/** The owner of a lock. */
export interface LockHolder {
  /** The lock file. */
  readonly file: string;
  /** The time of its last heartbeat by its own clock, in milliseconds since 1970. */
  readonly lastSign: number;
  /** Whether its process can be seen from this one; a process on another machine or in another container cannot. */
  readonly isHere: boolean;
}

/** A lock file, with what its name contains. */
interface LockFile {
  readonly name: string;
  readonly space: string;
  readonly pid: number;
}

/** A lock file that was just created. */
interface CreatedFile {
  readonly name: string;
  /** Resolves when it has its time. */
  readonly timed: Promise<void>;
}

/**
 * The list of the lock files omits one that was just written: a network drive may list its files as they were a while
 * ago. Whether anybody else has the lock is unknown then.
 */
export class UnlistedLockError extends Error {
  constructor(folder: string) {
    super(`the list of ${folder} omits the lock that was just written`);
  }
}

/** The lock files in one folder. */
export class Locks {
  private readonly space: string;

  /**
   * @param folder The folder of the lock files, shared by all windows.
   * @param space Identifies the scope within which this process's id is unique; see processSpace.
   */
  constructor(
    private readonly folder: string,
    space: string = processSpace(),
  ) {
    this.space = digest(space);
  }

  /**
   * Takes the locks of all subjects, or none. Locks of dead owners are taken over.
   *
   * @param beforeFolder Called before the folder is created if it does not exist; throws if it must not be.
   * @returns Undefined if another owner, in this window or another, has one of the locks.
   * @throws NodeJS.ErrnoException when a lock file cannot be written, UnlistedLockError.
   */
  async acquire(
    subjects: readonly string[],
    beforeFolder?: () => Promise<void>,
  ): Promise<HeldLock | undefined> {
    const held: HeldLock[] = [];
    const release = async () => {
      await Promise.all(held.map((lock) => lock.release()));
    };
    // In a fixed order, so that two owners of overlapping sets do not wait for each other.
    for (const subject of [...new Set(subjects)].sort()) {
      const lock = await this.acquireOne(digest(subject), beforeFolder).catch(async (error: unknown) => {
        await release();
        throw error;
      });
      if (!lock) {
        await release();
        return undefined;
      }
      held.push(lock);
    }
    return {
      release,
      stands: () => held.every((lock) => lock.stands()),
    };
  }

  /** Whether a live owner has the lock of one of the subjects. */
  async isHeld(subjects: readonly string[]): Promise<boolean> {
    return (await this.holderOf(subjects)) !== undefined;
  }

  /** Returns the live owner of the lock of one of the subjects; undefined if there is none. */
  async holderOf(subjects: readonly string[]): Promise<LockHolder | undefined> {
    for (const subject of subjects) {
      const files = await this.files(digest(subject));
      const signs = await Promise.all(files.map((file) => this.signOfLife(file)));
      for (const [index, { name, space }] of files.entries()) {
        const lastSign = signs[index];
        if (lastSign !== undefined) {
          return { file: join(this.folder, name), lastSign, isHere: space === this.space };
        }
      }
    }
    return undefined;
  }

  private async acquireOne(
    key: string,
    beforeFolder: (() => Promise<void>) | undefined,
  ): Promise<HeldLock | undefined> {
    const until = performance.now() + patience;
    let isListed = true;
    while (performance.now() < until) {
      const created = await this.create(key, beforeFolder);
      const { name: mine } = created;
      const others = await this.othersThatStay(key, created, until).catch(async (error: unknown) => {
        // It would look like the lock of a live owner.
        await this.remove(mine).catch(() => undefined);
        throw error;
      });
      if (others?.length === 0) {
        return this.hold(mine);
      }
      isListed = others !== undefined;
      await this.remove(mine);
      await wait(5 + Math.random() * 15);
    }
    if (!isListed) {
      throw new UnlistedLockError(this.folder);
    }
    return undefined;
  }

  /**
   * Returns the files of other live owners as liveOthers does. Of several simultaneous attempts, the one whose file name
   * sorts first waits, and the others withdraw.
   */
  private async othersThatStay(
    key: string,
    { name: mine, timed }: CreatedFile,
    until: number,
  ): Promise<string[] | undefined> {
    let [others] = await Promise.all([this.liveOthers(key, mine), timed]);
    while (others?.every((name) => mine < name) === true && others.length > 0 && performance.now() < until) {
      await wait(2);
      others = await this.liveOthers(key, mine);
    }
    return others;
  }

  private async create(key: string, beforeFolder: (() => Promise<void>) | undefined): Promise<CreatedFile> {
    const name = [key, this.space, process.pid, randomUUID()].join('.');
    const handle = await createIn(
      this.folder,
      () => open(join(this.folder, name), 'wx', 0o600),
      beforeFolder,
    );
    // Set the time right away: a file server may have used its own clock.
    const now = new Date();
    return { name, timed: handle.utimes(now, now).finally(() => handle.close()) };
  }

  private hold(name: string): HeldLock {
    const file = join(this.folder, name);
    const beat = setInterval(() => {
      const now = new Date();
      utimes(file, now, now).catch((error: unknown) => {
        // The folder may have been deleted, and the file with it: then there is nothing left to keep alive.
        if (isMissing(error)) {
          clearInterval(beat);
        }
      });
    }, heartbeat);
    beat.unref();
    return {
      stands: () => lstatSync(file, { throwIfNoEntry: false }) !== undefined,
      release: async () => {
        clearInterval(beat);
        await this.remove(name);
      },
    };
  }

  /**
   * Returns the files of all other live owners; undefined if the list omits the file of this one. Then it may omit others
   * too: a network drive may list its files as they were a while ago.
   */
  private async liveOthers(key: string, mine: string): Promise<string[] | undefined> {
    const files = await this.files(key);
    const others = files.filter(({ name }) => name !== mine);
    if (others.length === files.length) {
      return undefined;
    }
    const signs = await Promise.all(others.map((file) => this.signOfLife(file)));
    const isDead = (index: number) => signs[index] === undefined;
    await Promise.all(others.filter((_, index) => isDead(index)).map(({ name }) => this.remove(name)));
    return others.filter((_, index) => !isDead(index)).map(({ name }) => name);
  }

  private async files(key: string): Promise<LockFile[]> {
    const entries = await list(this.folder).catch((error: unknown) => {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    });
    return entries.flatMap(({ name, isFile }) => {
      const [ofKey, space = '', pid = ''] = name.split('.');
      return ofKey === key && isFile ? [{ name, space, pid: Number(pid) }] : [];
    });
  }

  /**
   * Returns the time of the last heartbeat of a live owner; undefined if the owner is dead. A process that has been
   * silent for long, for example because the machine slept, gets a grace period for a new heartbeat. So does one whose
   * heartbeat is ahead of this machine's clock: its time does not say how old it is, so only a change that is seen from
   * here counts.
   */
  private async signOfLife({ name, space, pid }: LockFile): Promise<number | undefined> {
    if (space === this.space && !isRunning(pid)) {
      return undefined;
    }
    const last = await this.lastBeat(name);
    const age = last === undefined ? undefined : Date.now() - last;
    if (age === undefined || (age > -heartbeat && age < maxSilence)) {
      return last;
    }
    await wait(gracePeriod);
    const next = await this.lastBeat(name);
    return next === last ? undefined : next;
  }

  /**
   * Returns the time of the last heartbeat; undefined if the file is gone.
   *
   * @throws NodeJS.ErrnoException when the file cannot be examined: that says nothing about its owner.
   */
  private async lastBeat(name: string): Promise<number | undefined> {
    return lstat(join(this.folder, name)).then(
      ({ mtimeMs }) => mtimeMs,
      (error: unknown) => {
        if (isMissing(error)) {
          return undefined;
        }
        throw error;
      },
    );
  }

  private async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only checks whether the process exists.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/**
 * Identifies the scope within which this process's id is unique: this machine, and on Linux also its current boot and
 * the PID namespace. Containers that share a folder may also share their host name, but process 42 of one container has
 * nothing to do with process 42 of another.
 *
 * @returns A text that differs between processes that cannot see each other. If the namespace cannot be determined, a
 *   text that no other process has.
 */
export function processSpace(): string {
  return [process.platform, hostname(), process.platform === 'linux' ? linuxNamespace() : ''].join(' ');
}

function linuxNamespace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}

/** Returns the entries whose orders are not being placed by a live window at this moment. */
export async function notBeingPlaced(
  entries: readonly JournalEntry[],
  locks: Locks,
): Promise<JournalEntry[]> {
  const placing = await Promise.all(entries.map((entry) => locks.isHeld(subjectsOf(entry))));
  return entries.filter((_, index) => placing[index] !== true);
}
