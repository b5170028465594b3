import assert from 'node:assert/strict';
import type { OrderBody } from '../../../src/orders/request';
import type { Reply, TestPortal } from '../../portal/testPortal';
import { type OrderParts, review } from '../support/placing';
import { closeWindow, openWindow } from '../support/orderWindow';
import type { Parts } from '../support/portal';
import { detailPath, giveOrders, minutesBody } from '../support/portalOrders';
import { failure, pagePath, savePath } from '../support/requests';

describe('a refusal of an order whose PO number the portal shows in another way', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    ({ portal, parts, orders } = await openWindow({ clientId: 'acme-telecom' }));
  });

  afterEach(() => closeWindow({ portal, orders }));

  const shown: readonly (readonly [what: string, sent: string, shown: string])[] = [
    ['escaped for HTML', 'R&D-2026-0042', 'R&amp;D-2026-0042'],
    ['with quotes escaped for HTML', 'Lagos "HQ" 2026-0042', 'Lagos &quot;HQ&quot; 2026-0042'],
    ['without its umlaut', 'Müller-2026-0042', 'M?ller-2026-0042'],
    ['without its accents', 'Société-2026-42', 'Societe-2026-42'],
    ['in UTF-8 read as Latin-1', 'Müller-2026-0042', 'MÃ¼ller-2026-0042'],
    ['escaped for a URL', 'PO/2026/0042', 'PO%2F2026%2F0042'],
    ['cut, with few letters left', 'AB / 12 / 2026 / 7 / Lagos', 'AB / 12 / 2026 / 7 /'],
    ['cut, with leading zeros', '0000000004711-LAGOS-HQ', '0000000004711-LA'],
    ['as a rounded number', '4500012345678901234', '4500012345678901000'],
    ['in upper case', 'Hauptstraße 7', 'HAUPTSTRASSE 7'],
    ['with a prefix', 'PO-2026-0042', 'Ref. PO-2026-0042'],
    ['without the client ID that is in it', 'acme-telecom/2026-0117', 'acme-telecom/2026-0117'],
    ['as something else entirely', 'PO-2026-0042', 'Web order'],
  ];
  for (const [what, sent, as] of shown) {
    const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
    const show = (reply: Reply): Reply => ({
      ...reply,
      body: reply.body.replaceAll(inJson(sent), inJson(as)).replaceAll('"customReferenceNo"', '"poNumber"'),
    });
    const reviewed = () => {
      const body = minutesBody(100).replace('"serviceList"', `"poNumber":"${inJson(sent)}","serviceList"`);
      return review(parts, { operation: 'expand', body: body as OrderBody, journal: orders.journal });
    };

    it(`does not count: ${what}`, async () => {
      portal.intercept = (request, process) => {
        const reply = process();
        return request.path === savePath ? failure(400, 'parameter_validation_failed') : show(reply);
      };
      const { outcome } = await orders.placement.place(await reviewed());
      assert.deepEqual([outcome.kind, portal.orders.length], ['unknown', 1]);
    });

    if (what !== 'as something else entirely') {
      it(`leaves the order among the possible ones after a lost reply: ${what}`, async () => {
        portal.intercept = (request, process) => {
          const reply = process();
          return request.path === savePath ? failure(502, 'bad_gateway') : show(reply);
        };
        await orders.placement.place(await reviewed());
        await orders.reconciliation.check();
        const [entry] = orders.journal.entries;
        assert.notDeepEqual(entry?.looks.at(-1)?.possible, []);
      });
    }
  }
});

