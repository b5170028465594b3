import type { BaseUrl } from './baseUrl';
import type { HeldSession, SessionStore } from './sessionStore';

/** What a window's stored sign-ins need to know about its session. */
export interface CurrentSession {
  readonly held: () => HeldSession | undefined;
  /** Whether other windows have the same session. */
  readonly isShared: () => boolean;
  /** Notes that other windows now have the sign-in, too. @returns Whether this window is still signed in with it. */
  readonly markShared: (signInId: string) => boolean;
}

/**
 * Keeps the stored session in step with what the user does in this window: a sign-in that was abandoned while it was
 * being stored is withdrawn, and one that has ended here is removed if another window, which was renewing it, stores it
 * again.
 */
export class StoredSignIns {
  /** The sign-in that is being stored. */
  private beingStored: HeldSession | undefined;
  /** Ids of the sign-ins that have ended in this window. */
  private readonly ended = new Set<string>();

  constructor(
    private readonly store: SessionStore,
    private readonly session: CurrentSession,
  ) {}

  /** Notes that a sign-in has ended in this window. */
  end(signInId: string): void {
    this.ended.add(signInId);
  }

  hasEnded(signInId: string): boolean {
    return this.ended.has(signInId);
  }

  /** Whether a sign-in to this portal is being stored: the stored session is not yet up to date. */
  isStoring(baseUrl: BaseUrl): boolean {
    return this.beingStored?.baseUrl === baseUrl;
  }

  /** Begins to store a sign-in. @returns Whether the storage has it, once that is known; see SessionStore.write. */
  begin(held: HeldSession): Promise<boolean> {
    this.beingStored = held;
    return this.store.write(held.baseUrl, held);
  }

  /** Notes that nobody waits any longer for a sign-in to be stored. */
  finish(held: HeldSession): void {
    if (this.beingStored === held) {
      this.beingStored = undefined;
    }
  }

  /** Removes what an abandoned sign-in has stored, once it is stored, and stores the current session. */
  async withdraw(writing: Promise<boolean>, written: HeldSession): Promise<void> {
    this.end(written.signInId);
    await writing;
    // Another sign-in that is being stored for this portal replaces it.
    if (!this.isStoring(written.baseUrl)) {
      await this.discardRevived(written);
    }
  }

  /**
   * The session of a sign-in that has ended here was stored late, by this window or another. Stores the current one in
   * its place, or deletes it. Deleting it first would sign this window out.
   */
  async discardRevived(kept: HeldSession): Promise<void> {
    const stored = await this.store.read(kept.baseUrl);
    if (stored?.signInId !== kept.signInId) {
      return;
    }
    const held = this.session.held();
    if (held?.baseUrl === kept.baseUrl && this.session.isShared()) {
      await this.store.write(held.baseUrl, held);
    } else {
      await this.store.forget(stored);
    }
  }

  /** Shares the session with other windows once a slow secret storage has responded. */
  async shareLater(writing: Promise<boolean>, written: HeldSession): Promise<void> {
    const kept = await writing;
    const held = this.session.held();
    if (held?.baseUrl === written.baseUrl && held.signInId !== written.signInId) {
      await this.withdraw(writing, written);
    } else if (kept && held && this.session.markShared(written.signInId) && held !== written) {
      await this.store.write(held.baseUrl, held);
    }
  }
}
