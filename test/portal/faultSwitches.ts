import type { ServerResponse } from 'node:http';
import type { Connections } from './connections';
import { faults, type FaultName, type RequestFault } from './faults';
import type { Reply, ReceivedRequest } from '../../src/sandbox/reply';
import type { OrderStatus } from '../../src/sandbox/router';

/** The requests that a fault affects; by default all, including those for tokens. */
export interface FaultScope {
  /** The exact path, or a prefix of it if this ends with a slash. */
  readonly path?: string;
  readonly method?: string;
  /** Number of requests that the fault affects; by default it stays until `clear`. */
  readonly times?: number;
}

interface Switch {
  readonly fault: RequestFault;
  readonly scope: FaultScope;
  /** Number of further requests that it affects. */
  remaining: number;
}

/** Turns the faults of one portal on and off. */
export class FaultSwitches {
  private switches: readonly Switch[] = [];
  private delayed: readonly (() => Reply)[] = [];
  private readonly pauses = new Set<() => void>();

  /** @param slowAnswer milliseconds until a reply under the fault `answerSlow` is sent */
  constructor(
    private readonly connections: Connections,
    private readonly slowAnswer: number,
  ) {}

  /**
   * Turns a fault on. If several faults match a request, the one that was set first applies, until its `times` are used
   * up. A request under a fault does not reach `TestPortal.intercept`.
   *
   * `connectionRefused` and `tlsFailure` affect the whole server, regardless of `path` and `method`, and do not allow
   * `times`, because without a connection there is no request to count. Once the promise resolves, idle connections are
   * closed and new ones fail. A request in progress still gets its reply.
   * @throws Error for `tlsFailure` without `TestPortalOptions.tls.untrusted`, for `times` with a connection fault, and
   * if `times` is not a positive integer
   */
  async set(name: FaultName, scope: FaultScope = {}): Promise<void> {
    const { times = Infinity } = scope;
    if (times !== Infinity && !(Number.isInteger(times) && times > 0)) {
      throw new Error(`The fault ${name} can be set for a whole number of times, not ${times}`);
    }
    const fault = faults[name];
    if (fault.on === 'request') {
      this.switches = [...this.switches, { fault, scope, remaining: times }];
    } else if (times !== Infinity) {
      throw new Error(`The fault ${name} cannot be set for a number of times: no request would be counted`);
    } else {
      await this.connections.turn(fault.door);
    }
  }

  /**
   * Turns all faults off. The portal listens again on the same port. Requests that a fault has already affected stay
   * affected: their replies remain unsent or slow, or they wait for `processLate`.
   */
  async clear(): Promise<void> {
    this.switches = [];
    await this.connections.turn('open');
  }

  /**
   * Processes the requests that `processedLate` and `processedLateReset` have delayed, oldest first. Each was accepted
   * when it arrived (with a token valid at that time), but the creation time of its order is that of this call.
   * @returns the replies, which no client receives, in the same order
   */
  processLate(): readonly Reply[] {
    const { delayed } = this;
    this.delayed = [];
    return delayed.map((process) => process());
  }

  /** Sends all replies that `answerSlow` still delays. */
  sendSlowAnswers(): void {
    this.pauses.forEach((end) => end());
  }

  /** Returns the fault that applies to a request, and counts the request against its `times`. */
  take(request: ReceivedRequest): RequestFault | undefined {
    const match = this.switches.find(({ scope }) => isInScope(request, scope));
    if (match !== undefined) {
      match.remaining--;
      this.switches = this.switches.filter(({ remaining }) => remaining > 0);
    }
    return match?.fault;
  }

  /**
   * Handles a request under a fault.
   * @param accept accepts the request and returns a function that processes it
   * @returns the reply to send, or undefined if there is none to send
   */
  async answer(
    fault: RequestFault,
    accept: (orderStatus: OrderStatus) => () => Reply,
    response: ServerResponse,
  ): Promise<Reply | undefined> {
    switch (fault.processed) {
      case 'no':
        return fault.answer(response);
      case 'later':
        this.delayed = [...this.delayed, accept('succeed')];
        return fault.answer(response);
      case 'yes':
        return fault.answer(response, accept(fault.orderStatus)(), () => this.pause());
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.pauses.delete(end);
        resolve();
      };
      // Unref: a slow reply must not keep the process alive after close.
      const timer = setTimeout(end, this.slowAnswer).unref();
      this.pauses.add(end);
    });
  }
}

function isInScope(request: ReceivedRequest, { path, method }: FaultScope): boolean {
  const isPath =
    path === undefined || (path.endsWith('/') ? request.path.startsWith(path) : request.path === path);
  return isPath && (method === undefined || request.method === method);
}
