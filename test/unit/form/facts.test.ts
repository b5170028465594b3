import assert from 'node:assert/strict';
import {
  type FormInput,
  certainExtensions,
  comingPlan,
  currentExtensions,
  currentPlan,
  lockedServices,
  orderedServices,
  planChoices,
  planSwitchNames,
  ruleOf,
  tickableServices,
} from '../../../src/form/facts';
import { noAnswers, type QuantityLimits } from '../../../src/form/formAnswers';
import { readForm } from '../../../src/form/readForm';
import { orderBody } from '../../../src/orders/request';
import type { FormValues } from '../../../src/orders/formValues';
import { readBillingContacts } from '../../../src/portal/lookupReplies';
import { readCatalogue } from '../../../src/portal/catalogue';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail } from '../../../src/portal/instances';
import type { Operation } from '../../../src/rules/operationRule';

const enterprise = '3048571730026938369';
const ultimate = '3048572026291630081';
const minutes = '3048573759449317376';
const highAvailability = '3048573935752720384';
const contact = '3197218168379846219';

const catalogue = `{"planList":[{"planId":${enterprise},"planName":"Enterprise Plan"},
  {"planId":${ultimate},"planName":"Ultimate Plan"}],"serviceList":[
  {"serviceId":${minutes},"serviceName":"Recording Minutes"},
  {"serviceId":${highAvailability},"serviceName":"高可用性"},
  {"serviceId":5,"serviceName":"Call Recording (per extension)"}]}`;

interface Given {
  readonly operation: Operation;
  readonly detail: string;
  readonly values?: FormValues;
  readonly terms?: ReadonlyMap<string, QuantityLimits>;
}

function factsOf({ operation, detail, values = {}, terms = new Map() }: Given): FormInput {
  const ready = <T>(value: T) => ({ status: 'ready', value }) as const;
  return {
    target: {
      ...{ operation, productId: 13, productName: '', productNo: 'A', instanceName: '', service: undefined },
    },
    lookedUp: {
      ...noAnswers,
      detail: ready(readInstanceDetail(parseExact(detail), 'A')),
      catalogue: ready(readCatalogue(parseExact(catalogue))),
      contacts: ready(readBillingContacts(parseExact(`[{"billingContactId":"${contact}"}]`))),
      terms,
    },
    values,
    problems: {},
    explain: String,
  };
}

const idsOf = (services: readonly { readonly serviceId: string }[]) =>
  services.map(({ serviceId }) => serviceId);

describe('a renewal of a PBX whose subscriptions are partly understood', () => {
  const detail = `{"productNo":"A","planId":${enterprise},"extensions":10,"serviceList":[
    {"serviceId":${minutes},"subscribed":"maybe"},{"serviceId":${highAvailability},"subscribed":true},
    {"serviceId":5,"subscribed":"expired"}]}`;

  it('lets the user tick what is unclear, and nothing else', () => {
    const facts = factsOf({ operation: 'renew', detail });
    assert.deepEqual(idsOf(tickableServices(facts)), [highAvailability, minutes]);
    assert.deepEqual([...lockedServices(facts)], [highAvailability]);
    assert.deepEqual(idsOf(orderedServices(facts)), [highAvailability]);
  });

  for (const ticked of ['true', '']) {
    it(`orders it where it is ${ticked === '' ? 'not ' : ''}ticked as the form says`, () => {
      const values = {
        productNo: 'A',
        connectionPlanId: enterprise,
        quantity: '10',
        billingCycle: 'annually',
        billingId: contact,
        [`serviceId.${highAvailability}`]: 'true',
        [`serviceId.${minutes}`]: ticked,
      };
      const read = readForm(factsOf({ operation: 'renew', detail, values }));
      assert.ok(read);
      assert.equal(orderBody(read.order).includes(minutes), ticked !== '');
      assert.ok(orderBody(read.order).includes(highAvailability));
    });
  }

  it('locks nothing where nothing is understood', () => {
    const unclear = detail.replace('true', '"?"').replace('"expired"', '"?"');
    const facts = factsOf({ operation: 'renew', detail: unclear });
    assert.deepEqual([...lockedServices(facts)], []);
    assert.equal(tickableServices(facts).length, 3);
  });
});

