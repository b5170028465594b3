import type { OrderRecord, RecordId } from './record';

/** Seconds from one look for an order to the next. */
const seconds = [3, 10, 20, 30, 60, 120, 300, 600, 900] as const;

/** When to look for an order again: less and less often, also when looking fails. */
export class BackOff {
  private readonly tried = new Map<RecordId, { readonly times: number; readonly at: number }>();

  /**
   * @param looked False for an order that is being placed: it is not looked for, but asked about again a little later.
   * @param now Milliseconds since 1970.
   */
  note({ id }: OrderRecord, looked: boolean, now: number): void {
    const times = (this.tried.get(id)?.times ?? 0) + (looked ? 1 : 0);
    this.tried.set(id, { times, at: now });
  }

  /** Milliseconds since 1970. */
  dueAt({ id, looks, current }: OrderRecord, now: number): number {
    // What a clock noted that was ahead says nothing: limited to now, it would move on with it, and no look would be due.
    const isPast = ({ at }: { readonly at: number }) => at <= now;
    const tried = this.tried.get(id) ?? { times: 0, at: 0 };
    const looked = looks.findLast(isPast) ?? [current].find(isPast);
    const since = Math.max(looked?.at ?? 0, isPast(tried) ? tried.at : 0);
    const delay = seconds[Math.min(Math.max(tried.times, looks.length), seconds.length) - 1] ?? 0;
    return since + delay * 1000;
  }
}
