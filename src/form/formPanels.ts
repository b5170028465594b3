import type { WebviewPanel } from 'vscode';
import { Uri, ViewColumn, window } from 'vscode';
import type { Disposable } from '../portal/emitter';
import type { FormValues } from '../orders/formValues';
import type { RecordId } from '../orders/record';
import { comparableSerialNumber } from '../orders/subject';
import type { OrderDraft } from './contract';
import type { FormPanelParts } from './formPanel';
import type { OrderRequestParts } from './orderRequests';
import { answerOrderRequest } from './orderRequests';
import { FormPanel, formViewType, webviewOptions } from './formPanel';
import type { OrderFormParts } from './orderForm';
import { OrderForm } from './orderForm';
import type { FormTarget } from './target';

interface Open {
  readonly form: OrderForm;
  readonly formPanel: FormPanel;
  readonly panel: WebviewPanel;
  readonly target: FormTarget;
}

/** The open forms, one at most for each operation on an instance or a product. */
export class FormPanels implements Disposable {
  private readonly open = new Map<string, Open>();

  constructor(private readonly parts: OrderFormParts & OrderRequestParts & FormPanelParts) {}

  /** Opens the form, or shows the one that is open for the same if that is still of use. */
  show(target: FormTarget): void {
    const existing = this.open.get(keyOf(target));
    if (existing && isOfUse(existing, target)) {
      existing.formPanel.reveal();
      return;
    }
    existing?.panel.dispose();
    this.create(target, draftOf(target, {}));
  }

  /** Opens the form with these values in it, as if the user had entered them; an order under way is shown instead. */
  showFilled(target: FormTarget, values: FormValues): void {
    const existing = this.open.get(keyOf(target));
    if (existing?.form.state.step.name === 'placing') {
      existing.formPanel.reveal();
      return;
    }
    existing?.panel.dispose();
    this.create(target, draftOf(target, values));
  }

  /** Fills a tab that VS Code brings back after a reload, from what the webview kept. */
  restore(panel: WebviewPanel, draft: OrderDraft): void {
    if (this.open.has(keyOf(draft))) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.parts.extensionUri);
    this.fill(panel, targetOf(draft), draft);
  }

  /** Opens the form with what another page of it had kept, or shows the one that is open for the same. */
  reopen(draft: OrderDraft): void {
    const existing = this.open.get(keyOf(draft));
    if (existing) {
      existing.formPanel.reveal();
    } else {
      this.create(targetOf(draft), draft);
    }
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return [...this.open.values()].some(({ panel }) => panel.active);
  }

  /** The form that is open for an operation on an instance or product; undefined when there is none. */
  formOf(target: Pick<FormTarget, 'operation' | 'productId' | 'productNo'>): OrderForm | undefined {
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

  private create(target: FormTarget, draft: OrderDraft): void {
    const { extensionUri } = this.parts;
    const panel = window.createWebviewPanel(
      formViewType,
      '',
      ViewColumn.Active,
      webviewOptions(extensionUri),
    );
    this.fill(panel, target, draft);
  }

  private fill(panel: WebviewPanel, target: FormTarget, draft: OrderDraft): void {
    const form = new OrderForm(this.parts, target, draft.values);
    form.load();
    const formPanel = new FormPanel(this.parts, form, panel, draft, (message) =>
      answerOrderRequest(form, this.parts, message, () => formPanel.reveal()),
    );
    const key = keyOf(target);
    this.open.set(key, { form, formPanel, panel, target });
    panel.iconPath = Uri.joinPath(this.parts.extensionUri, 'media', 'view.svg');
    panel.onDidDispose(() => {
      formPanel.dispose();
      this.open.delete(key);
    });
  }
}

function keyOf({
  operation,
  productId,
  productNo,
}: Pick<FormTarget, 'operation' | 'productId' | 'productNo'>) {
  return `${operation} ${productId} ${comparableSerialNumber(productNo)}`;
}

/** An order under way is never hidden behind another form; a finished one is in nobody's way. */
function isOfUse({ form, target: { service } }: Open, wanted: FormTarget): boolean {
  const { step } = form.state;
  const isSameService =
    wanted.service === undefined || JSON.stringify(service) === JSON.stringify(wanted.service);
  return step.name === 'placing' || (step.name !== 'outcome' && isSameService);
}

function targetOf({
  operation,
  productId,
  productName,
  productNo,
  instanceName,
  values: { serviceId = '' },
}: OrderDraft): FormTarget {
  const service = serviceId === '' ? undefined : { serviceId };
  return { operation, productId, productName, productNo, instanceName, service };
}

function draftOf(
  { operation, productId, productName, productNo, instanceName }: FormTarget,
  values: FormValues,
): OrderDraft {
  return {
    form: 'order',
    ...{ operation, productId, productName, productNo, instanceName },
    values: { productNo, ...values },
    edited: Object.keys(values),
  };
}
