import { randomUUID } from 'node:crypto';
import type { BaseUrl } from './baseUrl';
import { type Disposable, Emitter } from './emitter';
import type { TokenRejection } from './errors';
import type { Http } from './http';
import { otherWindowWait, SessionRenewal } from './sessionRenewal';
import {
  accountNameOf,
  accountOf,
  isSandbox,
  type SessionState,
  SignInNeededError,
  authorizationHeader,
  SessionTokens,
} from './sessionTokens';
import type { HeldSession, SessionStore } from './sessionStore';
import { StoredSignIns } from './storedSignIns';
import type { ClientCredentials } from './tokens';

/** What a request needs. Header and portal are passed together, so that a token cannot go to another portal. */
export interface Authorization {
  readonly baseUrl: BaseUrl;
  readonly signInId: string;
  /** Identifies the account on the portal without revealing a secret. For a pasted token, the sign-in stands for it. */
  readonly account: string;
  readonly header: string;
}

/** Client credentials that the portal has accepted, with the tokens that it has issued for them. */
export interface AcceptedCredentials {
  readonly client: ClientCredentials;
  readonly held: HeldSession;
}

export interface StartOptions {
  /** Whether the user agreed to store client ID and secret as well. */
  readonly keepCredentials: boolean;
  /** Whether the portal is the sandbox: its session is not stored. */
  readonly sandbox?: boolean;
  readonly signal?: AbortSignal;
}

type SignedIn = Extract<SessionState, { kind: 'signedIn' }>;

function signedInState(held: HeldSession, kept: SignedIn['kept']): SignedIn {
  const { baseUrl, signInId } = held;
  return {
    kind: 'signedIn',
    baseUrl,
    signInId,
    account: accountOf(held),
    accountName: accountNameOf(held),
    kept,
  };
}

/**
 * Manages the session. Only this class changes its state; only this class and its renewal change the stored session.
 */
