import * as l10n from '@vscode/l10n';
import type { Explained, RefusedError } from '../portal/errors';
import type { OrderReceipt } from '../portal/portalOrders';

/**
 * How an order ended; see the life of an order in the README. `reply` is the reply as it is kept: without secrets, and
 * cut where it is very long; undefined where no reply came.
 */
export type Outcome =
  /** The portal took it and named it. */
  | {
      readonly kind: 'placed';
      readonly receipt: OrderReceipt;
      readonly requestId: string;
      readonly reply: string;
    }
  /** The portal answered that it will not. */
  | { readonly kind: 'refused'; readonly error: RefusedError; readonly reply: string }
  /** Certain not to have been taken: it can be sent again. */
  | { readonly kind: 'notSent'; readonly error: Explained; readonly reply?: string | undefined }
  /** Anything else: it must not be sent again before it is known what became of it. */
  | { readonly kind: 'unknown'; readonly error: Explained; readonly reply: string | undefined };

/** The user has signed in anew, maybe to another account or portal, since the order was reviewed. */
export class OtherSignInError extends Error {
  override readonly name = 'OtherSignInError';

  constructor() {
    super('the order was reviewed in another sign-in');
  }

  sentence(): string {
    return l10n.t('You have signed in anew since this order was reviewed. Review it again.');
  }
}

/** The order could not be written down, and without that it is not sent. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  constructor(cause: unknown) {
    super(`the order could not be recorded: ${String(cause)}`, { cause });
  }

  sentence(): string {
    const { cause } = this;
    return l10n.t('The record of this order could not be written to the disk: {0}.', causeText(cause));
  }
}

/** A fault of this program. */
export class UnexpectedError extends Error {
  override readonly name = 'UnexpectedError';

  constructor(cause: unknown) {
    super(`unexpected: ${String(cause)}`, { cause });
  }

  sentence(): string {
    return l10n.t('A fault in this extension interrupted the order; the output has the cause.');
  }
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
