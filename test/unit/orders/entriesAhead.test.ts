import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newEntryId } from '../../../src/orders/entry';
import { Journal } from '../../../src/orders/journal';
import { CollectedLog } from '../support/collectedLog';
import { ordersFolder, removeFolder } from '../support/placing';

const day = 24 * 60 * 60 * 1000;

describe('an entry whose file time is more than a year ahead', () => {
  let folder: string;
  let later: number;
  let journal: Journal;

  beforeEach(() => {
    folder = ordersFolder();
    later = 0;
    journal = new Journal(
      folder,
      new CollectedLog(),
      () => Date.now() + later,
      () => performance.now() + later,
    );
  });

  afterEach(() => {
    journal.dispose();
    removeFolder(folder);
  });

  /** How many entries are unreadable now, and after this window has seen them for so many days. */
  async function unreadable(text: string, days: number): Promise<number[]> {
    const file = join(folder, `${newEntryId()}.jsonl`);
    writeFileSync(file, text);
    const ahead = new Date(Date.now() + 400 * day);
    utimesSync(file, ahead, ahead);
    await journal.load();
    const before = journal.unreadable.length;
    later = days * day;
    await journal.load();
    return [before, journal.unreadable.length];
  }

  const placed = () =>
    `{"format":"pbx-subscriptions order","version":2}\n\n{"state":"placed","at":${Date.now()}}\n`;

  for (const [what, text] of [
    ['is damaged', () => ''],
    ['is of a newer version, and placed', placed],
  ] as const) {
    it(`is unreadable for a day after the window first saw it if it ${what}`, async () => {
      assert.deepEqual(await unreadable(text(), 0.9), [1, 1]);
    });

    it(`is no longer unreadable after that if it ${what}`, async () => {
      assert.deepEqual(await unreadable(text(), 1.1), [1, 0]);
    });
  }
});
