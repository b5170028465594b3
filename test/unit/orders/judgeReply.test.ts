import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { type JudgedOrder, type Judgement, judgeReply } from '../../../src/orders/judgeReply';
import { orderBody } from '../../../src/orders/request';
import { readOrderContents } from '../../../src/orders/subject';
import { isObject, parseExact } from '../../../src/portal/exactJson';
import {
  envelopeText,
  orderedHere,
  ownSerial,
  receipt,
  refusal,
  refusalsOfNewPbx,
  repliesToOrders,
  success,
} from './repliesToOrders';

const exchange = { method: 'POST', host: 'portal.test', path: '/order/openapi/order/v1/save' } as const;

function judge(status: number, text: string): Judgement {
  return judgeReply(exchange, { status, text, location: '', retryAfter: 0 }, ownOrder);
}

/** The order that was sent. */
function judged(productNo: string | undefined): JudgedOrder {
  const body = orderBody({ ...orderedHere, productNo });
  return { ...readOrderContents(body), body };
}

const ownOrder = judged(ownSerial);

describe('judging the reply to an order', () => {
  after(() => {
    const lines = repliesToOrders.map(
      ({ what, status, text, expected }) =>
        `${expected.padEnd(12)}  ${judge(status, text).kind.padEnd(12)}  ${String(status).padEnd(3)}  ${what}`,
    );
    console.log(`\n${['expected      judged        HTTP reply', ...lines].join('\n')}\n`);
  });

  it('is tested with at least 80 replies', () => {
    assert.ok(repliesToOrders.length >= 80, `${repliesToOrders.length} replies`);
  });

  for (const { what, status, text, expected } of repliesToOrders) {
    it(`${expected}: ${what} (HTTP ${status})`, () => {
      const judgement = judge(status, text);
      assert.equal(judgement.kind, expected);
      if (judgement.kind === 'unknown') {
        const sentence = judgement.error.sentence();
        assert.match(sentence, /^\S.{20,}/);
        assert.doesNotMatch(sentence, /try again|retry|\{\w+\}|undefined/i);
      }
    });
  }

  it('returns the serial number of the new PBX if the order names none', () => {
    const judgement = judgeReply(
      exchange,
      { status: 200, text: envelopeText(success), location: '', retryAfter: 0 },
      judged(undefined),
    );
    assert.ok(judgement.kind === 'placed');
    assert.equal(judgement.receipt.productNo, ownSerial);
  });

  it('repeats the portal’s message and request ID if the outcome is unknown', () => {
    const judgement = judge(409, envelopeText({ ...refusal, status: 409 }));
    assert.ok(judgement.kind === 'unknown');
    assert.equal(
      judgement.error.sentence(),
      'The reply does not say clearly whether the order was placed. The portal’s reply: billingId: unknown (HTTP 409, parameter_validation_failed, request 0b9d4a7736e14c5f8a2f6c3d91e7b845)',
    );
  });

  for (const orderNo of ['null', 0]) {
    it(`says that no order is named if its number is ${JSON.stringify(orderNo)}`, () => {
      const judgement = judge(200, envelopeText({ ...success, result: { ...receipt, orderNo } }));
      assert.ok(judgement.kind === 'unknown');
      assert.match(judgement.error.sentence(), /^The portal reported success but named no order\./);
    });
  }

  for (const { what, fields, isRefused } of refusalsOfNewPbx) {
    it(`is ${isRefused ? 'refused' : 'unknown'} for an order without a PBX: ${what}`, () => {
      const reply = {
        status: 400,
        text: envelopeText({ ...refusal, ...fields }),
        location: '',
        retryAfter: 0,
      };
      assert.equal(judgeReply(exchange, reply, judged(undefined)).kind, isRefused ? 'refused' : 'unknown');
    });
  }

  it('names the parameter that differs from what was sent', () => {
    const judgement = judge(200, envelopeText({ ...success, result: { ...receipt, poNumber: 'PO-2' } }));
    assert.ok(judgement.kind === 'unknown');
    assert.match(judgement.error.sentence(), /may be for another order: poNumber differs from what was sent/);
  });

  it('says that the reply contradicts itself', () => {
    const judgement = judge(200, envelopeText({ ...success, errorCode: 'E7' }));
    assert.ok(judgement.kind === 'unknown');
    assert.match(judgement.error.sentence(), /reported success, but its reply contradicts that/);
  });

  it('is unknown if the reply has a PO number and none was sent', () => {
    const body = orderBody({ ...orderedHere, poNumber: '' });
    const text = envelopeText({ ...success, result: { ...receipt, poNumber: 'PO-1' } });
    const reply = { status: 200, text, location: '', retryAfter: 0 };
    assert.equal(judgeReply(exchange, reply, { ...readOrderContents(body), body }).kind, 'unknown');
  });

  it('names the other PBX', () => {
    const judgement = judge(200, envelopeText({ ...success, result: { ...receipt, productNo: 'OTHER' } }));
    assert.ok(judgement.kind === 'unknown');
    assert.match(judgement.error.sentence(), /^The reply is for another PBX: OTHER\./);
  });
});

