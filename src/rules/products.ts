/** Product ids of the guide (API guide, product ids and known constants). */
export const productIds = {
  linkusCloudService: 9,
  applianceEdition: 11,
  softwareEdition: 12,
  cloudPbx: 13,
  turnkeyPackage: 14,
  remoteManagement: 15,
  whiteLabel: 19,
  remoteManagementPremium: 21,
  /** The product id of Remote Management Premium on a single page of the guide. */
  remoteManagementPremiumOnOnePage: 20,
} as const;

/**
 * Products whose plans and services are available only for a specific serial number (API guide, purchase_product_info).
 */
export const productsPricedBySerialNumber: readonly number[] = [
  productIds.linkusCloudService,
  productIds.applianceEdition,
];
