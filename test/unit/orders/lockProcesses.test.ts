import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Locks } from '../../../src/orders/lock';
import { LockOwner } from '../support/lockOwner';
import { recordsFolder, removeFolder } from '../support/placing';

describe('the locks of several processes', () => {
  let folder: string;
  let owners: readonly LockOwner[];
  let further: LockOwner[];

  before(async () => {
    folder = recordsFolder();
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

  /** Has all owners try for each of the subjects in the same millisecond. @returns The owners of each. */
  const race = async (subjects: readonly string[]) => {
    const at = Date.now() + 20;
    const sets = subjects.map((subject) => [subject]);
    const got = await Promise.all(owners.map((owner) => owner.take(sets, at)));
    return subjects.map((_, index) => got.filter((own) => own[index]).length);
  };
  const batches = (what: string, size: number) =>
    Array.from({ length: 3 }, (_, batch) =>
      Array.from({ length: size }, (_, index) => `${what} ${batch}.${index}`),
    );

  it('are had by exactly one of three that start at the same moment', async () => {
    for (const subjects of batches('fresh', 12)) {
      assert.deepEqual(
        await race(subjects),
        subjects.map(() => 1),
      );
    }
  });

  it('are had by exactly one, also where an owner was killed that had them', async () => {
    const subjects = batches('left', 12);
    const killed = await startOne();
    const had = await killed.take(subjects.flat().map((subject) => [subject]));
    assert.ok(had.every(Boolean));
    await killed.kill();
    for (const some of subjects) {
      assert.deepEqual(
        await race(some),
        some.map(() => 1),
      );
    }
  });

  it('are taken over at once from an owner that was killed, and not before', async () => {
    const owner = await startOne();
    assert.deepEqual(await owner.take([['killed a', 'killed b']]), [true]);
    assert.equal(await locks().isHeld(['killed b']), true);
    assert.equal(await locks().acquire(['killed a']), undefined);
    await owner.kill();
    assert.equal(await locks().isHeld(['killed a']), false);
    const started = performance.now();
    const lock = await locks().acquire(['killed b', 'killed a']);
    assert.ok(lock);
    assert.ok(performance.now() - started < 200);
    await lock.release();
  });

  it('of other subjects stay where they are when those of a killed owner are taken over', async () => {
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

  describe('whose owner was silent for long', () => {
    const longAgo = () => new Date(Date.now() - 60 * 60 * 1000);

    /** Puts a lock there of an owner on another machine, of a process number that nothing here has. */
    const ofOtherHost = async (subject: string): Promise<string> => {
      const before = new Set(await readdir(folder));
      const lock = await locks().acquire([subject]);
      const [name = ''] = (await readdir(folder)).filter((one) => !before.has(one));
      await lock?.release();
      const [key = '', host = '', , unique = ''] = name.split('.');
      const file = join(folder, [key, host.split('').reverse().join(''), 2 ** 22 + 1, unique].join('.'));
      await writeFile(file, '');
      return file;
    };
    const silence = async (file: string) => utimes(file, longAgo(), longAgo());

    it('stay theirs while they give a sign of life, and are taken over when they do not', async () => {
      const onOtherHost = await ofOtherHost('other host');
      assert.equal(await locks().isHeld(['other host']), true);
      assert.equal(await locks().acquire(['other host']), undefined);

      const names = new Set(await readdir(folder));
      const mine = await locks().acquire(['mine']);
      const [own = ''] = (await readdir(folder)).filter((name) => !names.has(name));
      const alive = await ofOtherHost('alive');
      await Promise.all([join(folder, own), alive, onOtherHost].map(silence));
      const beat = setInterval(() => void utimes(alive, new Date(), new Date()), 500);
      const [ofMine, ofAlive, ofOther, isMineHeld] = await Promise.all([
        locks().acquire(['mine']),
        locks().acquire(['alive']),
        locks().acquire(['other host']),
        locks().isHeld(['mine']),
      ]);
      clearInterval(beat);
      assert.equal(ofMine, undefined, 'of a process of this machine that was silent and goes on');
      assert.equal(isMineHeld, true);
      assert.equal(ofAlive, undefined, 'of a process of another machine that was silent and goes on');
      assert.ok(ofOther, 'of a process of another machine that gives no sign');
      assert.equal(await locks().isHeld(['other host']), true);
      await Promise.all([mine?.release(), ofOther.release()]);
    });
  });
});
