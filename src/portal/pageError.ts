import * as l10n from '@vscode/l10n';
import { PortalError } from './errors';

/** A page could not be loaded while all pages of a list were being read. */
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

/** Adds the page number to a PortalError; any other error is returned unchanged. */
export function inPage(pageNo: number, error: unknown): unknown {
  return error instanceof PortalError ? new PageError(pageNo, error) : error;
}
