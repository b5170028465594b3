import { Owner } from '../portal/emitter';
import { ReadOnlyDocuments } from './readOnlyDocuments';
import type { EventEmitter, Uri } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import { codeText, sentenceText, shortText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import type { JournalEntry } from '../orders/entry';
import type { PortalClient } from '../portal/client';
import { entryTitle } from '../text/orderTexts';
import { orderText, journalEntryText } from './orderText';
import type { PortalOrderList } from '../tree/portalOrderList';
import { type PortalText, portalText } from '../portal/values';

export const orderScheme = 'pbx-order';

/** What a document shows, as its URI encodes it. */
const shownSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), id: z.string() }),
  /** An order of the portal; `id` is its id if the portal reports one, otherwise its number. */
  z.object({ kind: z.literal('order'), id: portalText, orderNo: portalText }),
]);
type Shown = z.infer<typeof shownSchema>;

interface OrderDocumentsDeps {
  readonly journal: Journal;
  readonly client: PortalClient;
  readonly list: PortalOrderList;
}

/** Shows orders as read-only documents: readable text, and below it the exact request and replies. */
export class OrderDocuments extends Owner {
  private readonly documents: ReadOnlyDocuments<Shown>;

  constructor(
    private readonly deps: OrderDocumentsDeps,
    changed: EventEmitter<Uri>,
  ) {
    super();
    this.documents = new ReadOnlyDocuments(orderScheme, shownSchema, changed);
    this.own(deps.journal.onDidChange(() => this.documents.refresh((what) => what?.kind === 'record')));
  }

  /** Opens the journal entry of an order. */
  showRecord(record: JournalEntry): Promise<void> {
    return this.show(entryTitle(record), { kind: 'record', id: record.id });
  }

  /** Opens an order of the portal with its current details. @param id Its id or its number. */
  showOrder(orderNo: PortalText, id: PortalText): Promise<void> {
    return this.show(codeText(orderNo), { kind: 'order', id, orderNo });
  }

  /** Returns the text of a document. If the details cannot be loaded, the text says why. */
  async textOf(uri: Uri): Promise<string> {
    const what = this.documents.read(uri);
    switch (what?.kind) {
      case 'record': {
        const { journal } = this.deps;
        await journal.load();
        const record = journal.records.find(({ id }) => id === what.id);
        return record ? journalEntryText(record) : '';
      }
      case 'order':
        return this.orderText(what);
      case undefined:
        return '';
    }
  }

  private async orderText({ id, orderNo }: Extract<Shown, { kind: 'order' }>): Promise<string> {
    const { client, list, journal } = this.deps;
    const detail = await client.orderDetail(id).then(
      (reply) => ({ reply }),
      (error: unknown) => ({ failure: explain(error) }),
    );
    const record = journal.records.find(
      ({ current }) => current.state === 'placed' && current.orderNo === orderNo,
    );
    return orderText({ orderNo, detail, listed: list.find(orderNo), record });
  }

  private async show(title: string, what: Shown): Promise<void> {
    // The title becomes a path, so slashes and other special characters go; the bidi isolates in it stay.
    const name = sentenceText(shortText(title))
      .replace(/[^\p{L}\p{N} ._\u2066\u2068\u2069-]+/gu, ' ')
      .trim();
    await this.documents.open(name, what);
  }
}
