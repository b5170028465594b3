import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail, readInstances } from '../../../src/portal/instances';
import { readPage } from '../../../src/portal/pages';

const lagos = '{"productNo":"3658B4311196K2ID","comment":"Lagos","activationStatus":"activated"}';

describe('a page', () => {
  const pages = [
    ['{"count":53,"pageNo":1,"pageSize":25,"results":[],"total":53,"totalPage":3}', 53, 3],
    ['{"total":"53","totalPage":"3","results":[]}', 53, 3],
    ['{"results":[],"total":53}', 53, undefined],
    ['{"results":[],"count":53}', 53, undefined],
    ['{"results":[],"count":1}', undefined, undefined],
    ['{"count":1,"totalPage":2}', undefined, 2],
    ['{"results":[],"total":1}', 1, undefined],
    ['{"count":1,"total":1,"totalPage":1}', 1, 1],
    ['{"count":1,"total":1,"totalPage":2}', undefined, 2],
    ['{"total":2,"totalPage":3}', undefined, 3],
    ['{"total":3,"totalPage":3}', 3, 3],
    ['{"total":0}', undefined, undefined],
    ['{"data":{"page":{"total":53,"totalPage":3}}}', 53, 3],
    ['{"filter":{},"page":{"total":53,"totalPage":3}}', 53, 3],
    ['{"total":null,"results":[]}', undefined, undefined],
    ['[]', undefined, undefined],
    ['[{"total":5}]', undefined, undefined],
    ['null', undefined, undefined],
  ] as const;
  for (const [text, total, totalPage] of pages) {
    it(`read from ${text} has ${String(total)} rows on ${String(totalPage)} pages`, () => {
      assert.deepEqual(readPage(parseExact(text), ['row']), { rows: ['row'], total, totalPage });
    });
  }
});

describe('the instances', () => {
  const serialsIn = (text: string) =>
    readInstances(13, parseExact(text)).rows.map(({ productNo }) => productNo);

  for (const text of [
    `[${lagos}]`,
    `{"results":[${lagos}],"total":1}`,
    `{"data":{"rows":[{"pbx":${lagos}}]}}`,
  ]) {
    it(`are read from ${text.slice(0, 20)}…`, () => {
      const { rows } = readInstances(13, parseExact(text));
      assert.deepEqual(
        rows.map(({ productId, productNo, name, activationStatus }) => ({
          productId,
          productNo,
          name,
          activationStatus,
        })),
        [{ productId: 13, productNo: '3658B4311196K2ID', name: 'Lagos', activationStatus: 'activated' }],
      );
    });
  }

  it('are listed once each, without a part that repeats the serial number of its instance', () => {
    const nested = '{"productNo":"A","order":{"productNo":"B"},"services":[{"productNo":"A"}]}';
    assert.deepEqual(serialsIn(`[${nested},{"productNo":"A"},{"productNo":"C"}]`), ['A', 'C']);
  });

  it('do not include a page or a record whose serial number is empty', () => {
    for (const empty of ['""', '" "', 'null', '[]', '{}']) {
      const text = `{"count":2,"productNo":${empty},"results":[{"productNo":"A"},{"productNo":"B"}],"total":2}`;
      assert.deepEqual(
        readInstances(13, parseExact(text)).rows.map(({ productNo }) => productNo),
        ['A', 'B'],
        empty,
      );
    }
  });

  it('keep a serial number of digits exact', () => {
    assert.deepEqual(serialsIn('[{"productNo":3658431119600210}]'), ['3658431119600210']);
  });

  it('count only with a readable serial number', () => {
    assert.deepEqual(serialsIn('[{"productNo":true},{"productNo":"A"}]'), ['A']);
  });

  it('have an empty name and an unknown status if the portal provides neither', () => {
    const [row] = readInstances(
      13,
      parseExact('[{"productNo":"A","comment":null,"activationStatus":null}]'),
    ).rows;
    assert.deepEqual([row?.name, row?.activationStatus, row?.planName], ['', 'unknown', undefined]);
  });
});

describe('the reader of instance details', () => {
  const read = (text: string) => {
    const { planId, planName, extensions, expiry, subscribed } = readInstanceDetail(parseExact(text), 'A');
    return { planId, planName, extensions, expiry, subscribed: subscribed && [...subscribed.entries()] };
  };
  const nothing = {
    planId: undefined,
    planName: undefined,
    extensions: undefined,
    expiry: undefined,
    subscribed: undefined,
  };

  it('returns plan, extensions, end date and services if the portal provides them', () => {
    assert.deepEqual(
      read(`{"productNo":"A","planId":3048571730026938369,"planName":"Enterprise","extensions":"10",
             "expireDate":"2027-03-31","serviceList":[{"serviceId":3048573759449317377,"serviceName":"Minutes"}]}`),
      {
        planId: '3048571730026938369',
        planName: 'Enterprise',
        extensions: 10,
        expiry: '2027-03-31',
        subscribed: [['3048573759449317377', 'Minutes']],
      },
    );
  });

  for (const text of [
    '{"productNo":"A","extensions":10,"expireDate":"2027-03-31"}',
    '{"activationStatus":"activated","extensions":10,"expireDate":"2027-03-31"}',
  ]) {
    it(`returns extensions and end date without a plan in ${text.slice(0, 19)}…`, () => {
      assert.deepEqual(read(text), { ...nothing, extensions: 10, expiry: '2027-03-31' });
    });
  }

  it('does not read a bare quantity as the extensions, or the name of the instance as that of the plan', () => {
    assert.deepEqual(read('{"productNo":"A","quantity":3}'), nothing);
    assert.deepEqual(read('{"productNo":"A","name":"Lagos","planId":5}'), { ...nothing, planId: '5' });
  });

  it('reads a bare quantity in the plan’s own record as the extensions', () => {
    assert.equal(read('{"productNo":"A","plan":{"planId":5,"quantity":3}}').extensions, 3);
  });

  it('reads all of them from a nested plan record too', () => {
    assert.deepEqual(
      read(
        '{"productNo":"A","x":{"y":{"planId":"5","name":"Enterprise","extensionNum":10,"expireTime":1806494400000}}}',
      ),
      { ...nothing, planId: '5', planName: 'Enterprise', extensions: 10, expiry: '1806494400000' },
    );
  });

  for (const text of ['{}', 'null', '[]', lagos]) {
    it(`returns nothing for ${text.slice(0, 14)}`, () => {
      assert.deepEqual(read(text), nothing);
    });
  }

  it('returns no plan if the portal names two', () => {
    assert.deepEqual(
      read('{"productNo":"A","plans":[{"planId":"5","name":"E"},{"planId":"6","name":"U"}]}'),
      nothing,
    );
  });

  it('returns the plan if the portal names the same one twice', () => {
    assert.equal(read('{"productNo":"A","planId":5,"plan":{"planId":"5"}}').planId, '5');
  });

  it('does not mistake the plan that a service refers to for the current one', () => {
    assert.equal(read('{"productNo":"A","s":[{"serviceId":7,"planId":5}]}').planId, undefined);
  });

  it('counts a service as subscribed unless the portal says otherwise', () => {
    const text =
      '[{"serviceId":1},{"serviceId":2,"subscribed":true},{"serviceId":3,"subscribed":false},{"serviceId":4,"isSubscribed":false},{"serviceId":"none"}]';
    assert.deepEqual(read(text).subscribed, [
      ['1', undefined],
      ['2', undefined],
    ]);
  });
});
