import * as z from 'zod/mini';
import type { Json } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { readAs, textual } from './values';

const told = z.catch(textual, '');

const partner = z.object({
  partnerId: textual.check(z.minLength(1)),
  email: told,
  company: told,
  firstName: told,
  lastName: told,
  phoneNumber: told,
  country: told,
  stateProvince: told,
  city: told,
  street: told,
  zipCode: told,
  taxNum: told,
  remark: told,
  userType: told,
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
