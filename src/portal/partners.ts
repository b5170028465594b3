import * as z from 'zod/mini';
import type { Json } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { filled, readAs, textOrEmpty } from './values';

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
