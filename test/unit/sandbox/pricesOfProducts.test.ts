import assert from 'node:assert/strict';
import { assertParameterRefused, recordsWith, withPortal, type Caller } from '../../portal/caller';
import { ids, pricingIds } from './orderTexts';
import {
  body,
  bought,
  head,
  monthly,
  others,
  partner,
  plan,
  renewed,
  serials,
  service,
  switched,
  tried,
  tutorialOrders,
  yearly,
  years,
} from './tutorialOrders';

const base = '/pricing/openapi/purchase/v1';
const calculatePath = `${base}/pricing/calculate`;

/** Ids of the prices of other products' plans and services. */
const pricing = {
  linkus: '3050707897833223683',
  applianceUltimate: '3050686238645043433',
  softwareEnterprise: '3050113376643116409',
  hotelPms: '3050441551649117233',
  connections: '3051310968175367633',
  remoteManagement: '3051339473812643237',
  premium: '3051378245166996277',
  whiteLabel: '3051614551904521659',
  turnkeyEnterprise: '3050834136490874369',
} as const;

/** The calculation of an order: without what only orders take, and with ids of prices. */
function priced(order: string, view = ''): string {
  return order
    .replaceAll('"serviceId"', '"pricingId"')
    .replace('{', view === '' ? '{' : `{"partnerView":"${view}",`);
}

async function amount(caller: Caller, calculation: string): Promise<unknown> {
  const { envelope } = await caller.post(calculatePath, calculation);
  assert.equal(envelope.detailMessage, '');
  return recordsWith(envelope.result, 'amount')[0]?.amount;
}

const newPbx = priced(
  body(
    head('purchase_plan', 13),
    [],
    plan(pricingIds.enterprisePlan, `"quantity":10,${bought},${yearly}`),
    service(pricingIds.highAvailability, ids.enterprisePlan, `"quantity":10,${bought},${monthly}`),
  ),
);

