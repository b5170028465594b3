import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commands, env, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { journalFolder } from '../../src/compose/activation';
import { isLoopback, parseBaseUrl, defaultPortal } from '../../src/portal/baseUrl';
import type { SessionState } from '../../src/portal/sessionTokens';
import { settings } from '../../src/settings';
import { startPortal, type TestPortal } from '../portal/testPortal';
import { askedWhile, type Dialog } from './elsewhere';
import { setSetting, signedIn, theParts } from './extension';
import { toldWhile } from './orderScene';

describe('The address of the portal', () => {
  beforeEach(() => setSetting('apiBaseUrl', undefined));

  afterEach(async () => {
    Reflect.deleteProperty(process.env, 'PBX_API_BASE_URL');
    await setSetting('apiBaseUrl', undefined);
  });

  it('ignores the machine settings of a dev container, as do the limits of the journal', async function () {
    const file = machineSettings();
    if (!existsSync(file)) {
      this.skip();
    }
    const before = readFileSync(file, 'utf8');
    const ofContainer = z.parse(z.record(z.string(), z.unknown()), JSON.parse(before));
    Object.assign(ofContainer, {
      'pbx.apiBaseUrl': 'https://openapi.partner.yeastar.example.test',
      'pbx.keptRecords': 0,
      'pbx.keptRecordDays': 1,
      'pbx.csvSeparator': ';',
    });
    await writeAwaiting(file, JSON.stringify(ofContainer), 'pbx.csvSeparator');
    try {
      const { apiBaseUrl, keptRecords, csvSeparator } = settings();
      assert.deepEqual(
        [apiBaseUrl, keptRecords, csvSeparator],
        [defaultPortal, { count: 500, days: 730 }, ';'],
      );
    } finally {
      await writeAwaiting(file, before, 'pbx.csvSeparator');
    }
  });

  it('comes from the environment before the setting, but only for this machine', async () => {
    await setSetting('apiBaseUrl', 'https://portal.example.test');
    process.env.PBX_API_BASE_URL = 'http://127.0.0.1:4010';
    assert.equal(settings().apiBaseUrl, 'http://127.0.0.1:4010');
    assert.deepEqual(settings().problems, []);
    for (const ignored of ['https://evil.example.test', 'http://ada:sesame@127.0.0.1', 'nonsense']) {
      process.env.PBX_API_BASE_URL = ignored;
      const { apiBaseUrl, problems } = settings();
      assert.equal(apiBaseUrl, 'https://portal.example.test');
      assert.match(problems.join('\n'), /^PBX_API_BASE_URL is ignored: .*$/);
      assert.doesNotMatch(problems.join('\n'), /sesame/);
    }
  });

  it('may come from the environment here, as the folder of the journal does, but not in a container', () => {
    const { PBX_JOURNAL_FOLDER: named = '' } = process.env;
    assert.notEqual(named, '');
    assert.equal(journalFolder(process.env, env.remoteName), named);
    assert.notEqual(journalFolder(process.env, 'dev-container'), named);
    assert.deepEqual(settings().problems, []);
  });

  it('never gets the token of another portal', async () => {
    const { parts, portal } = await signedIn();
    const other = await startPortal();
    try {
      const signedOut = nextState(parts.session, 'signedOut');
      await setSetting('apiBaseUrl', other.baseUrl);
      await signedOut;
      await commands.executeCommand('pbx.refresh');
      assert.deepEqual(other.requests, []);
      const back = nextState(parts.session, 'signedIn');
      await setSetting('apiBaseUrl', portal.baseUrl);
      await back;
    } finally {
      await other.close();
      await parts.session.signOut();
      await portal.close();
    }
  });

  it('gets nothing without https', async () => {
    await theParts();
    const told = await toldWhile(async () => {
      await setSetting('apiBaseUrl', 'http://portal.example.test');
      await commands.executeCommand('pbx.signIn');
    });
    assert.match(told.at(-1) ?? '', /must start with https:\/\/.*Nothing was sent/);
  });
});

