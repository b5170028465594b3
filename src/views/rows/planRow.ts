import { env, l10n, ThemeIcon, TreeItem } from 'vscode';
import type { InstanceDetail } from '../../portal/instances';
import { nameOrId, plainText, spokenText } from '../../plainText';
import { contextValue, planOperations } from './describedOperations';
import type { InstanceRow } from './instanceRow';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';

/** The plan that an instance runs on. */
export class PlanRow implements Row {
  readonly id: string;

  /** @param planName Undefined when the portal does not tell which plan it is. */
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
    const label = plainText(this.planName ?? '') || l10n.t('Plan not told by the portal');
    const description = [
      extensions === undefined ? undefined : l10n.t('{0} extensions', extensions),
      expiry === undefined ? undefined : l10n.t('until {0}', expiryText(expiry)),
      coming && l10n.t('then {0}', nameOrId(coming.planName, coming.planId ?? '')),
    ]
      .filter((part) => part !== undefined)
      .join(' · ');

    const item = new TreeItem(label);
    item.id = this.id;
    item.description = description;
    item.tooltip = [label, description].filter((part) => part !== '').join('\n');
    item.iconPath = new ThemeIcon('package');
    item.contextValue = contextValue('plan', planOperations(this.parent.instance.productId));
    item.accessibilityInformation = {
      label: spokenText(l10n.t('Plan: {0}', [label, description].join(', '))),
    };
    return item;
  }
}

/** A date where the portal gives one that can be told for sure, else its own words. */
function expiryText(expiry: PortalText): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expiry);
  const milliseconds = /^\d{13}$/.test(expiry)
    ? Number(expiry)
    : /^\d{10}$/.test(expiry)
      ? Number(expiry) * 1000
      : NaN;
  const time = isDay ? Date.parse(`${spokenText(expiry)}T00:00:00`) : milliseconds;
  return Number.isNaN(time)
    ? plainText(expiry)
    : new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(time);
}
