import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type BaseUrl, parseBaseUrl } from './baseUrl';
import { type Disposable, Emitter } from './emitter';
import { KnownSecrets } from './secrets';
import type { TraceLog } from './traceLog';

/** Where secrets are stored; VS Code's SecretStorage fits. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): Disposable;
}

const heldSession = z.object({
  baseUrl: z.pipe(z.string(), z.transform(parseBaseUrl)),
  /** Stays the same when the token is renewed, so that a renewal can be distinguished from a new sign-in. */
  signInId: z.string(),
  /** Identifies the account on the portal; absent if only a token is known. */
  account: z.optional(z.string()),
  /** The end of the client ID, which tells two accounts apart; absent if only a token is known. */
  accountName: z.optional(z.string()),
  token: z.string(),
  tokenHead: z.string(),
  /** Milliseconds since 1970; absent for a pasted token, whose expiry is unknown. */
  renewAt: z.optional(z.number()),
  expiresAt: z.optional(z.number()),
  refreshToken: z.optional(z.string()),
  /** Only with the user's consent. */
  client: z.optional(z.object({ clientId: z.string(), clientSecret: z.string() })),
});

/** Everything secret about one sign-in. */
export type HeldSession = Readonly<z.infer<typeof heldSession>>;

/** Milliseconds that callers wait for the secret storage; a locked keyring may never respond. */
const patience = 1000;

/** Milliseconds without a response after which the user is notified. */
const usualSilence = 10_000;

/**
 * Stores one session per portal, under a key that contains the portal. Calls resolve when the secret storage responds,
 * which may be never; use `soon` to limit the wait.
 */
export class SessionStore implements Disposable {
  private unanswered = 0;
  private isSilent = false;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly fellSilent = new Emitter<undefined>();

  /** Fires once, when the secret storage has not responded for a while. */
  readonly onDidFallSilent = this.fellSilent.event;

  constructor(
    private readonly secrets: SecretStore,
    private readonly log: TraceLog,
    private readonly known = new KnownSecrets(),
    private readonly silence = usualSilence,
  ) {}

  /** Whether a text contains a client secret, a token or a refresh token that this window knows. */
  isSecretIn(text: string): boolean {
    return this.known.isIn(text);
  }

  /** Whether calls to the secret storage are pending. */
  get isPending(): boolean {
    return this.unanswered > 0;
  }

  /** Waits a limited time for the storage to respond. @returns Undefined if it has not by then. */
  async soon<T>(answer: Promise<T>): Promise<T | undefined> {
    const timeout = new AbortController();
    try {
      const { signal } = timeout;
      return await Promise.race([answer, wait(patience, undefined, { signal, ref: false })]);
    } finally {
      timeout.abort();
    }
  }

  /** Returns the session stored for `baseUrl`; undefined when there is none or it is unreadable. */
  async read(baseUrl: BaseUrl): Promise<HeldSession | undefined> {
    try {
      return await this.readKept(baseUrl);
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${this.known.redact(safeMessage(error))}`);
      return undefined;
    }
  }

  /** Stores `held` and reads it back. @returns Whether the storage returned the same text. */
  async write(baseUrl: BaseUrl, held: HeldSession): Promise<boolean> {
    const text = JSON.stringify(held);
    // The storage's error messages may quote it.
    this.note(held);
    try {
      await this.watched(this.secrets.store(keyOf(baseUrl), text));
      return (await this.watched(this.secrets.get(keyOf(baseUrl)))) === text;
    } catch (error) {
      this.log.warn(`The secret storage cannot be written: ${this.known.redact(safeMessage(error))}`);
      return false;
    }
  }

  /**
   * Replaces the stored session with its renewed version.
   *
   * @returns `gone` if another window has signed out or signed in since; nothing is written then.
   */
  async replace(baseUrl: BaseUrl, renewed: HeldSession): Promise<'kept' | 'notKept' | 'gone'> {
    try {
      const kept = await this.readKept(baseUrl);
      if (kept?.signInId !== renewed.signInId) {
        return 'gone';
      }
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${this.known.redact(safeMessage(error))}`);
      return 'notKept';
    }
    return (await this.write(baseUrl, renewed)) ? 'kept' : 'notKept';
  }

  /** Deletes the session stored for `baseUrl`. */
  async delete(baseUrl: BaseUrl): Promise<void> {
    try {
      await this.watched(this.secrets.delete(keyOf(baseUrl)));
    } catch (error) {
      this.log.warn(`The secret storage cannot be cleared: ${this.known.redact(safeMessage(error))}`);
    }
  }

  /** Deletes the session stored for a portal, but only if it is this session with this token. */
  async forget({ baseUrl, signInId, token }: HeldSession): Promise<void> {
    const kept = await this.read(baseUrl);
    if (kept?.signInId === signInId && kept.token === token) {
      await this.delete(baseUrl);
    }
  }

  /** Calls the listener when the session of any portal changes, in this window or another. */
  onDidChange(listener: (isOf: (baseUrl: BaseUrl) => boolean) => void): Disposable {
    return this.secrets.onDidChange(({ key }) => listener((baseUrl) => key === keyOf(baseUrl)));
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.fellSilent.dispose();
  }

  private async readKept(baseUrl: BaseUrl): Promise<HeldSession | undefined> {
    const text = await this.watched(this.secrets.get(keyOf(baseUrl)));
    const held = text === undefined ? undefined : z.safeParse(heldSession, JSON.parse(text)).data;
    if (held) {
      this.note(held);
    }
    return held?.baseUrl === baseUrl ? held : undefined;
  }

  private note({ token, refreshToken = '', client }: HeldSession): void {
    const { clientId = '', clientSecret = '' } = client ?? {};
    this.known.noteClientId(clientId);
    this.known.note([token, refreshToken, clientSecret, ...(client ? [`${clientId}:${clientSecret}`] : [])]);
  }

  private async watched<T>(answer: PromiseLike<T>): Promise<T> {
    const timer = setTimeout(() => this.noteSilence(), this.silence).unref();
    this.timers.add(timer);
    this.unanswered++;
    try {
      return await answer;
    } finally {
      this.unanswered--;
      this.timers.delete(timer);
      clearTimeout(timer);
    }
  }

  private noteSilence(): void {
    if (!this.isSilent) {
      this.isSilent = true;
      this.log.warn(`The secret storage has not answered for ${this.silence / 1000} s`);
      this.fellSilent.fire(undefined);
    }
  }
}

function keyOf(baseUrl: BaseUrl): string {
  return `session ${baseUrl}`;
}

/** Returns a text that is safe to log: a parser's message quotes the text, which is the secret. */
function safeMessage(error: unknown): string {
  return error instanceof SyntaxError || !(error instanceof Error) ? 'not readable' : error.message;
}
