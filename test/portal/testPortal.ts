import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  receive,
  send,
  Refusal,
  failureReply,
  type Reply,
  type ReceivedRequest,
} from '../../src/sandbox/reply';
import { type TlsOptions, Connections } from './connections';
import { FaultSwitches } from './faultSwitches';
import { type PlacedOrder, type ShapedPortalOptions, ShapedPortal } from './shapedPortal';
import type { Shape } from './shapes';

export type { PlacedOrder, ReceivedRequest, Reply, Shape };

/**
 * Handles each request between the network and the portal, so that a test can change what happens. Before it calls
 * `process`, the portal has not seen the request; afterwards, an order is already placed. Returns the reply to send, or
 * undefined if it has handled `response` itself (cut it off, destroyed its socket).
 */
export type Intercept = (
  request: ReceivedRequest,
  process: () => Reply,
  response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>;

/** What `TestPortal.reset` can change. */
export interface TestPortalState extends ShapedPortalOptions {
  /** Milliseconds between processing a request and sending the reply; 0 by default. */
  readonly latency?: number;
  readonly intercept?: Intercept;
  /** Milliseconds until a reply under the fault `answerSlow` is sent; 60000 by default. */
  readonly slowAnswer?: number;
}

export interface TestPortalOptions extends TestPortalState {
  /** Serves https with this certificate. */
  readonly tls?: TlsOptions;
  /** The port to listen on; a free one by default. */
  readonly port?: number;
}

export interface ResetOptions extends TestPortalState {
  /** Whether tokens issued before remain valid; true by default. */
  readonly keepTokens?: boolean;
}

/** The state that a reset replaces. A request uses the state in which it was received. */
interface State {
  readonly portal: ShapedPortal;
  readonly faults: FaultSwitches;
  readonly requests: ReceivedRequest[];
  readonly latency: number;
  readonly now: () => number;
  intercept: Intercept;
}

/** Number of requests that are kept. */
const maxRequests = 4000;

const passThrough: Intercept = (_request, process) => process();

/** A simulated Partner Portal on a port of 127.0.0.1 that tests can observe, delay and break. */
export class TestPortal {
  // Fields and not accessors, because callers may copy the portal's own properties to sign in.
  clientId: string;
  clientSecret: string;
  private readonly connections: Connections;
  private readonly tokenMark: string;
  private state: State;

  private constructor({ tls, port, ...options }: TestPortalOptions) {
    this.connections = new Connections(
      tls,
      (incoming, response) => void this.serve(incoming, response),
      port,
    );
    this.tokenMark = options.tokenMark ?? '';
    this.state = this.newState(options);
    this.clientId = this.state.portal.clientId;
    this.clientSecret = this.state.portal.clientSecret;
  }

  static async start(options: TestPortalOptions): Promise<TestPortal> {
    const portal = new TestPortal(options);
    await portal.connections.listen();
    return portal;
  }

  /** The base URL, without a trailing slash. */
  get baseUrl(): string {
    return this.connections.baseUrl;
  }

  /** The latest requests, oldest first. */
  get requests(): readonly ReceivedRequest[] {
    return this.state.requests;
  }

  /** The orders in the portal, oldest first. */
  get orders(): readonly PlacedOrder[] {
    return this.state.portal.orders;
  }

  get faults(): FaultSwitches {
    return this.state.faults;
  }

  /** The interceptor; a new one applies from the next request on. */
  get intercept(): Intercept {
    return this.state.intercept;
  }

  set intercept(intercept: Intercept) {
    this.state.intercept = intercept;
  }

  /** Expires all access tokens; refresh tokens remain valid. */
  expireTokens(): void {
    this.state.portal.expireTokens();
  }

  /** Revokes all tokens. */
  revokeTokens(): void {
    this.state.portal.revokeTokens();
  }

  /**
   * Resets the portal to a fresh state at the same address: a fresh estate, no orders, only the initial users, no kept
   * requests, no faults and no interceptor, unless the options say otherwise. Omitted options get their defaults,
   * except that the account stays (`clientId`, `clientSecret` and `tokenMark`). A request in progress is answered from
   * the state in which it was received. Delayed replies are sent immediately, and requests that wait for `processLate`
   * are never processed.
   */
  async reset({ keepTokens = true, ...options }: ResetOptions = {}): Promise<void> {
    const { portal, faults } = this.state;
    const { clientId, clientSecret, tokenMark } = this;
    const account = { clientId, clientSecret, tokenMark };
    this.state = this.newState({ ...account, ...options }, keepTokens ? portal : undefined);
    this.clientId = this.state.portal.clientId;
    this.clientSecret = this.state.portal.clientSecret;
    faults.sendSlowAnswers();
    await this.connections.turn('open');
  }

  /** Processes a request as if it had just been received, but without network, faults and interceptor. */
  deliver(request: ReceivedRequest): Reply {
    this.keep(request);
    return this.state.portal.process(request);
  }

  /** Cuts all connections and stops listening. */
  async close(): Promise<void> {
    await this.connections.close();
    this.faults.sendSlowAnswers();
  }

  private newState(options: TestPortalState, earlier?: ShapedPortal): State {
    const { now = Date.now } = options;
    const { latency = 0, slowAnswer = 60_000, intercept = passThrough, ...portalOptions } = options;
    return {
      portal: new ShapedPortal(portalOptions, earlier),
      faults: new FaultSwitches(this.connections, slowAnswer),
      requests: [],
      latency,
      now,
      intercept,
    };
  }

  private keep(request: ReceivedRequest): void {
    const { requests } = this.state;
    requests.push(request);
    if (requests.length > maxRequests) {
      requests.shift();
    }
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const reply = await this.answer(incoming, response);
      if (reply !== undefined) {
        this.send(response, reply);
      }
    } catch (error) {
      const failed = () => new Refusal(500, 'internal_error', `The test portal failed: ${String(error)}`);
      this.send(response, failureReply(error instanceof Refusal ? error : failed()));
    }
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<Reply | undefined> {
    const request = await receive(incoming);
    const { portal, faults, latency, intercept } = this.state;
    this.keep(request);
    const fault = faults.take(request);
    const reply =
      fault === undefined
        ? await intercept(request, () => portal.process(request), response)
        : await faults.answer(fault, (orderStatus) => portal.accept(request, orderStatus), response);
    if (latency > 0) {
      // Unref: a delayed reply must not keep the process alive after close.
      await delay(latency, undefined, { ref: false });
    }
    return reply;
  }

  private send(response: ServerResponse, reply: Reply): void {
    const canBeKept = this.connections.canBeKept;
    if (!response.headersSent) {
      // The same clock as for the times of orders.
      response.setHeader('Date', new Date(this.state.now()).toUTCString());
    }
    send(response, canBeKept ? reply : { ...reply, headers: { Connection: 'close', ...reply.headers } });
  }
}

/** Starts a portal on a free port of 127.0.0.1. Its data is only in memory. */
export function startPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  return TestPortal.start(options);
}
