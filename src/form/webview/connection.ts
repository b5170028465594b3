import type { RequestMessage } from '../contract';

/** Milliseconds between two checks for whether the extension is alive, while the page is visible. */
const heartbeatInterval = 3000;

/** What is certain when the extension no longer answers. */
export type LossKind =
  /** Nothing that the page shows has been sent. */
  | 'notSent'
  /** Something was being sent, or may have been sent before this page was shown again. */
  | 'maybeSent'
  /** The page shows an outcome, which may have changed since. */
  | 'outdated';

/** The extension did not answer the check that precedes a request that cannot be undone; that request was not sent. */
export class ConnectionLostError extends Error {
  override readonly name = 'LostError';
}

/**
 * Tracks whether the extension receives this page's messages. The extension host can stop or restart without the page;
 * VS Code then drops every message without a reply. A request that buys something is posted only after the extension
 * has answered a check immediately before. If that answer is missing, it is certain that the request was not sent.
 */
export class Connection<Message extends { readonly request: string } = Request> {
  private isLost = false;
  private wasHeard = false;
  /** Number of requests without a reply that cannot be undone. */
  private pendingActions = 0;

  constructor(
    private readonly requests: Requests<Message | Hello>,
    private readonly options: {
      /** Whether a request makes the portal do something that cannot be undone. */
      readonly acts: (request: Message) => boolean;
      readonly changed: () => void;
    },
  ) {}

  /** Whether the extension has stopped answering. */
  get lost(): boolean {
    return this.isLost;
  }

  /**
   * Returns what is certain while the extension does not answer.
   *
   * @param step The step that the page shows.
   */
  lossAt(step: 'edit' | 'working' | 'review' | 'placing' | 'blocked' | 'outcome'): LossKind {
    if (this.pendingActions > 0 || !this.wasHeard) {
      return 'maybeSent';
    }
    switch (step) {
      case 'edit':
      case 'review':
      case 'blocked':
        return 'notSent';
      case 'working':
      case 'placing':
        return 'maybeSent';
      case 'outcome':
        return 'outdated';
    }
  }

  /** Starts to check regularly whether the extension is alive. */
  start(): void {
    void this.checkAlive();
    window.setInterval(() => {
      if (!document.hidden) {
        void this.checkAlive();
      }
    }, heartbeatInterval);
  }

  /** Records that the extension has sent a message, and so is alive. */
  heard(): void {
    this.wasHeard = true;
    this.setLost(false);
  }

  /**
   * Sends a request.
   *
   * @throws LostError when the request cannot be undone and the extension does not answer; the request was not sent.
   * @throws Error with a text for the user when the extension reported a failure or did not reply in time.
   */
  async send(request: Message): Promise<void> {
    if (!this.options.acts(request)) {
      await this.requests.send(request);
      return;
    }
    if (!(await this.checkAlive())) {
      throw new ConnectionLostError();
    }
    this.pendingActions++;
    try {
      await this.requests.send(request);
    } finally {
      this.pendingActions--;
    }
  }

  private async checkAlive(): Promise<boolean> {
    try {
      await this.requests.send({ request: 'hello' });
      return true;
    } catch {
      this.setLost(true);
      return false;
    }
  }

  private setLost(isLost: boolean): void {
    if (isLost !== this.isLost) {
      this.isLost = isLost;
      this.options.changed();
    }
  }
}

/** Checks whether the extension is alive. */
interface Hello {
  readonly request: 'hello';
}

export type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;
/** A request from the webview to the host, without its id. */
export type Request = WithoutId<RequestMessage>;

/** Requests without a time limit, since they wait for the portal or the user. */
const withoutTimeout: ReadonlySet<string> = new Set<Request['request'] | 'review' | 'stop' | 'continue'>([
  'place',
  'placeAnyway',
  'askAgain',
  'checkAgain',
  'signIn',
  'retry',
  'review',
  'stop',
  'continue',
]);

/** Milliseconds after which a request with a time limit counts as unanswered. */
const replyTimeout = 10_000;

/** The same for `hello`, which the host answers without doing anything. */
const helloTimeout = 5000;

interface Pending {
  readonly resolve: () => void;
  readonly reject: (failure: Error) => void;
  readonly timer: number | undefined;
}

/** Numbers the requests to the host and matches the replies to them. */
export class Requests<Message extends { readonly request: string } = Request> {
  private lastId = 0;
  private readonly pending = new Map<number, Pending>();

  /** @param noReply Text for the user when a request with a time limit gets no reply. */
  constructor(
    private readonly post: (message: Message & { id: number }) => void,
    private readonly noReply: string,
  ) {}

  /** Sends a request. Rejects with a text for the user when the host reports a failure or does not reply in time. */
  send(request: Message): Promise<void> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const timer = withoutTimeout.has(request.request)
        ? undefined
        : window.setTimeout(
            () => this.settle(id, this.noReply),
            request.request === 'hello' ? helloTimeout : replyTimeout,
          );
      this.pending.set(id, { resolve, reject, timer });
      this.post({ ...request, id });
    });
  }

  /** Handles the reply to request `id`; ignores a reply that is no longer expected. */
  settle(id: number, failure: string | null): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    window.clearTimeout(pending?.timer);
    if (failure === null) {
      pending?.resolve();
    } else {
      pending?.reject(new Error(failure));
    }
  }
}
