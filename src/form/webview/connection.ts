import type { Request, Requests } from './requests';

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
