import { randomUUID } from 'node:crypto';
import type { BaseUrl } from './baseUrl';
import { type Disposable, Emitter } from './emitter';
import type { Rejection } from './errors';
import type { Http } from './http';
import { rivalPatience, SessionRenewal } from './sessionRenewal';
import { isSandbox, type SessionState, SignInNeededError, headerOf, SessionTokens } from './sessionTokens';
import type { HeldSession, SessionStore } from './sessionStore';
import type { ClientCredentials } from './tokens';

/** What a request needs: header and portal come together, so that no token goes elsewhere. */
export interface Authorization {
  readonly baseUrl: BaseUrl;
  readonly signInId: string;
  /** The account of the portal, without any of its secrets; a pasted token's is as good as its sign-in. */
  readonly account: string;
  readonly header: string;
}

/** The life of a session: the only writer of its state; with its renewal, of what is kept of it. */
export class Session implements Disposable {
  private held: HeldSession | undefined;
  private current: SessionState = { kind: 'signedOut' };
  private readonly tokens: SessionTokens;
  private readonly renewal: SessionRenewal;
  private readonly changed = new Emitter<SessionState>();
  private readonly otherWindows: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    http: Pick<Http, 'send'>,
    private readonly store: SessionStore,
    now: () => number = Date.now,
    awaitRival: number = rivalPatience,
  ) {
    this.tokens = new SessionTokens(http, now);
    const session = {
      require: () => this.require(),
      isHeld: (held: HeldSession) => this.held === held,
      isShared: () => this.isShared,
      takeOver: (successor: HeldSession) => this.takeOver(successor),
      end: (baseUrl: BaseUrl) => this.become(undefined, { kind: 'ended', baseUrl }),
      open: (baseUrl: BaseUrl) => this.open(baseUrl),
    };
    this.renewal = new SessionRenewal(session, this.tokens, store, awaitRival);
    this.otherWindows = store.onDidChange((isOf) => {
      if (this.followed !== undefined && isOf(this.followed) && !isSandbox(this.current)) {
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
      return this.undoRevival(kept);
    }
    // What is kept while this window writes a sign-in of its own says nothing yet.
    const isBeingWritten = this.adopting?.baseUrl === baseUrl;
    if (this.current !== before || this.followed !== baseUrl || isBeingWritten) {
      return;
    }
    const isHere = before.kind === 'signedIn' && before.kept === 'memory' && before.baseUrl === baseUrl;
    if (!kept) {
      // What was shown in a session that has ended may stay, though its tokens are deleted.
      const isOver = before.kind === 'ended' && before.baseUrl === baseUrl;
      if (!isHere && !isOver) {
        this.become(undefined, { kind: 'signedOut' });
      }
    } else if (isHere && kept.signInId === before.signInId) {
      // This window's own sign-in, written late: what is held may be newer, and `shareLater` writes that.
    } else if (kept.token !== this.held?.token || kept.baseUrl !== this.held.baseUrl) {
      this.takeOver(kept);
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
    const held = await this.tokens.first(baseUrl, client, options);
    await this.adopt(baseUrl, held, options.sandbox === true);
  }

  /** Signs in with a pasted token, which the caller has found to be accepted. It cannot be renewed. */
  async signInWithToken(baseUrl: BaseUrl, token: string): Promise<void> {
    const signInId = randomUUID();
    await this.adopt(baseUrl, { baseUrl, signInId, token, tokenHead: 'Bearer' }, false);
  }

  /** Signs out here and, other than in the sandbox, in all windows. */
  async signOut(): Promise<void> {
    const { current, held } = this;
    if (current.kind === 'signedIn') {
      this.signedOut.add(current.signInId);
    }
    if (held) {
      // A sign-in that is still being written is held before it is the state.
      this.signedOut.add(held.signInId);
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
    if (this.tokens.isDue(held)) {
      try {
        await this.renew(headerOf(held));
      } catch (error) {
        if (error instanceof SignInNeededError || this.tokens.isOver(held)) {
          throw error;
        }
      }
    }
    const valid = this.require();
    const { baseUrl, signInId, account = `token ${signInId}` } = valid;
    return { baseUrl, signInId, account, header: headerOf(valid) };
  }

  /** Replaces the token in `rejectedHeader`: see SessionRenewal. */
  async renew(rejectedHeader: string, rejection?: Rejection): Promise<void> {
    await this.renewal.renew(rejectedHeader, rejection);
  }

  dispose(): void {
    this.otherWindows.dispose();
    this.changed.dispose();
  }

  /** Goes on with a session that other windows have as well; a renewed one is no news to anybody. */
  private takeOver(successor: HeldSession): void {
    const { baseUrl, signInId } = successor;
    if (signInId === this.held?.signInId) {
      this.held = successor;
    } else {
      this.become(successor, { kind: 'signedIn', baseUrl, signInId, kept: 'secretStorage' });
    }
  }

  /** Whether other windows have the same session. */
  private get isShared(): boolean {
    return this.current.kind === 'signedIn' && this.current.kept === 'secretStorage';
  }

  /** Another window wrote the session of a sign-in that was ended here: it is deleted, and what counts is kept. */
  private async undoRevival(kept: HeldSession): Promise<void> {
    await this.store.forget(kept);
    const { held, current } = this;
    if (held && current.kind === 'signedIn' && current.kept === 'secretStorage') {
      await this.store.write(held.baseUrl, held);
    }
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
