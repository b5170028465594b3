/** A clock that stands still until it is moved. */
export class Clock {
  private time = Date.UTC(2026, 0, 1, 12);

  readonly now = (): number => this.time;

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
