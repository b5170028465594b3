import { ConfigurationTarget, extensions, workspace } from 'vscode';
import type { ForTests } from '../../../src/extension';
import { PortalClient } from '../../../src/portal/client';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { Http } from '../../../src/portal/http';
import { Session } from '../../../src/portal/session';
import { SessionStore } from '../../../src/portal/sessionStore';

export const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };

/** A log that takes no time. */
export const silent = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Points the extension to a portal. @returns The activated extension. */
export async function extensionAt(baseUrl: BaseUrl): Promise<ForTests> {
  await workspace.getConfiguration('pbx').update('apiBaseUrl', baseUrl, ConfigurationTarget.Global);
  const extension = extensions.getExtension<ForTests>('pbx-subscriptions.pbx-subscriptions');
  const activated = await extension?.activate();
  if (!activated) {
    throw new Error('the extension is not there');
  }
  return activated;
}

/** Signs in beside the extension's own session, with secrets kept in memory. */
export async function newSession(baseUrl: BaseUrl) {
  const secrets = new Map<string, string>();
  const store = new SessionStore(
    {
      get: (key) => Promise.resolve(secrets.get(key)),
      store: (key, value) => Promise.resolve(void secrets.set(key, value)),
      delete: (key) => Promise.resolve(void secrets.delete(key)),
      onDidChange: () => ({ dispose: () => undefined }),
    },
    silent,
  );
  const http = new Http(() => ({ requestTimeout: 30, userAgent: 'OpenAPI' }), silent);
  const session = new Session(http, store);
  await session.signInWithCredentials(baseUrl, client, { keepCredentials: false });
  return { session, portal: new PortalClient(http, session) };
}
