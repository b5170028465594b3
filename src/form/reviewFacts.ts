import { env, l10n } from 'vscode';
import { amountInSentence } from '../text/amounts';
import type { OrderBody } from '../orders/request';
import { codeText, nameOrId, numberText, plainText } from '../text/plainText';
import type { Price } from '../portal/price';
import type { ReviewItem, OtherOrder, FormState } from './contract';
import type { ReviewTexts } from './review';
import type { PortalText } from '../portal/values';
import type { Duplicates } from '../orders/duplicates';
import type { RecentOrder } from '../orders/recentOrders';
import { type OrderRecord, isUnsettled } from '../orders/record';
import { recordStateText, recordTitle, timeText } from '../text/recordTexts';
import { type SessionState, isSandbox, SignInNeededError } from '../portal/sessionTokens';

/** What a review says of the portal, and what may change there while it stands open; no times. */
export interface ReviewFacts {
  readonly body: OrderBody;
  /** Every sentence of the review. */
  readonly texts: ReviewTexts;
  /** `untold`: asked for, and not told in a form that can be read. */
  readonly price: Price | 'untold' | 'notAsked';
  /** As the portal writes it. */
  readonly endDate: PortalText | undefined;
  /** The plan that the PBX runs on. */
  readonly plan: PortalText | undefined;
  /** Whether the order names a PBX by its serial number. */
  readonly isForPbx: boolean;
  /** The number of extensions of the PBX. */
  readonly extensions: number | undefined;
  /** Names of the services that the PBX has. */
  readonly services: readonly PortalText[] | undefined;
  /** The latest orders for the same PBX, by their number or the id of their entry. */
  readonly orders: ReadonlyMap<string, OrderFacts> | 'notAsked';
  /** Whether the portal's latest orders were surely read up to a day ago. */
  readonly isChecked: boolean;
}

/** Another order, without any time. */
export interface OrderFacts {
  /** What it is for. */
  readonly text: string;
  /** What has become of it. */
  readonly state: string;
}

/** What is not any more as it was shown, a sentence for each difference; names and numbers in it are isolated. */
export function differences(before: ReviewFacts, now: ReviewFacts): string[] {
  return [
    ...(before.body === now.body
      ? changedTexts(
          [...before.texts.items.map(itemText), ...before.texts.order],
          [...now.texts.items.map(itemText), ...now.texts.order],
        )
      : [l10n.t('What is ordered has changed with it: read the lines below and the exact request again.')]),
    ...(before.price === 'notAsked'
      ? []
      : changed(l10n.t('Price'), priceText(before.price), priceText(now.price))),
    ...changed(l10n.t('End date'), nameText(before.endDate), nameText(now.endDate)),
    ...changed(l10n.t('Plan of this PBX'), nameText(before.plan), nameText(now.plan)),
    ...changed(l10n.t('Extensions'), countText(before.extensions), countText(now.extensions)),
    ...changed(l10n.t('Services of this PBX'), servicesText(before), servicesText(now)),
    ...changedTexts(before.texts.pbx, now.texts.pbx),
    ...changedTexts(before.texts.notes, now.texts.notes),
    ...changedOrders(before, now),
    ...(before.orders !== 'notAsked' && before.isChecked && !now.isChecked
      ? [l10n.t('The latest orders of the portal could not be checked this time.')]
      : []),
  ];
}

/** An order that is there no more has nothing to be told of. */
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

/** The sentences that are gone, and those that have come. */
function changedTexts(before: readonly string[], now: readonly string[]): string[] {
  const had = new Set(before);
  const has = new Set(now);
  return [
    ...before.filter((text) => !has.has(text)).map((text) => l10n.t('No longer: {0}', text)),
    ...now.filter((text) => !had.has(text)).map((text) => l10n.t('New: {0}', text)),
  ];
}

function changed(label: string, was: string | undefined, is: string | undefined): string[] {
  return was === is ? [] : [changeText(label, was, is)];
}

function changeText(label: string, was: string | undefined, is: string | undefined): string {
  const unknown = l10n.t('unknown');
  return l10n.t('{0}: {1} before, {2} now.', label, was ?? unknown, is ?? unknown);
}

/** An item in one line: `High Availability, 10 extensions, billed annually` */
function itemText({ what, quantity, billed, pbx }: ReviewItem): string {
  return [what, quantity, billed, pbx].filter((part) => part !== '').join(', ');
}

function nameText(name: PortalText | undefined): string | undefined {
  return name === undefined ? undefined : plainText(name);
}

function countText(count: number | undefined): string | undefined {
  return count === undefined ? undefined : numberText(String(count));
}

function priceText(price: ReviewFacts['price']): string | undefined {
  return typeof price === 'string' ? undefined : amountInSentence(price.amount, price.currency, env.language);
}

function servicesText({ services }: ReviewFacts): string | undefined {
  return services && ([...services].sort().map(plainText).join(', ') || l10n.t('none'));
}

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
  return `${codeText(order.orderNo)} · ${whatOf(order)}`;
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

/** What every form says of the session: that nothing is bought, or that somebody has to sign in. */
export function sessionLines(state: SessionState): Pick<FormState, 'sandbox' | 'signInNeeded'> {
  return {
    sandbox: isSandbox(state) ? l10n.t('Sandbox: nothing is bought') : '',
    signInNeeded: state.kind === 'signedIn' ? '' : new SignInNeededError(state.kind === 'ended').sentence(),
  };
}
