import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { append, isMissing, madeIn, writeDurably } from './files';
import type { OrderRecord, RecordChange, RecordHead, RecordId } from './record';
import { recordChange, recordHead, recordOf } from './record';
import { readOrdered } from './subject';

/** A record's file holds a line of JSON for its head and one for each change since; nothing in it is rewritten. */

const extension = '.jsonl';

/**
 * Why a file gives no record: it is none, it is one no more, a newer version of this extension wrote it, or
 * the disk did not give it out this time.
 */
export type Damage = 'foreign' | 'damaged' | 'newerVersion' | 'unreachable';

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: OrderRecord }
  | { readonly kind: 'damaged'; readonly damage: Damage }
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

/** Reads one file of the folder of records. Never throws for what it holds. */
export async function readRecord(folder: string, name: string): Promise<ReadRecord> {
  if (!name.endsWith(extension)) {
    return { kind: 'damaged', damage: 'foreign' };
  }
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch (error) {
    return isMissing(error) ? { kind: 'gone' } : { kind: 'damaged', damage: 'unreachable' };
  }
  const [first = '', ...further] = text.split('\n');
  const written = parseLine(first);
  const head = z.safeParse(recordHead, written);
  if (!head.success) {
    const version = z.safeParse(z.object({ version: z.number().check(z.gt(1)) }), written);
    return { kind: 'damaged', damage: version.success ? 'newerVersion' : 'damaged' };
  }
  const isWhole = `${head.data.id}${extension}` === name && ordersSomething(head.data);
  // A change that cannot be read leaves the order as open as it was without it.
  const changes = further
    .filter((text) => text !== '')
    .flatMap((text) => z.safeParse(recordChange, parseLine(text)).data ?? []);
  return isWhole
    ? { kind: 'record', record: recordOf(head.data, changes) }
    : { kind: 'damaged', damage: 'damaged' };
}

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

function ordersSomething({ body }: RecordHead): boolean {
  try {
    return readOrdered(body).serviceList.length > 0;
  } catch {
    return false;
  }
}
