import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chosenService,
  currentExtensions,
  currentPlan,
  type FormInput,
  type FormTarget,
} from '../../../src/form/facts';
import { readForm } from '../../../src/form/readForm';
import { orderBody } from '../../../src/orders/request';
import { readBillingContacts, readPartners, readRegions } from '../../../src/portal/lookupReplies';
import { readCatalogue } from '../../../src/portal/catalogue';
import { type Json, isObject, parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail, readInstances } from '../../../src/portal/instances';
import type { Shape } from '../../portal/shapes';
import { startPortal } from '../../portal/testPortal';
import { referenceBody, referenceValues } from '../support/reference';
import { dressed, dresses } from './fuzzedReply';

const runs = 300;
const productNo = '3658B4311196K2ID';

const questions = {
  catalogue: '/pricing/openapi/purchase/v1/purchase_product_info?productId=13',
  instances: '/product/openapi/instance_product/v1/client/instance_product_list?productId=13',
  detail: `/product/openapi/instance_product/v1/detail?productId=13&productNo=${productNo}`,
  contacts: '/user/openapi/user/v1/client/billing_contact_list',
  partners: '/user/openapi/user/v1/client/partner_list',
  regions: '/product/openapi/instance/v1/region_list',
} as const;
type Replies = Readonly<Record<keyof typeof questions, Json>>;

/** What the simulated portal replies, before it is varied. */
async function replies(shape: Partial<Shape>): Promise<Replies> {
  const portal = await startPortal({ shape });
  const headers = { 'User-Agent': 'OpenAPI' };
  const { clientId, clientSecret, baseUrl } = portal;
  const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'pp_credentials' };
  const signIn = await fetch(`${baseUrl}/auth/openapi/v1/oauth/token`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form),
  });
  const { result } = (await signIn.json()) as { result: { token: string } };
  const answers = await Promise.all(
    Object.entries(questions).map(async ([name, path]) => {
      const reply = await fetch(`${baseUrl}${path}`, {
        headers: { ...headers, Authorization: `Bearer ${result.token}` },
      });
      const json = parseExact(await reply.text());
      assert.ok(isObject(json) && json.result !== undefined);
      return [name, json.result] as const;
    }),
  );
  await portal.close();
  return Object.fromEntries(answers) as Replies;
}

const target: FormTarget = {
  ...{ operation: 'subscribe', productId: 13, productName: '', productNo, instanceName: '' },
  service: { serviceId: referenceValues.serviceId },
};

function factsOf(answers: Replies): FormInput {
  const ready = <T>(value: T) => ({ status: 'ready', value }) as const;
  return {
    target,
    values: referenceValues,
    problems: {},
    explain: String,
    lookedUp: {
      detail: ready(readInstanceDetail(answers.detail, productNo)),
      catalogue: ready(readCatalogue(answers.catalogue)),
      contacts: ready(readBillingContacts(answers.contacts)),
      partners: ready(readPartners(answers.partners)),
      regions: ready(readRegions(answers.regions)),
      terms: new Map(),
    },
  };
}

for (const containers of ['lists', 'nested', 'renamed'] as const) {
  describe(`replies in any form (${containers})`, () => {
    let plain: Replies;

    before(async () => {
      plain = await replies({ containers });
    });

    it('contain every instance, plan, service, contact, user and region of the original', () => {
      const contentsOf = (answers: Replies) => ({
        instances: readInstances(13, answers.instances).rows.map((row) => row.productNo),
        plans: readCatalogue(answers.catalogue).plans.map(({ planId }) => planId),
        services: readCatalogue(answers.catalogue).services.map(({ serviceId }) => serviceId),
        contacts: readBillingContacts(answers.contacts),
        partners: readPartners(answers.partners),
        regions: readRegions(answers.regions),
        subscribed: [...(readInstanceDetail(answers.detail, productNo).subscribed?.keys() ?? [])],
        planId: readInstanceDetail(answers.detail, productNo).planId,
      });
      const expected = contentsOf(plain);
      assert.equal(expected.instances.length, 25);
      assert.deepEqual(expected.subscribed, ['3048573759449317376']);
      fc.assert(
        fc.property(dresses, (dress) => {
          assert.deepEqual(contentsOf(dressedAll(plain, dress)), expected);
        }),
        { numRuns: runs },
      );
    });

    it('give the original value, or none if it was left out', () => {
      const expected = factsOf(plain);
      fc.assert(
        fc.property(dresses, (dress) => {
          const facts = factsOf(dressedAll(plain, dress));
          const isPresent = (name: string) => !dress.dropped.includes(name);
          assert.equal(currentPlan(facts)?.planId, currentPlan(expected)?.planId);
          assert.ok([undefined, 10].includes(currentExtensions(facts)));
          if (isPresent('extensions') && isPresent('quantity')) {
            assert.equal(currentExtensions(facts), 10);
          }
          const name = chosenService(facts)?.name;
          assert.ok([undefined, 'High Availability'].includes(name));
          if (isPresent('serviceName')) {
            assert.equal(name, 'High Availability');
          }
        }),
        { numRuns: runs },
      );
    });

    it('lead to the tutorial’s order for the same values, character for character', () => {
      fc.assert(
        fc.property(dresses, (dress) => {
          const read = readForm(factsOf(dressedAll(plain, dress)));
          assert.ok(read);
          assert.equal(orderBody(read.order), referenceBody);
          const { pricingIds } = read.question;
          assert.equal(
            pricingIds.get(referenceValues.serviceId),
            dress.dropped.includes('pricingId') && containers !== 'renamed'
              ? undefined
              : '3050012377891004417',
          );
        }),
        { numRuns: runs },
      );
    });
  });
}

function dressedAll(answers: Replies, dress: Parameters<typeof dressed>[1]): Replies {
  return Object.fromEntries(
    Object.entries(answers).map(([name, result]) => [name, dressed(result, dress)]),
  ) as Replies;
}
