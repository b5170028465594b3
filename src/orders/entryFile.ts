import { type Stats, readFileSync } from 'node:fs';
import { lstat, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { append, isMissing, readText, retryWhileHeld, writeDurably } from './files';
import {
  type JournalEntry,
  type EntryChange,
  type EntryHead,
  type EntryId,
  type EntryState,
  isOpen,
  entryChange,
  entryHead,
  entryOf,
} from './entry';
import type { Sightings } from './retention';

/**
 * The file of a journal entry: one line of JSON for its head and one for each change since. Lines are only appended,
 * never rewritten.
 */

const extension = '.jsonl';

/** Milliseconds for which reading is retried while another program holds the file. */
const patience = 200;

/**
 * Why a file cannot be read as a journal entry: it was never one, it is damaged, a newer version of this extension
 * wrote it, the disk could not read it this time, or the name is not that of a file but of a folder, a socket or a
 * broken link.
 */
export type Damage = 'foreign' | 'damaged' | 'newerVersion' | 'unreachable' | 'noFile';

/** Why an entry of an order that may be open could not be read. */
export type UnreadDamage = Exclude<Damage, 'foreign'>;

export type ReadEntry =
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly mayBeOpen: false }
  /** It may belong to an order of unknown outcome; which order that is cannot be determined. */
  | { readonly kind: 'damaged'; readonly damage: UnreadDamage; readonly mayBeOpen: true }
  /** Deleted in the meantime. */
  | { readonly kind: 'gone' };

/** Whether a file with this name is a journal entry. */
export function isEntryFileName(name: string): boolean {
  return name.endsWith(extension);
}

/** Returns the file name of an entry. */
export function entryFileName(id: EntryId): string {
  return `${id}${extension}`;
}

/** Returns the path of an entry's file. */
export function entryPath(folder: string, id: EntryId): string {
  return join(folder, entryFileName(id));
}

/**
 * Writes the file of a new entry.
 *
 * @param folderNotFlushed Called with the reason when the folder cannot be flushed.
 * @throws NodeJS.ErrnoException when the file cannot be written.
 */
export async function writeEntry(
  folder: string,
  head: EntryHead,
  folderNotFlushed: (error: unknown) => void,
): Promise<void> {
  await writeDurably(entryPath(folder, head.id), line(head), folderNotFlushed);
}

/**
 * Closes or deletes the entry of an order that was never sent. The file may exist although writing it failed: a network
 * file system may report an error after it has done the work.
 *
 * @param flushFailed Called with the reason when the change could not be flushed and may be lost.
 * @throws NodeJS.ErrnoException when the file can be neither changed nor deleted.
 */
export async function closeUnsent(
  folder: string,
  id: EntryId,
  change: Extract<EntryChange, { state: 'notSent' }>,
  flushFailed: (error: unknown) => void,
): Promise<'noted' | 'removed' | 'notThere'> {
  const file = entryPath(folder, id);
  try {
    await lstat(file);
  } catch (error) {
    if (isMissing(error)) {
      return 'notThere';
    }
  }
  try {
    await appendChange(folder, id, change, flushFailed);
    return 'noted';
  } catch {
    await rm(file, { force: true });
    return 'removed';
  }
}

/**
 * Appends a change to an entry, also through a link, since it must reach the entry. A pipe is not opened, because that
 * would block.
 *
 * @param flushFailed Called with the reason when the change could not be flushed and may be lost.
 * @throws NodeJS.ErrnoException when the change cannot be written or the entry is gone; Error when it is not a file.
 */
export async function appendChange(
  folder: string,
  id: EntryId,
  change: EntryChange,
  flushFailed: (error: unknown) => void,
): Promise<void> {
  const file = entryPath(folder, id);
  if (!(await stat(file)).isFile()) {
    throw new Error(`${file} is no file`);
  }
  // Starts with a line break, because the last line is incomplete if another process ended while writing it.
  await append(file, `\n${line(change)}`, flushFailed);
}

/**
 * Whether an entry has its head and nothing else, so that no window has decided about its order. Synchronous, so that
 * nothing can come between the answer and what depends on it.
 *
 * @throws NodeJS.ErrnoException when the file cannot be read.
 */
export function hasOnlyHead(folder: string, id: EntryId): boolean {
  return readFileSync(entryPath(folder, id), 'utf8').trimEnd().split('\n').length === 1;
}

/**
 * Reads one file of the journal folder, also through a link: an entry that was moved to another disk or into cloud
 * storage is still an entry. Never throws because of the file's content.
 *
 * @param sightings Says which files changed within the last day; the file is added to it. An entry that was damaged
 *   within the last day may belong to an open order: one that the portal does not list yet, or whose reply was lost.
 */
