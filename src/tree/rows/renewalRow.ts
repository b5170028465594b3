import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { DueDate } from '../../renewals/dueDate';
import type { OrderedRenewal } from '../../renewals/orderedRenewals';
import type { Renewal, RenewalGroup, RenewalGroupId, RenewalMonth } from '../../renewals/renewalGroups';
import { dayText, endDateText } from '../../text/dayTexts';
import { timeText } from '../../text/orderTexts';
import { codeText, nameOrId, plainText, spokenText } from '../../text/plainText';
import { instanceOperations, rowContextValue } from '../describedOperations';
import type { Row } from './row';

/** The formats of one rendering, built once for all rows. */
export interface RenewalFormats {
  readonly day: Intl.DateTimeFormat;
  readonly dayOfYear: Intl.DateTimeFormat;
  readonly month: Intl.DateTimeFormat;
  readonly count: Intl.NumberFormat;
}

/** Returns the formats in a language. */
export function renewalFormats(language: string): RenewalFormats {
  return {
    day: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }),
    dayOfYear: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }),
    month: new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    count: new Intl.NumberFormat(language),
  };
}

/** A row with renewals below it: a group, or a month of the group Later. */
export type RenewalParentRow = RenewalGroupRow | RenewalMonthRow;

/** How soon subscriptions end. */
export class RenewalGroupRow implements Row {
  readonly id: string;
  readonly parent = undefined;
  readonly hasRowsBelow = true;

  constructor(
    readonly group: RenewalGroup,
    private readonly formats: RenewalFormats,
  ) {
    this.id = `renewals ${group.id}`;
  }

  treeItem(): TreeItem {
    const { id, renewals } = this.group;
    const isFar = id === 'later' || id === 'unknown';
    return parentItem(
      this.id,
      renewalGroupText(id),
      renewals,
      this.formats,
      isFar ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded,
    );
  }
}

/** A month in which subscriptions end. */
export class RenewalMonthRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;

  constructor(
    readonly group: RenewalMonth,
    readonly parent: RenewalGroupRow,
    private readonly formats: RenewalFormats,
  ) {
    this.id = `renewals ${group.month}`;
  }

  treeItem(): TreeItem {
    const { month, renewals } = this.group;
    const name = this.formats.month.format(Date.parse(`${month}-01`));
    return parentItem(this.id, name, renewals, this.formats, TreeItemCollapsibleState.Collapsed);
  }
}

function parentItem(
  id: string,
  label: string,
  renewals: readonly Renewal[],
  { count }: RenewalFormats,
  state: TreeItemCollapsibleState,
): TreeItem {
  const ordered = renewals.filter((renewal) => renewal.ordered !== undefined).length;
  const item = new TreeItem(label, state);
  item.id = id;
  item.description = [
    count.format(renewals.length - ordered),
    ...(ordered === 0 ? [] : [l10n.t('renewal ordered: {0}', count.format(ordered))]),
  ].join(' · ');
  item.contextValue = 'renewalGroup';
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
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

/** A PBX and when its subscription ends. */
export class RenewalRow implements Row {
  readonly id: string;

  constructor(
    readonly renewal: Renewal,
    readonly parent: RenewalParentRow,
    private readonly formats: RenewalFormats,
  ) {
    const { productId, productNo } = renewal.date;
    this.id = `renewal ${productId} ${productNo}`;
  }

  treeItem(): TreeItem {
    const { date, ordered } = this.renewal;
    const label = nameOrId(date.name, date.productNo);
    const end = endText(date, this.formats);
    const order = ordered && orderedText(ordered, this.formats);
    const facts = [order, end, ...subscriptionFacts(date)].filter((fact) => fact !== undefined);

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = facts.join(' · ');
    item.tooltip = this.tooltip(facts);
    item.iconPath = new ThemeIcon(iconOf(this.renewal));
    item.contextValue = rowContextValue('renewal', instanceOperations(date.productId));
    item.accessibilityInformation = {
      label: spokenText(
        [label, ...facts, l10n.t('serial number {0}', codeText(date.productNo))]
          .filter((part) => part !== '')
          .join(', '),
      ),
    };
    return item;
  }

  private tooltip(facts: readonly string[]): string {
    const { name, productNo, expiry, readAt, day, services = [] } = this.renewal.date;
    return [
      plainText(name),
      codeText(productNo),
      ...facts,
      ...services.map((service) =>
        l10n.t(
          '{0} until {1}',
          nameOrId(service.name, service.serviceId),
          endDateText(service.expiry, this.formats.day),
        ),
      ),
      expiry === undefined || day === undefined || expiry === day
        ? ''
        : l10n.t('The portal writes: {0}', plainText(expiry)),
      readAt === undefined ? '' : l10n.t('Read: {0}', timeText(readAt)),
    ]
      .filter((line) => line !== '')
      .join('\n');
  }
}

/** Returns when a subscription ends, or why that is not known. */
function endText({ day, expiry, refusal, readAt }: DueDate, formats: RenewalFormats): string {
  if (day !== undefined) {
    return dayText(day, formats.day);
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

function subscriptionFacts({ planName, extensions, isTrial, billingCycle }: DueDate): (string | undefined)[] {
  return [
    plainText(planName ?? '') || undefined,
    isTrial === true ? l10n.t('trial') : undefined,
    billingCycle === 'monthly' ? l10n.t('monthly') : undefined,
    extensions === undefined
      ? undefined
      : extensions === 1
        ? l10n.t('1 extension')
        : l10n.t('{0} extensions', extensions),
  ];
}

/** Returns the text about a renewal that was ordered. */
export function orderedText({ at, status }: OrderedRenewal, { dayOfYear }: RenewalFormats): string {
  const day = dayOfYear.format(at);
  // Whatever the status of the order: until the end date moves, the renewal is pending.
  return status === undefined
    ? l10n.t('Renewal ordered {0}, outcome unknown', day)
    : l10n.t('Renewal ordered {0}, pending', day);
}

function iconOf({ ordered, daysLeft }: Renewal): string {
  if (ordered) {
    return 'history';
  }
  if (daysLeft === undefined) {
    return 'question';
  }
  return daysLeft < 0 ? 'error' : daysLeft <= 7 ? 'warning' : 'calendar';
}
