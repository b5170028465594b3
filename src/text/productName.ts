import { l10n } from 'vscode';
import { spokenText } from './plainText';
import { productIds } from '../rules/products';
import type { PortalText } from '../portal/values';

/** What a product is called: as the portal does, else by its id. What shows it makes it safe. */
export function productName({
  productId,
  name,
}: {
  readonly productId: number;
  readonly name: PortalText | undefined;
}): string {
  const told = spokenText(name ?? '');
  if (told !== '') {
    return told;
  }
  return productId === productIds.cloudPbx ? l10n.t('Cloud PBX') : l10n.t('Product {0}', productId);
}
