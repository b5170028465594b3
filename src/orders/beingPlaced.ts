import type { Locks } from './lock';
import type { OrderRecord } from './record';
import { subjectsOf } from './subject';

/** Those of the records that no living window is placing at this moment. */
export async function notBeingPlaced(records: readonly OrderRecord[], locks: Locks): Promise<OrderRecord[]> {
  const placing = await Promise.all(records.map((record) => locks.isHeld(subjectsOf(record))));
  return records.filter((_, index) => placing[index] !== true);
}
