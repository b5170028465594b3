import type { Field } from '../contract';
import type { FormTexts } from '../pageTexts';
import { type Control, controlFor } from './controls';
import { button, element, setAttribute, showChildren, progressRing, showText } from './element';

export interface FieldEvents {
  readonly edited: (value: string) => void;
  /** The focus has left the field or moved within it. */
  readonly left: () => void;
  readonly retry: () => void;
}

/** Fields whose choices nearly always have notes; those appear only once the choices have loaded. */
const usuallyNoted: ReadonlySet<string> = new Set(['connectionPlanId', 'billingId']);

/** One field: its label, its control, and the texts below it. */
export class FieldView {
  readonly element: HTMLElement;
  readonly kind: Field['control'];
  private readonly control: Control;
  private readonly caption: HTMLElement;
  private readonly label = element('span');
  private readonly optional: HTMLElement;
  private readonly ring = progressRing();
  private readonly note: HTMLElement;
  private readonly hint: HTMLElement;
  private readonly failure: HTMLElement;
  private readonly failureText: HTMLElement;
  private readonly retry: HTMLButtonElement;
  private readonly problem: HTMLElement;

  constructor(field: Field, texts: FormTexts, events: FieldEvents) {
    const { name } = field;
    this.kind = field.control;
    const isGroup = field.control === 'radio';
    const isCheckbox = field.control === 'checkbox' || field.control === 'readonlyCheckbox';
    this.element = isGroup
      ? element('fieldset', { class: 'field', role: 'radiogroup' })
      : element('div', { class: 'field' });
    this.optional = element('span', { class: 'optional' }, ' ', texts.optional);
    this.caption = isGroup
      ? element('legend', { class: 'vscode-label' }, this.label)
      : element('label', { class: 'vscode-label', for: name }, this.label);
    this.control = controlFor(field, this.element, texts, events.edited);
    this.note = element('p', { id: `${name}-note` });
    this.hint = element('p', { id: `${name}-hint` });
    this.failureText = element('span', { id: `${name}-failure` });
    this.retry = button('secondary', texts.tryAgain, events.retry);
    this.failure = element('div', { class: 'failure' }, this.failureText, this.retry);
    this.retry.setAttribute('aria-describedby', this.failureText.id);
    this.problem = element('p', { id: `${name}-problem`, class: 'problem', 'aria-live': 'polite' });
    this.element.classList.toggle('checkbox', isCheckbox);
    this.element.append(
      // The control of a check box contains the label.
      ...(isCheckbox ? [] : [this.caption]),
      element('div', { class: 'control' }, this.control.element, this.ring),
      this.problem,
      element('div', { class: 'support vscode-form-helper' }, this.note, this.hint),
      this.failure,
    );
    this.element.addEventListener('focusout', events.left);
  }

  /**
   * Shows `field` with `value`.
   *
   * @param problem The problem to show; empty when there is none.
   * @param failedFirst Name of the field that shows the same failure; undefined when this one shows its own.
   */
  update(field: Field, value: string, problem: string, failedFirst?: string): void {
    const isLoading = field.status === 'loading';
    const isFailed = field.status === 'failed' && failedFirst === undefined;
    showText(this.label, field.label);
    showChildren(this.caption, field.optional ? [this.label, this.optional] : [this.label]);
    this.control.update(field, value);
    setAttribute(this.element, 'aria-busy', isLoading ? 'true' : undefined);
    this.element.classList.toggle('loading', isLoading);
    this.element.classList.toggle('failed', isFailed);
    // Keeps a line for what is likely to appear there.
    const hasSupport =
      field.hint !== '' ||
      field.choices.some(({ note }) => note !== '') ||
      (isLoading && usuallyNoted.has(field.name));
    this.element.classList.toggle('supported', hasSupport);

    showText(this.note, field.choices.find((choice) => choice.value === value)?.note ?? '');
    showText(this.hint, field.hint);
    showText(this.problem, problem);
    if (!isFailed && document.activeElement === this.retry) {
      this.control.focus();
    }
    showText(this.failureText, isFailed ? field.failure : '');
    this.failure.hidden = !isFailed;

    const isInvalid = problem !== '';
    setAttribute(this.control.described, 'aria-invalid', isInvalid ? 'true' : undefined);
    this.element.classList.toggle('invalid', isInvalid);
    this.control.element.classList.toggle('invalid', isInvalid);
    const descriptions = [this.problem, this.note, this.hint, this.failureText].filter(
      (part) => part.textContent !== '',
    );
    const shared = failedFirst === undefined ? [] : [`${failedFirst}-failure`];
    const ids = [...descriptions.map(({ id }) => id), ...shared].join(' ');
    setAttribute(this.control.described, 'aria-describedby', ids === '' ? undefined : ids);
  }

  focus(): void {
    this.control.focus();
  }
}

interface Group {
  readonly element: HTMLElement;
  readonly legend: HTMLElement;
  readonly hint: HTMLElement;
  readonly fields: HTMLElement;
}

/** Puts the fields of a group under a common heading. */
export class FieldGroups {
  /** By the group's heading. */
  private readonly groups = new Map<string, Group>();

  /** Returns the elements that show these fields, in order. The fields of one group are combined into one element. */
  arrange(fields: readonly { readonly group: string; readonly element: HTMLElement }[]): HTMLElement[] {
    const wanted: HTMLElement[] = [];
    const members = new Map<string, HTMLElement[]>();
    for (const { group, element: field } of fields) {
      const known = members.get(group);
      if (group === '') {
        wanted.push(field);
      } else if (known) {
        known.push(field);
      } else {
        members.set(group, [field]);
        wanted.push(this.groupOf(group).element);
      }
    }
    for (const [group, elements] of members) {
      showChildren(this.groupOf(group).fields, elements);
    }
    return wanted;
  }

  /** Shows a sentence below the heading of a group; does nothing for an empty heading. */
  describe(group: string, sentence: string): void {
    if (group !== '') {
      const { hint, element: described } = this.groupOf(group);
      showText(hint, sentence);
      hint.hidden = sentence === '';
      setAttribute(described, 'aria-describedby', sentence === '' ? undefined : hint.id);
    }
  }

  private groupOf(name: string): Group {
    const known = this.groups.get(name);
    if (known) {
      return known;
    }
    const legend = element('legend', { class: 'vscode-label' });
    const text = element('span');
    showText(text, name);
    legend.append(text);
    const fields = element('div');
    const hint = element('p', { class: 'group-hint', id: `group-${this.groups.size}-hint` });
    const group = {
      element: element('fieldset', { class: 'group' }, legend, hint, fields),
      legend,
      hint,
      fields,
    };
    this.groups.set(name, group);
    return group;
  }
}
