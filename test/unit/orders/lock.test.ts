import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Locks, type HeldLock } from '../../../src/orders/lock';
import { FaultyDisk } from '../support/faultyDisk';
import { ordersFolder, removeFolder } from '../support/placing';
import { rejection } from '../support/rejection';

describe('an order’s lock', () => {
  const disk = new FaultyDisk();
  let folder: string;
  let held: HeldLock[];

  beforeEach(() => {
    folder = join(ordersFolder(), 'locks');
    held = [];
  });

  afterEach(async () => {
    disk.repair();
    await Promise.all(held.map((lock) => lock.release()));
    removeFolder(join(folder, '..'));
  });

  /** Each attempt is made by a window of its own. */
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

  /** How many owners attempts at once end with. On a slow machine all of them may give up; then they are repeated. */
  const ownersOf = async (sets: readonly (readonly string[])[]): Promise<number> => {
    const owners = count(await takeAtOnce(sets));
    return owners === 0 ? ownersOf(sets) : owners;
  };

  it('asks before it creates its folder, and only then', async () => {
    let asked = 0;
    const locks = new Locks(folder);
    const ask = (mayCreate: boolean) => () => {
      asked++;
      return mayCreate ? Promise.resolve() : Promise.reject(new Error('denied'));
    };
    await assert.rejects(locks.acquire(['one'], ask(false)), /denied/);
    assert.deepEqual(await readdir(join(folder, '..')), []);
    for (const subject of ['one', 'another']) {
      const lock = await locks.acquire([subject], ask(true));
      assert.ok(lock);
      held.push(lock);
    }
    assert.equal(asked, 2);
  });

  it('has one owner until it is released', async () => {
    const first = await take('one');
    assert.ok(first);
    assert.equal(await take('one'), undefined);
    assert.ok(await take('another'));
    await first.release();
    assert.ok(await take('one'));
  });

  it('has exactly one owner after several attempts at once', async () => {
    // More attempts at once would block each other for as long as a lock is tried.
    for (let round = 0; round < 3; round++) {
      const subjects = Array.from({ length: 8 }, (_, index) => `${round}.${index}`);
      const counts = await Promise.all(
        subjects.map(async (subject) => ownersOf([[subject], [subject], [subject]])),
      );
      assert.deepEqual(
        counts,
        subjects.map(() => 1),
      );
    }
  });

  it('has exactly one owner after many attempts at once', async () => {
    assert.equal(await ownersOf(Array.from({ length: 15 }, () => ['one'])), 1);
  });

  it('passes from one owner to the next, never to two', async () => {
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
    assert.ok(turns > 0);
  });

  it('covers all of its subjects or none', async () => {
    const first = await take('b');
    assert.equal(await take('a', 'b', 'c'), undefined);
    assert.ok(await take('a'));
    assert.ok(await take('c'));
    await first?.release();
    assert.ok(await take('b'));
  });

  it('on overlapping sets has at most one owner, and the others do not wait forever', async () => {
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

  it('on disjoint sets can be taken by all at once', async () => {
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

  it('without subjects can be taken by everyone', async () => {
    assert.equal(count(await takeAtOnce([[], []])), 2);
  });

  it('is reported as held until it is released', async () => {
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

  it('leaves no file behind after a release or a failed attempt', async () => {
    const lock = await take('one', 'two');
    assert.equal((await readdir(folder)).length, 2);
    assert.equal(await take('two', 'three'), undefined);
    assert.equal((await readdir(folder)).length, 2);
    await lock?.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('can be released twice without harming the next owner', async () => {
    const first = await take('one');
    await first?.release();
    assert.ok(await take('one'));
    await first?.release();
    assert.equal(await take('one'), undefined);
  });

  it('ignores files that are not locks, and keeps them', async () => {
    await (await take('one'))?.release();
    const strange = ['.DS_Store', 'notes.txt', 'a.b.c.d', '....'];
    await Promise.all(strange.map((name) => writeFile(join(folder, name), 'content')));
    const lock = await take('one');
    assert.ok(lock);
    await lock.release();
    assert.deepEqual((await readdir(folder)).sort(), [...strange].sort());
  });

  it('fails if the disk does, and leaves no other lock taken', async () => {
    const file = join(folder, '..', 'not a folder');
    await writeFile(file, '');
    await rejection(new Locks(file).acquire(['one']), Error);
    await rejection(new Locks(join(file, 'within')).acquire(['one']), Error);
    assert.equal(await readdir(join(folder, '..')).then((names) => names.join()), 'not a folder');
  });

  it('has one owner even where a file vanishes while the folder is listed without types', async () => {
    const first = await take('one');
    assert.ok(first);
    disk.loseTypes(folder);
    assert.equal(await take('one'), undefined);
    assert.equal(await new Locks(folder).isHeld(['one']), true);
    await first.release();
    assert.ok(await take('one'));
  });

  it('has no owner where two windows list its folder as it was before, and says that the list is old', async () => {
    await (await take('one'))?.release();
    disk.keepList(folder);
    const ended = await Promise.allSettled([take('one'), take('one')]);
    for (const one of ended) {
      assert.ok(one.status === 'rejected');
      assert.match(String(one.reason), /the list of .* omits the lock that was just written/);
    }
    disk.repair();
    assert.deepEqual(await readdir(folder), []);
    assert.ok(await take('one'));
  });

  it('leaves no file behind if its folder cannot be listed', async () => {
    await (await take('one'))?.release();
    disk.failList('EIO', folder);
    await rejection(new Locks(folder).acquire(['one']), Error);
    disk.repair();
    assert.deepEqual(await readdir(folder), []);
  });
});