/** Values that a field of an envelope may have instead of its own; undefined removes the field. */
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, false, '', 0, 200, 202, 400, 401, 403, 409, 429, 499, 500, 504),
  fc.constantFrom('success', 'SUCCESS', 'ok', 'failed', '400', receipt, [receipt], { conflicts: [receipt] }),
  fc.string({ maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const statuses = fc.oneof(
  fc.constantFrom(200, 400, 403, 404, 422, 429),
  fc.constantFrom(201, 202, 302, 401, 402, 408, 409, 410, 425, 499, 500, 502, 503, 504),
);

const envelopes = fc
  .record({
    base: fc.constantFrom<Record<string, unknown>>(success, refusal),
    changed: fc.dictionary(
      fc.constantFrom('code', 'detailMessage', 'requestId', 'result', 'status', 'orderNo', 'data'),
      oddValues,
      { maxKeys: 3 },
    ),
    status: fc.option(statuses),
  })
  .map(({ base, changed, status }) => ({ ...base, ...(status === null ? {} : { status }), ...changed }));

/** The documented allow-list, written independently of the code. */
function mayBeRefused(transport: number, text: string): boolean {
  const root = parseExact(text);
  if (!isObject(root)) {
    return false;
  }
  const { code, requestId, status } = root;
  const digits = status instanceof LosslessNumber ? Number(status.value) : 0;
  return (
    typeof code === 'string' &&
    /^[a-z]/i.test(code) &&
    code.toLowerCase() !== 'success' &&
    typeof requestId === 'string' &&
    requestId.trim() !== '' &&
    [400, 403, 404, 422, 429].includes(digits) &&
    [200, digits].includes(transport) &&
    !/"(orderNo|transactionNo|instanceId)":"?[^"]/.test(
      text.replace(/"(orderNo|transactionNo|instanceId)":(null|"\s*")/g, ''),
    )
  );
}

describe('judging unusual replies', function () {
  // Tens of thousands of replies are judged, perhaps on a slow machine.
  this.timeout(60_000);

  it('recognises German words, also after a digit', () => {
    for (const [detail, kind] of [
      ['Der Auftrag ist angelegt worden', 'unknown'],
      ['1erstellt worden', 'unknown'],
      ['Der Auftrag ist abgelehnt worden', 'refused'],
    ] as const) {
      assert.equal(judge(400, envelopeText({ ...refusal, detailMessage: detail })).kind, kind, detail);
    }
  });

  it('is unknown if a refusal is longer than any real one', () => {
    for (const [length, kind] of [
      [60_000, 'refused'],
      [70_000, 'unknown'],
    ] as const) {
      const text = envelopeText({ ...refusal, detailMessage: 'billingId: unknown '.padEnd(length, 'x ') });
      assert.equal(judge(400, text).kind, kind, String(length));
    }
  });

  it('is refused only within the allow-list, and placed only if the result itself names an order', () => {
    const count = { placed: 0, refused: 0, unauthorized: 0, unknown: 0 };
    fc.assert(
      fc.property(envelopes, statuses, (fields, status) => {
        const text = envelopeText(fields);
        const judgement = judge(status, text);
        count[judgement.kind]++;
        switch (judgement.kind) {
          case 'refused':
            assert.ok(mayBeRefused(status, text), `${status} ${text}`);
            break;
          case 'placed':
            assert.equal(judgement.receipt.orderNo, receipt.orderNo);
            assert.match(text, /"code":"success"/);
            assert.ok(status === 200 || status === 201);
            break;
          case 'unauthorized':
          case 'unknown':
            break;
        }
      }),
      { numRuns: 20_000 },
    );
    assert.ok(count.refused > 100 && count.placed > 20, JSON.stringify(count));
  });

  it('is never placed if the reply names another PBX anywhere', () => {
    const others = fc
      .stringMatching(/^[0-9A-Z]{8,16}$/)
      .filter((serial) => serial.toUpperCase() !== ownSerial);
    const places = fc.constantFrom<(productNo: unknown) => Record<string, unknown>>(
      (productNo) => ({ ...success, result: { ...receipt, productNo } }),
      (productNo) => ({ ...success, result: [{ ...receipt, productNo }] }),
      (productNo) => ({ ...success, result: { data: { ...receipt, productNo } } }),
      (productNo) => ({ ...success, result: { ...receipt, product: [{ productNo }] } }),
      (productNo) => ({ ...success, productNo }),
    );
    fc.assert(
      fc.property(places, others, fc.boolean(), fc.boolean(), (place, serial, isList, isLower) => {
        const other = isLower ? serial.toLowerCase() : serial;
        const text = envelopeText(place(isList ? [ownSerial, other] : other));
        assert.equal(judge(200, text).kind, 'unknown');
      }),
      { numRuns: 2000 },
    );
  });
});
