import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Locks, processSpace } from '../../../src/orders/lock';
import { ordersFolder, removeFolder } from '../support/placing';

/** The parts of a lock’s file name: its subject, the machine and process of its owner, and a unique part. */
type Name = readonly [key: string, host: string, pid: string, unique: string];

const strangeHost = ([key, host, , unique]: Name) =>
  // No process of this machine has such a number.
  [key, host.split('').reverse().join(''), 2 ** 22 + 1, unique].join('.');

const ownProcess = ([key, host, pid, unique]: Name) => [key, host, pid, `${unique}-left`].join('.');

const endedProcess = ([key, host, , unique]: Name) =>
  [key, host, spawnSync(process.execPath, ['--version']).pid, unique].join('.');

describe('a lock whose owner', () => {
  let folder: string;
  let locks: Locks;

  beforeEach(() => {
    folder = ordersFolder();
    locks = new Locks(folder);
  });

  afterEach(() => removeFolder(folder));

  /** Creates the lock of an owner with this name, whose last sign of life is `age` seconds old. */
  const lockOf = async (owner: (name: Name) => string, subject: string, age = 0): Promise<string> => {
    const before = await readdir(folder);
    const lock = await locks.acquire([subject]);
    const [name = ''] = (await readdir(folder)).filter((one) => !before.includes(one));
    await lock?.release();
    const [key = '', host = '', pid = '', unique = ''] = name.split('.');
    const file = join(folder, owner([key, host, pid, unique]));
    await writeFile(file, '');
    await beatOf(file, age);
    return file;
  };
  const beatOf = (file: string, age: number) => {
    const at = new Date(Date.now() - age * 1000);
    return utimes(file, at, at);
  };
  const isTaken = async (subject: string) => {
    const lock = await locks.acquire([subject]);
    await lock?.release();
    return lock !== undefined;
  };

  it('has ended on this machine is taken over at once, and no other lock with it', async () => {
    await lockOf(endedProcess, 'another');
    const others = await readdir(folder);
    await lockOf(endedProcess, 'one');
    assert.equal(await locks.isHeld(['one']), false);
    const started = performance.now();
    assert.equal(await isTaken('one'), true);
    assert.ok(performance.now() - started < 1500);
    assert.deepEqual(await readdir(folder), others);
  });

  for (const [what, space] of [
    ['another PID namespace', 'linux host boot pid:[2]'],
    ['another boot of this machine', 'linux host boot-2 pid:[1]'],
  ] as const) {
    it(`has a process ID from ${what} is not taken for dead`, async () => {
      const [own, other] = [new Locks(folder, 'linux host boot pid:[1]'), new Locks(folder, space)];
      const before = await readdir(folder);
      const lock = await other.acquire(['shared']);
      const [name = ''] = (await readdir(folder)).filter((one) => !before.includes(one));
      // A process of that number has ended here, but the one that holds the lock lives on in its own namespace.
      const [key = '', inSpace = '', pid = '', unique = ''] = name.split('.');
      const renamed = endedProcess([key, inSpace, pid, unique]);
      await rename(join(folder, name), join(folder, renamed));
      assert.equal(await own.isHeld(['shared']), true);
      assert.equal(await own.acquire(['shared']), undefined);
      assert.equal(await other.isHeld(['shared']), false, 'the owner has ended there');
      await rm(join(folder, renamed));
      await lock?.release();
    });
  }

  it('is on another machine stays held while its last sign of life is recent', async () => {
    const file = await lockOf(strangeHost, 'one', 12);
    const started = performance.now();
    assert.equal(await locks.isHeld(['one']), true);
    assert.equal(await isTaken('one'), false);
    assert.ok(performance.now() - started < 1500);
    assert.ok((await stat(file)).isFile());
  });

  it('was silent for long is taken over unless it gives a sign of life within a few seconds', async () => {
    const silent = await lockOf(strangeHost, 'silent', 3600);
    const alive = await lockOf(strangeHost, 'alive', 3600);
    const ending = await lockOf(strangeHost, 'ending', 3600);
    const before = await readdir(folder);
    const mine = await locks.acquire(['mine']);
    const [own = ''] = (await readdir(folder)).filter((name) => !before.includes(name));
    await beatOf(join(folder, own), 3600);
    const started = performance.now();
    const beat = setInterval(() => void beatOf(alive, 0), 500);
    const end = async () => {
      // By then, the lock is being watched.
      while (performance.now() - started < 300) {
        await readdir(folder);
      }
      await rm(ending);
    };
    const [ofMine, isMineHeld, ofAlive, isAliveHeld, ofSilent, isEndingHeld] = await Promise.all([
      isTaken('mine'),
      locks.isHeld(['mine']),
      isTaken('alive'),
      locks.isHeld(['alive']),
      isTaken('silent'),
      locks.isHeld(['ending']),
      end(),
    ]);
    clearInterval(beat);
    assert.ok(performance.now() - started > 2000);
    assert.deepEqual([ofMine, isMineHeld], [false, true], 'held by this process, which lives on');
    assert.deepEqual([ofAlive, isAliveHeld], [false, true], 'held by another machine, which lives on');
    assert.equal(ofSilent, true, 'held by another machine that gives no sign of life');
    assert.equal(isEndingHeld, false, 'held by another machine that releases it meanwhile');
    await mine?.release();
    const gone = [silent, ending];
    assert.deepEqual(
      await readdir(folder),
      before.filter((name) => !gone.includes(join(folder, name))),
    );
  });

  it('gives no sign of life is taken over within seconds, whatever the time of the last one', async () => {
    const owners = [strangeHost, ownProcess];
    const ages = { 'seconds ahead': -10, 'an hour ahead': -3600, 'centuries ahead': -1e10, 'of 1970': 1.8e9 };
    const subjects = owners.flatMap((owner) =>
      Object.entries(ages).map(([when, age]) => ({ owner, age, subject: `${owner.name} ${when}` })),
    );
    for (const { owner, age, subject } of subjects) {
      await lockOf(owner, subject, age);
    }
    const started = performance.now();
    const taken = await Promise.all(subjects.map(({ subject }) => isTaken(subject)));
    assert.deepEqual(
      subjects.filter((_, index) => !taken[index]),
      [],
    );
    assert.ok(performance.now() - started < 5000);
    assert.deepEqual(await readdir(folder), []);
  });

  it('has a clock that is ahead stays held while it gives signs of life', async () => {
    const file = await lockOf(strangeHost, 'one', -3600);
    const beat = setInterval(() => void beatOf(file, -3600 - performance.now() / 1000), 500);
    const [isHeld, taken] = await Promise.all([locks.isHeld(['one']), isTaken('one')]);
    clearInterval(beat);
    assert.deepEqual([isHeld, taken], [true, false]);
  });

  it('is unknown because name or content of the file is invalid blocks for seconds at most', async () => {
    const contents = ['', 'x'.repeat(1e6), '{"pid":1}'];
    const names = ['', '.', '...', '.\u202e.x', '.0.-1', '.host.NaN.x', '.host.1e999.x'];
    const key = (await lockOf(strangeHost, 'one', 20)).split(sep).at(-1)?.split('.')[0] ?? '';
    for (const [index, name] of names.entries()) {
      const file = join(folder, `${key}${name}`);
      await writeFile(file, contents[index % contents.length] ?? '');
      await beatOf(file, index % 2 === 0 ? -3600 : 3600);
    }
    assert.equal(await isTaken('one'), true);
    assert.equal(await locks.isHeld(['one']), false);
  });

  it('does not exist because the lock is not a file blocks nothing', async () => {
    const strange = await lockOf(strangeHost, 'one');
    await rm(strange);
    await mkdir(strange);
    const changing = await lockOf(strangeHost, 'two');
    await rm(changing);
    await symlink('/proc/self/status', changing);
    assert.deepEqual([await isTaken('one'), await isTaken('two')], [true, true]);
  });

  it('runs elsewhere is reported as such, with its file and last sign of life', async () => {
    const file = await lockOf(strangeHost, 'one', 5);
    const holder = await locks.holderOf(['other', 'one']);
    assert.equal(holder?.file, file);
    assert.equal(holder.isHere, false);
    assert.ok(Math.abs(Date.now() - 5000 - holder.lastSign) < 2000);
    await lockOf(ownProcess, 'two');
    assert.equal((await locks.holderOf(['two']))?.isHere, true);
    assert.equal(await locks.holderOf(['three']), undefined);
  });

  it('is in another PID namespace has a different process space', function () {
    const inNew = (script: string) =>
      spawnSync('unshare', ['--pid', '--fork', process.execPath, '--import', 'tsx', '--eval', script], {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
    const file = JSON.stringify(require.resolve('../../../src/orders/lock'));
    const other = inNew(`console.log(require(${file}).processSpace())`);
    if (other.status !== 0) {
      // Not every system lets a process create a namespace.
      this.skip();
    }
    assert.notEqual(other.stdout.trim(), '');
    assert.notEqual(other.stdout.trim(), processSpace());
    assert.equal(processSpace(), processSpace());
  });
});
