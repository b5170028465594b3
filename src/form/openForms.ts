import { type WebviewPanel, Uri, ViewColumn, window } from 'vscode';
import type { FormValues } from '../orders/formValues';
import type { Disposable } from '../portal/emitter';
import { type FormDraft } from './contract';
import type { FormModel } from './stage';
import { type FormPanel, formViewType } from './formPanel';
import { webviewOptions } from './webviewTab';

/** An open form and its tab. */
export interface OpenForm<Form extends FormModel> {
  readonly form: Form;
  readonly formPanel: FormPanel;
  readonly panel: WebviewPanel;
  /** The values that the form was opened with; undefined when the user had entered some of them. */
  readonly given: FormValues | undefined;
}

/** The contents of a tab. */
interface CreatedForm<Form extends FormModel> {
  readonly form: Form;
  readonly formPanel: FormPanel;
}

/** The tabs of one kind of form. What the user has entered in a tab stays until the user closes it. */
export class OpenForms<Form extends FormModel, Draft extends FormDraft> implements Disposable {
  private open: readonly OpenForm<Form>[] = [];

  constructor(
    private readonly extensionUri: Uri,
    private readonly createForm: (panel: WebviewPanel, draft: Draft) => CreatedForm<Form>,
  ) {}

  /** The open forms, newest last. */
  get all(): readonly OpenForm<Form>[] {
    return this.open;
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return this.open.some(({ panel }) => panel.active);
  }

  /**
   * Opens a form without any entries of the user. Closes those in `same` that hold none either, or that are finished.
   *
   * @param same The open forms for the same subject.
   */
  show(draft: Draft, same: readonly OpenForm<Form>[], createForm = this.createForm): void {
    close(same.filter((one) => isUntouched(one) || isFinished(one)));
    this.add(this.newPanel(), createForm, draft, draft.values);
  }

  /**
   * Opens a form with what a page has saved. If that includes entries of the user, it replaces the forms in `same` that
   * have none; otherwise any open form in `same` is kept instead.
   *
   * @param same The open forms for the same subject.
   * @param panel The tab that VS Code restores; a new one by default.
   */
  bringBack(draft: Draft, same: readonly OpenForm<Form>[], panel?: WebviewPanel): void {
    const newest = same.findLast(({ form }) => !form.isFrozen);
    const hasEntries = draft.edited.length > 0;
    if (newest && !hasEntries) {
      if (panel) {
        panel.dispose();
      } else {
        newest.formPanel.reveal();
      }
      return;
    }
    close(same.filter(isUntouched));
    if (panel) {
      panel.webview.options = webviewOptions(this.extensionUri);
    }
    this.add(panel ?? this.newPanel(), this.createForm, draft, hasEntries ? undefined : draft.values);
  }

  sessionChanged(): void {
    for (const { form } of this.open) {
      form.sessionChanged();
    }
  }

  dispose(): void {
    close(this.open);
  }

  private newPanel(): WebviewPanel {
    return window.createWebviewPanel(formViewType, '', ViewColumn.Active, webviewOptions(this.extensionUri));
  }

  private add(
    panel: WebviewPanel,
    createForm: (panel: WebviewPanel, draft: Draft) => CreatedForm<Form>,
    draft: Draft,
    given: FormValues | undefined,
  ): void {
    const { form, formPanel } = createForm(panel, draft);
    const added = { form, formPanel, panel, given };
    this.open = [...this.open, added];
    const icon = (file: string) => Uri.joinPath(this.extensionUri, 'media', file);
    // Unlike an icon of a view, VS Code draws that of a tab in the colour of its file.
    panel.iconPath = { light: icon('view.svg'), dark: icon('view-dark.svg') };
    panel.onDidDispose(() => {
      formPanel.dispose();
      this.open = this.open.filter((one) => one !== added);
    });
  }
}

/**
 * Whether the user has entered nothing. An order that is under review or further counts as the user's, whoever filled
 * in the form.
 */
function isUntouched({ form, given }: OpenForm<FormModel>): boolean {
  return given !== undefined && form.state.step.name === 'edit' && form.holdsOnly(given);
}

/** Whether the form shows an outcome after which its values cannot be edited again. */
function isFinished({ form }: OpenForm<FormModel>): boolean {
  const { step } = form.state;
  return step.name === 'outcome' && !step.outcome.mayEdit;
}

function close(forms: readonly OpenForm<FormModel>[]): void {
  for (const { panel } of forms) {
    panel.dispose();
  }
}
