import * as l10n from '@vscode/l10n';
import { type Exchange, PortalError } from './errors';

/** A proxy answered in place of the portal: it did not open the way there, so that nothing went through. */
export class ProxyError extends PortalError {
  readonly reached = 'no';

  /** @param text The proxy's reply; empty where it is not known. */
  constructor(
    exchange: Exchange,
    readonly status: number,
    readonly text: string,
    cause?: unknown,
  ) {
    super(exchange, `the proxy answered HTTP ${status} in place of the portal`, cause);
  }

  override sentence(): string {
    const { host } = this.exchange;
    const { status } = this;
    switch (status) {
      case 401:
      case 407:
        return l10n.t(
          'The proxy in front of {host} asks for a sign-in of its own (HTTP {status}). Check the proxy settings of VS Code (http.proxy).',
          { host, status },
        );
      case 403:
        return l10n.t(
          'The proxy does not allow a connection to {host} (HTTP {status}). Ask whoever runs the proxy to allow it.',
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
