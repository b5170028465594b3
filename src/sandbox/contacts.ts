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
export const partners = [
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
export const areas = [
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
