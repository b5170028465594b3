import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, recordsWith, withSandbox } from './caller';
import type { Caller } from './caller';
import { ids, orderText, savePath } from './orderTexts';
import {
  body,
  bought,
  head,
  monthly,
  others,
  partner,
  plan,
  renewed,
  serials,
  service,
  tutorialOrders,
  yearly,
  years,
} from './tutorialOrders';

const listPath = '/product/openapi/instance_product/v1/client/instance_product_list';
const detailPath = '/product/openapi/instance_product/v1/detail';
const infoPath = '/pricing/openapi/purchase/v1/purchase_product_info';
const bill = `"billingId":${ids.contact}`;
const now = () => Date.UTC(2026, 10, 23, 12);

const detailSchema = z.looseObject({
  comment: z.string(),
  activationStatus: z.string(),
  createTime: z.number(),
  planName: z.optional(z.string()),
  extensions: z.optional(z.number()),
  expireDate: z.optional(z.string()),
  serviceList: z.array(z.looseObject({ serviceName: z.string(), quantity: z.number() })),
});
const replySchema = z.object({ productNo: z.string(), instanceId: z.string(), orderNo: z.string() });

/** Places an order that must be taken. */
async function place(caller: Caller, order: string): Promise<z.infer<typeof replySchema>> {
  const { envelope } = await caller.post(savePath, order);
  assert.deepEqual([envelope.code, envelope.detailMessage], ['success', '']);
  return z.parse(replySchema, envelope.result);
}

function placeTutorial(caller: Caller, tutorial: string): Promise<z.infer<typeof replySchema>> {
  return place(caller, tutorialOrders[tutorial] ?? '');
}

/** What the portal tells of an instance: plan, extensions, expiry, and services with their quantities. */
async function subscription(caller: Caller, productId: number, productNo: string) {
  const path = `${detailPath}?productId=${productId}&productNo=${productNo}`;
  const detail = z.parse(detailSchema, await caller.result(path));
  const services = detail.serviceList.map(({ serviceName, quantity }) => [serviceName, quantity]);
  return { ...detail, told: [detail.planName, detail.extensions, detail.expireDate, services] };
}

async function listed(caller: Caller, productId: number): Promise<string[]> {
  const rows = recordsWith(
    await caller.result(`${listPath}?productId=${productId}&pageSize=100`),
    'productNo',
  );
  return rows.map(({ productNo }) => String(productNo));
}

