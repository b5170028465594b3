import { Refusal } from './reply';
import {
  jsonPost,
  known,
  oneOf,
  requestedPage,
  pageOf,
  pageParameters,
  read,
  required,
  type Endpoint,
} from './router';
import { readFields, type FieldKind } from './body';

/** A subordinate user as in `partner_list` (API guide: Query subordinate users): everything is text. */
export interface SubordinateUser {
  readonly partnerId: string;
  readonly city: string;
  readonly company: string;
  readonly country: string;
  /** The Yeastar ID. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly remark: string;
  readonly stateProvince: string;
  readonly street: string;
  readonly taxNum: string;
  readonly userType: string;
  readonly zipCode: string;
}

const firstPartnerId = 3_197_230_118_246_905_601n;
/** Even, so that all ids are odd: a double can represent none of them. */
const step = 2_000_006n;

/** The subordinate users of the portal, oldest first. */
export class People {
  private readonly users: SubordinateUser[] = [...partners];

  get all(): readonly SubordinateUser[] {
    return this.users;
  }

  find(partnerId: string): SubordinateUser | undefined {
    return this.users.find((user) => user.partnerId === partnerId);
  }

  /** @param yeastarId an e-mail address, in any case */
  withYeastarId(yeastarId: string): SubordinateUser | undefined {
    const wanted = yeastarId.toLowerCase();
    return this.users.find(({ email }) => email.toLowerCase() === wanted);
  }

  /** Adds a user with a new id. */
  add(user: Omit<SubordinateUser, 'partnerId'>): void {
    const partnerId = String(firstPartnerId + BigInt(this.users.length) * step);
    this.users.push({ ...user, partnerId });
  }
}

/** Characters: about 1700 orders, or four of the longest. */
const capacity = 4_000_000;
/** Memory used per request apart from its text, in characters. */
const requestOverhead = 2000;

/** The memory left for new data. The portal keeps everything in memory while it runs. */
export class StorageQuota {
  private left = capacity;

  /**
   * Reserves memory for the data of a request.
   *
   * @throws Refusal when none is left; nothing old is dropped, because orders are looked up later
   */
  take({ length }: string): void {
    const needed = length + requestOverhead;
    if (needed > this.left) {
      throw new Refusal(422, 'sandbox_full', 'The sandbox is full. Leave it, then explore it again');
    }
    this.left -= needed;
  }
}

/** Returns the endpoints of the module `user`: billing contacts, subordinate users and countries. */
export function userEndpoints(people: People, room: StorageQuota): readonly Endpoint[] {
  return [
    read('/user/openapi/user/v1/client/billing_contact_list', [], () => billingContacts),
    read('/user/openapi/user/v1/client/partner_list', [], () => people.all.map((user) => ({ ...user }))),
    read('/user/openapi/user/v1/subordinate_user/{yeastarId}', [], (call) => ({
      ...known('yeastarId', people.withYeastarId(required(call, 'yeastarId'))),
    })),
    jsonPost('/user/openapi/user/v1/client/save_user', ({ body }) => {
      const user = newUser(body, people);
      room.take(body);
      people.add(user);
      return true;
    }),
    read('/user/openapi/area/v1/page', [...pageParameters, 'sort', 'name'], (call) => {
      const page = requestedPage(call);
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
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || !/@.+\../.test(email)) {
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

/** People and places of the portal. Field names and types are the documented ones: everything is text. */

const noRemarks = { phoneNumber: '', remark: '', stateProvince: '', taxNum: '' };

/** API guide: Query billing contacts. The ids differ only in the last digit, and a double can represent neither. */
export const billingContacts = [
  {
    ...noRemarks,
    billingContactId: '3197218168379846218',
    city: 'Lagos',
    company: 'Example Telecom',
    country: 'Nigeria',
    emailAddress: 'ada@example.test',
    firstName: 'Ada',
    lastName: 'Nwosu',
    street: '12 Marina Road',
    zipCode: '101241',
  },
  {
    ...noRemarks,
    billingContactId: '3197218168379846219',
    city: 'Lyon',
    company: 'Exemple Télécom',
    country: 'France',
    emailAddress: 'facturation@example.test',
    firstName: 'Jean-Noël',
    lastName: 'Lefèvre',
    street: '1 rue du Port',
    zipCode: '69002',
  },
] as const;
export type BillingContact = (typeof billingContacts)[number];

/** API guide: Query subordinate users. */
const partners = [
  {
    ...noRemarks,
    partnerId: '3197220415588370433',
    city: 'Nairobi',
    company: 'Example Hotels',
    country: 'Kenya',
    email: 'wanjiru@example.test',
    firstName: 'Wanjiru',
    lastName: 'Kamau',
    street: '4 Harbour Lane',
    userType: 'Enduser',
    zipCode: '00100',
  },
  {
    ...noRemarks,
    partnerId: '3197220415588370437',
    city: 'Kraków',
    company: 'Przykład Sp. z o.o.',
    country: 'Poland',
    email: 'zofia.lis+pbx@example.test',
    firstName: 'Zofia',
    lastName: 'Lis',
    street: 'ul. Długa 7',
    userType: 'Enduser',
    zipCode: '31-147',
  },
] as const;

/** API guide: Query regions. */
export const regions = [
  { id: '101', name: 'Frankfurt', region: [{ pbxSubDomain: ['eu.example.test'], pbxSubDomainId: '201' }] },
  { id: '102', name: 'Singapore', region: [{ pbxSubDomain: ['as.example.test'], pbxSubDomainId: '202' }] },
  { id: '103', name: 'Virginia', region: [{ pbxSubDomain: ['us.example.test'], pbxSubDomainId: '203' }] },
] as const;

/** API guide: Query countries. Ordered by id. */
const areas = [
  ['AR', 'Argentina'],
  ['AU', 'Australia'],
  ['AT', 'Austria'],
  ['BE', 'Belgium'],
  ['BR', 'Brazil'],
  ['CA', 'Canada'],
  ['CL', 'Chile'],
  ['CN', 'China'],
  ['CO', 'Colombia'],
  ['CI', "Côte d'Ivoire"],
  ['DK', 'Denmark'],
  ['EG', 'Egypt'],
  ['FR', 'France'],
  ['DE', 'Germany'],
  ['GH', 'Ghana'],
  ['IN', 'India'],
  ['ID', 'Indonesia'],
  ['IT', 'Italy'],
  ['JP', 'Japan'],
  ['KE', 'Kenya'],
  ['MX', 'Mexico'],
  ['MA', 'Morocco'],
  ['NL', 'Netherlands'],
  ['NG', 'Nigeria'],
  ['PE', 'Peru'],
  ['PL', 'Poland'],
  ['SN', 'Senegal'],
  ['ZA', 'South Africa'],
  ['ES', 'Spain'],
  ['GB', 'United Kingdom'],
  ['US', 'United States'],
].map(([code = '', name = ''], index) => ({ code, id: index + 1, name }));
