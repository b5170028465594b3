import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod/mini';
import { createIn, isMissing, moveFile } from '../orders/files';
import { latestTime } from '../portal/values';
import { type DueDate, storedDueDate, withDay } from './dueDate';

/** Whose due dates they are. */
export interface DueDateOwner {
  /** The address of the portal. */
  readonly baseUrl: string;
  readonly account: string;
}

const unfinishedReading = z.object({
  scope: z.enum(['due', 'all']),
  since: z.number().check(z.nonnegative(), z.maximum(latestTime)),
});
/** A reading that was cancelled or failed: which due dates it was to read, and when it began. */
export type UnfinishedReading = Readonly<z.infer<typeof unfinishedReading>>;

/** The contents of a file. */
export interface StoredDueDates {
  /** When all due dates were last read, in milliseconds since 1970; undefined if that has not been completed. */
  readonly readAt: number | undefined;
  /** The reading to continue; undefined if the last one was completed. */
  readonly unfinished?: UnfinishedReading | undefined;
  readonly dates: readonly DueDate[];
}

const head = z.object({
  format: z.literal('pbx-subscriptions due dates'),
  version: z.literal(1),
  baseUrl: z.string(),
  account: z.string(),
  readAt: z.optional(z.number().check(z.nonnegative(), z.maximum(latestTime))),
  unfinished: z.optional(unfinishedReading),
});

/** Lines that are read or written before other work gets its turn: about 5 milliseconds. */
const linesAtOnce = 500;

/**
 * The due dates of one account of a portal on disk: a line of JSON about the file, then one for each PBX. It is replaced as
 * a whole, so that a reader never sees a part of it.
 */
export class DueDateFile {
  readonly path: string;
  /** Modification time and size of the file as it was last read or written here. */
  private lastSeen = '';

  constructor(
    folder: string,
    private readonly owner: DueDateOwner,
  ) {
    this.path = join(folder, `${fileStem(owner)}.jsonl`);
  }

  /** Whether another window may have written the file since it was last read or written here. */
  async hasChanged(): Promise<boolean> {
    return (await this.mark()) !== this.lastSeen;
  }

  /**
   * Reads the file. Lines that cannot be read are left out: the portal has what they said.
   *
   * @returns Nothing known if there is no file, or if it is that of another account or version.
   * @throws NodeJS.ErrnoException when the file exists and cannot be read.
   */
  async read(): Promise<StoredDueDates> {
    const mark = await this.mark();
    const [first = '', ...lines] = (await this.text()).split('\n');
    const about = parseLine(head, first);
    if (about?.baseUrl !== this.owner.baseUrl || about.account !== this.owner.account) {
      return { readAt: undefined, dates: [] };
    }
    const dates: DueDate[] = [];
    for (const [index, line] of lines.entries()) {
      const stored = line === '' ? undefined : parseLine(storedDueDate, line);
      if (stored) {
        dates.push(withDay(stored));
      }
      if (index % linesAtOnce === linesAtOnce - 1) {
        await nextTurn();
      }
    }
    this.lastSeen = mark;
    return { readAt: about.readAt, unfinished: about.unfinished, dates };
  }

  /** Replaces the file. @throws NodeJS.ErrnoException when it cannot be written; the old one stays. */
  async write({ readAt, unfinished, dates }: StoredDueDates): Promise<void> {
    const { baseUrl, account } = this.owner;
    const about: z.infer<typeof head> = {
      format: 'pbx-subscriptions due dates',
      version: 1,
      baseUrl,
      account,
      ...(readAt === undefined ? {} : { readAt }),
      ...(unfinished === undefined ? {} : { unfinished }),
    };
    const lines = [JSON.stringify(about)];
    for (const [index, { day, ...stored }] of dates.entries()) {
      lines.push(JSON.stringify(stored));
      if (index % linesAtOnce === linesAtOnce - 1) {
        await nextTurn();
      }
    }
    const temporary = `${this.path}.${randomUUID()}.tmp`;
    try {
      await createIn(join(this.path, '..'), () =>
        writeFile(temporary, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600, flush: true }),
      );
      await moveFile(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    this.lastSeen = await this.mark();
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) {
        return '';
      }
      throw error;
    }
  }

  private async mark(): Promise<string> {
    const { mtimeMs, size } = await stat(this.path).catch(() => ({ mtimeMs: 0, size: 0 }));
    return `${mtimeMs} ${size}`;
  }
}

/** Deletes the files of accounts that have not changed since a time, in milliseconds since 1970. Never rejects. */
export async function removeUnused(folder: string, since: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: since }));
    if (mtimeMs < since) {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }
}

/** The beginning of the names of an account's files. It does not show the account. */
export function fileStem({ baseUrl, account }: DueDateOwner): string {
  return createHash('sha256').update(`${baseUrl}\n${account}`).digest('hex').slice(0, 32);
}

function parseLine<T>(schema: z.ZodMiniType<T>, line: string): T | undefined {
  try {
    return z.safeParse(schema, JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
