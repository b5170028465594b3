import { env, l10n } from 'vscode';
import { receivedAmount } from '../text/amounts';
import type { OrderRecord } from '../orders/record';
import { codeText, isVisible, toldCode } from '../text/plainText';
import { type Json, printExact } from '../portal/exactJson';
import { type Field, type OrderDetail, type OrderLine, readOrderDetail } from '../portal/orderDetail';
import type { PortalOrder } from '../portal/portalOrders';
import { type ExactText, type TextField, type TextSection, layOut } from '../text/textTable';
import type { PortalText } from '../portal/values';

/** What is known of one order of the portal's. */
export interface KnownOrder {
  readonly orderNo: PortalText;
  /** The reply with its details, or why there is none. */
  readonly detail: { readonly reply: Json } | { readonly failure: string };
  /** Its row in the portal's list, where that is loaded. */
  readonly listed: PortalOrder | undefined;
  /** The record of the same order, where it was placed on this machine. */
  readonly record: OrderRecord | undefined;
}

/**
 * An order of the portal's as text to read: what is documented first, lines and contact, then everything else under
 * its own name, then the replies as they were received. What the details do not tell is taken from the list's row.
 */
export function orderText({ orderNo, detail, listed, record }: KnownOrder): string {
  const reply = 'reply' in detail ? detail.reply : undefined;
  const told = readOrderDetail(reply ?? {});
  const row = readOrderDetail(listed?.raw ?? {});
  const head: TextSection = {
    heading: l10n.t('Order {0}', codeText(told.orderNo ?? orderNo)),
    fields: [
      [l10n.t('Details'), 'failure' in detail ? detail.failure : undefined],
      ...orderFields(withRow(told, row)),
      [l10n.t('Placed from here'), record && timestamp(record.createdAt)],
    ],
  };
  const exact: ExactText[] = [
    ...(reply === undefined
      ? []
      : [{ heading: l10n.t('Details, exactly as received'), text: printExact(reply, 2) }]),
    ...(listed === undefined
      ? []
      : [{ heading: l10n.t('Row of the order list, exactly as received'), text: printExact(listed.raw, 2) }]),
  ];
  const furtherHeading = l10n.t('Also told, under its own names');
  return layOut([head, ...detailSections(reply === undefined ? row : told, furtherHeading)], exact);
}

function withRow(told: OrderDetail, row: OrderDetail): OrderDetail {
  const isTold = ([, value]: [string, unknown]) => value !== undefined;
  const known = { ...row, ...Object.fromEntries(Object.entries(told).filter(isTold)) };
  return { ...known, amounts: told.amounts.length > 0 ? told.amounts : row.amounts };
}

/** What the guide documents of an order, in the words of the views. */
export function orderFields(order: OrderDetail): TextField[] {
  const { createTime, currencyCode } = order;
  return [
    [l10n.t('Status'), order.orderStatus],
    [l10n.t('Created'), createTime === undefined ? undefined : timestamp(createTime)],
    [l10n.t('Product'), order.productName],
    [l10n.t('Product id'), order.productId],
    [l10n.t('Serial number'), toldCode(order.productNo)],
    [l10n.t('PO number'), toldCode(order.poNumber)],
    [l10n.t('Custom reference'), order.customReferenceNo],
    [l10n.t('Transaction'), toldCode(order.transactionNo)],
    [l10n.t('Invoice'), toldCode(order.invoiceNo)],
    ...order.amounts.map(({ name, value }): TextField => [name, receivedAmount(value, currencyCode)]),
    [l10n.t('Currency'), currencyCode],
    [l10n.t('Order id'), order.id],
  ];
}

/** Lines, contact, and below `furtherHeading` what stands under names that no guide documents. */
export function detailSections(
  { lines, contact, others }: Pick<OrderDetail, 'lines' | 'contact' | 'others'>,
  furtherHeading: string,
): TextSection[] {
  const fieldsOf = ({ fields }: { readonly fields: readonly Field[] }) => fields.map(asReceived);
  return [
    { heading: l10n.t('Plans and services'), parts: lines.map(linePart) },
    {
      heading: l10n.t('Billing contact'),
      parts: contact.length === 0 ? [] : [{ title: contactName(contact), fields: contact.map(asReceived) }],
    },
    {
      heading: furtherHeading,
      fields: others.filter(({ path }) => path === '').flatMap(fieldsOf),
      parts: others
        .filter(({ path }) => path !== '')
        .map((group) => ({ title: group.path, fields: fieldsOf(group) })),
    },
  ];
}

/** First and last name and company, as far as they are told; else the contact's id. */
function contactName(contact: readonly Field[]): PortalText {
  const told = new Map(contact.map(({ name, value }) => [name, value]));
  const person: PortalText = ['firstName', 'lastName']
    .flatMap((name) => told.get(name) ?? [])
    .filter(isVisible)
    .join(' ');
  const company: PortalText = [told.get('company') ?? ''].filter(isVisible).join('');
  const separator = person === '' || company === '' ? '' : ', ';
  return `${person}${separator}${company}` || (told.get('billingContactId') ?? '');
}

function linePart({ kind, id, name, fields }: OrderLine) {
  const told: PortalText | undefined = name !== undefined && isVisible(name) ? name : undefined;
  const title: PortalText = told ?? (kind === 'plan' ? l10n.t('Plan {0}', id) : l10n.t('Service {0}', id));
  return { title, fields: fields.map(asReceived) };
}

function asReceived({ name, value }: Field): TextField {
  return [name, value];
}

/** Date and time with seconds and zone: in disputes about orders these count. */
export function timestamp(at: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'long', timeStyle: 'long' }).format(at);
}
