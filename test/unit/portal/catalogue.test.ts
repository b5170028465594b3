import assert from 'node:assert/strict';
import { readBillingContacts } from '../../../src/portal/lookupReplies';
import { readCatalogue, readProducts, readTerms } from '../../../src/portal/catalogue';
import { parseExact, printExact } from '../../../src/portal/exactJson';
import { findRecords } from '../../../src/portal/findRecords';

describe('records found in a reply', () => {
  it('are found at any depth, in the order of the text, with the records that contain them', () => {
    const found = findRecords(parseExact('{"a":[{"b":{"id":1}},{"id":"2","in":{"id":3}}]}'), 'id');
    assert.deepEqual(
      found.map(({ record, within }) => [printExact(record.id ?? null), within.length]),
      [
        ['1', 2],
        ['"2"', 1],
        ['3', 2],
      ],
    );
  });

  it('must have a value: empty text, null, a list or a record does not count', () => {
    const text = '[{"id":""},{"id":null},{"id":[1]},{"id":{"x":1}},{"id":0},{"id":false}]';
    assert.equal(findRecords(parseExact(text), 'id').length, 2);
  });
});

describe('the catalogue', () => {
  const enterprise = '3048571730026938369';
  const ultimate = '3048572026291630081';
  const recording = '3048573759449317377';
  const plansOf = (text: string) => readCatalogue(parseExact(text)).plans.map(({ planId }) => planId);
  const servicesOf = (text: string) =>
    readCatalogue(parseExact(text)).services.map(({ serviceId, planId }) => [serviceId, planId]);

  const containers = {
    'lists beside each other': `{"planList":[{"planId":"${enterprise}"}],"serviceList":[{"serviceId":"${recording}"}]}`,
    'renamed containers': `{"xs":[{"planId":${enterprise}}],"ys":{"z":[{"serviceId":${recording}}]}}`,
    'a page envelope': `{"results":[{"planId":"${enterprise}"},{"serviceId":"${recording}"}],"total":2}`,
    'a bare array': `[{"planId":${enterprise}},{"serviceId":"${recording}"}]`,
  };
  for (const [name, text] of Object.entries(containers)) {
    it(`is read from ${name}`, () => {
      assert.deepEqual(plansOf(text), [enterprise]);
      assert.deepEqual(servicesOf(text), [[recording, undefined]]);
    });
  }

  it('assigns a service to the plan whose record contains it', () => {
    const text = `{"plans":[{"planId":${enterprise},"more":{"addOns":[{"serviceId":${recording}}]}}]}`;
    assert.deepEqual(plansOf(text), [enterprise]);
    assert.deepEqual(servicesOf(text), [[recording, enterprise]]);
  });

  it('assigns a service to the plan that it refers to, and does not read the reference as a plan', () => {
    assert.deepEqual(servicesOf(`[{"serviceId":${recording},"connectionPlanId":"${ultimate}"}]`), [
      [recording, ultimate],
    ]);
    const text = `[{"serviceId":${recording},"planId":${ultimate}}]`;
    assert.deepEqual(servicesOf(text), [[recording, ultimate]]);
    assert.deepEqual(plansOf(text), []);
  });

  it('lists a service once for each plan that has it, and a repeated one once', () => {
    const inPlan = (plan: string) =>
      `{"planId":${plan},"s":[{"serviceId":${recording}},{"serviceId":"${recording}"}]}`;
    assert.deepEqual(servicesOf(`[${inPlan(enterprise)},${inPlan(ultimate)},${inPlan(ultimate)}]`), [
      [recording, enterprise],
      [recording, ultimate],
    ]);
  });

  it('reads name, pricing id and purchase type under any likely name, and leaves unknown ones undefined', () => {
    const { plans, services } = readCatalogue(
      parseExact(
        `[{"planId":${enterprise},"planName":"","name":"Enterprise","pricingPlanId":3050011982734655489},
          {"planId":${ultimate},"pricingId":"none","purchaseType":"trial"},
          {"serviceId":${recording},"serviceName":"Minutes","pricingServiceId":"3050012290017046535","purchaseType":"trial"}]`,
      ),
    );
    assert.deepEqual(
      plans.map(({ name, pricingId, purchaseType }) => [name, pricingId, purchaseType]),
      [
        ['Enterprise', '3050011982734655489', undefined],
        [undefined, undefined, 'trial'],
      ],
    );
    assert.deepEqual(
      services.map(({ name, pricingId, purchaseType }) => [name, pricingId, purchaseType]),
      [['Minutes', '3050012290017046535', 'trial']],
    );
  });

  const offerings = [
    ['{"offeringId":"130052","planList":[{"planId":1,"offeringId":"7"}]}', '130052'],
    ['{"planList":[{"planId":1,"offeringId":"7"}],"offeringId":130052}', '130052'],
    ['{"data":{"offeringId":3197220415588370433}}', '3197220415588370433'],
    ['{"offeringId":""}', undefined],
    ['{"offeringId":null,"x":{"offeringId":true}}', undefined],
  ] as const;
  for (const [text, offeringId] of offerings) {
    it(`reads the offering of ${text} as ${String(offeringId)}`, () => {
      assert.equal(readCatalogue(parseExact(text)).offeringId, offeringId);
    });
  }

  it('leaves out a record with an invalid id, and keeps the others', () => {
    assert.deepEqual(plansOf(`[{"planId":"basic"},{"planId":-1},{"planId":${enterprise}}]`), [enterprise]);
    assert.deepEqual(servicesOf(`[{"serviceId":"minutes"},{"serviceId":${recording}}]`), [
      [recording, undefined],
    ]);
  });

  for (const text of ['null', 'true', '[]', '{}', '""', '{"planList":null}']) {
    it(`is empty for ${text}`, () => {
      assert.deepEqual(readCatalogue(parseExact(text)), { offeringId: undefined, plans: [], services: [] });
    });
  }
});

