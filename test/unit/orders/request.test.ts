import assert from 'node:assert/strict';
import type { FormValues } from '../../../src/orders/formValues';
import { emptyFormValues, fieldNames } from '../../../src/orders/formValues';
import { orderBody, priceBody, readOrder } from '../../../src/orders/request';
import { isHighAvailability, ruleFor } from '../../../src/orders/rules';
import { idFrom } from '../../../src/portal/values';
import { highAvailabilityId, referenceBody, referenceOrder, referenceValues } from '../support/reference';

const rule = ruleFor({ serviceId: highAvailabilityId, name: 'High Availability' });

describe('the body of an order', () => {
  it('is the tutorial’s, character for character', () => {
    assert.equal(orderBody(referenceOrder, rule), referenceBody);
  });

  it('has the PO number after the billing contact when there is one', () => {
    const order = readOrder({ ...referenceValues, poNumber: '  PO-2026/0042 "Größe"  ' });
    assert.equal(
      orderBody(order, rule),
      referenceBody.replace('379846218,', '379846218,"poNumber":"PO-2026/0042 \\"Größe\\"",'),
    );
  });

  it('has no PO number when it is only blanks', () => {
    assert.equal(orderBody(readOrder({ ...referenceValues, poNumber: '   ' }), rule), referenceBody);
  });

  it('keeps each digit of ids that no double holds', () => {
    const order = readOrder({
      ...referenceValues,
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
    assert.equal(orderBody(order, rule), expected);
  });

  it('can be billed monthly', () => {
    const order = readOrder({ ...referenceValues, billingCycle: 'monthly' });
    assert.equal(orderBody(order, rule), referenceBody.replace('annually', 'monthly'));
  });

  it('cannot be smuggled anything through a text', () => {
    const order = readOrder({ ...referenceValues, poNumber: '","billingId":1,"x":"' });
    const body = JSON.parse(orderBody(order, rule)) as Record<string, unknown>;
    assert.equal(body.poNumber, '","billingId":1,"x":"');
    assert.equal(Object.keys(body).length, 6);
  });

  const unreadable: readonly Partial<FormValues>[] = [
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
      assert.throws(() => readOrder({ ...referenceValues, ...values }), { name: /Zod/ });
    });
  }

  it('takes every quantity that passes for a whole number', () => {
    for (const quantity of ['1', '500', '9007199254740991']) {
      const body = orderBody(readOrder({ ...referenceValues, quantity }), rule);
      assert.ok(body.includes(`"quantity":${quantity},`));
    }
  });
});

describe('the question for the price', () => {
  it('names the pricing id in place of service and contact', () => {
    const pricingId = idFrom('3050012377891004417');
    assert.ok(pricingId !== undefined);
    assert.equal(
      priceBody(referenceOrder, rule, pricingId),
      '{"productId":13,"productNo":"3658B4311196K2ID","operationType":"purchase_service",' +
        '"serviceList":[{"serviceType":"service","pricingId":3050012377891004417,' +
        '"connectionPlanId":3048571730026938368,"quantity":10,"purchaseType":"purchase",' +
        '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
    );
  });
});

describe('the rule for a service', () => {
  const services = [
    ['High Availability', '1', true],
    ['high-availability (HA)', '1', true],
    ['HighAvailability', '1', true],
    ['Call Recording', highAvailabilityId, false],
    ['Recording Minutes', '1', false],
    [undefined, highAvailabilityId, true],
    [undefined, '1', false],
  ] as const;
  for (const [name, serviceId, expected] of services) {
    it(`takes ${name ?? 'a nameless one'} (${serviceId}) ${expected ? '' : 'not '}for High Availability`, () => {
      assert.equal(isHighAvailability({ serviceId, name }), expected);
      const { documented, quantity } = ruleFor({ serviceId, name });
      assert.deepEqual([documented, quantity], [expected, expected ? 'currentExtensions' : 'amountToAdd']);
    });
  }
});

describe('the form', () => {
  it('starts with every field empty', () => {
    assert.deepEqual(emptyFormValues, Object.fromEntries(fieldNames.map((name) => [name, ''])));
  });
});
