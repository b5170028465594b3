import { type WebviewPanel, env, l10n } from 'vscode';
import * as z from 'zod/mini';
import type { OutputLog } from '../../outputLog';
import { formTexts, bulkTexts } from '../texts';
import { type WebviewTabDeps, WebviewTab, webviewHtml } from '../webviewTab';
import { BulkOrder } from './bulkOrder';
import { type BulkPage, type BulkRequest, type ToBulkPage, bulkRequest } from './contract';
import { InterruptedRun } from './interruptedRun';
import { asShellScript } from '../../orders/request';

export interface BulkPanelDeps extends WebviewTabDeps {
  readonly log: OutputLog;
  readonly signIn: () => Promise<void>;
  readonly userAgent: () => string;
  /** Opens a new table with the rows that were not ordered. */
  readonly openRest: (model: BulkOrder | InterruptedRun) => void;
}

/** Milliseconds between two states that are sent to the page: with hundreds of rows much changes at once. */
const pause = 60;

/** One tab with a bulk order. Passes its state to the webview and the webview's requests to it. */
export class BulkPanel extends WebviewTab<ToBulkPage> {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deps: BulkPanelDeps,
    readonly model: BulkOrder | InterruptedRun,
    panel: WebviewPanel,
  ) {
    super(deps, panel, model);
    this.own(model.onDidChange(() => this.showSoon()));
    const { state } = model;
    const page: BulkPage = { texts: bulkTexts(), formTexts: formTexts(), state };
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'bulkOrder', {
      title: state.title,
      page,
    });
    panel.title = state.title;
    this.watchWhileShown();
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private showSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.show();
    }, pause);
  }

  private show(): void {
    this.watchWhileShown();
    this.post({ message: 'state', state: this.model.state });
  }

  /** The webview is not trusted: a message that does not match the schema is refused. */
  protected override receive(message: unknown): void {
    const parsed = z.safeParse(bulkRequest, message);
    if (!parsed.success) {
      this.deps.log.warn('The page of a bulk order sent a message that is not in the contract');
      return;
    }
    const { id } = parsed.data;
    this.answer(parsed.data).then(
      () => this.reply(id, null),
      (error: unknown) => this.reply(id, error instanceof Error ? error.message : String(error)),
    );
  }

  private reply(id: number, failure: string | null): void {
    // Before the reply, so that the page shows the state that it is about.
    this.show();
    this.post({ message: 'reply', id, failure });
  }

  private async answer(message: BulkRequest): Promise<void> {
    const { model } = this;
    switch (message.request) {
      case 'hello':
      case 'ready':
        // The page sends neither while it is hidden, except when it starts.
        if (model instanceof InterruptedRun) {
          model.seen();
        }
        break;
      case 'signIn':
        await this.deps.signIn();
        break;
      case 'showOutput':
        this.deps.log.show(true);
        break;
      case 'rest':
        this.deps.openRest(model);
        break;
      case 'place':
        // Afterwards the page gets the focus back: VS Code may leave it on the frame around the page.
        await (model instanceof BulkOrder
          ? model.place(message.reviewId).finally(() => this.reveal())
          : undefined);
        break;
      case 'setCommon':
      case 'setOwn':
      case 'tick':
      case 'retry':
      case 'cancel':
      case 'review':
      case 'back':
      case 'stop':
      case 'continue':
      case 'copyJson':
      case 'copyShell':
        await (model instanceof BulkOrder
          ? handleBulkRequest(model, message, this.deps.userAgent)
          : undefined);
        break;
    }
  }
}

/** The requests that change or copy a bulk order. */
export type OrderRequest = Exclude<
  BulkRequest,
  { request: 'hello' | 'ready' | 'signIn' | 'showOutput' | 'rest' }
>;

/**
 * Handles a request from the page of a bulk order.
 *
 * @throws Error with a text for the user.
 */
export async function handleBulkRequest(
  bulk: BulkOrder,
  message: OrderRequest,
  userAgent: () => string,
): Promise<void> {
  switch (message.request) {
    case 'setCommon':
      bulk.setCommon(message.name, message.value);
      break;
    case 'setOwn':
      bulk.enter(message.row, message.name, message.value);
      break;
    case 'tick':
      bulk.tick(message.rows, message.ordered);
      break;
    case 'retry':
      await bulk.load();
      break;
    case 'cancel':
      bulk.cancel();
      break;
    case 'review':
      await bulk.review();
      break;
    case 'back':
      bulk.edit();
      break;
    case 'place':
      await bulk.place(message.reviewId);
      break;
    case 'stop':
      await bulk.stop();
      break;
    case 'continue':
      await bulk.continue(message.pause, message.passRefused);
      break;
    case 'copyJson':
      await env.clipboard.writeText(jsonOf(bulk));
      break;
    case 'copyShell':
      await env.clipboard.writeText(shellOf(bulk, userAgent()));
      break;
  }
}

/**
 * Returns the exact bodies as a JSON list; the digits of ids stay as they are.
 *
 * @throws Error with a text for the user when nothing is under review.
 */
function jsonOf({ requests }: Pick<BulkOrder, 'requests'>): string {
  if (requests.length === 0) {
    throw new Error(l10n.t('This order is no longer under review. Nothing was copied.'));
  }
  return `[\n${requests.map(({ body }) => body).join(',\n')}\n]\n`;
}

/** Returns a shell script that places the orders one after the other and ends at the first one that fails. */
function shellOf({ requests }: Pick<BulkOrder, 'requests'>, userAgent: string): string {
  const [first] = requests;
  if (!first) {
    throw new Error(l10n.t('This order is no longer under review. Nothing was copied.'));
  }
  return asShellScript(
    first.baseUrl,
    userAgent,
    requests.map(({ body }) => body),
  );
}
