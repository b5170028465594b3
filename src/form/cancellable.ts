/** A task that goes on once for all who ask for it meanwhile, and can be called off. Called off, it ends quietly. */
export class Cancellable {
  private running: { readonly ended: Promise<void>; readonly abort: () => void } | undefined;

  constructor(private readonly task: (signal: AbortSignal) => Promise<void>) {}

  /** @throws what the task throws, unless it was called off. */
  async run(): Promise<void> {
    if (!this.running) {
      const aborting = new AbortController();
      const { signal } = aborting;
      const ended = this.task(signal)
        .catch((error: unknown) => {
          if (!signal.aborted) {
            throw error;
          }
        })
        .finally(() => {
          this.running = undefined;
        });
      this.running = { ended, abort: () => aborting.abort() };
    }
    await this.running.ended;
  }

  cancel(): void {
    this.running?.abort();
  }
}
