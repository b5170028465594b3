import { env, l10n } from 'vscode';
import { asCurl } from '../orders/curl';
import type { RecordId } from '../orders/record';
import type { OrderRequest } from './formPanel';
import type { OrderForm } from './orderForm';

export interface OrderRequestParts {
  /** Value of the header `User-Agent`, for the copied command. */
  readonly userAgent: () => string;
  readonly showRecord: (id: RecordId) => Promise<void>;
}

/** Does what a page asks of an order form. @throws Error with a sentence for a person. */
export async function answerOrderRequest(
  form: OrderForm,
  parts: OrderRequestParts,
  message: OrderRequest,
): Promise<void> {
  switch (message.request) {
    case 'place':
      if (!(await form.place(message.reviewId))) {
        throw new Error(
          l10n.t('This order is not under review any more; nothing was sent. Go back and review it again.'),
        );
      }
      break;
    case 'placeAnyway':
      if (!(await form.placeAnyway(message.reviewId))) {
        throw new Error(l10n.t('What holds this order back has changed; nothing was sent. Read it again.'));
      }
      break;
    case 'checkAgain':
      await form.checkAgain();
      break;
    case 'cancelCheck':
      form.cancelCheck();
      break;
    case 'showRecord':
      await showRecord(form, parts, message.recordId);
      break;
    case 'copyJson':
    case 'copyCurl':
      await copy(form, parts, message.request, message.reviewId);
      break;
  }
}

/** Shows one of the records that the form speaks of, and none else. */
async function showRecord(form: OrderForm, parts: OrderRequestParts, recordId: string): Promise<void> {
  const shown = form.shownRecords().find((id) => id === recordId);
  if (shown !== undefined) {
    await parts.showRecord(shown);
  }
}

async function copy(
  form: OrderForm,
  { userAgent }: OrderRequestParts,
  what: 'copyJson' | 'copyCurl',
  reviewId: string,
): Promise<void> {
  const reviewed = form.reviewedOrder(reviewId);
  if (!reviewed) {
    throw new Error(l10n.t('This order is not under review any more; nothing was copied.'));
  }
  const { baseUrl, body } = reviewed;
  await env.clipboard.writeText(what === 'copyJson' ? body : asCurl(baseUrl, userAgent(), body));
}
