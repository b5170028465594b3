import assert from 'node:assert/strict';
import { withPortal } from '../../portal/caller';
import { ids, savePath } from './orderTexts';
import { changed, refusesEach, type Refused } from './refusedOrders';
import {
  body,
  bought,
  head,
  monthly,
  others,
  partner,
  serials,
  service,
  tutorialOrders,
  years,
} from './tutorialOrders';

const bill = `"billingId":${ids.contact}`;
const newPbx = tutorialOrders['Purchase Cloud PBX (PCE Instance)'] ?? '';
const trial = tutorialOrders['Free trial licence, Software Edition'] ?? '';

const people: readonly Refused[] = [
  ['an unknown subordinate user', newPbx.replace(partner, '3197220415588370432'), 'partnerId', 'unknown'],
  ['an unknown assignee', trial.replace(`"assignId":"${partner}"`, '"assignId":"1"'), 'assignId', 'unknown'],
  ['an assignee where none is taken', newPbx.replace('"partnerId"', '"assignId"'), 'assignId', 'excluded'],
  [
    'an unknown contact of a trial',
    trial.replace('"partnerId"', '"billingId":1,"partnerId"'),
    'billingId',
    'unknown',
  ],
];

const request = (by: string) => newPbx.replace(/"orderPceSpecialRequest":\{.*?\},/, by);
const special = (fields: string) => request(`"orderPceSpecialRequest":{${fields}},`);

const places: readonly Refused[] = [
  ['a new PBX without its place', request(''), 'orderPceSpecialRequest', 'required'],
  ['a place that is no object', request('"orderPceSpecialRequest":"101",'), 'orderPceSpecialRequest', 'type'],
  [
    'a new PBX without a name',
    special('"regionId":"101","pbxSubDomainId":"201"'),
    'orderPceSpecialRequest.pbxName',
    'required',
  ],
  [
    'an unknown region',
    special('"pbxName":"A","regionId":"104","pbxSubDomainId":"201"'),
    'orderPceSpecialRequest.regionId',
    'unknown',
  ],
  [
    'a domain of another region',
    special('"pbxName":"A","regionId":"101","pbxSubDomainId":"202"'),
    'orderPceSpecialRequest.pbxSubDomainId',
    'unknown',
  ],
  [
    'a place with a further field',
    special('"pbxName":"A","regionId":"101","pbxSubDomainId":"201","host":"a"'),
    'orderPceSpecialRequest.host',
    'unknown',
  ],
];

const serialNumbers: readonly Refused[] = [
  [
    'an unlisted PBX to switch',
    changed('Switch Linkus', serials.linkus, '3699L0000000NONE'),
    'productNo',
    'unknown',
  ],
  [
    'a PBX of another product',
    changed('Purchase Linkus Cloud Service', '3999L2047815X9QX', serials.software),
    'productNo',
    'unknown',
  ],
  [
    'a text that is no serial number',
    changed('Purchase plan, Appliance', serials.applianceWithoutPlan, 'my PBX'),
    'productNo',
    'unknown',
  ],
  [
    'a serial number of a Turnkey Package',
    changed('Purchase Turnkey', '"productId":14', '"productId":14,"productNo":"3610T20478155TQS"'),
    'productNo',
    'excluded',
  ],
];

function subscribe(serviceId: string, fields = `${bought},${years(1)}`): string {
  const item = service(serviceId, others.softwareEnterprise, fields);
  return body(head('purchase_service', 12, serials.software), [bill], item);
}

const values: readonly Refused[] = [
  ['six years of Software', subscribe(others.hotStandby, `${bought},${years(6)}`), 'multiCycle', 'oneof'],
  ['Software by the month', subscribe(others.hotStandby, `${bought},${monthly}`), 'billingCycle', 'oneof'],
  [
    'years of an Appliance by the month',
    changed('Renew plan, Appliance', '"multiCycle":0', '"multiCycle":1'),
    'multiCycle',
    'oneof',
  ],
  [
    'an Appliance by the year without years',
    changed('Switch plan, Appliance', '"multiCycle":1', '"multiCycle":0'),
    'multiCycle',
    'oneof',
  ],
  [
    'a billing model of additional connections',
    changed(
      'Additional connections, Remote Management',
      '"billingCycle"',
      '"billingModel":"recurring","billingCycle"',
    ),
    'billingModel',
    'excluded',
  ],
  [
    'a billing cycle of a trial',
    changed('Free trial, RM Premium', '"multiCycle"', '"billingCycle":"annually","multiCycle"'),
    'billingCycle',
    'excluded',
  ],
  ['a service of Linkus', changed('Switch Linkus', '"plan"', '"service"'), 'serviceType', 'oneof'],
];

describe('sandbox: people of an order', () => {
  refusesEach(people);
});

describe('sandbox: places of a new PBX', () => {
  refusesEach(places);

  it('takes the numbers of a place as integers too', async () => {
    await withPortal({}, async (caller) => {
      const order = special('"pbxName":"A","regionId":103,"pbxSubDomainId":203');
      assert.equal((await caller.post(savePath, order)).status, 200);
    });
  });
});

describe('sandbox: serial numbers of an order', () => {
  refusesEach(serialNumbers);
});

describe('sandbox: values that the table of rules fixes', () => {
  refusesEach(values);
});
