import { exactTimeText, timeText } from './dateTexts';
import { env, l10n } from 'vscode';
import { type JournalEntry, type EntryState, isOpen } from '../orders/entry';
import { codeText, plainText, spokenText } from './plainText';
import { type Operation, productIds } from '../rules/operationRule';
import type { PortalText } from '../portal/values';
import type { OrderFacts, OrderKind } from '../orders/orderFacts';
import { amountInSentence } from './amounts';

/**
 * Number of fruitless checks, and the least time in milliseconds between the first and the last of them, after which
 * the user is advised what to do.
 */
const adviceThreshold = { looks: 3, spread: 60_000 };

/** Returns what was ordered, and for which PBX. As in all texts of this file, names are wrapped in isolates. */
export function entryTitle(entry: Pick<JournalEntry, 'ordered' | 'serviceName'>): string {
  const { productNo = '' } = entry.ordered;
  const service = entryServiceText(entry);
  return productNo === '' ? service : l10n.t('{0} for {1}', service, codeText(productNo));
}

/**
 * Returns what was ordered, by name, or by id if the portal gave no name. Says so if it was a renewal, a plan switch, a
 * trial or the purchase of a plan.
 */
export function entryServiceText({
  ordered,
  serviceName,
}: Pick<JournalEntry, 'ordered' | 'serviceName'>): string {
  const { operationType, serviceList } = ordered;
  return operationText(
    operationType,
    plainText(serviceName) || serviceList.map(({ serviceId }) => codeText(serviceId)).join(', '),
  );
}

/**
 * Returns what an order does to what it names.
 *
 * @param operationType As the API spells it; empty if unknown.
 * @param names The ordered plan and services, wrapped in isolates.
 */
export function operationText(operationType: PortalText, names: string): string {
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

/** Returns the state of an order in a few words. */
export function entryStateText(entry: JournalEntry): string {
  const { current } = entry;
  switch (current.state) {
    case 'recorded':
    case 'unknown':
      return unknownText(entry);
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

/**
 * Returns the portal's status of a placed order. A missing status is said to be missing, unless it was the user who
 * marked the order as placed.
 */
export function placedStatusText({ orderStatus = '', by }: Extract<EntryState, { state: 'placed' }>): string {
  return orderStatus === '' && by !== 'user' ? l10n.t('status not reported') : plainText(orderStatus);
}

function unknownText(entry: JournalEntry): string {
  const check = entry.looks.at(-1);
  if (!check) {
    return l10n.t('outcome unknown');
  }
  const time = timeText(check.at);
  if (check.possible.length > 0) {
    return l10n.t('may be {0} · checked {1}', check.possible.map(codeText).join(', '), time);
  }
  return isRepeatedlyNotFound(entry)
    ? l10n.t('no new order as of {0}', time)
    : l10n.t('outcome unknown · checked {0}', time);
}

/** Returns a sentence about the last check for an order of unknown outcome; empty before the first check. */
export function lastCheckSentence(entry: JournalEntry): string {
  const check = entry.looks.at(-1);
  if (!check || !isOpen(entry)) {
    return '';
  }
  const time = exactTimeText(check.at);
  if (check.possible.length > 0) {
    return l10n.t(
      'It may be one of these orders in the portal: {0}. Compare them, then mark the order as settled in the Orders view.',
      check.possible.map(codeText).join(', '),
    );
  }
  return isRepeatedlyNotFound(entry)
    ? l10n.t(
        'No new order as of {0}, after several checks. The portal may still be processing it: check with Yeastar before ordering again.',
        time,
      )
    : l10n.t('No new order as of {0}. The portal may still be processing it.', time);
}

/** Whether several checks in a row, over at least a minute, have found no possible order. */
function isRepeatedlyNotFound({ looks }: JournalEntry): boolean {
  const since = looks.findLastIndex(({ possible }) => possible.length > 0) + 1;
  const [first, last] = [looks[since], looks.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    looks.length - since >= adviceThreshold.looks &&
    last.at - first.at >= adviceThreshold.spread
  );
}

interface OperationTexts {
  /** Name of the operation in quick picks. */
  readonly title: () => string;
  /** Title of its form; `name` is the chosen service, if any. */
  readonly formTitle: (name: string | undefined) => string;
  /** First line of its review; `name` is what is ordered. */
  readonly ordered: (name: string) => string;
}

/** The names of each operation. */
export const operationTexts: Readonly<Record<Operation, OperationTexts>> = {
  subscribe: {
    title: () => l10n.t('Subscribe to a Service'),
    formTitle: (name) =>
      name === undefined ? l10n.t('Subscribe to a Service') : l10n.t('Subscribe to {0}', name),
    ordered: (name) => name,
  },
  expand: {
    title: () => l10n.t('Expand'),
    formTitle: (name) => (name === undefined ? l10n.t('Expand') : l10n.t('Expand {0}', name)),
    ordered: (name) => name,
  },
  renew: {
    title: () => l10n.t('Renew'),
    formTitle: () => l10n.t('Renew'),
    ordered: (name) => l10n.t('Renewal: {0}', name),
  },
  switchPlan: {
    title: () => l10n.t('Switch Plan'),
    formTitle: () => l10n.t('Switch Plan'),
    ordered: (name) => l10n.t('Switch to {0}', name),
  },
  purchase: {
    title: () => l10n.t('Purchase'),
    formTitle: () => l10n.t('Purchase'),
    ordered: (name) => l10n.t('Purchase: {0}', name),
  },
  startTrial: {
    title: () => l10n.t('Start a Trial'),
    formTitle: () => l10n.t('Start a Trial'),
    ordered: (name) => l10n.t('Trial: {0}', name),
  },
};

/**
 * Returns the name of a product from the portal, otherwise one made from its id. The caller must make it safe to show.
 */
export function productName({
  productId,
  name,
}: {
  readonly productId: number | string;
  readonly name: PortalText | undefined;
}): string {
  const spoken = spokenText(name ?? '');
  if (spoken !== '') {
    return spoken;
  }
  return String(productId) === String(productIds.cloudPbx)
    ? l10n.t('Cloud PBX')
    : l10n.t('Product {0}', productId);
}

/** Returns the name of a kind of order, as filters show it. */
export function orderKindText(kind: OrderKind): string {
  switch (kind) {
    case 'subscribe':
      return l10n.t('Subscription');
    case 'purchase':
      return l10n.t('Purchase');
    case 'renew':
      return l10n.t('Renewal');
    case 'switchPlan':
      return l10n.t('Plan switch');
    case 'startTrial':
      return l10n.t('Trial');
    case 'other':
      return l10n.t('Other operation');
  }
}

/** Returns what an order does, in a few words: `Renewal`, or the name of the service. Empty if unknown. */
export function rowOperationText({ operationType, ordered }: OrderFacts): string {
  if (operationType === 'renew_plan') {
    return l10n.t('Renewal');
  }
  const names = plainText(ordered ?? '');
  return names === '' ? '' : operationText(operationType ?? '', names);
}

/** Returns the price of an order; empty if unknown. */
export function rowPriceText({ price }: OrderFacts): string {
  return price === undefined ? '' : amountInSentence(price.amount, price.currency, env.language);
}
