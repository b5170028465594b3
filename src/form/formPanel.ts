import { randomBytes } from 'node:crypto';
import type { LogOutputChannel, WebviewPanel } from 'vscode';
import { env, l10n, Uri } from 'vscode';
import * as z from 'zod/mini';
import { asCurl } from '../orders/curl';
import type { RecordId } from '../orders/record';
import type { Disposable } from '../portal/emitter';
import type { FormDraft, FormPage, RequestMessage, ToWebviewMessage } from './contract';
import { requestMessage } from './contract';
import type { OrderForm } from './orderForm';
import { formHtml } from './page';
import { formTexts } from './texts';

export interface FormPanelParts {
  readonly extensionUri: Uri;
  readonly log: LogOutputChannel;
  /** Value of the header `User-Agent`, for the copied command. */
  readonly userAgent: () => string;
  readonly signIn: () => Promise<void>;
  readonly showRecord: (id: RecordId) => Promise<void>;
  /** Orders of unknown outcome are looked for until what is returned is disposed of. */
  readonly watchSettling: () => Disposable;
}

/** Where the webview's script and style are. */
export function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** One tab with an order form: passes the form's state to the webview, and the webview's requests to the form. */
export class FormPanel implements Disposable {
  private readonly disposables: Disposable[] = [];
  private watching: Disposable | undefined;
  private isDisposed = false;

  constructor(
    private readonly parts: FormPanelParts,
    private readonly form: OrderForm,
    private readonly panel: WebviewPanel,
    private readonly draft: FormDraft,
  ) {
    this.disposables.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      form.onDidChange(() => this.showState()),
      panel.onDidChangeViewState(() => this.watchWhileShown()),
    );
    panel.webview.html = this.html();
    panel.title = form.state.title;
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.isDisposed = true;
    for (const disposable of this.disposables.reverse()) {
      disposable.dispose();
    }
    this.watching?.dispose();
    this.form.dispose();
  }

  private showState(): void {
    const { state } = this.form;
    this.panel.title = state.title;
    this.post({ message: 'state', state });
    this.watchWhileShown();
  }

  private html(): string {
    const { webview } = this.panel;
    const folder = webviewFolder(this.parts.extensionUri);
    const { state } = this.form;
    const page: FormPage = { texts: formTexts(), state, draft: this.draft };
    return formHtml({
      nonce: randomBytes(16).toString('base64'),
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(Uri.joinPath(folder, 'form.js')).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(folder, 'form.css')).toString(),
      language: env.language,
      title: state.title,
      page,
    });
  }

  /** What the webview sends is not trusted: what does not fit the contract is refused. */
  private receive(message: unknown): void {
    const request = z.safeParse(requestMessage, message);
    if (!request.success) {
      this.parts.log.warn(`The form sent a message that was refused: ${z.prettifyError(request.error)}`);
      return;
    }
    const { id } = request.data;
    this.answer(request.data).then(
      () => this.post({ message: 'reply', id, failure: null }),
      (error: unknown) => {
        this.parts.log.error(`The form's request ${request.data.request} failed: ${String(error)}`);
        this.post({ message: 'reply', id, failure: error instanceof Error ? error.message : String(error) });
      },
    );
  }

  private async answer(message: RequestMessage): Promise<void> {
    const { form } = this;
    switch (message.request) {
      case 'ready':
        this.showState();
        break;
      case 'change':
        form.change(message.values);
        break;
      case 'review':
        form.review(message.values);
        break;
      case 'back':
      case 'edit':
        form.edit();
        break;
      case 'place':
        if (!(await form.place(message.reviewId))) {
          throw new Error(
            l10n.t('This order is not under review any more; nothing was sent. Go back and review it again.'),
          );
        }
        break;
      case 'placeAnyway':
        if (!(await form.placeAnyway(message.reviewId))) {
          throw new Error(l10n.t('What holds this order back has changed; nothing was sent. Read it again.'));
        }
        break;
      case 'checkAgain':
        await form.checkAgain();
        break;
      case 'cancelCheck':
        form.cancelCheck();
        break;
      case 'showRecord':
        await this.showRecord(message.recordId);
        break;
      case 'copyJson':
      case 'copyCurl':
        await this.copy(message.request, message.reviewId);
        break;
      case 'retry':
        form.load();
        break;
      case 'signIn':
        await this.parts.signIn();
        break;
      case 'showOutput':
        this.parts.log.show(true);
        break;
    }
  }

  private async copy(what: 'copyJson' | 'copyCurl', reviewId: string): Promise<void> {
    const reviewed = this.form.reviewedOrder(reviewId);
    if (!reviewed) {
      throw new Error(l10n.t('This order is not under review any more; nothing was copied.'));
    }
    const { baseUrl, body } = reviewed;
    await env.clipboard.writeText(what === 'copyJson' ? body : asCurl(baseUrl, this.parts.userAgent(), body));
  }

  /** Shows one of the records that the form speaks of, and none else. */
  private async showRecord(recordId: string): Promise<void> {
    const shown = this.form.shownRecords().find((id) => id === recordId);
    if (shown !== undefined) {
      await this.parts.showRecord(shown);
    }
  }

  /** As long as the user looks at an order of unknown outcome, it is looked for. */
  private watchWhileShown(): void {
    const isWaiting = this.panel.visible && this.form.isWaiting;
    if (isWaiting) {
      this.watching ??= this.parts.watchSettling();
    } else {
      this.watching?.dispose();
      this.watching = undefined;
    }
  }

  /** A tab may be closed while the host is at work on a request of its page. */
  private post(message: ToWebviewMessage): void {
    if (!this.isDisposed) {
      void this.panel.webview.postMessage(message);
    }
  }
}
