import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { Locks } from '../../../src/orders/lock';
import { LockOwner } from '../support/lockOwner';
import { ordersFolder, removeFolder } from '../support/placing';

describe('locks in several processes', () => {
  let folder: string;
  let owners: readonly LockOwner[];
  let further: LockOwner[];

  before(async () => {
    folder = ordersFolder();
    owners = await Promise.all([1, 2, 3].map(() => LockOwner.start(folder)));
    further = [];
  });

  after(async () => {
    await Promise.all([...owners, ...further].map((owner) => owner.kill()));
    removeFolder(folder);
  });

  const startOne = async () => {
    const owner = await LockOwner.start(folder);
    further.push(owner);
    return owner;
  };

  const locks = () => new Locks(folder);

  /**
   * Makes all owners try for each subject in the same millisecond. On a slow machine all of them may give up; then they
   * try again.
   *
   * @returns The number of owners of each.
   */
  const race = async (subjects: readonly string[]): Promise<number[]> => {
    const at = Date.now() + 20;
    const sets = subjects.map((subject) => [subject]);
    const got = await Promise.all(owners.map((owner) => owner.take(sets, at)));
    const counts = subjects.map((_, index) => got.filter((own) => own[index]).length);
    const without = subjects.filter((_, index) => counts[index] === 0);
    const again = without.length > 0 ? await race(without) : [];
    return subjects.map((subject, index) => again[without.indexOf(subject)] ?? counts[index] ?? 0);
  };
  const batches = (what: string, size: number) =>
    Array.from({ length: 3 }, (_, batch) =>
      Array.from({ length: size }, (_, index) => `${what} ${batch}.${index}`),
    );

  it('have exactly one owner after three attempts at the same moment', async () => {
    for (const subjects of batches('fresh', 12)) {
      assert.deepEqual(
        await race(subjects),
        subjects.map(() => 1),
      );
    }
  });

  it('have at most one new owner after theirs was killed, and exactly one after further attempts', async () => {
    const subjects = batches('left', 12);
    const killed = await startOne();
    const had = await killed.take(subjects.flat().map((subject) => [subject]));
    assert.ok(had.every(Boolean));
    await killed.kill();
    for (const some of subjects) {
      // Each attempt is bounded in time, and on a busy machine that time can end before anyone has the lock.
      for (let left = some; left.length > 0;) {
        const owned = await race(left);
        assert.deepEqual(
          owned.filter((count) => count > 1),
          [],
        );
        left = left.filter((_, index) => owned[index] === 0);
      }
    }
  });

  it('are taken over immediately after their owner was killed, and not before', async () => {
    const owner = await startOne();
    assert.deepEqual(await owner.take([['killed a', 'killed b']]), [true]);
    assert.equal(await locks().isHeld(['killed b']), true);
    assert.equal(await locks().acquire(['killed a']), undefined);
    await owner.kill();
    assert.equal(await locks().isHeld(['killed a']), false);
    const started = performance.now();
    const lock = await locks().acquire(['killed b', 'killed a']);
    assert.ok(lock);
    assert.ok(performance.now() - started < 2900);
    await lock.release();
  });

  it('on other subjects stay in place if some locks of a killed owner are taken over', async () => {
    const owner = await startOne();
    await owner.take([['left alone'], ['taken over']]);
    await owner.kill();
    const before = await readdir(folder);
    const lock = await locks().acquire(['taken over']);
    await lock?.release();
    const now = await readdir(folder);
    assert.equal(before.length - now.length, 1);
    assert.ok(now.every((name) => before.includes(name)));
  });
});
