import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { append, isMissing, madeIn, onceFree, writeDurably } from './files';
import type { OrderRecord, RecordChange, RecordHead, RecordId } from './record';
import { recordChange, recordHead, recordOf } from './record';

/** A record's file holds a line of JSON for its head and one for each change since; nothing in it is rewritten. */

const extension = '.jsonl';

const day = 24 * 60 * 60 * 1000;

/** Milliseconds for which a file that another program holds is read again. */
const patience = 200;

/**
 * Why a file gives no record: it is none, it is one no more, a newer version of this extension wrote it, or
 * the disk did not give it out this time.
 */
export type Damage = 'foreign' | 'damaged' | 'newerVersion' | 'unreachable';

/** Why an entry of an order that may be open could not be read. */
export type UnreadDamage = Exclude<Damage, 'foreign'>;

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: OrderRecord }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly mayBeOpen: false }
  /** It may be of an order whose outcome is unknown, and nobody can tell which. */
  | { readonly kind: 'damaged'; readonly damage: UnreadDamage; readonly mayBeOpen: true }
  /** Taken away meanwhile. */
  | { readonly kind: 'gone' };

export function recordFile(folder: string, id: RecordId): string {
  return join(folder, `${id}${extension}`);
}

/**
 * Writes a record's file, and the folder if need be.
 *
 * @param folderNotFlushed Called with the reason when the folder cannot be flushed.
 * @throws NodeJS.ErrnoException when the disk does not take it.
 */
export async function writeRecord(
  folder: string,
  head: RecordHead,
  folderNotFlushed: (error: unknown) => void,
): Promise<void> {
  await madeIn(folder, () => writeDurably(recordFile(folder, head.id), line(head), folderNotFlushed));
}

/**
 * Makes sure that an order that never left does not stay open on the disk. Its file may be there although
 * writing it failed: a network file system reports some errors after it has done the work.
 *
 * @throws NodeJS.ErrnoException when the disk takes neither the change nor the file away.
 */
export async function withdrawRecord(
  folder: string,
  id: RecordId,
  change: Extract<RecordChange, { state: 'notSent' }>,
): Promise<'noted' | 'removed' | 'notThere'> {
  const file = recordFile(folder, id);
  try {
    await stat(file);
  } catch (error) {
    if (isMissing(error)) {
      return 'notThere';
    }
  }
  try {
    await appendChange(folder, id, change, () => undefined);
    return 'noted';
  } catch {
    await rm(file, { force: true });
    return 'removed';
  }
}

/**
 * Notes a change.
 *
 * @param flushFailed Told why the disk may not keep it.
 * @throws NodeJS.ErrnoException when the disk does not take it, or the record is gone.
 */
export async function appendChange(
  folder: string,
  id: RecordId,
  change: RecordChange,
  flushFailed: (error: unknown) => void,
): Promise<void> {
  // A line that another process was writing when it ended stays without its end: this one begins anew.
  await append(recordFile(folder, id), `\n${line(change)}`, flushFailed);
}

/**
 * Reads one file of the folder of records. Never throws for what it holds.
 *
 * @param now Milliseconds since 1970. An entry that was damaged within the last day may be of an order that is open: one
 *   that the portal does not list yet, or whose reply was lost.
 */
export async function readRecord(folder: string, name: string, now: number): Promise<ReadRecord> {
  if (!name.endsWith(extension)) {
    return { kind: 'damaged', damage: 'foreign', mayBeOpen: false };
  }
  const damaged = async (): Promise<ReadRecord> =>
    (await isRecent(join(folder, name), now))
      ? { kind: 'damaged', damage: 'damaged', mayBeOpen: true }
      : { kind: 'damaged', damage: 'damaged', mayBeOpen: false };
  let text: string;
  try {
    text = await onceFree(() => readFile(join(folder, name), 'utf8'), patience);
  } catch (error) {
    return isMissing(error) ? { kind: 'gone' } : { kind: 'damaged', damage: 'unreachable', mayBeOpen: true };
  }
  const [first = '', ...further] = text.split('\n');
  const written = parseLine(first);
  const head = z.safeParse(recordHead, written);
  if (!head.success) {
    if (!z.safeParse(newerHead, written).success) {
      return damaged();
    }
    const damage = 'newerVersion';
    return isSettledIn(further)
      ? { kind: 'damaged', damage, mayBeOpen: false }
      : { kind: 'damaged', damage, mayBeOpen: true };
  }
  // A change that cannot be read leaves the order as open as it was without it.
  const changes = further
    .filter((text) => text !== '')
    .flatMap((text) => z.safeParse(recordChange, parseLine(text)).data ?? []);
  const record = recordNamed(name, head.data, changes);
  return record ? { kind: 'record', record } : damaged();
}

/** Whether a file changed within a day of now; where that cannot be told, it may have. */
async function isRecent(file: string, now: number): Promise<boolean> {
  return stat(file).then(
    ({ mtimeMs }) => Math.abs(now - mtimeMs) < day,
    () => true,
  );
}

const newerHead = z.object({ version: z.number().check(z.gt(1)) });

/** Whether the lines of a newer version end, as far as they can be read, with an order that is settled. */
function isSettledIn(lines: readonly string[]): boolean {
  const state = z.object({ state: z.string() });
  const states = lines
    .filter((text) => text !== '')
    .map((text) => z.safeParse(state, parseLine(text)).data?.state ?? 'unreadable')
    .filter((name) => name !== 'looked');
  return states.includes('placed') || settled.has(states.at(-1) ?? 'recorded');
}

const settled: ReadonlySet<string> = new Set(['placed', 'refused', 'notSent', 'dismissed']);

function line(value: RecordHead | RecordChange): string {
  return `${JSON.stringify(value)}\n`;
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined when the file is called otherwise, or when nothing is ordered in it. */
function recordNamed(
  name: string,
  head: RecordHead,
  changes: readonly RecordChange[],
): OrderRecord | undefined {
  try {
    const record = recordOf(head, changes);
    return `${head.id}${extension}` === name && record.ordered.serviceList.length > 0 ? record : undefined;
  } catch {
    return undefined;
  }
}
