import assert from 'node:assert/strict';
import { priceBody } from '../../../src/orders/request';
import { UnauthorizedError, UnreadableReplyError } from '../../../src/portal/errors';
import { printExact } from '../../../src/portal/exactJson';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { enterprise, highAvailabilityId, referenceBody, referenceOrder } from '../support/reference';
import { rejection } from '../support/rejection';
import { envelope } from '../support/replies';
import { allShapes, nameOf } from '../../portal/shapes';
import { type TestPortal, startPortal } from '../../portal/testPortal';

const serial = '3658B4311196K2ID';
const recordingMinutes = '3048573759449317376';
const of = { productId: 13, productNo: serial };

for (const shape of allShapes) {
  const hasDetails = shape.details === 'told';

  describe(`the client, given replies of the shape ${nameOf(shape)}`, () => {
    let portal: TestPortal;
    let parts: Parts;

    before(async () => {
      portal = await startPortal({ shape });
      parts = await signedIn(portal);
    });

    after(() => portal.close());

    it('reads products and billing contacts, each once and with every digit', async () => {
      const products = await parts.client.products();
      assert.deepEqual(
        products.map(({ productId }) => productId),
        [9, 11, 12, 13, 14, 15, 19, 21],
      );
      assert.equal(products[3]?.name, 'Cloud PBX (PCE Instance)');
      const contacts = await parts.client.billingContacts();
      assert.deepEqual(
        contacts.map(({ billingContactId, firstName }) => [billingContactId, firstName]),
        [
          ['3197218168379846218', 'Ada'],
          ['3197218168379846219', 'Jean-Noël'],
        ],
      );
    });

    it('reads subordinate users, regions and countries', async () => {
      const partners = await parts.client.partners();
      assert.deepEqual(
        partners.map(({ partnerId, email, userType }) => [partnerId, email, userType]),
        [
          ['3197220415588370433', 'wanjiru@example.test', 'Enduser'],
          ['3197220415588370437', 'zofia.lis+pbx@example.test', 'Enduser'],
        ],
      );
      const regions = await parts.client.regions();
      assert.deepEqual(
        regions.map(({ id, name, subDomains }) => [id, name, subDomains]),
        [
          ['101', 'Frankfurt', [{ pbxSubDomainId: '201', names: ['eu.example.test'] }]],
          ['102', 'Singapore', [{ pbxSubDomainId: '202', names: ['as.example.test'] }]],
          ['103', 'Virginia', [{ pbxSubDomainId: '203', names: ['us.example.test'] }]],
        ],
      );
      const areas = await parts.client.areas({ pageNo: 2, pageSize: 25 });
      assert.deepEqual([areas.rows.length, areas.rows[0]?.name], [6, 'Poland']);
    });

    it('reads the list prices of a product for each billing cycle', async () => {
      const [product] = (await parts.client.products()).filter(({ productId }) => productId === 13);
      assert.deepEqual(product?.offeringIds, shape.ids === 'number' ? ['130052'] : []);
      const { offeringId } = await parts.client.catalogue(13);
      assert.equal(offeringId, '130052');
      const query = { productId: 13, offeringId } as const;
      const monthly = await parts.client.priceInfo({ ...query, billingCycle: 'monthly' });
      assert.deepEqual(
        monthly.items.map(({ kind, name, prices }) => [kind, name, prices]),
        [
          ['plan', 'Enterprise Plan', [{ amount: '3.60', currency: 'USD' }]],
          ['plan', 'Ultimate Plan', [{ amount: '5.40', currency: 'USD' }]],
          ['service', 'Extension Expansion', [{ amount: '3.60', currency: 'USD' }]],
          ['service', 'Recording Minutes', [{ amount: '0.01', currency: 'USD' }]],
          ['service', 'High Availability', [{ amount: '1.25', currency: 'USD' }]],
        ],
      );
      assert.deepEqual((await parts.client.priceInfo({ ...query, billingCycle: 'once' })).items, []);
    });

    it('reads the instances page by page', async () => {
      const first = await parts.client.instances(13, { pageNo: 1, pageSize: 25 });
      const second = await parts.client.instances(13, { pageNo: 2, pageSize: 25 });
      const none = await parts.client.instances(13, { pageNo: 3, pageSize: 25 });
      assert.deepEqual([first.rows.length, second.rows.length, none.rows.length], [25, 15, 0]);
      const serials = [...first.rows, ...second.rows].map(({ productNo }) => productNo);
      assert.equal(new Set(serials).size, 40);
      assert.equal(serials[0], serial);
      assert.equal(first.total, shape.pages === 'array' ? undefined : 40);
      assert.equal(first.totalPage, shape.pages === 'envelope' ? 2 : undefined);
      assert.deepEqual([first.rows[1]?.name, first.rows[1]?.activationStatus], ['Branch', 'unactivated']);
    });

    it(`${hasDetails ? 'reads' : 'does not invent'} the plan, extensions and services of an instance`, async () => {
      const detail = await parts.client.instanceDetail(13, serial);
      const { planId, planName, extensions } = detail;
      if (hasDetails) {
        assert.deepEqual([planId, planName, extensions], [enterprise, 'Enterprise Plan', 10]);
        assert.match(detail.expiry ?? '', /^(\d{4}-\d\d-\d\d|\d{13})$/);
        assert.deepEqual([...(detail.subscribed ?? [])], [[recordingMinutes, 'Recording Minutes']]);
      } else {
        assert.deepEqual(
          [planId, planName, extensions, detail.expiry, detail.subscribed],
          [undefined, undefined, undefined, undefined, undefined],
        );
      }
    });

    it('reads plans and services with both kinds of id', async () => {
      const { plans, services } = await parts.client.catalogue(13, serial);
      assert.deepEqual(
        plans.map(({ planId, pricingId, name }) => [planId, pricingId, name]),
        [
          [enterprise, '3050011982734655489', 'Enterprise Plan'],
          ['3048572026291630080', '3050012105846243331', 'Ultimate Plan'],
        ],
      );
      const connected = services.filter(({ planId }) => planId === undefined || planId === enterprise);
      assert.deepEqual(
        connected.map(({ serviceId, pricingId, name, purchaseType }) => [
          serviceId,
          pricingId,
          name,
          purchaseType,
        ]),
        [
          ['3048573516041273344', '3050012211190321153', 'Extension Expansion', 'purchase'],
          [recordingMinutes, '3050012290017046535', 'Recording Minutes', 'purchase'],
          [highAvailabilityId, '3050012377891004417', 'High Availability', 'purchase'],
        ],
      );
      assert.equal(services.length, shape.containers === 'nested' ? 6 : 3);
    });

    it(`${hasDetails ? 'reads' : 'does not invent'} quantity limits, and reads the price`, async () => {
      const { services } = await parts.client.catalogue(13, serial);
      const service = services.find(({ serviceId }) => serviceId === highAvailabilityId);
      assert.ok(service?.pricingId !== undefined);
      const { pricingId } = service;
      const connectionPlanId = referenceOrder.serviceList[0]?.connectionPlanId;
      assert.ok(connectionPlanId !== undefined);
      const query = {
        kind: 'purchase',
        pricingId,
        ...of,
        connectionPlanId,
      } as const;
      assert.equal((await parts.client.addOnInfo(query)).quantityLimit, hasDetails ? 10 : undefined);
      const body = priceBody(referenceOrder, () => pricingId, undefined);
      assert.ok(body !== undefined);
      const price = await parts.client.calculatePrice(body);
      assert.deepEqual([price?.amount, price?.currency], ['125.00', 'USD']);
    });

    it('places the order of the tutorial and finds it again', async () => {
      const page = { pageNo: 1, pageSize: 25 };
      assert.deepEqual((await parts.client.orders(page)).rows, []);
      await parts.client.saveOrder(await parts.session.authorization(), referenceBody);
      const [placed] = portal.orders;
      assert.ok(placed);
      const { rows } = await parts.client.orders(page);
      assert.deepEqual(
        rows.map(({ id, orderNo, orderStatus, createTime, productNo }) => [
          id,
          orderNo,
          orderStatus,
          createTime,
          productNo,
        ]),
        [[placed.id, placed.orderNo, 'succeed', placed.createTime, hasDetails ? serial : undefined]],
      );
      for (const order of [placed.id, placed.orderNo]) {
        assert.match(printExact(await parts.client.orderDetail(order)), new RegExp(serial));
      }
    });
  });
}

