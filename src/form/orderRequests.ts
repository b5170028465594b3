import { env, l10n } from 'vscode';
import { asCurl } from '../orders/request';
import type { RecentOrder } from '../orders/recentOrders';
import type { EntryId } from '../orders/entry';
import { askConsent } from './askConsent';
import type { OrderRequest } from './formPanel';
import type { FormTarget } from './facts';
import type { OrderForm } from './orderForm';
import { shownPbx } from './outcomeView';
import type { PortalText } from '../portal/values';

export interface OrderRequestDeps {
  /** Returns the value of the `User-Agent` header, for the copied command. */
  readonly userAgent: () => string;
  readonly showEntry: (id: EntryId) => Promise<void>;
  readonly showPortalOrder: (order: Pick<RecentOrder, 'id' | 'orderNo'>) => Promise<void>;
  /** Shows a file's location on this machine. */
  readonly showFile: (file: string) => Promise<void>;
  /** Shows the Orders view. */
  readonly showOrders: () => Promise<void>;
  /** Shows a PBX in the Instances view. @throws Error with a text for the user when it is not listed. */
  readonly showPbx: (pbx: Pick<FormTarget, 'productId' | 'productNo'>) => Promise<void>;
}

/**
 * Handles a request from the page of an order form.
 *
 * @param page `takeFocus` gives the focus back to that page; `orderAnother` opens a new form for the same subject.
 * @throws Error with a text for the user.
 */
export async function handleOrderRequest(
  form: OrderForm,
  deps: OrderRequestDeps,
  message: OrderRequest,
  { takeFocus, orderAnother }: { readonly takeFocus: () => void; readonly orderAnother: () => void },
): Promise<void> {
  switch (message.request) {
    case 'place':
      if (!(await form.steps.place(message.reviewId))) {
        throw new Error(
          l10n.t('This order is no longer under review. Nothing was sent. Go back and review it again.'),
        );
      }
      break;
    case 'placeAnyway':
      await placeAnyway(form, deps, message.reviewId, takeFocus);
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
    case 'showEntry':
      await showEntry(form, deps, message.entryId);
      break;
    case 'showPortalOrder':
      await showPortalOrder(form, deps, message.orderNo);
      break;
    case 'showLock':
      await (form.steps.lockFile === undefined ? undefined : deps.showFile(form.steps.lockFile));
      break;
    case 'copyJson':
    case 'copyCurl':
      await copyRequest(form, deps, message.request, message.reviewId);
      break;
    case 'showPbx':
      await showPbx(form, deps);
      break;
    case 'orderAnother':
      if (form.steps.ended) {
        orderAnother();
      }
      break;
  }
}

/**
 * Asks for consent to the possible duplicate, again if new duplicates have appeared meanwhile, until the order is
 * placed or the user declines. Afterwards the page gets the focus back: VS Code may leave it on the frame around the
 * page, where no key works.
 */
async function placeAnyway(
  form: OrderForm,
  { showOrders }: OrderRequestDeps,
  reviewId: string,
  takeFocus: () => void,
): Promise<void> {
  let shownReviewId = reviewId;
  for (;;) {
    const asked = await form.steps.consentNeeded(shownReviewId);
    if (!asked) {
      throw new Error(
        l10n.t(
          'The possible duplicates of this order have changed. Nothing was sent. Check what the form shows now.',
        ),
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
        shownReviewId = asked.reviewId;
    }
  }
}

/** Shows a journal entry, but only one whose order the form shows. */
async function showEntry(form: OrderForm, deps: OrderRequestDeps, entryId: string): Promise<void> {
  const others = form.steps.shownOthers().entries.map(({ id }) => id);
  const found = [...form.shownEntries(), ...others].find((id) => id === entryId);
  if (found !== undefined) {
    await deps.showEntry(found);
  }
}

/** Shows one of the portal's orders, but only one that the form shows. */
async function showPortalOrder(form: OrderForm, deps: OrderRequestDeps, orderNo: PortalText): Promise<void> {
  const found = form.steps.shownOthers().orders.find((order) => order.orderNo === orderNo);
  if (found) {
    await deps.showPortalOrder(found);
  }
}

/** Shows the PBX that the order was for, or that it has created. */
async function showPbx({ steps: { ended }, target }: OrderForm, deps: OrderRequestDeps): Promise<void> {
  const productNo: PortalText = ended ? shownPbx(ended.outcome, ended.summary) : '';
  if (productNo !== '') {
    // eslint-disable-next-line house/portal-text -- Only compared with the serial numbers of rows, or shown by codeText
    await deps.showPbx({ productId: target.productId, productNo });
  }
}

async function copyRequest(
  form: OrderForm,
  { userAgent }: OrderRequestDeps,
  what: 'copyJson' | 'copyCurl',
  reviewId: string,
): Promise<void> {
  const reviewed = form.steps.reviewedOrder(reviewId);
  if (!reviewed) {
    throw new Error(l10n.t('This order is no longer under review. Nothing was copied.'));
  }
  const { baseUrl, body } = reviewed;
  await env.clipboard.writeText(what === 'copyJson' ? body : asCurl(baseUrl, userAgent(), body));
}
