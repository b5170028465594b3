import type { WebviewPanel } from 'vscode';
import { l10n, Uri, ViewColumn, window } from 'vscode';
import type { Disposable } from '../portal/emitter';
import type { UserDraft } from './contract';
import type { FormPanelParts } from './formPanel';
import { FormPanel, formViewType, webviewOptions } from './formPanel';
import type { UserFormParts } from './userForm';
import { UserForm } from './userForm';

/** The form for a new subordinate user: one at most. */
export class UserPanel implements Disposable {
  private open: { readonly form: UserForm; readonly panel: WebviewPanel } | undefined;

  constructor(private readonly parts: UserFormParts & FormPanelParts) {}

  /** The form that is open; undefined when there is none. */
  get form(): UserForm | undefined {
    return this.open?.form;
  }

  /** Opens the form, or shows the one that is open unless it has come to its end. */
  show(): void {
    const { open } = this;
    if (open && open.form.state.step.name !== 'outcome') {
      open.panel.reveal();
      return;
    }
    open?.panel.dispose();
    this.create({ form: 'user', values: {}, edited: [] });
  }

  /** Opens the form with what another page of it had kept, or shows the one that is open. */
  reopen(draft: UserDraft): void {
    if (this.open) {
      this.open.panel.reveal();
    } else {
      this.create(draft);
    }
  }

  /** Whether the active tab is this form. */
  get isActive(): boolean {
    return this.open?.panel.active === true;
  }

  /** Fills a tab that VS Code brings back after a reload, from what the webview kept. */
  restore(panel: WebviewPanel, draft: UserDraft): void {
    if (this.open) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.parts.extensionUri);
    this.fill(panel, draft);
  }

  sessionChanged(): void {
    this.open?.form.sessionChanged();
  }

  dispose(): void {
    this.open?.panel.dispose();
  }

  private create(draft: UserDraft): void {
    const { extensionUri } = this.parts;
    const panel = window.createWebviewPanel(
      formViewType,
      '',
      ViewColumn.Active,
      webviewOptions(extensionUri),
    );
    this.fill(panel, draft);
  }

  private fill(panel: WebviewPanel, draft: UserDraft): void {
    const form = new UserForm(this.parts, draft.values);
    form.load();
    const formPanel = new FormPanel(this.parts, form, panel, draft, refuse);
    this.open = { form, panel };
    panel.iconPath = Uri.joinPath(this.parts.extensionUri, 'media', 'view.svg');
    panel.onDidDispose(() => {
      formPanel.dispose();
      if (this.open?.form === form) {
        this.open = undefined;
      }
    });
  }
}

/** There is no order in this form. */
function refuse(): Promise<never> {
  return Promise.reject(new Error(l10n.t('This form places no order; nothing was sent.')));
}
