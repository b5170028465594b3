import type { RequestMessage } from '../contract';

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