describe('a refusal of an order', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    ({ portal, parts, orders } = await openWindow());
  });

  afterEach(() => closeWindow({ portal, orders }));

  for (const status of ['failed', 'invalid', 'cancelled']) {
    it(`stands if the portal lists the order as ${status}`, async () => {
      portal.intercept = (request, process) => {
        const reply = process();
        return request.path === savePath
          ? failure(422, 'insufficient_credit')
          : { ...reply, body: reply.body.replaceAll('"succeed"', `"${status}"`) };
      };
      const order = await review(parts, { journal: orders.journal });
      assert.equal((await orders.placement.place(order)).outcome.kind, 'refused');
    });
  }

  const aYearAgo = Date.now() - 365 * 24 * 60 * 60_000;
  const oldRow = { createTime: aYearAgo, orderNo: '', orderStatus: 'invalid' };
  for (const [what, row, isSorted] of [
    ['newest first, by its time', oldRow, true],
    ['oldest first, by its time', { id: '1000', ...oldRow }, false],
  ] as const) {
    it(`stands if a row that cannot be read is certainly older: ${what}`, async () => {
      await giveOrders(portal, parts, 3);
      portal.intercept = (request, process) => {
        if (request.path === savePath) {
          return failure(400, 'parameter_validation_failed');
        }
        const reply = process();
        const rows = JSON.stringify(row);
        return request.path === pagePath
          ? {
              ...reply,
              body: (isSorted
                ? reply.body.replace(/\}\](?=[^\]]*$)/, `},${rows}]`)
                : reply.body.replace('"results":[', `"results":[${rows},`)
              ).replace(/"(count|total)":3/g, '"$1":4'),
            }
          : reply;
      };
      const order = await review(parts, { journal: orders.journal });
      assert.equal((await orders.placement.place(order)).outcome.kind, 'refused');
    });
  }

  const otherDetails: Readonly<Record<string, (body: string) => string>> = {
    'are those of another order': (body) =>
      body
        .replace(/"serviceId":"?\d+"?/g, '"serviceId":"3048571730026900001"')
        .replace('"basicInformation":{', '"basicInformation":{"orderNo":"YL3000000000000000001",'),
    'show the services that the PBX has': (body) =>
      body
        .replace(/"serviceId":"?\d+"?/g, '"itemName":"Minutes"')
        .replace(
          '"basicInformation":{',
          '"currentServices":[{"serviceType":"service","serviceId":"3048571730026900001"}],$&',
        ),
  };
  for (const [what, edit] of Object.entries(otherDetails)) {
    it(`does not count if the details of a new order ${what}`, async () => {
      portal.intercept = (request, process) => {
        const reply = process();
        if (request.path === savePath) {
          return failure(400, 'parameter_validation_failed');
        }
        return request.path.startsWith(detailPath) ? { ...reply, body: edit(reply.body) } : reply;
      };
      const body = minutesBody(100) as OrderBody;
      const order = await review(parts, { operation: 'expand', body, journal: orders.journal });
      assert.equal((await orders.placement.place(order)).outcome.kind, 'unknown');
    });
  }

  for (const [what, poNumber] of [
    ['only its row shows another PO number, and no PBX', 'Web order'],
    ['only its row shows its PO number, in another spelling, and no PBX', 'Mueller-7'],
  ] as const) {
    it(`does not count if ${what}`, async () => {
      portal.intercept = (request, process) => {
        const reply = process();
        if (request.path === savePath) {
          return failure(400, 'parameter_validation_failed');
        }
        const rows = reply.body
          .replace(/"customReferenceNo":"[^"]*"/g, `"poNumber":"${poNumber}"`)
          .replace(/,"productNo":"[^"]*"/g, '');
        return request.path === pagePath ? { ...reply, body: rows } : reply;
      };
      const body = minutesBody(100, 'Müller-7') as OrderBody;
      const order = await review(parts, { operation: 'expand', body, journal: orders.journal });
      assert.equal((await orders.placement.place(order)).outcome.kind, 'unknown');
    });
  }

  const switchBody =
    '{"operationType":"switch_plan","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,"poNumber":"PO-2026-0042","serviceList":[{"serviceType":"plan","serviceId":3048572026291630080,"purchaseType":"switch","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';
  for (const [what, summary] of [
    [
      'a service that moves along',
      '{"planName":"Ultimate Plan","serviceList":[{"serviceId":3048573935752720384,"quantity":10}]}',
    ],
    ['an id of another kind', '{"plan":{"serviceType":"plan","serviceId":3050011982734655489}}'],
  ] as const) {
    it(`does not count if a new order has its PO number and shows ${what} in place of its plan`, async () => {
      const order = await review(parts, {
        operation: 'switchPlan',
        body: switchBody as OrderBody,
        journal: orders.journal,
      });
      const json = (result: string): Reply => ({
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: `{"code":"success","detailMessage":"","requestId":"b3c9","result":${result},"status":200}`,
      });
      const row = `{"id":"3206252408495661999","orderNo":"YL3206252408495661998","orderStatus":"succeed","createTime":${Date.now()},"customReferenceNo":"PO-2026-0042"}`;
      portal.intercept = (request, process) =>
        request.path === savePath
          ? failure(400, 'parameter_validation_failed')
          : request.path === pagePath
            ? json(`{"count":1,"pageNo":1,"pageSize":25,"results":[${row}],"total":1,"totalPage":1}`)
            : request.path.startsWith(detailPath)
              ? json(`{"basicInformation":{"productNo":"3658B4311196K2ID"},"orderSummary":${summary}}`)
              : process();
      assert.equal((await orders.placement.place(order)).outcome.kind, 'unknown');
    });
  }
});
