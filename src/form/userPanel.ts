import { type WebviewPanel, l10n } from 'vscode';
import type { Disposable } from '../portal/emitter';
import type { UserDraft } from './contract';
import { type FormPanelParts, FormPanel } from './formPanel';
import { OpenForms } from './openForms';
import { type UserFormParts, UserForm } from './userForm';

/** The form for a new subordinate user: one, and more only to keep what was entered. */
export class UserPanel implements Disposable {
  private readonly forms: OpenForms<UserForm, UserDraft>;

  constructor(parts: UserFormParts & FormPanelParts) {
    this.forms = new OpenForms(parts.extensionUri, (panel, draft) => {
      const form = new UserForm(parts, draft.values);
      form.load();
      return { form, formPanel: new FormPanel(parts, form, panel, draft, refuse) };
    });
  }

  /** The newest form that is open; undefined when there is none. */
  get form(): UserForm | undefined {
    return this.forms.all.at(-1)?.form;
  }

  /** Opens the form, or shows the one that is open unless it has come to its end. */
  show(): void {
    const { all } = this.forms;
    const wanted = all.findLast(({ form }) => form.state.step.name !== 'outcome');
    if (wanted) {
      wanted.formPanel.reveal();
    } else {
      this.forms.show({ form: 'user', values: {}, edited: [] }, all);
    }
  }

  /** Opens the form with what another page of it had kept, or shows the one that is open. */
  reopen(draft: UserDraft): void {
    this.forms.bringBack(draft, this.forms.all);
  }

  /** Whether the active tab is this form. */
  get isActive(): boolean {
    return this.forms.isActive;
  }

  /** Fills a tab that VS Code brings back after a reload, from what the webview kept. */
  restore(panel: WebviewPanel, draft: UserDraft): void {
    this.forms.bringBack(draft, this.forms.all, panel);
  }

  sessionChanged(): void {
    this.forms.sessionChanged();
  }

  dispose(): void {
    this.forms.dispose();
  }
}

/** There is no order in this form. */
function refuse(): Promise<never> {
  return Promise.reject(new Error(l10n.t('This form places no order; nothing was sent.')));
}
