import * as z from 'zod/mini';
import type { Json } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { id, readAs, textOrEmpty } from './values';

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
