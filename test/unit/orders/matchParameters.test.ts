import assert from 'node:assert/strict';
import { type Match, matchOf } from '../../../src/orders/match';
import { entryOf } from '../../../src/orders/entry';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import { knownBefore, minute } from '../support/matching';
import { headOf, noon } from '../support/entries';
import { highAvailabilityId } from '../support/reference';

const productNo = '3658B4311196K2ID';
const otherPbx = '3631A2047815AT0X';
const planId = '3048571730026938368';
const otherPlanId = '3048571730026938369';

/** What is sent and reported unless a test says otherwise; IDs as the sandbox reports them. */
const sentLine = {
  connectionPlanId: planId,
  serviceType: 'service',
  serviceId: highAvailabilityId,
  quantity: 10,
  purchaseType: 'purchase',
  billingModel: 'recurring',
  billingCycle: 'annually',
  multiCycle: 0,
};
const sent = {
  operationType: 'purchase_service',
  productId: 13,
  productNo,
  billingId: '3197218168379846218',
  serviceList: [sentLine],
};
const basic = { productId: '13', productName: 'Cloud PBX', productNo };
const line = {
  serviceType: 'service',
  serviceId: highAvailabilityId,
  connectionPlanId: planId,
  quantity: 10,
};
const detail = {
  basicInformation: basic,
  billingInformation: { billingContactId: '3197218168379846218', city: 'Lagos' },
  orderInformation: { orderNo: 'YL3206252408495661057', operationType: 'purchase_service' },
  orderSummary: { serviceList: [line] },
};

type Fields = Readonly<Record<string, unknown>>;

/** The order’s details with this line instead of theirs. */
const withLine = (fields: Fields) => ({ orderSummary: { serviceList: [{ ...line, ...fields }] } });

/** Matches an order that the portal describes like this. */
function match(told: Fields, body: Fields = {}, row: Fields = {}): Match {
  const results = [
    {
      id: '3206252408495661058',
      orderNo: 'YL3206252408495661057',
      createTime: noon + minute,
      customReferenceNo: '',
      ...row,
    },
  ];
  const [order] = readOrders(parseExact(JSON.stringify({ results }))).rows;
  assert.ok(order);
  const head = headOf({
    body: JSON.stringify({ ...sent, ...body }),
    before: { ...knownBefore, orderNos: [...knownBefore.orderNos] },
  });
  return matchOf(entryOf(head, []), { order, detail: parseExact(JSON.stringify({ ...detail, ...told })) });
}

