import { formHtml } from './page';
import { randomBytes } from 'node:crypto';
import { type WebviewOptions, type WebviewPanel, type WebviewPanelOptions, env, Uri } from 'vscode';
import * as z from 'zod/mini';
import type { OutputLog } from '../outputLog';
import type { Disposable } from '../portal/emitter';
import {
  type FormDraft,
  type FormPage,
  type RequestMessage,
  type ToWebviewMessage,
  requestMessage,
} from './contract';
import type { FormModel } from './stage';
import { formTexts } from './texts';

export interface FormPanelParts {
  readonly extensionUri: Uri;
  readonly log: OutputLog;
  readonly signIn: () => Promise<void>;
  /** Orders of unknown outcome are looked for until what is returned is disposed of. */
  readonly watchSettling: () => Disposable;
}

export const formViewType = 'pbx.form';

/** Where the webview's script and style are. */
function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** Commands that a link of the page may run: what remains to a page whose messages nobody hears any more. */
const linkCommands = ['pbx.reopenForm', 'workbench.action.reloadWindow'] as const;

/** What a form's page may do: run its script, load nothing but that and its style, and be opened again. */
export function webviewOptions(extensionUri: Uri): WebviewPanelOptions & WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: linkCommands,
    localResourceRoots: [webviewFolder(extensionUri)],
  };
}

/** What a page can ask of any form; the rest is about orders. */
type CommonRequest = Extract<
  RequestMessage,
  { request: 'hello' | 'ready' | 'change' | 'submit' | 'back' | 'edit' | 'retry' | 'signIn' | 'showOutput' }
>;
export type OrderRequest = Exclude<RequestMessage, CommonRequest>;

/** One tab with a form: passes the form's state to the webview, and the webview's requests to the form. */
export class FormPanel implements Disposable {
  private readonly disposables: Disposable[] = [];
  private watching: Disposable | undefined;
  private isDisposed = false;

  constructor(
    private readonly parts: FormPanelParts,
    private readonly form: FormModel,
    private readonly panel: WebviewPanel,
    private readonly draft: FormDraft,
    /** Does what only an order form can be asked. @throws Error with a sentence for a person. */
    private readonly answerOrder: (message: OrderRequest) => Promise<void>,
  ) {
    this.disposables.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      form.onDidChange(() => this.showState()),
      panel.onDidChangeViewState(() => this.watchWhileShown()),
    );
    panel.webview.html = this.html();
    panel.title = tabTitle(form.state.title);
  }

  /** Brings the tab to the front, with the focus; one that has been closed stays so. */
  reveal(): void {
    if (!this.isDisposed) {
      this.panel.reveal();
    }
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
    this.panel.title = tabTitle(state.title);
    this.post({ message: 'state', state });
    this.watchWhileShown();
  }

  private html(): string {
    const { webview } = this.panel;
    const folder = webviewFolder(this.parts.extensionUri);
    const { state } = this.form;
    const page: FormPage = { texts: formTexts(this.draft.form), state, draft: this.draft };
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
      case 'hello':
        break;
      case 'ready':
        this.showState();
        break;
      case 'change':
        form.change(message.values);
        break;
      case 'submit':
        form.submit(message.values);
        break;
      case 'back':
      case 'edit':
        form.edit();
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
      case 'place':
      case 'placeAnyway':
      case 'askAgain':
      case 'checkAgain':
      case 'cancelCheck':
      case 'showRecord':
      case 'showPortalOrder':
      case 'showLock':
      case 'copyJson':
      case 'copyCurl':
        await this.answerOrder(message);
        break;
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

/** The list of open tabs turns `$(name)` into an icon, and the tabs themselves would show a mark that prevents it. */
function tabTitle(title: string): string {
  return title.replaceAll('$(', '$\u200b(');
}