export class Session implements Disposable {
  private held: HeldSession | undefined;
  private current: SessionState = { kind: 'signedOut' };
  private readonly tokens: SessionTokens;
  private readonly renewal: SessionRenewal;
  private readonly stored: StoredSignIns;
  private readonly changed = new Emitter<SessionState>();
  private readonly storeListener: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    http: Pick<Http, 'send'>,
    private readonly store: SessionStore,
    now: () => number = Date.now,
    awaitRival: number = otherWindowWait,
  ) {
    this.tokens = new SessionTokens(http, now);
    const session = {
      require: () => this.require(),
      isHeld: (held: HeldSession) => this.held === held,
      isShared: () => this.isShared,
      takeOver: (successor: HeldSession) => this.takeOver(successor),
      end: (held: HeldSession) => this.end(held),
      open: (baseUrl: BaseUrl) => this.open(baseUrl),
    };
    this.renewal = new SessionRenewal(session, this.tokens, store, awaitRival);
    this.stored = new StoredSignIns(store, {
      held: () => this.held,
      isShared: () => this.isShared,
      markShared: (signInId) => this.markShared(signInId),
    });
    this.storeListener = store.onDidChange((isOf) => {
      if (this.followedPortal !== undefined && isOf(this.followedPortal) && !isSandbox(this.current)) {
        void this.open(this.followedPortal);
      }
    });
  }

  /** The portal whose stored session this window follows. */
  private followedPortal: BaseUrl | undefined;

  get state(): SessionState {
    return this.current;
  }

  /** Identifies the account as `authorization` does, without renewing the token; undefined without a session. */
  get account(): string | undefined {
    return this.held && accountOf(this.held);
  }

  /** Secrets that must not be shown anywhere: the current tokens, and the client secret if it is stored. */
  get secrets(): readonly string[] {
    const { token, refreshToken, client } = this.held ?? {};
    return [token, refreshToken, client?.clientSecret].filter((secret) => secret !== undefined);
  }

  /** Whether a text contains a client secret, a token or a refresh token, of this session or an earlier one. */
  isSecretIn(text: string): boolean {
    return this.store.isSecretIn(text);
  }

  /** Takes over the stored session for `baseUrl`; signs out if there is none. */
  async open(baseUrl: BaseUrl): Promise<void> {
    this.followedPortal = baseUrl;
    const previous = this.current;
    const kept = await this.store.read(baseUrl);
    if (kept && this.stored.hasEnded(kept.signInId)) {
      return this.stored.discardRevived(kept);
    }
    const isOutdated = this.stored.isStoring(baseUrl);
    if (this.current !== previous || this.followedPortal !== baseUrl || isOutdated) {
      return;
    }
    const isInMemory =
      previous.kind === 'signedIn' && previous.kept === 'memory' && previous.baseUrl === baseUrl;
    if (!kept) {
      // After a session has ended, its data may stay visible although its tokens were deleted.
      const hasEnded = previous.kind === 'ended' && previous.baseUrl === baseUrl;
      if (!isInMemory && !hasEnded) {
        this.setState(undefined, { kind: 'signedOut' });
      }
    } else if (isInMemory && kept.signInId === previous.signInId) {
      // This window's own sign-in, stored late: the session in memory may be newer, and `shareLater` stores that one.
    } else if (kept.token !== this.held?.token || kept.baseUrl !== this.held.baseUrl) {
      this.takeOver(kept);
    }
  }

  /** Drops this window's session without changing the stored one: the setting does not name a valid portal. */
  close(): void {
    this.followedPortal = undefined;
    this.setState(undefined, { kind: 'signedOut' });
  }

  /**
   * Exchanges client credentials for tokens, without changing the session.
   *
   * @returns What `start` takes.
   * @throws PortalError, or the signal's reason if it aborts.
   */
  async exchange(
    baseUrl: BaseUrl,
    client: ClientCredentials,
    signal?: AbortSignal,
  ): Promise<AcceptedCredentials> {
    return { client, held: await this.tokens.first(baseUrl, client, signal) };
  }

  /**
   * Starts a session with client credentials that the portal has accepted, and stores it.
   *
   * @throws The signal's reason if it aborts before the session is stored. The previous session stays then.
   */
  async start({ client, held }: AcceptedCredentials, options: StartOptions): Promise<void> {
    await this.adopt(held.baseUrl, options.keepCredentials ? { ...held, client } : held, options);
  }

  /** Exchanges client credentials for tokens and starts a session with them. @throws See exchange and start. */
  async signInWithCredentials(
    baseUrl: BaseUrl,
    client: ClientCredentials,
    options: StartOptions,
  ): Promise<void> {
    await this.start(await this.exchange(baseUrl, client, options.signal), options);
  }

  /**
   * Signs in with a pasted token that the caller has checked. Such a session cannot be renewed.
   *
   * @throws The signal's reason; see start.
   */
  async signInWithToken(baseUrl: BaseUrl, token: string, signal?: AbortSignal): Promise<void> {
    const signInId = randomUUID();
    await this.adopt(baseUrl, { baseUrl, signInId, token, tokenHead: 'Bearer' }, { signal });
  }

  /** Signs out in all windows; from the sandbox only in this one. */
  async signOut(): Promise<void> {
    const { current, held } = this;
    if (current.kind === 'signedIn') {
      this.stored.end(current.signInId);
    }
    if (held) {
      // A sign-in that is still being stored is already held but is not yet the state.
      this.stored.end(held.signInId);
    }
    // Before the first await, so that a pending renewal does not keep its new token.
    this.setState(undefined, { kind: 'signedOut' });
    if (current.kind !== 'signedOut' && !isSandbox(current)) {
      await this.store.soon(this.store.delete(current.baseUrl));
    }
  }

  /**
   * Returns the header for a request and the portal that it is for. Renews the token first if it is about to expire.
   *
   * @throws SignInNeededError, or PortalError when the renewal failed and the token has already expired.
   */
  async authorization(): Promise<Authorization> {
    const held = this.require();
    if (this.tokens.isDue(held)) {
      try {
        await this.renew(authorizationHeader(held));
      } catch (error) {
        if (error instanceof SignInNeededError || this.tokens.isOver(held)) {
          throw error;
        }
      }
    }
    const valid = this.require();
    const { baseUrl, signInId } = valid;
    return { baseUrl, signInId, account: accountOf(valid), header: authorizationHeader(valid) };
  }

  /** Replaces the token in `rejectedHeader`; see SessionRenewal. */
  async renew(rejectedHeader: string, rejection?: TokenRejection): Promise<void> {
    await this.renewal.renew(rejectedHeader, rejection);
  }

  dispose(): void {
    this.storeListener.dispose();
    this.changed.dispose();
  }

  /** Continues with a session that other windows have too. A renewed session fires no event. */
  private takeOver(successor: HeldSession): void {
    if (successor.signInId === this.held?.signInId) {
      this.held = successor;
    } else {
      this.setState(successor, signedInState(successor, 'secretStorage'));
    }
  }

  /** Ends the session: the portal no longer accepts anything of it. */
  private end(held: HeldSession): void {
    const { baseUrl } = held;
    this.setState(undefined, {
      kind: 'ended',
      baseUrl,
      account: accountOf(held),
      accountName: accountNameOf(held),
    });
  }

  /** Whether other windows have the same session. */
  private get isShared(): boolean {
    return this.current.kind === 'signedIn' && this.current.kept === 'secretStorage';
  }

  private async adopt(
    baseUrl: BaseUrl,
    held: HeldSession,
    { sandbox = false, signal }: { readonly sandbox?: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<void> {
    signal?.throwIfAborted();
    if (sandbox) {
      this.setState(held, signedInState(held, 'sandbox'));
      return;
    }
    const before = { held: this.held, followedPortal: this.followedPortal };
    this.followedPortal = baseUrl;
    // Held before it is stored, because the storage notifies this window of the change too.
    this.held = held;
    const writing = this.stored.begin(held);
    const kept = await this.store.soon(writing);
    this.stored.finish(held);
    if (this.held === held && signal?.aborted === true) {
      this.held = before.held;
      this.followedPortal = before.followedPortal;
    }
    if (this.held !== held) {
      // It was cancelled, or a sign-out or another sign-in came in between and takes precedence.
      await this.store.soon(this.stored.withdraw(writing, held));
      signal?.throwIfAborted();
      return;
    }
    if (before.held?.baseUrl === baseUrl) {
      // The earlier sign-in may still be stored late, by this window or by one that renews it.
      this.stored.end(before.held.signInId);
    }
    this.setState(held, signedInState(held, kept ? 'secretStorage' : 'memory'));
    if (kept === undefined) {
      void this.stored.shareLater(writing, held);
    }
  }

  /** Notes that other windows have the session, too. Fires no event: the user is signed in as before. */
  private markShared(signInId: string): boolean {
    if (this.current.kind !== 'signedIn' || this.current.signInId !== signInId) {
      return false;
    }
    this.current = { ...this.current, kept: 'secretStorage' };
    return true;
  }

  private setState(held: HeldSession | undefined, state: SessionState): void {
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
