import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, recordsWith, withPortal, type Caller } from '../../portal/caller';

const listPath = '/product/openapi/instance_product/v1/client/instance_product_list';
const detailPath = '/product/openapi/instance_product/v1/detail';
const every = [9, 11, 12, 13, 14, 15, 19, 21];

const pageSchema = z.object({
  total: z.number(),
  results: z.array(z.looseObject({ productNo: z.string() })),
});

async function page(caller: Caller, productId: number, query = '&pageSize=100') {
  return z.parse(pageSchema, await caller.result(`${listPath}?productId=${productId}${query}`));
}

describe('sandbox: instances of several products', () => {
  it('has some of the products with serial numbers, each serial number once', async () => {
    await withPortal({}, async (caller) => {
      const pages = await Promise.all(every.map((productId) => page(caller, productId)));
      assert.deepEqual(
        pages.map(({ total }) => total),
        [3, 4, 6, 40, 0, 0, 0, 0],
      );
      const numbers = pages.flatMap(({ results }) => results.map(({ productNo }) => productNo));
      assert.equal(new Set(numbers).size, 53);
      numbers.forEach((productNo) => assert.match(productNo, /^[0-9A-Z]{16}$/));
    });
  });

  it('has as many of each product as it is told to, and of product 13 alone where it is told one number', async () => {
    const totals = async (caller: Caller) =>
      Promise.all(every.map(async (productId) => (await page(caller, productId)).total));
    await withPortal({ instances: { 12: 2, 14: 1, 19: 30 } }, async (caller) => {
      assert.deepEqual(await totals(caller), [0, 0, 2, 0, 1, 0, 30, 0]);
    });
    await withPortal({ instances: 7 }, async (caller) => {
      assert.deepEqual(await totals(caller), [0, 0, 0, 7, 0, 0, 0, 0]);
    });
  });

  it('tells the plans and services of each product by its own ids', async () => {
    await withPortal(
      { instances: { 9: 10, 11: 10, 12: 10, 14: 10, 15: 10, 19: 10, 21: 10 } },
      async (caller) => {
        for (const productId of every) {
          const { results } = await page(caller, productId);
          const [first] = results;
          const info = await caller.result(
            `/pricing/openapi/purchase/v1/purchase_product_info?productId=${productId}` +
              (first === undefined ? '' : `&productNo=${first.productNo}`),
          );
          assert.ok(productId === 13 || recordsWith(results, 'expireDate').length > 0);
          for (const key of ['planId', 'serviceId']) {
            const sold = new Set(recordsWith(info, key).map((record) => record[key]));
            const had = recordsWith(results, key).map((record) => record[key]);
            assert.ok(
              had.every((id) => sold.has(id)),
              `${productId} ${key}`,
            );
          }
        }
      },
    );
  });

  it('has instances of products 9 and 11 without a plan, and of product 12 with services', async () => {
    await withPortal({}, async (caller) => {
      for (const productId of [9, 11]) {
        const { results } = await page(caller, productId);
        const withPlan = results.filter(({ planId }) => planId !== undefined);
        assert.ok(withPlan.length > 0 && withPlan.length < results.length);
        const withoutPlan = results.find(({ planId }) => planId === undefined);
        assert.deepEqual(
          [withoutPlan?.planName, withoutPlan?.expireDate, withoutPlan?.extensions, withoutPlan?.serviceList],
          [undefined, undefined, undefined, []],
        );
      }
      const services = recordsWith((await page(caller, 12)).results, 'serviceName');
      assert.ok(services.length > 1);
    });
  });

  it('finds an instance under its own product only', async () => {
    await withPortal({}, async (caller) => {
      for (const productId of [9, 11, 12, 13]) {
        const productNo = (await page(caller, productId)).results[2]?.productNo ?? '';
        const path = (id: number) => `${detailPath}?productId=${id}&productNo=${productNo}`;
        const [detail] = recordsWith(await caller.result(path(productId)), 'productNo');
        assert.equal(detail?.productNo, productNo);
        for (const other of every.filter((id) => id !== productId)) {
          assertParameterRefused(await caller.get(path(other)), 'productNo', 'unknown');
        }
      }
    });
  });

  it('does not find an instance behind the last one', async () => {
    await withPortal({ instances: { 12: 3 } }, async (caller) => {
      const last = (await page(caller, 12)).results[2]?.productNo ?? '';
      const path = (productNo: string) => `${detailPath}?productId=12&productNo=${productNo}`;
      assert.equal((await caller.get(path(last))).status, 200);
      await withPortal({ instances: { 12: 2 } }, async (another) => {
        assertParameterRefused(await another.get(path(last)), 'productNo', 'unknown');
      });
    });
  });

  it('gives Remote Management Premium the id that it is told', async () => {
    await withPortal({ remoteManagementPremiumId: '20', instances: { 20: 1 } }, async (caller) => {
      assert.equal((await page(caller, 20)).total, 1);
      const products = recordsWith(
        await caller.result('/pricing/openapi/purchase/v1/product_list'),
        'productId',
      );
      assert.deepEqual(
        products.map(({ productId }) => productId),
        [9, 11, 12, 13, 14, 15, 19, 20],
      );
      assertParameterRefused(await caller.get(`${listPath}?productId=21`), 'productId', 'unknown');
    });
  });

  it('starts 100,000 instances over six products at once', async () => {
    // The time of this process's processor, which other work on the machine does not stretch.
    const before = process.cpuUsage();
    const instances = { 9: 10_000, 11: 10_000, 12: 10_000, 13: 50_000, 14: 10_000, 15: 10_000 };
    await withPortal({ instances }, async (caller) => {
      for (const [productId, count] of Object.entries(instances)) {
        const { results } = await page(caller, Number(productId), `&pageSize=100&pageNo=${count / 100}`);
        const productNo = results.at(-1)?.productNo ?? '';
        const path = `${detailPath}?productId=${productId}&productNo=${productNo}`;
        assert.equal(recordsWith(await caller.result(path), 'productNo')[0]?.productNo, productNo);
      }
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < 1_000_000, 'microseconds');
    });
  });
});
