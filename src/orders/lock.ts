import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isMissing, madeIn } from './files';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { OrderRecord } from './record';
import { subjectsOf } from './subject';

/**
 * One order for one thing at a time, over all windows of this machine. A lock is held by whoever finds no file
 * of a living owner but its own *after* it has created its own: of two that try at once, the one that looks
 * last sees the other, so both may fail but never both succeed. No name is used twice, so taking away a dead
 * owner's file can never take away a living one's.
 */

/** Milliseconds between two signs of life of an owner. */
const heartbeat = 1000;

/** Milliseconds without a sign of life after which an owner is watched for one more `observation`. */
const silence = 15_000;
const observation = 3 * heartbeat;

/** Milliseconds for which a lock is tried, so that of several that try at once one gets it. */
const patience = 300;

export interface HeldLock {
  /**
   * Whether the lock is still this owner's. One that was silent for long, because its process was stopped or the machine
   * slept, may have been taken over meanwhile.
   */
  stands(): Promise<boolean>;
  release(): Promise<void>;
}

/** Who has a lock. */
export interface LockHolder {
  /** The file of the lock. */
  readonly file: string;
  /** When it gave its last sign of life by its own clock, in milliseconds since 1970. */
  readonly lastSign: number;
  /** Whether it is a process that can be seen from this one; another machine's or container's cannot. */
  readonly isHere: boolean;
}

/** What the name of a lock's file tells. */
interface LockFile {
  readonly name: string;
  readonly space: string;
  readonly pid: number;
}

export class Locks {
  private readonly space: string;

  /**
   * @param folder Where the files of the locks are; shared by all windows.
   * @param space Names what this process's id is unique in; see processSpace.
   */
  constructor(
    private readonly folder: string,
    space: string = processSpace(),
  ) {
    this.space = digest(space);
  }

  /**
   * Takes the locks of all subjects, or none. A lock of a process that has ended is taken over.
   *
   * @returns Undefined when another owner, in this window or another, has one of them.
   * @throws NodeJS.ErrnoException when the disk takes no lock.
   */
  async acquire(subjects: readonly string[]): Promise<HeldLock | undefined> {
    const held: HeldLock[] = [];
    const release = async () => {
      await Promise.all(held.map((lock) => lock.release()));
    };
    // In one order, so that two owners of overlapping sets do not wait for each other.
    for (const subject of [...new Set(subjects)].sort()) {
      const lock = await this.acquireOne(digest(subject)).catch(async (error: unknown) => {
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
      stands: async () => (await Promise.all(held.map((lock) => lock.stands()))).every(Boolean),
    };
  }

  /** Whether a living owner has the lock of one of the subjects. */
  async isHeld(subjects: readonly string[]): Promise<boolean> {
    return (await this.holderOf(subjects)) !== undefined;
  }

  /** The living owner that has the lock of one of the subjects; undefined when there is none. */
  async holderOf(subjects: readonly string[]): Promise<LockHolder | undefined> {
    for (const subject of subjects) {
      const files = await this.files(digest(subject));
      const signs = await Promise.all(files.map((file) => this.livingSign(file)));
      for (const [index, { name, space }] of files.entries()) {
        const lastSign = signs[index];
        if (lastSign !== undefined) {
          return { file: join(this.folder, name), lastSign, isHere: space === this.space };
        }
      }
    }
    return undefined;
  }

  private async acquireOne(key: string): Promise<HeldLock | undefined> {
    const until = performance.now() + patience;
    while (performance.now() < until) {
      const mine = await this.create(key);
      let others = await this.livingOthers(key, mine);
      // Among several that try at once, the one with the first name stays and the others make room.
      while (others.length > 0 && others.every((name) => mine < name) && performance.now() < until) {
        await wait(2);
        others = await this.livingOthers(key, mine);
      }
      if (others.length === 0) {
        return this.hold(mine);
      }
      await this.remove(mine);
      await wait(5 + Math.random() * 15);
    }
    return undefined;
  }

  private async create(key: string): Promise<string> {
    const name = [key, this.space, process.pid, randomUUID()].join('.');
    const handle = await madeIn(this.folder, () => open(join(this.folder, name), 'wx', 0o600));
    // At once, since a file server may have given it the time of its own clock.
    const now = new Date();
    await handle.utimes(now, now).finally(() => handle.close());
    return name;
  }

  private hold(name: string): HeldLock {
    const file = join(this.folder, name);
    const beat = setInterval(() => {
      const now = new Date();
      utimes(file, now, now).catch((error: unknown) => {
        // The file is gone when the folder is: then there is nothing to keep alive.
        if (isMissing(error)) {
          clearInterval(beat);
        }
      });
    }, heartbeat);
    beat.unref();
    return {
      stands: async () => (await this.lastBeat(name)) !== undefined,
      release: async () => {
        clearInterval(beat);
        await this.remove(name);
      },
    };
  }

  private async livingOthers(key: string, mine: string): Promise<string[]> {
    const others = (await this.files(key)).filter(({ name }) => name !== mine);
    const signs = await Promise.all(others.map((file) => this.livingSign(file)));
    const isDead = (index: number) => signs[index] === undefined;
    await Promise.all(others.filter((_, index) => isDead(index)).map(({ name }) => this.remove(name)));
    return others.filter((_, index) => !isDead(index)).map(({ name }) => name);
  }

  private async files(key: string): Promise<LockFile[]> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    });
    return entries.flatMap((entry) => {
      const { name } = entry;
      const [ofKey, space = '', pid = ''] = name.split('.');
      return ofKey === key && entry.isFile() ? [{ name, space, pid: Number(pid) }] : [];
    });
  }

  /**
   * The last sign of life of a living owner; undefined when it is dead. A process that runs and was silent for long, say
   * because the machine slept, has a while to give a sign. So has one whose time is ahead of this machine's clock: that
   * time says nothing of how long ago it was, and only what is seen from here counts.
   */
  private async livingSign({ name, space, pid }: LockFile): Promise<number | undefined> {
    if (space === this.space && !isRunning(pid)) {
      return undefined;
    }
    const last = await this.lastBeat(name);
    const age = last === undefined ? undefined : Date.now() - last;
    if (age === undefined || (age > -heartbeat && age < silence)) {
      return last;
    }
    await wait(observation);
    const next = await this.lastBeat(name);
    return next === last ? undefined : next;
  }

  /** Undefined when the file is gone; a file that cannot be asked about says nothing of its owner. */
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
    // Signal 0 only asks.
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
 * Names what a process id of this process is unique in: this machine, and on Linux this start of it and the namespace
 * of its process ids. Containers that share a folder may share the name of their machine too, and yet the process 42 of
 * one says nothing about the process 42 of another.
 *
 * @returns A text that is different for two processes which cannot see each other; where that cannot be told, one that
 *   no other process has.
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

/** Those of the records that no living window is placing at this moment. */
export async function notBeingPlaced(records: readonly OrderRecord[], locks: Locks): Promise<OrderRecord[]> {
  const placing = await Promise.all(records.map((record) => locks.isHeld(subjectsOf(record))));
  return records.filter((_, index) => placing[index] !== true);
}
