import { env, l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { JournalEntry } from '../../orders/entry';
import { codeText, plainText, spokenText } from '../../text/plainText';
import type { PortalOrder } from '../../portal/portalOrders';
import { entryTitle } from '../../text/orderTexts';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';

/** An order in the portal's list. */
export class PortalOrderRow implements Row {
  readonly id: string;

  /** @param record The journal entry of this order, if it was placed on this machine. */
  constructor(
    readonly parent: Row,
    readonly order: PortalOrder,
    private readonly record: JournalEntry | undefined,
  ) {
    // eslint-disable-next-line house/portal-text -- VS Code identifies rows by it and never shows it
    this.id = `order ${order.orderNo}`;
  }

  treeItem(): TreeItem {
    const { orderNo, orderStatus, createTime, poNumber, customReferenceNo } = this.order;
    const { record } = this;
    const productNo: PortalText = this.order.productNo ?? record?.ordered.productNo ?? '';
    const status = plainText(orderStatus);
    const facts = [status, createTime === undefined ? '' : dateText(createTime), codeText(productNo)];
    const reference = poNumber ?? customReferenceNo ?? '';

    const item = new TreeItem(codeText(orderNo));
    item.id = this.id;
    item.description = facts.filter((fact) => fact !== '').join(' · ');
    item.tooltip = [
      codeText(orderNo),
      record === undefined ? '' : entryTitle(record),
      ...facts,
      reference === '' ? '' : l10n.t('PO number {0}', codeText(reference)),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(iconOf(orderStatus));
    item.contextValue = 'order';
    item.command = { command: 'pbx.showOrder', title: l10n.t('Show Details'), arguments: [this] };
    item.accessibilityInformation = {
      label: spokenText(
        [l10n.t('order {0}', codeText(orderNo)), ...facts].filter((part) => part !== '').join(', '),
      ),
    };
    return item;
  }
}

/** Returns the icon for a status. The guide's list of statuses is open: an unknown status gets a neutral icon. */
function iconOf(orderStatus: PortalText): string {
  switch (orderStatus) {
    case 'succeed':
      return 'check';
    case 'pending':
      return 'clock';
    case 'failed':
    case 'invalid':
      return 'error';
    case 'cancelled':
    case 'refunded':
      return 'circle-slash';
    default:
      return 'circle-outline';
  }
}

function dateText(time: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(time);
}

/** A group of orders: the journal entries of this machine, or the portal's list. */
export class OrderGroupRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;
  readonly parent = undefined;

  /** @param description The number of orders; may be empty. */
  constructor(
    readonly group: 'records' | 'portal',
    private readonly label: string,
    private readonly description: string,
    private readonly tooltip: string,
  ) {
    this.id = `orders ${group}`;
  }

  treeItem(): TreeItem {
    const item = new TreeItem(this.label, TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.description = this.description;
    item.tooltip = this.tooltip;
    item.contextValue = `orders ${this.group}`;
    // Without an accessible label, screen readers read the tooltip, which lacks the number.
    item.accessibilityInformation = {
      label: [this.label, this.description].filter((part) => part !== '').join(', '),
    };
    return item;
  }
}
