import assert from 'node:assert/strict';
import { type FormInput, planChoices } from '../../../src/form/facts';
import { noAnswers } from '../../../src/form/formAnswers';
import { readForm } from '../../../src/form/readForm';
import type { FormValues } from '../../../src/orders/formValues';
import { readBillingContacts, readPartners } from '../../../src/portal/lookupReplies';
import { readCatalogue } from '../../../src/portal/catalogue';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail } from '../../../src/portal/instances';
import type { Operation } from '../../../src/rules/operationRule';

const enterprise = '3048571730026938368';
const ultimate = '3048572026291630080';
const minutes = '3048573759449317376';
const contact = '3197218168379846219';

interface Given {
  readonly operation: Operation;
  readonly catalogue: string;
  readonly values?: FormValues;
  /** As JSON; one with an e-mail address unless told. */
  readonly partner?: string;
}

function factsOf({ operation, catalogue, values = {}, partner = '' }: Given): FormInput {
  const ready = <T>(value: T) => ({ status: 'ready', value }) as const;
  const productNo = operation === 'purchase' ? '' : 'A';
  const detail = `{"productNo":"A","planId":${enterprise},"extensions":10,
    "serviceList":[{"serviceId":${minutes},"serviceName":"Minutes"}]}`;
  return {
    target: {
      ...{ operation, productId: 13, productName: '', productNo, instanceName: '', service: undefined },
    },
    lookedUp: {
      ...noAnswers,
      detail: ready(readInstanceDetail(parseExact(detail), 'A')),
      catalogue: ready(readCatalogue(parseExact(catalogue))),
      contacts: ready(readBillingContacts(parseExact(`[{"billingContactId":"${contact}"}]`))),
      partners: ready(readPartners(parseExact(`[${partner}]`))),
    },
    values: {
      ...{ productNo: 'A', connectionPlanId: enterprise, quantity: '10', billingCycle: 'annually' },
      ...{ billingId: contact, pbxName: 'lagos-2', regionId: '1', pbxSubDomainId: '2', ...values },
    },
    problems: {},
    explain: String,
  };
}

/** The pricing ids that the price is asked by: of the plan, and of the minutes. */
function pricingIds(given: Given): (string | undefined)[] {
  const read = readForm(factsOf(given));
  assert.ok(read);
  return [enterprise, minutes].map((id) => read.question.pricingIds.get(id));
}

/** A catalogue in which each plan holds its own services; `own` are further fields of the minutes of this plan. */
function nested(own: string, others = ''): string {
  const plan = (planId: string, pricingId: number, fields: string) =>
    `{"planId":${planId},"pricingId":${pricingId},"serviceList":[{"serviceId":${minutes}${fields}}]}`;
  return `{"planList":[${plan(ultimate, 1, ',"pricingId":11')},${plan(enterprise, 2, own)}]${others}}`;
}

describe('the price of an order', () => {
  for (const operation of ['renew', 'subscribe'] as const) {
    const values = { serviceId: minutes };

    it(`is that of the service of its own plan, to ${operation}, where each plan has its own`, () => {
      const [, own] = pricingIds({ operation, catalogue: nested(',"pricingId":22'), values });
      assert.equal(own, '22');
    });

    it(`is that of its own plan, to ${operation}, although the service stands in no plan as well`, () => {
      const catalogue = nested(',"pricingId":22', `,"serviceList":[{"serviceId":${minutes},"pricingId":33}]`);
      assert.equal(pricingIds({ operation, catalogue, values })[1], '22');
    });
  }

  it('is not asked for by the service of another plan, where the own plan has none', () => {
    const catalogue = nested('').replace(`"serviceList":[{"serviceId":${minutes}}]`, '"serviceList":[]');
    const read = readForm(factsOf({ operation: 'renew', catalogue }));
    assert.equal(read?.question.pricingIds.get(minutes), undefined);
    assert.equal(read?.names.get(minutes), 'Minutes');
  });

  it('is not asked for by one of several ids of which none is said to be that of the order', () => {
    const two = `{"serviceId":${minutes},"pricingId":4},{"serviceId":${minutes},"pricingId":5}`;
    const catalogue = `{"planList":[{"planId":${enterprise},"pricingId":2}],"serviceList":[${two}]}`;
    for (const operation of ['renew', 'subscribe'] as const) {
      assert.equal(pricingIds({ operation, catalogue, values: { serviceId: minutes } })[1], undefined);
    }
  });

  for (const types of [
    ['trial', 'purchase', 'renew'],
    ['renew', 'purchase', 'trial'],
  ]) {
    const plans = types.map(
      (type, index) => `{"planId":${enterprise},"pricingId":${index + 1},"purchaseType":"${type}"}`,
    );
    const catalogue = `{"planList":[${plans.join(',')}],"serviceList":[]}`;

    it(`is that of what is done with a plan that is listed for ${types.join(', ')}`, () => {
      assert.equal(pricingIds({ operation: 'renew', catalogue })[0], String(types.indexOf('renew') + 1));
      for (const [operation, type] of [
        ['purchase', 'purchase'],
        ['startTrial', 'trial'],
        ['renew', 'renew'],
      ] as const) {
        const [plan, ...others] = planChoices(factsOf({ operation, catalogue }));
        assert.deepEqual([plan?.purchaseType, others], [type, []]);
      }
    });
  }
});

describe('the price of an order on behalf of a user', () => {
  const catalogue = `{"planList":[{"planId":${enterprise},"pricingId":2}],"serviceList":[]}`;
  const viewOf = (partner: string, values: FormValues) =>
    readForm(factsOf({ operation: 'purchase', catalogue, partner, values }))?.question.view;

  it('is asked for as that user sees it, where the portal tells the address', () => {
    const partner = '{"partnerId":"P1","email":"bola@example.test"}';
    assert.deepEqual(viewOf(partner, { partnerId: 'P1' }), { of: 'partner', email: 'bola@example.test' });
    assert.deepEqual(viewOf(partner, {}), { of: 'own' });
  });

  for (const email of ['', ',"email":""', ',"email":"  "', ',"email":null']) {
    it(`is not one’s own, for a user with ${email === '' ? 'no e-mail address' : email.slice(1)}`, () => {
      assert.deepEqual(viewOf(`{"partnerId":"P1"${email}}`, { partnerId: 'P1' }), { of: 'unknownPartner' });
    });
  }
});
