import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Locks, processSpace } from '../../../src/orders/lock';
import { ordersFolder, removeFolder } from '../support/placing';
import { itSideBySide } from '../support/sideBySide';

/** The parts of a lock’s file name: its subject, the machine and process of its owner, and a unique part. */
type Name = readonly [key: string, host: string, pid: string, unique: string];

const strangeHost = ([key, host, , unique]: Name) =>
  // No process of this machine has such a number.
  [key, host.split('').reverse().join(''), 2 ** 22 + 1, unique].join('.');

const ownProcess = ([key, host, pid, unique]: Name) => [key, host, pid, `${unique}-left`].join('.');

const endedProcess = ([key, host, , unique]: Name) =>
  [key, host, spawnSync(process.execPath, ['--version']).pid, unique].join('.');

/** Locks in a folder of their own. */
class LockScene {
  readonly folder = ordersFolder();
  readonly locks = new Locks(this.folder);

  /** Creates the lock of an owner with this name, whose last sign of life is `age` seconds old. */
  async lockOf(owner: (name: Name) => string, subject: string, age = 0): Promise<string> {
    const before = await readdir(this.folder);
    const lock = await this.locks.acquire([subject]);
    const [name = ''] = (await readdir(this.folder)).filter((one) => !before.includes(one));
    await lock?.release();
    const [key = '', host = '', pid = '', unique = ''] = name.split('.');
    const file = join(this.folder, owner([key, host, pid, unique]));
    await writeFile(file, '');
    await beatOf(file, age);
    return file;
  }

  async isTaken(subject: string): Promise<boolean> {
    const lock = await this.locks.acquire([subject]);
    await lock?.release();
    return lock !== undefined;
  }

  close(): void {
    removeFolder(this.folder);
  }
}

function beatOf(file: string, age: number): Promise<void> {
  const at = new Date(Date.now() - age * 1000);
  return utimes(file, at, at);
}