describe('the reader of products, contacts and terms', () => {
  it('reads product ids as number or text, once each', () => {
    const text =
      '{"data":[{"productId":"13","name":"Cloud"},{"productId":12},{"productId":13},{"productId":"x"}]}';
    assert.deepEqual(readProducts(parseExact(text)), [
      { productId: 13, name: 'Cloud', offeringIds: [] },
      { productId: 12, name: '', offeringIds: [] },
    ]);
  });

  it('reads the offerings of a product from a list or a single value, as number or text, once each', () => {
    const offerings = [
      '[130052,"3197220415588370433",130052,null,""]',
      '130052',
      '"130052"',
      '[]',
      '{"a":1}',
    ];
    const text = `[${offerings.map((offering, index) => `{"productId":${index},"offeringId":${offering}}`).join()}]`;
    assert.deepEqual(
      readProducts(parseExact(text)).map(({ offeringIds }) => offeringIds),
      [['130052', '3197220415588370433'], ['130052'], ['130052'], [], []],
    );
  });

  const contact = '{"billingContactId":"3197218168379846219","firstName":"Ada","company":null}';
  for (const text of [
    `[${contact}]`,
    contact,
    `{"results":[${contact}],"total":1}`,
    `{"a":{"b":[${contact}]}}`,
  ]) {
    it(`reads the billing contact in ${text.slice(0, 12)}…`, () => {
      assert.deepEqual(readBillingContacts(parseExact(text)), [
        {
          billingContactId: '3197218168379846219',
          firstName: 'Ada',
          lastName: '',
          company: '',
          emailAddress: '',
        },
      ]);
    });
  }

  it('leaves out a contact with an invalid id, because no invoice can be sent to it', () => {
    const text = `[{"billingContactId":"none","firstName":"Eve"},${contact}]`;
    assert.deepEqual(
      readBillingContacts(parseExact(text)).map(({ firstName }) => firstName),
      ['Ada'],
    );
  });

  it('keeps two contacts apart whose ids would be equal as doubles', () => {
    const text = '[{"billingContactId":3197218168379846218},{"billingContactId":3197218168379846219}]';
    assert.deepEqual(
      readBillingContacts(parseExact(text)).map(({ billingContactId }) => billingContactId),
      ['3197218168379846218', '3197218168379846219'],
    );
  });

  const limits = [
    ['{"maxQuantity":500}', 500],
    ['{"limits":{"max":"490"}}', 490],
    ['{"max":7,"info":{"maxQuantity":9}}', 9],
    ['{"maxQuantity":0}', undefined],
    ['{"maxQuantity":-1,"max":12}', 12],
    ['{"maxQuantity":"unlimited"}', undefined],
    ['{}', undefined],
    ['null', undefined],
  ] as const;
  for (const [text, limit] of limits) {
    it(`reads the maximum quantity of ${text} as ${String(limit)}`, () => {
      assert.equal(readTerms(parseExact(text)).quantityLimit, limit);
    });
  }

  const minimums = [
    ['{"minQuantity":5,"maxQuantity":500}', 5, 500],
    ['{"limits":{"min":"1","max":"490"}}', 1, 490],
    ['{"minNumber":2}', 2, undefined],
    ['{"minQuantity":0,"quantityMin":3}', 3, undefined],
    ['{"maxQuantity":500}', undefined, 500],
    ['{"min":"none"}', undefined, undefined],
  ] as const;
  for (const [text, least, limit] of minimums) {
    it(`reads the minimum quantity of ${text} as ${String(least)}`, () => {
      const { quantityLeast, quantityLimit } = readTerms(parseExact(text));
      assert.deepEqual([quantityLeast, quantityLimit], [least, limit]);
    });
  }
});
