import assert from 'node:assert/strict';
import { readCurrentCycle } from '../../../src/portal/subscriptionTerm';

const productNo = '3658B4311196K2ID';

describe('the current billing cycle of a PBX', () => {
  it('is the only billing cycle in its details', () => {
    const services = [{ serviceId: '1', billingCycle: 'monthly' }];
    assert.equal(readCurrentCycle({ productNo, billingCycle: 'monthly', services }, productNo), 'monthly');
    assert.equal(readCurrentCycle({ productNo, plan: { billingCycle: 'annually' } }, productNo), 'annually');
    assert.equal(readCurrentCycle({ productNo, planBillingCycle: 'Monthly' }, productNo), 'monthly');
  });

  it('is unknown if the details have none, several or one that cannot be ordered', () => {
    assert.equal(readCurrentCycle({ productNo }, productNo), undefined);
    assert.equal(readCurrentCycle({ productNo, billingCycle: 'weekly' }, productNo), undefined);
    const services = [{ serviceId: '1', billingCycle: 'monthly' }];
    assert.equal(readCurrentCycle({ productNo, billingCycle: 'annually', services }, productNo), undefined);
  });
});