describe('The first sign-in to a custom portal', () => {
  let loopback: TestPortal;

  before(async () => {
    await theParts();
    loopback = await startPortal();
  });

  after(async () => {
    await setSetting('apiBaseUrl', undefined);
    await loopback.close();
  });

  /** Signs in and cancels at the first input. @returns The dialogs, and the number of inputs that opened */
  async function signIn(
    baseUrl: string,
    answer: string | undefined,
  ): Promise<{ readonly dialogs: readonly Dialog[]; readonly inputs: number }> {
    await setSetting('apiBaseUrl', baseUrl);
    const { createQuickPick } = window;
    let inputs = 0;
    const createAndHide = () => {
      const pick = createQuickPick();
      const show = pick.show.bind(pick);
      pick.show = () => {
        inputs++;
        show();
        pick.hide();
      };
      return pick;
    };
    Object.assign(window, { createQuickPick: createAndHide });
    try {
      const dialogs = await askedWhile(answer, () => Promise.resolve(commands.executeCommand('pbx.signIn')));
      return { dialogs, inputs };
    } finally {
      Object.assign(window, { createQuickPick });
    }
  }

  it('parses addresses the same way, however many were parsed before', () => {
    for (let times = 0; times < 20_000; times++) {
      parseBaseUrl('https://portal.example.test');
    }
    assert.equal(parseBaseUrl('https://yeästar.test'), 'https://xn--yestar-cua.test');
  });

  it('asks for each new host, in ASCII, until the user has consented', async () => {
    const lookAlike = 'https://openapi.partner.yeästar.com';
    for (let time = 0; time < 2; time++) {
      const { dialogs, inputs } = await signIn(lookAlike, undefined);
      const [dialog, ...others] = dialogs;
      assert.match(dialog?.question ?? '', /openapi\.partner\.xn--yestar-cua\.com/);
      assert.doesNotMatch(dialog?.question ?? '', /[^\x20-\x7e]/);
      assert.match(dialog?.detail ?? '', /openapi\.partner\.yeastar\.com/);
      assert.deepEqual([others, inputs], [[], 0]);
    }
    // The button that Enter would press must not consent.
    const { dialogs, inputs } = await signIn(lookAlike, 'Use This Portal');
    assert.deepEqual(dialogs[0]?.buttons, ['Open Settings', 'Use This Portal']);
    assert.equal(inputs, 1);
    const again = await signIn(lookAlike, undefined);
    assert.deepEqual([again.dialogs, again.inputs], [[], 1]);
    for (const other of [`${lookAlike}:8443`, 'https://yeastar.com', 'https://127.0.0.2']) {
      const { dialogs, inputs } = await signIn(other, undefined);
      assert.deepEqual([other, dialogs.length, inputs], [other, 1, 0]);
    }
  });

  it('asks for no consent to the default portal, however it is written, nor to this machine', async () => {
    assert.ok(isLoopback(parseBaseUrl(loopback.baseUrl)));
    for (const written of [defaultPortal, 'HTTPS://OpenAPI.Partner.Yeastar.com:443/', loopback.baseUrl]) {
      const { dialogs, inputs } = await signIn(written, undefined);
      assert.deepEqual([written, dialogs, inputs], [written, [], 1]);
    }
  });
});

/** The machine settings of the server that runs these tests; a desktop VS Code has none. */
function machineSettings(): string {
  return join(dirname(process.env.PBX_JOURNAL_FOLDER ?? ''), 'data', 'Machine', 'settings.json');
}

/** Overwrites the machine settings in place (see MachineSettings), and waits until one of them has changed. */
async function writeAwaiting(file: string, text: string, setting: string): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listening = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(setting)) {
        listening.dispose();
        resolve();
      }
    });
  });
  writeFileSync(file, text.padEnd(4096), { flag: 'r+' });
  await changed;
}

function nextState(
  session: { onDidChange(listener: (state: SessionState) => void): { dispose(): void } },
  kind: SessionState['kind'],
): Promise<void> {
  return new Promise((resolve) => {
    const listening = session.onDidChange((state) => {
      if (state.kind === kind) {
        listening.dispose();
        resolve();
      }
    });
  });
}
