import { type QuickPickItem, l10n, ProgressLocation, window } from 'vscode';
import { type ProductArgument, pickProduct, productArgument } from './productArgument';
import { explain } from '../text/failureTexts';
import { codeText, iconlessText, linklessText, plainText } from '../text/plainText';
import type { Product } from '../portal/catalogue';
import type { Lookups } from '../portal/lookups';
import type { Partner } from '../portal/lookupReplies';
import { productsPricedBySerialNumber } from '../rules/operationRule';
import type { PriceDocuments, PriceListSubject } from '../documents/documents';
import type { PortalText } from '../portal/values';

export interface ShowPricesDeps {
  readonly lookups: Lookups;
  readonly documents: PriceDocuments;
}

/** Shows the list prices of a product. Asks for the product if the argument names none, and for whom if needed. */
export async function showPrices({ lookups, documents }: ShowPricesDeps, argument: unknown): Promise<void> {
  try {
    const given = productArgument(argument, { products: [] });
    const product = await (given ? listedProduct(lookups, given) : pickProduct(lookups.products(), title()));
    const offeringIds = product && (await offeringsOf(lookups, product, given?.productNo));
    const partner = offeringIds && (await askPartner(lookups));
    if (!product || !offeringIds || !partner) {
      return;
    }
    const { productId } = product;
    await documents.show({
      productId,
      productName: nameOf(product),
      offeringIds,
      ...(partner === 'self' ? {} : { partner }),
    });
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
  }
}

/** Returns the product from the portal's list. A product that the list omits may have prices, too. */
async function listedProduct(lookups: Lookups, { productId }: ProductArgument): Promise<Product> {
  const products = await withProgress(lookups.products());
  return products.find((known) => known.productId === productId) ?? { productId, name: '', offeringIds: [] };
}

/**
 * Returns the ids of the offerings whose prices to look up.
 *
 * @param given The serial number of a PBX, if a script passes one.
 * @returns Undefined if the portal lists none, or the user dismissed a question.
 */
async function offeringsOf(
  lookups: Lookups,
  product: Product,
  given: string | undefined,
): Promise<readonly string[] | undefined> {
  const { productId, offeringIds } = product;
  if (offeringIds.length > 0) {
    return offeringIds;
  }
  const needsSerialNumber = productsPricedBySerialNumber.includes(productId);
  const productNo = given ?? (needsSerialNumber ? await askSerialNumber(product) : undefined);
  if (needsSerialNumber && productNo === undefined) {
    return undefined;
  }
  const { offeringId } = await withProgress(lookups.catalogue(productId, productNo));
  if (offeringId === undefined) {
    void window.showWarningMessage(
      linklessText(
        l10n.t(
          'The portal lists no offering for {0}, so its prices cannot be looked up.',
          plainText(nameOf(product)),
        ),
      ),
    );
    return undefined;
  }
  return [offeringId];
}

async function askSerialNumber(product: Product): Promise<string | undefined> {
  const text = await window.showInputBox({
    title: title(),
    // A prompt renders links and icons.
    prompt: l10n.t(
      'The portal lists what it offers for {0} by serial number only. Enter the serial number of a PBX.',
      linklessText(iconlessText(plainText(nameOf(product)))),
    ),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? l10n.t('Enter a serial number.') : undefined),
  });
  return text?.trim();
}

type ForWhom = NonNullable<PriceListSubject['partner']> | 'self';

/** Asks for whom to show prices. Returns `self` without asking if there are no subordinate users. */
async function askPartner(lookups: Lookups): Promise<ForWhom | undefined> {
  const partners = await subordinateUsers(lookups);
  if (partners.length === 0) {
    return 'self';
  }
  const items: (QuickPickItem & { readonly forWhom: ForWhom })[] = [
    { label: l10n.t('Your prices'), forWhom: 'self' },
    ...partners.map((partner) => {
      const name = partnerName(partner);
      return {
        label: iconlessText(plainText(name)),
        description: iconlessText(codeText(partner.email)),
        forWhom: { partnerId: partner.partnerId, name },
      };
    }),
  ];
  const picked = await window.showQuickPick(items, {
    title: title(),
    placeHolder: l10n.t('Whose prices?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.forWhom;
}

/** Returns the subordinate users; none if the lookup fails, because the own prices can be shown without them. */
async function subordinateUsers(lookups: Lookups): Promise<readonly Partner[]> {
  try {
    return await withProgress(lookups.partners());
  } catch (error) {
    void window.showWarningMessage(
      linklessText(l10n.t('The subordinate users could not be read. {0}', explain(error))),
    );
    return [];
  }
}

function withProgress<T>(lookup: Promise<T>): Promise<T> {
  return Promise.resolve(
    window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Loading prices') }, () => lookup),
  );
}

function title(): string {
  return l10n.t('Show Prices');
}

function nameOf({ productId, name }: Product): PortalText {
  return name === '' ? l10n.t('product {0}', productId) : name;
}

function partnerName({ partnerId, email, company, firstName, lastName }: Partner): PortalText {
  const person: PortalText = [firstName, lastName].filter((part) => part !== '').join(' ');
  return [person, company].filter((part) => part !== '').join(', ') || email || partnerId;
}
