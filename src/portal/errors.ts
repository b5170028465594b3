import * as l10n from '@vscode/l10n';
import { documentCode, documentText } from '../text/plainText';
import { type Json, jsonLimits } from './exactJson';

/** A failure with a sentence for people. `message` is for the log. */
export abstract class ExplainedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** What happened, and what the user can do. */
  abstract sentence(): string;
}

/** The request that failed. */
export interface RequestTarget {
  readonly method: 'GET' | 'POST';
  /** Host, with the port unless it is the scheme's default. */
  readonly host: string;
  /** Path without the query. */
  readonly path: string;
}

/** What the portal reported about a failure: the envelope of its reply (API guide, response structure). */
export interface Refusal {
  /** The HTTP status of the reply. */
  readonly transportStatus: number;
  /** The HTTP status, or the body's status if only that reports a failure. */
  readonly status: number;
  readonly code: string;
  readonly detailMessage: string;
  readonly requestId: string;
  /** Further details, as received. */
  readonly result: Json;
  /** The whole reply, without the secrets of its request. */
  readonly text: string;
  /** Whether the reply has every field that the guide documents for a failure. Gateways write only some of them. */
  readonly isWhole: boolean;
}

/**
 * Whether the request can have reached the portal: `no` is certain; `replied` means that the portal itself replied;
 * `maybe` is everything else, that is, no readable reply.
 */
export type Reached = 'no' | 'maybe' | 'replied';

/** A failed call to the portal. */
export abstract class PortalError extends ExplainedError {
  abstract readonly reached: Reached;

  constructor(
    readonly exchange: RequestTarget,
    summary: string,
    cause?: unknown,
  ) {
    super(`${exchange.method} ${exchange.host}${exchange.path}: ${summary}`, { cause });
  }

  /** What happened and what can be done, then the portal's code and request id if it sent them. */
  abstract override sentence(): string;
}

/** The connection could not be opened, or it broke. */
export class ConnectionError extends PortalError {
  /** @param code Node's code of the cause: `ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET` … */
  constructor(
    exchange: RequestTarget,
    readonly code: string,
    readonly reached: 'no' | 'maybe',
    cause?: unknown,
  ) {
    super(exchange, `connection failed (${code}, reached the portal: ${reached})`, cause);
  }

  override sentence(): string {
    const { host } = this.exchange;
    const { code } = this;
    if (this.reached === 'maybe') {
      return l10n.t('The connection to {host} ended before the reply was complete ({code}).', { host, code });
    }
    return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? l10n.t(
          'The name {host} could not be resolved ({code}). Check the network and the setting pbx.apiBaseUrl.',
          { host, code },
        )
      : l10n.t(
          'Could not connect to {host} ({code}). Check the network, the proxy setting (http.proxy) and pbx.apiBaseUrl.',
          { host, code },
        );
  }
}

/** The certificate of the portal, or of a proxy in front of it, is not trusted, or the TLS handshake failed. */
export class CertificateError extends PortalError {
  readonly reached = 'no';

  constructor(
    exchange: RequestTarget,
    readonly code: string,
    cause?: unknown,
  ) {
    super(exchange, `TLS failed (${code})`, cause);
  }

  override sentence(): string {
    return l10n.t(
      'No trusted connection to {host} ({code}). Nothing was sent. If a proxy or virus scanner replaces the certificate with its own, add that certificate to those of the system.',
      { host: this.exchange.host, code: this.code },
    );
  }
}

/** No complete reply within `pbx.requestTimeout`. */
export class TimeoutError extends PortalError {
  constructor(
    exchange: RequestTarget,
    readonly seconds: number,
    readonly reached: 'no' | 'maybe',
  ) {
    super(exchange, `no reply within ${seconds} s (reached the portal: ${reached})`);
  }

  override sentence(): string {
    const { host } = this.exchange;
    const { seconds } = this;
    return seconds === 1
      ? l10n.t('{host} did not reply within 1 second (setting pbx.requestTimeout).', { host })
      : l10n.t('{host} did not reply within {seconds} seconds (setting pbx.requestTimeout).', {
          host,
          seconds,
        });
  }
}

/** The user or a later request cancelled this request. */
export class CancelledError extends PortalError {
  constructor(
    exchange: RequestTarget,
    readonly reached: 'no' | 'maybe',
  ) {
    super(exchange, `cancelled (reached the portal: ${reached})`);
  }

  override sentence(): string {
    return l10n.t('The request to {host} was cancelled.', { host: this.exchange.host });
  }
}

/** The reply is not from the API: HTML of a proxy or login page, truncated or empty text, no envelope. */
export class UnreadableReplyError extends PortalError {
  readonly reached = 'maybe';

  /**
   * @param firstLine The first line of the reply, shortened; empty for an empty reply; undefined if it must not be
   * shown.
   */
  constructor(
    exchange: RequestTarget,
    readonly status: number,
    readonly firstLine: string | undefined,
  ) {
    super(
      exchange,
      `HTTP ${status}, not a reply of the API: ${firstLine === undefined ? 'not reported' : JSON.stringify(firstLine)}`,
    );
  }

