import dns from 'node:dns';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { PortalClient } from '../../../src/portal/client';
import type { Reply as HttpReply } from '../../../src/portal/envelope';
import { Http } from '../../../src/portal/http';
import type { HttpRequest } from '../../../src/portal/httpRequest';
import { Session } from '../../../src/portal/session';
import { SessionStore } from '../../../src/portal/sessionStore';
import { type FaultName, clientFaultNames, faultNames } from '../../portal/faults';
import {
  type Intercept,
  type PlacedOrder,
  type ReceivedRequest,
  type Reply,
  type TestPortal,
  startPortal,
} from '../../portal/testPortal';
import { untrusted } from '../../portal/untrusted';
import { selfSigned } from './certificate';
import { Clock } from './clock';
import { CollectedLog } from './collectedLog';
import { MemorySecrets } from './memorySecrets';
import type { Parts } from './portal';
import { giveOrder, minutesBody } from './portalOrders';
import { failure, savePath } from './requests';

export type Fault = FaultName | (typeof clientFaultNames)[number];

export const allFaults: readonly Fault[] = [...faultNames, ...clientFaultNames];

/** Faults that no request tells of, and how the log tells that a request failed by them. */
const signs: Partial<Record<Fault, string>> = {
  connectionRefused: 'ECONNREFUSED',
  tlsFailure: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  nameNotResolved: 'ENOTFOUND',
};

/** Faults that only the client's patience ends. */
export const unanswered: readonly Fault[] = ['answerNeverBefore', 'answerNever', 'answerSlow'];

/** Seconds in which every request that is to be answered is answered. */
const patient = 30;

/** Gives up early what is not going to be answered. */
class FaultyHttp extends Http {
  constructor(
    private readonly isUnanswered: (path: string) => boolean,
    private readonly impatient: number,
    log: CollectedLog,
    private readonly own = { requestTimeout: patient, userAgent: 'OpenAPI' },
  ) {
    super(() => own, log);
  }

  override send(request: HttpRequest): Promise<HttpReply> {
    this.own.requestTimeout = this.isUnanswered(request.path) ? this.impatient : patient;
    return super.send(request);
  }
}

const anySecret = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

const { lookup } = dns;

/** A portal of its own that one fault can come over, and a window that is signed in to it. */
export class FaultyPortal {
  readonly clock = new Clock();
  /** Whether a request met the fault. */
  met = false;
  private underFault:
    { readonly path: string; readonly requests: number; readonly lines: number } | undefined;
  private unauthorizedUnder: string | undefined;
  readonly parts: Parts;

  private constructor(
    private readonly fault: Fault,
    private readonly portal: TestPortal,
    impatient: number,
  ) {
    portal.intercept = (...request) => this.answer(...request);
    const log = new CollectedLog();
    const secrets = new MemorySecrets();
    const isUnanswered = (path: string) =>
      unanswered.includes(fault) && this.underFault !== undefined && path.startsWith(this.underFault.path);
    const http = new FaultyHttp(isUnanswered, impatient, log);
    // No other window renews the token, so there is none to wait for.
    const session = new Session(http, new SessionStore(secrets, log), this.clock.now, 0);
    // An address is not looked up.
    const url =
      fault === 'nameNotResolved' ? portal.baseUrl.replace('127.0.0.1', 'localhost') : portal.baseUrl;
    const client = new PortalClient(http, session);
    this.parts = { baseUrl: parseBaseUrl(url), log, secrets, http, session, client };
  }

  /**
   * A portal that holds an order of something else already. Close it after use.
   *
   * @param impatient Seconds that the window waits for what is not going to be answered.
   */
  static async start(fault: Fault, impatient: number): Promise<FaultyPortal> {
    const tls = fault === 'tlsFailure' ? { tls: { ...selfSigned, untrusted } } : {};
    const portal = new FaultyPortal(fault, await startPortal(tls), impatient);
    try {
      await portal.signIn();
      await giveOrder(portal.portal, portal.parts, minutesBody(5));
      return portal;
    } catch (error) {
      await portal.close();
      throw error;
    }
  }

