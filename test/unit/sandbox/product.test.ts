import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, recordsWith, withPortal, type Caller } from '../../portal/caller';

const listPath = '/product/openapi/instance_product/v1/client/instance_product_list?productId=13';
const detailPath = '/product/openapi/instance_product/v1/detail';
const now = () => Date.UTC(2026, 10, 23, 12);

const row = z.object({
  activationCode: z.string(),
  activationStatus: z.enum(['unknown', 'unactivated', 'activated']),
  comment: z.string(),
  productNo: z.string().check(z.regex(/^[0-9A-Z]{16}$/)),
});
const pageSchema = z.object({ results: z.array(row) });

async function rows(caller: Caller, query = ''): Promise<z.infer<typeof row>[]> {
  return z.parse(pageSchema, await caller.result(`${listPath}${query}`)).results;
}

describe('sandbox: purchased products', () => {
  it('lists 25 of 40 instances first, the tutorial instance leading', async () => {
    await withPortal({}, async (caller) => {
      const result = z.parse(z.looseObject({ results: z.array(z.unknown()) }), await caller.result(listPath));
      const { results, ...page } = result;
      assert.deepEqual(page, { count: 40, pageNo: 1, pageSize: 25, total: 40, totalPage: 2 });
      assert.equal(results.length, 25);
      const [first, second] = await rows(caller);
      assert.deepEqual([first?.productNo, first?.comment], ['3658B4311196K2ID', 'Lagos head office']);
      assert.deepEqual(
        [second?.productNo, second?.comment, second?.activationStatus],
        ['3631A2047815AT0X', 'Branch', 'unactivated'],
      );
    });
  });

  it('gives every page once, and an empty one after the last', async () => {
    await withPortal({}, async (caller) => {
      const pages = await Promise.all(
        [1, 2, 3, 4].map((pageNo) => rows(caller, `&pageSize=15&pageNo=${pageNo}`)),
      );
      assert.deepEqual(
        pages.map((page) => page.length),
        [15, 15, 10, 0],
      );
      assert.equal(new Set(pages.flat().map(({ productNo }) => productNo)).size, 40);
    });
  });

  it('has the same instances each time, of every activation status', async () => {
    const all = async () => {
      let found: z.infer<typeof row>[] = [];
      await withPortal({}, async (caller) => {
        found = await rows(caller, '&pageSize=100');
      });
      return found;
    };
    const found = await all();
    assert.equal(new Set(found.map(({ activationStatus }) => activationStatus)).size, 3);
    assert.deepEqual(await all(), found);
  });

  it('has names of another script, long ones and an empty one, and nothing but names', async () => {
    await withPortal({}, async (caller) => {
      const names = (await rows(caller, '&pageSize=100')).map(({ comment }) => comment);
      for (const kind of [/\p{Script=Arabic}/u, /^.{80,100}$/, /^$/]) {
        assert.ok(
          names.some((name) => kind.test(name)),
          String(kind),
        );
      }
      assert.deepEqual(
        names.filter((name) => !/^[\p{L}\p{M}\d ,]*$/u.test(name)),
        [],
      );
    });
  });

  it('refuses a page size or number out of range or not a number', async () => {
    await withPortal({}, async (caller) => {
      const cases: [string, string, string][] = [
        ['pageSize=101', 'pageSize', 'max'],
        ['pageSize=0', 'pageSize', 'min'],
        ['pageSize=ten', 'pageSize', 'type'],
        ['pageNo=0', 'pageNo', 'min'],
        ['pageNo=-1', 'pageNo', 'type'],
        ['pageNo=1.5', 'pageNo', 'type'],
      ];
      for (const [query, field, tag] of cases) {
        assertParameterRefused(await caller.get(`${listPath}&${query}`), field, tag);
      }
    });
  });

  it('refuses a missing, unreadable or unknown product', async () => {
    await withPortal({}, async (caller) => {
      const path = listPath.replace('productId=13', 'productId=');
      assertParameterRefused(await caller.get(path), 'productId', 'required');
      assertParameterRefused(await caller.get(`${path}PBX`), 'productId', 'type');
      assertParameterRefused(await caller.get(`${path}20`), 'productId', 'unknown');
    });
  });

  const subscription = {
    instanceId: '1280297',
    planId: '3048571730026938368',
    planName: 'Enterprise Plan',
    extensions: 10,
    expireDate: '2027-03-31',
    serviceList: [
      {
        serviceId: '3048573759449317376',
        serviceName: 'Recording Minutes',
        quantity: 500,
        expireDate: '2027-03-31',
      },
    ],
  };
  const documented = {
    activationCode: '',
    activationStatus: 'activated',
    comment: 'Lagos head office',
    productNo: '3658B4311196K2ID',
  };
  const documentedDetail = {
    ...documented,
    createTime: Date.UTC(2025, 0, 1, 9),
    currentPlan: '',
    currentPlanExpireDate: '',
  };
  const detail = `${detailPath}?productId=13&productNo=3658B4311196K2ID`;

  it('tells plan, extensions, expiry and services', async () => {
    await withPortal({ now }, async (caller) => {
      assert.deepEqual(await caller.result(detail), { ...documentedDetail, ...subscription });
      const [first] = recordsWith(await caller.result(listPath), 'productNo');
      assert.deepEqual(first, { ...documented, ...subscription });
    });
  });

  it('refuses the details of an unknown serial number or of another product', async () => {
    await withPortal({}, async (caller) => {
      const unknown = `${detailPath}?productId=13&productNo=0000000000000000`;
      assertParameterRefused(await caller.get(unknown), 'productNo', 'unknown');
      assertParameterRefused(await caller.get(detail.replace('13', '12')), 'productNo', 'unknown');
      assertParameterRefused(await caller.get(`${detailPath}?productId=13`), 'productNo', 'required');
      const withoutProduct = `${detailPath}?productNo=3658B4311196K2ID`;
      assertParameterRefused(await caller.get(withoutProduct), 'productId', 'required');
    });
  });

  it('starts 10,000 instances at once, each with a serial number of its own', async () => {
    await withPortal({ instances: 10_000 }, async (caller) => {
      const [last] = (await rows(caller, '&pageSize=100&pageNo=100')).slice(-1);
      await caller.result(`${detailPath}?productId=13&productNo=${last?.productNo ?? ''}`);
      const pages = [];
      for (let pageNo = 1; pageNo <= 100; pageNo++) {
        pages.push(await rows(caller, `&pageSize=100&pageNo=${pageNo}`));
      }
      assert.equal(new Set(pages.flat().map(({ productNo }) => productNo)).size, 10_000);
    });
  });

  it('lists regions', async () => {
    await withPortal({}, async (caller) => {
      const regions = recordsWith(await caller.result('/product/openapi/instance/v1/region_list'), 'region');
      assert.equal(regions.length, 3);
      assert.deepEqual(regions[0], {
        id: '101',
        name: 'Frankfurt',
        region: [{ pbxSubDomain: ['eu.example.test'], pbxSubDomainId: '201' }],
      });
    });
  });
});
