import assert from 'node:assert/strict';
import type { FormValues } from '../../../src/orders/formValues';
import { orderBody, priceBody } from '../../../src/orders/request';
import { idFrom } from '../../../src/portal/values';
import { referenceBody, referenceOrder, subscribeOrder } from '../support/reference';

describe('the body of an order', () => {
  it('is the tutorial’s, character for character', () => {
    assert.equal(orderBody(referenceOrder), referenceBody);
  });

  it('has the PO number after the billing contact when there is one', () => {
    assert.equal(
      orderBody(subscribeOrder({ poNumber: '  PO-2026/0042 "Größe"  ' })),
      referenceBody.replace('379846218,', '379846218,"poNumber":"PO-2026/0042 \\"Größe\\"",'),
    );
  });

  it('has no PO number when it is only blanks', () => {
    assert.equal(orderBody(subscribeOrder({ poNumber: '   ' })), referenceBody);
  });

  it('keeps each digit of ids that no double holds', () => {
    const order = subscribeOrder({
      billingId: '3197218168379846219',
      connectionPlanId: '9223372036854775807',
      serviceId: '9007199254740993',
      quantity: '500',
    });
    const expected = referenceBody
      .replace('3197218168379846218', '3197218168379846219')
      .replace('3048571730026938368', '9223372036854775807')
      .replace('3048573935752720384', '9007199254740993')
      .replace('"quantity":10', '"quantity":500');
    assert.equal(orderBody(order), expected);
  });

  it('can be billed monthly', () => {
    const order = subscribeOrder({ billingCycle: 'monthly' });
    assert.equal(orderBody(order), referenceBody.replace('annually', 'monthly'));
  });

  it('cannot be smuggled anything through a text', () => {
    const order = subscribeOrder({ poNumber: '","billingId":1,"x":"' });
    const body = JSON.parse(orderBody(order)) as Record<string, unknown>;
    assert.equal(body.poNumber, '","billingId":1,"x":"');
    assert.equal(Object.keys(body).length, 6);
  });

  it('leaves out what its rule does not take', () => {
    const others: FormValues = {
      partnerId: '7',
      assignId: '8',
      pbxName: 'x',
      regionId: '1',
      multiCycle: '3',
      'serviceId.3048573759449317376': 'true',
      'quantity.3048573759449317376': '5',
    };
    assert.equal(orderBody(subscribeOrder(others)), referenceBody);
  });

  const unreadable: readonly FormValues[] = [
    ...['', '0', '-1', '1.5', '1e3', '10x', '010', '٣', '9'.repeat(17)].map((quantity) => ({ quantity })),
    ...['', '0', 'x', '1.0', '9223372036854775808', '3197218168379846218,"x":1'].map((billingId) => ({
      billingId,
    })),
    { connectionPlanId: '' },
    { serviceId: 'abc' },
    { billingCycle: '' },
    { billingCycle: 'once' },
    { productNo: ' ' },
  ];
  for (const values of unreadable) {
    it(`is not made from ${JSON.stringify(values)}`, () => {
      assert.throws(() => subscribeOrder(values), { name: /Zod/ });
    });
  }

  it('takes every quantity that passes for a whole number', () => {
    for (const quantity of ['1', '500', '9007199254740991']) {
      assert.ok(orderBody(subscribeOrder({ quantity })).includes(`"quantity":${quantity},`));
    }
  });
});

describe('the question for the price', () => {
  const pricingId = idFrom('3050012377891004417');

  it('names the pricing id in place of service and contact', () => {
    assert.equal(
      priceBody(referenceOrder, () => pricingId, undefined),
      '{"productId":13,"productNo":"3658B4311196K2ID","operationType":"purchase_service",' +
        '"serviceList":[{"serviceType":"service","pricingId":3050012377891004417,' +
        '"connectionPlanId":3048571730026938368,"quantity":10,"purchaseType":"purchase",' +
        '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
    );
  });

  it('names the user whose price it is', () => {
    const body = priceBody(referenceOrder, () => pricingId, 'wanjiru@example.test');
    assert.ok(body?.includes('"operationType":"purchase_service","partnerView":"wanjiru@example.test",'));
  });

  it('is not asked without a pricing id for every line', () => {
    assert.equal(
      priceBody(referenceOrder, () => undefined, undefined),
      undefined,
    );
  });
});
