import assert from 'node:assert/strict';
import { emptyFormValues } from '../../../src/orders/formValues';
import type { FieldName } from '../../../src/orders/formValues';
import { readOrder } from '../../../src/orders/request';
import type { Limits, Problem } from '../../../src/orders/validate';
import { validate } from '../../../src/orders/validate';
import { enterprise, referenceValues } from '../support/reference';

const noLimits: Limits = { offered: {}, quantity: undefined };

describe('what is wrong with a form', () => {
  it('is nothing for the tutorial’s order', () => {
    assert.deepEqual(validate(referenceValues, noLimits), {});
  });

  it('is every field but the PO number when all are empty, or blank', () => {
    const missing = { kind: 'missing' };
    const expected = {
      productNo: missing,
      connectionPlanId: missing,
      serviceId: missing,
      quantity: missing,
      billingCycle: missing,
      billingId: missing,
    };
    assert.deepEqual(validate(emptyFormValues, noLimits), expected);
    const blank = Object.fromEntries(Object.keys(emptyFormValues).map((name) => [name, ' \t ']));
    assert.deepEqual(validate({ ...emptyFormValues, ...blank }, noLimits), expected);
  });

  const quantities: readonly (readonly [text: string, problem: Problem['kind'] | undefined])[] = [
    ['', 'missing'],
    ['   ', 'missing'],
    ['0', 'notAWholeNumber'],
    ['00', 'notAWholeNumber'],
    ['-1', 'notAWholeNumber'],
    ['+1', 'notAWholeNumber'],
    ['1.5', 'notAWholeNumber'],
    ['1,5', 'notAWholeNumber'],
    ['1.0', 'notAWholeNumber'],
    ['1e3', 'notAWholeNumber'],
    ['0x10', 'notAWholeNumber'],
    ['10 pcs', 'notAWholeNumber'],
    ['10x', 'notAWholeNumber'],
    ['1 0', 'notAWholeNumber'],
    ['010', 'notAWholeNumber'],
    ['١٠', 'notAWholeNumber'],
    ['１０', 'notAWholeNumber'],
    ['Infinity', 'notAWholeNumber'],
    ['NaN', 'notAWholeNumber'],
    ['9007199254740993', 'notAWholeNumber'],
    ['501', 'aboveLimit'],
    ['1', undefined],
    ['10', undefined],
    [' 10 ', undefined],
    ['500', undefined],
  ];
  for (const [quantity, kind] of quantities) {
    it(`is ${kind ?? 'nothing'} for the quantity ${JSON.stringify(quantity)} of at most 500`, () => {
      const problems = validate({ ...referenceValues, quantity }, { offered: {}, quantity: 500 });
      assert.equal(problems.quantity?.kind, kind);
      assert.equal(Object.keys(problems).length, kind === undefined ? 0 : 1);
    });
  }

  it('names the limit', () => {
    assert.deepEqual(validate({ ...referenceValues, quantity: '501' }, { offered: {}, quantity: 500 }), {
      quantity: { kind: 'aboveLimit', limit: 500 },
    });
  });

  it('is nothing for a great quantity when no limit is known', () => {
    const values = { ...referenceValues, quantity: '9007199254740991' };
    assert.deepEqual(validate(values, noLimits), {});
    readOrder(values);
  });

  it('is a value that the field does not offer', () => {
    const limits: Limits = {
      offered: { connectionPlanId: [enterprise], serviceId: [], billingCycle: ['annually', 'monthly'] },
      quantity: undefined,
    };
    assert.deepEqual(validate(referenceValues, limits), { serviceId: { kind: 'notOffered' } });
    assert.deepEqual(
      validate({ ...referenceValues, billingCycle: 'once', connectionPlanId: `${enterprise}0` }, limits),
      {
        serviceId: { kind: 'notOffered' },
        billingCycle: { kind: 'notOffered' },
        connectionPlanId: { kind: 'notOffered' },
      },
    );
  });

  for (const code of [0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x2028, 0x2029]) {
    it(`is a control character within a text: U+${code.toString(16).padStart(4, '0')}`, () => {
      const name: FieldName = 'poNumber';
      const problems = validate({ ...referenceValues, [name]: `PO${String.fromCharCode(code)}1` }, noLimits);
      assert.deepEqual(problems, { poNumber: { kind: 'controlCharacters' } });
    });
  }

  for (const poNumber of ['PO-2026-0042', `O'Brien "& Sons" <b>`, '$(icon)', 'فاتورة ١', '上海 🏢']) {
    it(`is nothing for the PO number ${poNumber}`, () => {
      assert.deepEqual(validate({ ...referenceValues, poNumber }, noLimits), {});
    });
  }
});
