import assert from 'node:assert/strict';
import { assertParameterRefused, withPortal } from '../../portal/caller';
import { ids, savePath } from './orderTexts';
import { listed, place, placeTutorial } from './placedOrders';
import { body, bought, head, others, partner, plan, renewed, service, yearly } from './tutorialOrders';

const bill = `"billingId":${ids.contact}`;
const now = () => Date.UTC(2026, 10, 23, 12);

describe('sandbox: subscriptions without a serial number', () => {
  const renewTurnkey = (quantity: number, minutes = quantity, fields = [bill]) =>
    body(
      head('renew_plan', 14),
      fields,
      plan(others.turnkeyEnterprise, `"quantity":${quantity},${renewed},${yearly}`),
      service(others.turnkeyMinutes, others.turnkeyEnterprise, `"quantity":${minutes},${renewed},${yearly}`),
    );
  const forPartner = [bill, `"partnerId":"${partner}"`];
  const purchase = body(
    head('purchase_plan', 14),
    forPartner,
    plan(others.turnkeyEnterprise, `"quantity":30,${bought},${yearly}`),
    service(others.turnkeyMinutes, others.turnkeyEnterprise, `"quantity":500,${bought},${yearly}`),
  );

  it('are renewed for the extensions that were bought for this user', async () => {
    await withPortal({ now }, async (caller) => {
      const { productNo, instanceId } = await place(caller, purchase);
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

  it('are those of the last package that was bought', async () => {
    await withPortal({ now }, async (caller) => {
      await place(caller, purchase);
      const item = plan(others.turnkeyEnterprise, `"quantity":8,${bought},${yearly}`);
      await place(caller, body(head('purchase_plan', 14), forPartner, item));
      const answer = await caller.post(savePath, renewTurnkey(8, 8, forPartner));
      assertParameterRefused(answer, 'serviceList[1].serviceId', 'unsubscribed');
    });
  });

  it('that the portal does not know of are taken as they are said to be', async () => {
    await withPortal({ now }, async (caller) => {
      await place(caller, purchase);
      await place(caller, renewTurnkey(12));
      await place(caller, renewTurnkey(13));
      await placeTutorial(caller, 'Expand / subscribe, Turnkey');
      await place(caller, renewTurnkey(14));
    });
  });

  it('of an add-on are bought more than once and renewed', async () => {
    await withPortal({ now }, async (caller, portal) => {
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
      assert.equal(portal.orders.length, 6);
    });
  });
});
