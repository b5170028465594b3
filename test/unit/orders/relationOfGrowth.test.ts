import assert from 'node:assert/strict';
import type { RecentOrder } from '../../../src/orders/recentOrders';
import { type ComparedOrder, relationTo } from '../../../src/orders/repeats';
import { line, minute, minutes, ofMinutes, ofPlan, order, recent, renewal } from '../support/comparing';
import { recordingMinutesId } from '../support/portalOrders';
import { enterprise, highAvailabilityId } from '../support/reference';

describe('the relation of a portal order to a renewal:', () => {
  const renewalOrder = order('renew', renewal);
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    [
      'a renewal by its operation',
      renewalOrder,
      recent({ detail: { operationType: 'renew_plan', ...ofMinutes } }),
      'repeated',
    ],
    [
      'a renewal by its lines',
      renewalOrder,
      recent({ detail: { orderSummary: [line(recordingMinutesId, { purchaseType: 'renew' })] } }),
      'repeated',
    ],
    ['an order that does not say whether it renews', renewalOrder, recent({ detail: ofMinutes }), 'repeated'],
    ...['RENEW_SERVICE', 'Renewal', 'renew', ' renew_plan ', 'auto-renew', 'extend', '7'].map(
      (operationType) =>
        [
          `an order with the operation ${JSON.stringify(operationType)}`,
          renewalOrder,
          recent({ detail: { operationType, ...ofMinutes } }),
          'repeated',
        ] as const,
    ),
    ...['Renew', 'RENEW', 'renewal', 'extension'].map(
      (purchaseType) =>
        [
          `an order with a line of purchase type ${purchaseType}`,
          renewalOrder,
          recent({
            detail: {
              operationType: 'purchase_service',
              orderSummary: [
                line(recordingMinutesId, { purchaseType }),
                line(highAvailabilityId, { purchaseType: 'purchase' }),
              ],
            },
          }),
          'repeated',
        ] as const,
    ),
    ...['PURCHASE_SERVICE', 'trial_plan', 'trial_service', 'purchase_plan', 'switch_plan '].map(
      (operationType) =>
        [
          `an order with the operation ${JSON.stringify(operationType)}`,
          renewalOrder,
          recent({ detail: { operationType, ...ofMinutes } }),
          'samePbx',
        ] as const,
    ),
    [
      'a renewal of another product with the same serial number',
      renewalOrder,
      recent({ detail: { productId: '15', operationType: 'renew_service', ...ofMinutes } }),
      'samePbx',
    ],
    [
      'a renewal of the same product',
      renewalOrder,
      recent({ detail: { productId: '13', operationType: 'renew_service', ...ofMinutes } }),
      'repeated',
    ],
    [
      'a renewal of the same product under the other ID that the guide gives it',
      order('renew', { ...renewal, productId: 20 }),
      recent({ detail: { productId: '21', operationType: 'renew_service', ...ofMinutes } }),
      'repeated',
    ],
    [
      'a renewal of an unreadable product',
      renewalOrder,
      recent({ detail: { productId: 'PCE', operationType: 'renew_service', ...ofMinutes } }),
      'repeated',
    ],
    [
      'an order that renews nothing',
      renewalOrder,
      recent({ detail: { operationType: 'purchase_service', ...ofMinutes } }),
      'samePbx',
    ],
    [
      'an order whose lines renew nothing',
      renewalOrder,
      recent({ detail: { orderSummary: [line(recordingMinutesId, { purchaseType: 'purchase' })] } }),
      'samePbx',
    ],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what} is ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});

describe('the relation of a portal order to an expansion:', () => {
  const expansion = order('expand', minutes);
  const cases: readonly (readonly [what: string, ComparedOrder, RecentOrder, string])[] = [
    [
      'an equal expansion within 15 minutes',
      expansion,
      recent({ detail: ofMinutes, age: 15 * minute - 1 }),
      'repeated',
    ],
    ...['100', '100.00', ' 100 ', '0100', '1e2', 'a hundred'].map(
      (quantity) =>
        [
          `an expansion by ${JSON.stringify(quantity)}`,
          expansion,
          recent({ detail: { orderSummary: [line(recordingMinutesId, { quantity })] }, age: minute }),
          'repeated',
        ] as const,
    ),
    ...['100.5', '1000', '10', '-100', '100.0000000000000000001'].map(
      (quantity) =>
        [
          `an expansion by ${JSON.stringify(quantity)}`,
          expansion,
          recent({ detail: { orderSummary: [line(recordingMinutesId, { quantity })] }, age: minute }),
          'samePbx',
        ] as const,
    ),
    [
      'an expansion by a number that a double could not tell apart',
      order('expand', { lines: [[recordingMinutesId, 9007199254740992]] }),
      recent({
        detail: { orderSummary: [line(recordingMinutesId, { quantity: '9007199254740993' })] },
        age: minute,
      }),
      'samePbx',
    ],
    [
      'an equal expansion that also names its plan',
      expansion,
      recent({ detail: { plan: { planId: enterprise }, ...ofMinutes }, age: minute }),
      'repeated',
    ],
    [
      'an expansion by another quantity that also names its plan',
      expansion,
      recent({
        detail: { plan: { planId: enterprise }, items: [line(recordingMinutesId, { quantity: 7 })] },
        age: minute,
      }),
      'samePbx',
    ],
    ['an order that only names a plan', expansion, recent({ detail: ofPlan, age: minute }), 'repeated'],
    [
      'an order whose services have no service ID',
      expansion,
      recent({ detail: { items: [line('minutes', { quantity: 100 })] }, age: minute }),
      'repeated',
    ],
    ['an equal expansion later', expansion, recent({ detail: ofMinutes, age: 15 * minute }), 'samePbx'],
    [
      'an expansion by another quantity',
      expansion,
      recent({ detail: { orderSummary: [line(recordingMinutesId, { quantity: 7 })] }, age: minute }),
      'samePbx',
    ],
    [
      'an expansion by an unreported quantity',
      expansion,
      recent({ detail: { orderSummary: [line(recordingMinutesId)] }, age: minute }),
      'repeated',
    ],
    [
      'an expansion with an additional line',
      expansion,
      recent({
        detail: { orderSummary: [line(recordingMinutesId, { quantity: 100 }), line(highAvailabilityId)] },
        age: minute,
      }),
      'samePbx',
    ],
  ];
  for (const [what, compared, other, relation] of cases) {
    it(`${what} is ${relation}`, () => {
      assert.equal(relationTo(compared, other), relation);
    });
  }
});
