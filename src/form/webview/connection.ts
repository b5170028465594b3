import type { RequestMessage } from '../contract';

/** Milliseconds between two questions whether the extension is still there, while the page is looked at. */
const beatEvery = 3000;

/** What the page can be sure of when the extension does not answer any more. */
export type Loss =
  /** Nothing of what the page shows has been sent. */
  | 'notSent'
  /** Something was on its way to be sent, or may have been before this page was shown again. */
  | 'maybeSent'
  /** The page shows how something ended, as far as was known then. */
  | 'outdated';

/** The extension did not answer before anything was asked of it that cannot be taken back. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

/**
 * Knows whether the extension hears this page. Its host may end or restart without this page: VS Code then drops
 * every message, and answers none.
 *
 * What buys something is posted only after the extension has answered a question right before. So when that answer
 * is missing it is certain that nothing was sent: the page never asked for it.
 */
export class Connection {
  private isLost = false;
  private wasHeard = false;
  /** Requests that may have sent something, and have no reply yet. */
  private acting = 0;

  constructor(
    private readonly requests: Requests,
    private readonly options: {
      /** Whether a request makes the portal do something that cannot be taken back. */
      readonly acts: (request: Request) => boolean;
      readonly changed: () => void;
    },
  ) {}

  /** Whether the extension does not answer. */
  get lost(): boolean {
    return this.isLost;
  }

  /** What is certain while the extension does not answer. @param step The step that the page shows. */
  lossAt(step: 'edit' | 'working' | 'review' | 'placing' | 'blocked' | 'outcome'): Loss {
    if (this.acting > 0 || !this.wasHeard) {
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

  /** Asks now and then whether the extension is there, from now on. */
  start(): void {
    void this.beat();
    window.setInterval(() => {
      if (!document.hidden) {
        void this.beat();
      }
    }, beatEvery);
  }

  /** The extension has sent something: it is there. */
  heard(): void {
    this.wasHeard = true;
    this.become(false);
  }

  /**
   * Sends a request.
   *
   * @throws LostError when it would act and the extension does not answer: it was not asked for then.
   * @throws Error with a text for a person when the extension could not do it.
   */
  async send(request: Request): Promise<void> {
    if (!this.options.acts(request)) {
      await this.requests.send(request);
      return;
    }
    if (!(await this.beat())) {
      throw new LostError();
    }
    this.acting++;
    try {
      await this.requests.send(request);
    } finally {
      this.acting--;
    }
  }

  private async beat(): Promise<boolean> {
    try {
      await this.requests.send({ request: 'hello' });
      return true;
    } catch {
      this.become(true);
      return false;
    }
  }

  private become(isLost: boolean): void {
    if (isLost !== this.isLost) {
      this.isLost = isLost;
      this.options.changed();
    }
  }
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;
/** What the webview asks of the host, before it has a number. */
export type Request = WithoutId<RequestMessage>;

/** Requests that wait for the portal or for the user: they may take as long as they need. */
const unhurried: ReadonlySet<Request['request']> = new Set<Request['request']>([
  'place',
  'placeAnyway',
  'askAgain',
  'checkAgain',
  'signIn',
  'retry',
]);

/** Milliseconds after which a quick request counts as unanswered. */
const patience = 10_000;

/** The same for a question that the host answers without doing anything. */
const helloPatience = 5000;

interface Pending {
  readonly resolve: () => void;
  readonly reject: (failure: Error) => void;
  readonly timer: number | undefined;
}

/** Numbers the requests to the host, and brings each reply to the one who asked. */
export class Requests {
  private lastId = 0;
  private readonly pending = new Map<number, Pending>();

  /** @param noReply The text for a person when a quick request gets no reply. */
  constructor(
    private readonly post: (message: Request & { id: number }) => void,
    private readonly noReply: string,
  ) {}

  /** Sends a request; rejects with the failure's text when the host could not do it, or says nothing. */
  send(request: Request): Promise<void> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const timer = unhurried.has(request.request)
        ? undefined
        : window.setTimeout(
            () => this.settle(id, this.noReply),
            request.request === 'hello' ? helloPatience : patience,
          );
      this.pending.set(id, { resolve, reject, timer });
      this.post({ ...request, id });
    });
  }

  /** Takes the reply to request `id`; one that nobody waits for is let go. */
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
