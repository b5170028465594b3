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

describe('for who orders a service, an order of the portal is', () => {
  const subscription = order('subscribe');
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    ['the same service', subscription, recent({ detail: ofHighAvailability }), 'repeated'],
    [
      'the same service, PBX untold',
      subscription,
      recent({ productNo: undefined, detail: ofHighAvailability }),
      'repeated',
    ],
    [
      'the same service, spelled otherwise',
      subscription,
      recent({ productNo: '3658b4311196k2id', detail: ofHighAvailability }),
      'repeated',
    ],
    ['another service', subscription, recent({ detail: ofMinutes }), 'samePbx'],
    [
      'another service, PBX untold',
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
    ['one without details', subscription, recent(), 'repeated'],
    ['one that names a plan alone', subscription, recent({ detail: ofPlan }), 'repeated'],
    [
      'one that names a plan, and its services in another way',
      subscription,
      recent({ detail: { ...ofPlan, addOnList: [{ addOnId: highAvailabilityId, quantity: 10 }] } }),
      'repeated',
    ],
    [
      'one with a plan’s line alone',
      subscription,
      recent({ detail: { items: [line(enterprise, { serviceType: 'plan' })] } }),
      'repeated',
    ],
    [
      'one with a service that has no id of a service',
      subscription,
      recent({ detail: { items: [line('High Availability'), line(recordingMinutesId)] } }),
      'repeated',
    ],
    [
      'another service, which names its plan too',
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
      'one that names another plan without a line of it',
      order('switchPlan', { operationType: 'switch_plan', lines: [[enterprise]] }),
      recent({ detail: { plan: { planId: '3048571730026938369' } } }),
      'repeated',
    ],
    ['one without details, PBX untold', subscription, recent({ productNo: undefined }), 'repeated'],
    ['one without lines', subscription, recent({ detail: { orderSummary: { total: 5 } } }), 'repeated'],
    [
      'one without details, of another PBX',
      subscription,
      recent({ productNo: '3631A2047815AT0X' }),
      'unrelated',
    ],
    ...['failed', 'invalid', 'cancelled', 'canceled', 'refunded', ' Refunded', 'CANCELED ', '\tCanceled'].map(
      (status) =>
        [
          `the same service, ${JSON.stringify(status)}`,
          subscription,
          recent({ status, detail: ofHighAvailability }),
          'samePbx',
        ] as const,
    ),
    [
      'the same service, of an unknown status',
      subscription,
      recent({ status: 'confirming', detail: ofHighAvailability }),
      'repeated',
    ],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what}: ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});

describe('for who orders a new PBX, an order of the portal is', () => {
  const purchase = order('purchase', { ...newPbx, ...minutes });
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    ['an equal new PBX within minutes', purchase, recent({ detail: ofMinutes, age: minute }), 'repeated'],
    ['an equal new PBX later', purchase, recent({ detail: ofMinutes, age: hour }), 'unrelated'],
    [
      'one within minutes that tells nothing, for whoever orders a new PBX',
      purchase,
      recent({ productNo: undefined, age: 15 * minute - 1 }),
      'repeated',
    ],
    [
      'one within minutes that names a plan alone, for whoever orders a new PBX',
      purchase,
      recent({ productNo: undefined, detail: ofPlan, age: minute }),
      'repeated',
    ],
    [
      'one that tells nothing and came earlier, for whoever orders a new PBX',
      purchase,
      recent({ productNo: undefined, age: 15 * minute }),
      'unrelated',
    ],
    [
      'one that tells nothing and was never taken, for whoever orders a new PBX',
      purchase,
      recent({ productNo: undefined, age: minute, status: 'failed' }),
      'unrelated',
    ],
    [
      'one of another service, for whoever orders a new PBX',
      purchase,
      recent({ productNo: undefined, detail: ofHighAvailability, age: minute }),
      'unrelated',
    ],
    ['one without details, for whoever orders a new PBX', purchase, recent({ age: minute }), 'unrelated'],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what}: ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});
