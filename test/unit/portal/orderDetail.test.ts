import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { type Json, isObject, parseExact } from '../../../src/portal/exactJson';
import { type OrderDetail, readOrderDetail } from '../../../src/portal/orderDetail';
import { minutesBody, orderElsewhere } from '../support/portalOrders';
import { signedIn } from '../support/portal';
import { referenceBody } from '../support/reference';
import { allShapes, nameOf } from '../../portal/shapes';
import { startPortal } from '../../portal/testPortal';

function read(json: string): OrderDetail {
  return readOrderDetail(parseExact(json));
}

/** Every value of a reply that is not empty, as text. */
function valuesIn(json: Json): string[] {
  if (Array.isArray(json)) {
    return json.flatMap(valuesIn);
  }
  if (isObject(json)) {
    return Object.values(json).flatMap(valuesIn);
  }
  if (json instanceof LosslessNumber) {
    return [json.value];
  }
  return json === null || json === '' ? [] : [String(json)];
}

/** Every value that was read from it, except the time. */
function valuesOf({ amounts, lines, contact, others, ...known }: OrderDetail): string[] {
  const fields = [...amounts, ...lines.flatMap((line) => line.fields), ...contact];
  return [
    ...Object.values(known).filter((value) => typeof value === 'string'),
    ...[...fields, ...others.flatMap((group) => group.fields)].map(({ value }) => value),
  ];
}

