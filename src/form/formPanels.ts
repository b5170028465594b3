import { type WebviewPanel, l10n } from 'vscode';
import { formDraft, type OrderDraft, type UserDraft } from './contract';
import * as z from 'zod/mini';
import type { Disposable } from '../portal/emitter';
import type { FormValues } from '../orders/formValues';
import type { EntryId } from '../orders/entry';
import { comparableSerialNumber } from '../orders/subject';
import { type FormPanelDeps, FormPanel } from './formPanel';
import { type OrderRequestDeps, handleOrderRequest } from './orderRequests';
import { type OpenForm, OpenForms } from './openForms';
import { type OrderFormDeps, OrderForm } from './orderForm';
import type { FormTarget } from './facts';
import { type UserFormDeps, UserForm } from './userForm';

type Subject = Pick<FormTarget, 'operation' | 'productId' | 'productNo'>;

/**
 * All open order forms. There is one per operation and instance or product, or more if each holds values that the user
 * has entered.
 */
export class FormPanels implements Disposable {
  private readonly forms: OpenForms<OrderForm, OrderDraft>;

  constructor(private readonly deps: OrderFormDeps & OrderRequestDeps & FormPanelDeps) {
    this.forms = new OpenForms(deps.extensionUri, (panel, draft) =>
      this.createForm(panel, targetOf(draft), draft),
    );
  }

  /** Opens a form, or shows the one that is already open for the same subject if it can still be used. */
  show(target: FormTarget): void {
    this.showUnless(target, {}, (form) => canBeReused(form, target));
  }

  /**
   * Opens a form with these values, as if the user had entered them. Shows the open form instead if its order is being
   * placed.
   */
  showFilled(target: FormTarget, values: FormValues): void {
    this.showUnless(target, values, ({ state }) => state.step.name === 'placing');
  }

  /** Restores a form into a tab that VS Code restores after a reload, from what the webview saved. */
  restore(panel: WebviewPanel, draft: OrderDraft): void {
    this.forms.bringBack(draft, this.allFor(draft), panel);
  }

  /** Opens a form with what another page had saved, or shows the one that is already open for the same subject. */
  reopen(draft: OrderDraft): void {
    this.forms.bringBack(draft, this.allFor(draft));
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return this.forms.isActive;
  }

  /** The newest open form for an operation on an instance or product; undefined when there is none. */
  formOf(subject: Subject): OrderForm | undefined {
    return this.allFor(subject).at(-1)?.form;
  }

  /** Whether the form of this target is still open. Compares the object, not its values. */
  isOpen(target: FormTarget): boolean {
    return this.forms.all.some(({ form }) => form.target === target);
  }

  /** Whether a visible form already shows the order of this journal entry. */
  shows(id: EntryId): boolean {
    return this.forms.all.some(({ form, panel }) => panel.visible && form.shownEntries().includes(id));
  }

  /** Updates every form for a new session: what it says about the session, and its lookups. */
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

  /**
   * Opens a form with these values, or shows the newest form for the same subject for which `isWanted` returns true.
   */
  private showUnless(target: FormTarget, values: FormValues, isWanted: (form: OrderForm) => boolean): void {
    const same = this.allFor(target);
    const wanted = same.findLast(({ form }) => isWanted(form));
    if (wanted) {
      wanted.formPanel.reveal();
      return;
    }
    this.forms.show(draftOf(target, values), same, (panel, draft) => this.createForm(panel, target, draft));
  }

  private createForm(panel: WebviewPanel, target: FormTarget, draft: OrderDraft) {
    // A copy, so that `isOpen` can identify the form by this object.
    const form = new OrderForm(this.deps, { ...target }, draft.values, draft.owner);
    form.load();
    const formPanel: FormPanel = new FormPanel(this.deps, form, panel, draft, {
      answerOrder: (message) =>
        handleOrderRequest(form, this.deps, message, {
          takeFocus: () => formPanel.reveal(),
          orderAnother: () => this.show(anotherTarget(target)),
        }),
      copyToNewForm: () => this.showFilled(target, form.filled),
    });
    return { form, formPanel };
  }
}

function keyOf({ operation, productId, productNo }: Subject): string {
  return `${operation} ${productId} ${comparableSerialNumber(productNo)}`;
}

/** Returns what a further order is for. Nobody subscribes to the same service again. */
function anotherTarget({ service, ...target }: FormTarget): FormTarget {
  return { ...target, service: target.operation === 'subscribe' ? undefined : service };
}

/**
 * Whether an open form can be shown instead of a new one. An order that is being placed must not be hidden behind
 * another form; a finished one need not be shown again, and a frozen one belongs to another account.
 */
function canBeReused(
  { isFrozen, state: { step }, target: { service } }: OrderForm,
  wanted: FormTarget,
): boolean {
  const isSameService =
    wanted.service === undefined || JSON.stringify(service) === JSON.stringify(wanted.service);
  return step.name === 'placing' || (step.name !== 'outcome' && isSameService && !isFrozen);
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
    operation,
    productId,
    productName,
    productNo,
    instanceName,
    values: { productNo, ...values },
    edited: Object.keys(values),
  };
}

/** The open forms for a new subordinate user: one, or more if each holds values that the user has entered. */
export class UserPanel implements Disposable {
  private readonly forms: OpenForms<UserForm, UserDraft>;

  constructor(deps: UserFormDeps & FormPanelDeps) {
    this.forms = new OpenForms(deps.extensionUri, (panel, draft) => {
      const form = new UserForm(deps, draft.values, draft.owner);
      form.load();
      const copyToNewForm = () => this.forms.show(userDraftOf(form.filled), this.forms.all);
      return {
        form,
        formPanel: new FormPanel(deps, form, panel, draft, { answerOrder: refuse, copyToNewForm }),
      };
    });
  }

  /** The newest open form; undefined when there is none. */
  get form(): UserForm | undefined {
    return this.forms.all.at(-1)?.form;
  }

  /** Opens a form, or shows the one that is already open unless it shows an outcome. */
  show(): void {
    const { all } = this.forms;
    const wanted = all.findLast(({ form }) => form.state.step.name !== 'outcome' && !form.isFrozen);
    if (wanted) {
      wanted.formPanel.reveal();
    } else {
      this.forms.show(userDraftOf({}), all);
    }
  }

  /** Opens a form with what another page had saved, or shows the one that is already open. */
  reopen(draft: UserDraft): void {
    this.forms.bringBack(draft, this.forms.all);
  }

  /** Whether the active tab is one of these forms. */
  get isActive(): boolean {
    return this.forms.isActive;
  }

  /** Restores a form into a tab that VS Code restores after a reload, from what the webview saved. */
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

function userDraftOf(values: FormValues): UserDraft {
  return { form: 'user', values, edited: Object.keys(values) };
}

/** Refuses every order request: this form has no order. */
function refuse(): Promise<never> {
  return Promise.reject(new Error(l10n.t('This form places no order; nothing was sent.')));
}

/**
 * Restores a form into a tab that VS Code restores after a reload, from what its page saved; closes the tab if nothing
 * usable was saved.
 */
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
