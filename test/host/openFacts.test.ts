import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { OrderForm } from '../../src/form/orderForm';
import type { FormTarget } from '../../src/form/facts';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { shown, signedIn } from './extension';
import { productNo, untilLookedUp, untilReviewed } from './formStates';
import { asRead } from '../unit/support/asRead';

const detailPath = '/product/openapi/instance_product/v1/detail';
const highAvailability = '3048573935752720384';
const recordingMinutes = '3048573759449317376';
/** A Software PBX of the simulated portal that switches back to the Enterprise Plan. */
const switching = '3615S20874103HRZ';
const contact = '3197218168379846218';

describe('The order form with an unclear reply', () => {
  let parts: Composition;
  let portal: TestPortal;

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  async function openForm(
    about: Pick<FormTarget, 'operation' | 'productId'> & { readonly productNo?: string },
    options: TestPortalOptions = {},
  ): Promise<OrderForm> {
    ({ parts, portal } = await signedIn({ instances: { 12: 30, 13: 40 }, ...options }));
    const target = { productNo: '', productName: '', instanceName: '', service: undefined, ...about };
    parts.forms.orders.showFilled(target, {});
    const form = parts.forms.orders.formOf(target);
    assert.ok(form);
    await untilLookedUp(form);
    return form;
  }

  const field = (form: OrderForm, name: string) => {
    const found = form.state.fields.find((candidate) => candidate.name === name);
    assert.ok(found, name);
    return found;
  };

  it('offers the billing contact of a trial, but does not require it', async () => {
    const form = await openForm({ operation: 'startTrial', productId: 12 });
    const { optional, choices, suggested, hint } = field(form, 'billingId');
    assert.deepEqual([optional, suggested, choices[0]?.label], [true, '', 'None']);
    assert.match(hint, /tutorials for trials leave it out/);
  });

  it('orders High Availability for all extensions of a new PBX', async () => {
    const form = await openForm({ operation: 'purchase', productId: 13 });
    const values = { connectionPlanId: '3048571730026938368', quantity: '25' };
    form.change({ ...values, [`serviceId.${highAvailability}`]: 'true' });
    assert.equal(field(form, `quantity.${highAvailability}`).suggested, '25');
    form.submit({
      ...values,
      ...{ [`serviceId.${highAvailability}`]: 'true', [`quantity.${highAvailability}`]: '25' },
      ...{ [`serviceId.${recordingMinutes}`]: 'true', [`quantity.${recordingMinutes}`]: '500' },
      ...{
        pbxName: 'Kano',
        regionId: '101',
        pbxSubDomainId: '201',
        billingCycle: 'annually',
        billingId: contact,
      },
    });
    const { facts } = await untilReviewed(form);
    assert.deepEqual(facts.map(({ label, values }) => [label, ...values]).slice(0, 7), [
      ['New PBX', 'Kano'],
      ['Region', 'Frankfurt, eu.example.test'],
      ['Order', 'Purchase: Enterprise Plan'],
      ['Quantity', '25 extensions'],
      ['With', 'Recording Minutes', 'quantity 500'],
      ['With', 'High Availability', '25 extensions'],
      ['Period', '1 year, billed annually'],
    ]);
  });

  it('lets a renewal tick a service whose subscription is unclear, and correct a guessed number', async () => {
    const form = await openForm(
      { operation: 'renew', productId: 13, productNo },
      {
        intercept: ({ path }, process) => {
          const reply = process();
          if (path.includes('/renew/plan_info/')) {
            // Limits of exactly one number would make the number certain.
            return { ...reply, body: reply.body.replaceAll(/,"(?:min|max)Quantity":\d+/g, '') };
          }
          const told = reply.body.replace('"serviceId"', '"subscribed":"maybe","serviceId"');
          const guessed = told.replace('"extensions":10', '"capacity":10');
          return path === detailPath ? { ...reply, body: guessed } : reply;
        },
      },
    );
    const service = field(form, `serviceId.${recordingMinutes}`);
    assert.deepEqual([service.control, service.suggested], ['checkbox', '']);
    assert.match(service.hint, /does not clearly say/);
    form.change({ productNo });
    const { control, suggested, hint } = field(form, 'quantity');
    assert.deepEqual([control, suggested], ['number', '10']);
    assert.match(hint, /contains 10, which may mean something else/);
  });

  it('says if it is unknown whether the PBX is subscribed to a service', async () => {
    const form = await openForm(
      { operation: 'subscribe', productId: 13, productNo },
      {
        intercept: ({ path }, process) => {
          const reply = process();
          const body = reply.body.replace('"serviceId"', '"subscribed":"maybe","serviceId"');
          return path === detailPath ? { ...reply, body } : reply;
        },
      },
    );
    const noteOf = (serviceId: string) =>
      field(form, 'serviceId').choices.find(({ value }) => value === serviceId)?.note;
    assert.equal(noteOf(recordingMinutes), 'It is unknown whether this PBX is subscribed to it.');
    assert.equal(noteOf(highAvailability), '');
  });

  it('says in the row of a service that its subscription is unclear', async () => {
    ({ parts, portal } = await signedIn({
      instances: { 13: 1 },
      intercept: ({ path }, process) => {
        const reply = process();
        const body = reply.body.replace('"serviceId"', '"subscribed":"maybe","serviceId"');
        return path === detailPath ? { ...reply, body } : reply;
      },
    }));
    const [product] = await parts.instances.getChildren();
    await parts.lists.whenLoaded();
    const [instance] = await parts.instances.getChildren(product);
    const rows = (await parts.instances.getChildren(instance)).map(shown);
    assert.ok(rows.includes('Recording Minutes | subscription unclear'), rows.join('\n'));
    assert.ok(rows.includes('High Availability | available'));
  });

  it('shows the current and the coming plan in the row of the plan', async () => {
    ({ parts, portal } = await signedIn({ instances: { 12: 30, 13: 1 } }));
    await parts.instances.getChildren();
    await parts.lists.whenLoaded();
    const product = (await parts.instances.getChildren()).find(({ id }) => id === 'product 12');
    const rows = await parts.instances.getChildren(product);
    const instance = rows.find((row) => shown(row).includes(switching));
    assert.ok(instance, rows.map(shown).join());
    const [plan] = await parts.instances.getChildren(instance);
    assert.ok(plan);
    assert.match(shown(plan), /^Ultimate Plan \| .*until .* · then Enterprise Plan$/);
  });

  it('names the current and the coming plan', async () => {
    const form = await openForm({ operation: 'renew', productId: 12, productNo: switching });
    const { hint, choices } = field(form, 'connectionPlanId');
    assert.match(
      asRead(hint),
      /^A switch of plan is under way\. Current plan: Ultimate Plan, until: .*, next plan: Enterprise Plan\.$/,
    );
    assert.deepEqual(
      choices.map(({ label, note }) => asRead(`${label}: ${note}`)),
      ['Ultimate Plan: Current plan.', 'Enterprise Plan: Next plan: a switch to it is under way.'],
    );
  });
});
