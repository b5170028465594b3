import {
  rowContextValue,
  instanceOperations,
  isHighAvailability,
  productOperations,
} from '../describedOperations';
import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Catalogue } from '../../portal/catalogue';
import { calendarDayOf, daysBetween, readCalendarDay } from '../../portal/writtenDay';
import { endDateText } from '../../text/dayTexts';
import { joined, labelled } from '../../text/joined';
import type { Instance, InstanceDetail } from '../../portal/instances';
import { codeText, nameOrId, plainText, sentenceText, spokenText } from '../../text/plainText';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';
import { explain } from '../../text/failureTexts';
import { productIds } from '../../rules/operationRule';
import type { ListedProduct } from '../instanceLists';
import { countText } from '../../text/counts';
import { productName } from '../../text/orderTexts';

/** What the details of an instance say, if they have been read. */
export interface KnownDetails {
  readonly detail: InstanceDetail;
  readonly catalogue: Pick<Catalogue, 'services'>;
}

/** What the rows of instances take from elsewhere. */
export interface InstanceRowSource {
  /** Returns the latest details of the row with this id; undefined if they have not been read. */
  readonly detailsOf: (rowId: string) => KnownDetails | undefined;
  /** The number of days before the end of a subscription in which its row warns; 0 for none. */
  readonly noticeDays: () => number;
}

/** A PBX instance. */
export class InstanceRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;

  /** @param parent Undefined if there is a single product, which then has no row. */
  constructor(
    readonly instance: Instance,
    readonly parent: ProductRow | undefined,
    private readonly source: InstanceRowSource,
  ) {
    this.id = `instance ${instance.productId} ${instance.productNo}`;
  }

  treeItem(): TreeItem {
    const { instance } = this;
    const known = this.source.detailsOf(this.id);
    const detail = known?.detail;
    const extensions = detail?.extensions ?? instance.extensions;
    const expiry: PortalText | undefined = detail?.expiry ?? instance.expiry;
    const name = plainText(instance.name);
    const productNo = codeText(instance.productNo);
    const plan = plainText(detail?.planName ?? instance.planName ?? '');
    const { text: status, icon } = activationLook(instance.activationStatus);
    const end = expiry === undefined ? undefined : endOf(expiry, this.source.noticeDays());
    const extensionText = extensions === undefined ? '' : extensionsText(extensions);
    const services = servicesText(known);

    const item = new TreeItem(name || productNo, TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    // The serial number comes last: a narrow side bar cuts it off.
    item.description = joined(
      [
        end?.text ?? '',
        instance.activationStatus === 'activated' ? '' : status,
        extensionText,
        plan,
        name === '' ? '' : productNo,
      ],
      ' · ',
    );
    item.tooltip = joined(
      [
        name,
        labelled(l10n.t('Status'), status),
        labelled(l10n.t('End date'), end?.text ?? ''),
        labelled(l10n.t('Plan'), plan),
        labelled(l10n.t('Extensions'), extensions === undefined ? '' : countText(extensions)),
        labelled(l10n.t('Services'), services),
        labelled(l10n.t('Serial number'), productNo),
      ],
      '\n',
    );
    item.iconPath =
      end?.isDue === true
        ? new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'))
        : new ThemeIcon(icon);
    item.contextValue = rowContextValue(
      'instance',
      instanceOperations(instance.productId, hasHighAvailability(instance.productId, known)),
    );
    item.accessibilityInformation = {
      label: spokenText(
        joined(
          [
            name,
            end?.isDue === true ? l10n.t('{0}, renewal is due', end.text) : (end?.text ?? ''),
            status,
            extensionText,
            plan,
            l10n.t('serial number {0}', productNo),
          ],
          ', ',
        ),
      ),
    };
    return item;
  }
}

