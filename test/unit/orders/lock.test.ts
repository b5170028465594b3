import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Locks, type HeldLock } from '../../../src/orders/lock';
import { recordsFolder, removeFolder } from '../support/placing';
import { rejection } from '../support/rejection';

describe('the lock of an order', () => {
  let folder: string;
  let held: HeldLock[];

  beforeEach(() => {
    folder = join(recordsFolder(), 'locks');
    held = [];
  });

  afterEach(async () => {
    await Promise.all(held.map((lock) => lock.release()));
    removeFolder(join(folder, '..'));
  });

  /** Each by a window of its own. */
  const takeAtOnce = (sets: readonly (readonly string[])[]) =>
    Promise.all(
      sets.map(async (set) => {
        const lock = await new Locks(folder).acquire(set);
        if (lock) {
          held.push(lock);
        }
        return lock;
      }),
    );
  const take = async (...subjects: string[]) => (await takeAtOnce([subjects]))[0];
  const count = (locks: readonly unknown[]) => locks.filter((lock) => lock !== undefined).length;

  it('is had by one and by no other until it is released', async () => {
    const first = await take('one');
    assert.ok(first);
    assert.equal(await take('one'), undefined);
    assert.ok(await take('another'));
    await first.release();
    assert.ok(await take('one'));
  });

  it('is had by exactly one of several that try at once', async () => {
    // More at once would keep each other from looking at the folder for as long as a lock is tried.
    for (let round = 0; round < 3; round++) {
      const subjects = Array.from({ length: 8 }, (_, index) => `${round}.${index}`);
      const counts = await Promise.all(
        subjects.map(async (subject) => count(await takeAtOnce([[subject], [subject], [subject]]))),
      );
      assert.deepEqual(
        counts,
        subjects.map(() => 1),
      );
    }
  });

  it('is had by exactly one of many that try at once', async () => {
    assert.equal(count(await takeAtOnce(Array.from({ length: 15 }, () => ['one']))), 1);
  });

  it('goes from one to the next, and never to two', async () => {
    let [owners, most, turns] = [0, 0, 0];
    const window = async () => {
      const locks = new Locks(folder);
      for (let tries = 0; tries < 8; tries++) {
        const lock = await locks.acquire(['one']);
        if (lock) {
          most = Math.max(most, ++owners);
          turns++;
          await readdir(folder);
          owners--;
          await lock.release();
        }
      }
    };
    await Promise.all([window(), window(), window()]);
    assert.equal(most, 1);
    assert.ok(turns >= 8, `${turns} turns`);
  });

  it('is of all subjects or of none', async () => {
    const first = await take('b');
    assert.equal(await take('a', 'b', 'c'), undefined);
    assert.ok(await take('a'));
    assert.ok(await take('c'));
    await first?.release();
    assert.ok(await take('b'));
  });

  it('of overlapping sets is had by one of them, and the others do not wait for ever', async () => {
    const rounds = Array.from({ length: 15 }, (_, round) => `${round} `);
    const counts = await Promise.all(
      rounds.map(async (round) => {
        const [a, b, c] = [`${round}a`, `${round}b`, `${round}c`];
        return count(
          await takeAtOnce([
            [a, b, c],
            [c, a],
            [b, c],
          ]),
        );
      }),
    );
    assert.ok(
      counts.every((owners) => owners <= 1),
      counts.join(),
    );
  });

  it('of sets that share nothing is had by all at once', async () => {
    assert.equal(
      count(
        await takeAtOnce([
          ['a', 'b'],
          ['c', 'd'],
          ['e', 'e'],
        ]),
      ),
      3,
    );
  });

  it('of no subjects is had by everyone', async () => {
    assert.equal(count(await takeAtOnce([[], []])), 2);
  });

  it('is told to be held as long as it is', async () => {
    const locks = new Locks(folder);
    assert.equal(await locks.isHeld(['one']), false);
    const lock = await take('one', 'two');
    assert.equal(await locks.isHeld(['one']), true);
    assert.equal(await locks.isHeld(['three', 'two']), true);
    assert.equal(await locks.isHeld(['three']), false);
    assert.equal(await locks.isHeld([]), false);
    await lock?.release();
    assert.equal(await locks.isHeld(['one', 'two', 'three']), false);
  });

  it('leaves no file behind once it is released or was not had', async () => {
    const lock = await take('one', 'two');
    assert.equal((await readdir(folder)).length, 2);
    assert.equal(await take('two', 'three'), undefined);
    assert.equal((await readdir(folder)).length, 2);
    await lock?.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('can be released twice without harm to whoever has it next', async () => {
    const first = await take('one');
    await first?.release();
    assert.ok(await take('one'));
    await first?.release();
    assert.equal(await take('one'), undefined);
  });

  it('has no regard for files that are no locks, and leaves them', async () => {
    await (await take('one'))?.release();
    const strange = ['.DS_Store', 'notes.txt', 'a.b.c.d', '....'];
    await Promise.all(strange.map((name) => writeFile(join(folder, name), 'content')));
    const lock = await take('one');
    assert.ok(lock);
    await lock.release();
    assert.deepEqual((await readdir(folder)).sort(), [...strange].sort());
  });

  it('fails where the disk takes none, and leaves no other lock taken', async () => {
    const file = join(folder, '..', 'not a folder');
    await writeFile(file, '');
    await rejection(new Locks(file).acquire(['one']), Error);
    await rejection(new Locks(join(file, 'within')).acquire(['one']), Error);
    assert.equal(await readdir(join(folder, '..')).then((names) => names.join()), 'not a folder');
  });
});