describe('sandbox: prices of every product', () => {
  it('are for units, cycles and years', async () => {
    const item = (pricingId: string, fields: string) => plan(pricingId, fields);
    const cases: readonly (readonly [order: string, amount: string])[] = [
      [newPbx, '372.50'],
      [
        body(
          head('renew_plan', 12, serials.software),
          [],
          item(pricing.softwareEnterprise, `"quantity":20,${renewed},${years(3)}`),
          service(pricing.hotelPms, others.softwareEnterprise, `"quantity":20,${renewed},${years(1)}`),
        ),
        '7060.00',
      ],
      [
        body(
          head('purchase_plan', 9, serials.linkusWithoutPlan),
          [],
          item(pricing.linkus, `${bought},${years(5)}`),
        ),
        '495.00',
      ],
      [
        body(head('purchase_plan', 9, 'S41200009777'), [], item(pricing.linkus, `${bought},${years(1)}`)),
        '99.00',
      ],
      [
        body(
          head('switch_plan', 11, serials.appliance),
          [],
          item(pricing.applianceUltimate, `${switched},${monthly}`),
        ),
        '36.00',
      ],
      // Ten extensions at 54 dollars.
      [
        body(
          head('switch_plan', 13, serials.cloud),
          [],
          item('3050012105846243331', `${switched},${yearly}`),
        ),
        '540.00',
      ],
      [
        body(
          head('purchase_plan', 14),
          [],
          item(pricing.turnkeyEnterprise, `"quantity":3,${bought},${monthly}`),
        ),
        '12.60',
      ],
      [
        body(
          head('purchase_plan', 15),
          [],
          item(pricing.remoteManagement, `${bought},${years(1)}`),
          service(
            pricing.connections,
            others.remoteManagement,
            '"quantity":2,"purchaseType":"purchase","billingCycle":"once","multiCycle":0',
          ),
        ),
        '249.00',
      ],
      [
        body(head('purchase_service', 19), [], service(pricing.whiteLabel, '', `${bought},${yearly}`)),
        '999.00',
      ],
      [body(head('trial_service', 21), [], service(pricing.premium, '', tried)), '0.00'],
    ];
    await withPortal({}, async (caller) => {
      for (const [order, expected] of cases) {
        assert.equal(await amount(caller, priced(order)), expected);
      }
    });
  });

  it('are higher for a subordinate user', async () => {
    await withPortal({}, async (caller) => {
      assert.equal(await amount(caller, priced(newPbx, 'wanjiru@example.test')), '409.75');
      assertParameterRefused(
        await caller.post(calculatePath, priced(newPbx, partner)),
        'partnerView',
        'unknown',
      );
      const path = `${base}/my_price_info?productId=15&offeringId=150023&billingCycle=once`;
      const listed = async (query: string) =>
        recordsWith(await caller.result(`${path}${query}`), 'price').map(({ price }) => price);
      assert.deepEqual(await listed(''), ['25.00']);
      assert.deepEqual(await listed(`&partnerId=${partner}`), ['27.50']);
    });
  });

  it('hold each item to the row of the table that an order is under', async () => {
    const calculation = (tutorial: string, ...[part, by]: readonly [string, string]) => {
      const order = tutorialOrders[tutorial] ?? '';
      assert.ok(order.includes(part));
      return priced(
        order
          .replace(/"billingId":\d+,/, '')
          .replace(/"partnerId":"\d+",/, '')
          .replace(part, by),
      );
    };
    const cases = [
      [
        newPbx.replace(`"connectionPlanId":${ids.enterprisePlan}`, `"connectionPlanId":${ids.ultimatePlan}`),
        'serviceList[1].connectionPlanId',
        'mismatch',
      ],
      [
        newPbx.replace(pricingIds.highAvailability, ids.highAvailability),
        'serviceList[1].pricingId',
        'unknown',
      ],
      [newPbx.replace('"monthly"', '"once"'), 'serviceList[1].billingCycle', 'oneof'],
      [newPbx.replace('"productId":13', '"productId":13,"billingId":1'), 'billingId', 'unknown'],
      [
        calculation('Switch Linkus', others.linkusPro, pricing.linkus).replace(
          '"multiCycle":1',
          '"multiCycle":6',
        ),
        'multiCycle',
        'oneof',
      ],
      [
        calculation('Switch Linkus', others.linkusPro, pricing.linkus).replace(
          '"purchaseType"',
          '"quantity":1,"purchaseType"',
        ),
        'quantity',
        'excluded',
      ],
      [
        calculation('Purchase RM Premium', others.premium, pricing.premium).replace(
          '"productId":21',
          `"productId":21,"productNo":"${serials.cloud}"`,
        ),
        'productNo',
        'excluded',
      ],
      [
        calculation('Renew plan, Appliance', others.applianceEnterprise, pricing.applianceUltimate).replace(
          serials.appliance,
          'S41200011777',
        ),
        'productNo',
        'unknown',
      ],
    ] as const;
    await withPortal({}, async (caller) => {
      for (const [text, field, tag] of cases) {
        assertParameterRefused(await caller.post(calculatePath, text), field, tag);
      }
    });
  });

  it('are listed by the cycle in which something is sold', async () => {
    await withPortal({}, async (caller) => {
      const names = async (productId: number, offeringId: number, cycle: string) => {
        const path = `${base}/my_price_info?productId=${productId}&offeringId=${offeringId}&billingCycle=${cycle}`;
        return recordsWith(await caller.result(path), 'price').map(
          ({ planName, serviceName }) => planName ?? serviceName,
        );
      };
      assert.deepEqual(await names(15, 150023, 'once'), ['Additional Connections']);
      assert.deepEqual(await names(15, 150023, 'annually'), ['Remote Management Plan']);
      assert.deepEqual(await names(9, 90017, 'annually'), [
        'Linkus Cloud Service',
        'Linkus Cloud Service Pro',
      ]);
      assert.deepEqual(await names(9, 90017, 'monthly'), []);
      assert.deepEqual(await names(11, 110034, 'monthly'), ['Enterprise Plan', 'Ultimate Plan']);
      assert.deepEqual(await names(19, 190005, 'annually'), ['PCE White Label']);
    });
  });
});
