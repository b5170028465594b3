import { nameOf } from '../../src/sandbox/instanceRows';
import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { cloudPbxRows, requestCount, shown, signedIn, theExtension } from './extension';

describe('The Instances view', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    ({ parts, portal } = await signedIn(options));
  }

  afterEach(async () => {
    await parts.session.signOut();
    await portal.close();
  });

  const cloudPbx = () => cloudPbxRows(parts);

  const firstRow =
    /^Lagos head office \| (until|ends|ended) .+ · 10 extensions · Enterprise Plan · 3658B4311196K2ID$/;

  async function rows(): Promise<string[]> {
    return (await cloudPbx()).below.map(shown);
  }

  async function rowsBelow(index: number): Promise<string[]> {
    const { below } = await cloudPbx();
    return (await parts.instances.getChildren(below[index])).map(shown);
  }

  it('shows only the welcome content when signed out', async () => {
    await open();
    await parts.session.signOut();
    assert.deepEqual(await parts.instances.getChildren(), []);
  });

  it('shows the first page with serial numbers, and how many rows are left', async () => {
    await open();
    const all = await rows();
    assert.equal(all.length, 26);
    assert.match(all[0] ?? '', firstRow);
    assert.equal(all[25], 'Load 15 more | 25 of 40');
  });

  it('loads more on demand until all are loaded', async () => {
    await open();
    await parts.instances.getChildren();
    await parts.lists.whenLoaded();
    await commands.executeCommand('pbx.loadMore');
    assert.equal((await rows()).length, 40);
    const before = requestCount(portal);
    await commands.executeCommand('pbx.loadMore');
    assert.equal((await rows()).length, 40);
    assert.equal(requestCount(portal), before);
  });

  it('loads all instances of a product on demand', async () => {
    await open({ instances: 60 });
    assert.deepEqual((await rows()).slice(25), ['Load 25 more | 25 of 60', 'Load All']);
    await commands.executeCommand('pbx.loadAllInstances');
    assert.equal((await rows()).length, 60);
  });

  it('shows plan and services of an instance, subscribed ones first', async () => {
    await open();
    const below = await rowsBelow(0);
    assert.match(below[0] ?? '', /^Enterprise Plan \| 10 extensions · until /);
    assert.deepEqual(below.slice(1), [
      'Recording Minutes | subscribed',
      'Extension Expansion | available',
      'High Availability | available',
    ]);
  });

  for (const containers of ['lists', 'nested', 'renamed'] as const) {
    for (const pages of ['envelope', 'array', 'totals'] as const) {
      it(`shows the same for replies with ${containers} containers and ${pages} pages`, async () => {
        await open({ shape: { containers, pages, ids: 'number' } });
        const all = await rows();
        // In nested containers the end date and the extensions may belong to something else.
        assert.match(
          all[0] ?? '',
          containers === 'nested' ? /^Lagos head office \| .*Enterprise Plan · 3658B4311196K2ID$/ : firstRow,
        );
        assert.match(all[25] ?? '', /^Load \d+ more/);
        assert.equal((await rowsBelow(0)).at(-1), 'High Availability | available');
        await commands.executeCommand('pbx.loadMore');
        assert.equal((await rows()).filter((row) => !row.startsWith('Load')).length, 40);
      });
    }
  }

  it('says what the portal does not report instead of inventing it', async () => {
    await open({ shape: { details: 'untold' } });
    assert.equal((await rows())[0], 'Lagos head office | 3658B4311196K2ID');
    assert.deepEqual(await rowsBelow(0), [
      'Plan not reported by the portal',
      'Extension Expansion | subscription not reported',
      'Recording Minutes | subscription not reported',
      'High Availability | subscription not reported',
    ]);
  });

  it('requests details and catalogue in parallel, each only once', async () => {
    await open();
    await cloudPbx();
    await parts.lists.whenLoaded();
    const before = portal.requests.length;
    await Promise.all([rowsBelow(0), rowsBelow(0)]);
    await rowsBelow(0);
    const asked = portal.requests.slice(before).map(({ path }) => path.split('/').at(-1));
    // The Orders view may load its first page meanwhile.
    assert.deepEqual(asked.filter((name) => name !== 'page').sort(), ['detail', 'purchase_product_info']);
  });

  it('keeps the rows if a refresh fails, and says why and how old they are', async () => {
    await open();
    const before = await rows();
    await parts.lists.whenLoaded();
    await portal.close();
    await commands.executeCommand('pbx.refresh');
    const [failure, ...kept] = await rows();
    assert.match(failure ?? '', /^Try Again \| Could not connect to 127\.0\.0\.1.* Shown as of /);
    assert.deepEqual(kept, before);
    await parts.lists.whenLoaded();
    const { tree } = await theExtension();
    // Lists that were loaded in two different minutes are named, each with its time.
    const told =
      /^Could not connect to 127\.0\.0\.1.* Shown as of [^:]*:\d\d[^:]*(\.|: .* Shown as of .*\.)$/;
    assert.match(tree.message ?? '', told);
  });

  it('asks to sign in again if the session has ended, and keeps its rows', async () => {
    await open();
    const before = await rows();
    portal.revokeTokens();
    await commands.executeCommand('pbx.refresh');
    const outermost = (await parts.instances.getChildren()).map(shown);
    assert.match(outermost[0] ?? '', /^Sign In \| The session has ended/);
    assert.match(outermost[1] ?? '', /^Cloud PBX/);
    assert.deepEqual(await rows(), before);
  });

  it('drops the rows of one session when another begins', async () => {
    await open();
    await rows();
    const old = portal;
    await open({ instances: 3 });
    await old.close();
    assert.equal((await rows()).length, 3);
  });

  it('shows names from the portal as text on one line', async () => {
    const hostile = '<b>Kano</b> & "Sons"\n$(zap) \u202egpj.eciffo';
    await open({
      intercept: (_request, process) => {
        const reply = process();
        const [usual, other] = [nameOf(6), hostile].map((name) => JSON.stringify(name));
        return { ...reply, body: reply.body.replaceAll(usual ?? '', () => other ?? '') };
      },
    });
    const rows = (await cloudPbx()).below.filter(({ id }) => id.startsWith('instance '));
    const names = rows.map((row) => row.treeItem().label);
    assert.ok(names.some((name) => typeof name === 'string' && name.includes('<b>')));
    for (const name of names) {
      assert.ok(typeof name === 'string' && !/[\n\r]/.test(name));
      assert.match(name, /^\u2068[^\p{Bidi_Control}]+\u2069$/u);
    }
  });

  it('has an accessible name for every row', async () => {
    await open();
    const { below } = await cloudPbx();
    const outermost = await parts.instances.getChildren();
    const services = await parts.instances.getChildren(below[0]);
    for (const row of [...outermost, ...below, ...services]) {
      assert.notEqual(row.treeItem().accessibilityInformation?.label ?? '', '');
    }
  });
});
