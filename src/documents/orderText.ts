import { env, l10n } from 'vscode';
import { receivedAmount } from '../text/amounts';
import type { OrderRecord, RecordState } from '../orders/record';
import { isVisible } from '../text/plainText';
import { type Json, printExact, parseExact } from '../portal/exactJson';
import { type Field, type OrderDetail, type OrderLine, readOrderDetail } from '../portal/orderDetail';
import type { PortalOrder } from '../portal/portalOrders';
import { type ExactText, type TextField, type TextSection, layOut } from '../text/textTable';
import type { PortalText } from '../portal/values';
import { placedStatusText, recordStateText } from '../text/recordTexts';

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
    heading: l10n.t('Order {0}', told.orderNo ?? orderNo),
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
    [l10n.t('Serial number'), order.productNo],
    [l10n.t('PO number'), order.poNumber],
    [l10n.t('Custom reference'), order.customReferenceNo],
    [l10n.t('Transaction'), order.transactionNo],
    [l10n.t('Invoice'), order.invoiceNo],
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

/**
 * A record as text to read: what was ordered, what became of it and what was done to find out, then the request and
 * the reply as they are recorded.
 */
export function recordText(record: OrderRecord): string {
  const { body, current, looks, before } = record;
  const ordered = readOrderDetail(exactOrText(body));
  const sections: TextSection[] = [
    { heading: l10n.t('Order placed, or tried, from this machine'), fields: headFields(record, ordered) },
    ...detailSections(
      { ...ordered, lines: withName(ordered.lines, record.serviceName) },
      l10n.t('Further parameters of the request'),
    ),
    {
      heading: l10n.t('Looked for in the portal'),
      fields: looks.map(({ at, possible }): TextField => [
        timestamp(at),
        possible.length === 0 ? l10n.t('not found') : l10n.t('may be {0}', possible.join(', ')),
      ]),
    },
    {
      heading: l10n.t('The portal’s orders before this one'),
      fields: [
        [l10n.t('Orders in all'), before?.total === undefined ? undefined : String(before.total)],
        [l10n.t('Greatest order id'), before?.newestId],
        [l10n.t('On the first page'), before?.orderNos.join(', ')],
      ],
    },
  ];
  const reply = 'reply' in current ? current.reply : undefined;
  const exact: ExactText[] = [
    { heading: l10n.t('Request, exactly as recorded'), text: printExact(exactOrText(body), 2) },
    ...(reply === undefined
      ? []
      : [{ heading: l10n.t('Reply, exactly as received'), text: printExact(exactOrText(reply), 2) }]),
  ];
  return layOut(sections, exact);
}

/** A request names no service; the record does, where it is of one. */
function withName(lines: readonly OrderLine[], serviceName: PortalText): readonly OrderLine[] {
  const [only, ...others] = lines;
  return only && others.length === 0 && serviceName !== '' ? [{ ...only, name: serviceName }] : lines;
}

function headFields(record: OrderRecord, ordered: OrderDetail): TextField[] {
  const { id, createdAt, baseUrl, instanceName, serviceName, current } = record;
  return [
    [l10n.t('Ordered'), serviceName],
    [l10n.t('For'), instanceName],
    [l10n.t('Serial number'), ordered.productNo],
    [l10n.t('Product id'), ordered.productId],
    [l10n.t('PO number'), ordered.poNumber],
    ...outcomeFields(record, current),
    [l10n.t('Outcome as of'), timestamp(current.at)],
    [l10n.t('Recorded'), timestamp(createdAt)],
    [l10n.t('Portal'), baseUrl],
    [l10n.t('Record'), id],
  ];
}

function outcomeFields(record: OrderRecord, current: RecordState): TextField[] {
  switch (current.state) {
    case 'placed':
      return [
        [l10n.t('Outcome'), l10n.t('placed')],
        [l10n.t('Order number'), current.orderNo],
        [l10n.t('Status'), placedStatusText(current)],
        [l10n.t('Transaction'), current.transactionNo],
        [l10n.t('Request id'), current.requestId],
        [l10n.t('Known from'), sourceText(current.by)],
      ];
    case 'recorded':
    case 'unknown':
    case 'refused':
    case 'notSent':
    case 'dismissed':
      return [
        [l10n.t('Outcome'), recordStateText(record)],
        [l10n.t('Reason'), 'reason' in current ? current.reason : undefined],
      ];
  }
}

function sourceText(by: Extract<RecordState, { state: 'placed' }>['by']): string {
  switch (by) {
    case 'reply':
      return l10n.t('the portal’s reply');
    case 'orderList':
      return l10n.t('the portal’s order list');
    case 'user':
      return l10n.t('you, who marked it as settled');
  }
}

/** A text that is not JSON becomes one JSON string, in which no line can pass for one of this document. */
function exactOrText(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