describe('sandbox: effects of an order', () => {
  it('lists a new Cloud PBX behind the others, under the name that it was given', async () => {
    await withSandbox({ now }, async (caller) => {
      const before = await listed(caller, 13);
      const { productNo, instanceId } = await placeTutorial(caller, 'Purchase Cloud PBX (PCE Instance)');
      assert.deepEqual(await listed(caller, 13), [...before, productNo]);
      assert.match(productNo, /^[0-9A-Z]{16}$/);
      assert.match(instanceId, /^\d+$/);
      const { told, comment, activationStatus, createTime } = await subscription(caller, 13, productNo);
      assert.deepEqual(told, ['Enterprise Plan', 20, '2027-11-23', [['Recording Minutes', 500]]]);
      assert.deepEqual([comment, activationStatus, createTime], ['Lagos annex', 'unactivated', now()]);
      const another = await placeTutorial(caller, 'Purchase Cloud PBX (PCE Instance)');
      assert.deepEqual(await listed(caller, 13), [...before, productNo, another.productNo]);
    });
  });

  it('lists a new licence and a trial of the Software Edition', async () => {
    await withSandbox({ now }, async (caller) => {
      const before = await listed(caller, 12);
      const licence = await placeTutorial(caller, 'Purchase commercial licence, Software (new)');
      const trial = await placeTutorial(caller, 'Free trial licence, Software Edition');
      assert.deepEqual(await listed(caller, 12), [...before, licence.productNo, trial.productNo]);
      assert.deepEqual((await subscription(caller, 12, licence.productNo)).told, [
        'Ultimate Plan',
        50,
        '2029-11-23',
        [
          ['Disaster Recovery', 1],
          ['AI Transcription', 1000],
        ],
      ]);
      assert.deepEqual((await subscription(caller, 12, trial.productNo)).told, [
        'Enterprise Plan',
        20,
        '2026-12-23',
        [['Hotel PMS', 1]],
      ]);
    });
  });

  it('gives a plan to a PBX that has none', async () => {
    await withSandbox({ now }, async (caller) => {
      const { productNo } = await placeTutorial(caller, 'Purchase Linkus Cloud Service');
      assert.equal(productNo, serials.linkusWithoutPlan);
      assert.deepEqual((await subscription(caller, 9, productNo)).told, [
        'Linkus Cloud Service',
        undefined,
        '2031-11-23',
        [],
      ]);
      await placeTutorial(caller, 'Purchase plan, Appliance');
      const { told } = await subscription(caller, 11, serials.applianceWithoutPlan);
      assert.deepEqual(told, ['Enterprise Plan', undefined, '2026-12-23', []]);
    });
  });

  it('prices and takes a serial number that it has not heard of for Linkus and Appliances, and lists it then', async () => {
    await withSandbox({ now }, async (caller) => {
      for (const [productId, planId] of [
        [9, others.linkus],
        [11, others.applianceUltimate],
      ] as const) {
        const productNo = `S412000${productId}`.padEnd(12, '7');
        const info = `${infoPath}?productId=${productId}&productNo=${productNo}`;
        assert.equal(recordsWith(await caller.result(info), 'planId').length, 2);
        const before = await listed(caller, productId);
        const order = body(
          head('purchase_plan', productId, productNo),
          [bill],
          plan(planId, `${bought},${years(1)}`),
        );
        const reply = await place(caller, order);
        assert.equal(reply.productNo, productNo);
        assert.deepEqual(await listed(caller, productId), [...before, productNo]);
        assert.equal((await subscription(caller, productId, productNo)).expireDate, '2027-11-23');
        assert.equal((await place(caller, order)).instanceId, reply.instanceId);
        assert.deepEqual(await listed(caller, productId), [...before, productNo]);
      }
    });
  });

  it('adds services and extensions', async () => {
    await withSandbox({ now }, async (caller) => {
      await placeTutorial(caller, 'Subscribe to service, Software');
      await placeTutorial(caller, 'Expand extensions or concurrent calls, Software');
      const more = service(
        others.softwareExtensions,
        others.softwareEnterprise,
        `"quantity":7,${bought},${years(1)}`,
      );
      await place(caller, body(head('purchase_service', 12, serials.software), [bill], more));
      assert.deepEqual((await subscription(caller, 12, serials.software)).told, [
        'Enterprise Plan',
        27,
        '2027-03-31',
        [
          ['Concurrent Call Expansion', 5],
          ['Hot Standby', 1],
          ['Hotel PMS', 1],
        ],
      ]);
    });
  });

  it('switches plans', async () => {
    await withSandbox({ now }, async (caller) => {
      for (const [tutorial, productId, productNo, planName] of [
        ['Switch plan, PCE', 13, serials.cloud, 'Ultimate Plan'],
        ['Switch plan, Software', 12, serials.software, 'Ultimate Plan'],
        ['Switch plan, Appliance', 11, serials.appliance, 'Ultimate Plan'],
        ['Switch Linkus', 9, serials.linkus, 'Linkus Cloud Service Pro'],
      ] as const) {
        const before = await subscription(caller, productId, productNo);
        await placeTutorial(caller, tutorial);
        const after = await subscription(caller, productId, productNo);
        assert.deepEqual(after.told, [planName, ...before.told.slice(1)]);
      }
    });
  });

  it('moves the expiry by the years of a renewal, or by one cycle', async () => {
    await withSandbox({ now }, async (caller) => {
      const expiry = async (productId: number, productNo: string) =>
        (await subscription(caller, productId, productNo)).expireDate;
      await placeTutorial(caller, 'Renew Software');
      assert.equal(await expiry(12, serials.software), '2029-03-31');
      await placeTutorial(caller, 'Renew plan, Appliance');
      assert.equal(await expiry(11, serials.appliance), '2031-03-31');
      await placeTutorial(caller, 'Renew PCE');
      assert.equal(await expiry(13, serials.cloud), '2028-03-31');
      // April has no 31st.
      await place(caller, (tutorialOrders['Renew PCE'] ?? '').replaceAll(yearly, monthly));
      assert.equal(await expiry(13, serials.cloud), '2028-04-30');
    });
  });

  it('renews from now on what has ended', async () => {
    let time = Date.UTC(2026, 0, 31, 12);
    await withSandbox({ now: () => time, tokenLifetime: 1e9 }, async (caller) => {
      const { productNo } = await placeTutorial(caller, 'Free trial licence, Software Edition');
      assert.equal((await subscription(caller, 12, productNo)).expireDate, '2026-02-28');
      time = Date.UTC(2026, 5, 1, 12);
      const renewal = (tutorialOrders['Renew Software'] ?? '').replace(serials.software, productNo);
      await place(caller, renewal);
      assert.equal((await subscription(caller, 12, productNo)).expireDate, '2028-06-01');
    });
  });

  it('has none while the order is pending or has failed', async () => {
    for (const fault of ['orderPending', 'orderFailed'] as const) {
      await withSandbox({ now }, async (caller, sandbox) => {
        await sandbox.faults.set(fault, { path: savePath });
        const cloud = await listed(caller, 13);
        const reply = await placeTutorial(caller, 'Purchase Cloud PBX (PCE Instance)');
        assert.deepEqual([reply.productNo, reply.instanceId], ['', '']);
        await place(caller, orderText());
        assert.deepEqual(await listed(caller, 13), cloud);
        assert.deepEqual((await subscription(caller, 13, serials.cloud)).told, [
          'Enterprise Plan',
          10,
          '2027-03-31',
          [['Recording Minutes', 500]],
        ]);
      });
    }
  });
});

