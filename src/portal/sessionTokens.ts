import { randomUUID } from 'node:crypto';
import type { BaseUrl } from './baseUrl';
import { ExplainedError, type PortalError, RefusedError } from './errors';
import type { Http } from './http';
import type { HeldSession } from './sessionStore';
import {
  type ClientCredentials,
  type Tokens,
  accountOfClient,
  nameOfClient,
  refreshTokens,
  requestTokens,
} from './tokens';
import * as l10n from '@vscode/l10n';

/** Seconds before expiry at which a token is renewed, or a quarter of its life if that is less. */
const renewalMargin = 60;

/**
 * Statuses with which the portal can refuse a refresh token or credentials in a way that a retry would not change. With
 * 403 it refuses the address of this machine (API guide, authorization).
 */
const refusingStatuses: readonly number[] = [400, 401];

/** Gets the tokens of a session from the portal, both the first ones and their replacements. */
export class SessionTokens {
  constructor(
    private readonly http: Pick<Http, 'send'>,
    private readonly now: () => number,
  ) {}

  /**
   * Creates a session from client credentials, without keeping them.
   *
   * @throws PortalError
   */
  async first(baseUrl: BaseUrl, client: ClientCredentials, signal?: AbortSignal): Promise<HeldSession> {
    const tokens = await requestTokens(this.http, baseUrl, client, signal);
    const account = accountOfClient(baseUrl, client);
    const accountName = nameOfClient(client);
    return this.sessionWith({ baseUrl, signInId: randomUUID(), account, accountName }, tokens);
  }

  /**
   * Returns the session with new tokens, obtained with the refresh token, or with the client credentials if they are
   * stored.
   *
   * @returns Undefined when the portal refuses both.
   * @throws PortalError when a request failed, or when the reply may not be the portal's.
   */
  async renewed(held: HeldSession): Promise<HeldSession | undefined> {
    const { baseUrl, refreshToken, client } = held;
    const ways = [
      refreshToken === undefined ? undefined : () => refreshTokens(this.http, baseUrl, refreshToken),
      client === undefined ? undefined : () => requestTokens(this.http, baseUrl, client),
    ];
    let doubt: PortalError | undefined;
    for (const way of ways) {
      try {
        if (way) {
          return this.sessionWith(held, await way());
        }
      } catch (error) {
        if (!(error instanceof RefusedError) || !refusingStatuses.includes(error.refusal.status)) {
          throw error;
        }
        if (!error.refusal.isWhole) {
          // The reply may be a gateway's: the next way may work, but nothing is definitively refused.
          doubt ??= error;
        }
      }
    }
    if (doubt) {
      throw doubt;
    }
    return undefined;
  }

  /** Whether the session has anything to renew it with. */
  canRenew({ refreshToken, client }: HeldSession): boolean {
    return refreshToken !== undefined || client !== undefined;
  }

  /** Whether a token expires so soon that it should be renewed. */
  isDue({ renewAt }: HeldSession): boolean {
    return renewAt !== undefined && this.now() >= renewAt;
  }

  /** Whether a token that is due for renewal has expired. */
  isOver({ expiresAt = 0 }: HeldSession): boolean {
    return this.now() >= expiresAt;
  }

  private sessionWith(
    signIn: Pick<HeldSession, 'baseUrl' | 'signInId' | 'account' | 'accountName' | 'client'>,
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
      ...(signIn.accountName === undefined ? {} : { accountName: signIn.accountName }),
      ...(signIn.client === undefined ? {} : { client: signIn.client }),
    };
  }
}

/**
 * Whether the portal has refused client credentials or a token in a way that a retry would not change. A reply that may
 * be a gateway's does not count.
 */
export function isRefusedSignIn(error: unknown): boolean {
  return (
    error instanceof RefusedError && error.refusal.isWhole && refusingStatuses.includes(error.refusal.status)
  );
}

/** Returns the value of the header `Authorization`. */
export function authorizationHeader(held: HeldSession): string {
  return `${held.tokenHead} ${held.token}`;
}

/** Replaced as a whole on each change, so that comparing identities across an await shows whether it changed. */
export type SessionState =
  | { readonly kind: 'signedOut' }
  | {
      readonly kind: 'signedIn';
      readonly baseUrl: BaseUrl;
      /** Stays the same across renewals: an order reviewed in one sign-in is never placed in another. */
      readonly signInId: string;
      /** Identifies the account on the portal, as in Authorization. */
      readonly account: string;
      /** What the account is called unless the user has given it a name. */
      readonly accountName: string;
      /** `memory`: the secret storage failed to store it; `sandbox`: deliberately not stored. */
      readonly kept: 'secretStorage' | 'memory' | 'sandbox';
    }
  /** The portal accepts neither the token nor a renewal; what is already shown may stay. */
  | {
      readonly kind: 'ended';
      readonly baseUrl: BaseUrl;
      readonly account: string;
      readonly accountName: string;
    };

/**
 * Returns the account that a session belongs to, without revealing a secret. For a pasted token, whose account is not
 * known, the sign-in stands for it.
 */
export function accountOf({ account, signInId }: Pick<HeldSession, 'account' | 'signInId'>): string {
  return account ?? `${pastedToken} ${signInId}`;
}

const pastedToken = 'token';

/** Returns what an account is called unless the user has given it a name. */
export function accountNameOf({ accountName, account }: HeldSession): string {
  if (accountName !== undefined) {
    return accountName;
  }
  // An earlier version has stored sessions of client credentials without the end of the client ID.
  return account === undefined ? l10n.t('access token') : l10n.t('client credentials');
}

/**
 * Returns a key that is the same for every sign-in to an account of a portal. All pasted tokens of a portal have the
 * same one: which accounts they belong to is not known.
 */
export function accountKey(baseUrl: BaseUrl, account: string): string {
  return account.startsWith(`${pastedToken} `) ? `${pastedToken} ${baseUrl}` : account;
}

/** Returns the id of the sign-in that a session is in; undefined without one. */
export function signInOf({ state }: { readonly state: SessionState }): string | undefined {
  return state.kind === 'signedIn' ? state.signInId : undefined;
}

/** Whether two states are of one session: a sign-in stays the same when its tokens are stored late. */
export function isSameSession(one: SessionState, other: SessionState): boolean {
  const signIn = signInOf({ state: one });
  return one === other || (signIn !== undefined && signIn === signInOf({ state: other }));
}

/** Whether the user is signed in to the simulated portal. */
export function isSandbox(state: SessionState): boolean {
  return state.kind === 'signedIn' && state.kept === 'sandbox';
}

/** There is no session, or it has ended. */
export class SignInNeededError extends ExplainedError {
  constructor(readonly ended: boolean) {
    super(ended ? 'the session has ended' : 'signed out');
  }

  sentence(): string {
    return this.ended
      ? l10n.t('The session has ended. Sign in again.')
      : l10n.t('You are signed out. Sign in first.');
  }
}
