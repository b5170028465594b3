import type { Json, JsonObject } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { type PortalText, filled, readAs, textual } from './values';

/** What the address of a new PBX can end with. */
export interface SubDomain {
  readonly pbxSubDomainId: string;
  /** The domains that stand for it; empty when none is told. */
  readonly names: readonly PortalText[];
}

/** Where a new PBX can be (API guide, regions). */
export interface Region {
  readonly id: string;
  /** Empty when not told. */
  readonly name: PortalText;
  readonly subDomains: readonly SubDomain[];
}

/**
 * Reads `region_list`, be it an array, one object or a page: a region is a record with `id` that has a list `region`,
 * or the innermost such record around a sub-domain.
 */
export function readRegions(result: Json): Region[] {
  const subDomains = new Map<JsonObject, SubDomain[]>();
  for (const { record } of findRecords(result, 'id')) {
    if (Array.isArray(record.region)) {
      subDomains.set(record, []);
    }
  }
  for (const { record, within } of findRecords(result, 'pbxSubDomainId')) {
    const region = within.find((outer) => readAs(filled, outer.id) !== undefined);
    const pbxSubDomainId = readAs(filled, record.pbxSubDomainId);
    if (region && pbxSubDomainId !== undefined) {
      const names = readNames(record.pbxSubDomain);
      const found = subDomains.get(region) ?? [];
      found.push({ pbxSubDomainId, names });
      subDomains.set(region, found);
    }
  }
  const regions = [...subDomains].flatMap(([record, found]): Region[] => {
    const id = readAs(filled, record.id);
    return id === undefined
      ? []
      : [
          {
            id,
            name: readAs(textual, record.name) ?? '',
            subDomains: firstOfEach(found, ({ pbxSubDomainId }) => pbxSubDomainId),
          },
        ];
  });
  return firstOfEach(regions, ({ id }) => id);
}

/** The guide types the names as a list; one alone is taken as well. */
function readNames(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value])
    .map((name) => readAs(filled, name))
    .filter((name) => name !== undefined);
}
