import { setTimeout as wait } from 'node:timers/promises';
import type { BaseUrl } from './baseUrl';
import { type TokenRejection, UnauthorizedError } from './errors';
import { SignInNeededError, authorizationHeader, type SessionTokens } from './sessionTokens';
import type { HeldSession, SessionStore } from './sessionStore';

/** The operations on this window's session that a renewal needs. */
export interface RenewableSession {
  /** Returns the current session. @throws SignInNeededError when there is none. */
  readonly require: () => HeldSession;
  readonly isHeld: (held: HeldSession) => boolean;
  /** Whether other windows have the same session. */
  readonly isShared: () => boolean;
  /** Continues with the session that replaces this one. */
  readonly takeOver: (successor: HeldSession) => void;
  /** Ends the session: the portal accepts neither its token nor a renewal. */
  readonly end: (held: HeldSession) => void;
  /** Takes over the stored session for the portal; signs out if there is none. */
  readonly open: (baseUrl: BaseUrl) => Promise<void>;
}

/**
 * Milliseconds to wait, after a refusal, for the renewal of another window. A refresh token may work only once, and the
 * window that used it may still be waiting for its reply.
 */
export const otherWindowWait = 3000;
const rivalPause = 50;

/** Replaces a token that is no longer accepted, while other windows may be doing the same. */
export class SessionRenewal {
  private renewal: Promise<void> | undefined;

  constructor(
    private readonly session: RenewableSession,
    private readonly tokens: SessionTokens,
    private readonly store: SessionStore,
    private readonly awaitRival: number,
  ) {}

  /**
   * Replaces the token in `rejectedHeader`, once for all concurrent callers: with the one that another window has
   * stored, with the refresh token, or with stored client credentials.
   *
   * @param rejection The 401 that the token got; undefined if the token is only about to expire.
   * @throws SignInNeededError when the portal refuses all of these; PortalError when a request failed; `rejection`
   * when there is nothing to renew with and the 401 may not be the portal's. In the last case the session stays.
   */
  async renew(rejectedHeader: string, rejection?: TokenRejection): Promise<void> {
    if (authorizationHeader(this.session.require()) !== rejectedHeader) {
      return;
    }
    this.renewal ??= this.renewOnce(rejection).finally(() => {
      this.renewal = undefined;
    });
    await this.renewal;
  }

  private async renewOnce(rejection: TokenRejection | undefined): Promise<void> {
    const { session, store } = this;
    const held = session.require();
    const kept = await this.fromOtherWindow(held);
    const renewed = kept ? undefined : await this.tokens.renewed(held);
    const successor = kept ?? renewed ?? (await this.awaitOtherWindow(held));
    if (!session.isHeld(held)) {
      // A sign-out, another sign-in or another window's renewal came in between and takes precedence.
      session.require();
      return;
    }
    if (!successor) {
      if (rejection && !isFromPortal(rejection) && !this.tokens.canRenew(held)) {
        throw rejection;
      }
      session.end(held);
      await store.soon(store.forget(held));
      throw new SignInNeededError(true);
    }
    session.takeOver(successor);
    if (successor === renewed) {
      await this.keep(renewed);
    }
  }

  /** Stores a renewed session where the previous one was stored, unless another window has signed out. */
  private async keep(renewed: HeldSession): Promise<void> {
    const { session, store } = this;
    if (!session.isShared()) {
      return;
    }
    const result = await store.soon(store.replace(renewed.baseUrl, renewed));
    if (result === 'gone' && session.isHeld(renewed)) {
      await session.open(renewed.baseUrl);
      session.require();
    }
  }

  /** Returns the session that another window has stored since; a refresh token may work only once. */
  private async fromOtherWindow(held: HeldSession): Promise<HeldSession | undefined> {
    // For a session in memory, the stored session belongs to an earlier sign-in.
    if (!this.session.isShared()) {
      return undefined;
    }
    const kept = await this.store.soon(this.store.read(held.baseUrl));
    return kept && kept.token !== held.token ? kept : undefined;
  }

  /** Does the same, but waits for a window whose renewal may have invalidated this window's refresh token. */
  private async awaitOtherWindow(held: HeldSession): Promise<HeldSession | undefined> {
    const { session } = this;
    const deadline = performance.now() + (held.refreshToken === undefined ? 0 : this.awaitRival);
    for (;;) {
      const kept = await this.fromOtherWindow(held);
      if (kept || !session.isHeld(held) || !session.isShared() || performance.now() >= deadline) {
        return kept;
      }
      await wait(rivalPause, undefined, { ref: false });
    }
  }
}

/** Whether the portal itself rejected the token: in the whole envelope of its API. */
function isFromPortal(rejection: TokenRejection): boolean {
  return rejection instanceof UnauthorizedError && rejection.refusal.isWhole;
}
