import { l10n } from 'vscode';
import type { OrderRecord, RecordState } from '../orders/record';
import { type Json, parseExact, printExact } from '../portal/exactJson';
import { type OrderDetail, type OrderLine, readOrderDetail } from '../portal/orderDetail';
import { placedStatusText, recordStateText } from '../text/recordTexts';
import { detailSections, timestamp } from './orderText';
import { type ExactText, type TextField, type TextSection, layOut } from '../text/textTable';
import type { PortalText } from '../portal/values';
import { toldCode } from '../text/plainText';

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
    [l10n.t('Serial number'), toldCode(ordered.productNo)],
    [l10n.t('Product id'), ordered.productId],
    [l10n.t('PO number'), toldCode(ordered.poNumber)],
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
        [l10n.t('Order number'), toldCode(current.orderNo)],
        [l10n.t('Status'), placedStatusText(current)],
        [l10n.t('Transaction'), toldCode(current.transactionNo)],
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
