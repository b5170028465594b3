import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { allShapes } from '../../portal/shapes';
import { recordsWith, withPortal } from './caller';
import type { Caller } from './caller';
import { ids, savePath } from './orderTexts';
import { others, partner, serials, tutorialOrders } from './tutorialOrders';

const getPath = '/order/openapi/order/v1/get';
const pagePath = '/order/openapi/order/v1/page';

const detailSchema = z.object({
  basicInformation: z.looseObject({ productId: z.string(), productNo: z.string() }),
  billingInformation: z.looseObject({ billingContactId: z.optional(z.string()) }),
  orderInformation: z.looseObject({
    operationType: z.optional(z.string()),
    partnerId: z.optional(z.string()),
    productNo: z.optional(z.string()),
  }),
  orderSummary: z.unknown(),
});

async function place(caller: Caller, tutorial: string): Promise<string> {
  const { envelope } = await caller.post(savePath, tutorialOrders[tutorial] ?? '');
  assert.equal(envelope.detailMessage, '');
  return z.parse(z.object({ orderNo: z.string() }), envelope.result).orderNo;
}

async function detail(caller: Caller, tutorial: string): Promise<z.infer<typeof detailSchema>> {
  return z.parse(detailSchema, await caller.result(`${getPath}/${await place(caller, tutorial)}`));
}

describe('sandbox: details of orders of every kind', () => {
  it('show plans beside services, the contact, the operation and on whose behalf it was', async () => {
    await withPortal({}, async (caller) => {
      const { basicInformation, billingInformation, orderInformation, orderSummary } = await detail(
        caller,
        'Purchase Cloud PBX (PCE Instance)',
      );
      const [row] = recordsWith(
        await caller.result(
          '/product/openapi/instance_product/v1/client/instance_product_list?productId=13&pageNo=41&pageSize=1',
        ),
        'productNo',
      );
      assert.deepEqual(basicInformation, {
        productId: '13',
        productName: 'Cloud PBX (PCE Instance)',
        productNo: row?.productNo,
      });
      assert.equal(billingInformation.billingContactId, ids.contact);
      assert.deepEqual(
        [orderInformation.operationType, orderInformation.partnerId, orderInformation.productNo],
        ['purchase_plan', partner, row?.productNo],
      );
      assert.deepEqual(orderSummary, {
        serviceList: [
          {
            serviceType: 'plan',
            serviceId: ids.enterprisePlan,
            serviceName: 'Enterprise Plan',
            quantity: 20,
            billingCycle: 'annually',
          },
          {
            serviceType: 'service',
            serviceId: ids.recordingMinutes,
            serviceName: 'Recording Minutes',
            connectionPlanId: ids.enterprisePlan,
            quantity: 500,
            billingCycle: 'annually',
          },
        ],
      });
    });
  });

  it('are without serial number, contact, quantity and cycle where the order has none', async () => {
    await withPortal({}, async (caller) => {
      const { basicInformation, billingInformation, orderInformation, orderSummary } = await detail(
        caller,
        'Free trial, RM Premium',
      );
      assert.equal(basicInformation.productNo, '');
      assert.deepEqual(billingInformation, {});
      assert.deepEqual(
        [orderInformation.operationType, orderInformation.partnerId, orderInformation.productNo],
        ['trial_service', undefined, ''],
      );
      assert.deepEqual(orderSummary, {
        serviceList: [
          { serviceType: 'service', serviceId: others.premium, serviceName: 'Remote Management Premium' },
        ],
      });
    });
  });

  it('name the instance that an order was for', async () => {
    await withPortal({}, async (caller) => {
      const { basicInformation } = await detail(caller, 'Renew Software');
      assert.equal(basicInformation.productNo, serials.software);
    });
  });

  it('can be read for every tutorial in every shape, ids to the last digit', async () => {
    for (const shape of allShapes.filter(({ pages }) => pages === 'envelope')) {
      await withPortal({ shape }, async (caller) => {
        for (const tutorial of Object.keys(tutorialOrders).filter((name) => !name.startsWith('High'))) {
          await caller.post(savePath, tutorialOrders[tutorial] ?? '');
        }
        const rows = recordsWith(await caller.result(`${pagePath}?pageSize=100`), 'orderNo');
        for (const { orderNo } of rows) {
          const found = await caller.result(`${getPath}/${String(orderNo)}`);
          const [order] = caller.portal.orders.filter((placed) => placed.orderNo === orderNo);
          const sent = [...(order?.body.matchAll(/"serviceId":(\d+)/g) ?? [])].map(
            ([, digits = '']) => digits,
          );
          assert.deepEqual(
            recordsWith(found, 'serviceId').map(({ serviceId }) => serviceId),
            shape.details === 'told'
              ? sent.map((digits) => (shape.ids === 'text' ? digits : BigInt(digits)))
              : [],
          );
        }
        assert.ok(rows.length > 20);
      });
    }
  });
});
