import assert from 'node:assert/strict';
import { assertParameterRefused, exactly, recordsWith, withPortal } from '../../portal/caller';
import { ids, itemText, pricingIds as pricing, type Changes } from './orderTexts';

const base = '/pricing/openapi/purchase/v1';
const sn = '3658B4311196K2ID';

/** The body of a calculation, from the order's item with the id of the price in place of the service's. */
function priceText(itemChanges: Changes = {}, fields: Changes = {}): string {
  const item = itemText({ serviceId: undefined, pricingId: pricing.highAvailability, ...itemChanges });
  const all: Changes = {
    productId: '13',
    productNo: `"${sn}"`,
    operationType: '"purchase_service"',
    serviceList: `[${item}]`,
    ...fields,
  };
  return `{${Object.entries(all)
    .flatMap(([name, json]) => (json === undefined ? [] : [`"${name}":${json}`]))
    .join(',')}}`;
}

describe('sandbox: prices', () => {
  const calculate = `${base}/pricing/calculate`;

  it('calculates 125.00 US dollars for the tutorial order', async () => {
    await withPortal({}, async (caller) => {
      const { envelope } = await caller.post(calculate, priceText());
      assert.deepEqual(envelope.result, {
        amount: '125.00',
        currency: 'USD',
        serviceList: [{ pricingId: pricing.highAvailability, quantity: 10 }],
      });
    });
  });

  it('calculates by quantity and billing cycle, and adds lines up', async () => {
    await withPortal({}, async (caller) => {
      const minutes = { pricingId: pricing.recordingMinutes, quantity: '7', billingCycle: '"monthly"' };
      const both = `[${itemText({ serviceId: undefined, pricingId: pricing.highAvailability })},${itemText({
        serviceId: undefined,
        ...minutes,
      })}]`;
      const cases: [string, string][] = [
        [priceText({ billingCycle: '"monthly"' }), '12.50'],
        [priceText(minutes), '0.07'],
        [priceText({}, { serviceList: both }), '125.07'],
      ];
      for (const [body, amount] of cases) {
        const { envelope } = await caller.post(calculate, body);
        assert.equal(recordsWith(envelope.result, 'amount')[0]?.amount, amount);
      }
    });
  });

  it('takes the ids of prices only', async () => {
    await withPortal({}, async (caller) => {
      const cases: [string, string, string][] = [
        [priceText({ pricingId: ids.highAvailability }), 'pricingId', 'unknown'],
        [priceText({ pricingId: '3050012377891004400' }), 'pricingId', 'unknown'],
        [priceText({ pricingId: `"${pricing.highAvailability}"` }), 'pricingId', 'type'],
        [priceText({ pricingId: undefined }), 'pricingId', 'required'],
        [priceText({ serviceId: ids.highAvailability }), 'serviceId', 'unknown'],
        [priceText({ pricingId: pricing.enterprisePlan }), 'pricingId', 'unknown'],
        [priceText({ serviceType: '"plan"', pricingId: pricing.enterprisePlan }), 'serviceType', 'oneof'],
        [priceText({ serviceType: undefined }), 'serviceType', 'required'],
        [priceText({ purchaseType: '"renew"' }), 'purchaseType', 'oneof'],
        [priceText({ multiCycle: '1' }), 'multiCycle', 'oneof'],
        [priceText({ billingCycle: undefined }), 'billingCycle', 'required'],
        [priceText({ quantity: '0' }), 'quantity', 'min'],
        [priceText({ billingCycle: '"weekly"' }), 'billingCycle', 'oneof'],
        [priceText({ connectionPlanId: ids.ultimatePlan }), 'connectionPlanId', 'mismatch'],
        [priceText({}, { productNo: '"X"' }), 'productNo', 'unknown'],
        [priceText({}, { partnerView: '"nobody@example.test"' }), 'partnerView', 'unknown'],
        [priceText({}, { billingId: ids.contact }), 'billingId', 'unknown'],
        [priceText({}, { operationType: '"buy"' }), 'operationType', 'oneof'],
      ];
      for (const [body, field, tag] of cases) {
        assertParameterRefused(await caller.post(calculate, body), field, tag);
      }
    });
  });

  it('lists prices per cycle for an offering', async () => {
    await withPortal({}, async (caller) => {
      const path = `${base}/my_price_info?productId=13&offeringId=130052&billingCycle=`;
      const [list] = recordsWith(await caller.result(`${path}annually`), 'planList');
      const [plan] = recordsWith(list?.planList, 'planId');
      assert.deepEqual(
        [plan?.planName, plan?.price, plan?.currencyCode],
        ['Enterprise Plan', '36.00', 'USD'],
      );
      assert.equal(recordsWith(list?.serviceList, 'price').length, 3);
      assert.deepEqual(await caller.result(`${path}once`), {
        offeringId: '130052',
        planList: [],
        serviceList: [],
      });
      assertParameterRefused(await caller.get(`${path}weekly`), 'billingCycle', 'oneof');
      assertParameterRefused(await caller.get(path), 'billingCycle', 'required');
      assertParameterRefused(await caller.get(`${path.replace('130052', '1')}once`), 'offeringId', 'unknown');
      assertParameterRefused(await caller.get(`${path}once&partnerId=1`), 'partnerId', 'unknown');
    });
  });

  it('reads what it writes without loss', () => {
    assert.deepEqual(exactly('{"a":3197218168379846219,"b":1.5,"c":7}'), {
      a: 3197218168379846219n,
      b: 1.5,
      c: 7,
    });
  });
});
