import * as z from 'zod/mini';
import type { Json, JsonObject } from './exactJson';
import { findRecords, uniqueBy } from './findRecords';
import { id, readAs, textOrEmpty, nonEmptyText, type PortalText, textOrNumber } from './values';
import { type Page, readPage } from './pages';

const billingContact = z.object({
  billingContactId: id,
  firstName: textOrEmpty,
  lastName: textOrEmpty,
  company: textOrEmpty,
  emailAddress: textOrEmpty,
});

/** A contact that an invoice can go to (API guide, billing contacts). Texts that are not provided are empty. */
export type BillingContact = Readonly<z.infer<typeof billingContact>>;

/** Reads `billing_contact_list`, whether it is an array, a single object or a page. */
export function readBillingContacts(result: Json): BillingContact[] {
  return readAllWith(result, 'billingContactId', billingContact);
}

/** The id that requests name a user by, as received. */
const idText: z.ZodMiniType<string> = nonEmptyText;

const partner = z.object({
  partnerId: idText,
  email: textOrEmpty,
  company: textOrEmpty,
  firstName: textOrEmpty,
  lastName: textOrEmpty,
  phoneNumber: textOrEmpty,
  country: textOrEmpty,
  stateProvince: textOrEmpty,
  city: textOrEmpty,
  street: textOrEmpty,
  zipCode: textOrEmpty,
  taxNum: textOrEmpty,
  remark: textOrEmpty,
  userType: textOrEmpty,
});

/**
 * A subordinate user, to order for or to assign a product to (API guide, subordinate users). The guide types
 * `partnerId` as text that need not be numeric. Texts that are not provided are empty.
 */
export type Partner = Readonly<z.infer<typeof partner>>;

/**
 * Reads `partner_list` or `subordinate_user`, whether it is an array, a single object or a page: every record that has
 * `partnerId` is a user.
 */
export function readPartners(result: Json): Partner[] {
  return readAllWith(result, 'partnerId', partner);
}

/** A domain under which a new PBX can get its address. */
export interface SubDomain {
  readonly pbxSubDomainId: string;
  /** The domain names that it covers; empty when not provided. */
  readonly names: readonly PortalText[];
}

/** A region in which a new PBX can be created (API guide, regions). */
export interface Region {
  readonly id: string;
  /** Empty when not provided. */
  readonly name: PortalText;
  readonly subDomains: readonly SubDomain[];
}

/**
 * Reads `region_list`, whether it is an array, a single object or a page. A region is a record with `id` and a list
 * `region`, or the innermost record with `id` around a sub-domain.
 */
export function readRegions(result: Json): Region[] {
  const subDomains = new Map<JsonObject, SubDomain[]>();
  for (const { record } of findRecords(result, 'id')) {
    if (Array.isArray(record.region)) {
      subDomains.set(record, []);
    }
  }
  for (const { record, within } of findRecords(result, 'pbxSubDomainId')) {
    const region = within.find((outer) => readAs(nonEmptyText, outer.id) !== undefined);
    const pbxSubDomainId = readAs(nonEmptyText, record.pbxSubDomainId);
    if (region && pbxSubDomainId !== undefined) {
      const names = readNames(record.pbxSubDomain);
      const found = subDomains.get(region) ?? [];
      found.push({ pbxSubDomainId, names });
      subDomains.set(region, found);
    }
  }
  const regions = [...subDomains].flatMap(([record, found]): Region[] => {
    const id = readAs(nonEmptyText, record.id);
    return id === undefined
      ? []
      : [
          {
            id,
            name: readAs(textOrNumber, record.name) ?? '',
            subDomains: uniqueBy(found, ({ pbxSubDomainId }) => pbxSubDomainId),
          },
        ];
  });
  return uniqueBy(regions, ({ id }) => id);
}

/** Reads the names of a sub-domain. The guide types them as a list; a single name is accepted too. */
function readNames(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value])
    .map((name) => readAs(nonEmptyText, name))
    .filter((name) => name !== undefined);
}

const area = z.object({
  code: nonEmptyText,
  id: textOrEmpty,
  name: nonEmptyText,
});

/** A country in the portal's list (API guide, countries). The id is empty when not provided. */
export type Area = Readonly<z.infer<typeof area>>;

/** Reads a page of `area/v1/page`: every record that has `code` and `name` is a country. */
export function readAreas(result: Json): Page<Area> {
  return readPage(result, readAllWith(result, 'code', area));
}

/** Reads every record that has a value under `key` and fits the schema; of several with the same value, the first. */
function readAllWith<Key extends string, Row extends Readonly<Record<Key, string>>>(
  result: Json,
  key: Key,
  schema: z.ZodMiniType<Row>,
): Row[] {
  const rows = findRecords(result, key)
    .map(({ record }) => readAs(schema, record))
    .filter((row) => row !== undefined);
  return uniqueBy(rows, (row) => row[key]);
}
