import type { Field } from '../contract';

/** The native control of one field. */
export interface Control {
  /** What stands in the page. */
  readonly element: HTMLElement;
  /** Carries `aria-invalid` and `aria-describedby`. */
  readonly described: HTMLElement;
  /** Shows the field's choices and `value`; leaves alone what has not changed, and the focus. */
  update(field: Field, value: string): void;
  focus(): void;
}
