import assert from 'node:assert/strict';
import { orderBody } from '../../../src/orders/request';
import { operationRules } from '../../../src/rules/table';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { outcomeOf, review, orderParts, ordersFolder, removeFolder } from '../support/placing';
import { signedIn } from '../support/portal';
import { tutorialOrders as orders } from './orders';
import { orderOfTutorial, ruleOfTutorial } from './readTutorial';

describe('the order of the tutorial', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  for (const order of orders) {
    it(`“${order.tutorial}” is made of the form’s values, and the portal takes it`, async () => {
      assert.equal(ruleOfTutorial(order).tutorial, order.tutorial);
      const body = orderBody(orderOfTutorial(order));
      assert.equal(body, order.body);

      const parts = await signedIn(portal);
      const folder = ordersFolder();
      const placing = orderParts(parts, folder);
      try {
        const reviewed = await review(parts, { body, snapshot: false });
        const outcome = outcomeOf(await placing.placement.place(reviewed));
        assert.equal(outcome.kind, 'placed', outcome.kind === 'refused' ? outcome.error.message : '');
        assert.equal(portal.orders.at(-1)?.body, order.body);
      } finally {
        placing.dispose();
        removeFolder(folder);
      }
    });
  }

  it('is there for every row of the table that is a tutorial’s, and for no other', () => {
    const rows = operationRules
      .map(({ tutorial }) => tutorial)
      .filter((row) => row !== 'Other services, PCE');
    assert.deepEqual(orders.map(({ tutorial }) => tutorial).sort(), rows.sort());
  });
});