describe('matching the parameters of an order with those that were sent', () => {
  it('is certain if all of them are equal', () => {
    assert.equal(match({}), 'certain');
  });

  const renewal = {
    operationType: 'renew_plan',
    serviceList: [{ ...sentLine, serviceType: 'plan', serviceId: planId, connectionPlanId: undefined }],
  };
  const planLine = { serviceType: 'plan', serviceId: planId, quantity: 10 };
  const renewed = {
    orderInformation: { operationType: 'renew_plan' },
    orderSummary: { serviceList: [planLine] },
  };
  const special = { pbxName: 'Lagos', regionId: '7', pbxSubDomainId: '8' };

  const differing: readonly (readonly [what: string, told: Fields, body?: Fields, row?: Fields])[] = [
    ['another operation', { orderInformation: { operationType: 'renew_service' } }],
    ['another operation in the row', {}, {}, { operationType: 'renew_service' }],
    ['another product', { basicInformation: { ...basic, productId: '12' } }],
    [
      'another product of many digits',
      { basicInformation: { ...basic, productId: '9007199254740993' } },
      { productId: 9007199254740992 },
    ],
    ['another billing contact', { billingInformation: { billingContactId: '3197218168379846219' } }],
    [
      'another billing contact by the name of the request',
      { billingInformation: { billingId: '3197218168379846219' } },
    ],
    ['another customer', { customer: { partnerId: 'P2' } }, { partnerId: 'P1' }],
    ['a customer although none was sent', { orderInformation: { partnerId: 'P2' } }],
    ['another assigned user', { orderInformation: { assignId: 'P2' } }, { assignId: 'P1' }],
    ['an assigned user although none was sent', { orderInformation: { assignId: 'P2' } }],
    ['another PBX name', { orderInformation: { pbxName: 'Lyon' } }, { orderPceSpecialRequest: special }],
    ['another region', { orderInformation: { regionId: '9' } }, { orderPceSpecialRequest: special }],
    [
      'another domain',
      { orderPceSpecialRequest: { pbxSubDomainId: '9' } },
      { orderPceSpecialRequest: special },
    ],
    ['another purchase type', withLine({ purchaseType: 'renew' })],
    [
      'another purchase type for the whole order',
      { orderSummary: { purchaseType: 'renew', serviceList: [line] } },
    ],
    ['another billing model', withLine({ billingModel: 'once' })],
    ['another billing cycle', withLine({ billingCycle: 'monthly' })],
    ['another billing cycle within the line', withLine({ terms: { billingCycle: 'monthly' } })],
    [
      'another billing cycle for the whole order',
      { orderSummary: { billingCycle: 'monthly', serviceList: [line] } },
    ],
    ['another multiCycle', withLine({ multiCycle: 3 })],
    ['another quantity', withLine({ quantity: 11 })],
    [
      'another quantity beside a nested service',
      { orderSummary: { items: [{ service: { serviceId: highAvailabilityId }, quantity: 11 }] } },
    ],
    ['a quantity that is not a number', withLine({ quantity: 'ten' })],
    ['another connection plan', withLine({ connectionPlanId: otherPlanId })],
    ['another plan', { orderSummary: { plan: { planId: otherPlanId, serviceList: [line] } } }],
    ['a plan instead of a service', withLine({ serviceType: 'plan' })],
    [
      'a line twice, once with another quantity',
      { orderSummary: { serviceList: [line, { ...line, quantity: 5 }] } },
    ],
    [
      'another quantity of the plan',
      { ...renewed, orderSummary: { serviceList: [{ ...planLine, quantity: 11 }] } },
      renewal,
    ],
    ['another order number', { orderInformation: { orderNo: 'YL1' } }],
    ['another PBX in one place and this one in another', { orderInformation: { productNo: otherPbx } }],
    ['another PBX for the line', withLine({ productNo: otherPbx })],
    ['another PBX in what may be another order', { originalOrder: { productNo: otherPbx } }],
    [
      'this PBX only in a list',
      { basicInformation: { productId: '13' }, customer: { instances: [{ productNo }] } },
    ],
    ['the lines only in another order', { orderSummary: {}, relatedOrders: [{ serviceList: [line] }] }],
    [
      'only the services of a PBX',
      { orderSummary: {}, customer: { instances: [{ productNo, serviceList: [line] }] } },
    ],
  ];
  for (const [what, told, body, row] of differing) {
    it(`is only possible with ${what}`, () => {
      assert.equal(match(told, body, row), 'possible');
    });
    it(`is only possible with ${what}, even if the PO number is equal`, () => {
      assert.equal(match(told, { ...body, poNumber: 'PO-7' }, { ...row, poNumber: 'PO-7' }), 'possible');
    });
  }

  const agreeing: readonly (readonly [what: string, told: Fields, body?: Fields, row?: Fields])[] = [
    ['the guide’s words in another case', withLine({ purchaseType: 'PURCHASE', billingCycle: 'Annually' })],
    ['the operation in another spelling', { orderInformation: { operationType: 'PurchaseService' } }],
    ['numbers as text, with zero decimals', withLine({ quantity: '10.00', multiCycle: '0' })],
    [
      'the other ID that the guide has for the product',
      { basicInformation: { ...basic, productId: '20' } },
      { productId: 21 },
    ],
    ['the customer that was sent', { orderInformation: { partnerId: 'P1' } }, { partnerId: 'P1' }],
    [
      'the connection plan around the service',
      { orderSummary: { plan: { planId, quantity: 30, serviceList: [line] } } },
    ],
    [
      'parameters that were not sent',
      withLine({ billingModel: 'recurring', multiCycle: 1 }),
      { serviceList: [{ serviceType: 'service', serviceId: highAvailabilityId }] },
    ],
    ['a plan line', renewed, renewal],
    [
      'the serial number in lower case',
      { basicInformation: { ...basic, productNo: productNo.toLowerCase() } },
    ],
    [
      'other PBXes of the customer',
      { customer: { instances: [{ productNo }, { productNo: otherPbx, planId: otherPlanId }] } },
    ],
    [
      'all billing contacts of the customer',
      { customer: { billingContacts: [{ billingContactId: '1' }, { billingContactId: '2' }] } },
    ],
    [
      'related orders',
      { relatedOrders: [{ orderNo: 'YL1', productNo: otherPbx, operationType: 'renew_plan' }] },
    ],
    [
      'a nested service',
      { orderSummary: { items: [{ service: { serviceId: highAvailabilityId }, quantity: 10 }] } },
    ],
  ];
  for (const [what, told, body, row] of agreeing) {
    it(`is certain with ${what}`, () => {
      assert.equal(match(told, body, row), 'certain');
    });
  }

  it('is ruled out for another PBX, whatever else is listed', () => {
    const elsewhere = { customer: { instances: [{ productNo }, { productNo: otherPbx }] } };
    assert.equal(match({ ...elsewhere, basicInformation: { ...basic, productNo: otherPbx } }), 'no');
  });

  const withNumber = { poNumber: 'PO-7' };
  for (const [what, told, row, expected] of [
    ['is in the details', { orderInformation: { poNumber: 'PO-7' } }, {}, 'certainByReference'],
    [
      'differs and is that of a related order',
      { relatedOrders: [{ poNumber: 'PO-7' }] },
      { poNumber: 'PO-8' },
      'possible',
    ],
    ['is only that of a related order', { relatedOrders: [{ poNumber: 'PO-7' }] }, {}, 'possible'],
    ['is only in what may be another order', { originalOrder: { poNumber: 'PO-7' } }, {}, 'possible'],
    [
      'is equal in the row and differs in the details',
      { orderInformation: { poNumber: 'PO-8' } },
      { poNumber: 'PO-7' },
      'possible',
    ],
    ['is in full-width characters', {}, { poNumber: 'ＰＯ－７' }, 'possible'],
    ['lost its leading zeros as a number', {}, { poNumber: 42 }, 'possible'],
    ['is blank', {}, { poNumber: ' ' }, 'certain'],
  ] satisfies readonly (readonly [string, Fields, Fields, Match])[]) {
    it(`is ${expected} if the PO number ${what}`, () => {
      const poNumber = what.includes('zeros') ? '0042' : withNumber.poNumber;
      assert.equal(match(told, { poNumber }, row), expected);
    });
  }

  it('is certain if another version sent parameters that cannot be read', () => {
    assert.equal(match({}, { billingId: { id: 1 }, orderPceSpecialRequest: 'none' }), 'certain');
  });
});
