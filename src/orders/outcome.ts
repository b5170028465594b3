import * as l10n from '@vscode/l10n';
import {
  ExplainedError,
  type RefusedError,
  type RequestTarget,
  type Refusal,
  PortalError,
} from '../portal/errors';
import type { UnreadDamage } from './entryFile';
import type { OrderReceipt } from '../portal/portalOrders';
import { documentCode, documentText } from '../text/plainText';

/**
 * How sending an order ended; see the life of an order in the README. `reply` is the reply as it is kept: without
 * secrets, and cut if it is very long; undefined if there was none.
 */
export type Outcome =
  /** The portal accepted it and returned its order number. */
  | {
      readonly kind: 'placed';
      readonly receipt: OrderReceipt;
      readonly requestId: string;
      readonly reply: string;
    }
  /** The portal refused it. */
  | { readonly kind: 'refused'; readonly error: RefusedError; readonly reply: string }
  /** It certainly was not placed, so it can be sent again. */
  | { readonly kind: 'notSent'; readonly error: ExplainedError; readonly reply?: string | undefined }
  /** Anything else: it must not be sent again until it is reconciled. */
  | { readonly kind: 'unknown'; readonly error: ExplainedError; readonly reply: string | undefined };

/** The review is too old for the order to be sent: the machine slept, or renewing a token took long. */
export class OutdatedReviewError extends ExplainedError {
  constructor() {
    super('the review was outdated before the order was sent');
  }

  sentence(): string {
    return l10n.t(
      'This review is several minutes old, and what it shows may have changed. Review the order again.',
    );
  }
}

/** This process was silent for so long that another window may have decided about the order, or placed it. */
export class LockLostError extends ExplainedError {
  constructor() {
    super('the lock or the entry of the order is no longer its own');
  }

  sentence(): string {
    return l10n.t(
      'This window did not respond for a while, and another window may have decided about this order in the meantime. Review the order again.',
    );
  }
}

/** The row of a bulk order already has a journal entry, so it was placed, or tried, before. */
export class RowPlacedError extends ExplainedError {
  constructor() {
    super('the row of a bulk order already has a journal entry');
  }

  sentence(): string {
    return l10n.t('This row was already ordered. Its outcome is in the Orders view.');
  }
}

/** The journal entry of the order could not be written, so the order is not sent. */
export class JournalWriteError extends ExplainedError {
  constructor(cause: unknown) {
    super(`the order could not be written to the journal: ${String(cause)}`, { cause });
  }

  sentence(): string {
    const { cause } = this;
    return l10n.t('This order could not be written to the order journal: {0}.', causeText(cause));
  }
}

/** The run of a bulk order could not be written, so none of its orders is sent. */
export class RunWriteError extends ExplainedError {
  constructor(cause: unknown) {
    super(`the bulk order could not be written: ${String(cause)}`, { cause });
  }

  sentence(): string {
    return l10n.t(
      'The bulk order could not be written to the order journal: {0}. Nothing was sent.',
      causeText(this.cause),
    );
  }
}

/** The journal folder is not the one that this window knows, so the entries of that one cannot be read. */
export class OtherFolderError extends ExplainedError {
  constructor(readonly folder: string) {
    super(`not the folder of the order journal that this window knows: ${folder}`);
  }

  sentence(): string {
    const { folder } = this;
    return l10n.t(
      'The order journal is missing from its folder, {0}. It may contain an entry for this same order. Restore the folder or its volume, or check the portal’s orders and reload the window to start a new journal.',
      folder,
    );
  }
}

/** A journal entry that cannot be read may be the same order. */
export class UnreadableEntriesError extends ExplainedError {
  constructor(
    readonly file: string,
    readonly damage: UnreadDamage,
  ) {
    super(`an entry of the order journal cannot be read (${damage}): ${file}`);
  }

