import { Owner, type Disposable } from '../portal/emitter';
import { formHtml } from './page';
import { randomBytes } from 'node:crypto';
import { type WebviewOptions, type WebviewPanel, type WebviewPanelOptions, env, Uri } from 'vscode';
import * as z from 'zod/mini';
import type { OutputLog } from '../outputLog';
import {
  type FormDraft,
  type FormPage,
  type RequestMessage,
  type ToWebviewMessage,
  requestMessage,
} from './contract';
import type { FormModel } from './stage';
import { outcomeText } from './outcomeView';
import { formTexts } from './texts';

export interface FormPanelDeps {
  readonly extensionUri: Uri;
  readonly log: OutputLog;
  readonly signIn: () => Promise<void>;
  /** Keeps reconciling orders of unknown outcome until the returned object is disposed. */
  readonly watchSettling: () => Disposable;
}

export const formViewType = 'pbx.form';

/** Returns the folder that holds the webview's script and style sheet. */
function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * Commands that links in the page may run. They still work when the extension no longer receives messages from the
 * page.
 */
const linkCommands = ['pbx.reopenForm', 'workbench.action.reloadWindow'] as const;

/**
 * Restricts what a form's page may do: run its own script, load nothing but that script and its style sheet, and link
 * to the commands that reopen it.
 */
export function webviewOptions(extensionUri: Uri): WebviewPanelOptions & WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: linkCommands,
    localResourceRoots: [webviewFolder(extensionUri)],
  };
}

/** Requests that every form handles; the others are only for order forms. */
type CommonRequest = Extract<
  RequestMessage,
  {
    request:
      | 'hello'
      | 'ready'
      | 'change'
      | 'submit'
      | 'check'
      | 'back'
      | 'edit'
      | 'retry'
      | 'signIn'
      | 'copyToNewForm'
      | 'showOutput'
      | 'copyOutcome'
      | 'close';
  }
>;
export type OrderRequest = Exclude<RequestMessage, CommonRequest>;

/** What differs by kind of form. */
export interface FormEvents {
  /**
   * Handles the requests that only order forms support.
   *
   * @throws Error with a text for the user.
   */
  readonly answerOrder: (message: OrderRequest) => Promise<void>;
  /** Opens a form for the current session with the values of this one. */
  readonly copyToNewForm: () => void;
}

/** One tab with a form. Passes the form's state to the webview and the webview's requests to the form. */
export class FormPanel extends Owner {
  private watch: Disposable | undefined;
  private isDisposed = false;

  constructor(
    private readonly deps: FormPanelDeps,
    private readonly form: FormModel,
    private readonly panel: WebviewPanel,
    private readonly draft: FormDraft,
    private readonly events: FormEvents,
  ) {
    super();
    this.own(form);
    this.own(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.own(form.onDidChange(() => this.showState()));
    this.own(panel.onDidChangeViewState(() => this.watchWhileShown()));
    panel.webview.html = this.html();
    panel.title = iconlessTitle(form.tabTitle);
  }

  /** Brings the tab to the front and focuses it; does nothing if it has been closed. */
  reveal(): void {
    if (!this.isDisposed) {
      this.panel.reveal();
    }
  }

  override dispose(): void {
    this.isDisposed = true;
    this.watch?.dispose();
    super.dispose();
  }

  private showState(): void {
    const { state } = this.form;
    this.panel.title = iconlessTitle(this.form.tabTitle);
    this.post({ message: 'state', state });
    this.watchWhileShown();
  }

  private html(): string {
    const { webview } = this.panel;
    const folder = webviewFolder(this.deps.extensionUri);
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

  /** The webview is not trusted: a message that does not match the schema is refused. */
  private receive(message: unknown): void {
    const request = z.safeParse(requestMessage, message);
    if (!request.success) {
      this.deps.log.warn(`The form sent a message that was refused: ${z.prettifyError(request.error)}`);
      return;
    }
    const { id } = request.data;
    this.answer(request.data).then(
      () => this.post({ message: 'reply', id, failure: null }),
      (error: unknown) => {
        this.deps.log.error(`The form's request ${request.data.request} failed: ${String(error)}`);
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
      case 'check':
        form.check(message.values);
        break;
      case 'back':
      case 'edit':
        form.edit();
        break;
      case 'retry':
        form.load();
        break;
      case 'signIn':
        await this.deps.signIn();
        break;
      case 'copyToNewForm':
        if (form.state.frozen?.mayCopy === true) {
          this.events.copyToNewForm();
        }
        break;
      case 'showOutput':
        this.deps.log.show(true);
        break;
      case 'copyOutcome':
        await this.copyOutcome();
        break;
      case 'close':
        this.panel.dispose();
        break;
      case 'place':
      case 'placeAnyway':
      case 'askAgain':
      case 'checkAgain':
      case 'cancelCheck':
      case 'showEntry':
      case 'showPortalOrder':
      case 'showLock':
      case 'copyJson':
      case 'copyCurl':
      case 'showPbx':
      case 'orderAnother':
        await this.events.answerOrder(message);
        break;
    }
  }

  private async copyOutcome(): Promise<void> {
    const { step } = this.form.state;
    if (step.name === 'outcome') {
      await env.clipboard.writeText(outcomeText(step.outcome));
    }
  }

  /** Keeps reconciling while the user is looking at an order of unknown outcome. */
  private watchWhileShown(): void {
    const isWaiting = this.panel.visible && this.form.isWaiting;
    if (isWaiting) {
      this.watch ??= this.deps.watchSettling();
    } else {
      this.watch?.dispose();
      this.watch = undefined;
    }
  }

  /** Sends a message unless the tab has been closed, which can happen while a request is being handled. */
  private post(message: ToWebviewMessage): void {
    if (!this.isDisposed) {
      void this.panel.webview.postMessage(message);
    }
  }
}

/**
 * Returns a title that is safe for a tab. The list of open tabs turns `$(name)` into an icon, so a zero-width space
 * breaks it up; a backslash would be visible in the tab itself.
 */
function iconlessTitle(title: string): string {
  return title.replaceAll('$(', '$\u200b(');
}
