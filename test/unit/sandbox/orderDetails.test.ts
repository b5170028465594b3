import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { recordsWith, withPortal, type Caller } from '../../portal/caller';
import { ids, savePath } from './orderTexts';
import { others, partner, serials, tutorialOrders } from './tutorialOrders';

const getPath = '/order/openapi/order/v1/get';

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
      assert.equal(billingInformation.billingContactId, '3197218168379846219');
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
            quantity: 25,
            billingCycle: 'monthly',
          },
          {
            serviceType: 'service',
            serviceId: ids.recordingMinutes,
            serviceName: 'Recording Minutes',
            connectionPlanId: ids.enterprisePlan,
            quantity: 300,
            billingCycle: 'monthly',
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
});
