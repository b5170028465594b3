import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
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

/**
 * Milliseconds after a refusal for which another window's renewal is awaited: a refresh token may be good for one
 * renewal, and whoever gets it may still be waiting for its reply.
 */
const rivalPatience = 3000;
const rivalPause = 50;

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
    private readonly awaitRival: number = rivalPatience,
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

  /** A sign-in that is being written. */
  private adopting: HeldSession | undefined;

  /** Sign-ins that this window has ended; another one that was renewing may write their session once more. */
  private readonly signedOut = new Set<string>();

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
    if (kept && this.signedOut.has(kept.signInId)) {
      await this.undoRevival(kept);
      return;
    }
    // What is kept while this window writes a sign-in of its own says nothing yet.
    const isBeingWritten = this.adopting?.baseUrl === baseUrl;
    if (this.current !== before || this.followed !== baseUrl || isBeingWritten) {
      return;
    }
    if (!kept) {
      const isHere = before.kind === 'signedIn' && before.kept === 'memory' && before.baseUrl === baseUrl;
      // What was shown in a session that has ended may stay, though its tokens are deleted.
      const isOver = before.kind === 'ended' && before.baseUrl === baseUrl;
      if (!isHere && !isOver) {
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
    if (current.kind === 'signedIn') {
      this.signedOut.add(current.signInId);
    }
    // Before anything is waited for, so that a renewal under way does not keep its new token.
    this.become(undefined, { kind: 'signedOut' });
    if (current.kind !== 'signedOut' && !isSandbox(current)) {
      await this.store.soon(this.store.delete(current.baseUrl));
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
    const successor = kept ?? renewed ?? (await this.fromRival(held));
    if (this.held !== held) {
      // A sign-out, another sign-in or another window's renewal came meanwhile, and that counts.
      this.require();
      return;
    }
    if (!successor) {
      this.become(undefined, { kind: 'ended', baseUrl });
      await this.store.soon(this.store.forget(held));
      throw new SignInNeededError(true);
    }
    if (successor.signInId === held.signInId) {
      this.held = successor;
    } else {
      const { signInId } = successor;
      this.become(successor, { kind: 'signedIn', baseUrl, signInId, kept: 'secretStorage' });
    }
    if (successor === renewed) {
      await this.keepRenewed(baseUrl, renewed);
    }
  }

  /** Keeps a renewed session where the one before was kept; a sign-out in another window counts more. */
  private async keepRenewed(baseUrl: BaseUrl, renewed: HeldSession): Promise<void> {
    if (!this.isShared) {
      return;
    }
    const result = await this.store.soon(this.store.replace(baseUrl, renewed));
    if (result === 'gone' && this.held === renewed) {
      await this.open(baseUrl);
      this.require();
    }
  }

  /** Whether other windows have the same session. */
  private get isShared(): boolean {
    return this.current.kind === 'signedIn' && this.current.kept === 'secretStorage';
  }

  /** What another window has stored since; a refresh token may be good for one renewal only. */
  private async fromOtherWindow(held: HeldSession): Promise<HeldSession | undefined> {
    // What is kept beside a session in memory is of an earlier sign-in.
    if (!this.isShared) {
      return undefined;
    }
    const kept = await this.store.soon(this.store.read(held.baseUrl));
    return kept && kept.token !== held.token ? kept : undefined;
  }

  /** The same, with time for a window whose renewal has made this one's refresh token void. */
  private async fromRival(held: HeldSession): Promise<HeldSession | undefined> {
    const until = performance.now() + (held.refreshToken === undefined ? 0 : this.awaitRival);
    for (;;) {
      const kept = await this.fromOtherWindow(held);
      if (kept || this.held !== held || !this.isShared || performance.now() >= until) {
        return kept;
      }
      await wait(rivalPause, undefined, { ref: false });
    }
  }

  /** Another window wrote the session of a sign-in that was ended here: it is deleted, and what counts is kept. */
  private async undoRevival(kept: HeldSession): Promise<void> {
    await this.store.forget(kept);
    const { held, current } = this;
    if (held && current.kind === 'signedIn' && current.kept === 'secretStorage') {
      await this.store.write(held.baseUrl, held);
    }
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
    this.adopting = held;
    const writing = this.store.write(baseUrl, held);
    const kept = await this.store.soon(writing);
    if (this.adopting === held) {
      this.adopting = undefined;
    }
    if (this.held !== held) {
      // A sign-out or another sign-in came meanwhile, and that counts.
      return;
    }
    this.become(held, { kind: 'signedIn', baseUrl, signInId, kept: kept ? 'secretStorage' : 'memory' });
    if (kept === undefined) {
      void this.shareLater(writing, held);
    }
  }

  /** The secret storage takes its time; the session is shared with other windows from when it has answered. */
  private async shareLater(writing: Promise<boolean>, written: HeldSession): Promise<void> {
    const kept = await writing;
    const { held, current } = this;
    if (kept && held && current.kind === 'signedIn' && current.signInId === written.signInId) {
      // No news to anybody: the user is signed in as before.
      this.current = { ...current, kept: 'secretStorage' };
      if (held !== written) {
        await this.store.write(held.baseUrl, held);
      }
    }
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
