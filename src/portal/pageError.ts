import * as l10n from '@vscode/l10n';
import { PortalError } from './errors';

/** A page of a list that could not be loaded, while all of them were asked for. */
export class PageError extends Error {
  override readonly name = 'PageError';

  constructor(
    readonly pageNo: number,
    override readonly cause: PortalError,
  ) {
    super(`page ${pageNo}: ${cause.message}`, { cause });
  }

  sentence(): string {
    return l10n.t('Page {page} could not be loaded. {reason}', {
      page: this.pageNo,
      reason: this.cause.sentence(),
    });
  }
}

/** Names the page in what the portal's failure tells; any other error stays as it is. */
export function inPage(pageNo: number, error: unknown): unknown {
  return error instanceof PortalError ? new PageError(pageNo, error) : error;
}
