import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { BlockedView } from '../../src/form/contract';
import type { OrderForm } from '../../src/form/orderForm';
import { orderBody } from '../../src/orders/request';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { subscribeOrder } from '../unit/support/reference';
import { signedIn } from './extension';
import { reference, untilLookedUp, untilReviewed } from './formStates';
import { asRead } from '../unit/support/asRead';

const minutes = { serviceId: '3048573759449317376', name: 'Recording Minutes' };
const values = { ...reference, serviceId: minutes.serviceId, quantity: '100', poNumber: 'PO-7' };
const body = orderBody(subscribeOrder(values, minutes));

describe('Order Again', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  /** The form as filled by Order Again. */
  async function filled(): Promise<OrderForm> {
    const form = parts.forms.orders.formOf({
      operation: 'subscribe',
      productId: 13,
      productNo: reference.productNo ?? '',
    });
    assert.ok(form);
    await untilLookedUp(form);
    return form;
  }

  /** Places what the form contains, unchanged. */
  async function placeUnchanged(form: OrderForm): Promise<void> {
    form.submit(values);
    const { reviewId } = await untilReviewed(form);
    assert.ok(await form.steps.place(reviewId));
  }

  /** An equal order needs a new consent. */
  function blockedOf(form: OrderForm): BlockedView {
    const { step } = form.state;
    assert.ok(step.name === 'blocked', step.name);
    return asRead(step.blocked);
  }

  it('opens the form with the values of an entry, and sends nothing by itself', async () => {
    await commands.executeCommand('pbx.subscribe', {
      productNo: reference.productNo,
      serviceId: minutes.serviceId,
    });
    await placeUnchanged(await filled());
    await commands.executeCommand('workbench.action.closeAllEditors');
    const entry = parts.orderServices.journal.entries.find((one) => one.body === body);
    assert.ok(entry);

    await commands.executeCommand('pbx.orderAgain', { record: entry.id });
    const form = await filled();
    assert.equal(form.state.step.name, 'edit');
    assert.equal(asRead(form.state.title), 'Subscribe to Recording Minutes');
    assert.equal(portal.orders.length, 1);
    await placeUnchanged(form);
    assert.deepEqual(blockedOf(form).orders[0]?.id, { of: 'entry', entryId: entry.id });
    assert.deepEqual(
      portal.orders.map((order) => order.body),
      [body],
    );
  });

  it('reads the order from the portal if this machine has no entry', async () => {
    const authorization = await parts.session.authorization();
    const response = await fetch(`${portal.baseUrl}/order/openapi/order/v1/save`, {
      method: 'POST',
      headers: {
        'User-Agent': 'OpenAPI',
        'Content-Type': 'application/json',
        Authorization: authorization.header,
      },
      body,
    });
    assert.ok(response.ok);
    const [order] = portal.orders;
    assert.ok(order);
    await commands.executeCommand('pbx.orderAgain', { orderNo: order.orderNo });
    const form = await filled();
    assert.equal(asRead(form.state.title), 'Subscribe to Recording Minutes');
    assert.equal(portal.orders.length, 1);
    await placeUnchanged(form);
    assert.match(
      blockedOf(form).orders[0]?.title ?? '',
      new RegExp(`^${order.orderNo} · Recording Minutes$`),
    );
    assert.equal(portal.orders.length, 1);
  });
});