describe('the current number of extensions', () => {
  const guessed = `{"productNo":"A","planId":${enterprise},"capacity":500}`;

  it('is a suggestion where it is guessed, and no fact', () => {
    for (const operation of ['renew', 'subscribe'] as const) {
      const facts = factsOf({ operation, detail: guessed });
      assert.deepEqual([currentExtensions(facts), certainExtensions(facts)], [500, undefined]);
    }
  });

  it('is that of the limits of its renewal, rather than a guess', () => {
    const terms = new Map([[enterprise, { least: 20, most: 20 }]]);
    const facts = factsOf({ operation: 'renew', detail: guessed, terms });
    assert.deepEqual([currentExtensions(facts), certainExtensions(facts)], [20, 20]);
  });

  it('is certain under a name that means nothing else', () => {
    const facts = factsOf({ operation: 'renew', detail: guessed.replace('capacity', 'extensions') });
    assert.equal(certainExtensions(facts), 500);
  });
});

describe('the plan while a switch is under way', () => {
  const detail = `{"productNo":"A","planId":${enterprise},"planName":"Enterprise Plan",
    "currentPlan":"Ultimate Plan","currentPlanExpireDate":"2027-03-31"}`;

  it('is the one that runs, and the other one is coming', () => {
    const facts = factsOf({ operation: 'subscribe', detail });
    assert.deepEqual([currentPlan(facts)?.planId, comingPlan(facts)?.planId], [ultimate, enterprise]);
    assert.deepEqual(planSwitchNames(facts), {
      running: 'Ultimate Plan',
      until: '2027-03-31',
      coming: 'Enterprise Plan',
    });
  });

  it('is not guessed where the catalogue does not have it', () => {
    const facts = factsOf({ operation: 'subscribe', detail: detail.replace('Ultimate', 'Old') });
    assert.equal(currentPlan(facts), undefined);
    assert.equal(planSwitchNames(facts)?.running, 'Old Plan');
  });

  it('can be renewed, and so can the coming one', () => {
    const choices = planChoices(factsOf({ operation: 'renew', detail }));
    assert.deepEqual(
      choices.map(({ planId }) => planId),
      [ultimate, enterprise],
    );
  });

  it('is told of in no form where none is', () => {
    const facts = factsOf({ operation: 'subscribe', detail: `{"productNo":"A","planId":${enterprise}}` });
    assert.deepEqual([planSwitchNames(facts), comingPlan(facts)], [undefined, undefined]);
  });
});

describe('the rule of an order', () => {
  const detail = `{"productNo":"A","planId":${enterprise},"extensions":10}`;
  const remarksOf = (serviceId: string) =>
    ruleOf(factsOf({ operation: 'subscribe', detail, values: { serviceId } }))?.remarks ?? [];

  it('says where neither id nor name decides what a service is', () => {
    assert.ok(remarksOf('5').includes('serviceUndecided'));
    assert.ok(!remarksOf(highAvailability).includes('serviceUndecided'));
    assert.ok(!remarksOf(minutes).includes('serviceUndecided'));
  });
});

describe('the services that a PBX has', () => {
  it('are told apart from those of which the portal says what is not understood', () => {
    const detail = `{"productNo":"A","planId":${enterprise},"extensions":10,"serviceList":[{"serviceId":${minutes}}],
      "availableServiceList":[{"serviceId":${highAvailability}}]}`;
    const values = {
      ...{ productNo: 'A', connectionPlanId: enterprise, serviceId: highAvailability, quantity: '10' },
      ...{ billingCycle: 'annually', billingId: contact },
    };
    const read = readForm(factsOf({ operation: 'subscribe', detail, values }));
    assert.deepEqual(
      [read?.has?.get(minutes)?.isSure, read?.has?.get(highAvailability)?.isSure],
      [true, false],
    );
  });
});
