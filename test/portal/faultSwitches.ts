import type { ServerResponse } from 'node:http';
import type { Connections } from './connections';
import { faults, type FaultName, type RequestFault } from './faults';
import type { OrderStatus } from '../../src/sandbox/order';
import type { Reply } from '../../src/sandbox/reply';
import type { ReceivedRequest } from '../../src/sandbox/router';

/** Which requests a fault is for; all of them by default, those for a token included. */
export interface FaultScope {
  /** The exact path, or, where it ends in a slash, what the path begins with. */
  readonly path?: string;
  readonly method?: string;
  /** How many requests meet the fault before it ends; until `clear` by default. */
  readonly times?: number;
}

interface Switch {
  readonly fault: RequestFault;
  readonly scope: FaultScope;
  /** How many requests it is still for. */
  left: number;
}

/** The switches for the faults of one portal. */
export class FaultSwitches {
  private switches: readonly Switch[] = [];
  private late: readonly (() => Reply)[] = [];
  private readonly pauses = new Set<() => void>();

  /** @param slowAnswer milliseconds */
  constructor(
    private readonly connections: Connections,
    private readonly slowAnswer: number,
  ) {}

  /**
   * Turns a fault on. Where several are for the same request, the one set first applies, until its `times`
   * are over. A request under a fault does not come to `TestPortal.intercept`.
   *
   * `connectionRefused` and `tlsFailure` are for the whole server, whatever `path` and `method` say, and take
   * no `times`: a connection that does not come about names no request. Once the promise resolves, idle
   * connections are closed and new ones fail; a request in progress is still answered.
   * @throws Error for `tlsFailure` without `TestPortalOptions.tls.untrusted`, for `times` of a fault of the
   * connection and for `times` that is not a whole number above 0
   */
  async set(name: FaultName, scope: FaultScope = {}): Promise<void> {
    const { times = Infinity } = scope;
    if (times !== Infinity && !(Number.isInteger(times) && times > 0)) {
      throw new Error(`The fault ${name} can be set for a whole number of times, not ${times}`);
    }
    const fault = faults[name];
    if (fault.on === 'request') {
      this.switches = [...this.switches, { fault, scope, left: times }];
    } else if (times !== Infinity) {
      throw new Error(`The fault ${name} cannot be set for a number of times: no request would be counted`);
    } else {
      await this.connections.turn(fault.door);
    }
  }

  /**
   * Turns every fault off; the portal listens again, on the same port. What a fault has begun goes on: replies
   * stay unsent or slow, and requests wait for `processLate`.
   */
  async clear(): Promise<void> {
    this.switches = [];
    await this.connections.turn('open');
  }

  /**
   * Processes what `processedLate` and `processedLateReset` have held back, oldest first. Each request counts
   * as accepted when it came in (with a token that was good then); its order is as old as this call.
   * @returns the replies that nobody receives, in the same order
   */
  processLate(): readonly Reply[] {
    const { late } = this;
    this.late = [];
    return late.map((process) => process());
  }

  /** Sends every reply that `answerSlow` still holds back. */
  sendSlowAnswers(): void {
    this.pauses.forEach((end) => end());
  }

  /** The fault that this request meets, which counts as one of its `times`. */
  take(request: ReceivedRequest): RequestFault | undefined {
    const met = this.switches.find(({ scope }) => isMeant(request, scope));
    if (met !== undefined) {
      met.left--;
      this.switches = this.switches.filter(({ left }) => left > 0);
    }
    return met?.fault;
  }

  /**
   * Deals with a request under a fault.
   * @param accept accepts it and gives back what processes it
   * @returns the reply to send, or undefined where none is to be sent
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
        this.late = [...this.late, accept('succeed')];
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
      // Not counted as work: a slow reply does not keep the program running after close.
      const timer = setTimeout(end, this.slowAnswer).unref();
      this.pauses.add(end);
    });
  }
}

function isMeant(request: ReceivedRequest, { path, method }: FaultScope): boolean {
  const isPath =
    path === undefined || (path.endsWith('/') ? request.path.startsWith(path) : request.path === path);
  return isPath && (method === undefined || request.method === method);
}
