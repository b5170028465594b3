import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, assertRefused, recordsWith, withPortal } from '../../portal/caller';
import { ids, pricingIds as pricing } from './orderTexts';

const base = '/pricing/openapi/purchase/v1';
const productInfo = `${base}/purchase_product_info?productId=13`;
const sn = '3658B4311196K2ID';

describe('sandbox: catalogue', () => {
  it('lists the eight known products as a plain array', async () => {
    await withPortal({}, async (caller) => {
      const list = z.parse(
        z.array(z.strictObject({ name: z.string(), productId: z.number() })),
        await caller.result(`${base}/product_list`),
      );
      assert.deepEqual(
        list.map(({ productId }) => productId),
        [9, 11, 12, 13, 14, 15, 19, 21],
      );
    });
  });

  it('tells plans and services with both of their ids', async () => {
    await withPortal({}, async (caller) => {
      assert.deepEqual(await caller.result(productInfo), {
        offeringId: '130052',
        productId: 13,
        productName: 'Cloud PBX (PCE Instance)',
        planList: [
          { planId: ids.enterprisePlan, pricingId: pricing.enterprisePlan, planName: 'Enterprise Plan' },
          { planId: ids.ultimatePlan, pricingId: '3050012105846243331', planName: 'Ultimate Plan' },
        ],
        serviceList: [
          ['extensionExpansion', 'Extension Expansion'] as const,
          ['recordingMinutes', 'Recording Minutes'] as const,
          ['highAvailability', 'High Availability'] as const,
        ].map(([key, serviceName]) => ({
          serviceId: ids[key],
          pricingId: pricing[key],
          serviceName,
          purchaseType: 'purchase',
        })),
      });
    });
  });

  it('checks the serial number, and wants it for products 9 and 11', async () => {
    await withPortal({}, async (caller) => {
      assert.equal((await caller.get(`${productInfo}&productNo=${sn}`)).status, 200);
      assertParameterRefused(await caller.get(`${productInfo}&productNo=X`), 'productNo', 'unknown');
      for (const productId of [9, 11]) {
        const path = `${base}/purchase_product_info?productId=${productId}`;
        assertParameterRefused(await caller.get(path), 'productNo', 'required');
      }
    });
  });
});

describe('sandbox: plan and service details', () => {
  const haPath = `${base}/purchase/add_on_info/${pricing.highAvailability}?productId=13`;

  it('tells limits and cycles of a service, per extension where that is charged', async () => {
    await withPortal({}, async (caller) => {
      assert.deepEqual(
        await caller.result(`${haPath}&productNo=${sn}&connectionPlanId=${ids.enterprisePlan}`),
        {
          serviceId: ids.highAvailability,
          pricingId: pricing.highAvailability,
          serviceName: 'High Availability',
          purchaseType: 'purchase',
          billingModel: 'recurring',
          billingCycleList: ['annually', 'monthly'],
          minQuantity: 10,
          maxQuantity: 10,
        },
      );
      const expansion = `${base}/purchase/add_on_info/${pricing.extensionExpansion}?productId=13&productNo=${sn}`;
      const [info] = recordsWith(await caller.result(expansion), 'maxQuantity');
      assert.deepEqual([info?.minQuantity, info?.maxQuantity], [1, 490]);
    });
  });

  it('tells limits of a plan, exactly the extensions for a renewal', async () => {
    await withPortal({}, async (caller) => {
      const path = (type: string) =>
        `${base}/${type}/plan_info/${pricing.enterprisePlan}?productId=13&productNo=${sn}`;
      for (const [type, least, most] of [
        ['trial', 5, 500],
        ['purchase', 5, 500],
        ['renew', 10, 10],
      ] as const) {
        const [info] = recordsWith(await caller.result(path(type)), 'planId');
        assert.deepEqual([info?.purchaseType, info?.minQuantity, info?.maxQuantity], [type, least, most]);
      }
    });
  });

  it('refuses the id of a service or plan in place of the id of its price', async () => {
    await withPortal({}, async (caller) => {
      const service = haPath.replace(pricing.highAvailability, ids.highAvailability);
      assertParameterRefused(await caller.get(service), 'pricingServiceId', 'unknown');
      const plan = `${base}/purchase/plan_info/${ids.enterprisePlan}?productId=13`;
      assertParameterRefused(await caller.get(plan), 'pricingPlanId', 'unknown');
    });
  });

  it('refuses another plan than the current one, and wants the serial number for renewals', async () => {
    await withPortal({}, async (caller) => {
      const other = `${haPath}&productNo=${sn}&connectionPlanId=${ids.ultimatePlan}`;
      assertParameterRefused(await caller.get(other), 'connectionPlanId', 'mismatch');
      const rounded = `${haPath}&connectionPlanId=3048571730026938400`;
      assertParameterRefused(await caller.get(rounded), 'connectionPlanId', 'unknown');
      const renew = haPath.replace('/purchase/add_on_info', '/renew/add_on_info');
      assertParameterRefused(await caller.get(renew), 'productNo', 'required');
      assert.equal((await caller.get(`${renew}&productNo=${sn}`)).status, 200);
      const withPlan = `${renew}&productNo=${sn}&connectionPlanId=${ids.enterprisePlan}`;
      assertParameterRefused(await caller.get(withPlan), 'connectionPlanId', 'unknown');
      assertRefused(
        await caller.get(haPath.replace('/purchase/add', '/switch/add')),
        404,
        'not_found',
        /switch/,
      );
    });
  });
});
