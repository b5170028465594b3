import { Owner } from '../portal/emitter';
import { otherAccountText, priceListText, type PriceSection } from './priceText';
import { ReadOnlyDocuments } from './readOnlyDocuments';
import type { EventEmitter, Uri } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import { shortText, plainText, spokenText } from '../text/plainText';
import type { PortalClient } from '../portal/client';
import { type PriceQuery, priceCycles } from '../portal/priceList';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import { type PortalText, portalText } from '../portal/values';

export const pricesScheme = 'pbx-prices';

/** What a document shows, as its URI encodes it. */
const shownSchema = z.object({
  productId: z.number(),
  productName: portalText,
  offeringIds: z.array(z.string()),
  partner: z.optional(z.object({ partnerId: z.string(), name: portalText })),
  /** The account whose prices these are: prices differ by account. */
  account: z.string(),
});
type Shown = Readonly<z.infer<typeof shownSchema>>;

/** The product of a price list, and for whom it is. */
export type PriceListSubject = Omit<Shown, 'account' | 'offeringIds'> & {
  readonly offeringIds: readonly string[];
};

/** Shows price lists as read-only documents. Each time one is shown, its prices are looked up, for its account only. */
export class PriceDocuments extends Owner {
  private readonly documents: ReadOnlyDocuments<Shown>;

  constructor(
    private readonly session: Session,
    private readonly client: PortalClient,
    changed: EventEmitter<Uri>,
  ) {
    super();
    this.documents = new ReadOnlyDocuments(pricesScheme, shownSchema, changed);
    this.own(session.onDidChange(() => this.documents.refresh()));
  }

  /** Opens a price list. @throws SignInNeededError, PortalError */
  async show(subject: PriceListSubject): Promise<void> {
    const { account } = await this.session.authorization();
    // The names become a path, so slashes and other special characters go; plainText isolates each name.
    const received: readonly PortalText[] = [subject.productName, subject.partner?.name ?? ''];
    const names = received.map((name) =>
      plainText(spokenText(shortText(name)).replace(/[^\p{L}\p{N}._-]+/gu, ' ')),
    );
    await this.documents.open(names.filter((name) => name !== '').join(' - '), {
      ...subject,
      offeringIds: [...subject.offeringIds],
      account,
    });
  }

  /** Returns the text of a document. If the prices cannot be shown, the text says why. */
  async textOf(uri: Uri): Promise<string> {
    const what = this.documents.read(uri);
    if (!what) {
      return '';
    }
    try {
      const { baseUrl, account } = await this.session.authorization();
      if (account !== what.account) {
        return otherAccountText();
      }
      const sections = await this.lookUp(what);
      if ((await this.session.authorization()).account !== what.account) {
        return otherAccountText();
      }
      const { state } = this.session;
      return priceListText(
        {
          productId: what.productId,
          productName: what.productName,
          partnerName: what.partner?.name,
          portal: new URL(baseUrl).host,
          sandbox: isSandbox(state),
          askedAt: new Date(),
        },
        sections,
      );
    } catch (error) {
      return explain(error);
    }
  }

  /** Looks up the prices: one offering after the other, and the billing cycles of each concurrently. */
  private async lookUp({ productId, offeringIds, partner }: Shown): Promise<PriceSection[]> {
    const sections: PriceSection[] = [];
    const forPartner = partner === undefined ? {} : { partnerId: partner.partnerId };
    for (const offeringId of offeringIds) {
      sections.push(
        ...(await Promise.all(
          priceCycles.map((billingCycle) =>
            this.section({ productId, offeringId, billingCycle, ...forPartner }),
          ),
        )),
      );
    }
    return sections;
  }

  /** Looks up one billing cycle. Never rejects, so that the other cycles are shown even if this one fails. */
  private async section(query: PriceQuery): Promise<PriceSection> {
    const { offeringId, billingCycle } = query;
    try {
      const list = await this.client.priceInfo(query);
      return { offeringId, billingCycle, answer: { kind: 'told', list } };
    } catch (error) {
      return { offeringId, billingCycle, answer: { kind: 'failed', error } };
    }
  }
}
