import { randomUUID } from 'node:crypto';
import type { BaseUrl } from './baseUrl';
import {
  ForbiddenError,
  type PortalError,
  RefusedError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
} from './errors';
import type { Http } from './http';
import type { HeldSession } from './sessionStore';
import { type ClientCredentials, type Tokens, accountOfClient, refreshTokens, requestTokens } from './tokens';
import * as l10n from '@vscode/l10n';

/** Seconds before the end at which a token is renewed, or a quarter of its life if that is less. */
const renewalMargin = 60;

/** Asks the portal for the tokens of a session: the first ones, and those that take their place. */
export class SessionTokens {
  constructor(
    private readonly http: Pick<Http, 'send'>,
    private readonly now: () => number,
  ) {}

  /**
   * A session with the tokens that the portal gives for client credentials.
   *
   * @param keepCredentials Whether the session holds the credentials as well, to be renewed by them.
   * @throws PortalError
   */
  async first(
    baseUrl: BaseUrl,
    client: ClientCredentials,
    { keepCredentials, signal }: { keepCredentials: boolean; signal?: AbortSignal },
  ): Promise<HeldSession> {
    const tokens = await requestTokens(this.http, baseUrl, client, signal);
    const kept = keepCredentials ? client : undefined;
    const account = accountOfClient(baseUrl, client);
    return this.hold({ baseUrl, signInId: randomUUID(), account, client: kept }, tokens);
  }

  /**
   * The same session with new tokens, by the refresh token, or by the client credentials where they are kept.
   *
   * @returns Undefined when the portal refuses both.
   * @throws PortalError when it could not be asked, or when the answer may not be the portal's.
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
          return this.hold(held, await way());
        }
      } catch (error) {
        if (error instanceof UnauthorizedError && error.refusal.code === '') {
          // Empty, maybe from the portal: the next way may work, but nothing is refused for good.
          doubt ??= error;
        } else if (!isFinalRefusal(error)) {
          throw error;
        }
      }
    }
    if (doubt) {
      throw doubt;
    }
    return undefined;
  }

  /** Whether there is anything that a session can be renewed by. */
  canRenew({ refreshToken, client }: HeldSession): boolean {
    return refreshToken !== undefined || client !== undefined;
  }

  /** Whether a token is so near its end that it should be renewed. */
  isDue({ renewAt }: HeldSession): boolean {
    return renewAt !== undefined && this.now() >= renewAt;
  }

  /** Whether a token that should be renewed is past its end. */
  isOver({ expiresAt = 0 }: HeldSession): boolean {
    return this.now() >= expiresAt;
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
}

/** The value of the header `Authorization`. */
export function headerOf(held: HeldSession): string {
  return `${held.tokenHead} ${held.token}`;
}

/** A refusal by the portal itself, in its envelope, that another try with the same secret would meet again. */
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
  return code !== '' && status !== 408;
}

/** Replaced as a whole on each change, so that comparing identity after a wait tells whether it is the same. */
export type SessionState =
  | { readonly kind: 'signedOut' }
  | {
      readonly kind: 'signedIn';
      readonly baseUrl: BaseUrl;
      /** Stays the same over renewals: an order reviewed in one sign-in is not placed in another. */
      readonly signInId: string;
      /** `memory`: the secret storage did not keep it; `sandbox`: not meant to be kept. */
      readonly kept: 'secretStorage' | 'memory' | 'sandbox';
    }
  /** The portal takes neither token nor renewal any more; what was shown may stay. */
  | { readonly kind: 'ended'; readonly baseUrl: BaseUrl };

/** Whether somebody is signed in to the simulated portal. */
export function isSandbox(state: SessionState): boolean {
  return state.kind === 'signedIn' && state.kept === 'sandbox';
}

/** There is no session, or it has ended. */
export class SignInNeededError extends Error {
  override readonly name = 'SignInNeededError';

  constructor(readonly ended: boolean) {
    super(ended ? 'the session has ended' : 'signed out');
  }

  sentence(): string {
    return this.ended
      ? l10n.t('The session has ended. Sign in again.')
      : l10n.t('You are signed out. Sign in first.');
  }
}
