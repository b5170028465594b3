import { applianceEdition } from './catalogue/applianceEdition';
import { cloudPbx } from './catalogue/cloudPbx';
import { linkusCloudService } from './catalogue/linkusCloudService';
import type { Limits, Product, Service } from './catalogue/product';
import { remoteManagement, remoteManagementPremium } from './catalogue/remoteManagement';
import { softwareEdition } from './catalogue/softwareEdition';
import { turnkeyPackage } from './catalogue/turnkeyPackage';
import { whiteLabel } from './catalogue/whiteLabel';

/** The product ids that pages of the guide give Remote Management Premium. */
export type RemoteManagementPremiumId = '20' | '21';

/** Every product of the portal, in the order of their ids. */
export function productsOf(premiumId: RemoteManagementPremiumId): readonly Product[] {
  return [
    linkusCloudService,
    applianceEdition,
    softwareEdition,
    cloudPbx,
    turnkeyPackage,
    remoteManagement,
    whiteLabel,
    remoteManagementPremium(premiumId),
  ];
}

/**
 * The quantities that one order may buy; undefined for a service that is not counted.
 * @param extensions how many there are now; undefined when no instance is named
 */
export function quantityLimits({ quantity }: Service, extensions: number | undefined): Limits | undefined {
  switch (quantity.kind) {
    case 'amount':
      return { least: quantity.least, most: quantity.most };
    case 'currentExtensions':
      return { least: extensions ?? 1, most: extensions ?? quantity.most };
    case 'moreExtensions':
      return { least: 1, most: quantity.most - (extensions ?? 0) };
    case 'uncounted':
      return undefined;
  }
}
