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
import { newUser } from './newUser';
import type { People } from './people';
import type { Room } from './room';

/** The module `user`: billing contacts, subordinate users and countries. */
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
