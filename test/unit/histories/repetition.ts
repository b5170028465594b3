import type { Blocked } from '../../../src/orders/place';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { type JournalEntry, type EntryId, isOpen } from '../../../src/orders/entry';
import { inPortalsSpelling } from './network';

/**
 * What counts as a repetition, told by itself and more simply than the product tells it: by the texts of the bodies.
 * It names only what must block; the product may be more careful.
 */

const minute = 60_000;

interface Told {
  readonly productNo: string;
  readonly services: readonly string[];
}

function told(body: string): Told {
  const spelled = inPortalsSpelling(body);
  return {
    productNo: /"productNo":"([^"]*)"/.exec(spelled)?.[1] ?? '',
    services: [...spelled.matchAll(/"serviceId":(\d+)/g)].map(([, id]) => id ?? ''),
  };
}

/** Whether two bodies order the same for the same PBX. */
export function isSameThing(one: string, other: string): boolean {
  const [a, b] = [told(one), told(other)];
  return a.productNo === b.productNo && a.services.some((id) => b.services.includes(id));
}

/** Whether an order of this kind repeats one of that age. */
function isRecent({ operation, body }: OrderToPlace, other: string, age: number): boolean {
  return operation === 'expand'
    ? inPortalsSpelling(body) === inPortalsSpelling(other) && age < 15 * minute
    : age < 24 * 60 * minute;
}

/**
 * Whether an entry must block an order.
 *
 * @param placed The entries that were placed when the order was shown.
 * @param now This machine's clock.
 */
export function mustBlock(
  order: OrderToPlace,
  entry: JournalEntry,
  placed: ReadonlySet<EntryId>,
  now: number,
): boolean {
  if (!isSameThing(order.body, entry.body)) {
    return false;
  }
  return (
    isOpen(entry) ||
    (entry.current.state === 'placed' &&
      (!placed.has(entry.id) || isRecent(order, entry.body, now - entry.createdAt)))
  );
}

/** Whether the user has agreed to repeat just this order, as it stands. */
export function isNamed(consent: Blocked | undefined, entry: JournalEntry): boolean {
  return consent?.entries.some((one) => one.id === entry.id && isOpen(one) === isOpen(entry)) === true;
}

/** An order that somebody else placed in the portal. */
export interface Elsewhere {
  readonly orderNo: string;
  readonly body: string;
  /** By the portal's clock. */
  readonly at: number;
}

/** Whether it must block an order that is shown after it. @param now The portal's clock when the order was shown. */
export function mustBlockElsewhere(order: OrderToPlace, { body, at }: Elsewhere, now: number): boolean {
  if (order.operation === 'expand') {
    // Under another PO number it is another body; its lines are equal.
    return isSameThing(order.body, body) && now - at < 15 * minute;
  }
  return isSameThing(order.body, body) && now - at < 24 * 60 * minute;
}
