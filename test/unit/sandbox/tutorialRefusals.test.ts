import assert from 'node:assert/strict';
import { withPortal } from '../../portal/caller';
import { ids, savePath } from './orderTexts';
import { changed, refusesEach, type Refused } from './refusedOrders';
import {
  body,
  bought,
  head,
  others,
  plan,
  renewed,
  serials,
  service,
  switched,
  tutorialOrders,
  yearly,
  years,
} from './tutorialOrders';

const bill = `"billingId":${ids.contact}`;
const trial = tutorialOrders['Free trial licence, Software Edition'] ?? '';

function newPbxOf(extensions: number, ...services: string[]): string {
  const place = '"orderPceSpecialRequest":{"pbxName":"A","regionId":"101","pbxSubDomainId":"201"}';
  const item = plan(ids.enterprisePlan, `"quantity":${extensions},${bought},${yearly}`);
  return body(head('purchase_plan', 13), [bill, place], item, ...services);
}

function forNewPbx(serviceId: string, quantity: number, planId: string = ids.enterprisePlan): string {
  return service(serviceId, planId, `"quantity":${quantity},${bought},${yearly}`);
}

function renewSoftware(...items: string[]): string {
  return body(head('renew_plan', 12, serials.software), [bill], ...items);
}

const softwarePlan = plan(others.softwareEnterprise, `"quantity":20,${renewed},${years(1)}`);
const renewedService = (serviceId: string, quantity = 20) =>
  service(serviceId, others.softwareEnterprise, `"quantity":${quantity},${renewed},${years(1)}`);
const hotelPms = renewedService(others.hotelPms);

function switchTo(productId: number, productNo: string, planId: string): string {
  return body(head('switch_plan', productId, productNo), [bill], plan(planId, `${switched},${years(1)}`));
}

function subscribe(serviceId: string, fields = `${bought},${years(1)}`): string {
  const item = service(serviceId, others.softwareEnterprise, fields);
  return body(head('purchase_service', 12, serials.software), [bill], item);
}

const renewals: readonly Refused[] = [
  ['a plan without its service', renewSoftware(softwarePlan), 'serviceList', 'incomplete'],
  [
    'a service that is not subscribed',
    renewSoftware(softwarePlan, hotelPms, renewedService(others.hotStandby)),
    'serviceList[2].serviceId',
    'unsubscribed',
  ],
  ['services without their plan', renewSoftware(hotelPms), 'serviceList', 'required'],
  [
    'fewer extensions than there are',
    renewSoftware(softwarePlan.replace('20', '19'), hotelPms),
    'serviceList[0].quantity',
    'eq',
  ],
  [
    'a service for more extensions than there are',
    renewSoftware(softwarePlan, renewedService(others.hotelPms, 21)),
    'serviceList[1].quantity',
    'eq',
  ],
  [
    'another plan than the current one',
    changed('Renew plan, Appliance', others.applianceEnterprise, others.applianceUltimate),
    'serviceId',
    'mismatch',
  ],
  [
    'a PBX that has no plan',
    changed('Renew plan, Appliance', serials.appliance, serials.applianceWithoutPlan),
    'serviceId',
    'mismatch',
  ],
  [
    'RM Premium under the misprinted operation',
    changed('Renew RM Premium', 'renew_service', 'trial_service'),
    'quantity',
    'excluded',
  ],
];

const quantities: readonly Refused[] = [
  ['a new PBX of 4 extensions', newPbxOf(4), 'quantity', 'min'],
  ['a new PBX of 501 extensions', newPbxOf(501), 'quantity', 'max'],
  [
    'a new PBX of 501 extensions in two items',
    newPbxOf(400, forNewPbx(ids.extensionExpansion, 101)),
    'serviceList[1].quantity',
    'max',
  ],
  [
    'High Availability for other than the extensions of a new PBX',
    newPbxOf(20, forNewPbx(ids.highAvailability, 19)),
    'serviceList[1].quantity',
    'eq',
  ],
  [
    'a quantity of what is not counted',
    subscribe(others.hotStandby, `"quantity":1,${bought},${years(1)}`),
    'quantity',
    'excluded',
  ],
];

const plans: readonly Refused[] = [
  [
    'a switch of a Cloud PBX to its plan',
    switchTo(13, serials.cloud, ids.enterprisePlan).replace(years(1), yearly),
    'serviceId',
    'current',
  ],
  [
    'a switch where there is no plan',
    switchTo(9, serials.linkusWithoutPlan, others.linkus),
    'serviceId',
    'noPlan',
  ],
  [
    'a plan of another product',
    switchTo(9, serials.linkus, others.applianceUltimate),
    'serviceId',
    'unknown',
  ],
  [
    'a service of another plan than the one that is bought',
    newPbxOf(20, forNewPbx(ids.recordingMinutes, 100, ids.ultimatePlan)),
    'serviceList[1].connectionPlanId',
    'mismatch',
  ],
  [
    'a service of no plan of the product',
    changed('Expand / subscribe, Turnkey', others.turnkeyEnterprise, ids.ultimatePlan),
    'connectionPlanId',
    'mismatch',
  ],
  [
    'a plan that belongs to a plan',
    changed('Switch Linkus', '{"serviceType"', `{"connectionPlanId":${others.linkus},"serviceType"`),
    'connectionPlanId',
    'excluded',
  ],
  ['Disaster Recovery on the Enterprise Plan', subscribe(others.disasterRecovery), 'serviceId', 'plan'],
  [
    'Disaster Recovery with a new Enterprise Plan',
    changed('Purchase commercial licence, Software (new)', others.hotelPms, others.disasterRecovery),
    'serviceList[1].serviceId',
    'plan',
  ],
  [
    'a trial of what is only sold',
    trial.replace(others.hotStandby, others.concurrentCalls),
    'serviceList[1].serviceId',
    'trial',
  ],
  [
    'two plans',
    newPbxOf(20, plan(ids.ultimatePlan, `"quantity":20,${bought},${yearly}`)),
    'serviceList[1].serviceType',
    'duplicate',
  ],
];

describe('sandbox: renewals', () => {
  refusesEach(renewals);

  it("takes all of a PBX's services with its plan, in any order", async () => {
    await withPortal({}, async (caller) => {
      assert.equal((await caller.post(savePath, renewSoftware(hotelPms, softwarePlan))).status, 200);
    });
  });
});

describe('sandbox: quantities', () => {
  refusesEach(quantities);

  it('takes 5 and 500 extensions of a new PBX, in one item or two', async () => {
    await withPortal({}, async (caller) => {
      const orders = [
        newPbxOf(5),
        newPbxOf(500),
        newPbxOf(400, forNewPbx(ids.extensionExpansion, 100), forNewPbx(ids.highAvailability, 400)),
      ];
      for (const order of orders) {
        assert.equal((await caller.post(savePath, order)).envelope.detailMessage, '');
      }
    });
  });
});

describe('sandbox: plans and their services', () => {
  refusesEach(plans);
});
