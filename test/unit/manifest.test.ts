import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { commandIds, rowCommandIds } from '../../src/commands/ids';
import { defaultPortal } from '../../src/portal/baseUrl';

const root = resolve(__dirname, '..', '..');

const manifest = z.parse(
  z.object({
    name: z.string(),
    displayName: z.string(),
    engines: z.object({ vscode: z.string() }),
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
      views: z.record(z.string(), z.array(z.object({ id: z.string() }))),
      walkthroughs: z.array(
        z.object({
          steps: z.array(
            z.object({
              description: z.string(),
              media: z.object({ svg: z.string() }),
              completionEvents: z.array(z.string()),
            }),
          ),
        }),
      ),
      menus: z.record(z.string(), z.array(z.object({ command: z.string() }))),
      configuration: z.object({
        properties: z.record(z.string(), z.object({ default: z.unknown(), scope: z.string() })),
      }),
    }),
  }),
  JSON.parse(read('package.json')),
);

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join(folder, file)))
    .join('\n');
}

describe('The manifest', () => {
  it('keeps the public names', () => {
    assert.equal(manifest.name, 'pbx-subscriptions');
    assert.equal(manifest.engines.vscode, '^1.100.0');
    assert.deepEqual(
      manifest.contributes.views.pbx?.map(({ id }) => id),
      ['pbx.instances', 'pbx.orders', 'pbx.renewals'],
    );
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(
      Object.entries(properties).map(([name, setting]) => [name, setting.default, setting.scope]),
      [
        ['pbx.apiBaseUrl', defaultPortal, 'application'],
        ['pbx.requestTimeout', 30, 'machine'],
        ['pbx.userAgent', 'OpenAPI', 'machine'],
        ['pbx.keptRecords', 500, 'application'],
        ['pbx.keptRecordDays', 730, 'application'],
        ['pbx.productIds', [], 'machine'],
        ['pbx.renewalNoticeDays', 30, 'machine'],
        ['pbx.csvSeparator', ',', 'machine'],
        ['pbx.revealOutput', 'always', 'machine'],
      ],
    );
  });

  it('contributes the commands that the code registers, no more and no fewer', () => {
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual([...contributed].sort(), [...commandIds].sort());
    assert.ok(manifest.contributes.commands.every(({ category }) => category === 'PBX'));
  });

  it('tells a command without an argument from one whose row is gone', () => {
    const inMenu = (menu: string) => (manifest.contributes.menus[menu] ?? []).map(({ command }) => command);
    const ofViews = new Set(inMenu('view/title'));
    const ofRows = new Set(inMenu('view/item/context').filter((command) => !ofViews.has(command)));
    assert.deepEqual([...rowCommandIds].sort(), [...ofRows].sort());
  });

  it('has menus for contributed commands alone', () => {
    const contributed = new Set<string>(commandIds);
    const inMenus = Object.values(manifest.contributes.menus).flat();
    assert.deepEqual(
      inMenus.filter(({ command }) => !contributed.has(command)),
      [],
    );
  });

  it('has walkthrough steps with a picture, links to contributed commands, and something that ticks them', () => {
    const texts = z.parse(z.record(z.string(), z.string()), JSON.parse(read('package.nls.json')));
    const contributed = new Set<string>(commandIds);
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 6);
    const ticking: string[] = [];
    for (const { description, media, completionEvents } of steps) {
      assert.match(read(media.svg), /^<svg [\s\S]*var\(--vscode-/);
      const text = texts[description.replaceAll('%', '')] ?? '';
      ticking.push(...completionEvents);
      const events = completionEvents.map((event) => event.replace(/^onCommand:/, ''));
      const commands = [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command = '']) => command);
      assert.ok(commands.length > 0);
      for (const command of [...commands, ...events.filter((event) => !event.startsWith('onContext:'))]) {
        assert.ok(contributed.has(command), command);
      }
    }
    const keys = ticking.flatMap((event) =>
      event.startsWith('onContext:') ? [...event.matchAll(/pbx\.\w+/g)].map(([key]) => key) : [],
    );
    const known = read('src/tree/contextKeys.ts');
    assert.deepEqual(
      keys.filter((key) => !known.includes(`'${key}':`)),
      [],
    );
  });

  it('contributes the settings that the code reads, no more and no fewer', () => {
    const readInCode = [...sources('src').matchAll(/pbx\.get(?:<\w+>)?\('(\w+)'/g)].map(
      ([, name]) => `pbx.${name ?? ''}`,
    );
    assert.deepEqual(readInCode.sort(), Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it('has a text for every placeholder, and no other', () => {
    const placeholders = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    const texts = Object.keys(
      z.parse(z.record(z.string(), z.string()), JSON.parse(read('package.nls.json'))),
    );
    assert.deepEqual([...new Set(placeholders)].sort(), texts.sort());
  });
});
