import { env, l10n } from 'vscode';
import { type OrderRecord, type RecordState, isUnsettled } from '../orders/record';
import { codeText, plainText } from './plainText';

/** Looks without a find that make advice worth giving, and the milliseconds they are spread over. */
const enough = { looks: 3, spread: 60_000 };

/** What was ordered for which PBX; like all texts here, a sentence whose names are isolated. */
export function recordTitle(record: Pick<OrderRecord, 'ordered' | 'serviceName'>): string {
  const { productNo = '' } = record.ordered;
  const service = recordService(record);
  return productNo === '' ? service : l10n.t('{0} for {1}', service, codeText(productNo));
}

/** What was ordered, by name, or by id where the portal gave no name; and whether it was more than a service. */
export function recordService({
  ordered,
  serviceName,
}: Pick<OrderRecord, 'ordered' | 'serviceName'>): string {
  const { operationType, serviceList } = ordered;
  const names = plainText(serviceName) || serviceList.map(({ serviceId }) => plainText(serviceId)).join(', ');
  switch (operationType) {
    case 'renew_plan':
    case 'renew_service':
      return l10n.t('Renewal of {0}', names);
    case 'switch_plan':
      return l10n.t('Switch to {0}', names);
    case 'trial_plan':
    case 'trial_service':
      return l10n.t('Trial of {0}', names);
    case 'purchase_plan':
      return l10n.t('Purchase of {0}', names);
    default:
      return names;
  }
}

/** What is known of an order, in a few words. */
export function recordStateText(record: OrderRecord): string {
  const { current } = record;
  switch (current.state) {
    case 'recorded':
    case 'unknown':
      return unknownText(record);
    case 'placed':
      return [codeText(current.orderNo), placedStatusText(current)].filter((part) => part !== '').join(' · ');
    case 'refused':
      return l10n.t('refused');
    case 'notSent':
      return l10n.t('not sent');
    case 'dismissed':
      return l10n.t('settled as not placed');
  }
}

/** The status of a placed order; says that it is missing, except where nobody but the user vouches for the order. */
export function placedStatusText({
  orderStatus = '',
  by,
}: Extract<RecordState, { state: 'placed' }>): string {
  return orderStatus === '' && by !== 'user' ? l10n.t('status not reported') : plainText(orderStatus);
}

function unknownText(record: OrderRecord): string {
  const look = record.looks.at(-1);
  if (!look) {
    return l10n.t('outcome unknown');
  }
  const time = timeText(look.at);
  if (look.possible.length > 0) {
    return l10n.t('may be {0} · checked {1}', look.possible.map(plainText).join(', '), time);
  }
  return isNotFoundSoFar(record)
    ? l10n.t('no new order as of {0}', time)
    : l10n.t('outcome unknown · checked {0}', time);
}

/** What the looks for an order of unknown outcome have told, in a sentence; empty before the first. */
export function lookSentence(record: OrderRecord): string {
  const look = record.looks.at(-1);
  if (!look || !isUnsettled(record)) {
    return '';
  }
  const time = timeText(look.at);
  if (look.possible.length > 0) {
    return l10n.t(
      'It may be one of these orders in the portal: {0}. Compare them, then mark the order as settled in the Orders view.',
      look.possible.map(plainText).join(', '),
    );
  }
  return isNotFoundSoFar(record)
    ? l10n.t(
        'No new order as of {0}, after several checks. The portal may still be processing it: check with Yeastar before ordering again.',
        time,
      )
    : l10n.t('No new order as of {0}. The portal may still be processing it.', time);
}

/** Whether several looks, spread over minutes, have found nothing. */
export function isNotFoundSoFar({ looks }: OrderRecord): boolean {
  const since = looks.findLastIndex(({ possible }) => possible.length > 0) + 1;
  const [first, last] = [looks[since], looks.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    looks.length - since >= enough.looks &&
    last.at - first.at >= enough.spread
  );
}

/** The time of day; the date too when it is another day's. */
export function timeText(at: number, now: number = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(env.language, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(at);
}
