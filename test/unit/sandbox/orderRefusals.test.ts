import assert from 'node:assert/strict';
import { assertParameterRefused, assertRefused, withPortal } from '../../portal/caller';
import { refusesEach } from './refusedOrders';
import { ids, itemText, orderText, savePath } from './orderTexts';

const expansion = { serviceId: ids.extensionExpansion };

describe('sandbox: refused orders', () => {
  refusesEach([
    ['a rounded billing contact', orderText({ billingId: '3197218168379846144' }), 'billingId', 'unknown'],
    ['a quoted billing contact', orderText({ billingId: `"${ids.contact}"` }), 'billingId', 'type'],
    [
      'a billing contact with an exponent',
      orderText({ billingId: '3197218168379846218e0' }),
      'billingId',
      'type',
    ],
    ['no billing contact', orderText({ billingId: undefined }), 'billingId', 'required'],
    ['a rounded service', orderText({}, { serviceId: '3048573935752720400' }), 'serviceId', 'unknown'],
    ['a quoted service', orderText({}, { serviceId: `"${ids.highAvailability}"` }), 'serviceId', 'type'],
    [
      'a plan in place of a service',
      orderText({}, { serviceId: ids.enterprisePlan }),
      'serviceId',
      'unknown',
    ],
    [
      'a rounded plan',
      orderText({}, { connectionPlanId: '3048571730026938400' }),
      'connectionPlanId',
      'mismatch',
    ],
    ['another plan', orderText({}, { connectionPlanId: ids.ultimatePlan }), 'connectionPlanId', 'mismatch'],
    [
      'a quoted plan',
      orderText({}, { connectionPlanId: `"${ids.enterprisePlan}"` }),
      'connectionPlanId',
      'type',
    ],
    ['an unknown serial number', orderText({ productNo: '"X"' }), 'productNo', 'unknown'],
    ['no serial number', orderText({ productNo: undefined }), 'productNo', 'required'],
    ['an empty serial number', orderText({ productNo: '""' }), 'productNo', 'required'],
    ['a quoted product', orderText({ productId: '"13"' }), 'productId', 'type'],
    ['an unknown operation', orderText({ operationType: '"buy"' }), 'operationType', 'oneof'],
    ['a PO number that is no text', orderText({ poNumber: '7' }), 'poNumber', 'type'],
    ['a subordinate user', orderText({ partnerId: '"3197220415588370433"' }), 'partnerId', 'excluded'],
    [
      'a request for a new PBX',
      orderText({ orderPceSpecialRequest: '{}' }),
      'orderPceSpecialRequest',
      'excluded',
    ],
    ['an unknown field', orderText({ comment: '"x"' }), 'comment', 'unknown'],
    ['an unknown field of an item', orderText({}, { pricingId: '1' }), 'pricingId', 'unknown'],
    ['no services', orderText({ serviceList: '[]' }), 'serviceList', 'min'],
    ['services that are no list', orderText({ serviceList: itemText() }), 'serviceList', 'type'],
    ['no service list', orderText({ serviceList: undefined }), 'serviceList', 'required'],
    [
      'a service twice',
      orderText({ serviceList: `[${itemText()},${itemText()}]` }),
      'serviceList[1].serviceId',
      'duplicate',
    ],
    ['a plan item', orderText({}, { serviceType: '"plan"' }), 'serviceType', 'oneof'],
    ['another purchase type', orderText({}, { purchaseType: '"renew"' }), 'purchaseType', 'oneof'],
    ['another billing model', orderText({}, { billingModel: '"once"' }), 'billingModel', 'oneof'],
    ['another billing cycle', orderText({}, { billingCycle: '"once"' }), 'billingCycle', 'oneof'],
    ['another number of cycles', orderText({}, { multiCycle: '1' }), 'multiCycle', 'oneof'],
    ['a quantity of 0', orderText({}, { quantity: '0' }), 'quantity', 'min'],
    ['a broken quantity', orderText({}, { quantity: '10.5' }), 'quantity', 'type'],
    ['a quantity with an exponent', orderText({}, { quantity: '1e1' }), 'quantity', 'type'],
    ['a quoted quantity', orderText({}, { quantity: '"10"' }), 'quantity', 'type'],
    ['High Availability for fewer extensions', orderText({}, { quantity: '9' }), 'quantity', 'eq'],
    ['more than 500 extensions', orderText({}, { ...expansion, quantity: '491' }), 'quantity', 'max'],
    ['text that is no JSON', '{"operationType":', 'body', 'json'],
    ['an empty body', '', 'body', 'json'],
    ['a key twice', orderText().replace('{', '{"productId":12,'), 'body', 'json'],
    ['JSON that is no object', `[${orderText()}]`, 'body', 'json'],
  ]);

  it('says "billingId: unknown" for a contact that is not there', async () => {
    await withPortal({}, async (caller) => {
      const answer = await caller.post(savePath, orderText({ billingId: '3197218168379846144' }));
      assertRefused(answer, 400, 'parameter_validation_failed', 'billingId: unknown');
    });
  });

  it('takes exactly as many extensions as there is room for', async () => {
    await withPortal({}, async (caller) => {
      assert.equal(
        (await caller.post(savePath, orderText({}, { ...expansion, quantity: '490' }))).status,
        200,
      );
      const answer = await caller.post(savePath, orderText({}, { ...expansion, quantity: '1' }));
      assertParameterRefused(answer, 'quantity', 'max');
    });
  });

  it('refuses High Availability for an instance that has it, and goes by the extensions of the moment', async () => {
    await withPortal({}, async (caller) => {
      await caller.post(savePath, orderText({}, { ...expansion, quantity: '2' }));
      assertParameterRefused(await caller.post(savePath, orderText()), 'quantity', 'eq');
      assert.equal((await caller.post(savePath, orderText({}, { quantity: '12' }))).status, 200);
      const again = await caller.post(savePath, orderText({}, { quantity: '12' }));
      assertParameterRefused(again, 'serviceId', 'subscribed');
    });
  });

  it('says that a product does not have an operation', async () => {
    await withPortal({}, async (caller, portal) => {
      const cases = [
        { operationType: '"switchTrial_plan"' },
        { operationType: '"trial_plan"' },
        { operationType: '"renew_service"' },
        { productId: '9' },
        { productId: '11' },
      ];
      for (const fields of cases) {
        const answer = await caller.post(savePath, orderText(fields));
        assertRefused(
          answer,
          400,
          'operation_not_supported',
          /^operationType: \w+ is not sold for product \d+$/,
        );
        assert.deepEqual(answer.envelope.result, { field: 'operationType', tag: 'unsupported' });
      }
      assert.equal(portal.orders.length, 0);
    });
  });
});
