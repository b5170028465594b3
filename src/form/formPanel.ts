import { type WebviewPanel, env } from 'vscode';
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
import { type WebviewTabDeps, WebviewTab, webviewHtml } from './webviewTab';

export interface FormPanelDeps extends WebviewTabDeps {
  readonly log: OutputLog;
  readonly signIn: () => Promise<void>;
}

export const formViewType = 'pbx.form';

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
export class FormPanel extends WebviewTab<ToWebviewMessage> {
  constructor(
    private readonly deps: FormPanelDeps,
    private readonly form: FormModel,
    panel: WebviewPanel,
    draft: FormDraft,
    private readonly events: FormEvents,
  ) {
    super(deps, panel, form);
    this.own(form);
    this.own(form.onDidChange(() => this.showState()));
    const { state } = form;
    const page: FormPage = { texts: formTexts(draft.form), state, draft };
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'form', { title: state.title, page });
    panel.title = iconlessTitle(form.tabTitle);
  }

  private showState(): void {
    const { state } = this.form;
    this.panel.title = iconlessTitle(this.form.tabTitle);
    this.post({ message: 'state', state });
    this.watchWhileShown();
  }

  /** The webview is not trusted: a message that does not match the schema is refused. */
  protected override receive(message: unknown): void {
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
}

/**
 * Returns a title that is safe for a tab. The list of open tabs turns `$(name)` into an icon, so a zero-width space
 * breaks it up; a backslash would be visible in the tab itself.
 */
function iconlessTitle(title: string): string {
  return title.replaceAll('$(', '$\u200b(');
}
