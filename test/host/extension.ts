import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ConfigurationChangeEvent, commands, ConfigurationTarget, extensions, workspace } from 'vscode';
import { asRead } from '../unit/support/asRead';
import type { ForTests } from '../../src/extension';
import type { Composition } from '../../src/compose/compose';
import type { Row } from '../../src/tree/rows/row';
import { type TestPortal, type TestPortalOptions, startPortal } from '../portal/testPortal';
import { removeEntries } from './logFiles';

export const extensionId = 'pbx-subscriptions.pbx-subscriptions';

/** The activated extension as its tests see it. */
export async function theExtension(): Promise<ForTests> {
  const extension = extensions.getExtension<ForTests>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

export async function theParts(): Promise<Composition> {
  return (await theExtension()).parts();
}

/**
 * Starts a portal for a test and signs the extension in to it, with an account that no other test has. Nothing is left
 * of the orders before.
 */
export async function signedIn(
  options: TestPortalOptions = {},
): Promise<{ parts: Composition; portal: TestPortal }> {
  const portal = await startPortal({
    port: await freePort(),
    clientId: `client-${randomUUID()}`,
    ...options,
  });
  const parts = await theParts();
  await removeEntries(parts);
  await setSetting('apiBaseUrl', portal.baseUrl);
  const { parseBaseUrl } = await import('../../src/portal/baseUrl');
  await parts.session.signInWithCredentials(
    parseBaseUrl(portal.baseUrl),
    { clientId: portal.clientId, clientSecret: portal.clientSecret },
    { keepCredentials: false },
  );
  return { parts, portal };
}

/**
 * Returns the port of the latest portal once it is free, since VS Code takes its time to tell of a changed setting; or
 * else a free one.
 */
async function freePort(): Promise<number> {
  const { port } = new URL(workspace.getConfiguration('pbx').get('apiBaseUrl', ''));
  const probe = createServer();
  try {
    probe.listen(Number(port), '127.0.0.1');
    await once(probe, 'listening');
    return Number(port);
  } catch {
    return 0;
  } finally {
    probe.close();
  }
}

/** Returns the number of requests so far, without those of the Orders view, which loads its rows at its own time. */
export function requestCount({ requests }: Pick<TestPortal, 'requests'>): number {
  return requests.filter(({ path }) => path !== '/order/openapi/order/v1/page').length;
}

/** Changes one of the extension’s settings, or resets it (`undefined`), and waits until that has taken effect. */
export async function setSetting(name: string, value: unknown, section = 'pbx'): Promise<void> {
  const configuration = workspace.getConfiguration(section);
  const current: unknown =
    value === undefined ? configuration.inspect(name)?.globalValue : configuration.get(name);
  if (JSON.stringify(current) === JSON.stringify(value)) {
    return;
  }
  const changed = new Promise<ConfigurationChangeEvent>((resolve) => {
    const listening = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${section}.${name}`)) {
        listening.dispose();
        resolve(change);
      }
    });
  });
  await configuration.update(name, value, ConfigurationTarget.Global);
  await changed;
}

/** The row of product 13 in the Instances view, and the rows below it. */
export async function cloudPbxRows({
  instances,
}: Pick<Composition, 'instances'>): Promise<{ group: Row; below: Row[] }> {
  const group = (await instances.getChildren()).find(({ id }) => id === 'product 13');
  assert.ok(group);
  return { group, below: await instances.getChildren(group) };
}

/** What a row shows: label and description. */
export function shown(row: Row): string {
  const { label, description } = row.treeItem();
  const text = typeof label === 'string' ? label : (label?.label ?? '');
  return asRead(typeof description === 'string' && description !== '' ? `${text} | ${description}` : text);
}

/** Does what a click on a row does. */
export async function click(row: Row | undefined): Promise<void> {
  const command = row?.treeItem().command;
  assert.ok(command, 'a click on the row does nothing');
  const passed: readonly unknown[] = command.arguments ?? [];
  await commands.executeCommand(command.command, ...passed);
}
