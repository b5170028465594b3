import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Review } from '../../src/form/contract';
import type { OrderForm } from '../../src/form/orderForm';
import type { FormTarget } from '../../src/form/facts';
import type { FormValues } from '../../src/orders/formValues';
import type { Composition } from '../../src/compose/compose';
import type { ReceivedRequest, Reply, TestPortal, TestPortalOptions } from '../portal/testPortal';
import { minutesBody, recordingMinutesId } from '../unit/support/portalOrders';
import { minutesLater, orderElsewhere } from './elsewhere';
import { savePath } from './enemyScene';
import { signedIn } from './extension';
import { productNo, reference, referenceBody, until, untilReviewed } from './formStates';
import { formFor, leaveEntry, shownReview, summaryOf } from './reviewScene';
import { removeEntries } from './logFiles';

const detailPath = '/product/openapi/instance_product/v1/detail';
const ordersPath = '/order/openapi/order/v1/page';
const pricePath = '/pricing/openapi/purchase/v1/pricing/calculate';
const extensionsId = '3048573516041273344';

describe('The review of an order', () => {
  let parts: Composition;
  let portal: TestPortal;
  /** Changes the portal’s replies from now on. */
  let change: (request: ReceivedRequest, reply: Reply) => Reply;

  beforeEach(() => {
    change = (_request, reply) => reply;
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  async function openForm(
    about: Partial<FormTarget> = {},
    options: TestPortalOptions = {},
  ): Promise<OrderForm> {
    ({ parts, portal } = await signedIn({
      intercept: (request, process) => change(request, process()),
      ...options,
    }));
    return formFor(parts, about);
  }

  async function reviewed(form: OrderForm, values: FormValues = reference): Promise<Review> {
    form.submit(values);
    return untilReviewed(form);
  }

  function sent(): string[] {
    return portal.requests.filter(({ path }) => path === savePath).map(({ body }) => body);
  }

  function asked(path: string): number {
    return portal.requests.filter((request) => request.path === path).length;
  }

  function replaceIn(path: string, from: string | RegExp, to: string): void {
    change = (request, reply) =>
      request.path === path ? { ...reply, body: reply.body.replace(from, to) } : reply;
  }

  describe('asks the portal again', () => {
    it('for the PBX, the price and the orders, even if it has just done so', async () => {
      const form = await openForm();
      // The view asks for orders, too, once in a session.
      await parts.orders.getChildren();
      await parts.orders.whenLoaded();
      await reviewed(form);
      const before = [asked(detailPath), asked(pricePath), asked(ordersPath)];
      const { changes, failure, others } = await reviewed(form);
      assert.deepEqual(
        [asked(detailPath), asked(pricePath), asked(ordersPath)],
        before.map((count) => count + 1),
      );
      assert.deepEqual(
        [changes, failure, others],
        [[], '', { title: 'Orders for this PBX in the last 24 hours', orders: [], note: '' }],
      );
    });

    it('and orders for all extensions if the PBX was expanded elsewhere', async () => {
      const form = await openForm({ service: 'highAvailability' });
      assert.equal(form.state.fields.find(({ name }) => name === 'quantity')?.suggested, '10');
      await orderElsewhere(portal, minutesBody(10).replace(recordingMinutesId, extensionsId));
      const review = await reviewed(form);
      const { changes, reviewId, others } = review;
      assert.match(summaryOf(review), /\nOrder: High Availability\n.*\nQuantity: 20 extensions\n/);
      assert.deepEqual(changes, [
        'This changes the order itself. Read the lines below and the exact request again.',
        'Extensions: 10 before, 20 now.',
      ]);
      assert.equal(others.orders.length, 1);
      assert.match(others.orders[0]?.title ?? '', /^YL\d+ · Extension Expansion$/);
      assert.ok(await form.steps.place(reviewId));
      assert.equal(form.state.step.name, 'outcome');
      assert.equal(sent().at(-1), referenceBody.replace('"quantity":10', '"quantity":20'));
      assert.equal(portal.orders.length, 2);
    });

    it('and shows the fields if the portal no longer accepts what was entered', async () => {
      const form = await openForm();
      const quantityField = () => form.state.fields.find(({ name }) => name === 'quantity');
      form.change({ ...reference, serviceId: extensionsId });
      await until(form, () => quantityField()?.least === 1);
      const quantity = String(quantityField()?.most);
      await orderElsewhere(portal, minutesBody(10).replace(recordingMinutesId, extensionsId));
      form.submit({ ...reference, serviceId: extensionsId, quantity });
      await until(form, ({ step }) => step.name === 'edit');
      assert.equal(quantityField()?.problem, `At most ${Number(quantity) - 10}.`);
    });

    it('and names a service that the PBX already has', async () => {
      const form = await openForm();
      await orderElsewhere(portal, referenceBody);
      const { notes } = await reviewed(form);
      assert.ok(notes.includes('This PBX already has High Availability.'), notes.join('\n'));
    });

    it('and says that the orders were not checked if the portal does not sort them', async () => {
      const form = await openForm();
      await orderElsewhere(portal, minutesBody(1), minutesBody(2));
      change = (request, reply) =>
        request.path === ordersPath
          ? { ...reply, body: reply.body.replace(/"total":\d+/, '"total":900') }
          : reply;
      const { others, ready } = await reviewed(form);
      assert.match(others.note, /^Not checked: other orders for this PBX/);
      assert.ok(ready);
    });
  });

  describe('that was open for more than five minutes', () => {
    it('places the order at once if nothing has changed', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      const before = asked(ordersPath);
      await minutesLater(6, () => form.steps.place(reviewId));
      assert.equal(form.state.step.name, 'outcome');
      assert.ok(asked(ordersPath) > before, 'the portal was asked first');
      assert.deepEqual(sent(), [referenceBody]);
    });

    for (const [what, { path, from, to, told }] of Object.entries({
      price: { path: pricePath, from: '125.', to: '9.', told: /^Price: .*125\.00 before, .*9\.00 now\.$/ },
      'end date': {
        path: detailPath,
        from: /"expireDate":"\d{4}/g,
        to: '"expireDate":"2099',
        told: /^End date: \d{4}-\d\d-\d\d before, 2099-\d\d-\d\d now\.$/,
      },
    })) {
      it(`shows another ${what}, and places the order on the next click`, async () => {
        const form = await openForm();
        const { reviewId } = await reviewed(form);
        replaceIn(path, from, to);
        await minutesLater(6, () => form.steps.place(reviewId));
        const { changes, ready, reviewId: next } = shownReview(form);
        assert.equal(changes.length, 1);
        assert.match(changes[0] ?? '', told);
        assert.ok(ready);
        assert.notEqual(next, reviewId);
        assert.deepEqual(sent(), []);
        assert.equal(await form.steps.place(reviewId), false, 'the first click was for another review');
        assert.deepEqual(sent(), []);
        assert.ok(await form.steps.place(next));
        assert.deepEqual(sent(), [referenceBody]);
      });
    }
  });

  it('places the order at once within five minutes, whatever the price is now', async () => {
    const form = await openForm();
    const { reviewId } = await reviewed(form);
    replaceIn(pricePath, '125.', '250.');
    const before = asked(pricePath);
    await form.steps.place(reviewId);
    assert.equal(form.state.step.name, 'outcome');
    assert.equal(asked(pricePath), before);
  });

  describe('after another order for this PBX', () => {
    it('places the order at once if nothing has changed', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      const before = asked(ordersPath);
      await leaveEntry(parts, portal);
      await form.steps.place(reviewId);
      assert.ok(asked(ordersPath) > before, 'the portal was asked first');
      assert.deepEqual(sent(), [referenceBody]);
    });

    it('shows what has changed, and places the order on the next click', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      await leaveEntry(parts, portal);
      await orderElsewhere(portal, minutesBody(5));
      await form.steps.place(reviewId);
      const { changes, reviewId: next, others } = shownReview(form);
      assert.ok(
        changes.some((text) => /^New order for this PBX: YL\d+ · Recording Minutes\.$/.test(text)),
        changes.join('\n'),
      );
      assert.equal(others.orders.length, 1);
      assert.equal(sent().length, 1, 'the colleague’s order');
      await form.steps.place(next);
      assert.equal(form.state.step.name, 'outcome');
      assert.equal(portal.orders.length, 2);
    });

    it('places what was reviewed, whatever values the page sends meanwhile', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      form.change({ productNo });
      await leaveEntry(parts, portal);
      await form.steps.place(reviewId);
      assert.deepEqual(sent(), [referenceBody]);
    });

    it('follows the number of extensions each time', async () => {
      const form = await openForm();
      const expansion = minutesBody(10).replace(recordingMinutesId, extensionsId);
      const first = await reviewed(form);
      await leaveEntry(parts, portal);
      await orderElsewhere(portal, expansion);
      await form.steps.place(first.reviewId);
      const second = shownReview(form);
      await leaveEntry(parts, portal);
      await orderElsewhere(portal, expansion);
      await form.steps.place(second.reviewId);
      const third = shownReview(form);
      assert.deepEqual(
        [first, second, third].map((review) => /Quantity: (.*)/.exec(summaryOf(review))?.[1]),
        ['10 extensions', '20 extensions', '30 extensions'],
      );
      assert.ok(third.changes.includes('Extensions: 20 before, 30 now.'), third.changes.join('\n'));
      assert.equal(sent().length, 2, 'the colleague’s orders');
    });

    it('sends no order that has changed, however many requests come at once', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      await leaveEntry(parts, portal);
      replaceIn(pricePath, '125.', '250.');
      const place = () => form.steps.place(reviewId);
      await Promise.all([place(), place(), form.steps.askAgain(reviewId), place()]);
      assert.match(shownReview(form).changes.join(), /Price: /);
      assert.deepEqual(sent(), []);
    });

    it('asks the portal once, even if it is asked again meanwhile', async () => {
      const form = await openForm();
      const { reviewId } = await reviewed(form);
      await leaveEntry(parts, portal);
      const before = asked(pricePath);
      const placing = form.steps.place(reviewId);
      await until(form, ({ step }) => step.name === 'review' && !step.review.ready);
      await Promise.all([placing, form.steps.askAgain(reviewId)]);
      assert.equal(asked(pricePath), before + 1);
      assert.deepEqual(sent(), [referenceBody]);
    });
  });

  for (const [what, path] of [
    ['the details of the PBX', detailPath],
    ['the order list', ordersPath],
  ] as const) {
    it(`says that ${what} could not be read, sends nothing, and can be placed once that succeeds`, async () => {
      const form = await openForm();
      await portal.faults.set('forbidden', { path });
      form.submit(reference);
      await until(form, ({ step }) => step.name === 'review' && step.review.failure !== '');
      const { reviewId, ready } = shownReview(form);
      assert.equal(ready, false);
      assert.match(shownReview(form).failure, /denies access/);
      assert.equal(await form.steps.place(reviewId), false);
      await form.steps.askAgain(reviewId);
      assert.notEqual(shownReview(form).failure, '', 'it has failed again');
      assert.deepEqual(sent(), []);
      await portal.faults.clear();
      await form.steps.askAgain('made up');
      assert.notEqual(shownReview(form).failure, '', 'asked for another review ID');
      await form.steps.askAgain(reviewId);
      assert.deepEqual([shownReview(form).failure, shownReview(form).ready], ['', true]);
      assert.ok(await form.steps.place(shownReview(form).reviewId));
      assert.deepEqual(sent(), [referenceBody]);
    });
  }

  it('shows a serial number that was typed in lower case as the portal writes it', async () => {
    const serial = '3611R2055734CK5F';
    const form = await openForm({ operation: 'purchase', productId: 11, productNo: '' });
    await parts.instances.getChildren();
    await parts.lists.whenLoaded();
    const product = (await parts.instances.getChildren()).find(({ id }) => id === 'product 11');
    await parts.instances.getChildren(product);
    const values = { productNo: ` ${serial.toLowerCase()}`, billingCycle: 'annually', multiCycle: '1' };
    form.change(values);
    await until(form, ({ fields }) =>
      fields.some(({ name, choices }) => name === 'connectionPlanId' && choices.length > 0),
    );
    const plan = form.state.fields.find(({ name }) => name === 'connectionPlanId')?.choices[0]?.value ?? '';
    const review = await reviewed(form, {
      ...values,
      ...{ connectionPlanId: plan, quantity: '20', billingId: reference.billingId ?? '', poNumber: '' },
    });
    assert.match(review.body, new RegExp(`"productNo":"${serial}"`));
    assert.match(summaryOf(review), new RegExp(serial));
  });
});
