import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isMissing, madeIn } from './files';
import { processSpace } from './processSpace';

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
    for (const subject of subjects) {
      const owners = await Promise.all((await this.files(digest(subject))).map((file) => this.isAlive(file)));
      if (owners.includes(true)) {
        return true;
      }
    }
    return false;
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
    await handle.close();
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
    const alive = await Promise.all(others.map((file) => this.isAlive(file)));
    await Promise.all(others.filter((_, index) => !alive[index]).map(({ name }) => this.remove(name)));
    return others.filter((_, index) => alive[index]).map(({ name }) => name);
  }

  private async files(key: string): Promise<LockFile[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    });
    return names.flatMap((name) => {
      const [ofKey, space = '', pid = ''] = name.split('.');
      return ofKey === key ? [{ name, space, pid: Number(pid) }] : [];
    });
  }

  /** A process that runs and was silent for long, say because the machine slept, has a while to give a sign. */
  private async isAlive({ name, space, pid }: LockFile): Promise<boolean> {
    if (space === this.space && !isRunning(pid)) {
      return false;
    }
    const last = await this.lastBeat(name);
    if (last === undefined || Math.abs(Date.now() - last) < silence) {
      return last !== undefined;
    }
    await wait(observation);
    const next = await this.lastBeat(name);
    return next !== undefined && next !== last;
  }

  /** Undefined when the file is gone; a file that cannot be asked about says nothing of its owner. */
  private async lastBeat(name: string): Promise<number | undefined> {
    return stat(join(this.folder, name)).then(
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
