import assert from 'node:assert/strict';
import { refusedField } from '../../../src/orders/refusedField';
import { RefusedError } from '../../../src/portal/errors';
import { parseExact } from '../../../src/portal/exactJson';
import { referenceOrder, subscribeRule } from '../support/reference';

function fieldOf(result: string, detailMessage = ''): string | undefined {
  const exchange = { method: 'POST', host: 'portal.example.test', path: '/a' } as const;
  const refusal = { status: 400, code: 'parameter_validation_failed', requestId: '', text: '' };
  const error = new RefusedError(exchange, { ...refusal, detailMessage, result: parseExact(result) });
  return refusedField(error, referenceOrder, subscribeRule());
}

describe('the field that a refusal is about', () => {
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
});
