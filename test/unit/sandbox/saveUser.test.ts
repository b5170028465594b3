import assert from 'node:assert/strict';
import {
  assertParameterRefused,
  assertRefused,
  recordsWith,
  withPortal,
  type Caller,
} from '../../portal/caller';
import { objectText, savePath, type Changes } from './orderTexts';
import { partner, tutorialOrders } from './tutorialOrders';

const userPath = '/user/openapi/user/v1/client/save_user';
const listPath = '/user/openapi/user/v1/client/partner_list';
const onePath = '/user/openapi/user/v1/subordinate_user';

function userText(changes: Changes = {}): string {
  return objectText({
    userType: '"Customer"',
    yeastarId: '"amal.idrissi@example.test"',
    company: '"Exemple Hôtels"',
    country: '"Morocco"',
    lastName: '"Idrissi"',
    ...changes,
  });
}

async function users(caller: Caller): Promise<Record<string, unknown>[]> {
  return recordsWith(await caller.result(listPath), 'partnerId');
}

describe('sandbox: subordinate users', () => {
  it('are found by their Yeastar ID, not by their id', async () => {
    await withPortal({}, async (caller) => {
      const [first, second] = await users(caller);
      assert.deepEqual(await caller.result(`${onePath}/wanjiru@example.test`), first);
      assert.deepEqual(await caller.result(`${onePath}/wanjiru%40example.test`), first);
      assert.deepEqual(await caller.result(`${onePath}/zofia.lis%2Bpbx%40example.test`), second);
      assertParameterRefused(await caller.get(`${onePath}/nobody%40example.test`), 'yeastarId', 'unknown');
      assertParameterRefused(await caller.get(`${onePath}/${partner}`), 'yeastarId', 'unknown');
      assertParameterRefused(await caller.get(`${onePath}/%E0%A4%A`), 'yeastarId', 'type');
      assertRefused(await caller.get(`${onePath}/a/b`), 404, 'not_found', /No endpoint/);
    });
  });

  it('are created with what is required, and listed', async () => {
    await withPortal({}, async (caller) => {
      const { status, envelope } = await caller.post(userPath, userText());
      assert.deepEqual([status, envelope.code, envelope.result], [200, 'success', true]);
      const all = await users(caller);
      assert.equal(all.length, 3);
      const { partnerId, ...user } = all[2] ?? {};
      assert.match(String(partnerId), /^\d{19}$/);
      assert.deepEqual(user, {
        city: '',
        company: 'Exemple Hôtels',
        country: 'Morocco',
        email: 'amal.idrissi@example.test',
        firstName: '',
        lastName: 'Idrissi',
        phoneNumber: '',
        remark: '',
        stateProvince: '',
        street: '',
        taxNum: '',
        userType: 'Enduser',
        zipCode: '',
      });
      assert.deepEqual(await caller.result(`${onePath}/amal.idrissi%40example.test`), all[2]);
    });
  });

  it('are created with everything that there is, and the code of a country', async () => {
    await withPortal({}, async (caller) => {
      const details = {
        phoneNumber: '"+48 12 000 00 00"',
        stateProvince: '"Małopolskie"',
        city: '"Kraków"',
        street: '"ul. Długa 9"',
        zipCode: '"31-147"',
        taxNum: '"PL0000000000"',
        remark: '"from the fair"',
      };
      const body = userText({
        ...details,
        country: '"PL"',
        firstName: '"Jan"',
        lastName: undefined,
        taxType: '"VAT_number"',
        sendUserActivationEmail: 'true',
      });
      assert.equal((await caller.post(userPath, body)).status, 200);
      const added = (await users(caller))[2] ?? {};
      assert.deepEqual([added.country, added.firstName, added.lastName], ['Poland', 'Jan', '']);
      for (const [name, json] of Object.entries(details)) {
        assert.equal(`"${String(added[name])}"`, json);
      }
    });
  });

  it('can be ordered for, and be asked for their prices', async () => {
    await withPortal({}, async (caller, portal) => {
      await caller.post(userPath, userText());
      await caller.post(userPath, userText({ yeastarId: '"second@example.test"' }));
      const [, , first, second] = await users(caller);
      assert.notEqual(first?.partnerId, second?.partnerId);
      const order = (tutorialOrders['Expand / subscribe, Turnkey'] ?? '').replace(
        partner,
        String(second?.partnerId),
      );
      assert.equal((await caller.post(savePath, order)).status, 200);
      assert.equal(portal.orders[0]?.order.partnerId, second?.partnerId);
    });
  });

  it('are refused at the field that is wrong', async () => {
    const cases: readonly (readonly [Changes, string, string])[] = [
      [{ userType: undefined }, 'userType', 'required'],
      [{ userType: '"Enduser"' }, 'userType', 'oneof'],
      [{ yeastarId: undefined }, 'yeastarId', 'required'],
      [{ yeastarId: '"amal"' }, 'yeastarId', 'email'],
      [{ yeastarId: '"amal@example"' }, 'yeastarId', 'email'],
      [{ yeastarId: '"a b@example.test"' }, 'yeastarId', 'email'],
      [{ yeastarId: '"wanjiru@example.test"' }, 'yeastarId', 'duplicate'],
      [{ yeastarId: '"Wanjiru@Example.Test"' }, 'yeastarId', 'duplicate'],
      [{ company: undefined }, 'company', 'required'],
      [{ company: '""' }, 'company', 'required'],
      [{ country: undefined }, 'country', 'required'],
      [{ country: '"Atlantis"' }, 'country', 'unknown'],
      [{ lastName: undefined }, 'firstName', 'required'],
      [{ lastName: '""', firstName: '""' }, 'firstName', 'required'],
      [{ taxType: '"GST"' }, 'taxType', 'oneof'],
      [{ sendUserActivationEmail: '"true"' }, 'sendUserActivationEmail', 'type'],
      [{ phoneNumber: '12' }, 'phoneNumber', 'type'],
      [{ email: '"amal@example.test"' }, 'email', 'unknown'],
    ];
    await withPortal({}, async (caller) => {
      for (const [changes, field, tag] of cases) {
        assertParameterRefused(await caller.post(userPath, userText(changes)), field, tag);
      }
      assertParameterRefused(await caller.post(userPath, '[]'), 'body', 'json');
      assert.equal((await users(caller)).length, 2);
    });
  });
});