describe('a lock whose owner', () => {
  let scene: LockScene;

  beforeEach(() => {
    scene = new LockScene();
  });

  afterEach(() => scene.close());

  it('has ended on this machine is taken over at once, and no other lock with it', async () => {
    await scene.lockOf(endedProcess, 'another');
    const others = await readdir(scene.folder);
    await scene.lockOf(endedProcess, 'one');
    assert.equal(await scene.locks.isHeld(['one']), false);
    const started = performance.now();
    assert.equal(await scene.isTaken('one'), true);
    assert.ok(performance.now() - started < 2900);
    assert.deepEqual(await readdir(scene.folder), others);
  });

  for (const [what, space] of [
    ['another PID namespace', 'linux host boot pid:[2]'],
    ['another boot of this machine', 'linux host boot-2 pid:[1]'],
  ] as const) {
    it(`has a process ID from ${what} is not taken for dead`, async () => {
      const [own, other] = [
        new Locks(scene.folder, 'linux host boot pid:[1]'),
        new Locks(scene.folder, space),
      ];
      const before = await readdir(scene.folder);
      const lock = await other.acquire(['shared']);
      const [name = ''] = (await readdir(scene.folder)).filter((one) => !before.includes(one));
      // A process of that number has ended here, but the one that holds the lock lives on in its own namespace.
      const [key = '', inSpace = '', pid = '', unique = ''] = name.split('.');
      const renamed = endedProcess([key, inSpace, pid, unique]);
      await rename(join(scene.folder, name), join(scene.folder, renamed));
      assert.equal(await own.isHeld(['shared']), true);
      assert.equal(await own.acquire(['shared']), undefined);
      assert.equal(await other.isHeld(['shared']), false, 'the owner has ended there');
      await rm(join(scene.folder, renamed));
      await lock?.release();
    });
  }

  it('is on another machine stays held while its last sign of life is recent', async () => {
    const file = await scene.lockOf(strangeHost, 'one', 8);
    const started = performance.now();
    assert.equal(await scene.locks.isHeld(['one']), true);
    assert.equal(await scene.isTaken('one'), false);
    assert.ok(performance.now() - started < 2900);
    assert.ok((await stat(file)).isFile());
  });

  it('does not exist because the lock is not a file blocks nothing', async () => {
    const strange = await scene.lockOf(strangeHost, 'one');
    await rm(strange);
    await mkdir(strange);
    const changing = await scene.lockOf(strangeHost, 'two');
    await rm(changing);
    await symlink('/proc/self/status', changing);
    assert.deepEqual([await scene.isTaken('one'), await scene.isTaken('two')], [true, true]);
  });

  it('runs elsewhere is reported as such, with its file and last sign of life', async () => {
    const file = await scene.lockOf(strangeHost, 'one', 5);
    const holder = await scene.locks.holderOf(['other', 'one']);
    assert.equal(holder?.file, file);
    assert.equal(holder.isHere, false);
    assert.equal(holder.lastSign, (await stat(file)).mtimeMs);
    await scene.lockOf(ownProcess, 'two');
    assert.equal((await scene.locks.holderOf(['two']))?.isHere, true);
    assert.equal(await scene.locks.holderOf(['three']), undefined);
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

describe('a lock whose owner', () => {
  const inScene = async (test: (scene: LockScene) => Promise<void>) => {
    const scene = new LockScene();
    try {
      await test(scene);
    } finally {
      scene.close();
    }
  };

  itSideBySide({
    'was silent for long is taken over unless it gives a sign of life within a few seconds': () =>
      inScene(async (scene) => {
        const silent = await scene.lockOf(strangeHost, 'silent', 3600);
        const alive = await scene.lockOf(strangeHost, 'alive', 3600);
        const ending = await scene.lockOf(strangeHost, 'ending', 3600);
        const before = await readdir(scene.folder);
        const mine = await scene.locks.acquire(['mine']);
        const [own = ''] = (await readdir(scene.folder)).filter((name) => !before.includes(name));
        await beatOf(join(scene.folder, own), 3600);
        const started = performance.now();
        const beat = setInterval(() => void beatOf(alive, 0).catch(() => undefined), 500);
        const end = async () => {
          // By then, the lock is being watched.
          while (performance.now() - started < 300) {
            await readdir(scene.folder);
          }
          await rm(ending);
        };
        const [ofMine, isMineHeld, ofAlive, isAliveHeld, ofSilent, isEndingHeld] = await Promise.all([
          scene.isTaken('mine'),
          scene.locks.isHeld(['mine']),
          scene.isTaken('alive'),
          scene.locks.isHeld(['alive']),
          scene.isTaken('silent'),
          scene.locks.isHeld(['ending']),
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
          await readdir(scene.folder),
          before.filter((name) => !gone.includes(join(scene.folder, name))),
        );
      }),
    'gives no sign of life is taken over within seconds, whatever the time of the last one': () =>
      inScene(async (scene) => {
        const owners = [strangeHost, ownProcess];
        const ages = {
          'seconds ahead': -10,
          'an hour ahead': -3600,
          'centuries ahead': -1e10,
          'of 1970': 1.8e9,
        };
        const subjects = owners.flatMap((owner) =>
          Object.entries(ages).map(([when, age]) => ({ owner, age, subject: `${owner.name} ${when}` })),
        );
        for (const { owner, age, subject } of subjects) {
          await scene.lockOf(owner, subject, age);
        }
        const started = performance.now();
        const taken = await Promise.all(subjects.map(({ subject }) => scene.isTaken(subject)));
        assert.deepEqual(
          subjects.filter((_, index) => !taken[index]),
          [],
        );
        // One after the other, they would take 16 seconds.
        assert.ok(performance.now() - started < 10_000);
        assert.deepEqual(await readdir(scene.folder), []);
      }),
    'has a clock that is ahead stays held while it gives signs of life': () =>
      inScene(async (scene) => {
        const file = await scene.lockOf(strangeHost, 'one', -3600);
        const aliveAt = (age: number) => void beatOf(file, age).catch(() => undefined);
        const beat = setInterval(() => aliveAt(-3600 - performance.now() / 1000), 500);
        const [isHeld, taken] = await Promise.all([scene.locks.isHeld(['one']), scene.isTaken('one')]);
        clearInterval(beat);
        assert.deepEqual([isHeld, taken], [true, false]);
      }),
    'is unknown because name or content of the file is invalid blocks for seconds at most': () =>
      inScene(async (scene) => {
        const contents = ['', 'x'.repeat(1e6), '{"pid":1}'];
        const names = ['', '.', '...', '.\u202e.x', '.0.-1', '.host.NaN.x', '.host.1e999.x'];
        const key = (await scene.lockOf(strangeHost, 'one', 20)).split(sep).at(-1)?.split('.')[0] ?? '';
        for (const [index, name] of names.entries()) {
          const file = join(scene.folder, `${key}${name}`);
          await writeFile(file, contents[index % contents.length] ?? '');
          await beatOf(file, index % 2 === 0 ? -3600 : 3600);
        }
        assert.equal(await scene.isTaken('one'), true);
        assert.equal(await scene.locks.isHeld(['one']), false);
      }),
  });
});
