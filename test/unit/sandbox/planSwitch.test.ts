import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail } from '../../../src/portal/instances';
import { type Caller, recordsWith, withPortal } from '../../portal/caller';
import { ids, savePath } from './orderTexts';
import { serials } from './tutorialOrders';

const now = () => Date.UTC(2026, 10, 23, 12);
const enterprise = '3048647114347981821';
const ultimate = '3048665903665034789';

async function detailOf(caller: Caller, productNo: string) {
  const path = `/product/openapi/instance_product/v1/detail?productId=12&productNo=${productNo}`;
  return readInstanceDetail(parseExact(JSON.stringify(await caller.result(path))), productNo);
}

async function order(
  caller: Caller,
  productNo: string,
  operationType: string,
  lines: string,
): Promise<number> {
  const head = `"operationType":"${operationType}","productId":12,"productNo":"${productNo}"`;
  const text = `{${head},"billingId":${ids.contact},"serviceList":[${lines}]}`;
  return (await caller.post(savePath, text)).status;
}

const switchTo = (planId: string) =>
  `{"serviceType":"plan","serviceId":${planId},"purchaseType":"switch","billingModel":"recurring","billingCycle":"annually","multiCycle":1}`;

describe('sandbox: a switch of plan', () => {
  it('to a lower plan is under way until the running one has ended', async () => {
    await withPortal({ now, instances: { 12: 30 } }, async (caller) => {
      const before = await detailOf(caller, serials.softwareUltimate);
      assert.equal(before.planSwitch, undefined);
      assert.equal(await order(caller, serials.softwareUltimate, 'switch_plan', switchTo(enterprise)), 200);
      const after = await detailOf(caller, serials.softwareUltimate);
      assert.deepEqual([after.planName, after.expiry], ['Ultimate Plan', before.expiry]);
      assert.deepEqual(after.planSwitch, {
        until: before.expiry,
        coming: { planId: enterprise, planName: 'Enterprise Plan' },
      });
      assert.deepEqual([after.extensions, after.subscribed], [before.extensions, before.subscribed]);
    });
  });

  it('stays under way when the extensions are expanded', async () => {
    await withPortal({ now, instances: { 12: 30 } }, async (caller) => {
      const before = await detailOf(caller, serials.softwareUltimate);
      await order(caller, serials.softwareUltimate, 'switch_plan', switchTo(enterprise));
      const line = `{"connectionPlanId":${ultimate},"serviceType":"service","serviceId":3048683026729198263,"quantity":3,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":1}`;
      assert.equal(await order(caller, serials.softwareUltimate, 'purchase_service', line), 200);
      const after = await detailOf(caller, serials.softwareUltimate);
      assert.equal(after.extensions, (before.extensions ?? 0) + 3);
      assert.equal(after.planSwitch?.coming?.planId, enterprise);
    });
  });

  it('to a higher plan takes effect at once', async () => {
    await withPortal({ now, instances: { 12: 30 } }, async (caller) => {
      assert.equal(await order(caller, serials.software, 'switch_plan', switchTo(ultimate)), 200);
      const { planName, planSwitch } = await detailOf(caller, serials.software);
      assert.deepEqual([planName, planSwitch], ['Ultimate Plan', undefined]);
    });
  });

  it('is under way for one of the Software PBXes from the start, and shows in its row', async () => {
    await withPortal({ now, instances: { 12: 30 } }, async (caller) => {
      const path =
        '/product/openapi/instance_product/v1/client/instance_product_list?productId=12&pageSize=30';
      const row = z.object({ productNo: z.string(), planName: z.string(), currentPlan: z.string() });
      const switching = recordsWith(await caller.result(path), 'currentPlan');
      const { productNo, ...names } = z.parse(row, switching[0]);
      assert.equal(switching.length, 1);
      assert.deepEqual(names, { planName: 'Enterprise Plan', currentPlan: 'Ultimate Plan' });
      const { planName, planSwitch } = await detailOf(caller, productNo);
      assert.deepEqual([planName, planSwitch?.coming?.planName], ['Ultimate Plan', 'Enterprise Plan']);
    });
  });
});