/** Returns the words and the icon for an activation status (API guide, purchased products); it is not a closed set. */
function activationLook(activationStatus: PortalText): { readonly text: string; readonly icon: string } {
  switch (activationStatus) {
    case 'activated':
      return { text: l10n.t('activated'), icon: 'circle-filled' };
    case 'unactivated':
      return { text: l10n.t('not activated'), icon: 'circle-slash' };
    case 'unknown':
      return { text: l10n.t('activation unknown'), icon: 'question' };
    default:
      return { text: plainText(activationStatus), icon: 'circle-outline' };
  }
}

/**
 * Returns when a subscription ends, in words.
 *
 * @param noticeDays As in InstanceRowSource.
 */
function endOf(expiry: PortalText, noticeDays: number): { readonly text: string; readonly isDue: boolean } {
  const day = readCalendarDay(spokenText(expiry));
  const left = day && daysBetween(calendarDayOf(new Date()), day);
  const text = endDateText(expiry);
  return {
    text: left !== undefined && left < 0 ? l10n.t('ended {0}', text) : l10n.t('until {0}', text),
    isDue: noticeDays > 0 && left !== undefined && left <= noticeDays,
  };
}

/** Returns a number of extensions in words. */
export function extensionsText(count: number): string {
  return count === 1 ? l10n.t('1 extension') : l10n.t('{0} extensions', countText(count));
}

/** Returns the names of the subscribed services; empty if they are unknown. */
function servicesText(known: KnownDetails | undefined): string {
  const subscribed = known?.detail.subscribed;
  if (known === undefined || subscribed === undefined) {
    return '';
  }
  const nameOf = (serviceId: string) =>
    known.catalogue.services.find((service) => service.serviceId === serviceId)?.name;
  return subscribed.size === 0
    ? l10n.t('none')
    : [...subscribed].map(([id, name]) => nameOrId(name ?? nameOf(id), id)).join(', ');
}

/** Whether the details say that an instance is subscribed to High Availability. */
function hasHighAvailability(productId: number, known: KnownDetails | undefined): boolean {
  const subscribed = known?.detail.subscribed;
  return (
    known !== undefined &&
    subscribed !== undefined &&
    known.catalogue.services.some(
      (service) => subscribed.has(service.serviceId) && isHighAvailability(productId, service),
    )
  );
}

/** A product, with its instances below it. */
export class ProductRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;
  readonly parent = undefined;

  constructor(readonly product: ListedProduct) {
    this.id = `product ${product.productId}`;
  }

  treeItem(): TreeItem {
    const { productId, list } = this.product;
    const name = plainText(productName(this.product));
    const count = instanceCount(list);
    const state = stateText(list);
    const isComplete = list.failure === undefined;

    const item = new TreeItem(
      name,
      productId === productIds.cloudPbx
        ? TreeItemCollapsibleState.Expanded
        : TreeItemCollapsibleState.Collapsed,
    );
    item.id = this.id;
    item.description = [count === undefined ? '' : countText(count), state]
      .filter((part) => part !== '')
      .join(' · ');
    item.tooltip = [
      name,
      l10n.t('Product {0}', productId),
      count === undefined ? '' : instancesText(count),
      isComplete ? '' : sentenceText(explain(list.failure)),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(isComplete ? 'server' : 'warning');
    item.contextValue = rowContextValue('product', productOperations(productId));
    item.accessibilityInformation = {
      label: spokenText(
        [name, count === undefined ? '' : instancesText(count), state]
          .filter((part) => part !== '')
          .join(', '),
      ),
    };
    return item;
  }
}

/** Returns the number of instances; undefined if it is unknown. */
function instanceCount({ total, rows, loadedAt, hasMore }: ListedProduct['list']): number | undefined {
  return total ?? (loadedAt === undefined || hasMore ? undefined : rows.length);
}

function instancesText(count: number): string {
  return count === 1 ? l10n.t('1 instance') : l10n.t('{0} instances', countText(count));
}

function stateText({ failure, loadedAt }: ListedProduct['list']): string {
  if (failure === undefined) {
    return '';
  }
  return loadedAt === undefined ? l10n.t('not loaded') : l10n.t('not up to date');
}
