import { type BaseUrl, parseBaseUrl } from '../../../src/portal/baseUrl';
import { PortalClient } from '../../../src/portal/client';
import { Http } from '../../../src/portal/http';
import type { HttpSettings } from '../../../src/portal/httpRequest';
import { KnownSecrets } from '../../../src/portal/secrets';
import { Session } from '../../../src/portal/session';
import { SessionStore } from '../../../src/portal/sessionStore';
import type { TestPortal } from '../../portal/testPortal';
import { CollectedLog } from './collectedLog';
import { MemorySecrets } from './memorySecrets';

/** The parts that speak to one portal, as the extension puts them together. */
export interface Parts {
  readonly baseUrl: BaseUrl;
  readonly log: CollectedLog;
  readonly secrets: MemorySecrets;
  readonly http: Http;
  readonly session: Session;
  readonly client: PortalClient;
}

interface PartsOptions extends Partial<HttpSettings> {
  /** In place of `requestTimeout`, where it changes on the way: read for each request. */
  readonly patience?: () => number;
  readonly secrets?: MemorySecrets;
  readonly now?: () => number;
  /** Milliseconds for which a window whose refresh token is refused waits for another one's renewal. */
  readonly awaitRival?: number;
}

export function partsFor(url: string, options: PartsOptions = {}): Parts {
  const {
    requestTimeout = 5,
    userAgent = 'OpenAPI',
    secrets = new MemorySecrets(),
    now,
    awaitRival = 0,
  } = options;
  const log = new CollectedLog();
  const { patience = () => requestTimeout } = options;
  const known = new KnownSecrets();
  const http = new Http(() => ({ requestTimeout: patience(), userAgent }), log, known);
  const session = new Session(http, new SessionStore(secrets, log, known), now, awaitRival);
  const client = new PortalClient(http, session);
  return { baseUrl: parseBaseUrl(url), log, secrets, http, session, client };
}

/** The parts, signed in to a test portal as to a real portal. */
export async function signedIn(portal: TestPortal, options: PartsOptions = {}): Promise<Parts> {
  const parts = partsFor(portal.baseUrl, options);
  await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
  return parts;
}
