import assert from 'node:assert/strict';
import { FormLookups } from '../../../src/form/formLookups';
import { answerOf } from '../../../src/form/formAnswers';
import type { FormTarget } from '../../../src/form/facts';
import { ticked } from '../../../src/orders/formValues';
import type { Plan, Service } from '../../../src/portal/catalogue';
import { Lookups } from '../../../src/portal/lookups';
import { Gate } from '../support/gate';
import { signedIn } from '../support/portal';
import { type TestPortal, startPortal } from '../../portal/testPortal';

const target: FormTarget = {
  ...{ operation: 'purchase', productId: 13, productName: '', productNo: '', instanceName: '' },
  service: undefined,
};

describe('the limits of a service in a form', () => {
  let portal: TestPortal;
  let answers: Lookups;
  let lookups: FormLookups;

  beforeEach(async () => {
    portal = await startPortal();
    answers = new Lookups((await signedIn(portal)).client);
    lookups = new FormLookups(answers, target);
  });

  afterEach(async () => {
    lookups.dispose();
    await portal.close();
  });

  const facts = (values: Record<string, string>) => ({
    ...{ target, values, problems: {}, explain: String },
  });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      await new Promise<void>((done) => {
        const listening = lookups.onDidChange(() => {
          listening.dispose();
          done();
        });
      });
    }
  };
  const offered = async () => {
    lookups.load(facts({}));
    const { plans, services } = await answers.catalogue(target.productId);
    await until(() => answerOf(lookups.lookedUp.catalogue) !== undefined);
    const [plan, other] = plans;
    const service = services.find(({ planId }) => planId === undefined);
    assert.ok(plan && other && service);
    return { plan, other, service };
  };
  const order = (plan: Plan, { serviceId }: Service) => {
    lookups.follow(facts({ connectionPlanId: plan.planId, [`serviceId.${serviceId}`]: ticked }));
  };
  const limit = ({ serviceId }: Service) => lookups.lookedUp.terms.get(serviceId)?.most;
  /** The portal takes as many of a service as it tells for each plan, once it tells. */
  const tellsLimits = (most: Readonly<Record<string, Promise<number>>>) => {
    portal.intercept = async ({ path, query }, process) => {
      const limit = path.includes('/add_on_info/')
        ? await most[new URLSearchParams(query).get('connectionPlanId') ?? '']
        : undefined;
      const reply = process();
      return limit === undefined
        ? reply
        : { ...reply, body: `{"code":"success","status":200,"result":{"maxQuantity":${limit}}}` };
    };
  };

  it('are those of the plan that is chosen', async () => {
    const { plan, other, service } = await offered();
    tellsLimits({ [plan.planId]: Promise.resolve(20), [other.planId]: Promise.resolve(300) });
    order(plan, service);
    await until(() => limit(service) === 20);
    order(other, service);
    assert.equal(limit(service), undefined, 'what holds with one plan holds with no other');
    await until(() => limit(service) === 300);
    order(plan, service);
    await until(() => limit(service) === 20);
  });

  it('stay those of the plan that is chosen when an older answer comes late', async () => {
    const { plan, other, service } = await offered();
    const late = new Gate();
    tellsLimits({ [plan.planId]: late.opened.then(() => 20), [other.planId]: Promise.resolve(300) });
    order(plan, service);
    order(other, service);
    await until(() => limit(service) === 300);
    late.open();
    const of = { productId: target.productId, connectionPlanId: plan.planId };
    assert.equal((await answers.serviceTerms(service, 'purchase', of))?.quantityLimit, 20);
    assert.equal(limit(service), 300);
  });
});
