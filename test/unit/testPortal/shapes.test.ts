import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { type Shape, allShapes, nameOf } from '../../portal/shapes';
import { assertRefused, recordsWith, withPortal } from '../../portal/caller';
import { ids, itemText, objectText, orderText, pricingIds, savePath } from '../sandbox/orderTexts';
import { tutorialOrders } from '../sandbox/tutorialOrders';

const pricing = '/pricing/openapi/purchase/v1';
const listPath = '/product/openapi/instance_product/v1/client/instance_product_list?productId=13';
const detailPath = '/product/openapi/instance_product/v1/detail?productId=13&productNo=3658B4311196K2ID';
const orderPage = '/order/openapi/order/v1/page';
const now = () => Date.UTC(2026, 10, 23, 12);

const calculation = objectText({
  productId: '13',
  operationType: '"purchase_service"',
  serviceList: `[${itemText({ serviceId: undefined, pricingId: pricingIds.highAvailability })}]`,
});

/** What a reply says of the first instance beyond the documented fields. */
const subscriptions: Readonly<Record<Shape['containers'], object>> = {
  lists: {
    instanceId: '1280297',
    planId: ids.enterprisePlan,
    planName: 'Enterprise Plan',
    extensions: 10,
    expireDate: '2027-03-31',
    serviceList: [
      {
        serviceId: ids.recordingMinutes,
        serviceName: 'Recording Minutes',
        quantity: 500,
        expireDate: '2027-03-31',
      },
    ],
  },
  nested: {
    instanceId: '1280297',
    subscription: {
      plan: {
        planId: ids.enterprisePlan,
        planName: 'Enterprise Plan',
        quantity: 10,
        expireDate: '2027-03-31',
        serviceList: [
          {
            serviceId: ids.recordingMinutes,
            serviceName: 'Recording Minutes',
            quantity: 500,
            expireDate: '2027-03-31',
          },
        ],
      },
    },
  },
  renamed: {
    id: '1280297',
    subscribed: {
      info: {
        basePlan: {
          planId: ids.enterprisePlan,
          name: 'Enterprise Plan',
          extensionNum: 10,
          expireTime: Date.UTC(2027, 2, 31, 12),
        },
        addOns: [
          {
            serviceId: ids.recordingMinutes,
            name: 'Recording Minutes',
            quantity: 500,
            expireTime: Date.UTC(2027, 2, 31, 12),
          },
        ],
      },
    },
  },
};

describe('test portal: every shape', () => {
  for (const shape of allShapes) {
    it(`has the same plans, services and orders, ids to the last digit: ${nameOf(shape)}`, async () => {
      await withPortal({ shape }, async (caller, portal) => {
        const dressed = (digits: string) => (shape.ids === 'text' ? digits : BigInt(digits));
        const info = await caller.result(`${pricing}/purchase_product_info?productId=13`);
        const plans = new Set(recordsWith(info, 'planId').map(({ planId }) => planId));
        assert.deepEqual([...plans], [ids.enterprisePlan, ids.ultimatePlan].map(dressed));
        const services = recordsWith(info, 'serviceId');
        assert.equal(services.length, shape.containers === 'nested' ? 6 : 3);
        const last = services.at(-1) ?? {};
        assert.deepEqual(
          [last.serviceId, last[shape.containers === 'renamed' ? 'pricingServiceId' : 'pricingId']],
          [dressed(ids.highAvailability), dressed(pricingIds.highAvailability)],
        );

        const isTold = shape.details === 'told';
        const ofInstance = recordsWith(await caller.result(detailPath), 'planId');
        assert.deepEqual(
          ofInstance.map(({ planId }) => planId),
          isTold ? [dressed(ids.enterprisePlan)] : [],
        );

        const orders = [orderText(), tutorialOrders['Purchase Cloud PBX (PCE Instance)'] ?? ''];
        for (const order of orders) {
          assert.equal((await caller.post(savePath, order)).status, 200);
        }
        const rows = recordsWith(await caller.result(orderPage), 'orderNo');
        assert.deepEqual(
          rows.map(({ id }) => String(id)).sort(),
          portal.orders.map(({ id }) => id),
        );
        for (const { id, body } of portal.orders) {
          const found = await caller.result(`/order/openapi/order/v1/get/${id}`);
          const sent = [...body.matchAll(/"serviceId":(\d+)/g)].map(([, digits = '']) => dressed(digits));
          assert.deepEqual(
            recordsWith(found, 'serviceId').map(({ serviceId }) => serviceId),
            isTold ? sent : [],
          );
        }
      });
    });
  }
});

