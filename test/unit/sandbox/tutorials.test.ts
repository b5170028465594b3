import assert from 'node:assert/strict';
import { operationRules } from '../../../src/rules/table';
import { withPortal } from './caller';
import { savePath } from './orderTexts';
import { tutorialOrders } from './tutorialOrders';

/** No service of the catalogue is under this row: those of the Cloud PBX have rows of their own. */
const withoutService = ['Other services, PCE'];

describe('sandbox: an order of each tutorial', () => {
  it('is told for every row of the table that the catalogue has a service for', () => {
    const tutorials = operationRules.map(({ tutorial }) => tutorial);
    assert.deepEqual(
      Object.keys(tutorialOrders),
      tutorials.filter((tutorial) => !withoutService.includes(tutorial)),
    );
  });

  for (const [tutorial, order] of Object.entries(tutorialOrders)) {
    it(`is placed: ${tutorial}`, async () => {
      await withPortal({}, async (caller, portal) => {
        const { status, envelope } = await caller.post(savePath, order);
        assert.deepEqual([status, envelope.code, envelope.detailMessage], [200, 'success', '']);
        assert.equal(portal.orders[0]?.body, order);
      });
    });
  }
});
