import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { OrderForm } from '../../src/form/orderForm';
import type { Operation } from '../../src/rules/operationRule';
import type { FormValues } from '../../src/orders/formValues';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { headOf } from '../unit/support/entries';
import { minutesBody } from '../unit/support/portalOrders';
import { minutesLater, orderElsewhere } from './elsewhere';
import { savePath } from './enemyScene';
import { signedIn } from './extension';
import { reference, until, untilLookedUp, untilReviewed } from './formStates';
import { formFor, leaveEntry, shownReview } from './reviewScene';
import { removeEntries } from './logFiles';

const detailPath = '/product/openapi/instance_product/v1/detail';
const pricePath = '/pricing/openapi/purchase/v1/pricing/calculate';
const ordersPath = '/order/openapi/order/v1/page';
const enterprise = '3048571730026938368';
const ultimate = '3048572026291630080';
const switching = /^New: A switch of plan is under way\. Current plan: Enterprise Plan, .*Ultimate Plan\.$/;

/** What changes in the portal while a review is open. */
describe('A review that is refreshed', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  function replaceIn(path: string, from: string, to: string): void {
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === path ? { ...reply, body: reply.body.replaceAll(from, to) } : reply;
    };
  }

  function switchPlan(): void {
    portal.intercept = (request, process) => {
      const reply = process();
      const body = reply.body
        .replace('"currentPlan":""', '"currentPlan":"Enterprise Plan"')
        .replace('"currentPlanExpireDate":""', '"currentPlanExpireDate":"2027-03-31"')
        .replace(new RegExp(`"planId":"?${enterprise}"?`), `"planId":${ultimate}`)
        .replace('"planName":"Enterprise Plan"', '"planName":"Ultimate Plan"');
      return request.path === detailPath ? { ...reply, body } : reply;
    };
  }

  function suggested({ state: { fields } }: OrderForm): FormValues {
    return Object.fromEntries(fields.map((field) => [field.name, field.suggested]));
  }

  /** The suggested values, otherwise the first choice or the least quantity. */
  function filled({ state: { fields } }: OrderForm): FormValues {
    return Object.fromEntries(
      fields.map(({ name, suggested, optional, choices, control, least }) => {
        const first = control === 'number' ? String(least ?? 10) : (choices[0]?.value ?? '');
        return [name, suggested || (optional || control === 'checkbox' ? '' : first)];
      }),
    );
  }

  /** Reviews an order, changes something, and presses Place Order six minutes later. */
  async function pressLater(
    operation: Operation,
    { values, change }: { values: (form: OrderForm) => FormValues; change: () => void },
  ): Promise<OrderForm> {
    const form = await formFor(parts, { operation });
    form.submit(values(form));
    const { reviewId } = await untilReviewed(form);
    change();
    await minutesLater(6, () => form.steps.place(reviewId));
    return form;
  }

  function sent(): number {
    return portal.requests.filter(({ path }) => path === savePath).length;
  }

  it('reports a plan switch that has begun, and sends nothing before the next click', async () => {
    const form = await pressLater('subscribe', { values: () => reference, change: switchPlan });
    const { changes, notes, reviewId } = shownReview(form);
    assert.match(changes.find((text) => text.startsWith('New: ')) ?? '', switching);
    assert.ok(notes.some((line) => line.startsWith('A switch of plan is under way.')));
    assert.equal(sent(), 0);
    assert.ok(await form.steps.place(reviewId));
    assert.equal(sent(), 1);
  });

  it('sends nothing if the portal fails, and can be placed once it answers', async () => {
    const form = await formFor(parts);
    form.submit(reference);
    const { reviewId } = await untilReviewed(form);
    await leaveEntry(parts, portal);
    await portal.faults.set('forbidden', { path: ordersPath });
    await form.steps.place(reviewId);
    assert.match(shownReview(form).failure, /denies access/);
    assert.equal(sent(), 0);
    await portal.faults.clear();
    await form.steps.askAgain(reviewId);
    await form.steps.place(shownReview(form).reviewId);
    assert.equal(sent(), 1);
  });

  it('reports another plan that the catalogue does not contain', async () => {
    const form = await pressLater('subscribe', {
      values: () => reference,
      change: () => {
        portal.intercept = (request, process) => {
          const reply = process();
          const body = reply.body
            .replace(/"planName":"[^"]*"/, '"planName":"Third Plan"')
            .replace(/"planId":"?\d+"?/, '"planId":3048571730026938999');
          return request.path === detailPath ? { ...reply, body } : reply;
        };
      },
    });
    assert.ok(
      shownReview(form).changes.includes('Plan of this PBX: Enterprise Plan before, Third Plan now.'),
    );
    assert.equal(sent(), 0);
  });

  it('names a new order of the same kind without a serial number, and asks before repeating it', async () => {
    const form = await formFor(parts, { operation: 'renew', productId: 15, productNo: '' });
    form.change(filled(form));
    await untilLookedUp(form);
    form.submit(filled(form));
    const { reviewId, body, others } = await untilReviewed(form);
    assert.deepEqual([others.title, others.orders], ['Orders of the same kind in the last 24 hours', []]);
    const { journal } = parts.orderServices;
    const { id } = await journal.add(
      headOf({
        baseUrl: portal.baseUrl,
        body: body.replace('{', '{"poNumber":"PO-2",'),
        createdAt: Date.now(),
      }),
    );
    await journal.note(id, { state: 'placed', at: Date.now(), orderNo: 'YL7', by: 'reply' });

    await form.steps.place(reviewId);
    const anew = shownReview(form);
    assert.match(anew.changes.join(), /^New order of the same kind: Renewal of /);
    assert.deepEqual(
      anew.others.orders.map((other) => other.id),
      [{ of: 'entry', entryId: id }],
    );
    await form.steps.place(anew.reviewId);
    assert.equal(form.state.step.name, 'blocked');
    await form.steps.checkAgain();
    assert.equal(form.state.step.name, 'blocked', 'however often the portal is asked');
    assert.equal(sent(), 0);
  });

  it('reports a plan switch in a renewal, whose plan may be either of the two', async () => {
    const form = await pressLater('renew', {
      values: (form) => ({
        ...suggested(form),
        ...{ connectionPlanId: enterprise, billingId: reference.billingId ?? '', billingCycle: 'annually' },
      }),
      change: switchPlan,
    });
    assert.match(shownReview(form).changes.find((text) => text.startsWith('New: ')) ?? '', switching);
    assert.equal(sent(), 0);
  });

  it('reports at once that the price differs from that in the form', async () => {
    const form = await formFor(parts, { operation: 'subscribe' });
    form.change(reference);
    await until(form, ({ price }) => price?.status === 'given');
    replaceIn(pricePath, '125.00', '187.00');
    form.submit(reference);
    const { changes } = await untilReviewed(form);
    assert.match(changes.join(), /^Price: .*125\.00 before, .*187\.00 now\.$/);
  });

  it('shows the end date of the subscription, so that a completed renewal is visible', async () => {
    const form = await formFor(parts, { operation: 'subscribe' });
    form.submit(reference);
    const { facts } = await untilReviewed(form);
    const endDate = facts.find(({ label }) => label === 'Current end date');
    assert.match(endDate?.values.join() ?? '', /\b\d{4}\b/);
  });

  it('reports a new status of another order for the PBX', async () => {
    await orderElsewhere(portal, minutesBody(3));
    const form = await pressLater('subscribe', {
      values: () => reference,
      change: () => replaceIn(ordersPath, '"succeed"', '"processing"'),
    });
    assert.deepEqual(
      shownReview(form).changes.map((text) => text.replace(/^YL\d+/, 'YL…')),
      ['YL… · Recording Minutes: succeed before, processing now.'],
    );
    assert.equal(sent(), 1, 'the colleague’s order');
  });
});
