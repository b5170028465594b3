import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Service } from '../../portal/catalogue';
import { nameOrId, spokenText } from '../../plainText';
import { contextValue, serviceOperations } from './describedOperations';
import type { InstanceRow } from './instanceRow';
import type { Row } from './row';

/** `unknown`: the portal says nothing of a subscription; `unclear`: it says something that is not understood. */
export type Subscription = 'subscribed' | 'available' | 'unknown' | 'unclear';

/** A service of an instance: one that it is subscribed to, or one that it could be. */
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
    const label = nameOrId(this.service.name, this.service.serviceId);
    const { text, icon } = look(this.subscription);

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = text;
    item.tooltip = [label, text, l10n.t('Service {0}', this.service.serviceId)]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = contextValue('service', [
      this.subscription === 'unclear' ? 'unknown' : this.subscription,
      ...serviceOperations(this.parent.instance.productId, this.service),
    ]);
    item.accessibilityInformation = {
      label: spokenText([label, text].filter((part) => part !== '').join(', ')),
    };
    return item;
  }
}

function look(subscription: Subscription): { text: string; icon: string } {
  switch (subscription) {
    case 'subscribed':
      return { text: l10n.t('subscribed'), icon: 'check' };
    case 'available':
      return { text: l10n.t('available'), icon: 'add' };
    case 'unknown':
      return { text: '', icon: 'circle-small' };
    case 'unclear':
      return { text: l10n.t('subscription unknown'), icon: 'question' };
  }
}
