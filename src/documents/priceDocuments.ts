import { ReadOnlyDocuments } from './readOnlyDocuments';
import type { EventEmitter, Uri } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import { shortText, plainText, spokenText } from '../text/plainText';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { type PriceQuery, priceCycles } from '../portal/priceList';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import { type PortalText, portalText } from '../portal/values';
import { type PriceSection, otherAccountText, priceListText } from './priceText';

export const pricesScheme = 'pbx-prices';

const shown = z.object({
  productId: z.number(),
  productName: portalText,
  offeringIds: z.array(z.string()),
  partner: z.optional(z.object({ partnerId: z.string(), name: portalText })),
  /** Whose prices these are: another account is told others. */
  account: z.string(),
});
type Shown = Readonly<z.infer<typeof shown>>;

/** Of which product a price list is, and for whom. */
export type PriceListSubject = Omit<Shown, 'account' | 'offeringIds'> & {
  readonly offeringIds: readonly string[];
};

/** Price lists as read-only documents; the portal is asked whenever one is shown, and never for another account. */
export class PriceDocuments implements Disposable {
  private readonly documents: ReadOnlyDocuments<Shown>;
  private readonly listening: Disposable;

  constructor(
    private readonly session: Session,
    private readonly client: PortalClient,
    changed: EventEmitter<Uri>,
  ) {
    this.documents = new ReadOnlyDocuments(pricesScheme, shown, changed);
    this.listening = session.onDidChange(() => this.documents.refresh());
  }

  /** Opens a price list. @throws SignInNeededError, PortalError */
  async show(subject: PriceListSubject): Promise<void> {
    const { account } = await this.session.authorization();
    // A name from the portal is no path; the tab shows it isolated.
    const told: readonly PortalText[] = [subject.productName, subject.partner?.name ?? ''];
    const names = told.map((name) =>
      plainText(spokenText(shortText(name)).replace(/[^\p{L}\p{N}._-]+/gu, ' ')),
    );
    await this.documents.open(names.filter((name) => name !== '').join(' - '), {
      ...subject,
      offeringIds: [...subject.offeringIds],
      account,
    });
  }

  /** The document's text. What cannot be shown is said in its place. */
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
      const sections = await this.ask(what);
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

  dispose(): void {
    this.listening.dispose();
  }

  /** Asks for the billing cycles side by side, and for one offering after the other. */
  private async ask({ productId, offeringIds, partner }: Shown): Promise<PriceSection[]> {
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

  /** One billing cycle that cannot be read does not keep the others from being shown. */
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
