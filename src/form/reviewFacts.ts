import { l10n } from 'vscode';
import type { OrderBody } from '../orders/request';
import { codeText, nameOrId, numberText, plainText } from '../text/plainText';
import type { Price } from '../portal/price';
import type { Review, OtherOrder } from './contract';
import { factText } from './orderFacts';
import { shownAmount } from './formPrice';
import type { ReviewTexts } from './review';
import type { PortalText } from '../portal/values';
import type { Duplicates } from '../orders/duplicates';
import type { RecentOrder } from '../orders/recentOrders';
import { type JournalEntry, isOpen } from '../orders/entry';
import { entryStateText, entryTitle } from '../text/orderTexts';
import { timeText } from '../text/dateTexts';

/**
 * What a review shows from the portal and what can change while it is open, without any times. Two of these can be
 * compared.
 */
export interface ReviewFacts {
  readonly body: OrderBody;
  /** Every sentence of the review. */
  readonly texts: ReviewTexts;
  /** `notGiven`: looked up, but the portal returned no readable price. */
  readonly price: Price | 'notGiven' | 'notAsked';
  /** Subscription end date, as the portal writes it. */
  readonly endDate: PortalText | undefined;
  /** End date after the order, if the portal returned one. */
  readonly newEndDate: PortalText | undefined;
  /** Name of the plan that the PBX runs on, or its id. */
  readonly plan: PortalText | undefined;
  /** Whether the order is for one PBX, named by its serial number. */
  readonly isForPbx: boolean;
  /** Current number of extensions of the PBX. */
  readonly extensions: number | undefined;
  /** Names of the services of the PBX; undefined when the portal does not report them. */
  readonly services: readonly PortalText[] | undefined;
  /** Orders of the last 24 hours for the same PBX, by order number or by the id of their journal entry. */
  readonly orders: ReadonlyMap<string, OrderFacts> | 'notAsked';
  /** Whether all of the portal's orders of the last 24 hours were certainly read. */
  readonly isChecked: boolean;
}

/** Another order, without any times. */
export interface OrderFacts {
  /** What was ordered. */
  readonly text: string;
  /** What became of it. */
  readonly state: string;
}

/**
 * Returns one sentence for each difference between two states of a review. Names and numbers in them are wrapped in
 * isolates.
 */
export function differences(before: ReviewFacts, now: ReviewFacts): string[] {
  return [
    ...(before.body === now.body
      ? changedTexts(before.texts.facts.map(factText), now.texts.facts.map(factText))
      : [l10n.t('This changes the order itself. Read the lines below and the exact request again.')]),
    ...(before.price === 'notAsked'
      ? []
      : changed(l10n.t('Price'), priceText(before.price), priceText(now.price))),
    ...changed(l10n.t('End date'), nameText(before.endDate), nameText(now.endDate)),
    ...(before.price === 'notAsked'
      ? []
      : changed(l10n.t('New end date'), nameText(before.newEndDate), nameText(now.newEndDate))),
    ...changed(l10n.t('Plan of this PBX'), nameText(before.plan), nameText(now.plan)),
    ...changed(l10n.t('Extensions'), countText(before.extensions), countText(now.extensions)),
    ...changed(l10n.t('Services of this PBX'), servicesText(before), servicesText(now)),
    ...changedTexts(before.texts.pbx, now.texts.pbx),
    ...changedTexts(
      [...before.texts.notes, ...before.texts.assumptions],
      [...now.texts.notes, ...now.texts.assumptions],
    ),
    ...changedOrders(before, now),
    ...(before.orders !== 'notAsked' && before.isChecked && !now.isChecked
      ? [l10n.t('The portal’s latest orders could not be checked this time.')]
      : []),
  ];
}

/** Describes new orders and orders whose state changed; an order that has disappeared is not mentioned. */
function changedOrders({ orders: known }: ReviewFacts, { orders, isForPbx }: ReviewFacts): string[] {
  return known === 'notAsked' || orders === 'notAsked'
    ? []
    : [...orders].flatMap(([number, { text, state }]) => {
        const was = known.get(number);
        return was
          ? changed(text, was.state, state)
          : [
              isForPbx
                ? l10n.t('New order for this PBX: {0}.', text)
                : l10n.t('New order of the same kind: {0}.', text),
            ];
      });
}

