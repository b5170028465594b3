import * as l10n from '@vscode/l10n';
import { type Exchange, PortalError } from './errors';
import { redacted } from './secrets';

/**
 * A request would have held the mark that stands in place of a secret: the portal gave a name or an id that is one of
 * the secrets, and what was made of it is not what it gave.
 */
export class SecretMarkError extends PortalError {
  readonly reached = 'no';

  constructor(exchange: Exchange) {
    super(exchange, `the request holds ${redacted}`);
  }

  override sentence(): string {
    return l10n.t(
      'The request holds {mark}, which stands in place of your token, client ID or client secret. Nothing was sent.',
      { mark: redacted },
    );
  }
}
