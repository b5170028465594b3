import { areas, billingContacts } from './contacts';
import {
  act,
  known,
  oneOf,
  pageAsked,
  pageOf,
  pageParameters,
  read,
  required,
  type Endpoint,
} from './endpoint';
import type { People, SubordinateUser, Room } from './people';
import { readFields, type FieldKind } from './body';

/** Returns the endpoints of the module `user`: billing contacts, subordinate users and countries. */
export function userEndpoints(people: People, room: Room): readonly Endpoint[] {
  return [
    read('/user/openapi/user/v1/client/billing_contact_list', [], () => billingContacts),
    read('/user/openapi/user/v1/client/partner_list', [], () => people.all.map((user) => ({ ...user }))),
    read('/user/openapi/user/v1/subordinate_user/{yeastarId}', [], (call) => ({
      ...known('yeastarId', people.withYeastarId(required(call, 'yeastarId'))),
    })),
    act('/user/openapi/user/v1/client/save_user', ({ body }) => {
      const user = newUser(body, people);
      room.take(body);
      people.add(user);
      return true;
    }),
    read('/user/openapi/area/v1/page', [...pageParameters, 'sort', 'name'], (call) => {
      const page = pageAsked(call);
      const sort = oneOf(call, 'sort', ['name', '-name']);
      const name = call.parameters.get('name')?.toLowerCase() ?? '';
      const found = areas.filter((area) => area.name.toLowerCase().includes(name));
      if (sort !== undefined) {
        found.sort((one, other) => one.name.localeCompare(other.name) * (sort === 'name' ? 1 : -1));
      }
      const offset = (page.pageNo - 1) * page.pageSize;
      return pageOf(found.slice(offset, offset + page.pageSize), found.length, page);
    }),
  ];
}

/** Fields of `save_user` (API guide: Create a subordinate user). */
const userFields = {
  userType: 'text',
  yeastarId: 'text',
  company: 'text',
  country: 'text',
  firstName: 'text',
  lastName: 'text',
  phoneNumber: 'text',
  stateProvince: 'text',
  city: 'text',
  street: 'text',
  zipCode: 'text',
  taxType: 'text',
  taxNum: 'text',
  remark: 'text',
  sendUserActivationEmail: 'boolean',
} as const satisfies Readonly<Record<string, FieldKind>>;

const taxTypes: readonly string[] = ['VAT_number', 'Tax_ID', 'TIN_number', 'RUC', 'CUIT'];

/**
 * Checks the body of `save_user` (API guide: Create a subordinate user).
 *
 * @returns the user as in `partner_list`
 * @throws Refusal that names the first field that breaks a rule
 */
export function newUser(text: string, people: People): Omit<SubordinateUser, 'partnerId'> {
  const fields = readFields(text, userFields);
  if (fields.required('userType') !== 'Customer') {
    throw fields.refused('userType', 'oneof', 'must be Customer');
  }
  const email = fields.required('yeastarId');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw fields.refused('yeastarId', 'email', 'must be an e-mail address');
  }
  if (people.withYeastarId(email) !== undefined) {
    throw fields.refused('yeastarId', 'duplicate', 'there is a user with this Yeastar ID');
  }
  const company = fields.required('company');
  const country = fields.required('country');
  const area = fields.known(
    'country',
    areas.find(({ name, code }) => name === country || code === country),
  );
  const optional = (name: keyof typeof userFields) => fields.get(name) ?? '';
  if (optional('firstName') === '' && optional('lastName') === '') {
    throw fields.refused('firstName', 'required', 'or lastName must be given');
  }
  const taxType = fields.get('taxType');
  if (taxType !== undefined && !taxTypes.includes(taxType)) {
    throw fields.refused('taxType', 'oneof', `must be one of ${taxTypes.join(', ')}`);
  }
  return {
    city: optional('city'),
    company,
    country: area.name,
    email,
    firstName: optional('firstName'),
    lastName: optional('lastName'),
    phoneNumber: optional('phoneNumber'),
    remark: optional('remark'),
    stateProvince: optional('stateProvince'),
    street: optional('street'),
    taxNum: optional('taxNum'),
    userType: 'Enduser',
    zipCode: optional('zipCode'),
  };
}
