import { type EventEmitter, l10n, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { Owner } from '../portal/emitter';
import { explain } from '../text/failureTexts';
import { codeText, sentenceText, shortText, plainText, spokenText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import type { JournalEntry } from '../orders/entry';
import type { Instance } from '../portal/instances';
import type { PortalClient } from '../portal/client';
import { entryTitle } from '../text/orderTexts';
import { orderText, journalEntryText } from './orderText';
import type { PortalOrderList } from '../tree/portalOrderList';
import { type PortalText, portalText } from '../portal/values';
import { otherAccountText, priceListText, type PriceSection } from './priceText';
import { type PriceQuery, priceCycles } from '../portal/priceList';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';

/** The read-only documents of one URI scheme. The URI of a document encodes what it shows. */
class ReadOnlyDocuments<Shown> {
  /**
   * @param shown Schema of what a document shows, as its URI encodes it.
   * @param changed Notifies VS Code that the text of a document has changed.
   */
  constructor(
    private readonly scheme: string,
    private readonly shown: z.ZodMiniType<Shown>,
    private readonly changed: EventEmitter<Uri>,
  ) {}

  /** Opens a document with its current text. @param name The title of the tab; must not contain a slash. */
  async open(name: string, what: Shown): Promise<void> {
    const uri = Uri.from({ scheme: this.scheme, path: `/${name}.txt`, query: JSON.stringify(what) });
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  /** Returns what a document shows; undefined if its URI cannot be parsed. */
  read(uri: Uri): Shown | undefined {
    try {
      return z.safeParse(this.shown, JSON.parse(uri.query)).data;
    } catch {
      return undefined;
    }
  }

  /**
   * Makes VS Code request the text of open documents again.
   *
   * @param isConcerned Which documents to refresh; all if omitted.
   */
  refresh(isConcerned: (what: Shown | undefined) => boolean = () => true): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === this.scheme && isConcerned(this.read(uri))) {
        this.changed.fire(uri);
      }
    }
  }
}

export const orderScheme = 'pbx-order';

/** What a document shows, as its URI encodes it. */
const shownOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry'), id: z.string() }),
  /** An order of the portal; `id` is its id if the portal reports one, otherwise its number. */
  z.object({ kind: z.literal('order'), id: portalText, orderNo: portalText }),
]);
type ShownOrder = z.infer<typeof shownOrder>;

interface OrderDocumentsDeps {
  readonly journal: Journal;
  readonly client: PortalClient;
  readonly list: PortalOrderList;
  /** Returns the loaded instance with this serial number. */
  readonly instance: (productNo: string) => Pick<Instance, 'name'> | undefined;
}

/** Shows orders as read-only documents: readable text, and below it the exact request and replies. */
export class OrderDocuments extends Owner {
  private readonly documents: ReadOnlyDocuments<ShownOrder>;

  constructor(
    private readonly deps: OrderDocumentsDeps,
    changed: EventEmitter<Uri>,
  ) {
    super();
    this.documents = new ReadOnlyDocuments(orderScheme, shownOrder, changed);
    this.own(deps.journal.onDidChange(() => this.documents.refresh((what) => what?.kind === 'entry')));
  }

  /** Opens the journal entry of an order. */
  showEntry(entry: JournalEntry): Promise<void> {
    return this.show(entryTitle(entry), { kind: 'entry', id: entry.id });
  }

  /** Opens an order of the portal with its current details. @param id Its id or its number. */
  showOrder(orderNo: PortalText, id: PortalText): Promise<void> {
    return this.show(codeText(orderNo), { kind: 'order', id, orderNo });
  }

  /** Returns the text of a document. If the details cannot be loaded, the text says why. */
  async textOf(uri: Uri): Promise<string> {
    const what = this.documents.read(uri);
    switch (what?.kind) {
      case 'entry': {
        const { journal } = this.deps;
        await journal.load();
        const entry = journal.entries.find(({ id }) => id === what.id);
        return entry ? journalEntryText(entry) : '';
      }
      case 'order':
        return this.orderText(what);
      case undefined:
        return '';
    }
  }

  private async orderText({ id, orderNo }: Extract<ShownOrder, { kind: 'order' }>): Promise<string> {
    const { client, list, journal, instance } = this.deps;
    const detail = await client.orderDetail(id).then(
      (reply) => {
        list.noteDetail(orderNo, reply);
        return { reply };
      },
      (error: unknown) => ({ failure: explain(error) }),
    );
    const entry = journal.entries.find(
      ({ current }) => current.state === 'placed' && current.orderNo === orderNo,
    );
    return orderText({
      orderNo,
      detail,
      listed: list.find(orderNo),
      entry,
      nameOf: (productNo) => instance(productNo)?.name,
    });
  }

  private async show(title: string, what: ShownOrder): Promise<void> {
    // The title becomes a path, so slashes and other special characters go; the bidi isolates in it stay.
    const name = sentenceText(shortText(title))
      .replace(/[^\p{L}\p{N} ._\u2066\u2068\u2069-]+/gu, ' ')
      .trim();
    await this.documents.open(name, what);
  }
}

const pricesScheme = 'pbx-prices';

/** What a document shows, as its URI encodes it. */
const shownPrices = z.object({
  productId: z.number(),
  productName: portalText,
  offeringIds: z.array(z.string()),
  partner: z.optional(z.object({ partnerId: z.string(), name: portalText })),
  /** The account whose prices these are: prices differ by account. */
  account: z.string(),
});
type ShownPrices = Readonly<z.infer<typeof shownPrices>>;

/** The product of a price list, and for whom it is. */
export type PriceListSubject = Omit<ShownPrices, 'account' | 'offeringIds'> & {
  readonly offeringIds: readonly string[];
};

/** Shows price lists as read-only documents. Each time one is shown, its prices are looked up, for its account only. */
export class PriceDocuments extends Owner {
  private readonly documents: ReadOnlyDocuments<ShownPrices>;

  constructor(
    private readonly session: Session,
    private readonly client: PortalClient,
    changed: EventEmitter<Uri>,
  ) {
    super();
    this.documents = new ReadOnlyDocuments(pricesScheme, shownPrices, changed);
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
    const title = l10n.t('Prices {0}', names.filter((name) => name !== '').join(' - '));
    // A translation may contain a slash.
    await this.documents.open(title.replaceAll('/', ' '), {
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
  private async lookUp({ productId, offeringIds, partner }: ShownPrices): Promise<PriceSection[]> {
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
      return { offeringId, billingCycle, answer: { kind: 'read', list } };
    } catch (error) {
      return { offeringId, billingCycle, answer: { kind: 'failed', error } };
    }
  }
}
