import * as l10n from '@vscode/l10n';
import { type Exchange, type Refusal, PortalError } from '../portal/errors';
import { codeText, documentText } from '../text/plainText';

/**
 * Why a reply leaves the outcome open: the portal or a gateway failed; it is neither a success nor a refusal in the
 * documented form; it reports success for another PBX, without an order, with an order number in a place where that may
 * be another order's, with the number of an order that there was before, with another value than was sent, or with
 * something that contradicts it; the portal refuses it and lists an order that may be this one; the token was rejected,
 * and the order list does not prove that nothing was ordered.
 */
export type Unclear =
  | 'failed'
  | 'unclear'
  | 'otherPbx'
  | 'noOrder'
  | 'orderElsewhere'
  | 'earlierOrder'
  | 'otherOrder'
  | 'contradiction'
  | 'listed'
  | 'unauthorized';

/** A reply of which nobody can tell whether the order was placed. */
export class UnclearReplyError extends PortalError {
  readonly reached = 'maybe';

  /** @param named The other PBX, the earlier order, or the parameter with another value, that the reply names. */
  constructor(
    exchange: Exchange,
    readonly why: Unclear,
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
    return [this.said(), this.words(), this.reference()].filter((part) => part !== '').join(' ');
  }

  private said(): string {
    switch (this.why) {
      case 'failed':
        return l10n.t('The portal, or a gateway in front of it, failed while it had the order.');
      case 'unclear':
        return l10n.t('The reply does not say clearly whether the order was placed.');
      case 'otherPbx':
        return l10n.t(
          'The reply names another PBX than the one that was ordered for: {0}.',
          documentText(codeText(this.named)),
        );
      case 'noOrder':
        return l10n.t('The portal reported success but named no order.');
      case 'orderElsewhere':
        return l10n.t(
          'The portal reported success, but the order number in its reply may be that of another order.',
        );
      case 'earlierOrder':
        return l10n.t(
          'The portal reported success with the number of an earlier order: {0}.',
          documentText(codeText(this.named)),
        );
      case 'otherOrder':
        return l10n.t(
          'The portal reported success, but its reply may be for another order: it has another {0} than was sent.',
          documentText(this.named),
        );
      case 'contradiction':
        return l10n.t('The portal reported success, but its reply contradicts that.');
      case 'listed':
        return l10n.t('The portal refused the order, but lists a new one that may be this order.');
      case 'unauthorized':
        return l10n.t('The portal rejected the access token after the order was sent.');
    }
  }

  private words(): string {
    const { detailMessage } = this.refusal;
    return detailMessage === '' ? '' : l10n.t('It says: {0}', documentText(detailMessage));
  }

  private reference(): string {
    const { status } = this.refusal;
    const [code, requestId] = [documentText(this.refusal.code), documentText(this.refusal.requestId)];
    return requestId === ''
      ? l10n.t('(HTTP {status}, {code})', { status, code: code || '–' })
      : l10n.t('(HTTP {status}, {code}, request {requestId})', { status, code: code || '–', requestId });
  }
}
