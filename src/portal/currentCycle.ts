import type { Json } from './exactJson';
import { findRecords } from './findRecords';
import { ownPart, withoutNotHad } from './ownPart';

const recurring = ['annually', 'monthly'] as const;

/**
 * Returns how a PBX is billed now (API guide, product detail, which does not document it): the only value of
 * `billingCycle` in the reply. Undefined when there is none, or several that differ.
 *
 * @param detail The reply as received.
 * @param productNo The serial number that was requested.
 */
export function readCurrentCycle(detail: Json, productNo: string): (typeof recurring)[number] | undefined {
  const own = withoutNotHad(ownPart(detail, productNo));
  const found = new Set(findRecords(own, 'billingCycle').map(({ record }) => record.billingCycle));
  const [only, ...others] = found;
  return others.length === 0 ? recurring.find((cycle) => cycle === only) : undefined;
}
