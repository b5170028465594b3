import { type WebviewPanel, Uri, ViewColumn, window } from 'vscode';
import type { FormValues } from '../orders/formValues';
import type { Disposable } from '../portal/emitter';
import { type FormDraft, formDraft } from './contract';
import type { FormModel } from './stage';
import { type FormPanel, formViewType, webviewOptions } from './formPanel';
import * as z from 'zod/mini';
import type { FormPanels, UserPanel } from './formPanels';

/** A form with its tab. */
export interface OpenForm<Form extends FormModel> {
  readonly form: Form;
  readonly formPanel: FormPanel;
  readonly panel: WebviewPanel;
  /** The values that it was opened with, none of them the user's; undefined when some of them are. */
  readonly given: FormValues | undefined;
}

/** What a tab is filled with. */
interface Filled<Form extends FormModel> {
  readonly form: Form;
  readonly formPanel: FormPanel;
}

/** The tabs of one kind of form. Whatever the user has entered in one of them stays until the user closes that tab. */
export class OpenForms<Form extends FormModel, Draft extends FormDraft> implements Disposable {
  private open: readonly OpenForm<Form>[] = [];

  constructor(
    private readonly extensionUri: Uri,
    private readonly fill: (panel: WebviewPanel, draft: Draft) => Filled<Form>,
  ) {}

  /** The open forms, the newest last. */
  get all(): readonly OpenForm<Form>[] {
    return this.open;
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return this.open.some(({ panel }) => panel.active);
  }

  /** Opens a form that holds nothing of the user's, in place of those of the same that are of no more use. */
  show(draft: Draft, same: readonly OpenForm<Form>[], fill = this.fill): void {
    close(same.filter((one) => isUntouched(one) || isFinished(one)));
    this.add(this.newPanel(), fill, draft, draft.values);
  }

  /**
   * Opens a form with what a page has kept. It takes the place of one for the same in which the user has entered nothing;
   * a page in which the user has entered nothing gives way to any form for the same.
   *
   * @param same The open forms for the same.
   * @param panel The tab that VS Code brings back; a new one by default.
   */
  bringBack(draft: Draft, same: readonly OpenForm<Form>[], panel?: WebviewPanel): void {
    const newest = same.at(-1);
    const holdsEntries = draft.edited.length > 0;
    if (newest && !holdsEntries) {
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
    this.add(panel ?? this.newPanel(), this.fill, draft, holdsEntries ? undefined : draft.values);
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
    fill: (panel: WebviewPanel, draft: Draft) => Filled<Form>,
    draft: Draft,
    given: FormValues | undefined,
  ): void {
    const { form, formPanel } = fill(panel, draft);
    const added = { form, formPanel, panel, given };
    this.open = [...this.open, added];
    panel.iconPath = Uri.joinPath(this.extensionUri, 'media', 'view.svg');
    panel.onDidDispose(() => {
      formPanel.dispose();
      this.open = this.open.filter((one) => one !== added);
    });
  }
}

/** Whether the user has entered nothing. What is reviewed or under way is the user's, whoever filled it in. */
function isUntouched({ form, given }: OpenForm<FormModel>): boolean {
  return given !== undefined && form.state.step.name === 'edit' && form.holdsOnly(given);
}

/** Whether the form has come to an end from which its values cannot be edited again. */
function isFinished({ form }: OpenForm<FormModel>): boolean {
  const { step } = form.state;
  return step.name === 'outcome' && !step.outcome.mayEdit;
}

function close(forms: readonly OpenForm<FormModel>[]): void {
  for (const { panel } of forms) {
    panel.dispose();
  }
}

/** Fills a tab that VS Code brings back after a reload, from what its page kept; a tab that kept nothing is closed. */
export function restoreForm(
  { forms, user }: { readonly forms: FormPanels; readonly user: UserPanel },
  panel: WebviewPanel,
  kept: unknown,
): void {
  const draft = z.safeParse(formDraft, kept);
  if (!draft.success) {
    panel.dispose();
  } else if (draft.data.form === 'order') {
    forms.restore(panel, draft.data);
  } else {
    user.restore(panel, draft.data);
  }
}
