import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { append, isMissing, createIn, readText } from '../../../src/orders/files';
import { ordersFolder, removeFolder } from '../support/placing';

/** Other systems have no such devices. */
const itOnLinux = process.platform === 'linux' ? it : it.skip;

describe('entry files', () => {
  let folder: string;

  beforeEach(() => {
    folder = ordersFolder();
  });

  afterEach(() => removeFolder(folder));

  const noFlushFails = (error: unknown) => assert.fail(String(error));

  it('keep their content when text is appended', async () => {
    const file = join(folder, 'record');
    await writeFile(file, 'one\n');
    await append(file, 'zwölf\n', noFlushFails);
    await append(file, 'three\n', noFlushFails);
    assert.equal(await readFile(file, 'utf8'), 'one\nzwölf\nthree\n');
  });

  it('are not created by appending', async () => {
    const error = await append(join(folder, 'none'), 'text', noFlushFails).catch((error: unknown) => error);
    assert.ok(isMissing(error));
    assert.deepEqual(await readdir(folder), []);
  });

  itOnLinux('report a full disk', async () => {
    // A device that is always full.
    await assert.rejects(append('/dev/full', 'text', noFlushFails), { code: 'ENOSPC' });
  });

  itOnLinux('report later if written text cannot be flushed', async () => {
    // Cannot be flushed, but accepts text.
    const failure = await new Promise<unknown>((resolve) => void append('/dev/null', 'text', resolve));
    assert.ok(failure instanceof Error && 'code' in failure && failure.code === 'EINVAL');
  });

  it('get their folder created, accessible only to the user', async () => {
    const missing = join(folder, 'one', 'two');
    await createIn(missing, () => writeFile(join(missing, 'file'), ''));
    assert.deepEqual(await readdir(missing), ['file']);
  });

  it('get no folder where it must not be created', async () => {
    const gone = join(folder, 'gone');
    const file = join(gone, 'record');
    const denied = () => Promise.reject(new Error('denied'));
    await assert.rejects(
      createIn(gone, () => writeFile(file, 'one'), denied),
      /denied/,
    );
    assert.deepEqual(await readdir(folder), []);
  });

  it('are read to their end even if they have grown or shrunk since their size was determined', async () => {
    const file = join(folder, 'record');
    const text = 'one\nzwölf\n'.repeat(1000);
    await writeFile(file, text);
    const { length } = Buffer.from(text);
    for (const size of [0, 7, length - 1, length, length + 1, 2 * length, 10 * 1024 * 1024]) {
      assert.equal(await readText(file, size), text, String(size));
    }
    await assert.rejects(readText(join(folder, 'gone'), 7), isMissing);
  });

  it('are tried only once if the folder is not what is missing', async () => {
    let tries = 0;
    const missing = join(folder, 'one');
    await assert.rejects(
      createIn(missing, () => {
        tries++;
        return writeFile(folder, '');
      }),
      { code: 'EISDIR' },
    );
    assert.deepEqual([tries, await readdir(folder)], [1, []]);
  });
});
