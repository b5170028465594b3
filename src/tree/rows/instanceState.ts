import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import { calendarDayOf, daysBetween, readCalendarDay } from '../../portal/writtenDay';
import type { PortalText } from '../../portal/values';
import { type ShortDayFormats, dayText, shortDayText } from '../../text/dateTexts';
import { plainText, spokenText } from '../../text/plainText';

/** Returns the words for an activation status (API guide, purchased products); it is not a closed set. */
export function activationText(activationStatus: PortalText): string {
  switch (activationStatus) {
    case 'activated':
      return l10n.t('activated');
    case 'unactivated':
      return l10n.t('not activated');
    case 'unknown':
      return l10n.t('activation unknown');
    default:
      return plainText(activationStatus);
  }
}

/** How far a subscription is: `ends` is within the days of the notice. */
export type EndState = 'running' | 'ends' | 'ended';

/**
 * Returns the icon of an instance. Its shape says that a PBX is not activated, otherwise how far its subscription is; its
 * colour says the latter in any case.
 */
export function instanceIcon(activationStatus: PortalText, state: EndState): ThemeIcon {
  const [shape, color] = (
    {
      running: ['circle-filled', undefined],
      ends: ['warning', new ThemeColor('problemsWarningIcon.foreground')],
      ended: ['error', new ThemeColor('problemsErrorIcon.foreground')],
    } as const satisfies Record<EndState, readonly [string, ThemeColor | undefined]>
  )[state];
  switch (activationStatus) {
    case 'activated':
      return new ThemeIcon(shape, color);
    case 'unactivated':
      return new ThemeIcon('circle-slash', color);
    case 'unknown':
      return new ThemeIcon('question', color);
    default:
      return new ThemeIcon('circle-outline', color);
  }
}

/** How row texts say when a subscription ends. */
export interface EndFormat {
  /** The number of days before the end of a subscription in which its row warns; 0 for none. */
  readonly noticeDays: () => number;
  readonly dayFormats: { readonly full: Intl.DateTimeFormat } & ShortDayFormats;
}

/** When a subscription ends, in words. */
export interface SubscriptionEnd {
  readonly state: EndState;
  /** With as much of the date as a row has room for. */
  readonly short: string;
  readonly spoken: string;
  /** The date only; as the portal writes it if it cannot be read with certainty. */
  readonly date: string;
}

export function subscriptionEnd(expiry: PortalText, { noticeDays, dayFormats }: EndFormat): SubscriptionEnd {
  const day = readCalendarDay(spokenText(expiry));
  if (day === undefined) {
    const date = plainText(expiry);
    const text = l10n.t('until {0}', date);
    return { state: 'running', short: text, spoken: text, date };
  }
  const left = daysBetween(calendarDayOf(new Date()), day);
  const notice = noticeDays();
  const isDue = notice > 0 && left <= notice;
  const date = dayText(day, dayFormats.full);
  const text = (shown: string) =>
    left < 0 ? l10n.t('ended {0}', shown) : isDue ? l10n.t('ends {0}', shown) : l10n.t('until {0}', shown);
  return {
    state: !isDue ? 'running' : left < 0 ? 'ended' : 'ends',
    short: text(shortDayText(day, left, dayFormats)),
    spoken: isDue ? l10n.t('{0}, renewal is due', text(date)) : text(date),
    date,
  };
}

/** Returns what a hover adds to an end date. */
export function endStateText(state: EndState): string {
  switch (state) {
    case 'running':
      return '';
    case 'ends':
      return l10n.t('renewal is due');
    case 'ended':
      return l10n.t('ended');
  }
}
