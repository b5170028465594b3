import { l10n } from 'vscode';
import type { Duplicates } from '../orders/duplicates';
import type { RecentOrder } from '../orders/recentOrders';
import { type OrderRecord, isUnsettled } from '../orders/record';
import { nameOrId, plainText } from '../plainText';
import { recordStateText, recordTitle, timeText } from '../recordTexts';
import type { OtherOrder } from './contract';
import type { OrderFacts } from './reviewFacts';

/** Orders beside the one that is reviewed: number, what, when, status; those of this machine first. */
export function otherOrders({ records, orders }: Duplicates): OtherOrder[] {
  return [
    ...records.map((record) => ({
      id: { of: 'record' as const, recordId: record.id },
      title: recordTitle(record),
      state: [recordStateText(record), l10n.t('ordered here {0}', timeText(record.createdAt))].join(' · '),
    })),
    ...orders.map((order) => ({
      id: { of: 'portal' as const, orderNo: order.orderNo },
      title: orderTitle(order),
      state: [whenOf(order), statusOf(order)].join(' · '),
    })),
  ];
}

/** The same orders without any time, by the id of their entry or their number. */
export function orderFacts({ records, orders }: Duplicates): ReadonlyMap<string, OrderFacts> {
  return new Map([
    ...records.map((record) => [record.id, { text: recordTitle(record), state: stateOf(record) }] as const),
    ...orders.map((order) => [order.orderNo, { text: orderTitle(order), state: statusOf(order) }] as const),
  ]);
}

/** What is known of an order of this machine, whenever it was looked for. */
function stateOf(record: OrderRecord): string {
  return isUnsettled(record) ? l10n.t('outcome unknown') : recordStateText(record);
}

function statusOf({ orderStatus }: RecentOrder): string {
  return plainText(orderStatus) || l10n.t('status not reported');
}

function orderTitle(order: RecentOrder): string {
  return `${plainText(order.orderNo)} · ${whatOf(order)}`;
}

function whatOf({ detail }: RecentOrder): string {
  const lines = detail?.lines ?? [];
  return lines.length === 0
    ? l10n.t('what it orders cannot be read')
    : lines.map(({ name, id }) => nameOrId(name, id)).join(', ');
}

function whenOf({ createTime }: RecentOrder): string {
  return createTime === undefined ? l10n.t('time not reported') : timeText(createTime);
}
