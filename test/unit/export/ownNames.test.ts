import assert from 'node:assert/strict';
import { instancesText, ordersText } from '../../../src/export/exports';
import { parseTolerant } from '../../../src/portal/exactJson';
import { readReceivedInstances } from '../../../src/portal/instances';
import { readOrders } from '../../../src/portal/portalOrders';
import { entryOf } from '../../../src/orders/entry';
import { factsOfPortalOrder, factsOfReply } from '../../../src/orders/orderFacts';
import { headOf, noon } from '../support/entries';
import { readExported } from './readCsv';

/** The only row of a file by the names of its columns, what is empty left out. */
function only(text: string): Record<string, string> {
  const [header = [], row = []] = readExported(text);
  assert.equal(new Set(header).size, header.length);
  return Object.fromEntries(row.flatMap((cell, index) => (cell === '' ? [] : [[header[index] ?? '', cell]])));
}

function ofOrder(
  raw: string,
  entry?: Parameters<typeof ordersText>[0][number]['entry'],
): Record<string, string> {
  const [order] = readOrders(parseTolerant(`[${raw}]`)).rows;
  const facts = factsOfPortalOrder(entry, order ? [factsOfReply(order.raw)] : [], undefined);
  return only(ordersText([{ order, entry, facts }], 'csv'));
}

function ofInstance(raw: string): Record<string, string> {
  return only(instancesText(readReceivedInstances(13, parseTolerant(`[${raw}]`)).rows, 'csv'));
}

describe('what the portal tells under the name of a column of ours', () => {
  it('stands in the column for the rest, for each name that the portal does not fill', () => {
    const told =
      '"serviceName":"High Availability","instanceName":"Lagos","record":"R-7","recordedAt":1764244800000';
    assert.deepEqual(ofOrder(`{"orderNo":"YL1",${told}}`), {
      orderNo: 'YL1',
      pbxName: 'Lagos',
      placedBy: 'elsewhere',
      '(others)': `{${told}}`,
    });
  });

  it('stands there too where the record tells something else, or the column another field', () => {
    const entry = entryOf(headOf({ createdAt: noon }), [
      { state: 'placed', at: noon, orderNo: 'YL1', by: 'reply' },
    ]);
    const { '(others)': others, ...own } = ofOrder(
      '{"orderNo":"YL1","serviceName":"HA","record":"placed"}',
      entry,
    );
    assert.equal(own.record, 'placed');
    assert.notEqual(own.serviceName, 'HA');
    assert.equal(others, '{"serviceName":"HA"}');
    assert.deepEqual(
      ofInstance(
        '{"productNo":"3658B4311196K2ID","comment":"Lagos","name":"PCE-0815","planName":null,"plan":"U","productId":21}',
      )['(others)'],
      '{"name":"PCE-0815","productId":21}',
    );
  });

  it('stands nowhere twice where it is the same, or a time in another form', () => {
    const { '(others)': others, ...row } = ofOrder(
      '{"orderNo":"YL1","id":3206252408495661057,"createTime":1767268800000,"poNumber":"","productId":"13","kind":"new"}',
    );
    assert.equal(others, undefined);
    assert.equal(row.createTime, '2026-01-01T12:00:00.000Z');
    assert.equal(ofInstance('{"productNo":"P1","productId":13,"comment":"Lagos"}')['(others)'], undefined);
  });
});
