import type { EventEmitter } from 'vscode';
import { Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../explain';
import type { Journal } from '../orders/journal';
import type { OrderRecord } from '../orders/record';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { parseExact, printExact } from '../portal/exactJson';
import type { Json } from '../portal/exactJson';
import { recordStateText, recordTitle } from '../recordTexts';

export const orderScheme = 'pbx-order';

const shown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), id: z.string() }),
  /** An order of the portal's, by its id where it tells one, else by its number. */
  z.object({ kind: z.literal('order'), id: z.string() }),
]);
type Shown = z.infer<typeof shown>;

/** Orders as read-only JSON documents, every id with its own digits. */
export class OrderDocuments implements Disposable {
  private readonly listening: Disposable;

  constructor(
    private readonly journal: Journal,
    private readonly client: PortalClient,
    private readonly changed: EventEmitter<Uri>,
  ) {
    this.listening = journal.onDidChange(() => {
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
  showOrder(orderNo: string, id: string): Promise<void> {
    return this.show(orderNo, { kind: 'order', id });
  }

  /** The document's text. What cannot be shown is said in its place. */
  async textOf(uri: Uri): Promise<string> {
    const what = read(uri);
    switch (what?.kind) {
      case 'record': {
        await this.journal.load();
        const record = this.journal.records.find(({ id }) => id === what.id);
        return record ? printExact(recordJson(record), 2) : '';
      }
      case 'order':
        try {
          return printExact(await this.client.orderDetail(what.id), 2);
        } catch (error) {
          return explain(error);
        }
      case undefined:
        return '';
    }
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async show(title: string, what: Shown): Promise<void> {
    // A name from the portal is no path, and turns no text around.
    const name = title.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').trim();
    const uri = Uri.from({ scheme: orderScheme, path: `/${name}.json`, query: JSON.stringify(what) });
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

/** Everything that a record tells; request and reply as JSON of their own where they are JSON. */
function recordJson(record: OrderRecord): Json {
  const { id, createdAt, baseUrl, instanceName, serviceName, body, before, current, looks } = record;
  const reply = 'reply' in current ? current.reply : undefined;
  return {
    ...{ record: id, state: recordStateText(record), recordedAt: timeOf(createdAt), portal: baseUrl },
    ...{
      instanceName,
      serviceName,
      request: exactOrText(body),
      end: plainJson({ ...current, reply: undefined }),
    },
    ...(reply === undefined ? {} : { reply: exactOrText(reply) }),
    looks: looks.map(({ at, possible }) => ({ at: timeOf(at), possible })),
    ...(before === undefined ? {} : { before: plainJson(before) }),
  };
}

/** What this program made itself holds no number that a double could round. */
function plainJson(value: object): Json {
  return parseExact(JSON.stringify(value));
}

function exactOrText(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