describe('sandbox: subscriptions without a serial number', () => {
  const renewTurnkey = (quantity: number, minutes = quantity, fields = [bill]) =>
    body(
      head('renew_plan', 14),
      fields,
      plan(others.turnkeyEnterprise, `"quantity":${quantity},${renewed},${yearly}`),
      service(others.turnkeyMinutes, others.turnkeyEnterprise, `"quantity":${minutes},${renewed},${yearly}`),
    );
  const forPartner = [bill, `"partnerId":"${partner}"`];

  it('are renewed for the extensions that were bought for this user', async () => {
    await withSandbox({ now }, async (caller) => {
      const { productNo, instanceId } = await placeTutorial(caller, 'Purchase Turnkey');
      assert.deepEqual([productNo, instanceId], ['', '']);
      assert.deepEqual(await listed(caller, 14), []);
      const refuse = async (order: string, field: string, tag: string) =>
        assertParameterRefused(await caller.post(savePath, order), field, tag);
      await refuse(renewTurnkey(31, 30, forPartner), 'serviceList[0].quantity', 'eq');
      await refuse(renewTurnkey(30, 500, forPartner), 'serviceList[1].quantity', 'eq');
      const otherPlan = renewTurnkey(30, 30, forPartner).replaceAll(
        others.turnkeyEnterprise,
        others.turnkeyUltimate,
      );
      await refuse(otherPlan, 'serviceList[0].serviceId', 'mismatch');
      const otherService = renewTurnkey(30, 30, forPartner).replace(
        others.turnkeyMinutes,
        others.turnkeyExtensions,
      );
      await refuse(otherService, 'serviceList[1].serviceId', 'unsubscribed');
      await place(caller, renewTurnkey(30, 30, forPartner));
      const more = service(
        others.turnkeyExtensions,
        others.turnkeyEnterprise,
        `"quantity":5,${bought},${yearly}`,
      );
      await place(caller, body(head('purchase_service', 14), forPartner, more));
      await refuse(renewTurnkey(30, 30, forPartner), 'serviceList[0].quantity', 'eq');
      await place(caller, renewTurnkey(35, 35, forPartner));
    });
  });

  it('that the portal does not know of are taken as they are said to be', async () => {
    await withSandbox({ now }, async (caller) => {
      await placeTutorial(caller, 'Purchase Turnkey');
      await place(caller, renewTurnkey(12));
      await place(caller, renewTurnkey(13));
      await placeTutorial(caller, 'Expand / subscribe, Turnkey');
      await place(caller, renewTurnkey(14));
    });
  });

  it('of an add-on are bought more than once and renewed', async () => {
    await withSandbox({ now }, async (caller, sandbox) => {
      for (const tutorial of [
        'Free trial, RM Premium',
        'Purchase RM Premium',
        'Additional connections, RM Premium',
        'Renew RM Premium',
        'Purchase PCE White Label',
        'Renew YCM White Label',
      ]) {
        assert.equal((await placeTutorial(caller, tutorial)).productNo, '');
      }
      assert.equal(sandbox.orders.length, 6);
    });
  });
});
