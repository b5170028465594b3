import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import type { TraceLog } from '../portal/traceLog';
import { portalText } from '../portal/values';
import { operations } from '../rules/operationRule';
import { append, isMissing, writeDurably } from './files';
import { baseUrl, entryId, milliseconds } from './entry';
import type { Locks } from './lock';
import type { OrderBody } from './request';

/**
 * The file of a bulk order's run: one line of JSON with all its orders, written before the first of them is sent, and
 * another line once the run has ended, or was interrupted and a user has seen that. It says nothing about outcomes: each
 * order names its journal entry, and only the journal knows what became of it. An order without an entry was never sent.
 */

const runRow = z.object({
  /** The journal entry that the order gets when it is placed. */
  entryId,
  instanceName: portalText,
  serviceName: portalText,
  /** The exact text that is sent. */
  body: z.pipe(
    z.string(),
    z.transform((text: string) => text as OrderBody),
  ),
});
export type RunRow = Readonly<z.infer<typeof runRow>>;

const runHead = z.object({
  format: z.literal('pbx-subscriptions bulk order'),
  version: z.literal(1),
  id: z.uuid(),
  createdAt: milliseconds,
  baseUrl,
  /** The account that its PBXes belong to; see accountKey. */
  account: z.string(),
  sandbox: z.boolean(),
  operation: z.enum(operations),
  rows: z.array(runRow).check(z.minLength(1)),
});
export type RunHead = Readonly<z.infer<typeof runHead>>;

const runEnd = z.object({ ended: milliseconds });
const runSeen = z.object({ seen: milliseconds });

/** A run as it is on disk. */
export interface KeptRun {
  readonly head: RunHead;
  /** Whether it ended by itself: all its orders were placed or left out knowingly. */
  readonly hasEnded: boolean;
  /** Whether a user has seen that it was interrupted. */
  readonly wasSeen: boolean;
}

/**
 * How far a run is that this window does not place. `placing`: another window does. `interrupted`: it has not ended, and
 * no window places it.
 */
export type RunStanding = 'placing' | 'interrupted' | 'ended';

const extension = '.jsonl';
const day = 24 * 60 * 60 * 1000;

/** Days that the file of an interrupted run stays if nobody looks at it. */
const unseenKeptDays = 30;

/** Returns the folder of the runs inside the folder of the journal entries. */
export function bulkRunsFolder(entriesFolder: string): string {
  return join(entriesFolder, 'bulk-orders');
}

/** Returns what the owner of a run locks while it runs, so that other windows can tell it from an interrupted one. */
export function runSubject(id: string): string {
  return `bulk order ${id}`;
}

export function newRunId(): string {
  return randomUUID();
}