export async function readEntry(folder: string, name: string, sightings: Sightings): Promise<ReadEntry> {
  if (!isEntryFileName(name)) {
    return { kind: 'damaged', damage: 'foreign', mayBeOpen: false };
  }
  const file = join(folder, name);
  // Uses the file's time after it was read, because it may change in the meantime.
  const isRecent = () =>
    stat(file).then(
      ({ mtimeMs }) => sightings.isRecent(name, mtimeMs),
      () => true,
    );
  const text = await textOf(file, (stats) => sightings.saw(name, stats));
  if (typeof text !== 'string') {
    return text;
  }
  const [first = '', ...further] = text.split('\n');
  const written = parseLine(first);
  const lines = further.filter((text) => text !== '').map(parseLine);
  const head = z.safeParse(entryHead, written);
  if (!head.success) {
    return z.safeParse(newerHead, written).success
      ? unreadEntry('newerVersion', await mayConcern(lines, isRecent))
      : unreadEntry('damaged', await isRecent());
  }
  const changes = lines.map((line) => z.safeParse(entryChange, line).data);
  const entry = entryNamed(
    name,
    head.data,
    changes.filter((change) => change !== undefined),
  );
  if (!entry) {
    return unreadEntry('damaged', await isRecent());
  }
  // Lines that are not understood leave an open order open and a placed order placed. Any other order may have been
  // reopened or placed by a newer version. An incomplete line, left by a window that ended while writing, can be
  // ignored, since only open orders change. The exception is an order that the user dismissed: the line may say that
  // another window found the order in the portal.
  const { current } = entry;
  const last = changes.findLastIndex((change) => change !== undefined && mayDecide(change, current));
  const unclear = lines.filter((_, index) => index > last && changes[index] === undefined);
  if (unclear.length === 0 || isOpen(entry) || current.state === 'placed') {
    return { kind: 'entry', entry };
  }
  if (unclear.some(isOfNewerVersion)) {
    return unreadEntry('newerVersion', true);
  }
  return current.state === 'dismissed' ? unreadEntry('damaged', await isRecent()) : { kind: 'entry', entry };
}

/**
 * Whether a change may be the one that closed the entry, so that only lines after it can matter. Nothing but the
 * dismissal itself closes a dismissed entry.
 */
function mayDecide({ state }: EntryChange, current: EntryState): boolean {
  return current.state === 'dismissed' ? state === 'dismissed' : state !== 'looked';
}

function unreadEntry(damage: UnreadDamage, mayBeOpen: boolean): ReadEntry {
  return mayBeOpen ? { kind: 'damaged', damage, mayBeOpen } : { kind: 'damaged', damage, mayBeOpen };
}

/**
 * Returns the text of an entry, or why it cannot be read. Opens only regular files: opening a pipe blocks until
 * something writes to it.
 */
async function textOf(file: string, saw: (stats: Stats) => void): Promise<string | ReadEntry> {
  try {
    return await retryWhileHeld(async () => {
      const stats = await stat(file);
      saw(stats);
      return stats.isFile() ? readText(file, stats.size) : unreadEntry('noFile', true);
    }, patience);
  } catch (error) {
    if (!isMissing(error)) {
      return unreadEntry('unreachable', true);
    }
    const isLink = await lstat(file).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? unreadEntry('noFile', true) : { kind: 'gone' };
  }
}

const newerHead = z.object({ version: z.number().check(z.gt(1)) });

const stated = z.object({ state: z.string() });

/**
 * Whether the lines of a newer version, as far as they can be read, may belong to an order that another one could
 * repeat: an open order, or one that was placed within the last day.
 */
async function mayConcern(lines: readonly unknown[], isRecent: () => Promise<boolean>): Promise<boolean> {
  const states = lines
    .map((line) => z.safeParse(stated, line).data?.state ?? 'unreadable')
    .filter((name) => name !== 'looked');
  return states.includes('placed') ? isRecent() : !comeToNothing.has(states.at(-1) ?? 'recorded');
}

/** Final states of an order that was not placed. */
const comeToNothing: ReadonlySet<string> = new Set(['refused', 'notSent', 'dismissed']);

/** Whether a complete line is of a kind that this version does not know. */
function isOfNewerVersion(line: unknown): boolean {
  const isObject = z.safeParse(z.looseObject({}), line).success;
  return isObject && !knownStates.has(z.safeParse(stated, line).data?.state ?? '');
}

const knownStates: ReadonlySet<string> = new Set(
  entryChange.def.options.flatMap(({ shape }) => shape.state.def.values),
);

function line(value: EntryHead | EntryChange): string {
  return `${JSON.stringify(value)}\n`;
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns undefined when the head's id does not match the file name, or the body orders nothing. */
function entryNamed(
  name: string,
  head: EntryHead,
  changes: readonly EntryChange[],
): JournalEntry | undefined {
  try {
    const entry = entryOf(head, changes);
    return entryFileName(head.id) === name && entry.ordered.serviceList.length > 0 ? entry : undefined;
  } catch {
    return undefined;
  }
}
