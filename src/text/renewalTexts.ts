import { l10n } from 'vscode';
import type { DueDate } from '../renewals/dueDate';
import type { OrderedRenewal } from '../renewals/orderedRenewals';
import type { Renewal, RenewalGroupId } from '../renewals/renewalGroups';
import { dayText } from './dateTexts';
import { joined, labelled } from './joined';
import { plainText } from './plainText';

/** The formats of one rendering, built once for all rows. */
export interface RenewalFormats {
  readonly day: Intl.DateTimeFormat;
  readonly dayAndMonth: Intl.DateTimeFormat;
  readonly month: Intl.DateTimeFormat;
  readonly count: Intl.NumberFormat;
}

/** Returns the formats in a language. */
export function renewalFormats(language: string): RenewalFormats {
  return {
    day: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }),
    dayAndMonth: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }),
    month: new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    count: new Intl.NumberFormat(language),
  };
}

/** Returns the name of a group. */
export function renewalGroupText(id: RenewalGroupId): string {
  switch (id) {
    case 'ended':
      return l10n.t('Ended');
    case 'within7':
      return l10n.t('Within 7 days');
    case 'within30':
      return l10n.t('Within 30 days');
    case 'within90':
      return l10n.t('Within 90 days');
    case 'later':
      return l10n.t('Later');
    case 'unknown':
      return l10n.t('No end date known');
  }
}

/** Returns what there is to say about a renewal: whether it was ordered, when the subscription ends, and what it is. */
export function renewalFacts(renewal: Renewal, formats: RenewalFormats): string[] {
  const { date, ordered } = renewal;
  return [
    ordered && orderedText(ordered, formats),
    endText(renewal, formats),
    ...subscriptionFacts(date),
  ].filter((fact) => fact !== undefined);
}

/** Returns what a hover says about a renewal, labelled as in the hover of the same PBX in the Instances view. */
export function renewalHover(renewal: Renewal, formats: RenewalFormats): string[] {
  const { date, ordered, daysLeft } = renewal;
  const { planName, extensions } = date;
  const ended = daysLeft !== undefined && daysLeft < 0 ? l10n.t('ended') : '';
  return [
    ordered ? orderedText(ordered, formats) : '',
    labelled(l10n.t('End date'), joined([endText(renewal, formats), ended], ', ')),
    labelled(l10n.t('Plan'), joined([plainText(planName ?? ''), ...kindFacts(date)], ', ')),
    labelled(l10n.t('Extensions'), extensions === undefined ? '' : formats.count.format(extensions)),
  ];
}

/** Returns when a subscription ends, or why that is not known. */
function endText({ date, daysLeft }: Renewal, formats: RenewalFormats): string {
  const { day, expiry, refusal, readAt } = date;
  if (day !== undefined) {
    const text = dayText(day, formats.day);
    return daysLeft === 0 ? l10n.t('today, {0}', text) : text;
  }
  const written = plainText(expiry ?? '');
  if (written !== '') {
    return written;
  }
  if (refusal !== undefined) {
    return l10n.t('refused by the portal: {0}', plainText(refusal));
  }
  return readAt === undefined ? l10n.t('not read yet') : l10n.t('not reported by the portal');
}

function subscriptionFacts(date: DueDate): (string | undefined)[] {
  const { planName, extensions } = date;
  return [
    plainText(planName ?? '') || undefined,
    ...kindFacts(date),
    extensions === undefined
      ? undefined
      : extensions === 1
        ? l10n.t('1 extension')
        : l10n.t('{0} extensions', extensions),
  ];
}

/** Returns what is unusual about a subscription. */
function kindFacts({ isTrial, billingCycle }: DueDate): string[] {
  return [
    ...(isTrial === true ? [l10n.t('trial')] : []),
    ...(billingCycle === 'monthly' ? [l10n.t('monthly')] : []),
  ];
}

/** Returns the text about a renewal that was ordered. */
function orderedText({ at, status }: OrderedRenewal, { dayAndMonth }: RenewalFormats): string {
  const day = dayAndMonth.format(at);
  // Whatever the status of the order: until the end date moves, the renewal is pending.
  return status === undefined
    ? l10n.t('Renewal ordered {0}, outcome unknown', day)
    : l10n.t('Renewal ordered {0}, pending', day);
}
