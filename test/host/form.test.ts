import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import type { FormState } from '../../src/form/contract';
import type { OrderForm } from '../../src/form/orderForm';
import type { FormValues } from '../../src/orders/formValues';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { minutesBody, recordingMinutesId } from '../unit/support/portalOrders';
import { eventually } from '../rig/eventually';
import { orderElsewhere } from './elsewhere';
import { signedIn } from './extension';
import { isLimitedTo10 } from './formStates';
import { asRead } from '../unit/support/asRead';

const productNo = '3658B4311196K2ID';
const extensionsId = '3048573516041273344';
const target = { operation: 'subscribe', productId: 13, productNo } as const;

const reference: FormValues = {
  productNo,
  connectionPlanId: '3048571730026938368',
  serviceId: '3048573935752720384',
  quantity: '10',
  billingCycle: 'annually',
  billingId: '3197218168379846218',
  poNumber: '',
};

const referenceBody =
  '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,' +
  '"serviceList":[{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573935752720384,' +
  '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';

describe('The order form', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function openForm(options: TestPortalOptions = {}): Promise<OrderForm> {
    ({ parts, portal } = await signedIn(options));
    await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
    const form = parts.forms.orders.formOf(target);
    assert.ok(form);
    await until(form, ({ fields }) => fields.every(({ status }) => status !== 'loading'));
    return form;
  }

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  async function reviewed(form: OrderForm, values: FormValues): Promise<string> {
    form.submit(values);
    await until(form, ({ step }) => step.name === 'review' && step.review.ready);
    const { step } = form.state;
    assert.ok(step.name === 'review');
    return step.review.reviewId;
  }

  function outcome(form: OrderForm) {
    const { step } = form.state;
    assert.ok(step.name === 'outcome', step.name);
    return asRead(step.outcome);
  }

  it('derives its fields again only after a change', async () => {
    const form = await openForm();
    const { fields } = form.state;
    assert.equal(form.state.fields, fields);
    form.change({ ...reference, quantity: '' });
    assert.notEqual(form.state.fields, fields);
    form.check({ ...reference, quantity: '1.5' });
    assert.notEqual(form.state.fields.find(({ name }) => name === 'quantity')?.problem, '');
    form.change(reference);
    assert.equal(form.state.fields.find(({ name }) => name === 'quantity')?.problem, '');
  });

  it('suggests what the portal reports, and asks for the rest', async () => {
    const form = await openForm();
    await until(form, isLimitedTo10);
    const { state } = form;
    const suggested = Object.fromEntries(state.fields.map((field) => [field.name, field.suggested]));
    assert.deepEqual(suggested, { ...reference, billingCycle: '', billingId: '' });
    assert.equal(asRead(state.title), 'Subscribe to High Availability');
  });

  it('names the PBX in its tab, which tells it from the form for another one', async () => {
    ({ parts, portal } = await signedIn());
    await parts.lists.open();
    await parts.lists.whenLoaded();
    for (const serial of [productNo, '3612C2063653JAK2']) {
      await commands.executeCommand('pbx.renew', serial);
    }
    const titles = await eventually('The titles of two tabs', () => {
      const labels = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => asRead(label)));
      return labels.filter((label) => label !== '').length === 2 ? labels : undefined;
    });
    assert.deepEqual(titles, ['Renew: Lagos head office', 'Renew: Accra hotel']);
  });

  it('leaves plan and quantity empty if the portal does not report them, and says so', async () => {
    const { state } = await openForm({ shape: { details: 'untold' } });
    const field = (name: string) => state.fields.find((candidate) => candidate.name === name);
    assert.equal(field('connectionPlanId')?.suggested, '');
    assert.match(field('connectionPlanId')?.hint ?? '', /does not report the current plan/);
    assert.equal(field('quantity')?.suggested, '');
    assert.match(field('quantity')?.hint ?? '', /does not report the current number of extensions/);
  });

  for (const containers of ['lists', 'nested', 'renamed'] as const) {
    for (const ids of ['text', 'number'] as const) {
      it(`sends the reference body as text, whatever the shape of the replies (${containers}, IDs as ${ids})`, async () => {
        const form = await openForm({ shape: { containers, ids } });
        const reviewId = await reviewed(form, reference);
        assert.ok(await form.steps.place(reviewId));
        assert.equal(portal.orders.length, 1);
        assert.equal(portal.orders[0]?.body, referenceBody);
        assert.equal(outcome(form).kind, 'placed');
        assert.equal(outcome(form).details[0]?.value, 'YL3206252408495661056');
      });
    }
  }

  it('keeps every digit of an odd billing contact ID', async () => {
    const form = await openForm();
    const reviewId = await reviewed(form, { ...reference, billingId: '3197218168379846219' });
    await form.steps.place(reviewId);
    assert.match(portal.orders[0]?.body ?? '', /"billingId":3197218168379846219,/);
  });

  it('shows the price that the portal calculates in the review', async () => {
    const form = await openForm();
    await reviewed(form, reference);
    const { step } = form.state;
    assert.ok(step.name === 'review');
    assert.match(asRead(step.review.price.text), /^Total: USD 125\.00 for 1 year$/);
    assert.equal(step.review.body, referenceBody);
  });

  it('says that there is no price, and continues', async () => {
    for (const price of ['untold', 'refused'] as const) {
      const form = await openForm({ price });
      await reviewed(form, reference);
      const { step } = form.state;
      assert.ok(step.name === 'review');
      assert.equal(step.review.price.status, 'none');
      assert.match(step.review.price.text, /^The portal gave no price\./);
      await commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('does not review values that it shows as invalid', async () => {
    const form = await openForm();
    await until(form, isLimitedTo10);
    for (const quantity of ['', '0', '-1', '1.5', '1e3', '10 pcs', '11']) {
      form.submit({ ...reference, quantity });
      assert.equal(form.state.step.name, 'edit', quantity);
      assert.notEqual(form.state.fields.find(({ name }) => name === 'quantity')?.problem, '', quantity);
    }
    assert.equal(portal.orders.length, 0);
  });

  it('places a review once, however often it is requested', async () => {
    const form = await openForm();
    const reviewId = await reviewed(form, reference);
    const placed = await Promise.all([
      form.steps.place(reviewId),
      form.steps.place(reviewId),
      form.steps.place(reviewId),
    ]);
    assert.deepEqual(placed, [true, false, false]);
    assert.equal(await form.steps.place(reviewId), false);
    assert.equal(portal.orders.length, 1);
  });

  it('places nothing with the ID of a review that was left', async () => {
    const form = await openForm();
    const reviewId = await reviewed(form, reference);
    form.edit();
    assert.equal(await form.steps.place(reviewId), false);
    assert.equal(await form.steps.place('made up'), false);
    assert.equal(portal.orders.length, 0);
  });

  it('places nothing that was reviewed in another sign-in', async () => {
    const form = await openForm();
    const reviewId = await reviewed(form, reference);
    const old = portal;
    const other = await signedIn();
    assert.equal(await form.steps.place(reviewId), false);
    assert.equal(old.orders.length + other.portal.orders.length, 0);
    await other.portal.close();
  });

  it('keeps its review if the same sign-in is reported again', async () => {
    const form = await openForm();
    const reviewId = await reviewed(form, reference);
    form.sessionChanged();
    assert.ok(await form.steps.place(reviewId));
    assert.equal(portal.orders.length, 1);
  });

  it('says if the portal reported no status of an order', async () => {
    const form = await openForm({
      intercept: (_request, process) => {
        const reply = process();
        return { ...reply, body: reply.body.replace('"orderStatus":"succeed",', '') };
      },
    });
    await form.steps.place(await reviewed(form, reference));
    const { kind, sentence, details } = outcome(form);
    assert.equal(kind, 'placed');
    assert.match(sentence, /reported no status/);
    assert.equal(details.find(({ label }) => label === 'Status')?.value, 'status not reported');
  });

  it('shows a refusal in the outcome and at its field', async () => {
    // A colleague expands the PBX after the review: only the portal can know.
    const form = await openForm();
    const reviewId = await reviewed(form, reference);
    await orderElsewhere(portal, minutesBody(10).replace(recordingMinutesId, extensionsId));
    await form.steps.place(reviewId);
    assert.equal(outcome(form).kind, 'refused');
    assert.match(outcome(form).sentence, /parameter_validation_failed, request [0-9a-f]{32}/);
    form.edit();
    assert.match(
      form.state.fields.find(({ name }) => name === 'quantity')?.problem ?? '',
      /current number of extensions/,
    );
    assert.equal(portal.orders.length, 1);
  });

  it('exists once for each instance', async () => {
    const form = await openForm();
    await commands.executeCommand('pbx.subscribe', productNo);
    assert.equal(parts.forms.orders.formOf(target), form);
  });

  it('shows the subscription in the view after the order', async () => {
    const form = await openForm();
    const [product] = await parts.instances.getChildren();
    const [row] = await parts.instances.getChildren(product);
    await parts.instances.getChildren(row);
    await form.steps.place(await reviewed(form, reference));
    const below = await parts.instances.getChildren(row);
    const highAvailability = below
      .map((child) => child.treeItem())
      .find(({ label }) => asRead(label) === 'High Availability');
    assert.equal(highAvailability?.description, 'subscribed');
  });

  it('offers to try again after a failed lookup', async () => {
    let fail = true;
    const form = await openForm({
      intercept: ({ path }, process) =>
        fail && path.endsWith('billing_contact_list')
          ? { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Log in</html>' }
          : process(),
    });
    const contact = () => form.state.fields.find(({ name }) => name === 'billingId');
    assert.equal(contact()?.status, 'failed');
    assert.match(contact()?.failure ?? '', /not from the portal’s API \(HTTP 200\).*<html>Log in<\/html>/);
    fail = false;
    form.load();
    await until(form, () => contact()?.status === 'ready');
    assert.equal(contact()?.choices.length, 2);
  });

  it('copies only what is under review', async () => {
    const form = await openForm();
    await env.clipboard.writeText('before');
    assert.equal(form.steps.reviewedOrder('made up'), undefined);
    const reviewId = await reviewed(form, reference);
    assert.equal(form.steps.reviewedOrder(reviewId)?.body, referenceBody);
  });
});

/** Waits for the form's state to become as wanted; mocha's time-out is the limit. */
async function until(form: OrderForm, isWanted: (state: FormState) => boolean): Promise<void> {
  if (isWanted(form.state)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const listening = form.onDidChange(() => {
      if (isWanted(form.state)) {
        listening.dispose();
        resolve();
      }
    });
  });
}
