import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Service } from '../../portal/catalogue';
import { endDateText } from '../../text/dateTexts';
import { labelled } from '../../text/joined';
import { nameOrId, spokenText, plainText } from '../../text/plainText';
import { type InstanceRow, extensionsText } from './instanceRow';
import {
  isHighAvailability,
  rowContextValue,
  serviceOperations,
  planOperations,
} from '../describedOperations';
import type { Row } from './row';
import type { InstanceDetail } from '../../portal/instances';
import type { PortalText } from '../../portal/values';

/** `unknown`: the portal does not report subscriptions; `unclear`: it reports one that cannot be interpreted. */
export type Subscription = 'subscribed' | 'available' | 'unknown' | 'unclear';

/** A service of an instance, subscribed or available. */
export class ServiceRow implements Row {
  readonly id: string;

  constructor(
    readonly parent: InstanceRow,
    readonly service: Service,
    private readonly subscription: Subscription,
  ) {
    this.id = `${parent.id} service ${service.serviceId}`;
  }

  treeItem(): TreeItem {
    const { productId } = this.parent.instance;
    const label = nameOrId(this.service.name, this.service.serviceId);
    const { text, icon } = appearanceOf(this.subscription);

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = text;
    item.tooltip = [label, text, labelled(l10n.t('Service ID'), this.service.serviceId)]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = rowContextValue('service', [
      this.subscription === 'unclear' ? 'unknown' : this.subscription,
      ...serviceOperations(productId, this.service),
      ...(isHighAvailability(productId, this.service) ? ['highAvailability'] : []),
    ]);
    item.accessibilityInformation = {
      label: spokenText([label, text].filter((part) => part !== '').join(', ')),
    };
    return item;
  }
}

function appearanceOf(subscription: Subscription): { text: string; icon: string } {
  switch (subscription) {
    case 'subscribed':
      return { text: l10n.t('subscribed'), icon: 'check' };
    case 'available':
      return { text: l10n.t('available'), icon: 'add' };
    case 'unknown':
      return { text: l10n.t('subscription not reported'), icon: 'circle-outline' };
    case 'unclear':
      return { text: l10n.t('subscription unclear'), icon: 'question' };
  }
}

/** The current plan of an instance. */
export class PlanRow implements Row {
  readonly id: string;

  /** @param planName Undefined if the portal does not report the plan. */
  constructor(
    readonly parent: InstanceRow,
    private readonly planName: PortalText | undefined,
    private readonly detail: InstanceDetail,
  ) {
    this.id = `${parent.id} plan`;
  }

  treeItem(): TreeItem {
    const { extensions, expiry, planSwitch } = this.detail;
    const coming = planSwitch?.coming;
    const label = plainText(this.planName ?? '') || l10n.t('Plan not reported by the portal');
    const description = [
      extensions === undefined ? undefined : extensionsText(extensions),
      expiry === undefined ? undefined : l10n.t('until {0}', endDateText(expiry)),
      coming && l10n.t('then {0}', nameOrId(coming.planName, coming.planId ?? '')),
    ]
      .filter((part) => part !== undefined)
      .join(' · ');

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = description;
    item.tooltip = [label, description].filter((part) => part !== '').join('\n');
    item.iconPath = new ThemeIcon('package');
    item.contextValue = rowContextValue('plan', planOperations(this.parent.instance.productId));
    item.accessibilityInformation = {
      label: spokenText(l10n.t('Plan: {0}', [label, description].join(', '))),
    };
    return item;
  }
}
