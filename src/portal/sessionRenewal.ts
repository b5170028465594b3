import { setTimeout as wait } from 'node:timers/promises';
import type { BaseUrl } from './baseUrl';
import { type Rejection, UnauthorizedError } from './errors';
import { SignInNeededError, headerOf, type SessionTokens } from './sessionTokens';
import type { HeldSession, SessionStore } from './sessionStore';

/** The session of this window, as far as a renewal reads and changes it. */
export interface Renewable {
  /** What the window holds at this moment. @throws SignInNeededError when it holds nothing. */
  readonly require: () => HeldSession;
  readonly isHeld: (held: HeldSession) => boolean;
  /** Whether other windows have the same session. */
  readonly isShared: () => boolean;
  /** Goes on with what has taken the place of the session. */
  readonly takeOver: (successor: HeldSession) => void;
  /** The portal takes neither token nor renewal any more. */
  readonly end: (baseUrl: BaseUrl) => void;
  /** Takes over what is kept for the portal, or is signed out where nothing is. */
  readonly open: (baseUrl: BaseUrl) => Promise<void>;
}

/**
 * Milliseconds after a refusal for which another window's renewal is awaited: a refresh token may be good for one
 * renewal, and whoever gets it may still be waiting for its reply.
 */
export const rivalPatience = 3000;
const rivalPause = 50;

/** Replaces a token that is not accepted any more, while other windows may be doing the same. */
export class SessionRenewal {
  private renewal: Promise<void> | undefined;

  constructor(
    private readonly session: Renewable,
    private readonly tokens: SessionTokens,
    private readonly store: SessionStore,
    private readonly awaitRival: number,
  ) {}

  /**
   * Replaces the token in `rejectedHeader`, once for all callers at once: by what another window has got
   * meanwhile, by the refresh token, by the client credentials where they are kept.
   *
   * @param rejection The 401 that the token was answered with; undefined where it is about to end.
   * @throws SignInNeededError when the portal refuses all of these, PortalError when it could not be asked, `rejection`
   * when there is nothing to renew by and it may not be the portal's: then the session stays.
   */
  async renew(rejectedHeader: string, rejection?: Rejection): Promise<void> {
    if (headerOf(this.session.require()) !== rejectedHeader) {
      return;
    }
    this.renewal ??= this.renewOnce(rejection).finally(() => {
      this.renewal = undefined;
    });
    await this.renewal;
  }

  private async renewOnce(rejection: Rejection | undefined): Promise<void> {
    const { session, store } = this;
    const held = session.require();
    const kept = await this.fromOtherWindow(held);
    const renewed = kept ? undefined : await this.tokens.renewed(held);
    const successor = kept ?? renewed ?? (await this.fromRival(held));
    if (!session.isHeld(held)) {
      // A sign-out, another sign-in or another window's renewal came meanwhile, and that counts.
      session.require();
      return;
    }
    if (!successor) {
      if (rejection && !isOfThePortal(rejection) && !this.tokens.canRenew(held)) {
        throw rejection;
      }
      session.end(held.baseUrl);
      await store.soon(store.forget(held));
      throw new SignInNeededError(true);
    }
    session.takeOver(successor);
    if (successor === renewed) {
      await this.keep(renewed);
    }
  }

  /** Keeps a renewed session where the one before was kept; a sign-out in another window counts more. */
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

  /** What another window has stored since; a refresh token may be good for one renewal only. */
  private async fromOtherWindow(held: HeldSession): Promise<HeldSession | undefined> {
    // What is kept beside a session in memory is of an earlier sign-in.
    if (!this.session.isShared()) {
      return undefined;
    }
    const kept = await this.store.soon(this.store.read(held.baseUrl));
    return kept && kept.token !== held.token ? kept : undefined;
  }

  /** The same, with time for a window whose renewal has made this one's refresh token void. */
  private async fromRival(held: HeldSession): Promise<HeldSession | undefined> {
    const { session } = this;
    const until = performance.now() + (held.refreshToken === undefined ? 0 : this.awaitRival);
    for (;;) {
      const kept = await this.fromOtherWindow(held);
      if (kept || !session.isHeld(held) || !session.isShared() || performance.now() >= until) {
        return kept;
      }
      await wait(rivalPause, undefined, { ref: false });
    }
  }
}

/** Whether the portal itself has rejected a token: in its envelope, with a code. */
function isOfThePortal(rejection: Rejection): boolean {
  return rejection instanceof UnauthorizedError && rejection.refusal.code !== '';
}