describe('test portal: containers, pages and details', () => {
  for (const containers of ['lists', 'nested', 'renamed'] as const) {
    it(`has what an instance is subscribed to: ${containers}`, async () => {
      await withPortal({ shape: { containers }, now }, async (caller) => {
        const documented = {
          activationCode: '',
          activationStatus: 'activated',
          comment: 'Lagos head office',
          productNo: '3658B4311196K2ID',
        };
        const [first] = recordsWith(await caller.result(listPath), 'productNo');
        assert.deepEqual(first, { ...documented, ...subscriptions[containers] });
      });
    });
  }

  it('has documented fields only of instances, services and orders when details are untold', async () => {
    await withPortal({ shape: { details: 'untold' }, now }, async (caller) => {
      assert.deepEqual(await caller.result(detailPath), {
        activationCode: '',
        activationStatus: 'activated',
        comment: 'Lagos head office',
        productNo: '3658B4311196K2ID',
        createTime: Date.UTC(2025, 0, 1, 9),
        currentPlan: '',
        currentPlanExpireDate: '',
      });
      const terms = `${pricing}/purchase/add_on_info/${pricingIds.highAvailability}?productId=13`;
      assert.deepEqual(await caller.result(terms), {});
      await caller.post(savePath, orderText({ poNumber: '"PO-7"' }));
      const [row] = recordsWith(await caller.result(orderPage), 'orderNo');
      assert.deepEqual([row?.customReferenceNo, row?.productNo], ['', undefined]);
    });
  });

  it('has pages as an array of rows or with totals only', async () => {
    await withPortal({ shape: { pages: 'array' } }, async (caller) => {
      const rows = z.parse(z.array(z.unknown()), await caller.result(`${listPath}&pageNo=2`));
      assert.equal(rows.length, 15);
    });
    await withPortal({ shape: { pages: 'totals' } }, async (caller) => {
      const page = z.parse(
        z.strictObject({ results: z.array(z.unknown()), total: z.number() }),
        await caller.result(listPath),
      );
      assert.deepEqual([page.results.length, page.total], [25, 40]);
    });
  });

  it('has lists as pages or in a container, with ids as text in every shape', async () => {
    const lists = [
      ['/user/openapi/user/v1/client/billing_contact_list', 'contacts', 'billingContactId'],
      ['/user/openapi/user/v1/client/partner_list', 'users', 'partnerId'],
      ['/product/openapi/instance/v1/region_list', 'regions', 'region'],
    ] as const;
    for (const containers of ['nested', 'renamed'] as const) {
      await withPortal({ shape: { containers, ids: 'number' } }, async (caller) => {
        for (const [path, name, key] of lists) {
          const result = await caller.result(path);
          const [list] = recordsWith(result, containers === 'nested' ? 'results' : name);
          const rows = recordsWith(list, key);
          assert.ok(rows.length >= 2, path);
          assert.ok(rows.every((row) => Array.isArray(row[key]) || typeof row[key] === 'string'));
        }
      });
    }
  });

  it('has limits and names of a service elsewhere', async () => {
    const path = `${pricing}/purchase/add_on_info/${pricingIds.highAvailability}?productId=13`;
    await withPortal({ shape: { containers: 'nested' } }, async (caller) => {
      const [info] = recordsWith(await caller.result(path), 'quantityLimit');
      assert.deepEqual(info?.quantityLimit, { minQuantity: 1, maxQuantity: 500 });
    });
    await withPortal({ shape: { containers: 'renamed' } }, async (caller) => {
      const [info] = recordsWith(await caller.result(path), 'pricingServiceId');
      assert.deepEqual([info?.name, info?.min, info?.max], ['High Availability', 1, 500]);
    });
  });

  it('has bare amounts, and offerings of the products, where ids are numbers', async () => {
    await withPortal({ shape: { ids: 'number', containers: 'renamed' } }, async (caller) => {
      const { text } = await caller.post(`${pricing}/pricing/calculate`, calculation);
      assert.ok(text.includes('{"data":{"total":{"amount":125.00,"currencyCode":"USD"}'), text);
      const products = recordsWith(await caller.result(`${pricing}/product_list`), 'offeringId');
      assert.deepEqual(products[3], {
        name: 'Cloud PBX (PCE Instance)',
        productId: 13,
        offeringId: [130052],
      });
    });
  });
});

describe('test portal: prices', () => {
  const list = `${pricing}/my_price_info?productId=13&offeringId=130052&billingCycle=annually`;

  it('are left out when they are untold', async () => {
    await withPortal({ price: 'untold' }, async (caller) => {
      const { status, text } = await caller.post(`${pricing}/pricing/calculate`, calculation);
      assert.equal(status, 200);
      assert.doesNotMatch(text, /amount|USD/);
      assert.doesNotMatch((await caller.get(list)).text, /"price"|USD/);
    });
  });

  it('are refused, but not before a call that is wrong itself', async () => {
    await withPortal({ price: 'refused' }, async (caller) => {
      const refused = await caller.post(`${pricing}/pricing/calculate`, calculation);
      assertRefused(refused, 400, 'price_not_available', /price/);
      assertRefused(await caller.get(list), 400, 'price_not_available', /price/);
      assertRefused(await caller.get(`${list}&partnerId=1`), 400, 'parameter_validation_failed', /partnerId/);
    });
  });
});
