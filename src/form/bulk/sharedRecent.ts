import type { RecentOrderList, RecentOrders } from '../../orders/recentOrders';
import { comparableSerialNumber } from '../../orders/subject';

/** Milliseconds that reading the portal's recent orders may take for all rows together. */
const longestWait = 60_000;

/**
 * Reads the portal's recent orders once for all rows of a bulk order: whoever asks while a round lasts gets the same
 * answer.
 */
export class SharedRecent implements Pick<RecentOrders, 'read'> {
  private round: Promise<RecentOrderList> | undefined;

  constructor(
    private readonly recentOrders: Pick<RecentOrders, 'read'>,
    /** Returns the serial numbers of all rows. */
    private readonly serialNumbers: () => readonly string[],
  ) {}

  /** Begins a new round: what was read before is no longer current. */
  begin(): void {
    this.round = undefined;
  }

  /** Returns what the round has read. A failure ends the round, so that the next call reads again. */
  read(): Promise<RecentOrderList> {
    const own = new Set(this.serialNumbers().map(comparableSerialNumber));
    const reading = (this.round ??= this.recentOrders.read(
      ({ productNo }) => productNo === undefined || own.has(comparableSerialNumber(productNo)),
      AbortSignal.timeout(longestWait),
    ));
    reading.catch(() => {
      if (this.round === reading) {
        this.round = undefined;
      }
    });
    return reading;
  }
}
