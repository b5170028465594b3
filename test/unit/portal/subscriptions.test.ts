import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail } from '../../../src/portal/instances';

function read(services: string): { subscribed: string[]; unclear: string[] } {
  const detail = readInstanceDetail(parseExact(`{"productNo":"A","services":[${services}]}`), 'A');
  return {
    subscribed: [...(detail.subscribed?.keys() ?? [])],
    unclear: [...(detail.unclear?.keys() ?? [])],
  };
}

describe('the subscription of an instance to a service', () => {
  const subscribed = [
    '',
    '"subscribed":true',
    '"subscribed":"true"',
    '"subscribed":"TRUE"',
    '"subscribed":1',
    '"isSubscribed":"1"',
    '"subscribed":"yes"',
    '"subscribed":"Subscribed"',
    '"subscriptionStatus":"active"',
    '"status":"activated"',
    '"subscribed":true,"status":"active"',
    '"status":null',
    '"status":""',
  ];
  const notSubscribed = [
    '"subscribed":false',
    '"subscribed":"false"',
    '"subscribed":" False "',
    '"subscribed":0',
    '"subscribed":"0"',
    '"subscribed":"no"',
    '"subscribed":"unsubscribed"',
    '"subscribed":"not_subscribed"',
    '"subscribed":"expired"',
    '"isSubscribed":"Not Subscribed"',
    '"activated":"unactivated"',
    '"activated":false',
    '"subscriptionStatus":"expired"',
    '"subscribeStatus":"unsubscribed"',
    '"status":"EXPIRED"',
    '"serviceStatus":"cancelled"',
    '"subscribed":false,"status":"expired"',
  ];
  const unclear = [
    '"subscribed":null',
    '"subscribed":""',
    '"subscribed":"maybe"',
    '"subscribed":2',
    '"subscribed":-1',
    '"subscribed":{"since":"2026-01-01"}',
    '"subscribed":"pending"',
    '"status":"in review"',
    '"status":1',
    '"status":"0"',
    '"subscribed":true,"status":"expired"',
    '"subscribed":true,"isSubscribed":false',
  ];
  const cases = [
    ...subscribed.map((fields) => [fields, { subscribed: ['7'], unclear: [] }] as const),
    ...notSubscribed.map((fields) => [fields, { subscribed: [], unclear: [] }] as const),
    ...unclear.map((fields) => [fields, { subscribed: [], unclear: ['7'] }] as const),
  ];
  for (const [fields, expected] of cases) {
    const word =
      expected.unclear.length > 0 ? 'unclear' : expected.subscribed.length > 0 ? 'active' : 'not active';
    it(`is ${word} for a service with ${fields === '' ? 'nothing else' : fields}`, () => {
      assert.deepEqual(read(`{"serviceId":7${fields === '' ? '' : `,${fields}`}}`), expected);
    });
  }

  it('is what the explicit record says if the service is named twice', () => {
    const none = { subscribed: [], unclear: [] };
    assert.deepEqual(read('{"serviceId":7},{"serviceId":"7","subscribed":"no"}'), none);
    assert.deepEqual(read('{"serviceId":7,"subscribed":0},{"serviceId":7,"subscribed":"false"}'), none);
  });

  it('is unclear if two records differ', () => {
    const expected = { subscribed: [], unclear: ['7'] };
    assert.deepEqual(read('{"serviceId":7,"subscribed":1},{"serviceId":7,"subscribed":"no"}'), expected);
  });

  it('is read for each service separately', () => {
    const services = '{"serviceId":1},{"serviceId":2,"subscribed":"?"},{"serviceId":3,"subscribed":"no"}';
    assert.deepEqual(read(services), { subscribed: ['1'], unclear: ['2'] });
  });
});

describe('the number of extensions', () => {
  const numbers: readonly (readonly [fields: string, extensions: number | undefined, isGuessed: boolean])[] =
    [
      ['"extensions":10', 10, false],
      ['"extensions":10,"capacity":500', 10, false],
      ['"capacity":500,"extensionQuantity":"20"', 20, false],
      ['"capacity":500', 500, true],
      ['"plan":{"planId":5,"quantity":30}', 30, true],
      ['"capacity":500,"plan":{"planId":5,"extensions":30}', 30, false],
      ['"quantity":30', undefined, false],
    ];
  for (const [fields, extensions, isGuessed] of numbers) {
    it(`is ${extensions ?? 'unknown'}${isGuessed ? ', guessed,' : ''} for ${fields}`, () => {
      const detail = readInstanceDetail(parseExact(`{"productNo":"A",${fields}}`), 'A');
      assert.deepEqual([detail.extensions, detail.areExtensionsGuessed], [extensions, isGuessed]);
    });
  }
});
