import { l10n } from 'vscode';

/** For how long an order is paid, as in its body. */
export interface OrderPeriod {
  /** `annually`, `monthly` or `once`; an entry of another version may have another one. */
  readonly billingCycle: string;
  /** Number of years; 0 or undefined stands for one cycle. */
  readonly multiCycle?: number | undefined;
}

export function yearsText(years: number): string {
  return years === 1 ? l10n.t('1 year') : l10n.t('{0} years', years);
}

/** Returns the period that a price is for, such as `for 1 year` or `per month`; empty when there is none. */
export function periodText(period: OrderPeriod | undefined): string {
  const cycles = period?.multiCycle ?? 0;
  switch (period?.billingCycle) {
    case 'annually':
      return l10n.t('for {0}', yearsText(Math.max(1, cycles)));
    case 'monthly':
      return cycles > 1 ? l10n.t('for {0} months', cycles) : l10n.t('per month');
    case 'once':
      return cycles > 0 ? l10n.t('for {0}', yearsText(cycles)) : l10n.t('charged once');
    case undefined:
    default:
      return '';
  }
}

/** Returns how an order is billed, such as `1 year, billed annually`; empty when it has no billing cycle. */
export function billedText(period: OrderPeriod | undefined): string {
  const cycles = period?.multiCycle ?? 0;
  switch (period?.billingCycle) {
    case 'annually':
      return [yearsText(Math.max(1, cycles)), l10n.t('billed annually')].join(', ');
    case 'monthly':
      return [...(cycles > 1 ? [l10n.t('{0} months', cycles)] : []), l10n.t('billed monthly')].join(', ');
    case 'once':
      return [...(cycles > 0 ? [yearsText(cycles)] : []), l10n.t('billed once')].join(', ');
    case undefined:
    default:
      return '';
  }
}
