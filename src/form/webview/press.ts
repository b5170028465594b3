/** Knows whether the pointer is being pressed on the page: one for the whole page, so that what waits keeps its order. */
export class Press {
  private isDown = false;
  private readonly waiting: (() => void)[] = [];

  constructor() {
    document.addEventListener('pointerdown', () => (this.isDown = true), true);
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => this.end(), true);
    }
    // A press can end where the page does not hear of it.
    window.addEventListener('blur', () => this.end());
    document.addEventListener(
      'pointermove',
      ({ buttons }) => {
        if (this.isDown && buttons === 0) {
          this.end();
        }
      },
      true,
    );
  }

  /**
   * Does something at once, or, while the pointer is being pressed, after the click that comes of it: what appears
   * in between pushes away what is being pressed, and the click is lost.
   */
  after(act: () => void): void {
    if (this.isDown) {
      this.waiting.push(act);
    } else {
      act();
    }
  }

  private end(): void {
    this.isDown = false;
    // The click belongs to the same task, and comes after this event.
    window.setTimeout(() => this.waiting.splice(0).forEach((act) => act()));
  }
}
