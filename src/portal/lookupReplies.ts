import * as z from 'zod/mini';
import type { Json, JsonObject } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { id, readAs, textOrEmpty, filled, type PortalText, textual } from './values';
import { type Page, readPage } from './pages';

const billingContact = z.object({
  billingContactId: id,
  firstName: textOrEmpty,
  lastName: textOrEmpty,
  company: textOrEmpty,
  emailAddress: textOrEmpty,
});

/** Someone who gets an invoice (API guide, billing contacts). Texts that are not told are empty. */
export type BillingContact = Readonly<z.infer<typeof billingContact>>;

/** Reads `billing_contact_list`, be it an array, one object or a page. */
export function readBillingContacts(result: Json): BillingContact[] {
  const contacts = findRecords(result, 'billingContactId')
    .map(({ record }) => readAs(billingContact, record))
    .filter((contact) => contact !== undefined);
  return firstOfEach(contacts, ({ billingContactId }) => billingContactId);
}

/** What requests name a user by, as it came. */
const idText: z.ZodMiniType<string> = filled;

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
 * A subordinate user: someone to order for, or to assign a product to (API guide, subordinate users). The guide types
 * `partnerId` as text and promises no number; texts that are not told are empty.
 */
export type Partner = Readonly<z.infer<typeof partner>>;

/** Reads `partner_list` or `subordinate_user`, be it an array, one object or a page: a record that has `partnerId`. */
export function readPartners(result: Json): Partner[] {
  const partners = findRecords(result, 'partnerId')
    .map(({ record }) => readAs(partner, record))
    .filter((found) => found !== undefined);
  return firstOfEach(partners, ({ partnerId }) => partnerId);
}

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

const area = z.object({
  code: filled,
  id: textOrEmpty,
  name: filled,
});

/** A country as the portal lists it (API guide, countries). Its id is empty when not told. */
export type Area = Readonly<z.infer<typeof area>>;

/** Reads a page of `area/v1/page`: every record that has `code` and `name` is a country. */
export function readAreas(result: Json): Page<Area> {
  const rows = findRecords(result, 'code')
    .map(({ record }) => readAs(area, record))
    .filter((found) => found !== undefined);
  return readPage(
    result,
    firstOfEach(rows, ({ code }) => code),
  );
}
