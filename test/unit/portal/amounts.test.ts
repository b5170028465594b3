import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrderReceipt, readOrders } from '../../../src/portal/portalOrders';

describe('the reply to an order', () => {
  it('is read from data if result itself has no readable order number', () => {
    assert.equal(readOrderReceipt(parseExact('{"orderNo":true,"data":{"orderNo":"YL1"}}'))?.orderNo, 'YL1');
  });

  it('is read from the only item of a list, and missing values stay undefined', () => {
    assert.deepEqual(
      readOrderReceipt(parseExact('{"data":[{"orderNo":"YL1","orderStatus":null,"instanceId":7}]}')),
      {
        orderNo: 'YL1',
        orderStatus: undefined,
        instanceId: '7',
      },
    );
  });

  for (const text of [
    'null',
    'true',
    '{}',
    '{"orderNo":""}',
    '{"orderNo":null}',
    '{"orderNo":{"a":1}}',
    '{"orderNo":" "}',
    '{"orderNo":0}',
    '{"orderNo":"null"}',
    '{"orderNo":"-"}',
    '{"conflicts":[{"orderNo":"YL1"}]}',
    '{"order":{"orderNo":"YL1"}}',
    '[{"orderNo":"YL1"},{"orderNo":"YL2"}]',
    '[]',
  ]) {
    it(`names no order if it is ${text}`, () => {
      assert.equal(readOrderReceipt(parseExact(text)), undefined);
    });
  }
});

describe('the portal’s orders', () => {
  it('count only with a readable order number', () => {
    const { rows } = readOrders(
      parseExact('[{"orderNo":true},{"orderNo":"-"},{"orderNo":0},{"orderNo":"YL1"}]'),
    );
    assert.deepEqual(
      rows.map(({ orderNo }) => orderNo),
      ['YL1'],
    );
  });

  const times = [
    ['99999999999', 99_999_999_999_000],
    ['100000000000', 100_000_000_000],
    ['8640000000000000', 8_640_000_000_000_000],
  ] as const;
  for (const [createTime, milliseconds] of times) {
    it(`with createTime ${createTime} were created ${milliseconds} ms after 1970: more than 11 digits are milliseconds`, () => {
      const { rows } = readOrders(parseExact(`[{"orderNo":"YL1","createTime":${createTime}}]`));
      assert.equal(rows[0]?.createTime, milliseconds);
    });
  }

  it('have no time if createTime is not a possible date', () => {
    const impossible = ['8640000000000001', '9007199254740991', '-8640000000001', '1e400', '-1', '0', '"0"'];
    for (const createTime of [...impossible, '"NaN"', '"Infinity"', '"-1764072000000"', '1764072000.5']) {
      const { rows } = readOrders(parseExact(`[{"orderNo":"YL1","createTime":${createTime}}]`));
      assert.equal(rows[0]?.createTime, undefined, createTime);
    }
  });

  it('include product, transaction, invoice and currency if a row has them', () => {
    const { rows } = readOrders(
      parseExact(
        '[{"orderNo":"YL1","productId":13,"transactionNo":"HX1","invoiceNo":"I-1","currencyCode":"RMB"},{"orderNo":"YL2","invoiceNo":""}]',
      ),
    );
    assert.deepEqual(
      rows.map(({ productId, transactionNo, invoiceNo, currencyCode }) => [
        ...[productId, transactionNo, invoiceNo, currencyCode],
      ]),
      [
        ['13', 'HX1', 'I-1', 'RMB'],
        [undefined, undefined, undefined, undefined],
      ],
    );
  });

  it('are read with exact ids, and with the references that the portal provides', () => {
    const { rows, total } = readOrders(
      parseExact(
        `{"total":3,"results":[
           {"id":3206252408495661057,"orderNo":"YL1","orderStatus":"succeed","createTime":1750837448000,"poNumber":"PO-1"},
           {"id":"3206252408495661058","orderNo":"YL2","createTime":"1750837448","customReferenceNo":"PO-2"},
           {"orderNo":"YL2"},{"orderNo":"YL3","createTime":"2025-06-25"}]}`,
      ),
    );
    assert.equal(total, 3);
    assert.deepEqual(
      rows.map(({ id, orderNo, orderStatus, createTime, poNumber, customReferenceNo }) => [
        id,
        orderNo,
        orderStatus,
        createTime,
        poNumber,
        customReferenceNo,
      ]),
      [
        ['3206252408495661057', 'YL1', 'succeed', 1750837448000, 'PO-1', undefined],
        ['3206252408495661058', 'YL2', '', 1750837448000, undefined, 'PO-2'],
        [undefined, 'YL3', '', undefined, undefined, undefined],
      ],
    );
  });

  for (const [what, text, unread] of [
    ['all can be read', '{"results":[{"orderNo":"YL1","lines":[{"id":"7","createTime":9}]}]}', []],
    [
      'one has no number yet',
      '{"results":[{"orderNo":"","id":"7","createTime":1750837448000},{"orderNo":"YL1"}]}',
      ['7'],
    ],
    ['one has no order number at all', '{"results":[{"orderNo":"YL1"},{"id":8,"note":"new"}]}', ['8']],
    ['one is null', '[{"orderNo":"YL1"},null]', [undefined]],
    [
      'none has a number',
      '{"results":[{"id":"7","orderStatus":"pending"},{"orderNo":null}],"total":2}',
      ['7', undefined],
    ],
    [
      'one has no number but contains another order',
      '{"results":[{"id":"7","orderNo":"-","renews":{"orderNo":"YL1"}}]}',
      ['7'],
    ],
    ['there are none', '{"results":[],"total":0,"query":{"orderStatus":""}}', []],
  ] satisfies readonly (readonly [string, string, readonly (string | undefined)[]])[]) {
    it(`include the rows that cannot be read if ${what}`, () => {
      assert.deepEqual(
        readOrders(parseExact(text))
          .unread.map(({ id }) => id)
          .sort(),
        unread,
      );
    });
  }
});
