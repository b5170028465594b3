import assert from 'node:assert/strict';
import { type QuickPickItem, commands, window } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import type { TestPortal } from '../portal/testPortal';
import { signedIn } from './extension';

type Pick = (items: readonly QuickPickItem[], options: { readonly canPickMany?: boolean }) => unknown;

describe('A choice among the PBXes of an account', () => {
  const { showQuickPick, showInformationMessage } = window;
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    Object.assign(window, { showQuickPick, showInformationMessage });
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  /** Runs Bulk Order…, and chooses two PBXes after something has happened. @returns What the user was told. */
  async function chooseAfter(happens: () => Promise<unknown>): Promise<string[]> {
    const told: string[] = [];
    const pick: Pick = async (items, { canPickMany = false }) => {
      if (canPickMany) {
        await happens();
      }
      return canPickMany ? items.slice(0, 2) : items[0];
    };
    Object.assign(window, {
      showQuickPick: pick,
      showInformationMessage: (text: string) => Promise.resolve(void told.push(text)),
    });
    await commands.executeCommand('pbx.bulkOrder');
    return told;
  }

  it('opens a bulk order', async () => {
    assert.deepEqual(await chooseAfter(() => Promise.resolve()), []);
    assert.equal(parts.bulk.models.at(-1)?.state.rows.length, 2);
  });

  it('opens nothing once another account is signed in, and says so', async () => {
    const told = await chooseAfter(async () => {
      await parts.session.signOut();
      await parts.session.signInWithCredentials(
        parseBaseUrl(portal.baseUrl),
        { clientId: portal.clientId, clientSecret: portal.clientSecret },
        { keepCredentials: false },
      );
    });
    assert.deepEqual(told, [
      'The account has changed since this choice was opened, so nothing was opened. Choose again.',
    ]);
    assert.deepEqual(parts.bulk.models, []);
  });
});
