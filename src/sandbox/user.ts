import { areas, billingContacts, partners } from './contacts';
import { oneOf, pageAsked, pageParameters, read } from './endpoint';
import type { Endpoint } from './endpoint';
import { dressList, dressPage } from './shapes';
import type { SandboxShape } from './shapes';

/** The module `user`: billing contacts, subordinate users and countries. */
export function userEndpoints(shape: SandboxShape): readonly Endpoint[] {
  return [
    read('/user/openapi/user/v1/client/billing_contact_list', [], () =>
      dressList(shape, 'contacts', billingContacts),
    ),
    read('/user/openapi/user/v1/client/partner_list', [], () => dressList(shape, 'users', partners)),
    read('/user/openapi/area/v1/page', [...pageParameters, 'sort', 'name'], (call) => {
      const page = pageAsked(call);
      const sort = oneOf(call, 'sort', ['name', '-name']);
      const name = call.parameters.get('name')?.toLowerCase() ?? '';
      const found = areas.filter((area) => area.name.toLowerCase().includes(name));
      if (sort !== undefined) {
        found.sort((one, other) => one.name.localeCompare(other.name) * (sort === 'name' ? 1 : -1));
      }
      const offset = (page.pageNo - 1) * page.pageSize;
      return dressPage(shape, found.slice(offset, offset + page.pageSize), found.length, page);
    }),
  ];
}
