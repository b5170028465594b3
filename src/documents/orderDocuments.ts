import { type EventEmitter, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import { codeText, sentenceText, shortText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import type { OrderRecord } from '../orders/record';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { recordTitle } from '../text/recordTexts';
import { orderText } from './orderText';
import type { PortalOrderList } from '../tree/portalOrderList';
import { recordText } from './recordText';
import { type PortalText, portalText } from '../portal/values';

export const orderScheme = 'pbx-order';

const shown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), id: z.string() }),
  /** An order of the portal's; `id` is its id where it tells one, else its number. */
  z.object({ kind: z.literal('order'), id: portalText, orderNo: portalText }),
]);
type Shown = z.infer<typeof shown>;

interface OrderDocumentsParts {
  readonly journal: Journal;
  readonly client: PortalClient;
  readonly list: PortalOrderList;
}

/** Orders as read-only documents: text to read, and below it the exact request and replies. */
export class OrderDocuments implements Disposable {
  private readonly listening: Disposable;

  constructor(
    private readonly parts: OrderDocumentsParts,
    private readonly changed: EventEmitter<Uri>,
  ) {
    this.listening = parts.journal.onDidChange(() => {
      for (const { uri } of workspace.textDocuments) {
        if (uri.scheme === orderScheme && read(uri)?.kind === 'record') {
          this.changed.fire(uri);
        }
      }
    });
  }

  /** Opens the record of an order. */
  showRecord(record: OrderRecord): Promise<void> {
    return this.show(recordTitle(record), { kind: 'record', id: record.id });
  }

  /** Opens an order of the portal's, as its details are now. @param id Its id or its number. */
  showOrder(orderNo: PortalText, id: PortalText): Promise<void> {
    return this.show(codeText(orderNo), { kind: 'order', id, orderNo });
  }

  /** The document's text. What cannot be shown is said in its place. */
  async textOf(uri: Uri): Promise<string> {
    const what = read(uri);
    switch (what?.kind) {
      case 'record': {
        const { journal } = this.parts;
        await journal.load();
        const record = journal.records.find(({ id }) => id === what.id);
        return record ? recordText(record) : '';
      }
      case 'order':
        return this.orderText(what);
      case undefined:
        return '';
    }
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async orderText({ id, orderNo }: Extract<Shown, { kind: 'order' }>): Promise<string> {
    const { client, list, journal } = this.parts;
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
    // A name from the portal is no path; the tab shows it isolated.
    const name = sentenceText(shortText(title))
      .replace(/[^\p{L}\p{N} ._\u2066\u2068\u2069-]+/gu, ' ')
      .trim();
    const uri = Uri.from({ scheme: orderScheme, path: `/${name}.txt`, query: JSON.stringify(what) });
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }
}

function read(uri: Uri): Shown | undefined {
  try {
    return z.safeParse(shown, JSON.parse(uri.query)).data;
  } catch {
    return undefined;
  }
}
