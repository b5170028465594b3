import * as l10n from '@vscode/l10n';
import { type RequestTarget, PortalError } from './errors';
import { redacted } from './secrets';

/** A proxy replied instead of the portal. It did not open the connection, so nothing reached the portal. */
export class ProxyError extends PortalError {
  readonly reached = 'no';

  /** @param text The proxy's reply; empty if unknown. */
  constructor(
    exchange: RequestTarget,
    readonly status: number,
    readonly text: string,
    cause?: unknown,
  ) {
    super(exchange, `the proxy replied with HTTP ${status} in place of the portal`, cause);
  }

  override sentence(): string {
    const { host } = this.exchange;
    const { status } = this;
    switch (status) {
      case 401:
      case 407:
        return l10n.t(
          'The proxy in front of {host} requires a sign-in of its own (HTTP {status}). Check the proxy settings of VS Code (http.proxy).',
          { host, status },
        );
      case 403:
        return l10n.t(
          'The proxy does not allow a connection to {host} (HTTP {status}). Ask the administrator of the proxy to allow it.',
          { host, status },
        );
      case 502:
      case 503:
      case 504:
        return l10n.t(
          'The proxy could not connect to {host} (HTTP {status}). Check the network and the proxy settings of VS Code (http.proxy).',
          { host, status },
        );
      default:
        return l10n.t(
          'The proxy did not connect to {host} (HTTP {status}). Check the proxy settings of VS Code (http.proxy).',
          { host, status },
        );
    }
  }
}

/** The request contains a client secret or a token that somebody entered where it does not belong. */
export class SecretInRequestError extends PortalError {
  readonly reached = 'no';

  constructor(exchange: RequestTarget) {
    // The path may contain the secret.
    super({ ...exchange, path: '…' }, 'the request holds a client secret or a token');
  }

  override sentence(): string {
    return l10n.t('The request contains your client secret or a token. Nothing was sent.');
  }
}

/**
 * The request contains the placeholder for a secret: the portal sent a name or id that equals one of the secrets, so
 * its redacted copy is not the original value.
 */
export class RedactedRequestError extends PortalError {
  readonly reached = 'no';

  constructor(exchange: RequestTarget) {
    super(exchange, `the request holds ${redacted}`);
  }

  override sentence(): string {
    return l10n.t(
      'The request contains {mark} in place of your token, client ID or client secret. Nothing was sent.',
      { mark: redacted },
    );
  }
}
