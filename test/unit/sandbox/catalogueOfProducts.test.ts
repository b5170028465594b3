import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, recordsWith, withPortal, type Caller } from '../../portal/caller';
import { serials } from './tutorialOrders';

const base = '/pricing/openapi/purchase/v1';
const productNoOf: Readonly<Record<number, string>> = { 9: serials.linkus, 11: serials.appliance };
const every = [9, 11, 12, 13, 14, 15, 19, 21];

function infoPath(productId: number): string {
  const productNo = productNoOf[productId];
  const serial = productNo === undefined ? '' : `&productNo=${productNo}`;
  return `${base}/purchase_product_info?productId=${productId}${serial}`;
}

const infoSchema = z.object({
  planList: z.array(z.strictObject({ planId: z.string(), pricingId: z.string(), planName: z.string() })),
  serviceList: z.array(
    z.strictObject({
      serviceId: z.string(),
      pricingId: z.string(),
      serviceName: z.string(),
      purchaseType: z.optional(z.literal('purchase')),
    }),
  ),
});

async function info(caller: Caller, productId: number): Promise<z.infer<typeof infoSchema>> {
  return z.parse(infoSchema, await caller.result(infoPath(productId)));
}

describe('sandbox: catalogue of every product', () => {
  it('has plans and services of each, under ids of their own', async () => {
    await withPortal({}, async (caller) => {
      const infos = await Promise.all(every.map((productId) => info(caller, productId)));
      assert.deepEqual(
        infos.map(({ planList }) => planList.map(({ planName }) => planName)),
        [
          ['Linkus Cloud Service', 'Linkus Cloud Service Pro'],
          ['Enterprise Plan', 'Ultimate Plan'],
          ['Enterprise Plan', 'Ultimate Plan'],
          ['Enterprise Plan', 'Ultimate Plan'],
          ['Turnkey Enterprise Plan', 'Turnkey Ultimate Plan'],
          ['Remote Management Plan'],
          [],
          [],
        ],
      );
      const services = infos.map(({ serviceList }) => serviceList.map(({ serviceName }) => serviceName));
      assert.deepEqual(services[2], [
        'Extension Expansion',
        'Concurrent Call Expansion',
        'Hot Standby',
        'Disaster Recovery',
        'Hotel PMS',
        'Outbound Call Center',
        'AI Transcription',
      ]);
      assert.deepEqual(services.slice(4), [
        ['Extensions', 'Ultimate Extensions', 'Recording Minutes', 'Transcription Minutes'],
        ['Additional Connections'],
        ['PCE White Label'],
        ['Remote Management Premium'],
      ]);
      const all = infos.flatMap(({ planList, serviceList }) => [
        ...planList.flatMap(({ planId, pricingId }) => [planId, pricingId]),
        ...serviceList.flatMap(({ serviceId, pricingId }) => [serviceId, pricingId]),
      ]);
      assert.equal(new Set(all).size, all.length);
      all.forEach((id) => assert.match(id, /^\d{19}$/));
    });
  });

  it('has the ids that the guide publishes, and otherwise such as no double can hold', async () => {
    await withPortal({}, async (caller) => {
      assert.deepEqual(
        (await info(caller, 9)).planList.map(({ planId }) => planId),
        ['3048918321840570368', '3048918719332507648'],
      );
      for (const productId of every.filter((id) => id !== 9 && id !== 13)) {
        const { planList, serviceList } = await info(caller, productId);
        const plans = planList.flatMap(({ planId, pricingId }) => [planId, pricingId]);
        const services = serviceList.flatMap(({ serviceId, pricingId }) => [serviceId, pricingId]);
        for (const id of [...plans, ...services]) {
          assert.notEqual(BigInt(Number(id)), BigInt(id), id);
        }
      }
    });
  });

  it('says of what is only sold that it is, and of what can be tried too nothing', async () => {
    await withPortal({}, async (caller) => {
      const { serviceList } = await info(caller, 12);
      const sold = serviceList.filter(({ purchaseType }) => purchaseType === 'purchase');
      assert.deepEqual(
        sold.map(({ serviceName }) => serviceName),
        ['Extension Expansion', 'Concurrent Call Expansion'],
      );
      assert.deepEqual(
        (await info(caller, 21)).serviceList.map(({ purchaseType }) => purchaseType),
        [undefined],
      );
    });
  });

  it('tells terms of every plan and service for trial, purchase and renewal', async () => {
    const counts = Object.fromEntries(every.map((productId) => [productId, 1]));
    await withPortal({ instances: counts }, async (caller) => {
      for (const productId of every) {
        const path = '/product/openapi/instance_product/v1/client/instance_product_list';
        const [row] = recordsWith(await caller.result(`${path}?productId=${productId}`), 'productNo');
        const query = `productId=${productId}&productNo=${String(row?.productNo)}`;
        const { planList, serviceList } = z.parse(
          infoSchema,
          await caller.result(`${base}/purchase_product_info?${query}`),
        );
        for (const type of ['trial', 'purchase', 'renew']) {
          for (const { planId, pricingId } of planList) {
            const terms = await caller.result(`${base}/${type}/plan_info/${pricingId}?${query}`);
            assert.deepEqual(recordsWith(terms, 'planId')[0]?.planId, planId);
          }
          for (const { serviceId, pricingId } of serviceList) {
            const terms = await caller.result(`${base}/${type}/add_on_info/${pricingId}?${query}`);
            assert.deepEqual(recordsWith(terms, 'serviceId')[0]?.serviceId, serviceId);
          }
        }
      }
    });
  });

  it('tells exactly the current extensions for a renewal, of plans and services alike', async () => {
    await withPortal({}, async (caller) => {
      const query = `productId=12&productNo=${serials.software}`;
      const { planList, serviceList } = await info(caller, 12);
      const paths = [
        `plan_info/${planList[0]?.pricingId ?? ''}`,
        ...serviceList.map(({ pricingId }) => `add_on_info/${pricingId}`),
      ];
      for (const path of paths) {
        const [terms] = recordsWith(await caller.result(`${base}/renew/${path}?${query}`), 'purchaseType');
        assert.deepEqual([terms?.minQuantity, terms?.maxQuantity], [20, 20]);
        assertParameterRefused(
          await caller.get(`${base}/renew/${path}?productId=12`),
          'productNo',
          'required',
        );
      }
    });
  });

  it('tells limits of what is counted only, and cycles as they are sold', async () => {
    await withPortal({}, async (caller) => {
      const terms = async (productId: number, path: string) => {
        const productNo = productNoOf[productId];
        const serial = productNo === undefined ? '' : `&productNo=${productNo}`;
        const result = await caller.result(`${base}/${path}?productId=${productId}${serial}`);
        const [found] = recordsWith(result, 'purchaseType');
        return [found?.billingModel, found?.billingCycleList, found?.minQuantity, found?.maxQuantity];
      };
      const [linkus] = (await info(caller, 9)).planList;
      const [connections] = (await info(caller, 15)).serviceList;
      const software = (await info(caller, 12)).serviceList;
      const hotelPms = software.find(({ serviceName }) => serviceName === 'Hotel PMS');
      assert.deepEqual(await terms(9, `purchase/plan_info/${linkus?.pricingId ?? ''}`), [
        'recurring',
        ['annually'],
        undefined,
        undefined,
      ]);
      assert.deepEqual(await terms(15, `purchase/add_on_info/${connections?.pricingId ?? ''}`), [
        undefined,
        ['once'],
        1,
        10_000,
      ]);
      assert.deepEqual(await terms(12, `purchase/add_on_info/${hotelPms?.pricingId ?? ''}`), [
        'recurring',
        ['annually'],
        undefined,
        undefined,
      ]);
      assert.deepEqual(await terms(12, `trial/add_on_info/${hotelPms?.pricingId ?? ''}`), [
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    });
  });
});
