import assert from 'node:assert/strict';
import { instancesText, orderRows, ordersText } from '../../../src/export/exports';
import { parseTolerant, printExact } from '../../../src/portal/exactJson';
import { readReceivedInstances } from '../../../src/portal/instances';
import { readOrders } from '../../../src/portal/portalOrders';

/** Whatever ends a line for some reader, and the lines of JSON itself. */
const breaks = ['\u2028', '\u2029', '\n', '\r', '\r\n', '\u0085', '\v', '\f', '\n  ', '[\n', '\n]'];

describe('the JSON of an export', () => {
  for (const separator of breaks) {
    it(`has every name and every order as received, with ${JSON.stringify(separator)} in it`, () => {
      const name = `${separator}Lagos${separator}head office${separator}`;
      const raw = parseTolerant(
        JSON.stringify([{ productNo: '3658B4311196K2ID', comment: name }, { productNo: 'B2' }]),
      );
      const { rows: orders } = readOrders(
        parseTolerant(JSON.stringify([{ orderNo: 'YL1', poNumber: name }, { orderNo: 'YL2' }])),
      );
      for (const text of [
        instancesText(readReceivedInstances(13, raw).rows, 'json'),
        ordersText(orderRows(orders, []), 'json'),
      ]) {
        // In its own column, and in the row as received; of two rows, each indented as JSON is.
        assert.equal(text.split(JSON.stringify(name)).length, 3);
        assert.equal(text, `${printExact(parseTolerant(text), 2)}\n`);
      }
    });
  }
});
