import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type BaseUrl, parseBaseUrl } from './baseUrl';
import { type Disposable, Emitter } from './emitter';
import { KnownSecrets } from './secrets';
import type { TraceLog } from './traceLog';

/** Where secrets are kept; VS Code's SecretStorage is one. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): Disposable;
}

const heldSession = z.object({
  baseUrl: z.pipe(z.string(), z.transform(parseBaseUrl)),
  /** Stays the same when the token is renewed: tells a renewal from another sign-in. */
  signInId: z.string(),
  /** Tells one account of the portal from another; absent where nothing but a token is known of it. */
  account: z.optional(z.string()),
  token: z.string(),
  tokenHead: z.string(),
  /** Milliseconds since 1970; absent for a pasted token, whose end nobody knows. */
  renewAt: z.optional(z.number()),
  expiresAt: z.optional(z.number()),
  refreshToken: z.optional(z.string()),
  /** Only with the user's consent. */
  client: z.optional(z.object({ clientId: z.string(), clientSecret: z.string() })),
});

/** Everything secret about one sign-in. */
export type HeldSession = Readonly<z.infer<typeof heldSession>>;

/** Milliseconds that whoever asks waits for the secret storage; a locked keyring may never answer. */
const patience = 1000;

/** Milliseconds without an answer after which the user should know. */
const longestSilence = 10_000;

/**
 * Keeps one session for each portal, under a key that names the portal. Calls resolve when the secret storage has
 * answered, which may be never: `soon` bounds the wait.
 */
export class SessionStore implements Disposable {
  private unanswered = 0;
  private isSilent = false;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly fellSilent = new Emitter<undefined>();

  /** Fires once, when the secret storage has not answered for a while. */
  readonly onDidFallSilent = this.fellSilent.event;

  constructor(
    private readonly secrets: SecretStore,
    private readonly log: TraceLog,
    private readonly known = new KnownSecrets(),
    private readonly silence = longestSilence,
  ) {}

  /** Whether the secret storage has yet to answer a call. */
  get isPending(): boolean {
    return this.unanswered > 0;
  }

  /** Waits for an answer of the storage, but not for long. @returns Undefined when there is none yet. */
  async soon<T>(answer: Promise<T>): Promise<T | undefined> {
    const giveUp = new AbortController();
    try {
      const { signal } = giveUp;
      return await Promise.race([answer, wait(patience, undefined, { signal, ref: false })]);
    } finally {
      giveUp.abort();
    }
  }

  /** The session kept for `baseUrl`; undefined when there is none, or none that can be read. */
  async read(baseUrl: BaseUrl): Promise<HeldSession | undefined> {
    try {
      return await this.readKept(baseUrl);
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${this.known.redact(nameOf(error))}`);
      return undefined;
    }
  }

  /** Keeps `held` and reads it back. @returns Whether the storage gives it back. */
  async write(baseUrl: BaseUrl, held: HeldSession): Promise<boolean> {
    const text = JSON.stringify(held);
    // What the storage says of a failure may quote it.
    this.known.note(secretsOf(held));
    try {
      await this.watched(this.secrets.store(keyOf(baseUrl), text));
      return (await this.watched(this.secrets.get(keyOf(baseUrl)))) === text;
    } catch (error) {
      this.log.warn(`The secret storage cannot be written: ${this.known.redact(nameOf(error))}`);
      return false;
    }
  }

  /**
   * Puts a renewed session in the place of the same one before its renewal.
   *
   * @returns `gone` when another window has signed out or in meanwhile, and nothing was written.
   */
  async replace(baseUrl: BaseUrl, renewed: HeldSession): Promise<'kept' | 'notKept' | 'gone'> {
    try {
      const kept = await this.readKept(baseUrl);
      if (kept?.signInId !== renewed.signInId) {
        return 'gone';
      }
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${this.known.redact(nameOf(error))}`);
      return 'notKept';
    }
    return (await this.write(baseUrl, renewed)) ? 'kept' : 'notKept';
  }

  /** Deletes whatever is kept for `baseUrl`. */
  async delete(baseUrl: BaseUrl): Promise<void> {
    try {
      await this.watched(this.secrets.delete(keyOf(baseUrl)));
    } catch (error) {
      this.log.warn(`The secret storage cannot be cleared: ${this.known.redact(nameOf(error))}`);
    }
  }

  /** Deletes what is kept for a portal if it is this very session, with this token. */
  async forget({ baseUrl, signInId, token }: HeldSession): Promise<void> {
    const kept = await this.read(baseUrl);
    if (kept?.signInId === signInId && kept.token === token) {
      await this.delete(baseUrl);
    }
  }

  /** Calls back when the session of any portal was changed, by this window or another one. */
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
    this.known.note(held ? secretsOf(held) : []);
    return held?.baseUrl === baseUrl ? held : undefined;
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

function secretsOf({ token, refreshToken = '', client }: HeldSession): string[] {
  const { clientId = '', clientSecret = '' } = client ?? {};
  return [token, refreshToken, clientId, clientSecret, ...(client ? [`${clientId}:${clientSecret}`] : [])];
}

function keyOf(baseUrl: BaseUrl): string {
  return `session ${baseUrl}`;
}

/** Only the kind of error: the message of a parser quotes the text, which is the secret. */
function nameOf(error: unknown): string {
  return error instanceof SyntaxError || !(error instanceof Error) ? 'not readable' : error.message;
}