  sentence(): string {
    const { file } = this;
    switch (this.damage) {
      case 'unreachable':
        return l10n.t(
          'An entry of the order journal cannot be read at the moment, and it may be for this same order: {0}. Check the disk, then try again.',
          file,
        );
      case 'damaged':
        return l10n.t(
          'An entry of the order journal was damaged within the last day, and it may be for this same order: {0}. Check the portal’s orders, then move that file away.',
          file,
        );
      case 'newerVersion':
        return l10n.t(
          'An entry of the order journal was written by a newer version of this extension, and it may be for this same order: {0}. Update the extension, or place your order in the window with the newer version.',
          file,
        );
      case 'noFile':
        return l10n.t(
          'An entry of the order journal is not a file, and it may be for this same order: {0}. Put the file back, or check the portal’s orders and move away what is there.',
          file,
        );
    }
  }
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Why a reply leaves the outcome open. */
export type UnclearReason =
  /** The portal or a gateway failed. */
  | 'failed'
  /** The reply is neither a success nor a refusal in the documented form. */
  | 'unclear'
  /** It reports success, but names another PBX. */
  | 'otherPbx'
  /** It reports success, but names no order. */
  | 'noOrder'
  /** It reports success, but its order number is in a place where it may belong to another order. */
  | 'orderElsewhere'
  /** It reports success, but with the number of an earlier order. */
  | 'earlierOrder'
  /** It reports success, but has another value than the one that was sent. */
  | 'otherOrder'
  /** It reports success, but something in it contradicts that. */
  | 'contradiction'
  /** The portal refuses the order, but lists an order that may be this one. */
  | 'listed'
  /** The portal refuses the order, but the session ended, or is another one, before its list was checked. */
  | 'otherSignIn'
  /** The token was rejected, and the order list does not prove that nothing was ordered. */
  | 'unauthorized';

/** A reply that does not show whether the order was placed. */
export class UnclearReplyError extends PortalError {
  readonly reached = 'maybe';

  /** @param named The other PBX, the earlier order, or the parameter with another value in the reply. */
  constructor(
    exchange: RequestTarget,
    readonly why: UnclearReason,
    readonly refusal: Refusal,
    readonly named = '',
  ) {
    const { transportStatus, status, code, detailMessage, requestId } = refusal;
    super(
      exchange,
      `${why}: HTTP ${transportStatus}, status ${status}, ${code}, ${detailMessage} (request ${requestId})`,
    );
  }

  override sentence(): string {
    return [this.whyText(), this.portalMessage(), this.reference()].filter((part) => part !== '').join(' ');
  }

  private whyText(): string {
    switch (this.why) {
      case 'failed':
        return l10n.t('The portal, or a gateway in front of it, failed while processing the order.');
      case 'unclear':
        return l10n.t('The reply does not say clearly whether the order was placed.');
      case 'otherPbx':
        return l10n.t('The reply is for another PBX: {0}.', documentCode(this.named));
      case 'noOrder':
        return l10n.t('The portal reported success but named no order.');
      case 'orderElsewhere':
        return l10n.t(
          'The portal reported success, but the order number in its reply may be that of another order.',
        );
      case 'earlierOrder':
        return l10n.t(
          'The portal reported success with the number of an earlier order: {0}.',
          documentCode(this.named),
        );
      case 'otherOrder':
        return l10n.t(
          'The portal reported success, but its reply may be for another order: {0} differs from what was sent.',
          documentText(this.named),
        );
      case 'contradiction':
        return l10n.t('The portal reported success, but its reply contradicts that.');
      case 'listed':
        return l10n.t('The portal refused the order, but lists a new one that may be this order.');
      case 'otherSignIn':
        return l10n.t(
          'The portal refused the order, but your session ended before its list of orders could be checked.',
        );
      case 'unauthorized':
        return l10n.t('The portal rejected the access token after the order was sent.');
    }
  }

  private portalMessage(): string {
    const { detailMessage } = this.refusal;
    return detailMessage === '' ? '' : l10n.t('The portal’s reply: {0}', documentText(detailMessage));
  }

  private reference(): string {
    const { status } = this.refusal;
    const [code, requestId] = [documentCode(this.refusal.code), documentCode(this.refusal.requestId)];
    return requestId === ''
      ? l10n.t('(HTTP {status}, {code})', { status, code: code || '–' })
      : l10n.t('(HTTP {status}, {code}, request {requestId})', { status, code: code || '–', requestId });
  }
}
