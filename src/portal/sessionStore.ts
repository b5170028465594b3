import * as z from 'zod/mini';
import type { BaseUrl } from './baseUrl';
import { parseBaseUrl } from './baseUrl';
import type { Disposable } from './emitter';
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

/** Keeps one session for each portal, under a key that names the portal. */
export class SessionStore {
  constructor(
    private readonly secrets: SecretStore,
    private readonly log: TraceLog,
  ) {}

  /** The session kept for `baseUrl`; undefined when there is none, or none that can be read. */
  async read(baseUrl: BaseUrl): Promise<HeldSession | undefined> {
    try {
      const text = await this.secrets.get(keyOf(baseUrl));
      const held = text === undefined ? undefined : z.safeParse(heldSession, JSON.parse(text)).data;
      return held?.baseUrl === baseUrl ? held : undefined;
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${nameOf(error)}`);
      return undefined;
    }
  }

  /** Keeps `held` and reads it back. @returns Whether it is really kept. */
  async write(baseUrl: BaseUrl, held: HeldSession): Promise<boolean> {
    const text = JSON.stringify(held);
    try {
      await this.secrets.store(keyOf(baseUrl), text);
      return (await this.secrets.get(keyOf(baseUrl))) === text;
    } catch (error) {
      this.log.warn(`The secret storage cannot be written: ${nameOf(error)}`);
      return false;
    }
  }

  async delete(baseUrl: BaseUrl): Promise<void> {
    try {
      await this.secrets.delete(keyOf(baseUrl));
    } catch (error) {
      this.log.warn(`The secret storage cannot be cleared: ${nameOf(error)}`);
    }
  }

  /** Calls back when the session of any portal was changed, by this window or another one. */
  onDidChange(listener: (isOf: (baseUrl: BaseUrl) => boolean) => void): Disposable {
    return this.secrets.onDidChange(({ key }) => listener((baseUrl) => key === keyOf(baseUrl)));
  }
}

function keyOf(baseUrl: BaseUrl): string {
  return `session ${baseUrl}`;
}

/** Only the kind of error: the message of a parser quotes the text, which is the secret. */
function nameOf(error: unknown): string {
  return error instanceof SyntaxError || !(error instanceof Error) ? 'not readable' : error.message;
}
