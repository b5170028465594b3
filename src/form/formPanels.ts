import type { WebviewPanel } from 'vscode';
import { Uri, ViewColumn, window } from 'vscode';
import * as z from 'zod/mini';
import type { Disposable } from '../portal/emitter';
import { emptyFormValues } from '../orders/formValues';
import type { RecordId } from '../orders/record';
import type { FormDraft } from './contract';
import { formDraft } from './contract';
import type { FormTarget } from './fields';
import type { FormPanelParts } from './formPanel';
import { FormPanel, webviewFolder } from './formPanel';
import type { OrderFormParts } from './orderForm';
import { OrderForm } from './orderForm';

export const formViewType = 'pbx.form';

interface Open {
  readonly form: OrderForm;
  readonly formPanel: FormPanel;
  readonly panel: WebviewPanel;
  readonly target: FormTarget;
}

/** The open forms, one for each instance at most. */
export class FormPanels implements Disposable {
  private readonly open = new Map<string, Open>();

  constructor(private readonly parts: OrderFormParts & FormPanelParts) {}

  /** Opens the form for an instance, or shows the one that is open for it if that is still of use. */
  show(target: FormTarget): void {
    const existing = this.open.get(keyOf(target));
    if (existing && isOfUse(existing, target)) {
      existing.formPanel.reveal();
      return;
    }
    existing?.panel.dispose();
    const panel = window.createWebviewPanel(formViewType, '', ViewColumn.Active, this.options());
    this.fill(panel, target, draftOf(target));
  }

  /** Fills a tab that VS Code brings back after a reload, from what the webview kept. */
  restore(panel: WebviewPanel, kept: unknown): void {
    const draft = z.safeParse(formDraft, kept);
    if (!draft.success || this.open.has(keyOf(draft.data))) {
      panel.dispose();
      return;
    }
    const { productId, productNo, instanceName, values } = draft.data;
    const service = values.serviceId === '' ? undefined : { serviceId: values.serviceId };
    panel.webview.options = this.options();
    this.fill(panel, { productId, productNo, instanceName, service }, draft.data);
  }

  /** The form that is open for an instance; undefined when there is none. */
  formOf(target: Pick<FormTarget, 'productId' | 'productNo'>): OrderForm | undefined {
    return this.open.get(keyOf(target))?.form;
  }

  /** Whether a visible form tells of this record already. */
  shows(id: RecordId): boolean {
    return [...this.open.values()].some(
      ({ form, panel }) => panel.visible && form.shownRecords().includes(id),
    );
  }

  /** The session has changed: every form says so, and looks up anew what it needs. */
  sessionChanged(): void {
    for (const { form } of this.open.values()) {
      form.sessionChanged();
    }
  }

  dispose(): void {
    for (const { panel } of [...this.open.values()]) {
      panel.dispose();
    }
  }

  private fill(panel: WebviewPanel, target: FormTarget, draft: FormDraft): void {
    const form = new OrderForm(this.parts, target, draft.values);
    form.load();
    const formPanel = new FormPanel(this.parts, form, panel, draft);
    const key = keyOf(target);
    this.open.set(key, { form, formPanel, panel, target });
    panel.iconPath = Uri.joinPath(this.parts.extensionUri, 'media', 'view.svg');
    panel.onDidDispose(() => {
      formPanel.dispose();
      this.open.delete(key);
    });
  }

  private options() {
    return { enableScripts: true, localResourceRoots: [webviewFolder(this.parts.extensionUri)] };
  }
}

function keyOf({ productId, productNo }: { productId: number; productNo: string }): string {
  return `${productId} ${productNo}`;
}

/** An order under way is never hidden behind another form; a finished one is in nobody's way. */
function isOfUse({ form, target: { service } }: Open, wanted: FormTarget): boolean {
  const { step } = form.state;
  const isSameService =
    wanted.service === undefined || JSON.stringify(service) === JSON.stringify(wanted.service);
  return step.name === 'placing' || (step.name !== 'outcome' && isSameService);
}

function draftOf({ productId, productNo, instanceName }: FormTarget): FormDraft {
  return { productId, productNo, instanceName, values: { ...emptyFormValues, productNo }, edited: [] };
}
