import type { FormValues } from '../../orders/formValues';

/** Milliseconds of silence after which typing counts as done. */
const typingPause = 130;

/** Tells the host the form's values whenever they have changed; while the user types, at the next pause. */
export class ChangeNotice {
  private told: string | undefined;
  private timer: number | undefined;

  constructor(private readonly tell: (values: FormValues) => void) {}

  typed(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.chosen(values), typingPause);
  }

  chosen(values: FormValues): void {
    if (JSON.stringify(values) !== this.told) {
      this.isTold(values);
      this.tell(values);
    }
  }

  /** The host has these values by another way; what is waiting to be told is out of date. */
  isTold(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.told = JSON.stringify(values);
  }
}