describe('the client', () => {
  let portal: TestPortal;

  before(async () => {
    portal = await startPortal();
  });

  after(() => portal.close());

  it('requests terms of plans as well as of services', async () => {
    const { client } = await signedIn(portal);
    const { plans } = await client.catalogue(13);
    const pricingId = plans[0]?.pricingId;
    assert.ok(pricingId !== undefined);
    assert.equal((await client.planInfo({ kind: 'purchase', pricingId, productId: 13 })).quantityLimit, 500);
    assert.equal((await client.planInfo({ kind: 'renew', pricingId, ...of })).quantityLimit, 10);
  });

  it('requests the catalogue of an instance with its serial number, and that of a product without one', async () => {
    const { client } = await signedIn(portal);
    await client.catalogue(13, serial);
    assert.equal(portal.requests.at(-1)?.query, `productId=13&productNo=${serial}`);
    await client.catalogue(13);
    assert.equal(portal.requests.at(-1)?.query, 'productId=13');
  });

  it('escapes the address of a subordinate user so that it stays one path segment', async () => {
    const { client } = await signedIn(portal);
    await client.subordinateUser('a+b@example.test').catch(() => undefined);
    assert.equal(portal.requests.at(-1)?.path, '/user/openapi/user/v1/subordinate_user/a%2Bb%40example.test');
  });

  it('reads one subordinate user by Yeastar ID', async () => {
    const { client } = await signedIn(portal);
    const user = await client.subordinateUser('zofia.lis+pbx@example.test');
    assert.deepEqual([user?.partnerId, user?.firstName], ['3197220415588370437', 'Zofia']);
  });

  it('requests the prices that a subordinate user sees', async () => {
    const { client } = await signedIn(portal);
    const [partner] = await client.partners();
    assert.ok(partner);
    const query = { productId: 13, offeringId: '130052', billingCycle: 'annually' } as const;
    await client.priceInfo({ ...query, partnerId: partner.partnerId });
    assert.equal(
      portal.requests.at(-1)?.query,
      'productId=13&offeringId=130052&billingCycle=annually&partnerId=3197220415588370433',
    );
  });

  it('checks a token before signing in with it, and renews nothing', async () => {
    const { client, session, baseUrl } = await signedIn(portal);
    const { header } = await session.authorization();
    await client.checkToken(baseUrl, header.replace('Bearer ', ''));
    const before = portal.requests.length;
    const error = await rejection(client.checkToken(baseUrl, 'eyJ.a.b'), UnauthorizedError);
    assert.equal(error.exchange.method, 'GET');
    assert.equal(portal.requests.length, before + 1);
    assert.equal((await session.authorization()).header, header);
  });

  it('reads the rows around a field with two values, but refuses a price or a page with two', async () => {
    const { client } = await signedIn(portal);
    const page = { pageNo: 1, pageSize: 25 };
    const answer = (result: string) => {
      portal.intercept = () => ({ status: 200, headers: {}, body: envelope(result) });
    };
    answer('{"results":[{"productNo":"A","comment":"x","comment":"y"},{"productNo":"B"}],"total":2}');
    const instances = await client.instances(13, page);
    assert.deepEqual(
      instances.rows.map(({ productNo, name }) => [productNo, name]),
      [
        ['A', ''],
        ['B', ''],
      ],
    );
    answer('{"results":[{"orderNo":"A1","poNumber":"x","poNumber":"y"},{"orderNo":"B1","orderNo":"B2"}]}');
    const { rows, unread } = await client.orders(page);
    assert.deepEqual([rows.map(({ orderNo }) => orderNo), unread.length], [['A1'], 1]);
    answer('{"totalAmount":"1.00","totalAmount":"2.00"}');
    await rejection(client.calculatePrice('{}'), UnreadableReplyError);
    answer('{"results":[{"orderNo":"A1"}],"results":[{"orderNo":"B1"}]}');
    await rejection(client.orders(page), UnreadableReplyError);
    portal.intercept = (_request, process) => process();
  });

  it('requests nothing from the portal without a session', async () => {
    const { client } = partsFor(portal.baseUrl);
    const before = portal.requests.length;
    await assert.rejects(client.products(), { name: 'SignInNeededError' });
    await assert.rejects(client.calculatePrice('{}'), { name: 'SignInNeededError' });
    assert.equal(portal.requests.length, before);
  });
});
