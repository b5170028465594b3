import { randomUUID } from 'node:crypto';
import type { BaseUrl } from './baseUrl';
import type { Disposable } from './emitter';
import { Emitter } from './emitter';
import { ForbiddenError, RefusedError, ServerError, TooManyRequestsError } from './errors';
import type { Http } from './http';
import type { SessionState } from './sessionState';
import { isSandbox, SignInNeededError } from './sessionState';
import type { HeldSession, SessionStore } from './sessionStore';
import type { ClientCredentials, Tokens } from './tokens';
import { accountOfClient, refreshTokens, requestTokens } from './tokens';

/** What a request needs: header and portal come together, so that no token goes elsewhere. */
export interface Authorization {
  readonly baseUrl: BaseUrl;
  readonly signInId: string;
  /** The account of the portal, without any of its secrets; a pasted token's is as good as its sign-in. */
  readonly account: string;
  readonly header: string;
}

/** Seconds before the end at which a token is renewed, or a quarter of its life if that is less. */
const renewalMargin = 60;

/** The life of the token: the only writer of the session's state and of what is kept of it. */
export class Session implements Disposable {
  private held: HeldSession | undefined;
  private current: SessionState = { kind: 'signedOut' };
  private renewal: Promise<void> | undefined;
  private readonly changed = new Emitter<SessionState>();
  private readonly otherWindows: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly http: Pick<Http, 'send'>,
    private readonly store: SessionStore,
    private readonly now: () => number = Date.now,
  ) {
    this.otherWindows = store.onDidChange((isOf) => {
      const { current } = this;
      if (this.followed !== undefined && isOf(this.followed) && !isSandbox(current)) {
        void this.open(this.followed);
      }
    });
  }

  /** The portal whose kept session this one follows over all windows. */
  private followed: BaseUrl | undefined;

  get state(): SessionState {
    return this.current;
  }

  /** What must be shown nowhere: the tokens in hand, and the client secret where it is kept. */
  get secrets(): readonly string[] {
    const { token, refreshToken, client } = this.held ?? {};
    return [token, refreshToken, client?.clientSecret].filter((secret) => secret !== undefined);
  }

  /** Takes over the session that is kept for `baseUrl`, or is signed out where none is. */
  async open(baseUrl: BaseUrl): Promise<void> {
    this.followed = baseUrl;
    const before = this.current;
    const kept = await this.store.read(baseUrl);
    if (this.current !== before || this.followed !== baseUrl) {
      return;
    }
    if (!kept) {
      const isHere = before.kind === 'signedIn' && before.kept === 'memory' && before.baseUrl === baseUrl;
      if (!isHere) {
        this.become(undefined, { kind: 'signedOut' });
      }
    } else if (kept.token !== this.held?.token || kept.baseUrl !== this.held.baseUrl) {
      const isRenewal = before.kind === 'signedIn' && kept.signInId === this.held?.signInId;
      if (isRenewal) {
        this.held = kept;
      } else {
        this.become(kept, { kind: 'signedIn', baseUrl, signInId: kept.signInId, kept: 'secretStorage' });
      }
    }
  }

  /** Forgets what this window holds without touching what is kept: the setting names no usable portal. */
  close(): void {
    this.followed = undefined;
    this.become(undefined, { kind: 'signedOut' });
  }

  /**
   * Exchanges client credentials for tokens and keeps these.
   *
   * @param keepCredentials Whether the user agreed that ID and secret are kept as well.
   * @throws PortalError; the earlier session stays then.
   */
  async signInWithCredentials(
    baseUrl: BaseUrl,
    client: ClientCredentials,
    options: { keepCredentials: boolean; sandbox?: boolean; signal?: AbortSignal },
  ): Promise<void> {
    const tokens = await requestTokens(this.http, baseUrl, client, options.signal);
    const kept = options.keepCredentials ? client : undefined;
    const account = accountOfClient(baseUrl, client);
    const held = this.hold({ baseUrl, signInId: randomUUID(), account, client: kept }, tokens);
    await this.adopt(baseUrl, held, options.sandbox === true);
  }

  /** Signs in with a pasted token, which the caller has found to be accepted. It cannot be renewed. */
  async signInWithToken(baseUrl: BaseUrl, token: string): Promise<void> {
    const signInId = randomUUID();
    await this.adopt(baseUrl, { baseUrl, signInId, token, tokenHead: 'Bearer' }, false);
  }

  /** Signs out here and, other than in the sandbox, in all windows. */
  async signOut(): Promise<void> {
    const { current } = this;
    // Before anything is waited for, so that a renewal under way does not keep its new token.
    this.become(undefined, { kind: 'signedOut' });
    if (current.kind !== 'signedOut' && !isSandbox(current)) {
      await this.store.delete(current.baseUrl);
    }
  }

  /**
   * The header for a request and the portal that it is for; renews the token first when it is about to end.
   *
   * @throws SignInNeededError, or PortalError when the renewal failed and the token is already past its end.
   */
  async authorization(): Promise<Authorization> {
    const held = this.require();
    if (held.renewAt !== undefined && this.now() >= held.renewAt) {
      try {
        await this.renew(headerOf(held));
      } catch (error) {
        if (error instanceof SignInNeededError || this.now() >= (held.expiresAt ?? 0)) {
          throw error;
        }
      }
    }
    const valid = this.require();
    const { baseUrl, signInId, account = `token ${signInId}` } = valid;
    return { baseUrl, signInId, account, header: headerOf(valid) };
  }

  /**
   * Replaces the token in `rejectedHeader`, once for all callers at once: by what another window has got
   * meanwhile, by the refresh token, by the client credentials where they are kept.
   *
   * @throws SignInNeededError when the portal refuses all of these, PortalError when it could not be asked.
   */
  async renew(rejectedHeader: string): Promise<void> {
    if (headerOf(this.require()) !== rejectedHeader) {
      return;
    }
    this.renewal ??= this.renewOnce().finally(() => {
      this.renewal = undefined;
    });
    await this.renewal;
  }

  dispose(): void {
    this.otherWindows.dispose();
    this.changed.dispose();
  }

  private async renewOnce(): Promise<void> {
    const held = this.require();
    const { baseUrl } = held;
    const kept = await this.fromOtherWindow(held);
    const renewed = kept ? undefined : await this.fromPortal(held, baseUrl);
    const successor = kept ?? renewed ?? (await this.fromOtherWindow(held));
    if (this.held !== held) {
      // A sign-out, another sign-in or another window's renewal came meanwhile, and that counts.
      this.require();
      return;
    }
    if (!successor) {
      this.become(undefined, { kind: 'ended', baseUrl });
      throw new SignInNeededError(true);
    }
    if (successor.signInId === held.signInId) {
      this.held = successor;
    } else {
      const { signInId } = successor;
      this.become(successor, { kind: 'signedIn', baseUrl, signInId, kept: 'secretStorage' });
    }
    if (successor === renewed && !isSandbox(this.current)) {
      await this.store.write(baseUrl, renewed);
    }
  }

  /** What another window has stored since; a refresh token may be good for one renewal only. */
  private async fromOtherWindow(held: HeldSession): Promise<HeldSession | undefined> {
    // What is kept beside a session in memory is of an earlier sign-in.
    if (this.current.kind !== 'signedIn' || this.current.kept !== 'secretStorage') {
      return undefined;
    }
    const kept = await this.store.read(held.baseUrl);
    return kept && kept.token !== held.token ? kept : undefined;
  }

  private async fromPortal(held: HeldSession, baseUrl: BaseUrl): Promise<HeldSession | undefined> {
    const { refreshToken, client } = held;
    const ways = [
      refreshToken === undefined ? undefined : () => refreshTokens(this.http, baseUrl, refreshToken),
      client === undefined ? undefined : () => requestTokens(this.http, baseUrl, client),
    ];
    for (const way of ways) {
      try {
        if (way) {
          return this.hold(held, await way());
        }
      } catch (error) {
        if (!isFinalRefusal(error)) {
          throw error;
        }
      }
    }
    return undefined;
  }

  private hold(
    signIn: Pick<HeldSession, 'baseUrl' | 'signInId' | 'account' | 'client'>,
    tokens: Tokens,
  ): HeldSession {
    const { token, tokenHead, refreshToken, expiresIn } = tokens;
    const margin = Math.min(renewalMargin, expiresIn / 4);
    return {
      baseUrl: signIn.baseUrl,
      signInId: signIn.signInId,
      token,
      tokenHead,
      renewAt: this.now() + (expiresIn - margin) * 1000,
      expiresAt: this.now() + expiresIn * 1000,
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(signIn.account === undefined ? {} : { account: signIn.account }),
      ...(signIn.client === undefined ? {} : { client: signIn.client }),
    };
  }

  private async adopt(baseUrl: BaseUrl, held: HeldSession, sandbox: boolean): Promise<void> {
    const { signInId } = held;
    if (sandbox) {
      this.become(held, { kind: 'signedIn', baseUrl, signInId, kept: 'sandbox' });
      return;
    }
    this.followed = baseUrl;
    // Held before it is written: the storage tells this window of the change as well.
    this.held = held;
    const kept = await this.store.write(baseUrl, held);
    this.become(held, { kind: 'signedIn', baseUrl, signInId, kept: kept ? 'secretStorage' : 'memory' });
  }

  private become(held: HeldSession | undefined, state: SessionState): void {
    this.held = held;
    const unchanged = state.kind === 'signedOut' && this.current.kind === 'signedOut';
    if (!unchanged) {
      this.current = state;
      this.changed.fire(state);
    }
  }

  private require(): HeldSession {
    if (!this.held) {
      throw new SignInNeededError(this.current.kind === 'ended');
    }
    return this.held;
  }
}

function headerOf(held: HeldSession): string {
  return `${held.tokenHead} ${held.token}`;
}

/** A refusal by the portal itself that another try with the same secret would meet again. */
function isFinalRefusal(error: unknown): boolean {
  if (
    !(error instanceof RefusedError) ||
    error instanceof ServerError ||
    error instanceof TooManyRequestsError ||
    error instanceof ForbiddenError
  ) {
    return false;
  }
  const { status, code } = error.refusal;
  return status === 401 || (code !== '' && status !== 408);
}
