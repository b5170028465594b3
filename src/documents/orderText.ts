import { env, l10n } from 'vscode';
import { receivedAmount } from '../text/amounts';
import type { JournalEntry, EntryState } from '../orders/entry';
import { countText } from '../text/counts';
import { codeText, isVisible, nameOrId, optionalCodeText } from '../text/plainText';
import { fieldLabel } from './fieldLabels';
import { type Json, printExact, parseExact } from '../portal/exactJson';
import { type Field, type OrderDetail, type OrderLine, readOrderDetail } from '../portal/orderDetail';
import type { PortalOrder } from '../portal/portalOrders';
import { type ExactText, type TextField, type TextSection, layOut } from '../text/textTable';
import type { PortalText } from '../portal/values';
import { endDateText, periodText } from '../text/dateTexts';
import { entryServiceText, entryStateText, operationText, placedStatusText } from '../text/orderTexts';

/** What is known about an order of the portal. */
export interface KnownOrder {
  readonly orderNo: PortalText;
  /** The reply to the lookup of its details, or why there is none. */
  readonly detail: { readonly reply: Json } | { readonly failure: string };
  /** Its row in the portal's list, if it is loaded. */
  readonly listed: PortalOrder | undefined;
  /** The journal entry of the same order, if it was placed on this machine. */
  readonly entry: JournalEntry | undefined;
  /** Returns the name of the PBX with this serial number, if it is known. */
  readonly nameOf: (productNo: string) => PortalText | undefined;
}

/**
 * Formats an order of the portal for reading: first what was ordered, for which PBX, its status and price, then the
 * other documented fields, then lines and contact, then all other fields under the portal's names, then the replies
 * exactly as received. Fields missing from the details come from the row of the order list.
 */
