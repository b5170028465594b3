import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { UserForm } from '../../src/form/userForm';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { signedIn } from './extension';
import { until, untilLookedUp } from './formStates';
import { asRead } from '../unit/support/asRead';

const savePath = '/user/openapi/user/v1/client/save_user';
const user = {
  yeastarId: 'otieno@example.test',
  company: 'Example Clinics',
  country: 'Kenya',
  firstName: 'Otieno',
  sendUserActivationEmail: 'true',
};

describe('A new subordinate user', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(options: TestPortalOptions = {}): Promise<UserForm> {
    ({ parts, portal } = await signedIn(options));
    await commands.executeCommand('pbx.createUser');
    const { form } = parts.forms.user;
    assert.ok(form);
    await until(form, ({ fields }) => fields.every(({ status }) => status !== 'loading'));
    return form;
  }

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  function sent(): string[] {
    return portal.requests.filter(({ path }) => path === savePath).map(({ body }) => body);
  }

  function problem(form: UserForm, name: string): string {
    return form.state.fields.find((field) => field.name === name)?.problem ?? '';
  }

  async function untilEnded(form: UserForm) {
    await until(form, ({ step }) => step.name === 'outcome');
    const { step } = form.state;
    assert.ok(step.name === 'outcome');
    return step.outcome;
  }

  it('is created once, and can be ordered for at once', async () => {
    const form = await open();
    form.submit(user);
    form.submit(user);
    const outcome = await untilEnded(form);
    assert.equal(outcome.title, 'User created');
    assert.deepEqual(sent(), [
      '{"userType":"Customer","yeastarId":"otieno@example.test","company":"Example Clinics","country":"Kenya",' +
        '"firstName":"Otieno","sendUserActivationEmail":true}',
    ]);
    await commands.executeCommand('pbx.purchase', { productId: 14 });
    const order = parts.forms.orders.formOf({ operation: 'purchase', productId: 14, productNo: '' });
    assert.ok(order);
    await untilLookedUp(order);
    const choices = order.state.fields.find(({ name }) => name === 'partnerId')?.choices ?? [];
    assert.ok(choices.some(({ label, note }) => label.includes('Otieno') && asRead(note) === user.yeastarId));
  });

  const invalid = [
    ['yeastarId', { ...user, yeastarId: '' }],
    ['yeastarId', { ...user, yeastarId: 'no address' }],
    ['company', { ...user, company: ' ' }],
    ['country', { ...user, country: '' }],
    ['country', { ...user, country: 'Atlantis' }],
    ['firstName', { ...user, firstName: '' }],
    ['taxType', { ...user, taxType: 'VAT' }],
    ['remark', { ...user, remark: 'two\nlines' }],
  ] as const;
  it('is not sent with values that the form shows as invalid', async () => {
    const form = await open();
    for (const [field, values] of invalid) {
      form.submit(values);
      assert.equal(form.state.step.name, 'edit');
      assert.notEqual(problem(form, field), '', `${field} ${JSON.stringify(values)}`);
    }
    assert.deepEqual(sent(), []);
  });

  it('that the portal refuses is reported at the field', async () => {
    const form = await open({
      intercept: ({ path }, process) =>
        path === savePath
          ? {
              status: 400,
              headers: { 'Content-Type': 'application/json' },
              body:
                '{"code":"parameter_validation_failed","detailMessage":"company: is on a list","requestId":"0b9d",' +
                '"result":{"field":"company","tag":"blocked"},"status":400}',
            }
          : process(),
    });
    form.submit(user);
    const outcome = await untilEnded(form);
    assert.equal(outcome.kind, 'refused');
    form.edit();
    assert.match(problem(form, 'company'), /is on a list/);
    assert.equal(sent().length, 1);
  });

  it('without a reply is looked up in the portal’s list, and sent once', async () => {
    const form = await open({
      intercept: ({ path }, process, response) => {
        const reply = process();
        if (path !== savePath) {
          return reply;
        }
        response.destroy();
        return undefined;
      },
    });
    form.submit(user);
    const outcome = await untilEnded(form);
    assert.equal(outcome.title, 'User created');
    assert.match(outcome.sentence, /the portal lists the user now/);
    assert.equal(sent().length, 1);
  });
});
