import assert from 'node:assert/strict';
import { LosslessNumber } from 'lossless-json';
import { isObject, parseExact, parseTolerant, prettyPrint, printExact } from '../../../src/portal/exactJson';
import { findRecords } from '../../../src/portal/findRecords';
import { id, idFrom, readAs, textOrNumber, wholeNumber } from '../../../src/portal/values';

describe('exact JSON', () => {
  const numbers = [
    '3197218168379846219',
    '3048573935752720384',
    '9223372036854775807',
    '125.00',
    '0.10',
    '1e400',
    '-0',
    '123456789012345678901234567890.123456789',
  ];
  for (const digits of numbers) {
    it(`keeps ${digits} unchanged from reading to writing`, () => {
      const text = `{"value":${digits},"list":[${digits}]}`;
      assert.equal(printExact(parseExact(text)), text);
    });
  }

  it('keeps texts with every kind of escape', () => {
    const text = JSON.stringify({ text: 'quote " backslash \\ line\nbreak \u0000 \u2028 فرع 🏢' });
    assert.deepEqual(JSON.parse(printExact(parseExact(text))), JSON.parse(text));
  });

  it('reads a field with two different values as null in tolerant mode', () => {
    for (const [text, read] of [
      ['{"results":[{"a":"x","a":"y","b":1},{"b":2}]}', '{"results":[{"a":null,"b":1},{"b":2}]}'],
      ['{"results":[{"a":1,"a":null},{"a":1,"a":2,"a":1}]}', '{"results":[{"a":null},{"a":null}]}'],
      ['{"results":[{"a":[1],"a":[2]},{"a":{},"a":"x","a":{}}]}', '{"results":[{"a":null},{"a":null}]}'],
      ['{"results":[{"a":1,"a":1}],"total":1,"total":2}', '{"results":[{"a":1}],"total":null}'],
    ] as const) {
      assert.equal(printExact(parseTolerant(text)), read);
    }
    for (const text of ['{"results":[1],"results":[2]}', '{"a":{"results":[],"results":"x"}}']) {
      assert.throws(() => parseTolerant(text), SyntaxError);
    }
    assert.throws(() => parseExact('{"a":1,"a":2}'), SyntaxError);
  });

  it('reads __proto__ as a key like any other', () => {
    for (const read of [parseExact, parseTolerant]) {
      const json = read('{"results":[{"__proto__":{"productNo":"Q"},"\\u005f_proto__":{"productNo":"Q"}}]}');
      const [row] = isObject(json) && Array.isArray(json.results) ? json.results : [];
      assert.ok(isObject(row) && row.productNo === undefined);
      assert.equal(Object.getPrototypeOf(row), Object.prototype);
    }
  });

  it('pretty-prints with exact numbers and two spaces per level', () => {
    assert.equal(
      prettyPrint('{"billingId":3197218168379846219,"serviceList":[{"amount":125.00}]}'),
      [
        '{',
        '  "billingId": 3197218168379846219,',
        '  "serviceList": [',
        '    {',
        '      "amount": 125.00',
        '    }',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('leaves a text that is not JSON unchanged when pretty-printing', () => {
    for (const text of ['', '<html>', '{"cut', '{"twice":1,"twice":2}']) {
      assert.equal(prettyPrint(text), text);
    }
  });

  it('refuses a text in which one key has two values, because either could be meant', () => {
    assert.throws(() => parseExact('{"billingId":1,"billingId":2}'), SyntaxError);
  });

  it('refuses a text that nests too deeply with a SyntaxError, not a stack overflow', () => {
    const depth = 200_000;
    assert.throws(() => parseExact('['.repeat(depth) + ']'.repeat(depth)), SyntaxError);
    assert.throws(() => parseExact('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)), SyntaxError);
  });

  it('can search everything that it can read, however deep', () => {
    let read = 0;
    for (let depth = 250; depth <= 16_000; depth *= 2) {
      let json;
      try {
        json = parseExact('{"a":'.repeat(depth) + '{"orderNo":"YL1"}' + '}'.repeat(depth));
      } catch {
        break;
      }
      read = depth;
      assert.equal(findRecords(json, 'orderNo').length, 1, `depth ${depth}`);
    }
    assert.ok(read >= 250);
  });

  it('reads __proto__, constructor and prototype as names like any other', () => {
    const text = '{"__proto__":{"orderNo":"YL1"},"constructor":{"prototype":{"polluted":1}}}';
    const json = parseExact(text);
    assert.ok(isObject(json));
    assert.equal(Object.getPrototypeOf(json), Object.prototype);
    assert.equal('orderNo' in json, false);
    assert.equal('polluted' in {}, false);
    assert.equal(printExact(json), text);
  });
});

describe('the reader of portal values', () => {
  const number = (digits: string) => new LosslessNumber(digits);

  for (const digits of ['3197218168379846219', '9223372036854775807', '1', '13']) {
    it(`reads the id ${digits} from text and number alike`, () => {
      assert.equal(readAs(id, digits), digits);
      assert.equal(readAs(id, number(digits)), digits);
      assert.equal(idFrom(digits), digits);
    });
  }

  for (const text of [
    '',
    '0',
    '-1',
    '01',
    '1.0',
    '1e3',
    ' 1',
    '9223372036854775808',
    '12345678901234567890',
    'x',
  ]) {
    it(`does not accept "${text}" as an id`, () => {
      assert.equal(readAs(id, text), undefined);
      assert.equal(idFrom(text), undefined);
    });
  }

  it('does not accept null, a boolean, a list, a record or a rounded number as an id', () => {
    for (const value of [null, undefined, true, [], ['1'], {}, 3197218168379846219n, 12]) {
      assert.equal(readAs(id, value), undefined);
    }
  });

  it('reads whole numbers that a double can hold, from text and number', () => {
    for (const [text, value] of [
      ['10', 10],
      ['0', 0],
      ['-3', -3],
      ['9007199254740991', 9007199254740991],
    ] as const) {
      assert.equal(readAs(wholeNumber, text), value);
      assert.equal(readAs(wholeNumber, number(text)), value);
    }
    for (const text of ['', '1.5', '1e3', '9007199254740993', 'ten', '0x10', ' 1']) {
      assert.equal(readAs(wholeNumber, text), undefined, text);
    }
  });

  it('reads amounts with the digits received', () => {
    assert.equal(readAs(textOrNumber, number('125.00')), '125.00');
    assert.equal(readAs(textOrNumber, '125.00'), '125.00');
  });
});
