import assert from 'node:assert/strict';
import type { RecentOrder } from '../../../src/orders/recentOrders';
import { type ComparedOrder, relationTo } from '../../../src/orders/repeats';
import {
  line,
  minute,
  minutes,
  newPbx,
  hour,
  ofHighAvailability,
  ofMinutes,
  ofPlan,
  order,
  recent,
} from '../support/comparing';
import { recordingMinutesId } from '../support/portalOrders';
import { enterprise, highAvailabilityId } from '../support/reference';

describe('the relation of a portal order to an order for a service:', () => {
  const subscription = order('subscribe');
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    ['the same service', subscription, recent({ detail: ofHighAvailability }), 'repeated'],
    [
      'the same service, PBX not reported',
      subscription,
      recent({ productNo: undefined, detail: ofHighAvailability }),
      'repeated',
    ],
    [
      'the same service, PBX in lower case',
      subscription,
      recent({ productNo: '3658b4311196k2id', detail: ofHighAvailability }),
      'repeated',
    ],
    ['another service', subscription, recent({ detail: ofMinutes }), 'samePbx'],
    [
      'another service, PBX not reported',
      subscription,
      recent({ productNo: undefined, detail: ofMinutes }),
      'unrelated',
    ],
    [
      'the same service of another PBX',
      subscription,
      recent({ productNo: '3631A2047815AT0X', detail: ofHighAvailability }),
      'unrelated',
    ],
    ['an order without details', subscription, recent(), 'repeated'],
    ['an order that only names a plan', subscription, recent({ detail: ofPlan }), 'repeated'],
    [
      'an order that names a plan, and its services in other fields',
      subscription,
      recent({ detail: { ...ofPlan, addOnList: [{ addOnId: highAvailabilityId, quantity: 10 }] } }),
      'repeated',
    ],
    [
      'an order with only a plan line',
      subscription,
      recent({ detail: { items: [line(enterprise, { serviceType: 'plan' })] } }),
      'repeated',
    ],
    [
      'an order with a service that has no service ID',
      subscription,
      recent({ detail: { items: [line('High Availability'), line(recordingMinutesId)] } }),
      'repeated',
    ],
    [
      'another service that also names its plan',
      subscription,
      recent({ detail: { ...ofPlan, ...ofMinutes } }),
      'samePbx',
    ],
    [
      'a switch to another plan',
      order('switchPlan', { operationType: 'switch_plan', lines: [[enterprise]] }),
      recent({ detail: { items: [line('3048571730026938369', { serviceType: 'plan' })] } }),
      'samePbx',
    ],
    [
      'an order that names another plan without a line for it',
      order('switchPlan', { operationType: 'switch_plan', lines: [[enterprise]] }),
      recent({ detail: { plan: { planId: '3048571730026938369' } } }),
      'repeated',
    ],
    [
      'an order without details, PBX not reported',
      subscription,
      recent({ productNo: undefined }),
      'repeated',
    ],
    ['an order without lines', subscription, recent({ detail: { orderSummary: { total: 5 } } }), 'repeated'],
    [
      'an order without details for another PBX',
      subscription,
      recent({ productNo: '3631A2047815AT0X' }),
      'unrelated',
    ],
    ...['failed', 'invalid', 'cancelled', 'canceled', 'refunded', ' Refunded', 'CANCELED ', '\tCanceled'].map(
      (status) =>
        [
          `the same service with the status ${JSON.stringify(status)}`,
          subscription,
          recent({ status, detail: ofHighAvailability }),
          'samePbx',
        ] as const,
    ),
    [
      'the same service with an unknown status',
      subscription,
      recent({ status: 'confirming', detail: ofHighAvailability }),
      'repeated',
    ],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what} is ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});

describe('the relation of a portal order to an order for a new PBX:', () => {
  const purchase = order('purchase', { ...newPbx, ...minutes });
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    ['an equal new PBX within 15 minutes', purchase, recent({ detail: ofMinutes, age: minute }), 'repeated'],
    ['an equal new PBX later', purchase, recent({ detail: ofMinutes, age: hour }), 'unrelated'],
    [
      'an order without PBX and details within 15 minutes',
      purchase,
      recent({ productNo: undefined, age: 15 * minute - 1 }),
      'repeated',
    ],
    [
      'an order that only names a plan within 15 minutes',
      purchase,
      recent({ productNo: undefined, detail: ofPlan, age: minute }),
      'repeated',
    ],
    [
      'an older order without PBX and details',
      purchase,
      recent({ productNo: undefined, age: 15 * minute }),
      'unrelated',
    ],
    [
      'a failed order without PBX and details',
      purchase,
      recent({ productNo: undefined, age: minute, status: 'failed' }),
      'unrelated',
    ],
    [
      'an order for another service',
      purchase,
      recent({ productNo: undefined, detail: ofHighAvailability, age: minute }),
      'unrelated',
    ],
    ['an order for a known PBX without details', purchase, recent({ age: minute }), 'unrelated'],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what} is ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});
