import assert from 'node:assert/strict';
import { milliseconds } from '../support/linear';
import { instancesText } from '../../../src/export/exports';
import { parseExact } from '../../../src/portal/exactJson';
import { type ReceivedInstance, readReceivedInstances } from '../../../src/portal/instances';
import { readCsv, readExported } from './readCsv';

function instances(json: string, productId = 13): readonly ReceivedInstance[] {
  return readReceivedInstances(productId, parseExact(json)).rows;
}

const estate = instances(
  `{"results":[
     {"activationCode":"","activationStatus":"activated","comment":"=Lagos, \\"head\\" office\\n2","productNo":"3658B4311196K2ID",
      "planId":3048571730026938369,"planName":"Enterprise Plan","serviceList":[{"serviceId":3048573935752720385}]},
     {"activationStatus":"unactivated","productNo":"3631A2047820B4TE","expireDate":"2027-03-31"}]}`,
);

describe('exported instances', () => {
  it('have the columns of the views, then whatever else the portal tells, under its own name', () => {
    assert.deepEqual(readExported(instancesText(estate, 'csv')), [
      [
        ...['productId', 'productNo', 'name', 'activationStatus', 'planName'],
        ...['activationCode', 'comment', 'planId', 'serviceList', 'expireDate'],
      ],
      [
        ...['13', '3658B4311196K2ID', '=Lagos, "head" office\n2', 'activated', 'Enterprise Plan'],
        ...['', '=Lagos, "head" office\n2', '3048571730026938369', '[{"serviceId":3048573935752720385}]', ''],
      ],
      ['13', '3631A2047820B4TE', '', 'unactivated', '', '', '', '', '', '2027-03-31'],
    ]);
  });

  it('keep names from being formulas and ids from being rounded', () => {
    const [, [, , name] = []] = readCsv(instancesText(estate, 'csv').slice(1));
    assert.equal(name, '\'=Lagos, "head" office\n2');
    assert.match(instancesText(estate, 'csv'), /,'3048571730026938369,/);
  });

  it('are an array of objects in JSON, with every row exactly as received', () => {
    const text = instancesText(estate, 'json');
    assert.match(text, /\n {6}"planId": 3048571730026938369,\n/);
    assert.match(text, /"serviceId": 3048573935752720385\n/);
    const [first, second] = JSON.parse(text) as Record<string, unknown>[];
    const { received, ...known } = first ?? {};
    assert.deepEqual(known, {
      productId: 13,
      productNo: '3658B4311196K2ID',
      name: '=Lagos, "head" office\n2',
      activationStatus: 'activated',
      planName: 'Enterprise Plan',
    });
    assert.equal(typeof received, 'object');
    assert.equal(second?.planName, null);
  });

  it('take names that every object has for names like any other', () => {
    const odd = instances('[{"productNo":"A","__proto__":"p","constructor":"c"},{"productNo":"B"}]');
    const [header, first, second] = readExported(instancesText(odd, 'csv'));
    assert.deepEqual(header?.slice(5), ['__proto__', 'constructor']);
    assert.deepEqual(first?.slice(5), ['p', 'c']);
    assert.deepEqual(second?.slice(5), ['', '']);
  });

  it('give the hundred most frequent names a column each, in their order, and the others one, as JSON', () => {
    const names = Array.from({ length: 102 }, (_, index) => `k${index}`);
    const all = names.map((name) => `"${name}":3048573759449317376`).join(',');
    // Two names that only one row has, the first and one among the others.
    const most = names.filter((name) => name !== 'k0' && name !== 'k50').map((name) => `"${name}":"x"`);
    const wide = instances(`[{"productNo":"A",${all}},{"productNo":"B",${most.join(',')}}]`);
    const [header = [], first = [], second = []] = readExported(instancesText(wide, 'csv'));
    const kept = names.filter((name) => name !== 'k0' && name !== 'k50');
    assert.deepEqual(header.slice(5), [...kept, '(others)']);
    assert.equal(first.at(-1), '{"k0":3048573759449317376,"k50":3048573759449317376}');
    assert.deepEqual([second[5], second.at(-1)], ['x', '']);
  });

  it('are there at once where every one of 4,900 rows has a name of its own', () => {
    const rows = Array.from({ length: 4900 }, (_, index) => `{"productNo":"P${index}","k${index}":1}`);
    const wide = instances(`[${rows.join(',')}]`);
    let text = '';
    const took = milliseconds(() => {
      text = instancesText(wide, 'csv');
    });
    assert.match(text, /,\(others\)\r\n/);
    assert.match(text, /"\{""k4899"":1\}"\r\n$/);
    assert.ok(took < 1500, `${took} ms`);
  });

  it('of several products stand in one table', () => {
    const both = [...estate, ...instances('[{"productNo":"C"}]', 12)];
    const rows = readExported(instancesText(both, 'csv'));
    assert.deepEqual(
      rows.map(([productId]) => productId),
      ['productId', '13', '13', '12'],
    );
  });

  it('are a header and nothing else, or an empty array, where there are none', () => {
    assert.equal(instancesText([], 'csv'), '\ufeffproductId,productNo,name,activationStatus,planName\r\n');
    assert.equal(instancesText([], 'json'), '[]\n');
  });
});