  /** What the portal holds of what was ordered since the start. */
  get orders(): readonly PlacedOrder[] {
    return this.portal.orders.slice(1);
  }

  /** The requests to place an order that the portal received since the start. */
  get posts(): readonly ReceivedRequest[] {
    return this.portal.requests.filter(({ path }) => path === savePath).slice(1);
  }

  /** The requests to one path that the portal received. */
  received(path: string): readonly ReceivedRequest[] {
    return this.portal.requests.filter((request) => request.path === path);
  }

  /** The client's secret and the tokens that were sent or are kept. */
  get secrets(): string[] {
    const { requests, clientSecret } = this.portal;
    const texts = requests.flatMap(({ headers, body }) => [headers.authorization ?? '', body]);
    const tokens = [...texts, ...this.parts.secrets.values.values()].flatMap(
      (text) => text.match(anySecret) ?? [],
    );
    return [clientSecret, ...new Set(tokens)];
  }

  async signIn(): Promise<void> {
    const { session, baseUrl } = this.parts;
    await session.signInWithCredentials(baseUrl, this.portal, { keepCredentials: false });
  }

  /** Makes the call while requests whose path begins so meet the fault. */
  async under<T>(path: string, call: () => Promise<T>): Promise<T> {
    await this.turnOn(path);
    try {
      return await call();
    } finally {
      await this.turnOff();
    }
  }

  /** Makes the call while the first order is answered with 401, unprocessed, and what comes then meets the fault. */
  async underAfterUnauthorized<T>(path: string, call: () => Promise<T>): Promise<T> {
    this.unauthorizedUnder = path;
    try {
      return await call();
    } finally {
      await this.turnOff();
    }
  }

  /** Makes the call while each order is processed, and the connection breaks instead of the reply. */
  async losingReplies<T>(call: () => Promise<T>): Promise<T> {
    const { faults } = this.portal;
    await faults.set('resetAfter', { path: savePath });
    try {
      return await call();
    } finally {
      await faults.clear();
    }
  }

  /** Processes what the fault has held back. */
  processLate(): void {
    this.portal.faults.processLate();
  }

  async close(): Promise<void> {
    this.parts.session.dispose();
    await this.portal.close();
  }

  private async turnOn(path: string): Promise<void> {
    const { portal } = this;
    this.underFault = { path, requests: portal.requests.length, lines: this.parts.log.lines.length };
    if (this.fault === 'nameNotResolved') {
      Object.assign(dns, { lookup: notFound });
    } else {
      await portal.faults.set(this.fault, { path });
    }
  }

  private async turnOff(): Promise<void> {
    const { portal } = this;
    dns.lookup = lookup;
    await portal.faults.clear();
    if (this.underFault) {
      const { path, requests, lines } = this.underFault;
      const sign = signs[this.fault];
      this.met =
        sign === undefined
          ? portal.requests.slice(requests).some((request) => request.path.startsWith(path))
          : this.parts.log.lines.slice(lines).some((line) => line.includes(sign));
      this.underFault = undefined;
    }
  }

  private async answer(...[request, process]: Parameters<Intercept>): Promise<Reply> {
    const path = this.unauthorizedUnder;
    const isFirst = path !== undefined && request.path === savePath;
    if (isFirst) {
      this.unauthorizedUnder = undefined;
      await this.turnOn(path);
    }
    const reply = isFirst ? failure(401, 'unauthorized') : process();
    // Over a connection that is kept, no name would be looked up.
    return this.fault === 'nameNotResolved'
      ? { ...reply, headers: { ...reply.headers, Connection: 'close' } }
      : reply;
  }
}

/** Stands in for `dns.lookup` where there is no such name. */
function notFound(
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException) => void,
): void {
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
  process.nextTick(callback, Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname }));
}
