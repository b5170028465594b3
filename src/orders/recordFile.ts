import type { Stats } from 'node:fs';
import { lstat, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { append, isMissing, onceFree, writeDurably } from './files';
import {
  type OrderRecord,
  type RecordChange,
  type RecordHead,
  type RecordId,
  type RecordState,
  isUnsettled,
  recordChange,
  recordHead,
  recordOf,
} from './record';
import type { Sightings } from './entriesFolder';

/** A record's file holds a line of JSON for its head and one for each change since; nothing in it is rewritten. */

const extension = '.jsonl';

/** Milliseconds for which a file that another program holds is read again. */
const patience = 200;

/**
 * Why a file gives no record: it is none, it is one no more, a newer version of this extension wrote it, the disk did
 * not give it out this time, or no file is behind its name: a folder, a socket, a link that leads nowhere.
 */
export type Damage = 'foreign' | 'damaged' | 'newerVersion' | 'unreachable' | 'noFile';

/** Why an entry of an order that may be open could not be read. */
export type UnreadDamage = Exclude<Damage, 'foreign'>;

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: OrderRecord }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly mayBeOpen: false }
  /** It may be of an order whose outcome is unknown, and nobody can tell which. */
  | { readonly kind: 'damaged'; readonly damage: UnreadDamage; readonly mayBeOpen: true }
  /** Taken away meanwhile. */
  | { readonly kind: 'gone' };

/** Whether a file of this name is a record's. */
export function isRecordName(name: string): boolean {
  return name.endsWith(extension);
}

/** The name of a record's file. */
export function recordName(id: RecordId): string {
  return `${id}${extension}`;
}

export function recordFile(folder: string, id: RecordId): string {
  return join(folder, recordName(id));
}

/**
 * Writes a record's file.
 *
 * @param folderNotFlushed Called with the reason when the folder cannot be flushed.
 * @throws NodeJS.ErrnoException when the disk does not take it.
 */
export async function writeRecord(
  folder: string,
  head: RecordHead,
  folderNotFlushed: (error: unknown) => void,
): Promise<void> {
  await writeDurably(recordFile(folder, head.id), line(head), folderNotFlushed);
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
    await lstat(file);
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
 * Notes a change; through a link too, since it must reach the entry. A pipe is not opened: that would wait.
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
  const file = recordFile(folder, id);
  if (!(await stat(file)).isFile()) {
    throw new Error(`${file} is no file`);
  }
  // A line that another process was writing when it ended stays without its end: this one begins anew.
  await append(file, `\n${line(change)}`, flushFailed);
}

/**
 * Reads one file of the folder of records, also through a link: an entry that somebody has moved to another disk, or that
 * a cloud storage keeps, is still one. Never throws for what it holds.
 *
 * @param sightings Tell what changed within the last day, and are told of the file. An entry that was damaged within the
 *   last day may be of an order that is open: one that the portal does not list yet, or whose reply was lost.
 */
export async function readRecord(folder: string, name: string, sightings: Sightings): Promise<ReadRecord> {
  if (!isRecordName(name)) {
    return { kind: 'damaged', damage: 'foreign', mayBeOpen: false };
  }
  const file = join(folder, name);
  // By the time of the file as it is after it was read: it may change meanwhile.
  const isRecent = () =>
    stat(file).then(
      ({ mtimeMs }) => sightings.isRecent(name, mtimeMs),
      () => true,
    );
  const text = await readText(file, (stats) => sightings.saw(name, stats));
  if (typeof text !== 'string') {
    return text;
  }
  const [first = '', ...further] = text.split('\n');
  const written = parseLine(first);
  const lines = further.filter((text) => text !== '').map(parseLine);
  const head = z.safeParse(recordHead, written);
  if (!head.success) {
    return z.safeParse(newerHead, written).success
      ? unread('newerVersion', await mayConcern(lines, isRecent))
      : unread('damaged', await isRecent());
  }
  const changes = lines.map((line) => z.safeParse(recordChange, line).data);
  const record = recordNamed(
    name,
    head.data,
    changes.filter((change) => change !== undefined),
  );
  if (!record) {
    return unread('damaged', await isRecent());
  }
  // What is not understood leaves an open order open and a placed one placed, but one that counts as neither may be again.
  // Half a line, of a window that was ended while it wrote, says nothing: only an order that is open has more to come. But
  // behind the user's word that an order was not placed, it may be what another window has found in the portal.
  const { current } = record;
  const last = changes.findLastIndex((change) => change !== undefined && decides(change, current));
  const unclear = lines.filter((_, index) => index > last && changes[index] === undefined);
  if (unclear.length === 0 || isUnsettled(record) || current.state === 'placed') {
    return { kind: 'record', record };
  }
  if (unclear.some(isOfNewerVersion)) {
    return unread('newerVersion', true);
  }
  return current.state === 'dismissed' ? unread('damaged', await isRecent()) : { kind: 'record', record };
}

/** Whether a line may be what an entry that counts as settled stands by; the user's word is outweighed by none but another end. */
function decides({ state }: RecordChange, current: RecordState): boolean {
  return current.state === 'dismissed' ? state === 'dismissed' : state !== 'looked';
}

function unread(damage: UnreadDamage, mayBeOpen: boolean): ReadRecord {
  return mayBeOpen ? { kind: 'damaged', damage, mayBeOpen } : { kind: 'damaged', damage, mayBeOpen };
}

/** The text of an entry, or why there is none. Only files are opened: opening a pipe waits for whoever writes to it. */
async function readText(file: string, saw: (stats: Stats) => void): Promise<string | ReadRecord> {
  try {
    return await onceFree(async () => {
      const stats = await stat(file);
      saw(stats);
      return stats.isFile() ? readFile(file, 'utf8') : unread('noFile', true);
    }, patience);
  } catch (error) {
    if (!isMissing(error)) {
      return unread('unreachable', true);
    }
    const isLink = await lstat(file).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? unread('noFile', true) : { kind: 'gone' };
  }
}

const newerHead = z.object({ version: z.number().check(z.gt(1)) });

const stated = z.object({ state: z.string() });

/**
 * Whether the lines of a newer version, as far as they can be read, may be of an order that another one repeats: an open
 * one, or one that was placed within the last day.
 */
async function mayConcern(lines: readonly unknown[], isRecent: () => Promise<boolean>): Promise<boolean> {
  const states = lines
    .map((line) => z.safeParse(stated, line).data?.state ?? 'unreadable')
    .filter((name) => name !== 'looked');
  return states.includes('placed') ? isRecent() : !comeToNothing.has(states.at(-1) ?? 'recorded');
}

/** Ends of an order that the portal does not hold. */
const comeToNothing: ReadonlySet<string> = new Set(['refused', 'notSent', 'dismissed']);

/** Whether a whole line is of a kind that this version does not know. */
function isOfNewerVersion(line: unknown): boolean {
  const isObject = z.safeParse(z.looseObject({}), line).success;
  return isObject && !knownStates.has(z.safeParse(stated, line).data?.state ?? '');
}

const knownStates: ReadonlySet<string> = new Set(
  recordChange.def.options.flatMap(({ shape }) => shape.state.def.values),
);

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
    return recordName(head.id) === name && record.ordered.serviceList.length > 0 ? record : undefined;
  } catch {
    return undefined;
  }
}
