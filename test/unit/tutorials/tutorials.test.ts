import assert from 'node:assert/strict';
import { readOrder } from '../../../src/orders/order';
import type { OrderBody } from '../../../src/orders/request';
import { orderBody } from '../../../src/orders/request';
import { idFrom } from '../../../src/portal/values';
import type { OperationRule } from '../../../src/rules/operationRule';
import { operationRules, ruleForService, rulesFor } from '../../../src/rules/table';
import type { Sandbox } from '../../../src/sandbox/server';
import { startSandbox } from '../../../src/sandbox/server';
import { orderParts, recordsFolder, removeFolder } from '../support/placing';
import { signedIn } from '../support/portal';
import { cloudPbxOrders } from './cloudPbx';
import { licenceOrders } from './licences';
import { serviceOrders } from './services';
import type { TutorialOrder } from './tutorialOrder';

const orders = [...cloudPbxOrders, ...licenceOrders, ...serviceOrders];

function ruleOf({ productId, operation, productNo, service }: TutorialOrder): OperationRule {
  const rules = rulesFor(productId, operation, productNo === undefined ? 'product' : 'instance');
  const rule = ruleForService(rules, service);
  assert.ok(rule, `there is no rule for ${operation} of product ${productId}`);
  return rule;
}

function bodyOf(order: TutorialOrder): OrderBody {
  const { productId, productNo, services = [] } = order;
  const values = { ...(productNo === undefined ? {} : { productNo }), ...order.values };
  const tickable = services.map((service) => idFrom(service)).filter((id) => id !== undefined);
  return orderBody(readOrder(values, { rule: ruleOf(order), productId, services: tickable }));
}

describe('the order of the tutorial', () => {
  let portal: Sandbox;

  beforeEach(async () => {
    portal = await startSandbox();
  });

  afterEach(() => portal.close());

  for (const order of orders) {
    it(`“${order.tutorial}” is made of the form’s values, and the portal takes it`, async () => {
      assert.equal(ruleOf(order).tutorial, order.tutorial);
      const body = bodyOf(order);
      assert.equal(body, order.body);

      const parts = await signedIn(portal);
      const { baseUrl, signInId } = await parts.session.authorization();
      const folder = recordsFolder();
      const placing = orderParts(parts, folder);
      try {
        const ended = await placing.placement.place({
          ...{ body, baseUrl, signInId, before: undefined, reviewedAt: Date.now() },
          ...{ sandbox: false, instanceName: '', serviceName: '' },
        });
        assert.ok(ended.kind === 'ended');
        const { outcome } = ended;
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
