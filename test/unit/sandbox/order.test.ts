import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { assertParameterRefused, recordsWith, withPortal } from '../../portal/caller';
import { ids, itemText, orderText, savePath } from './orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const getPath = '/order/openapi/order/v1/get';
const detailPath = '/product/openapi/instance_product/v1/detail?productId=13&productNo=3658B4311196K2ID';
const minutes = { serviceId: ids.recordingMinutes, quantity: '100' };
const expansion = { serviceId: ids.extensionExpansion };

describe('sandbox: placing orders', () => {
  it('places the tutorial order with the numbers of the tutorial reply', async () => {
    const now = () => Date.UTC(2026, 10, 23, 12);
    await withPortal({ now }, async (caller, portal) => {
      const { status, envelope } = await caller.post(savePath, orderText());
      assert.deepEqual([status, envelope.code], [200, 'success']);
      assert.deepEqual(envelope.result, {
        instanceId: '1280297',
        orderNo: 'YL3206252408495661056',
        orderStatus: 'succeed',
        productNo: '3658B4311196K2ID',
        transactionNo: 'HX3206252409602957313',
      });
      const [order, ...others] = portal.orders;
      assert.equal(others.length, 0);
      assert.deepEqual(
        [order?.orderNo, order?.body, order?.poNumber, order?.createTime, order?.status],
        ['YL3206252408495661056', orderText(), '', now(), 'succeed'],
      );
    });
  });

  it('numbers further orders upwards', async () => {
    await withPortal({}, async (caller, portal) => {
      for (const quantity of ['1', '2', '3']) {
        assert.equal((await caller.post(savePath, orderText({}, { ...minutes, quantity }))).status, 200);
      }
      const numbers = portal.orders.map(({ orderNo }) => orderNo);
      assert.deepEqual([...new Set(numbers)].sort(), numbers);
      for (const { orderNo, transactionNo } of portal.orders) {
        assert.match(orderNo, /^YL\d{19}$/);
        assert.match(transactionNo, /^HX\d{19}$/);
      }
    });
  });

  it('takes spaces, other orders of keys and a PO number', async () => {
    await withPortal({}, async (caller, portal) => {
      const body = orderText({ poNumber: '"PO 7 é"' }).replaceAll(',', ' ,\n  ');
      assert.equal((await caller.post(savePath, body)).status, 200);
      assert.deepEqual([portal.orders[0]?.poNumber, portal.orders[0]?.body], ['PO 7 é', body]);
    });
  });

  it('shows what was bought in the details of the instance', async () => {
    await withPortal({}, async (caller) => {
      const services = async () =>
        recordsWith(await caller.result(detailPath), 'serviceId').map(({ serviceId, quantity }) => [
          serviceId,
          quantity,
        ]);
      await caller.post(savePath, orderText());
      assert.deepEqual(await services(), [
        [ids.recordingMinutes, 500],
        [ids.highAvailability, 10],
      ]);
      await caller.post(savePath, orderText({}, minutes));
      assert.deepEqual((await services())[0], [ids.recordingMinutes, 600]);
      await caller.post(savePath, orderText({}, { ...expansion, quantity: '5' }));
      assert.equal(recordsWith(await caller.result(detailPath), 'extensions')[0]?.extensions, 15);
    });
  });

  it('places an order of several services', async () => {
    await withPortal({}, async (caller, portal) => {
      const serviceList = `[${itemText()},${itemText(minutes)}]`;
      assert.equal((await caller.post(savePath, orderText({ serviceList }))).status, 200);
      assert.equal(portal.orders[0]?.order.lines.length, 2);
    });
  });

  it('takes orders for instances that are not activated', async () => {
    await withPortal({}, async (caller) => {
      const body = orderText({ productNo: '"3631A2047815AT0X"' }, minutes);
      assert.equal((await caller.post(savePath, body)).status, 200);
    });
  });
});

describe('sandbox: reading orders', () => {
  const rowsSchema = z.object({ results: z.array(z.looseObject({ id: z.string(), orderNo: z.string() })) });

  it('has no orders at first', async () => {
    await withPortal({}, async (caller) => {
      const empty = { count: 0, pageNo: 1, pageSize: 25, results: [], total: 0, totalPage: 0 };
      assert.deepEqual(await caller.result(pagePath), empty);
    });
  });

  it('lists orders by id upwards or downwards, a page at a time', async () => {
    await withPortal({}, async (caller, portal) => {
      for (let quantity = 1; quantity <= 3; quantity++) {
        await caller.post(savePath, orderText({}, { ...minutes, quantity: String(quantity) }));
      }
      const placed = portal.orders.map(({ orderNo }) => orderNo);
      const listed = async (query: string) =>
        z
          .parse(rowsSchema, await caller.result(`${pagePath}?${query}`))
          .results.map(({ orderNo }) => orderNo);
      assert.deepEqual(await listed('sort=id'), placed);
      assert.deepEqual(await listed('sort=-id'), [...placed].reverse());
      assert.deepEqual(await listed(''), [...placed].reverse());
      assert.deepEqual(await listed('sort=id&pageSize=2&pageNo=2'), placed.slice(2));
      assertParameterRefused(await caller.get(`${pagePath}?sort=createTime`), 'sort', 'oneof');
      assertParameterRefused(await caller.get(`${pagePath}?pageSize=101`), 'pageSize', 'max');
    });
  });

  it('shows the PO number and the serial number in the list', async () => {
    const now = () => Date.UTC(2026, 10, 23, 12);
    await withPortal({ now }, async (caller) => {
      await caller.post(savePath, orderText({ poNumber: '"PO-7"' }));
      assert.deepEqual(recordsWith(await caller.result(pagePath), 'orderNo'), [
        {
          createTime: now(),
          currencyCode: 'USD',
          customReferenceNo: 'PO-7',
          id: '3206252408495661057',
          invoiceNo: '',
          orderNo: 'YL3206252408495661056',
          orderStatus: 'succeed',
          productNo: '3658B4311196K2ID',
        },
      ]);
    });
  });

  it('finds an order by its id and by its number, exactly', async () => {
    await withPortal({}, async (caller) => {
      await caller.post(savePath, orderText({ poNumber: '"PO-7"' }));
      const byId = await caller.result(`${getPath}/3206252408495661057`);
      assert.deepEqual(byId, await caller.result(`${getPath}/YL3206252408495661056`));
      assertParameterRefused(await caller.get(`${getPath}/3206252408495661056`), 'id', 'unknown');
    });
  });
});
