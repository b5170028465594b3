import assert from 'node:assert/strict';
import { type FormValues, type FieldCheck, type Problem, validate } from '../../../src/orders/formValues';
import { enterprise, referenceValues, subscribeOrder } from '../support/reference';

const number = { least: undefined, most: undefined };

/** Checks for the fields of the tutorial’s order, with changes to some. */
function checks(changes: Readonly<Record<string, Partial<FieldCheck>>> = {}): FieldCheck[] {
  return Object.keys(referenceValues).map((name) => ({
    name,
    isOptional: name === 'poNumber',
    offered: undefined,
    number: name === 'quantity' ? number : undefined,
    ...changes[name],
  }));
}

const noLimits = checks();

describe('validating a form', () => {
  it('accepts the tutorial’s order', () => {
    assert.deepEqual(validate(referenceValues, noLimits), {});
  });

  it('reports every field except the PO number if all are empty or blank', () => {
    const missing = { kind: 'missing' };
    const expected = {
      productNo: missing,
      connectionPlanId: missing,
      serviceId: missing,
      quantity: missing,
      billingCycle: missing,
      billingId: missing,
    };
    assert.deepEqual(validate({}, noLimits), expected);
    const blank: FormValues = Object.fromEntries(noLimits.map(({ name }) => [name, ' \t ']));
    assert.deepEqual(validate(blank, noLimits), expected);
  });

  it('ignores values of unknown fields', () => {
    assert.deepEqual(validate({ ...referenceValues, other: '\n' }, noLimits), {});
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
    ['4', 'belowLimit'],
    ['5', undefined],
    ['10', undefined],
    [' 10 ', undefined],
    ['500', undefined],
  ];
  for (const [quantity, kind] of quantities) {
    it(`reports ${kind ?? 'no problem'} for the quantity ${JSON.stringify(quantity)} with limits 5 and 500`, () => {
      const limits = checks({ quantity: { number: { least: 5, most: 500 } } });
      const problems = validate({ ...referenceValues, quantity }, limits);
      assert.equal(problems.quantity?.kind, kind);
      assert.equal(Object.keys(problems).length, kind === undefined ? 0 : 1);
    });
  }

  it('returns the limit that is exceeded', () => {
    const limits = checks({ quantity: { number: { least: 5, most: 500 } } });
    const problems = ['501', '4'].map((quantity) => validate({ ...referenceValues, quantity }, limits));
    assert.deepEqual(problems, [
      { quantity: { kind: 'aboveLimit', limit: 500 } },
      { quantity: { kind: 'belowLimit', limit: 5 } },
    ]);
  });

  it('accepts a large quantity if no limit is known', () => {
    const values = { ...referenceValues, quantity: '9007199254740991' };
    assert.deepEqual(validate(values, noLimits), {});
    subscribeOrder(values);
  });

  it('reports a value that the field does not offer', () => {
    const limits = checks({
      connectionPlanId: { offered: [enterprise] },
      serviceId: { offered: [] },
      billingCycle: { offered: ['annually', 'monthly'] },
    });
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

  const unusual = {
    'a joiner': ['A\u200dB', '\u200d', 'A\u200cB'],
    'a variation selector': ['A\ufe0f', 'A\u{e0100}', '1\ufe0f', 'A\u180b'],
    'an invisible character': ['A\u034fB', 'A\u2800B', 'A\u{1d159}B', 'A\u3164B', 'A\u17b5B', 'A\u{13441}B'],
    'another blank': ['A\u00a0B', 'A\u200aB', 'A\u3000B', 'A\u1680B'],
    'two blanks in a row': ['A  B'],
    'a character without a fixed meaning': ['A\ue000B', 'A\u{f0000}B', 'A\ufdd0B', 'A\ufffeB'],
  };
  for (const [what, texts] of Object.entries(unusual)) {
    it(`reports ${what} in a number and in a name`, () => {
      for (const text of texts) {
        for (const name of ['poNumber', 'productNo', 'pbxName']) {
          const check = { name, isOptional: false, offered: undefined, number: undefined };
          const expected = { [name]: { kind: 'controlCharacters' } };
          assert.deepEqual(validate({ [name]: text }, [check]), expected, JSON.stringify(text));
        }
      }
    });
  }

  it('accepts joiners and selectors of words and emoji in a name, but not in a number', () => {
    const words = ['می\u200cخواهم', 'क्\u200dष', '葛\u{e0100}城', 'ᠠ\u180b'];
    for (const text of [
      ...words,
      '👩\u200d🔧',
      '👩🏽\u200d🔧',
      '❤\ufe0f',
      '❤\ufe0f\u200d🔥',
      '1\ufe0f\u20e3',
    ]) {
      const check = { isOptional: false, offered: undefined, number: undefined };
      assert.deepEqual(validate({ pbxName: text }, [{ ...check, name: 'pbxName' }]), {}, text);
      const problems = validate({ poNumber: text }, [{ ...check, name: 'poNumber' }]);
      assert.deepEqual(problems, { poNumber: { kind: 'controlCharacters' } }, text);
    }
    for (const text of ['Łódź', 'שלום', '上海 1', "O'Brien & Söhne – Büro", 'e\u0301', '🇩🇪', 'นํ้า']) {
      const checks = ['pbxName', 'poNumber'].map((name) => ({
        name,
        isOptional: false,
        offered: undefined,
        number: undefined,
      }));
      assert.deepEqual(validate({ pbxName: text, poNumber: text }, checks), {}, text);
    }
  });

  const unseen = [0x200b, 0x200f, 0x202e, 0x2067, 0x2069, 0x061c, 0xfeff, 0xd800];
  for (const code of [0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x2028, 0x2029, ...unseen]) {
    it(`reports a control character in a text: U+${code.toString(16).padStart(4, '0')}`, () => {
      const poNumber = `PO${String.fromCharCode(code)}1`;
      const problems = validate({ ...referenceValues, poNumber }, noLimits);
      assert.deepEqual(problems, { poNumber: { kind: 'controlCharacters' } });
    });
  }

  for (const poNumber of ['PO-2026-0042', `O'Brien "& Sons" <b>`, '$(icon)', 'فاتورة ١', '上海 🏢']) {
    it(`accepts the PO number ${poNumber}`, () => {
      assert.deepEqual(validate({ ...referenceValues, poNumber }, noLimits), {});
    });
  }
});
