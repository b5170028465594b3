import { env, l10n } from 'vscode';
import type { OrderBody, SubscribeOrder } from '../orders/request';
import type { OrderRule } from '../orders/rules';
import type { BaseUrl } from '../portal/baseUrl';
import type { BillingContact } from '../portal/billingContacts';
import type { Service } from '../portal/catalogue';
import { saveOrderPath } from '../portal/client';
import type { Price } from '../portal/price';
import { plainText } from '../plainText';
import type { Review } from './contract';
import { contactText } from './fields';

/** What a review is told from. */
export interface Reviewed {
  readonly reviewId: string;
  readonly order: SubscribeOrder;
  readonly body: OrderBody;
  readonly rule: OrderRule;
  readonly service: Service;
  readonly contact: BillingContact;
  /** The current number of extensions, where the portal tells it. */
  readonly extensions: number | undefined;
  readonly baseUrl: BaseUrl;
}

/** The review's texts, with the price still being asked for. */
export function reviewOf({
  reviewId,
  order,
  body,
  rule,
  service,
  contact,
  extensions,
  baseUrl,
}: Reviewed): Review {
  const quantity = order.quantity.value;
  const differs =
    rule.quantity === 'currentExtensions' && extensions !== undefined && String(extensions) !== quantity;
  const invoice = [contactText(contact), contact.emailAddress].filter((part) => part !== '').join(', ');
  return {
    reviewId,
    summary: summaryOf(order, rule, service),
    price: { status: 'asking', text: l10n.t('Asking the portal for the price…') },
    lines: [
      l10n.t('Invoice to {0}', plainText(invoice)),
      ...(order.poNumber === '' ? [] : [l10n.t('PO number {0}', plainText(order.poNumber))]),
      ...(differs
        ? [
            l10n.t(
              'Check the quantity: the portal tells {0} extensions for this PBX, this order names {1}.',
              extensions,
              quantity,
            ),
          ]
        : []),
      ...(rule.documented
        ? []
        : [
            l10n.t(
              'The API guide does not say how this service is billed; the request uses the values of High Availability.',
            ),
          ]),
    ],
    body,
    target: `POST ${baseUrl}${saveOrderPath}`,
  };
}

function summaryOf(order: SubscribeOrder, rule: OrderRule, service: Service): string {
  const facts = {
    service: plainText(service.name ?? service.serviceId),
    quantity: order.quantity.value,
    productNo: order.productNo,
  };
  const isAnnual = order.billingCycle === 'annually';
  if (rule.quantity === 'currentExtensions') {
    return isAnnual
      ? l10n.t('{service}, {quantity} extensions, billed annually, for {productNo}', facts)
      : l10n.t('{service}, {quantity} extensions, billed monthly, for {productNo}', facts);
  }
  return isAnnual
    ? l10n.t('{service}, {quantity} to add, billed annually, for {productNo}', facts)
    : l10n.t('{service}, {quantity} to add, billed monthly, for {productNo}', facts);
}

/** The line about the price, once the portal has answered. */
export function priceLine(price: Price | undefined, at: Date): Review['price'] {
  if (!price) {
    return { status: 'none', text: l10n.t('The portal gave no price that can be read.') };
  }
  const time = new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(at);
  const amount = [price.currency, price.amount].filter((part) => part !== undefined).join(' ');
  return { status: 'told', text: l10n.t('{0} as calculated by the portal at {1}', amount, time) };
}

/** The line about a price that could not be asked for. @param reason A sentence; may be empty. */
export function noPriceLine(reason: string): Review['price'] {
  return { status: 'none', text: [l10n.t('The portal gave no price.'), reason].join(' ').trim() };
}
