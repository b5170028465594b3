import assert from 'node:assert/strict';
import type { Terms } from '../../../src/portal/catalogue';
import type { PortalClient } from '../../../src/portal/client';
import { RefusedError } from '../../../src/portal/errors';
import { Lookups } from '../../../src/portal/lookups';
import { idFrom } from '../../../src/portal/values';
import { Clock } from '../support/clock';
import { Gate } from '../support/gate';
import { signedIn } from '../support/portal';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { count, failure } from '../support/requests';

const contactsPath = '/user/openapi/user/v1/client/billing_contact_list';
const cataloguePath = '/pricing/openapi/purchase/v1/purchase_product_info';
const detailPath = '/product/openapi/instance_product/v1/detail';
const areasPath = '/user/openapi/area/v1/page';
const serial = '3658B4311196K2ID';
const plans = ['3048571730026938368', '3048572026291630080'].map(idFrom).filter((id) => id !== undefined);

describe('shared lookups', () => {
  let portal: TestPortal;
  let clock: Clock;
  let client: PortalClient;
  let lookups: Lookups;

  beforeEach(async () => {
    portal = await startPortal();
    clock = new Clock();
    ({ client } = await signedIn(portal));
    lookups = new Lookups(client, clock.now);
  });

  afterEach(() => portal.close());

  const asked = (path: string) => count(portal.requests, path);

  it('are requested once, even by two callers at the same time', async () => {
    const [one, other] = await Promise.all([lookups.billingContacts(), lookups.billingContacts()]);
    assert.equal(one, other);
    assert.equal(await lookups.billingContacts(), one);
    assert.equal(asked(contactsPath), 1);
  });

  it('are requested again after five minutes', async () => {
    await lookups.billingContacts();
    clock.advance(299);
    await lookups.billingContacts();
    assert.equal(asked(contactsPath), 1);
    clock.advance(1);
    await lookups.billingContacts();
    assert.equal(asked(contactsPath), 2);
  });

  it('are requested again after a failure', async () => {
    portal.intercept = () => failure(400, 'refused');
    await assert.rejects(lookups.billingContacts());
    portal.intercept = (_request, process) => process();
    assert.equal((await lookups.billingContacts()).length, 2);
  });

  it('are kept apart for each request', async () => {
    const { services, plans: offered } = await lookups.catalogue(13);
    const [service, other] = services;
    const [plan, otherPlan] = offered;
    assert.ok(service && other && plan && otherPlan);
    const of = { productId: 13, productNo: serial };
    const [linkus, otherLinkus] = (await client.instances(9, { pageNo: 1, pageSize: 25 })).rows;
    const questions = [
      () => lookups.products(),
      () => lookups.partners(),
      () => lookups.regions(),
      () => lookups.planTerms(plan, 'purchase', { productId: 13 }),
      () => lookups.planTerms(plan, 'purchase', of),
      () => lookups.planTerms(plan, 'renew', of),
      () => lookups.planTerms(plan, 'trial', of),
      () => lookups.planTerms(otherPlan, 'trial', of),
      () => lookups.planTerms(plan, 'trial', { productId: 9 }),
      () => lookups.serviceTerms(service, 'trial', of),
      () => lookups.serviceTerms(service, 'renew', of),
      () => lookups.serviceTerms(service, 'purchase', { productId: 13 }),
      () => lookups.catalogue(9),
      () => lookups.catalogue(9, linkus?.productNo),
      () => lookups.catalogue(9, otherLinkus?.productNo),
      () => lookups.instanceDetail(13, serial),
      () => lookups.instanceDetail(13, '3658B4311197M3QX'),
      () => lookups.serviceTerms(service, 'purchase', of),
      () => lookups.serviceTerms(other, 'purchase', of),
      () => lookups.serviceTerms(service, 'purchase', { ...of, productNo: '3658B4311197M3QX' }),
      ...plans.map(
        (connectionPlanId) => () => lookups.serviceTerms(service, 'purchase', { ...of, connectionPlanId }),
      ),
    ];
    for (const ask of questions) {
      const before = portal.requests.length;
      await ask().catch(() => undefined);
      assert.equal(portal.requests.length, before + 1, ask.toString());
    }
  });

  it('are requested again after a failure that arrives when all have been forgotten', async () => {
    const [reached, release] = [new Gate(), new Gate()];
    const unhandled: unknown[] = [];
    const collect = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', collect);
    portal.intercept = async () => {
      reached.open();
      await release.opened;
      return failure(400, 'refused');
    };
    const early = lookups.billingContacts().catch((error: unknown) => error);
    await reached.opened;
    lookups.forget();
    release.open();
    assert.ok((await early) instanceof RefusedError);
    portal.intercept = (_request, process) => process();
    assert.equal((await lookups.billingContacts()).length, 2);
    process.off('unhandledRejection', collect);
    assert.deepEqual(unhandled, []);
  });

  it('are kept if an earlier request fails after them', async () => {
    const [reached, release] = [new Gate(), new Gate()];
    portal.intercept = async () => {
      reached.open();
      await release.opened;
      return failure(400, 'refused');
    };
    const early = lookups.billingContacts().catch((error: unknown) => error);
    await reached.opened;
    lookups.forget();
    portal.intercept = (_request, process) => process();
    const late = await lookups.billingContacts();
    release.open();
    assert.ok((await early) instanceof RefusedError);
    assert.equal(await lookups.billingContacts(), late);
    assert.equal(asked(contactsPath), 2);
  });

  it('of one serial number are forgotten with the instance', async () => {
    const [linkus] = (await client.instances(9, { pageNo: 1, pageSize: 25 })).rows;
    assert.ok(linkus);
    const first = await lookups.catalogue(9, linkus.productNo);
    assert.equal(await lookups.catalogue(9, linkus.productNo), first);
    assert.equal(first.plans.length > 0, true);
    lookups.forgetInstance(9, linkus.productNo);
    assert.notEqual(await lookups.catalogue(9, linkus.productNo), first);
    assert.equal(asked(cataloguePath), 2);
  });

  it('of subordinate users are forgotten without the others', async () => {
    const [partners, contacts] = [await lookups.partners(), await lookups.billingContacts()];
    lookups.forgetPartners();
    assert.notEqual(await lookups.partners(), partners);
    assert.equal(await lookups.billingContacts(), contacts);
  });

  it('are forgotten for one instance only, or all together', async () => {
    await Promise.all([lookups.billingContacts(), lookups.instanceDetail(13, serial)]);
    lookups.forgetInstance(13, serial);
    await Promise.all([lookups.billingContacts(), lookups.instanceDetail(13, serial)]);
    assert.deepEqual([asked(contactsPath), asked(detailPath)], [1, 2]);
    lookups.forget();
    await Promise.all([lookups.billingContacts(), lookups.instanceDetail(13, serial)]);
    assert.deepEqual([asked(contactsPath), asked(detailPath)], [2, 3]);
  });

  it('return the terms of a service, and nothing if the catalogue has no pricing id', async () => {
    const { services } = await lookups.catalogue(13);
    const service = services.find(({ name }) => name === 'High Availability');
    assert.ok(service);
    const of = { productId: 13, productNo: serial };
    assert.equal((await lookups.serviceTerms(service, 'purchase', of))?.quantityLimit, 10);
    const before = portal.requests.length;
    assert.equal((await lookups.serviceTerms(service, 'purchase', of))?.quantityLimit, 10);
    assert.equal(await lookups.serviceTerms({ ...service, pricingId: undefined }, 'purchase', of), undefined);
    assert.equal(portal.requests.length, before);
  });

  it('return the terms of a plan and of a service for each kind of operation', async () => {
    const { plans: offered, services } = await lookups.catalogue(13);
    const plan = offered.find(({ name }) => name === 'Enterprise Plan');
    const service = services.find(({ name }) => name === 'High Availability');
    assert.ok(plan && service);
    const of = { productId: 13, productNo: serial, connectionPlanId: plan.planId };
    const limitsOf = async (terms: Promise<Terms | undefined>) => {
      const found = await terms;
      return [found?.quantityLeast, found?.quantityLimit];
    };
    assert.deepEqual(await limitsOf(lookups.planTerms(plan, 'purchase', { productId: 13 })), [5, 500]);
    assert.deepEqual(await limitsOf(lookups.planTerms(plan, 'renew', of)), [10, 10]);
    assert.deepEqual(await limitsOf(lookups.serviceTerms(service, 'purchase', of)), [10, 10]);
    assert.match(portal.requests.at(-1)?.query ?? '', /connectionPlanId=3048571730026938368/);
  });

  it('request renewal terms of a service without the plan, which the guide does not list there', async () => {
    const { plans: offered, services } = await lookups.catalogue(13);
    const [plan, service] = [offered[0], services.find(({ name }) => name === 'High Availability')];
    assert.ok(plan && service);
    const of = { productId: 13, productNo: serial };
    await lookups.serviceTerms(service, 'renew', { ...of, connectionPlanId: plan.planId });
    assert.equal(portal.requests.at(-1)?.query, `productId=13&productNo=${serial}`);
    const before = portal.requests.length;
    await lookups.serviceTerms(service, 'renew', of);
    assert.equal(portal.requests.length, before);
  });

  it('return no terms for a plan without a pricing id, and request none', async () => {
    const [plan] = (await lookups.catalogue(13)).plans;
    assert.ok(plan);
    const before = portal.requests.length;
    assert.equal(
      await lookups.planTerms({ ...plan, pricingId: undefined }, 'trial', { productId: 13 }),
      undefined,
    );
    assert.equal(portal.requests.length, before);
  });

  it('return all countries by name, requesting each page once', async () => {
    const [areas, again] = await Promise.all([lookups.areas(), lookups.areas()]);
    assert.equal(areas, again);
    assert.equal(areas.length, 31);
    assert.deepEqual(
      areas.map(({ name }) => name),
      areas.map(({ name }) => name).sort((one, other) => one.localeCompare(other)),
    );
    assert.deepEqual(areas[0], { code: 'AR', id: '1', name: 'Argentina' });
    assert.equal(asked(areasPath), 2);
  });

  it('return countries by name even if the portal ignores the requested order', async () => {
    portal.intercept = (request, process) => {
      const reply = process();
      const rows = '[{"code":"NG","name":"Nigeria"},{"code":"AR","name":"Argentina"}]';
      return request.path === areasPath
        ? { ...reply, body: `{"code":"success","result":${rows},"status":200}` }
        : reply;
    };
    assert.deepEqual(
      (await lookups.areas()).map(({ name }) => name),
      ['Argentina', 'Nigeria'],
    );
  });
});
