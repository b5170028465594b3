import { type WebviewPanel, l10n } from 'vscode';
import type { Disposable } from '../portal/emitter';
import type { FormValues } from '../orders/formValues';
import type { RecordId } from '../orders/record';
import { comparableSerialNumber } from '../orders/subject';
import type { OrderDraft, UserDraft } from './contract';
import { type FormPanelParts, FormPanel } from './formPanel';
import { type OrderRequestParts, answerOrderRequest } from './orderRequests';
import { type OpenForm, OpenForms } from './openForms';
import { type OrderFormParts, OrderForm } from './orderForm';
import type { FormTarget } from './facts';
import { type UserFormParts, UserForm } from './userForm';

type Subject = Pick<FormTarget, 'operation' | 'productId' | 'productNo'>;

/** The open forms of orders: one for each operation on an instance or a product, and more only to keep what was entered. */
export class FormPanels implements Disposable {
  private readonly forms: OpenForms<OrderForm, OrderDraft>;

  constructor(private readonly parts: OrderFormParts & OrderRequestParts & FormPanelParts) {
    this.forms = new OpenForms(parts.extensionUri, (panel, draft) =>
      this.fill(panel, targetOf(draft), draft),
    );
  }

  /** Opens the form, or shows the one that is open for the same if that is still of use. */
  show(target: FormTarget): void {
    this.showUnless(target, {}, (form) => isOfUse(form, target));
  }

  /** Opens the form with these values in it, as if the user had entered them; an order under way is shown instead. */
  showFilled(target: FormTarget, values: FormValues): void {
    this.showUnless(target, values, ({ state }) => state.step.name === 'placing');
  }

  /** Fills a tab that VS Code brings back after a reload, from what the webview kept. */
  restore(panel: WebviewPanel, draft: OrderDraft): void {
    this.forms.bringBack(draft, this.allFor(draft), panel);
  }

  /** Opens the form with what another page of it had kept, or shows the one that is open for the same. */
  reopen(draft: OrderDraft): void {
    this.forms.bringBack(draft, this.allFor(draft));
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return this.forms.isActive;
  }

  /** The newest form that is open for an operation on an instance or product; undefined when there is none. */
  formOf(subject: Subject): OrderForm | undefined {
    return this.allFor(subject).at(-1)?.form;
  }

  /** Whether the form that this very target was made for is still open. */
  isOpen(target: FormTarget): boolean {
    return this.forms.all.some(({ form }) => form.target === target);
  }

  /** Whether a visible form tells of this record already. */
  shows(id: RecordId): boolean {
    return this.forms.all.some(({ form, panel }) => panel.visible && form.shownRecords().includes(id));
  }

  /** The session has changed: every form says so, and looks up anew what it needs. */
  sessionChanged(): void {
    this.forms.sessionChanged();
  }

  dispose(): void {
    this.forms.dispose();
  }

  private allFor(subject: Subject): OpenForm<OrderForm>[] {
    const key = keyOf(subject);
    return this.forms.all.filter(({ form }) => keyOf(form.target) === key);
  }

  /** Opens the form with these values, or shows the newest one for the same that is wanted instead. */
  private showUnless(target: FormTarget, values: FormValues, isWanted: (form: OrderForm) => boolean): void {
    const same = this.allFor(target);
    const wanted = same.findLast(({ form }) => isWanted(form));
    if (wanted) {
      wanted.formPanel.reveal();
      return;
    }
    this.forms.show(draftOf(target, values), same, (panel, draft) => this.fill(panel, target, draft));
  }

  private fill(panel: WebviewPanel, target: FormTarget, draft: OrderDraft) {
    // A copy: `isOpen` knows the form by it.
    const form = new OrderForm(this.parts, { ...target }, draft.values);
    form.load();
    const formPanel: FormPanel = new FormPanel(this.parts, form, panel, draft, (message) =>
      answerOrderRequest(form, this.parts, message, () => formPanel.reveal()),
    );
    return { form, formPanel };
  }
}

function keyOf({ operation, productId, productNo }: Subject): string {
  return `${operation} ${productId} ${comparableSerialNumber(productNo)}`;
}

/** An order under way is never hidden behind another form; a finished one is in nobody's way. */
function isOfUse({ state: { step }, target: { service } }: OrderForm, wanted: FormTarget): boolean {
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