  override sentence(): string {
    const { host } = this.exchange;
    const { status, firstLine } = this;
    if (firstLine === undefined) {
      return l10n.t(
        'The reply from {host} is not from the portal’s API (HTTP {status}); a proxy or login page may have replied instead.',
        { host, status },
      );
    }
    return firstLine === ''
      ? l10n.t('The reply from {host} is not from the portal’s API: HTTP {status}, and it is empty.', {
          host,
          status,
        })
      : l10n.t(
          'The reply from {host} is not from the portal’s API (HTTP {status}); a proxy or login page may have replied instead. It begins: {firstLine}',
          { host, status, firstLine: documentText(firstLine) },
        );
  }
}

/** The reply is larger than any reply of the API; the rest of it was not read. */
export class TooLargeReplyError extends PortalError {
  readonly reached = 'maybe';

  /** @param kilobytes The maximum size of a reply. */
  constructor(
    exchange: RequestTarget,
    readonly kilobytes: number,
  ) {
    super(exchange, `the reply is larger than ${kilobytes} KB`);
  }

  override sentence(): string {
    return l10n.t('The reply from {host} is larger than {kilobytes} KB. The rest was not read.', {
      host: this.exchange.host,
      kilobytes: this.kilobytes,
    });
  }
}

/** The reply has more values, or nests them more deeply, than any reply of the API; it was not parsed. */
export class TooComplexReplyError extends PortalError {
  readonly reached = 'maybe';

  constructor(
    exchange: RequestTarget,
    readonly status: number,
  ) {
    super(exchange, `HTTP ${status}, the reply exceeds the limits for JSON`);
  }

  override sentence(): string {
    return l10n.t(
      'The reply from {host} (HTTP {status}) has more than {values} values, or they are nested too deeply. The reply was not read.',
      { host: this.exchange.host, status: this.status, values: jsonLimits.values },
    );
  }
}

/** A redirect. It is not followed, because the token would go with it. */
export class RedirectError extends PortalError {
  readonly reached = 'maybe';

  /** @param location Empty if there was no header; undefined if it must not be shown. */
  constructor(
    exchange: RequestTarget,
    readonly status: number,
    readonly location: string | undefined,
  ) {
    super(exchange, `HTTP ${status}${location === undefined ? '' : ` to ${location}`}, not followed`);
  }

  override sentence(): string {
    const { host } = this.exchange;
    if (this.location === undefined) {
      return l10n.t(
        '{host} redirects to another address. Redirects are not followed. Check the setting pbx.apiBaseUrl, or sign in to the network first.',
        { host },
      );
    }
    return l10n.t(
      '{host} redirects to {location}. Redirects are not followed. Check the setting pbx.apiBaseUrl, or sign in to the network first.',
      { host, location: documentText(this.location) || '?' },
    );
  }
}

/** The portal replied and refused the request. */
export class RefusedError extends PortalError {
  readonly reached = 'replied';

  constructor(
    exchange: RequestTarget,
    readonly refusal: Refusal,
  ) {
    super(
      exchange,
      `HTTP ${refusal.status}, ${refusal.code}, ${refusal.detailMessage} (request ${refusal.requestId})`,
    );
  }

  override sentence(): string {
    const { detailMessage } = this.refusal;
    const text =
      detailMessage === ''
        ? l10n.t('The portal refused the request.')
        : l10n.t('The portal refused the request: {detailMessage}', {
            detailMessage: documentText(detailMessage),
          });
    return `${text} ${this.reference()}`;
  }

  /** The portal's code and request id, to quote to its support. */
  protected reference(): string {
    const { status } = this.refusal;
    const [code, requestId] = [documentCode(this.refusal.code), documentCode(this.refusal.requestId)];
    return requestId === ''
      ? l10n.t('(HTTP {status}, {code})', { status, code: code || '–' })
      : l10n.t('(HTTP {status}, {code}, request {requestId})', { status, code: code || '–', requestId });
  }
}

/** 401: the token is not accepted. Without a `code`, the reply may come from something other than the portal. */
export class UnauthorizedError extends RefusedError {
  override sentence(): string {
    return `${l10n.t('The portal no longer accepts the access token. Sign in again.')} ${this.reference()}`;
  }
}

/** A 401, from the portal or from a proxy or login page in front of it. */
export type TokenRejection = UnauthorizedError | UnreadableReplyError;

/** Whether a request failed with 401, so that its token may have expired. */
export function isTokenRejection(error: unknown): error is TokenRejection {
  return (
    error instanceof UnauthorizedError || (error instanceof UnreadableReplyError && error.status === 401)
  );
}

/** 403: access is denied, usually by the portal's list of allowed addresses. */
export class ForbiddenError extends RefusedError {
  override sentence(): string {
    const text = l10n.t(
      'The portal denies access from this address. Its IP restriction (System > API) may not list this network, or the account lacks API permission.',
    );
    return `${text} ${this.reference()}`;
  }
}

/** 429: too many requests. */
export class TooManyRequestsError extends RefusedError {
  override sentence(): string {
    return `${l10n.t('The portal received too many requests. Wait a moment, then try again.')} ${this.reference()}`;
  }
}

/** 5xx: the portal, or a gateway in front of it, failed; the outcome of the request is unknown. */
export class ServerError extends RefusedError {
  override sentence(): string {
    return `${l10n.t('The portal, or a gateway in front of it, failed. Try again later.')} ${this.reference()}`;
  }
}
