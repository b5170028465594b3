import assert from 'node:assert/strict';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeUnused } from '../../../src/renewals/dueDateFile';
import { DueDates } from '../../../src/renewals/dueDates';
import { CollectedLog } from '../support/collectedLog';
import { Gate } from '../support/gate';
import { DueDateScene, detailPath, owner, quiet } from './dueDateScene';

describe('due dates on disk', () => {
  let scene: DueDateScene;

  beforeEach(async () => {
    scene = await DueDateScene.open();
  });
  afterEach(async () => scene.close());

  it('are kept on disk for the account, and for no other', async () => {
    await (await scene.opened()).read(scene.sources(), 'due', quiet);
    const asked = scene.detailsAsked().length;
    const again = await scene.opened();
    assert.equal(again.all.length, 40);
    assert.ok(again.readAt);
    assert.equal(scene.detailsAsked().length, asked);
    await again.open({ ...owner, account: 'client 2' }, true);
    assert.deepEqual(again.all, []);
    assert.equal(again.readAt, undefined);
  });

  it('are not kept for a sandbox', async () => {
    const dueDates = await scene.opened();
    await dueDates.open(owner, false);
    await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 40);
    assert.deepEqual(await readdir(scene.folder), []);
  });

  it('forget PBXes that are no longer listed', async () => {
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    await scene.portal.reset({ instances: { 13: 12 } });
    scene.onlyInDetails();
    await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 12);
    assert.equal((await scene.opened()).all.length, 12);
  });

  it('of the last account do not arrive at the next one', async () => {
    const dueDates = await scene.opened();
    const gate = new Gate();
    const { intercept } = scene.portal;
    scene.portal.intercept = async (request, process, response) => {
      if (request.path === detailPath) {
        await gate.opened;
      }
      return intercept(request, process, response);
    };
    const reading = dueDates.read(scene.sources(), 'due', quiet).catch(() => undefined);
    await dueDates.open({ ...owner, account: 'client 2' }, true);
    gate.open();
    await reading;
    assert.deepEqual(dueDates.all, []);
  });

  it('that another window has read are taken over', async () => {
    const [one, other] = [await scene.opened(), await scene.opened()];
    await one.read(scene.sources(), 'due', quiet);
    await other.reload();
    assert.deepEqual(other.all, one.all);
    assert.equal(other.readAt, one.readAt);
  });

  it('survive a damaged file: what is left is known, the rest is read again', async () => {
    await (await scene.opened()).read(scene.sources(), 'due', quiet);
    const [name = ''] = await readdir(scene.folder);
    const lines = (await readFile(join(scene.folder, name), 'utf8')).split('\n');
    await writeFile(join(scene.folder, name), [...lines.slice(0, 10), lines[10]?.slice(0, 20)].join('\n'));
    const dueDates = await scene.opened();
    assert.equal(dueDates.all.length, 9);
    await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal((await scene.opened()).all.length, 40);
  });

  it('put neither a token nor the account in the file’s name', async () => {
    await (await scene.opened()).read(scene.sources(), 'due', quiet);
    const [name = ''] = await readdir(scene.folder);
    assert.match(name, /^[0-9a-f]{32}\.jsonl$/);
    const text = await readFile(join(scene.folder, name), 'utf8');
    assert.ok(scene.parts.session.secrets.every((secret) => !text.includes(secret)));
  });

  it('of an account that is no longer used are deleted', async () => {
    await (await scene.opened()).read(scene.sources(), 'due', quiet);
    await removeUnused(scene.folder, 0);
    assert.equal((await readdir(scene.folder)).length, 1);
    await removeUnused(scene.folder, Date.now() + 60_000);
    assert.deepEqual(await readdir(scene.folder), []);
  });

  it('that cannot be kept are known nevertheless, and the log says why', async () => {
    await rm(scene.folder, { recursive: true });
    await writeFile(scene.folder, 'not a scene.folder');
    const log = new CollectedLog();
    const dueDates = new DueDates({ folder: scene.folder, client: scene.parts.client, log });
    scene.made.push(dueDates);
    await dueDates.open(owner, true);
    await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 40);
    assert.match(log.text, /cannot be kept on disk/);
  });
});
