import assert from 'node:assert/strict';
import { RefusedError } from '../../../src/portal/errors';
import { parseExact } from '../../../src/portal/exactJson';
import { refusedParameter } from '../../../src/portal/envelope';

function refusedBy(result: string, detailMessage = ''): string | undefined {
  const refusal = {
    ...{ transportStatus: 400, status: 400, code: 'parameter_validation_failed', requestId: '', text: '' },
    isWhole: true,
    ...{ detailMessage, result: parseExact(result) },
  };
  const exchange = { method: 'POST', host: 'portal.example.test', path: '/save_user' } as const;
  return refusedParameter(new RefusedError(exchange, refusal), ['country', 'company', 'yeastarId']);
}

describe('the parameter that a refusal names', () => {
  const named = [
    ['{"field":"country","tag":"unknown"}', '', 'country'],
    ['[{"field":"user.company"}]', '', 'company'],
    ['{"errors":[{"field":"x"},{"field":"country"}]}', 'company: unknown', 'country'],
    ['null', 'yeastarId: must be an e-mail address', 'yeastarId'],
    ['{"field":"x"}', ' company : must not be null', 'company'],
  ] as const;
  for (const [result, message, name] of named) {
    it(`is ${name} for ${result} and "${message}"`, () => {
      assert.equal(refusedBy(result, message), name);
    });
  }

  for (const [result, message] of [
    ['null', ''],
    ['{"field":"toString"}', ''],
    ['{"field":true}', 'The country is unknown'],
    ['"country"', 'no: country'],
  ] as const) {
    it(`is unknown for ${result} and "${message}"`, () => {
      assert.equal(refusedBy(result, message), undefined);
    });
  }
});
