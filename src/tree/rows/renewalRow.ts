import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Renewal, RenewalGroup, RenewalMonth } from '../../renewals/renewalGroups';
import { endDateText, timeText } from '../../text/dateTexts';
import { type RenewalFormats, renewalFacts, renewalGroupText, renewalHover } from '../../text/renewalTexts';
import { labelled } from '../../text/joined';
import { codeText, nameOrId, plainText, spokenText } from '../../text/plainText';
import { instanceOperations, rowContextValue } from '../describedOperations';
import type { Row } from './row';

/** How rows of renewals are written. */
export interface RenewalRowFormat extends RenewalFormats {
  /** The number of days before the end of a subscription in which its row warns; 0 for none. */
  readonly noticeDays: number;
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

/** A PBX and when its subscription ends. */
export class RenewalRow implements Row {
  readonly id: string;

  constructor(
    readonly renewal: Renewal,
    readonly parent: RenewalParentRow,
    private readonly formats: RenewalRowFormat,
  ) {
    const { productId, productNo } = renewal.date;
    this.id = `renewal ${productId} ${productNo}`;
  }

  treeItem(): TreeItem {
    const { date } = this.renewal;
    const label = nameOrId(date.name, date.productNo);
    const facts = renewalFacts(this.renewal, this.formats);

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = facts.join(' · ');
    item.tooltip = this.tooltip();
    item.iconPath = iconOf(this.renewal, this.formats.noticeDays);
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

  private tooltip(): string {
    const { name, productId, productNo, expiry, readAt, day, services = [] } = this.renewal.date;
    return [
      plainText(name),
      ...renewalHover(this.renewal, this.formats),
      labelled(l10n.t('Serial number'), codeText(productNo)),
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
      instanceOperations(productId).includes('renew')
        ? ''
        : l10n.t('Can be renewed only in the Partner Portal itself.'),
    ]
      .filter((line) => line !== '')
      .join('\n');
  }
}

/**
 * Returns the icon of a renewal, as the Instances view has it for the same states.
 *
 * @param noticeDays See RenewalRowFormat.
 */
function iconOf({ ordered, daysLeft }: Renewal, noticeDays: number): ThemeIcon {
  if (ordered) {
    return new ThemeIcon('history');
  }
  if (daysLeft === undefined) {
    return new ThemeIcon('question');
  }
  if (noticeDays === 0 || daysLeft > noticeDays) {
    return new ThemeIcon('calendar');
  }
  return daysLeft < 0
    ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
    : new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
}