describe('the details of an order', () => {
  for (const shape of allShapes) {
    it(`are found in replies of the shape ${nameOf(shape)}`, async () => {
      const portal = await startPortal({ shape });
      const parts = await signedIn(portal);
      await orderElsewhere(parts, minutesBody(7, 'PO-1'));
      const [order] = portal.orders;
      assert.ok(order);
      const detail = readOrderDetail(await parts.client.orderDetail(order.id));
      await portal.close();
      assert.deepEqual(
        [detail.productId, detail.productName, detail.productNo],
        ['13', 'Cloud PBX (PCE Instance)', '3658B4311196K2ID'],
      );
      if (shape.details === 'told') {
        assert.deepEqual(
          [
            detail.orderNo,
            detail.id,
            detail.orderStatus,
            detail.createTime,
            detail.transactionNo,
            detail.currencyCode,
          ],
          [order.orderNo, order.id, 'succeed', order.createTime, order.transactionNo, 'USD'],
        );
        const minutes = detail.lines.find(({ kind }) => kind === 'service');
        assert.deepEqual([minutes?.id, minutes?.name], ['3048573759449317376', 'Recording Minutes']);
        const fields = new Map(minutes?.fields.map(({ name, value }) => [name, value]));
        assert.deepEqual(
          [fields.get('quantity'), fields.get('billingCycle'), fields.get('connectionPlanId')],
          ['7', 'annually', '3048571730026938368'],
        );
        assert.ok(
          detail.contact.some(({ name, value }) => name === 'emailAddress' && value === 'ada@example.test'),
        );
        assert.deepEqual(detail.others, [
          { path: 'orderInformation', fields: [{ name: 'operationType', value: 'purchase_service' }] },
        ]);
      } else {
        assert.deepEqual(
          [detail.lines, detail.contact, detail.others, detail.orderStatus],
          [[], [], [], undefined],
        );
      }
    });
  }

  it('contain every value of a reply, no more often than the reply does, whatever its shape', () => {
    const name = fc.constantFrom(
      ...[
        'orderNo',
        'id',
        'orderStatus',
        'productId',
        'productNo',
        'poNumber',
        'totalAmount',
        'price',
        'total',
      ],
      ...[
        'serviceId',
        'planId',
        'serviceName',
        'planName',
        'serviceType',
        'billingContactId',
        'currencyCode',
      ],
      ...['x', '__proto__', 'constructor', 'a.b', ''],
    );
    const { reply } = fc.letrec<{ reply: unknown }>((tie) => ({
      reply: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('', 'text', '125.00', '3206252408495661057', 'plan', null, true, 0, 7),
        fc.array(tie('reply'), { maxLength: 3 }),
        fc
          .array(fc.tuple(name, tie('reply')), { maxLength: 5 })
          .map((entries) => Object.fromEntries(new Map(entries))),
      ),
    }));
    fc.assert(
      fc.property(reply, (value) => {
        const json = parseExact(JSON.stringify(value));
        const received = valuesIn(json);
        const read = valuesOf(readOrderDetail(json));
        const count = (values: readonly string[], value: string) =>
          values.filter((one) => one === value).length;
        for (const one of new Set([...received, ...read])) {
          assert.ok(
            count(read, one) >= 1 && count(read, one) <= count(received, one),
            `${one} in ${JSON.stringify(value)}`,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keep every digit of numbers and texts', () => {
    const detail = read(
      '{"orderNo":"YL1","id":3206252408495661057,"a":{"serviceId":"3048573935752720385"},"totalAmount":125.10}',
    );
    assert.deepEqual([detail.id, detail.lines[0]?.id], ['3206252408495661057', '3048573935752720385']);
    assert.deepEqual(detail.amounts, [{ name: 'totalAmount', value: '125.10' }]);
  });

  it('do not mistake a value of a line or of the contact for one of the order', () => {
    const detail = read(
      `{"orderSummary":[{"serviceId":1,"id":2,"productId":99,"price":"1.00","orderStatus":"part"}],
        "billingInformation":{"billingContactId":3,"id":4},"basicInformation":{"productId":"13"},
        "orderInformation":{"orderNo":"YL1","id":5,"orderStatus":"succeed"}}`,
    );
    assert.deepEqual(
      [detail.id, detail.productId, detail.orderStatus, detail.amounts],
      ['5', '13', 'succeed', []],
    );
    assert.deepEqual(
      detail.contact.map(({ value }) => value),
      ['3', '4'],
    );
  });

  it('are read from a flat order with a single service too', () => {
    const detail = read(
      '{"orderNo":"YL1","orderStatus":"succeed","serviceId":1,"serviceName":"HA","quantity":10}',
    );
    assert.deepEqual([detail.orderNo, detail.orderStatus], ['YL1', 'succeed']);
    assert.deepEqual(detail.lines, [
      {
        kind: 'service',
        id: '1',
        name: 'HA',
        fields: [
          { name: 'serviceId', value: '1' },
          { name: 'serviceName', value: 'HA' },
          { name: 'quantity', value: '10' },
        ],
      },
    ]);
  });

  it('list plans first, whether they have a planId or are an item of type plan', () => {
    const { lines } = read(
      `{"serviceList":[{"serviceId":1,"serviceType":"service","planName":"Enterprise","serviceName":"Minutes"},
        {"serviceId":2,"serviceType":"plan","serviceName":"Ultimate"}],"plan":{"planId":3,"planName":"Enterprise"}}`,
    );
    assert.deepEqual(
      lines.map(({ kind, id, name }) => [kind, id, name]),
      [
        ['plan', '3', 'Enterprise'],
        ['plan', '2', 'Ultimate'],
        ['service', '1', 'Minutes'],
      ],
    );
  });

  it('keep a time and an amount that cannot be read under their own names', () => {
    const detail = read('{"orderNo":"YL1","createTime":"yesterday","totalAmount":"on request","total":1}');
    assert.deepEqual([detail.createTime, detail.amounts], [undefined, []]);
    assert.deepEqual(detail.others, [
      {
        path: '',
        fields: [
          { name: 'createTime', value: 'yesterday' },
          { name: 'totalAmount', value: 'on request' },
          { name: 'total', value: '1' },
        ],
      },
    ]);
  });

  it('name the container of everything else', () => {
    const { others } = read('{"a":{"b":[{"c":1},[{"d":true}],"e"]},"f":"g"}');
    assert.deepEqual(others, [
      { path: '', fields: [{ name: 'f', value: 'g' }] },
      { path: 'a.b', fields: [{ name: '[2]', value: 'e' }] },
      { path: 'a.b[0]', fields: [{ name: 'c', value: '1' }] },
      { path: 'a.b[1][0]', fields: [{ name: 'd', value: 'true' }] },
    ]);
  });

  it('of a body about to be sent are its lines and everything else in it', () => {
    const detail = read(referenceBody);
    assert.deepEqual([detail.productId, detail.productNo], ['13', '3658B4311196K2ID']);
    assert.deepEqual(
      detail.lines.map(({ kind, id }) => [kind, id]),
      [['service', '3048573935752720384']],
    );
    assert.deepEqual(detail.others, [
      {
        path: '',
        fields: [
          { name: 'operationType', value: 'purchase_service' },
          { name: 'billingId', value: '3197218168379846218' },
        ],
      },
    ]);
  });
});
