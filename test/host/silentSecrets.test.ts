import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter, extensions, Uri, window } from 'vscode';
import { compose, type Composition } from '../../src/compose/compose';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import type { Row } from '../../src/tree/rows/row';
import { startPortal } from '../portal/testPortal';
import { extensionId, theExtension } from './extension';
import { toldWhile } from './orderScene';

const never = () => new Promise<never>(() => undefined);

/** A keyring that is locked, and asks nobody to unlock it. */
const silentSecrets = {
  keys: never,
  get: never,
  store: never,
  delete: never,
  onDidChange: new EventEmitter<{ key: string }>().event,
};

describe('A window whose secret storage never answers', () => {
  let folder: string;
  let parts: Composition;
  let startedAt: number;
  let told: Promise<string[]>;
  const kept = new Map<string, unknown>();
  const memory = {
    keys: () => [...kept.keys()],
    get: <T>(key: string, usual?: T) => (kept.get(key) as T | undefined) ?? usual,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };

  before(async () => {
    const { tree, ordersTree, renewalsTree } = await theExtension();
    const extension = extensions.getExtension(extensionId);
    assert.ok(extension);
    folder = mkdtempSync(join(tmpdir(), 'pbx-silent-'));
    startedAt = performance.now();
    parts = await compose({
      context: {
        secrets: silentSecrets,
        globalState: memory,
        workspaceState: memory,
        extensionUri: extension.extensionUri,
        globalStorageUri: Uri.file(folder),
      },
      log: window.createOutputChannel('PBX with a locked keyring', { log: true }),
      ordersFolder: folder,
      instances: { tree, changed: new EventEmitter<Row | undefined>() },
      orders: { tree: ordersTree, changed: new EventEmitter<Row | undefined>() },
      renewals: { tree: renewalsTree, changed: new EventEmitter<Row | undefined>() },
      documentsChanged: new EventEmitter<Uri>(),
      pricesChanged: new EventEmitter<Uri>(),
    });
    told = toldWhile(() => new Promise((resolve) => setTimeout(resolve, 11_000)));
  });

  after(async () => {
    await parts.session.signOut();
    parts.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has its commands and views immediately', async () => {
    assert.ok(performance.now() - startedAt < 9000);
    const { handlers, instances } = parts;
    await handlers['pbx.refresh'](undefined);
    assert.ok(Array.isArray(await instances.getChildren(undefined)));
  });

  it('shows the sandbox', async () => {
    const start = performance.now();
    await parts.handlers['pbx.exploreSandbox'](undefined);
    await parts.lists.open();
    assert.ok((parts.lists.products[0]?.list.rows.length ?? 0) > 0);
    assert.ok(performance.now() - start < 9000);
  });

  it('signs in, and does not say that the storage refused the session', async () => {
    const portal = await startPortal();
    try {
      await parts.session.signInWithCredentials(parseBaseUrl(portal.baseUrl), portal, {
        keepCredentials: false,
      });
      const { state } = parts.session;
      assert.ok(state.kind === 'signedIn' && state.kept === 'memory');
    } finally {
      await portal.close();
    }
    assert.ok((await told).every((text) => !text.includes('could not save')));
  }).timeout(20_000);

  it('says so once, after ten seconds', async function () {
    this.timeout(20_000);
    const notices = (await told).filter((text) => text.includes('does not respond'));
    assert.equal(notices.length, 1, notices.join('\n'));
  });
});
