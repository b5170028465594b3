/** Lets a few requests go at once; the others wait for their turn, in the order in which they came. */
export class RequestQueue {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  /** @param atOnce How many requests may be under way at the same time. */
  constructor(atOnce: number) {
    this.free = atOnce;
  }

  /** Asks as soon as it is this request's turn, and gives its answer or its failure. */
  async run<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.free > 0) {
      this.free--;
    } else {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    try {
      return await ask();
    } finally {
      const next = this.waiting.shift();
      if (next) {
        next();
      } else {
        this.free++;
      }
    }
  }
}