/** The files of the runs, one each. Only the window that runs a bulk order writes to its file. */
export class BulkRunFiles {
  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
  ) {}

  /**
   * Writes the file of a new run; it is on disk when this resolves.
   *
   * @throws NodeJS.ErrnoException when it cannot be written, Error when there is a run with this id. No order of the run
   *   may be sent then.
   */
  async write(head: RunHead): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (await this.has(head.id)) {
      throw new Error(`there is a bulk order with the id ${head.id}`);
    }
    await writeDurably(this.file(head.id), `${JSON.stringify(head)}\n`, (error) =>
      this.log.warn(`The folder of the bulk orders cannot be flushed to the disk: ${String(error)}`),
    );
  }

  /** Notes that a run has ended. If that fails, it is shown again as interrupted, which sends nothing. */
  async noteEnd(id: string, now: number): Promise<void> {
    await this.note(id, { ended: now });
  }

  /** Notes that a user has seen that a run was interrupted. If that fails, it is shown again. */
  async noteSeen(id: string, now: number): Promise<void> {
    await this.note(id, { seen: now });
  }

  /** Whether the run with this id has a file, readable or not. @throws NodeJS.ErrnoException when that is unknown. */
  async has(id: string): Promise<boolean> {
    try {
      await lstat(this.file(id));
      return true;
    } catch (error) {
      if (isMissing(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Returns the ids of all runs that have a file, readable or not. @throws NodeJS.ErrnoException */
  async ids(): Promise<ReadonlySet<string>> {
    return new Set((await this.names()).map((name) => basename(name, extension)));
  }

  /** Returns the run with this id; undefined if there is none or its file cannot be read. */
  async find(id: string): Promise<KeptRun | undefined> {
    return z.safeParse(z.uuid(), id).success ? this.read(`${id}${extension}`) : undefined;
  }

  /** Returns the run with this id and how far it is; undefined if there is none or its file cannot be read. */
  async findStanding(
    id: string,
    locks: Pick<Locks, 'isHeld'>,
  ): Promise<(KeptRun & { readonly standing: RunStanding }) | undefined> {
    // Before the file is read: a run notes its end before it releases its lock.
    const isHeld = await locks.isHeld([runSubject(id)]);
    const run = await this.find(id);
    return run && { ...run, standing: run.hasEnded ? 'ended' : isHeld ? 'placing' : 'interrupted' };
  }

  /** Returns all runs that can be read, newest first. @throws NodeJS.ErrnoException when the folder cannot be read. */
  async all(): Promise<KeptRun[]> {
    const runs = await Promise.all((await this.names()).map((name) => this.read(name)));
    return runs
      .filter((run) => run !== undefined)
      .sort((one, other) => other.head.createdAt - one.head.createdAt);
  }

  /** Returns the runs that were interrupted and that nobody has seen since, newest first. No window is running them. */
  async interrupted(locks: Pick<Locks, 'isHeld'>): Promise<RunHead[]> {
    const open = (await this.all())
      .filter(({ hasEnded, wasSeen }) => !hasEnded && !wasSeen)
      .map(({ head }) => head);
    const areHeld = await Promise.all(open.map(({ id }) => locks.isHeld([runSubject(id)])));
    return open.filter((_, index) => areHeld[index] === false);
  }

  /** Deletes the files of runs that ended or were seen more than a day ago, or were interrupted long ago. */
  async prune(now: number): Promise<void> {
    await Promise.all(
      (await this.names()).map(async (name) => {
        const run = await this.read(name);
        const { mtimeMs = now } = (await lstat(join(this.folder, name)).catch(() => undefined)) ?? {};
        const isDone = run?.hasEnded === true || run?.wasSeen === true;
        if (run && now - mtimeMs > (isDone ? day : unseenKeptDays * day)) {
          await rm(join(this.folder, name), { force: true });
        }
      }),
    );
  }

  private async note(id: string, note: z.infer<typeof runEnd> | z.infer<typeof runSeen>): Promise<void> {
    try {
      await append(this.file(id), `${JSON.stringify(note)}\n`, (error) =>
        this.log.warn(`A note about a bulk order was not flushed to the disk: ${String(error)}`),
      );
    } catch (error) {
      this.log.warn(`A note about a bulk order was not written: ${String(error)}`);
    }
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith(extension));
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }

  private async read(name: string): Promise<KeptRun | undefined> {
    try {
      const [first = '', ...further] = (await readFile(join(this.folder, name), 'utf8')).split('\n');
      const head = z.parse(runHead, JSON.parse(first));
      if (`${head.id}${extension}` !== name) {
        throw new Error('it is of another run');
      }
      const notes = further.map(parsed);
      return {
        head,
        hasEnded: notes.some((note) => z.safeParse(runEnd, note).success),
        wasSeen: notes.some((note) => z.safeParse(runSeen, note).success),
      };
    } catch (error) {
      if (!isMissing(error)) {
        this.log.warn(`The file of a bulk order cannot be read: ${name}: ${String(error)}`);
      }
      return undefined;
    }
  }

  private file(id: string): string {
    return join(this.folder, `${id}${extension}`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
