import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { createIn } from '../orders/files';
import type { CalendarDay } from '../portal/writtenDay';
import { type DueDate, dueDateKey } from './dueDate';
import { type DueDateOwner, fileStem } from './dueDateFile';

const noticed = z.array(z.string());

/**
 * Remembers for which due dates the user was notified, in one file for each day with a notification. The first window
 * that creates the file of a day may notify; the others see that it exists.
 */
export class NoticeFile {
  private readonly prefix: string;

  constructor(
    private readonly folder: string,
    owner: DueDateOwner,
  ) {
    this.prefix = `${fileStem(owner)}.noticed-`;
  }

  /**
   * Returns the due dates to notify about today: those of `due` that were not in an earlier notification. None if there
   * was one today. The caller has to notify about what is returned.
   *
   * @throws NodeJS.ErrnoException when the folder cannot be read or written.
   */
  async take(due: readonly DueDate[], today: CalendarDay): Promise<readonly DueDate[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.startsWith(this.prefix));
    const file = `${this.prefix}${today}.json`;
    // A later day exists if the clock was set back.
    if (names.some((name) => name >= file)) {
      return [];
    }
    const latest = names.toSorted().at(-1);
    const before = new Set(latest === undefined ? [] : await this.read(latest));
    const news = due.filter((date) => !before.has(keyOf(date)));
    if (news.length === 0 || !(await this.create(file, due.map(keyOf)))) {
      return [];
    }
    await Promise.all(names.map((name) => rm(join(this.folder, name), { force: true })));
    return news;
  }

  /** Returns false if another window has created the file. */
  private async create(file: string, keys: readonly string[]): Promise<boolean> {
    try {
      await createIn(this.folder, () =>
        writeFile(join(this.folder, file), JSON.stringify(keys), { flag: 'wx', mode: 0o600 }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
        return false;
      }
      throw error;
    }
  }

  private async read(name: string): Promise<readonly string[]> {
    try {
      return z.parse(noticed, JSON.parse(await readFile(join(this.folder, name), 'utf8')));
    } catch {
      return [];
    }
  }
}

/** A date that has moved is news again when its new day comes near. */
function keyOf(date: DueDate): string {
  return `${dueDateKey(date)} ${date.day ?? ''}`;
}
