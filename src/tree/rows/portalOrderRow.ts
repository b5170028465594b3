import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { JournalEntry } from '../../orders/entry';
import type { OrderFacts } from '../../orders/orderFacts';
import type { PortalOrder } from '../../portal/portalOrders';
import type { PortalText } from '../../portal/values';
import { rowOperationText, rowPriceText } from '../../text/orderTexts';
import { recentDayText } from '../../text/dateTexts';
import { codeText, plainText, spokenText } from '../../text/plainText';
import { joined, labelled } from '../../text/joined';
import { entryRowId } from './journalEntryRow';
import type { Row } from './row';

/** An order in the portal's list. */
export class PortalOrderRow implements Row {
  readonly id: string;
  readonly parent = undefined;

  /** @param entry The journal entry of this order, if it was placed on this machine. */
  constructor(
    readonly order: PortalOrder,
    private readonly entry: JournalEntry | undefined,
    private readonly facts: OrderFacts,
  ) {
    // eslint-disable-next-line house/portal-text -- VS Code identifies rows by it and never shows it
    this.id = entry ? entryRowId(entry) : `order ${order.orderNo}`;
  }

  treeItem(): TreeItem {
    const { facts, entry } = this;
    const { orderStatus, createTime, poNumber, customReferenceNo } = this.order;
    const number = codeText(this.order.orderNo);
    const productNo = codeText(this.order.productNo ?? entry?.ordered.productNo ?? '');
    const name = plainText(facts.pbxName ?? '');
    const operation = rowOperationText(facts);
    const status = plainText(orderStatus);
    const price = rowPriceText(facts);
    const day = createTime === undefined ? '' : recentDayText(createTime);
    const origin = entry === undefined ? '' : l10n.t('from here');
    // The icon shows a success, so its word may be cut off; any other status comes first.
    const isPlain = orderStatus === 'succeed';

    const item = new TreeItem(name || number);
    item.id = this.id;
    item.description = joined(
      [
        isPlain ? '' : status,
        operation,
        isPlain ? status : '',
        price,
        day,
        // Without an operation, only the number tells the orders of a PBX apart.
        name !== '' && operation === '' ? number : '',
        name === '' ? productNo : '',
        origin,
      ],
      ' · ',
    );
    item.tooltip = joined(
      [
        name,
        operation,
        l10n.t('Order {0}', number),
        labelled(l10n.t('Status'), status),
        labelled(l10n.t('Price'), price),
        labelled(l10n.t('Created'), day),
        labelled(l10n.t('Serial number'), productNo),
        labelled(l10n.t('PO number'), codeText(poNumber ?? '')),
        // The API guide does not say whether this is the PO number that was sent.
        labelled(l10n.t('Custom reference'), codeText(customReferenceNo ?? '')),
        entry === undefined ? '' : l10n.t('Ordered on this machine'),
      ],
      '\n',
    );
    item.iconPath = new ThemeIcon(iconOf(orderStatus));
    item.contextValue = 'order';
    item.command = { command: 'pbx.showOrder', title: l10n.t('Show Details'), arguments: [this] };
    item.accessibilityInformation = {
      label: spokenText(
        joined([name, operation, l10n.t('order {0}', number), status, price, day, productNo, origin], ', '),
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
