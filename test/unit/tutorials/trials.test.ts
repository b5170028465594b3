import assert from 'node:assert/strict';
import { remarkText } from '../../../src/orders/assumptions';
import { orderBody } from '../../../src/orders/request';
import { operationRules, undocumentedOperations } from '../../../src/rules/table';
import { withPortal } from '../../portal/caller';
import { savePath } from '../sandbox/orderTexts';
import { tutorialOrders } from './orders';
import { orderOfTutorial } from './readTutorial';

const contact = '3197218168379846219';
const trials = tutorialOrders.filter(({ operation }) => operation === 'startTrial');

describe('the billing contact of a trial', () => {
  it('is asked of the four trials that have a tutorial', () => {
    assert.equal(trials.length, 4);
  });

  for (const order of trials) {
    const bodyWith = (billingId: string) =>
      orderBody(orderOfTutorial({ ...order, values: { ...order.values, billingId } }));

    it(`is sent to the last digit where it is chosen, in “${order.tutorial}”`, async () => {
      const body = bodyWith(contact);
      assert.equal(body, order.body.replace(/("productId":\d+,)/, `$1"billingId":${contact},`));
      await withPortal({}, async (caller) => {
        assert.equal((await caller.post(savePath, body)).status, 200);
      });
    });

    for (const none of ['', '  ']) {
      it(`is left out where ${none === '' ? 'none' : 'a blank'} is chosen, in “${order.tutorial}”`, () => {
        assert.equal(bodyWith(none), order.body);
      });
    }
  }

  it('is named in what the review says of a trial', () => {
    const rules = operationRules.filter(({ operations }) => operations.includes('startTrial'));
    assert.ok(rules.every(({ remarks }) => remarks.includes('contactDiffers')));
  });
});

describe('a switch of plan during a trial', () => {
  it('is not offered, for a reason', () => {
    const found = undocumentedOperations.find(({ tutorial }) => tutorial.includes('switchTrial_plan'));
    assert.match(found?.reason ?? '', /describes neither/);
    assert.ok(operationRules.every(({ operationType }) => !operationType.value.startsWith('switchTrial')));
  });

  it('is named, with what is unknown of it, by every switch of plan', () => {
    const rules = operationRules.filter(({ operations }) => operations.includes('switchPlan'));
    assert.equal(rules.length, 4);
    assert.ok(rules.every(({ remarks }) => remarks.includes('switchOnTrial')));
    assert.match(remarkText('switchOnTrial'), /switchTrial_plan.*unknown/);
  });
});
