import type { Json } from './exactJson';
import { fieldCandidates, findRecords } from './findRecords';
import { ownPart, withoutNotHad } from './ownPart';
import { readAs, textOrNumber } from './values';

const recurring = ['annually', 'monthly'] as const;

/**
 * Returns how a PBX is billed now (API guide, product detail, which does not document it): the only billing cycle in the
 * reply, by the names that it may have. Undefined when there is none, or several that differ.
 *
 * @param detail The reply as received.
 * @param productNo The serial number that was requested.
 */
export function readCurrentCycle(detail: Json, productNo: string): (typeof recurring)[number] | undefined {
  const own = withoutNotHad(ownPart(detail, productNo));
  const found = new Set(
    fieldCandidates.billingCycle.flatMap((name) =>
      findRecords(own, name).map(({ record }) => readAs(textOrNumber, record[name])?.trim().toLowerCase()),
    ),
  );
  const [only, ...others] = found;
  return others.length === 0 ? recurring.find((cycle) => cycle === only) : undefined;
}
