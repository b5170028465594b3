import assert from 'node:assert/strict';
import { assumptionsOf } from '../../../src/orders/assumptions';
import { tutorialOrders } from '../tutorials/orders';
import { orderOfTutorial, ruleOfTutorial } from '../tutorials/readTutorial';

const recurring = 'billingModel recurring';

/** Values of an order that its tutorial does not document, by tutorial; all others are documented. */
const assumed: Readonly<Record<string, readonly string[]>> = {
  'Purchase Cloud PBX (PCE Instance)': [recurring, 'billingCycle monthly', 'multiCycle 0', 'quantity'],
  'Expand extensions, PCE': [recurring, 'billingCycle annually', 'multiCycle 0'],
  'Expand recording minutes, PCE': [recurring, 'billingCycle monthly', 'multiCycle 0'],
  'Renew PCE': [recurring, 'billingCycle annually', 'multiCycle 0'],
  'Switch plan, PCE': ['multiCycle 0'],
  'Purchase commercial licence, Software (new)': ['billingCycle annually', 'multiCycle 3', 'no quantity'],
  'Purchase commercial licence, Software (existing PBX)': ['billingCycle annually', 'multiCycle 1'],
  'Expand extensions or concurrent calls, Software': [
    ...['purchaseType purchase', recurring, 'billingCycle annually', 'multiCycle 2', 'quantity'],
  ],
  'Subscribe to service, Software': ['multiCycle 1'],
  'Renew Software': [recurring, 'billingCycle annually', 'multiCycle 5'],
  'Purchase plan, Appliance': [recurring, 'billingCycle annually', 'multiCycle 4'],
  'Renew plan, Appliance': ['multiCycle 0'],
  'Purchase Turnkey': ['billingCycle annually', 'multiCycle 0', 'quantity'],
  'Expand / subscribe, Turnkey': [recurring, 'billingCycle monthly', 'multiCycle 0'],
  'Renew Turnkey': ['billingCycle annually', 'multiCycle 0'],
  'Purchase Remote Management': [
    ...['purchaseType purchase', recurring, 'billingCycle annually', 'multiCycle 1', 'no quantity'],
    ...['no billingModel', 'billingCycle once', 'multiCycle 0', 'quantity'],
  ],
  'Renew RM Premium': ['operationType renew_service'],
  'Purchase PCE White Label': [recurring, 'billingCycle annually', 'multiCycle 0', 'no quantity'],
};

describe('the undocumented values of an order', () => {
  for (const tutorial of tutorialOrders) {
    const expected = assumed[tutorial.tutorial] ?? [];
    it(`in “${tutorial.tutorial}” are ${expected.join(', ') || 'none'}`, () => {
      const assumptions = assumptionsOf(ruleOfTutorial(tutorial), orderOfTutorial(tutorial));
      assert.deepEqual(
        assumptions.map(({ parameter, value }) =>
          value === undefined ? `no ${parameter}` : `${parameter} ${value}`.trim(),
        ),
        expected,
      );
    });
  }
});
