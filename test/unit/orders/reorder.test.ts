import assert from 'node:assert/strict';
import { readOrder } from '../../../src/orders/order';
import { reorderFromDetail, reorderOf } from '../../../src/orders/reorder';
import { type OrderBody, orderBody } from '../../../src/orders/request';
import { parseExact } from '../../../src/portal/exactJson';
import { idFrom } from '../../../src/portal/values';
import { ruleForService, rulesFor } from '../../../src/rules/table';
import { tutorialOrders } from '../tutorials/orders';

describe('ordering again', () => {
  for (const { tutorial, body, service, services = [] } of tutorialOrders) {
    it(`produces the same body for “${tutorial}” if nothing is changed in the form`, () => {
      const again = reorderOf(body as OrderBody);
      assert.ok(again);
      const { operation, productId, productNo, values } = again;
      const rules = rulesFor(productId, operation, productNo === '' ? 'product' : 'instance');
      const rule = ruleForService(rules, service);
      assert.ok(rule);
      const tickable = services.map((id) => idFrom(id)).filter((id) => id !== undefined);
      assert.equal(orderBody(readOrder(values, { rule, productId, services: tickable })), body);
    });
  }

  it('is not possible for a body that no rule describes', () => {
    const [{ body } = { body: '' }] = tutorialOrders;
    assert.equal(reorderOf(body.replace('purchase_plan', 'switchTrial_plan') as OrderBody), undefined);
    assert.equal(reorderOf(body.replace('"productId":13', '"productId":77') as OrderBody), undefined);
  });

  it('takes over whatever the details of a portal order contain', () => {
    const detail = {
      basicInformation: { productId: '13', productNo: '3658B4311196K2ID' },
      billingInformation: { billingContactId: '3197218168379846219' },
      orderInformation: { operationType: 'purchase_service' },
      orderSummary: {
        serviceList: [
          {
            ...{ serviceType: 'service', serviceId: '3048573935752720384' },
            ...{ connectionPlanId: '3048571730026938368', quantity: 10, billingCycle: 'annually' },
          },
        ],
      },
    };
    assert.deepEqual(reorderFromDetail(parseExact(JSON.stringify(detail))), {
      operation: 'subscribe',
      productId: 13,
      productNo: '3658B4311196K2ID',
      values: {
        productNo: '3658B4311196K2ID',
        connectionPlanId: '3048571730026938368',
        serviceId: '3048573935752720384',
        quantity: '10',
        billingCycle: 'annually',
        billingId: '3197218168379846219',
      },
    });
    const further = {
      ...{ ...detail, billingInformation: { billingId: '3197218168379846219' } },
      partner: { partnerId: '3197218168379846220', poNumber: 'PO-7' },
      orderSummary: {
        serviceList: detail.orderSummary.serviceList.map((line) => ({ ...line, multiCycle: 0 })),
      },
    };
    assert.deepEqual(reorderFromDetail(parseExact(JSON.stringify(further)))?.values, {
      ...reorderFromDetail(parseExact(JSON.stringify(detail)))?.values,
      ...{ partnerId: '3197218168379846220', poNumber: 'PO-7' },
    });
    for (const missing of ['orderInformation', 'orderSummary', 'basicInformation']) {
      const less = parseExact(JSON.stringify({ ...detail, [missing]: {} }));
      assert.equal(reorderFromDetail(less), undefined, missing);
    }
  });
});
