import {
  rowContextValue,
  instanceOperations,
  isHighAvailability,
  productOperations,
} from '../describedOperations';
import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Catalogue } from '../../portal/catalogue';
import { joined, labelled } from '../../text/joined';
import type { Instance, InstanceDetail } from '../../portal/instances';
import { codeText, nameOrId, plainText, sentenceText, spokenText } from '../../text/plainText';
import { type EndFormat, activationText, endStateText, instanceIcon, subscriptionEnd } from './instanceState';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';
import { explain } from '../../text/failureTexts';
import { productIds } from '../../rules/operationRule';
import type { ServiceName } from '../../rules/table';
import type { ListedProduct } from '../instanceLists';
import { countText } from '../../text/counts';
import { productName } from '../../text/orderTexts';

/** What the details of an instance say, if they have been read. */
export interface KnownDetails {
  readonly detail: InstanceDetail;
  readonly catalogue: Pick<Catalogue, 'services'>;
}

/** What the rows of instances take from elsewhere. */
export interface InstanceRowSource extends EndFormat {
  /** Returns the latest details of the row with this id; undefined if they have not been read. */
  readonly detailsOf: (rowId: string) => KnownDetails | undefined;
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
    const status = activationText(instance.activationStatus);
    const end = expiry === undefined ? undefined : subscriptionEnd(expiry, this.source);
    const extensionText = extensions === undefined ? '' : extensionsText(extensions);
    const services = servicesText(instance, known);

    const item = new TreeItem(name || productNo, TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    // Name and end date are to be readable in a side bar of the usual width, which cuts off what comes last.
    item.description = joined(
      [
        end?.short ?? '',
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
        labelled(
          l10n.t('End date'),
          end === undefined ? '' : joined([end.date, endStateText(end.state)], ', '),
        ),
        labelled(l10n.t('Plan'), plan),
        labelled(l10n.t('Extensions'), extensions === undefined ? '' : countText(extensions)),
        labelled(l10n.t('Services'), services),
        labelled(l10n.t('Serial number'), productNo),
      ],
      '\n',
    );
    item.iconPath = instanceIcon(instance.activationStatus, end?.state ?? 'running');
    item.contextValue = rowContextValue(
      'instance',
      instanceOperations(instance.productId, hasHighAvailability(instance, known)),
    );
    item.accessibilityInformation = {
      label: spokenText(
        joined(
          [name, end?.spoken ?? '', status, extensionText, plan, l10n.t('serial number {0}', productNo)],
          ', ',
        ),
      ),
    };
    return item;
  }
}

/** Returns a number of extensions in words. */
export function extensionsText(count: number): string {
  return count === 1 ? l10n.t('1 extension') : l10n.t('{0} extensions', countText(count));
}

/** Returns the names of the subscribed services; empty if they are unknown. */
function servicesText(instance: Instance, known: KnownDetails | undefined): string {
  const subscribed = subscribedServices(instance, known);
  return subscribed?.length === 0
    ? l10n.t('none')
    : (subscribed ?? []).map(({ serviceId, name }) => nameOrId(name, serviceId)).join(', ');
}

/** Whether the details, otherwise the list, say that an instance is subscribed to High Availability. */
function hasHighAvailability(instance: Instance, known: KnownDetails | undefined): boolean {
  const subscribed = subscribedServices(instance, known) ?? [];
  return subscribed.some((service) => isHighAvailability(instance.productId, service));
}

/** Returns the subscribed services by the details, otherwise by the list; undefined if neither reports any state. */
function subscribedServices(instance: Instance, known: KnownDetails | undefined): ServiceName[] | undefined {
  const subscribed = known?.detail.subscribed ?? instance.subscribed;
  const nameOf = (serviceId: string) =>
    known?.catalogue.services.find((service) => service.serviceId === serviceId)?.name;
  return (
    subscribed && [...subscribed].map(([serviceId, name]) => ({ serviceId, name: name ?? nameOf(serviceId) }))
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
