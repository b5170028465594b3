import assert from 'node:assert/strict';
import { assertParameterRefused, recordsWith, withPortal } from '../../portal/caller';

const contactsPath = '/user/openapi/user/v1/client/billing_contact_list';
const areaPath = '/user/openapi/area/v1/page';

describe('sandbox: people and places', () => {
  it('lists two billing contacts whose ids differ in the last digit', async () => {
    await withPortal({}, async (caller) => {
      const contacts = recordsWith(await caller.result(contactsPath), 'billingContactId');
      assert.deepEqual(
        contacts.map(({ billingContactId }) => billingContactId),
        ['3197218168379846218', '3197218168379846219'],
      );
      assert.deepEqual(contacts[0], {
        billingContactId: '3197218168379846218',
        city: 'Lagos',
        company: 'Example Telecom',
        country: 'Nigeria',
        emailAddress: 'ada@example.test',
        firstName: 'Ada',
        lastName: 'Nwosu',
        phoneNumber: '',
        remark: '',
        stateProvince: '',
        street: '12 Marina Road',
        taxNum: '',
        zipCode: '101241',
      });
    });
  });

  it('lists subordinate users', async () => {
    await withPortal({}, async (caller) => {
      const users = recordsWith(
        await caller.result('/user/openapi/user/v1/client/partner_list'),
        'partnerId',
      );
      assert.deepEqual(
        users.map(({ email, userType }) => [email, userType]),
        [
          ['wanjiru@example.test', 'Enduser'],
          ['zofia.lis+pbx@example.test', 'Enduser'],
        ],
      );
    });
  });

  it('pages, sorts and filters countries', async () => {
    await withPortal({}, async (caller) => {
      const names = async (query: string) =>
        recordsWith(await caller.result(`${areaPath}?${query}`), 'code').map(({ name }) => name);
      assert.equal((await names('')).length, 25);
      assert.equal((await names('pageNo=2')).length, 6);
      assert.deepEqual(await names('name=ger'), ['Germany', 'Nigeria']);
      assert.deepEqual(await names('name=ger&sort=-name'), ['Nigeria', 'Germany']);
      assert.deepEqual((await names('sort=name&pageSize=2')).length, 2);
      assertParameterRefused(await caller.get(`${areaPath}?sort=code`), 'sort', 'oneof');
    });
  });
});
