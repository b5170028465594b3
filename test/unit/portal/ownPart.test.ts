import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { type InstanceDetail, readInstanceDetail } from '../../../src/portal/instances';

const own =
  '"productNo":"A","instanceId":1,"extensions":10,"expireDate":"2027-03-31","planId":5,"planName":"Enterprise",' +
  '"serviceList":[{"serviceId":7,"serviceName":"Minutes"}]';
const another =
  '"extensions":5,"expireDate":"2030-01-01","planId":6,"planName":"Ultimate","currentPlan":"Old",' +
  '"plan":{"planId":9},"serviceList":[{"serviceId":8}]';

function read(text: string): InstanceDetail {
  return readInstanceDetail(parseExact(text), 'A');
}

function valuesOf(text: string): unknown[] {
  const { productNo, planId, planName, planSwitch, extensions, expiry, subscribed, unclear } = read(text);
  return [
    ...[productNo, planId, planName, planSwitch, extensions, expiry],
    ...[[...(subscribed?.keys() ?? [])], [...(unclear?.keys() ?? [])]],
  ];
}

const ownValues = ['A', '5', 'Enterprise', undefined, 10, '2027-03-31', ['7'], []];

describe('the details of a PBX', () => {
  const replies = [
    `{"related":{"productNo":"B",${another}},"instance":{${own}}}`,
    `{${own},"related":{"productNo":"B",${another}}}`,
    `{"related":{"productNo":"B",${another}},${own}}`,
    `{"productNo":"B",${another},"pbx":{${own}}}`,
    `[{"productNo":"B",${another}},{${own}}]`,
    `{"list":[{"standby":{"serialNumber":"BBBBBBBB",${another}}}],${own}}`,
    `{"standby":{"sn":"BBBBBBBB",${another}},${own}}`,
    `{"standby":{"instanceId":2,${another}},${own}}`,
    `{"standby":{"productNo":"B","inner":{"deep":[{${another}}]}},${own}}`,
    `{${own},"plan":{"productNo":" a ","planId":5}}`,
    `{"sn":1,${own.replace('"serviceId":7', '"sn":2,"serviceId":7')}}`,
  ];
  for (const text of replies) {
    it(`are its own in ${text.slice(0, 40)}…`, () => {
      assert.deepEqual(valuesOf(text), ownValues);
    });
  }

  it('are empty if the reply is about another PBX', () => {
    assert.deepEqual(valuesOf(`{"productNo":"B",${another}}`), [
      ...Array<undefined>(6).fill(undefined),
      [],
      [],
    ]);
  });

  it('are not those of another PBX nested in it, at any depth', () => {
    const depth = 250;
    const deep = `${'{"x":'.repeat(depth)}{"productNo":"B",${another}}${'}'.repeat(depth)}`;
    assert.deepEqual(valuesOf(`{${own},"deep":${deep}}`), ownValues);
  });
});

describe('a service or plan that a PBX may not have', () => {
  for (const name of [
    ...['availableServiceList', 'addableServices', 'optional_services', 'notSubscribedList', 'unsubscribed'],
    ...['canSubscribeServices', 'purchasableServices', 'recommendedServices', 'expiredServices', 'offers'],
  ]) {
    const offered = `"${name}":[{"serviceId":8},{"serviceId":7}]`;

    it(`is not counted as subscribed in ${name}`, () => {
      const { subscribed, unclear } = read(`{${own},${offered}}`);
      assert.deepEqual([...(subscribed?.keys() ?? [])], ['7']);
      assert.deepEqual([...(unclear?.keys() ?? [])], ['8']);
    });

    it(`says nothing about subscriptions if there is only ${name}`, () => {
      const { subscribed, unclear } = read(`{"productNo":"A",${offered}}`);
      assert.deepEqual([subscribed, unclear], [undefined, undefined]);
    });
  }

  it('counts as subscribed if its record says so', () => {
    const { subscribed, unclear } = read(
      '{"productNo":"A","availableServices":[{"serviceId":7,"subscribed":true},{"serviceId":8,"subscribed":false}]}',
    );
    assert.deepEqual([[...(subscribed?.keys() ?? [])], [...(unclear?.keys() ?? [])]], [['7'], []]);
  });

  it('is not the current plan', () => {
    const { planId, extensions } = read('{"productNo":"A","availablePlans":[{"planId":6,"extensions":20}]}');
    assert.deepEqual([planId, extensions], [undefined, undefined]);
    assert.equal(read(`{${own},"upgradePlanList":[{"planId":6}]}`).planId, '5');
  });

  it('is unclear if it has a serial number of its own', () => {
    const { subscribed, unclear } = read(
      '{"productNo":"A","serviceList":[{"serviceId":7},{"serviceId":8,"productNo":"B","subscribed":true}]}',
    );
    assert.deepEqual([[...(subscribed?.keys() ?? [])], [...(unclear?.keys() ?? [])]], [['7'], ['8']]);
  });
});

describe('a value of a PBX that the portal gives twice', () => {
  const cases: readonly (readonly [fields: string, extensions: number | undefined, expiry?: string])[] = [
    ['"extensions":5,"extensionQuantity":10', undefined],
    ['"extensions":"10","extensionQuantity":10', 10],
    ['"extensions":10,"plan":{"planId":5,"extensions":20}', undefined],
    ['"extensions":5,"extensionQuantity":10,"capacity":10', undefined],
    ['"capacity":500,"plan":{"planId":5,"quantity":30}', undefined],
    ['"expireDate":"2027-03-31","plan":{"planId":5,"planExpireDate":"2026-01-31"}', undefined],
    ['"expireDate":"2027-03-31","expireTime":1806494400000', undefined, '2027-03-31'],
    [
      '"expireDate":"2027-03-31","plan":{"planId":5,"expireDate":"2027-03-31 23:59:59"}',
      undefined,
      '2027-03-31',
    ],
  ];
  for (const [fields, extensions, expiry] of cases) {
    it(`is ${extensions ?? expiry ?? 'unknown'} for ${fields}`, () => {
      const detail = read(`{"productNo":"A",${fields}}`);
      assert.deepEqual([detail.extensions, detail.expiry], [extensions, expiry]);
      assert.equal(detail.areExtensionsGuessed, false);
    });
  }
});
