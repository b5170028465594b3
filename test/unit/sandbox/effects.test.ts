import assert from 'node:assert/strict';
import { recordsWith, withPortal } from '../../portal/caller';
import { ids, orderText, savePath } from './orderTexts';
import { listed, place, placeTutorial, subscription } from './placedOrders';
import { body, bought, head, others, plan, serials, service, tutorialOrders, years } from './tutorialOrders';

const infoPath = '/pricing/openapi/purchase/v1/purchase_product_info';
const bill = `"billingId":${ids.contact}`;
const now = () => Date.UTC(2026, 10, 23, 12);

describe('sandbox: effects of an order', () => {
  it('lists a new Cloud PBX behind the others, under the name that it was given', async () => {
    await withPortal({ now }, async (caller) => {
      const before = await listed(caller, 13);
      const { productNo, instanceId } = await placeTutorial(caller, 'Purchase Cloud PBX (PCE Instance)');
      assert.deepEqual(await listed(caller, 13), [...before, productNo]);
      assert.match(productNo, /^[0-9A-Z]{16}$/);
      assert.match(instanceId, /^\d+$/);
      const { told, comment, activationStatus, createTime } = await subscription(caller, 13, productNo);
      assert.deepEqual(told, ['Enterprise Plan', 25, '2026-12-23', [['Recording Minutes', 300]]]);
      assert.deepEqual([comment, activationStatus, createTime], ['Kisumu office', 'unactivated', now()]);
      const another = await placeTutorial(caller, 'Purchase Cloud PBX (PCE Instance)');
      assert.deepEqual(await listed(caller, 13), [...before, productNo, another.productNo]);
    });
  });

  it('lists a new licence and a trial of the Software Edition', async () => {
    await withPortal({ now }, async (caller) => {
      const before = await listed(caller, 12);
      const licence = await placeTutorial(caller, 'Purchase commercial licence, Software (new)');
      const trial = await placeTutorial(caller, 'Free trial licence, Software Edition');
      assert.deepEqual(await listed(caller, 12), [...before, licence.productNo, trial.productNo]);
      assert.deepEqual((await subscription(caller, 12, licence.productNo)).told, [
        'Enterprise Plan',
        50,
        '2029-11-23',
        [['Hotel PMS', 1]],
      ]);
      assert.deepEqual((await subscription(caller, 12, trial.productNo)).told, [
        'Enterprise Plan',
        20,
        '2026-12-23',
        [['Hot Standby', 1]],
      ]);
    });
  });

  it('gives a plan to a PBX that has none', async () => {
    await withPortal({ now }, async (caller) => {
      await placeTutorial(caller, 'Purchase plan, Appliance');
      const { told } = await subscription(caller, 11, serials.applianceWithoutPlan);
      assert.deepEqual(told, ['Enterprise Plan', undefined, '2030-11-23', []]);
    });
  });

  it('prices and takes a serial number that it has not heard of for Linkus and Appliances, and lists it then', async () => {
    await withPortal({ now }, async (caller) => {
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
    await withPortal({ now }, async (caller) => {
      await placeTutorial(caller, 'Subscribe to service, Software');
      await placeTutorial(caller, 'Expand extensions or concurrent calls, Software');
      assert.deepEqual((await subscription(caller, 12, serials.software)).told, [
        'Enterprise Plan',
        30,
        '2027-03-31',
        [
          ['Hot Standby', 1],
          ['Hotel PMS', 1],
        ],
      ]);
    });
  });

  it('takes a new licence for a PBX with the services that it has had', async () => {
    await withPortal({ now }, async (caller) => {
      const licence = plan(others.softwareEnterprise, `"quantity":25,${bought},${years(1)}`);
      const hotelPms = service(others.hotelPms, others.softwareEnterprise, `${bought},${years(1)}`);
      await place(caller, body(head('purchase_plan', 12, serials.software), [bill], licence, hotelPms));
      const { told } = await subscription(caller, 12, serials.software);
      assert.deepEqual(told, ['Enterprise Plan', 25, '2027-11-23', [['Hotel PMS', 1]]]);
    });
  });

  it('are the same wherever in the order the plan stands', async () => {
    await withPortal({ now }, async (caller) => {
      const licence = plan(others.softwareEnterprise, `"quantity":25,${bought},${years(1)}`);
      const more = service(
        others.softwareExtensions,
        others.softwareEnterprise,
        `"quantity":5,${bought},${years(1)}`,
      );
      for (const items of [
        [licence, more],
        [more, licence],
      ]) {
        const { productNo } = await place(caller, body(head('purchase_plan', 12), [bill], ...items));
        assert.equal((await subscription(caller, 12, productNo)).extensions, 30);
      }
    });
  });

  it('switches plans', async () => {
    await withPortal({ now }, async (caller) => {
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
    await withPortal({ now }, async (caller) => {
      const expiry = async (productId: number, productNo: string) =>
        (await subscription(caller, productId, productNo)).expireDate;
      await placeTutorial(caller, 'Renew Software');
      assert.equal(await expiry(12, serials.software), '2032-03-31');
      // April has no 31st.
      await placeTutorial(caller, 'Renew plan, Appliance');
      assert.equal(await expiry(11, serials.appliance), '2027-04-30');
      await placeTutorial(caller, 'Renew PCE');
      assert.equal(await expiry(13, serials.cloud), '2028-03-31');
    });
  });

  it('renews from now on what has ended', async () => {
    let time = Date.UTC(2026, 0, 31, 12);
    await withPortal({ now: () => time, tokenLifetime: 1e9 }, async (caller) => {
      const { productNo } = await placeTutorial(caller, 'Free trial licence, Software Edition');
      assert.equal((await subscription(caller, 12, productNo)).expireDate, '2026-02-28');
      time = Date.UTC(2026, 5, 1, 12);
      const renewal = (tutorialOrders['Renew Software'] ?? '')
        .replace(serials.software, productNo)
        .replace(others.hotelPms, others.hotStandby);
      await place(caller, renewal);
      assert.equal((await subscription(caller, 12, productNo)).expireDate, '2031-06-01');
    });
  });

  it('has none while the order is pending or has failed', async () => {
    for (const fault of ['orderPending', 'orderFailed'] as const) {
      await withPortal({ now }, async (caller, portal) => {
        await portal.faults.set(fault, { path: savePath });
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
