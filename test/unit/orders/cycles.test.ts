import assert from 'node:assert/strict';
import { billingCyclesOf, firstLine, multiCyclesOf } from '../../../src/orders/order';
import { operationRules } from '../../../src/rules/table';

describe('the billing cycles of an order', () => {
  const withPlanAndServices = operationRules.find(({ plan, services }) => plan && services);
  const withServices = operationRules.find(({ plan, services }) => !plan && services);

  it('are those of its plan if it has one, otherwise those of its service', () => {
    assert.ok(withPlanAndServices && withServices);
    assert.equal(firstLine(withPlanAndServices), withPlanAndServices.plan);
    assert.equal(firstLine(withServices), withServices.services?.line);
    assert.equal(firstLine({ ...withServices, services: undefined }), undefined);
  });

  it('are empty, without a number of years, if the line has none or no cycle is chosen', () => {
    const line = withServices?.services?.line;
    assert.ok(line);
    assert.deepEqual(billingCyclesOf({ ...line, billingCycle: { value: 'absent', documented: true } }), []);
    const byCycle = { ...line, multiCycle: { value: { annually: [1, 2] }, documented: true } } as const;
    assert.deepEqual(multiCyclesOf(byCycle, undefined), []);
    assert.deepEqual(multiCyclesOf(byCycle, 'monthly'), []);
    assert.deepEqual(multiCyclesOf(byCycle, 'annually'), [1, 2]);
  });
});
