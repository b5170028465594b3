import assert from 'node:assert/strict';
import { type Order, readOrder, refusedField } from '../../../src/orders/order';
import { RefusedError } from '../../../src/portal/errors';
import { parseExact } from '../../../src/portal/exactJson';
import type { OperationRule } from '../../../src/rules/operationRule';
import { rulesFor } from '../../../src/rules/table';
import { referenceOrder, subscribeRule } from '../support/reference';
import { cloudPbxOrders } from '../tutorials/cloudPbx';
import { orderOfTutorial, ruleOfTutorial } from '../tutorials/readTutorial';
import { orderOf } from '../tutorials/orders';

function fieldOf(
  result: string,
  detailMessage = '',
  [order, rule]: readonly [Order, OperationRule] = [referenceOrder, subscribeRule()],
): string | undefined {
  const exchange = { method: 'POST', host: 'portal.example.test', path: '/a' } as const;
  const refusal = {
    transportStatus: 400,
    status: 400,
    code: 'parameter_validation_failed',
    requestId: '',
    text: '',
    isWhole: true,
  };
  const error = new RefusedError(exchange, { ...refusal, detailMessage, result: parseExact(result) });
  return refusedField(error, order, rule);
}

describe('the refused field of an order with several lines', () => {
  const [purchase] = cloudPbxOrders;
  const minutes = '3048573759449317376';
  const refusals = [
    ['serviceList[0].serviceId', 'connectionPlanId'],
    ['serviceList[0].quantity', 'quantity'],
    ['serviceList[0].billingCycle', 'billingCycle'],
    ['serviceList[1].quantity', `quantity.${minutes}`],
    ['serviceList[1].serviceId', `serviceId.${minutes}`],
    ['serviceList[1].connectionPlanId', `serviceId.${minutes}`],
    ['serviceList[2].quantity', 'quantity'],
    ['orderPceSpecialRequest.regionId', 'regionId'],
    ['partnerId', 'partnerId'],
    ['serviceList', undefined],
  ] as const;
  for (const [field, expected] of refusals) {
    it(`is ${expected ?? 'none'} for ${field}`, () => {
      assert.ok(purchase);
      const exchange = { method: 'POST', host: 'portal.example.test', path: '/a' } as const;
      const result = parseExact(JSON.stringify({ field }));
      const refusal = {
        transportStatus: 400,
        status: 400,
        code: 'x',
        requestId: '',
        text: '',
        isWhole: true,
        detailMessage: '',
        result,
      };
      const found = refusedField(
        new RefusedError(exchange, refusal),
        orderOfTutorial(purchase),
        ruleOfTutorial(purchase),
      );
      assert.equal(found, expected);
    });
  }

  it('is the plan’s quantity if a service is renewed with the same quantity', () => {
    const renewal = cloudPbxOrders.find(({ operation }) => operation === 'renew');
    assert.ok(renewal);
    const exchange = { method: 'POST', host: 'portal.example.test', path: '/a' } as const;
    const result = parseExact('{"field":"serviceList[1].quantity"}');
    const refusal = {
      transportStatus: 400,
      status: 400,
      code: 'x',
      requestId: '',
      text: '',
      isWhole: true,
      detailMessage: '',
      result,
    };
    const error = new RefusedError(exchange, refusal);
    assert.equal(refusedField(error, orderOfTutorial(renewal), ruleOfTutorial(renewal)), 'quantity');
  });
});

describe('the refused field of an order', () => {
  const refusals = [
    ['{"field":"billingId","tag":"unknown"}', '', 'billingId'],
    ['[{"field":"quantity"}]', '', 'quantity'],
    ['{"errors":[{"field":"other"},{"field":"serviceList[0].quantity"}]}', '', 'quantity'],
    ['{"field":"serviceList.0.connectionPlanId"}', '', 'connectionPlanId'],
    ['null', 'billingId: unknown', 'billingId'],
    ['null', ' serviceList[0].quantity : must be 10', 'quantity'],
    ['{"field":"poNumber"}', 'billingId: unknown', 'poNumber'],
    ['{"field":"productId"}', 'billingId: unknown', 'billingId'],
    ['null', 'unknown: billingId', undefined],
    ['null', 'The billingId is unknown', undefined],
    ['null', '', undefined],
    ['{"field":"productId"}', '', undefined],
    ['{"field":["billingId"]}', '', undefined],
    ['{"field":"constructor"}', '', undefined],
  ] as const;
  for (const [result, detailMessage, field] of refusals) {
    it(`is ${field ?? 'none'} for ${result} ${JSON.stringify(detailMessage)}`, () => {
      assert.equal(fieldOf(result, detailMessage), field);
    });
  }

  it('is the plan’s field if the only line is a plan and its ID is refused', () => {
    const { values, productNo, productId } = orderOf('Switch plan, PCE');
    const [rule] = rulesFor(productId, 'switchPlan', 'instance');
    assert.ok(rule && productNo !== undefined);
    const order = readOrder({ ...values, productNo }, { rule, productId, services: [] });
    for (const field of ['serviceId', 'serviceList[0].serviceId']) {
      assert.equal(fieldOf(`{"field":"${field}"}`, '', [order, rule]), 'connectionPlanId', field);
    }
    assert.equal(fieldOf('{"field":"billingId"}', '', [order, rule]), 'billingId');
  });
});