export function orderText({ orderNo, detail, listed, entry, nameOf }: KnownOrder): string {
  const reply = 'reply' in detail ? detail.reply : undefined;
  const details = readOrderDetail(reply ?? {});
  const row = readOrderDetail(listed?.raw ?? {});
  const order = withRow(details, row);
  const { productNo = entry?.ordered.productNo } = order;
  const pbxName = (productNo === undefined ? undefined : nameOf(productNo)) ?? entry?.instanceName;
  const head: TextSection = {
    heading: l10n.t('Order {0}', codeText(details.orderNo ?? orderNo)),
    fields: [
      [l10n.t('Details'), 'failure' in detail ? detail.failure : undefined],
      [l10n.t('Ordered'), orderedText(order) ?? (entry && entryServiceText(entry))],
      [l10n.t('For'), nameOrId(pbxName, productNo ?? '')],
      ...orderFields(order, entry && priceFieldText(entry)),
      [l10n.t('Ordered on this machine'), entry && timestampText(entry.createdAt)],
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
  const furtherHeading = l10n.t('Other fields received');
  const ofPortal = detailSections(reply === undefined ? row : details, furtherHeading);
  const journal = entry && journalSections(entry, readOrderDetail(exactOrText(entry.body)));
  return layOut([head, ...ofPortal, ...(journal?.sections ?? [])], [...exact, ...(journal?.exact ?? [])]);
}

/** Returns the details, with missing fields filled from the row of the order list. */
function withRow(details: OrderDetail, row: OrderDetail): OrderDetail {
  const isPresent = ([, value]: [string, unknown]) => value !== undefined;
  const known = { ...row, ...Object.fromEntries(Object.entries(details).filter(isPresent)) };
  return { ...known, amounts: details.amounts.length > 0 ? details.amounts : row.amounts };
}

/** Maximum number of lines that the first field of a document names. */
const mostNamed = 3;

/** Returns what was ordered, with quantities; undefined if the order has no line. */
function orderedText({ lines, others }: OrderDetail): string | undefined {
  const operationType = others
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === 'operationType')?.value;
  const named = lines.slice(0, mostNamed).map(({ name, id, fields }) => {
    const quantity = fields.find((field) => field.name === 'quantity')?.value;
    return [nameOrId(name, id), ...(quantity === undefined ? [] : [codeText(quantity)])].join(' × ');
  });
  const more = lines.length - named.length;
  const all = [...named, ...(more > 0 ? [l10n.t('{0} more', countText(more))] : [])].join(', ');
  return all === '' ? undefined : operationText(operationType ?? '', all);
}

/**
 * Returns the documented fields of an order, with the names that the views use.
 *
 * @param reviewPrice The price that its review showed, if it was placed on this machine.
 */
function orderFields(order: OrderDetail, reviewPrice?: string): TextField[] {
  const { createTime, currencyCode } = order;
  return [
    [l10n.t('Status'), order.orderStatus],
    ...order.amounts.map(({ name, value }): TextField => [name, receivedAmount(value, currencyCode)]),
    [l10n.t('Price in the review'), reviewPrice],
    [l10n.t('Created'), createTime === undefined ? undefined : timestampText(createTime)],
    [l10n.t('Product'), order.productName],
    [l10n.t('Product ID'), optionalCodeText(order.productId)],
    [l10n.t('Serial number'), optionalCodeText(order.productNo)],
    [l10n.t('PO number'), optionalCodeText(order.poNumber)],
    [l10n.t('Custom reference'), optionalCodeText(order.customReferenceNo)],
    [l10n.t('Transaction'), optionalCodeText(order.transactionNo)],
    [l10n.t('Invoice'), optionalCodeText(order.invoiceNo)],
    [l10n.t('Order ID'), optionalCodeText(order.id)],
    [l10n.t('Currency'), currencyCode],
  ];
}

/** Returns sections for lines, contact and, below `furtherHeading`, the fields that the guide does not document. */
function detailSections(
  { lines, contact, others }: Pick<OrderDetail, 'lines' | 'contact' | 'others'>,
  furtherHeading: string,
): TextSection[] {
  const fieldsOf = ({ fields }: { readonly fields: readonly Field[] }) => fields.map(asReceived);
  return [
    { heading: l10n.t('Plans and services'), parts: lines.map(linePart) },
    {
      heading: l10n.t('Billing contact'),
      parts:
        contact.length === 0 ? [] : [{ title: contactName(contact), fields: contact.map(labelledField) }],
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

/** Returns name and company of a contact, as far as they are known, otherwise its id. */
function contactName(contact: readonly Field[]): PortalText {
  const values = new Map(contact.map(({ name, value }) => [name, value]));
  const person: PortalText = ['firstName', 'lastName']
    .flatMap((name) => values.get(name) ?? [])
    .filter(isVisible)
    .join(' ');
  const company: PortalText = [values.get('company') ?? ''].filter(isVisible).join('');
  const separator = person === '' || company === '' ? '' : ', ';
  return `${person}${separator}${company}` || codeText(values.get('billingContactId') ?? '');
}

function linePart({ kind, id, name, fields }: OrderLine) {
  const visibleName: PortalText | undefined = name !== undefined && isVisible(name) ? name : undefined;
  const title: PortalText =
    visibleName ?? (kind === 'plan' ? l10n.t('Plan {0}', codeText(id)) : l10n.t('Service {0}', codeText(id)));
  const isTitle = (field: Field) =>
    (field.name === 'serviceName' || field.name === 'planName') && field.value === visibleName;
  return { title, fields: fields.filter((field) => !isTitle(field)).map(labelledField) };
}

/** Returns a field under its label, or under the portal's name if the guide does not name it. */
function labelledField(field: Field): TextField {
  const [name, value] = asReceived(field);
  return [fieldLabel(field.name) ?? name, value];
}

/** Returns a field under the portal's name. The portal names codes `orderNo`, `serviceId`, `zipCode` and so on. */
function asReceived({ name, value }: Field): TextField {
  return [name, /(?:^id|Id|No|Num|Code)$/.test(name) ? codeText(value) : value];
}

/** Formats date and time with seconds and time zone, which matter in disputes about orders. */
function timestampText(at: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'long', timeStyle: 'long' }).format(at);
}

/**
 * Formats a journal entry for reading: what was ordered, its outcome and the attempts to reconcile it, then the exact
 * request and reply.
 */
export function journalEntryText(entry: JournalEntry): string {
  const ordered = readOrderDetail(exactOrText(entry.body));
  const { sections, exact } = journalSections(entry, ordered);
  const [head, ...others] = sections;
  const ofRequest = detailSections(
    { ...ordered, lines: withName(ordered.lines, entry.serviceName) },
    l10n.t('Other parameters of the request'),
  );
  return layOut([...(head ? [head] : []), ...ofRequest, ...others], exact);
}

/** Returns what only the journal knows: the outcome, the attempts to reconcile it, and the exact request and reply. */
function journalSections(
  entry: JournalEntry,
  ordered: OrderDetail,
): { readonly sections: readonly TextSection[]; readonly exact: readonly ExactText[] } {
  const { body, current, looks, before } = entry;
  const sections: TextSection[] = [
    { heading: l10n.t('Order journal entry of this machine'), fields: headFields(entry, ordered) },
    {
      heading: l10n.t('Checked in the portal'),
      fields: looks.map(({ at, possible }): TextField => [
        timestampText(at),
        possible.length === 0 ? l10n.t('not found') : l10n.t('may be {0}', possible.map(codeText).join(', ')),
      ]),
    },
    {
      heading: l10n.t('The portal’s orders before this one'),
      fields: [
        [l10n.t('Number of orders'), before?.total === undefined ? undefined : String(before.total)],
        [l10n.t('Highest order ID'), optionalCodeText(before?.newestId)],
        [l10n.t('On the first page'), before?.orderNos.map(codeText).join(', ')],
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
  return { sections, exact };
}

/** Adds the service name to the only line. A request has no service name, but the journal entry may have one. */
function withName(lines: readonly OrderLine[], serviceName: PortalText): readonly OrderLine[] {
  const [only, ...others] = lines;
  return only && others.length === 0 && serviceName !== '' ? [{ ...only, name: serviceName }] : lines;
}

function headFields(entry: JournalEntry, ordered: OrderDetail): TextField[] {
  const { id, createdAt, baseUrl, instanceName, serviceName, current } = entry;
  return [
    [l10n.t('Ordered'), serviceName],
    [l10n.t('For'), instanceName],
    [l10n.t('Serial number'), optionalCodeText(ordered.productNo)],
    [l10n.t('Product ID'), optionalCodeText(ordered.productId)],
    [l10n.t('PO number'), optionalCodeText(ordered.poNumber)],
    [l10n.t('Price in the review'), priceFieldText(entry)],
    [l10n.t('End date before the order'), entry.endDate && endDateText(entry.endDate)],
    ...outcomeFields(entry, current),
    [l10n.t('Outcome as of'), timestampText(current.at)],
    [l10n.t('Recorded'), timestampText(createdAt)],
    [l10n.t('Portal'), baseUrl],
    [l10n.t('Journal entry'), id],
  ];
}

/** Returns what the review showed, with the digits as received, and the period. */
function priceFieldText({ price, period }: JournalEntry): string | undefined {
  return (
    price &&
    [receivedAmount(price.amount, price.currency), periodText(period)].filter((part) => part !== '').join(' ')
  );
}

function outcomeFields(entry: JournalEntry, current: EntryState): TextField[] {
  switch (current.state) {
    case 'placed':
      return [
        [l10n.t('Outcome'), l10n.t('placed')],
        [l10n.t('Order number'), optionalCodeText(current.orderNo)],
        [l10n.t('Status'), placedStatusText(current)],
        [l10n.t('Transaction'), optionalCodeText(current.transactionNo)],
        [l10n.t('Request ID'), optionalCodeText(current.requestId)],
        [l10n.t('Source'), sourceText(current.by)],
      ];
    case 'recorded':
    case 'unknown':
    case 'refused':
    case 'notSent':
    case 'dismissed':
      return [
        [l10n.t('Outcome'), entryStateText(entry)],
        [l10n.t('Reason'), 'reason' in current ? current.reason : undefined],
      ];
  }
}

function sourceText(by: Extract<EntryState, { state: 'placed' }>['by']): string {
  switch (by) {
    case 'reply':
      return l10n.t('portal reply');
    case 'orderList':
      return l10n.t('portal order list');
    case 'user':
      return l10n.t('you marked it as settled');
  }
}

/**
 * Parses JSON. Any other text becomes a JSON string, so that none of its lines can be mistaken for a line of the
 * document.
 */
function exactOrText(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
