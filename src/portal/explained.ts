import * as l10n from '@vscode/l10n';
import { ExplainedError } from './errors';

/** What a request writes: an order, or a new subordinate user. */
export type Written = 'order' | 'user';

/** The user signed in again while the portal was asked for something: the answer would be for another session. */
export class SignedInMeanwhileError extends ExplainedError {
  constructor() {
    super('the session has changed since the request was made');
  }

  sentence(): string {
    return l10n.t('You signed in again in the meantime. Try again.');
  }
}

/** The user signed in again, perhaps to another account, after the order or user was entered. */
export class OtherSignInError extends ExplainedError {
  constructor(readonly written: Written) {
    super(`the ${written} was entered in another sign-in`);
  }

  sentence(): string {
    switch (this.written) {
      case 'order':
        return l10n.t('You signed in again after this order was reviewed. Review it again.');
      case 'user':
        return l10n.t('You signed in again after this user was entered. Nothing was sent.');
    }
  }
}

/** An error in this program itself. */
export class UnexpectedError extends ExplainedError {
  constructor(
    readonly written: Written,
    cause: unknown,
  ) {
    super(`unexpected: ${String(cause)}`, { cause });
  }

  sentence(): string {
    switch (this.written) {
      case 'order':
        return l10n.t('An internal error of the extension interrupted the order. The output shows why.');
      case 'user':
        return l10n.t('An internal error of the extension interrupted the creation of the user.');
    }
  }
}

/** Whether an error has a sentence for people. */
export function isExplained(error: unknown): error is ExplainedError {
  return error instanceof ExplainedError;
}

/** Returns the error itself if it has a sentence for people, otherwise a fault of this program caused by it. */
export function explained(error: unknown, written: Written): ExplainedError {
  return isExplained(error) ? error : new UnexpectedError(written, error);
}
