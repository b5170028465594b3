import assert from 'node:assert/strict';
import type { FormValues } from '../../../src/orders/formValues';
import { orderBody, priceBody } from '../../../src/orders/request';
import { idFrom } from '../../../src/portal/values';
import { referenceBody, referenceOrder, subscribeOrder } from '../support/reference';

describe('the body of an order', () => {
  it('equals the tutorial’s, character by character', () => {
    assert.equal(orderBody(referenceOrder), referenceBody);
  });

  it('has the PO number after the billing contact', () => {
    assert.equal(
      orderBody(subscribeOrder({ poNumber: '  PO-2026/0042 "Größe"  ' })),
      referenceBody.replace('379846218,', '379846218,"poNumber":"PO-2026/0042 \\"Größe\\"",'),
    );
  });

  it('has no PO number if that is blank', () => {
    assert.equal(orderBody(subscribeOrder({ poNumber: '   ' })), referenceBody);
  });

  it('keeps every digit of IDs that exceed a double', () => {
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

  it('can have a monthly billing cycle', () => {
    const order = subscribeOrder({ billingCycle: 'monthly' });
    assert.equal(orderBody(order), referenceBody.replace('annually', 'monthly'));
  });

  it('is safe from injection through a text', () => {
    const order = subscribeOrder({ poNumber: '","billingId":1,"x":"' });
    const body = JSON.parse(orderBody(order)) as Record<string, unknown>;
    assert.equal(body.poNumber, '","billingId":1,"x":"');
    assert.equal(Object.keys(body).length, 6);
  });

  it('leaves out fields that its rule does not have', () => {
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
    it(`cannot be built from ${JSON.stringify(values)}`, () => {
      assert.throws(() => subscribeOrder(values), { name: /Zod/ });
    });
  }

  it('takes every valid whole number as quantity', () => {
    for (const quantity of ['1', '500', '9007199254740991']) {
      assert.ok(orderBody(subscribeOrder({ quantity })).includes(`"quantity":${quantity},`));
    }
  });
});

describe('the body of a price request', () => {
  const pricingId = idFrom('3050012377891004417');

  it('has the pricing ID instead of service and contact', () => {
    assert.equal(
      priceBody(referenceOrder, () => pricingId, undefined),
      '{"productId":13,"productNo":"3658B4311196K2ID","operationType":"purchase_service",' +
        '"serviceList":[{"serviceType":"service","pricingId":3050012377891004417,' +
        '"connectionPlanId":3048571730026938368,"quantity":10,"purchaseType":"purchase",' +
        '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
    );
  });

  it('names the user whose price is requested', () => {
    const body = priceBody(referenceOrder, () => pricingId, 'wanjiru@example.test');
    assert.ok(body?.includes('"operationType":"purchase_service","partnerView":"wanjiru@example.test",'));
  });

  it('is undefined without a pricing ID for every line', () => {
    assert.equal(
      priceBody(referenceOrder, () => undefined, undefined),
      undefined,
    );
  });
});
