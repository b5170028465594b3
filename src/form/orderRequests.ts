import { env, l10n } from 'vscode';
import { asCurl } from '../orders/request';
import type { RecentOrder } from '../orders/recentOrders';
import type { RecordId } from '../orders/record';
import { askConsent } from './askConsent';
import type { OrderRequest } from './formPanel';
import type { OrderForm } from './orderForm';
import type { PortalText } from '../portal/values';

export interface OrderRequestParts {
  /** Value of the header `User-Agent`, for the copied command. */
  readonly userAgent: () => string;
  readonly showRecord: (id: RecordId) => Promise<void>;
  readonly showPortalOrder: (order: Pick<RecentOrder, 'id' | 'orderNo'>) => Promise<void>;
  /** Shows where a file is on this machine. */
  readonly showFile: (file: string) => Promise<void>;
  /** Goes to the view of the orders. */
  readonly showOrders: () => Promise<void>;
}

/**
 * Does what a page asks of an order form.
 *
 * @param takeFocus Gives the focus to the page that asks.
 * @throws Error with a sentence for a person.
 */
export async function answerOrderRequest(
  form: OrderForm,
  parts: OrderRequestParts,
  message: OrderRequest,
  takeFocus: () => void,
): Promise<void> {
  switch (message.request) {
    case 'place':
      if (!(await form.steps.place(message.reviewId))) {
        throw new Error(
          l10n.t('This order is not under review any more; nothing was sent. Go back and review it again.'),
        );
      }
      break;
    case 'placeAnyway':
      await placeAnyway(form, parts, message.reviewId, takeFocus);
      break;
    case 'askAgain':
      await form.steps.askAgain(message.reviewId);
      break;
    case 'checkAgain':
      await form.steps.checkAgain();
      break;
    case 'cancelCheck':
      form.steps.cancelCheck();
      break;
    case 'showRecord':
      await showRecord(form, parts, message.recordId);
      break;
    case 'showPortalOrder':
      await showPortalOrder(form, parts, message.orderNo);
      break;
    case 'showLock':
      await (form.steps.lockFile === undefined ? undefined : parts.showFile(form.steps.lockFile));
      break;
    case 'copyJson':
    case 'copyCurl':
      await copy(form, parts, message.request, message.reviewId);
      break;
  }
}

/**
 * Asks for a second consent until it covers all that the order may repeat, or is not given. The page gets the focus back:
 * after a dialog VS Code may leave it on the frame around the page, where no key does anything.
 */
async function placeAnyway(
  form: OrderForm,
  { showOrders }: OrderRequestParts,
  reviewId: string,
  takeFocus: () => void,
): Promise<void> {
  let shown = reviewId;
  for (;;) {
    const asked = await form.steps.consentNeeded(shown);
    if (!asked) {
      throw new Error(
        l10n.t('What this order may repeat has changed; nothing was sent. Read what the form shows now.'),
      );
    }
    switch (await askConsent(asked)) {
      case 'neither':
        takeFocus();
        return;
      case 'showOrders':
        return showOrders();
      case 'place':
        takeFocus();
        if (await form.steps.placeAnyway(asked)) {
          return;
        }
        shown = asked.reviewId;
    }
  }
}

/** Shows one of the records that the form speaks of, and none else. */
async function showRecord(form: OrderForm, parts: OrderRequestParts, recordId: string): Promise<void> {
  const others = form.steps.shownOthers().records.map(({ id }) => id);
  const shown = [...form.shownRecords(), ...others].find((id) => id === recordId);
  if (shown !== undefined) {
    await parts.showRecord(shown);
  }
}

/** Shows one of the portal's orders that the form speaks of, and none else. */
async function showPortalOrder(
  form: OrderForm,
  parts: OrderRequestParts,
  orderNo: PortalText,
): Promise<void> {
  const shown = form.steps.shownOthers().orders.find((order) => order.orderNo === orderNo);
  if (shown) {
    await parts.showPortalOrder(shown);
  }
}

async function copy(
  form: OrderForm,
  { userAgent }: OrderRequestParts,
  what: 'copyJson' | 'copyCurl',
  reviewId: string,
): Promise<void> {
  const reviewed = form.steps.reviewedOrder(reviewId);
  if (!reviewed) {
    throw new Error(l10n.t('This order is not under review any more; nothing was copied.'));
  }
  const { baseUrl, body } = reviewed;
  await env.clipboard.writeText(what === 'copyJson' ? body : asCurl(baseUrl, userAgent(), body));
}
