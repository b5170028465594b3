import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { EntryId } from '../../src/orders/entry';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import { type TestPortal, startPortal } from '../portal/testPortal';
import { untrusted } from '../portal/untrusted';
import { selfSigned } from '../unit/support/certificate';
import { EnemyPage } from './enemyPage';
import { savePath } from './enemyScene';
import { setSetting, theParts } from './extension';
import { productNo, reference, untilReviewed } from './formStates';
import { ordersFolder, removeEntries } from './logFiles';

type Parts = Awaited<ReturnType<typeof theParts>>;

/** VS Code's own agent hands over connections that are still being opened, which plain Node does not. */
describe('An order whose connection takes long to open', () => {
  const { now } = Date;
  const { ca } = https.globalAgent.options;
  let parts: Parts;
  let portal: TestPortal;
  let relay: net.Server;
  /**
   * Called once when a connection is requested and the order has its entry: those of other lookups come earlier. Until it
   * has ended, no connection reaches the portal.
   */
  let meanwhile: (() => void | Promise<void>) | undefined;
  let holding: Promise<void>;

  beforeEach(async () => {
    parts = await theParts();
    holding = Promise.resolve();
    portal = await startPortal({ tls: { ...selfSigned, untrusted } });
    const target = Number(new URL(portal.baseUrl).port);
    relay = net.createServer((socket) => {
      if (meanwhile && parts.orderServices.journal.entries.length > 0) {
        holding = Promise.resolve(meanwhile());
        meanwhile = undefined;
      }
      void holding.then(() => {
        const there = net.connect(target, '127.0.0.1');
        // Either side may still be sending when the other one ends.
        there.on('error', () => socket.destroy());
        socket.on('error', () => there.destroy());
        socket.pipe(there).pipe(socket);
      });
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    https.globalAgent.options.ca = selfSigned.cert;
    const url = `https://127.0.0.1:${(relay.address() as AddressInfo).port}`;
    await setSetting('apiBaseUrl', url);
    await parts.session.signInWithCredentials(parseBaseUrl(url), portal, { keepCredentials: false });
  });

  afterEach(async () => {
    Date.now = now;
    https.globalAgent.options.ca = ca;
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    relay.close();
    await portal.close();
    await removeEntries(parts);
  });

  const changes: Readonly<Record<string, (id: EntryId) => void | Promise<void>>> = {
    'its review has grown old': () => {
      Date.now = () => now() + 8 * 60 * 60_000;
    },
    'its entry was decided': (id) => parts.orderServices.journal.note(id, { state: 'dismissed', at: now() }),
    'its lock was taken over': () => {
      const locks = join(ordersFolder(parts), 'locks');
      readdirSync(locks).forEach((name) => rmSync(join(locks, name)));
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is not sent once ${what}`, async () => {
      const { form } = await EnemyPage.open(parts, productNo);
      form.submit(reference);
      const { reviewId } = await untilReviewed(form);
      meanwhile = async () => {
        const [entry] = parts.orderServices.journal.entries;
        assert.ok(entry, 'its entry is on the disk');
        await change(entry.id);
      };
      await form.steps.place(reviewId);
      const { step } = form.state;
      const sent = portal.requests.filter(({ path }) => path === savePath).length;
      assert.deepEqual([sent, meanwhile], [0, undefined]);
      // If another lookup needs a connection first, the order is stopped even before its own is opened.
      assert.match(step.name === 'outcome' ? step.outcome.kind : step.name, /^(notSent|blocked)$/);
    });
  }
});
