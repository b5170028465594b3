import pMap from 'p-map';
import type { BulkRow } from './bulkRow';

/** Rows that are read, or asked again, at the same time. */
const concurrency = 4;

export type RowTask = (row: BulkRow, signal: AbortSignal) => Promise<void>;

/** Does something with rows of a bulk order, a few at a time. */
export class RowReader {
  private reading = new AbortController();
  private isUnderWay = false;

  /** @param changed Called when reading begins or ends. */
  constructor(private readonly changed: () => void) {}

  get isReading(): boolean {
    return this.isUnderWay;
  }

  /**
   * Resolves when the task is done for all rows, or was cancelled. A later call cancels an earlier one.
   *
   * @returns Whether it was done for all rows.
   */
  async read(rows: readonly BulkRow[], task: RowTask): Promise<boolean> {
    this.reading.abort();
    const reading = new AbortController();
    this.reading = reading;
    this.isUnderWay = true;
    this.changed();
    const { signal } = reading;
    await pMap(rows, (row) => (signal.aborted ? undefined : task(row, signal)), { concurrency });
    if (this.reading === reading) {
      this.isUnderWay = false;
      this.changed();
    }
    return !signal.aborted;
  }

  cancel(): void {
    this.reading.abort();
  }
}