/** Describes which sentences have disappeared and which are new. */
function changedTexts(before: readonly string[], now: readonly string[]): string[] {
  const previous = new Set(before);
  const has = new Set(now);
  return [
    ...before.filter((text) => !has.has(text)).map((text) => l10n.t('No longer: {0}', text)),
    ...now.filter((text) => !previous.has(text)).map((text) => l10n.t('New: {0}', text)),
  ];
}

function changed(label: string, was: string | undefined, is: string | undefined): string[] {
  return was === is ? [] : [changeText(label, was, is)];
}

function changeText(label: string, was: string | undefined, is: string | undefined): string {
  const unknown = l10n.t('unknown');
  return l10n.t('{0}: {1} before, {2} now.', label, was ?? unknown, is ?? unknown);
}

function nameText(name: PortalText | undefined): string | undefined {
  return name === undefined ? undefined : plainText(name);
}

function countText(count: number | undefined): string | undefined {
  return count === undefined ? undefined : numberText(String(count));
}

function priceText(price: ReviewFacts['price']): string | undefined {
  return typeof price === 'string' ? undefined : shownAmount(price.amount, price.currency);
}

function servicesText({ services }: ReviewFacts): string | undefined {
  return services && ([...services].sort().map(plainText).join(', ') || l10n.t('none'));
}

/**
 * Returns the section of a review about other orders.
 *
 * @param isForPbx Whether the order is for one PBX, named by its serial number.
 * @param isChecked Whether no order can be missing.
 */
export function othersSection(
  others: Duplicates,
  { isForPbx, isChecked }: { readonly isForPbx: boolean; readonly isChecked: boolean },
): Review['others'] {
  const unchecked = isForPbx
    ? l10n.t('Not checked: other orders for this PBX in the last 24 hours.')
    : l10n.t('Not checked: other orders of the same kind in the last 24 hours.');
  return {
    title: isForPbx
      ? l10n.t('Orders for this PBX in the last 24 hours')
      : l10n.t('Orders of the same kind in the last 24 hours'),
    orders: otherOrders(others),
    note: isChecked ? '' : unchecked,
  };
}

/**
 * Lists other orders for the webview, those of this machine first: what, when, status, and the number of the portal's
 * orders.
 */
export function otherOrders({ entries, orders }: Duplicates): OtherOrder[] {
  return [
    ...entries.map((entry) => ({
      id: { of: 'entry' as const, entryId: entry.id },
      title: entryTitle(entry),
      state: [entryStateText(entry), l10n.t('ordered here {0}', timeText(entry.createdAt))].join(' · '),
    })),
    ...orders.map((order) => ({
      id: { of: 'portal' as const, orderNo: order.orderNo },
      title: orderTitle(order),
      state: [timeOf(order), statusOf(order)].join(' · '),
    })),
  ];
}

/** Returns the same orders without any times, by the id of their journal entry or by their order number. */
export function comparableOrders({ entries, orders }: Duplicates): ReadonlyMap<string, OrderFacts> {
  return new Map([
    ...entries.map((entry) => [entry.id, { text: entryTitle(entry), state: stateOf(entry) }] as const),
    ...orders.map((order) => [order.orderNo, { text: orderTitle(order), state: statusOf(order) }] as const),
  ]);
}

/** Returns the state of one of this machine's orders without the time at which it was checked. */
function stateOf(entry: JournalEntry): string {
  return isOpen(entry) ? l10n.t('outcome unknown') : entryStateText(entry);
}

function statusOf({ orderStatus }: RecentOrder): string {
  return plainText(orderStatus) || l10n.t('status not reported');
}

function orderTitle(order: RecentOrder): string {
  return `${codeText(order.orderNo)} · ${contentOf(order)}`;
}

function contentOf({ detail }: RecentOrder): string {
  const lines = detail?.lines ?? [];
  return lines.length === 0
    ? l10n.t('contents cannot be read')
    : lines.map(({ name, id }) => nameOrId(name, id)).join(', ');
}

function timeOf({ createTime }: RecentOrder): string {
  return createTime === undefined ? l10n.t('time not reported') : timeText(createTime);
}
