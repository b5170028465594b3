import type { Judgement } from '../../../src/orders/judgeReply';
import { subscribeOrder } from '../support/reference';
import { fineBesides, toldAsSent, toldOtherwise, contradicting, notOrderNumbers } from './contradictions';
import { codes, naming, ordinary, placeholders, telling } from './wordsOfReplies';

/** A reply to an order for the PBX 3658B4311196K2ID and the expected judgement. */
export interface ReplyToOrder {
  readonly what: string;
  /** The HTTP status. */
  readonly status: number;
  readonly text: string;
  readonly expected: Judgement['kind'];
}

export const ownSerial = '3658B4311196K2ID';

/** The order that the replies answer. */
export const orderedHere = subscribeOrder({ productNo: ownSerial, poNumber: 'PO-1' });

type Fields = Readonly<Record<string, unknown>>;

/** The text of an envelope; undefined fields are left out. */
export function envelopeText(fields: Fields): string {
  return JSON.stringify(fields);
}

export const receipt = {
  instanceId: '1280297',
  orderNo: 'YL3206252408495661056',
  orderStatus: 'succeed',
  productNo: ownSerial,
  transactionNo: 'HX3206252409602957313',
};

export const success = {
  code: 'success',
  detailMessage: '',
  requestId: '6fa1c38e07b24d5b93e2f80d4c7a1b96',
  result: receipt,
  status: 200,
};

export const refusal = {
  code: 'parameter_validation_failed',
  detailMessage: 'billingId: unknown',
  requestId: '0b9d4a7736e14c5f8a2f6c3d91e7b845',
  result: { field: 'billingId', tag: 'exists' },
  status: 400,
};

type Row = readonly [what: string, status: number, body: Fields | string];

function rows(expected: Judgement['kind'], some: readonly Row[]): ReplyToOrder[] {
  return some.map(([what, status, body]) => ({
    what,
    status,
    text: typeof body === 'string' ? body : envelopeText(body),
    expected,
  }));
}

const placedBy = (result: unknown): Fields => ({ ...success, result });
const refusedWith = (fields: Fields): Fields => ({ ...refusal, ...fields });

function saying(what: string, texts: readonly string[]): Row[] {
  return texts.map((detailMessage) => [`${what}: ${detailMessage}`, 400, refusedWith({ detailMessage })]);
}

/** The documented replies and unusual variants of them, each with the only judgement that the reply proves. */
export const repliesToOrders: readonly ReplyToOrder[] = [
  ...rows('placed', [
    ['documented success', 200, success],
    ['pending', 200, placedBy({ ...receipt, orderStatus: 'pending' })],
    ['failed', 200, placedBy({ ...receipt, orderStatus: 'failed' })],
    ['no orderStatus', 200, placedBy({ ...receipt, orderStatus: undefined })],
    ['orderStatus null', 200, placedBy({ ...receipt, orderStatus: null })],
    ['no serial number', 200, placedBy({ orderNo: receipt.orderNo })],
    ['serial number in lower case', 200, placedBy({ ...receipt, productNo: '3658b4311196k2id' })],
    ['serial number with blanks', 200, placedBy({ ...receipt, productNo: ` ${ownSerial} ` })],
    ['serial number empty', 200, placedBy({ ...receipt, productNo: '' })],
    ['a list of one', 200, placedBy([receipt])],
    ['under data', 200, placedBy({ data: receipt })],
    ['ids as numbers', 200, placedBy({ ...receipt, instanceId: 1280297 })],
    ['status as text', 200, { ...success, status: '200' }],
    ['no request id', 200, { ...success, requestId: undefined }],
    ['HTTP 201 and status 201', 201, { ...success, status: 201 }],
    ['further fields', 200, { ...placedBy({ ...receipt, poNumber: 'PO-1' }), trace: 'abc' }],
    ...toldAsSent.map((told): Row => [
      `repeats what was sent: ${envelopeText(told)}`,
      200,
      placedBy({ ...receipt, ...told }),
    ]),
    ...fineBesides.map((told): Row => [
      `no contradiction: ${envelopeText(told)}`,
      200,
      { ...success, ...told },
    ]),
    ...fineBesides.map((told): Row => [
      ...([`no contradiction in result: ${envelopeText(told)}`, 200] as const),
      placedBy({ ...receipt, ...told }),
    ]),
  ]),
  ...rows('refused', [
    ['documented refusal', 400, refusal],
    ['403', 403, refusedWith({ code: 'forbidden', status: 403 })],
    ['404', 404, refusedWith({ code: 'product_not_found', status: 404 })],
    ['422', 422, refusedWith({ code: 'unprocessable', status: 422 })],
    ['429', 429, refusedWith({ code: 'too_many_requests', status: 429 })],
    ['HTTP 200 with status 400', 200, refusal],
    ['HTTP 200 with status 429', 200, refusedWith({ code: 'too_many_requests', status: 429 })],
    ['no result', 400, refusedWith({ result: undefined })],
    ['result is null', 400, refusedWith({ result: null })],
    ['result is a list', 400, refusedWith({ result: [refusal.result] })],
    ['no detailMessage', 400, refusedWith({ detailMessage: undefined })],
    ['order number empty', 400, refusedWith({ result: { orderNo: '', field: 'quantity' } })],
    ['keyword with dots and dashes', 400, refusedWith({ code: 'order.rule-violated' })],
    ...saying('harmless detailMessage', ordinary),
    ['a request field as a key', 400, refusedWith({ result: { orderPceSpecialRequest: 'required' } })],
    ['names its own PBX', 400, refusedWith({ result: { productNo: ownSerial } })],
    ['says what is wrong with productNo', 400, refusedWith({ result: { productNo: 'required' } })],
    ['says what is wrong with paymentMethod', 400, refusedWith({ result: { paymentMethod: 'required' } })],
    ['a field says that nothing was created', 400, refusedWith({ result: { success: false, created: 0 } })],
    ['a tag that names a rule', 400, refusedWith({ result: { field: 'billingId', tag: 'accepted' } })],
    ['code creation_failed', 400, refusedWith({ code: 'order_creation_failed' })],
    ['code not_created', 400, refusedWith({ code: 'order_not_created' })],
    ['code unsuccessful', 400, refusedWith({ code: 'unsuccessful' })],
  ]),
  ...rows('unauthorized', [
    ['401', 401, refusedWith({ code: 'unauthorized', status: 401 })],
    ['HTTP 200 with status 401', 200, refusedWith({ code: 'unauthorized', status: 401 })],
    ['401 without a body', 401, ''],
    ['401 without a status', 401, refusedWith({ code: 'unauthorized', status: undefined })],
  ]),
  ...rows('unknown', [
    ['two order numbers', 200, placedBy({ ...receipt, conflicts: [{ orderNo: 'YL1' }] })],
    ['two order numbers, one under order_no', 200, placedBy({ ...receipt, data: { order_no: 'YL1' } })],
    ['401 with an HTML page', 401, '<html>Sign in</html>'],
    ['401 with JSON that is not an envelope', 401, '{"error":"login_required","status":401}'],
    ['gateway: code 500 in HTTP 200', 200, '{"code":500,"msg":"Read timed out executing POST /save"}'],
    ['gateway: code 200, its own form', 200, '{"code":200,"msg":"ok","data":{"id":"3206252408495661056"}}'],
    [
      'code 0 with a transaction',
      200,
      { ...success, code: 0, result: { transactionNo: 'HX1', instanceId: '7' } },
    ],
    ['HTTP 400, status 504', 400, refusedWith({ status: 504 })],
    ['HTTP 202, order_processing', 202, refusedWith({ code: 'order_processing', status: 202 })],
    ['HTTP 200, status 202, order_processing', 200, refusedWith({ code: 'order_processing', status: 202 })],
    ['409', 409, refusedWith({ code: 'duplicate_request', status: 409 })],
    ['HTTP 200, status 409', 200, refusedWith({ code: 'duplicate_request', status: 409 })],
    ['499', 499, refusedWith({ code: 'client_closed_request', status: 499 })],
    ['408', 408, refusedWith({ code: 'timeout', status: 408 })],
    ['402', 402, refusedWith({ code: 'payment_required', status: 402 })],
    ['410', 410, refusedWith({ code: 'gone', status: 410 })],
    ['425', 425, refusedWith({ code: 'too_early', status: 425 })],
    ['500', 500, refusedWith({ code: 'internal_error', status: 500 })],
    ['HTTP 200, status 500', 200, refusedWith({ code: 'internal_error', status: 500 })],
    ['500 with an order number', 500, { ...success, code: 'internal_error', status: 500 }],
    ['500 around a success', 500, success],
    ['502 with an HTML page', 502, '<html>Bad gateway</html>'],
    ['503 with an HTML page', 503, '<html>Unavailable</html>'],
    ['HTTP 200, code other than success, status 200', 200, refusedWith({ status: 200 })],
    ['HTTP 400, status 200', 400, refusedWith({ status: 200 })],
    ['HTTP 400, status 403', 400, refusedWith({ status: 403 })],
    ['HTTP 201, status 400', 201, refusal],
    ['HTTP 500, status 400', 500, refusal],
    ['no request id', 400, refusedWith({ requestId: undefined })],
    ['request id empty', 400, refusedWith({ requestId: '' })],
    ['request id null', 400, refusedWith({ requestId: null })],
    ['no code', 400, refusedWith({ code: undefined })],
    ['code empty', 400, refusedWith({ code: '' })],
    ['code is a number', 400, refusedWith({ code: 4001 })],
    ['code is a number as text', 400, refusedWith({ code: '4001' })],
    ['code success', 400, refusedWith({ code: 'success' })],
    ['code SUCCESS', 400, refusedWith({ code: 'SUCCESS' })],
    ['code ok', 400, refusedWith({ code: 'ok' })],
    ['no status', 400, refusedWith({ status: undefined })],
    ['status null', 400, refusedWith({ status: null })],
    ['status 0', 200, refusedWith({ status: 0 })],
    ['refusal with an order number', 400, refusedWith({ result: { orderNo: 'YL1' } })],
    [
      'refusal with an order number deep inside',
      400,
      refusedWith({ result: { a: [{ b: { order_no: '1' } }] } }),
    ],
    ['refusal with an order number beside result', 400, refusedWith({ orderNo: 'YL1' })],
    ['refusal with a transaction', 422, refusedWith({ status: 422, result: { transactionNo: 'HX1' } })],
    ['refusal with an instance', 400, refusedWith({ result: { instanceId: 1280297 } })],
    [
      'refusal with an order number in detailMessage',
      400,
      refusedWith({ detailMessage: `exists: ${receipt.orderNo}` }),
    ],
    ['refusal with result true', 400, refusedWith({ result: true })],
    ...naming.map((result): Row => [`refusal with ${envelopeText(result)}`, 400, refusedWith({ result })]),
    ['refusal with an order number as result', 400, refusedWith({ result: 'SO-1' })],
    ['refusal with a list of order numbers as result', 400, refusedWith({ result: ['SO-1'] })],
    ['refusal with a number as result', 400, refusedWith({ result: 7 })],
    ['refusal with a receipt beside result', 422, refusedWith({ status: 422, receiptNo: 'R-1' })],
    ...codes.map((code): Row => [`code ${code}`, 400, refusedWith({ code })]),
    ['HTTP 200, code partial_success', 200, refusedWith({ code: 'partial_success' })],
    ['429 already_submitted', 200, refusedWith({ code: 'already_submitted', status: 429 })],
    ['403 created', 403, refusedWith({ code: 'created', status: 403 })],
    ...saying('telling detailMessage', telling),
    ['a tag that means a duplicate', 400, refusedWith({ result: { field: 'poNumber', tag: 'duplicate' } })],
    ['telling message in the result', 400, refusedWith({ result: [{ message: 'The order was placed' }] })],
    ['400 with an HTML page', 400, '<html>Bad request</html>'],
    ['403 with an HTML page', 403, '<html>Blocked</html>'],
    ['429 without a body', 429, ''],
    ['401 with an order number', 401, { ...success, code: 'unauthorized', status: 401 }],
    ['401 around a success', 401, success],
    ['401 with status 504', 401, refusedWith({ code: 'unauthorized', status: 504 })],
    ['success for another PBX', 200, placedBy({ ...receipt, productNo: '3612C2063653JAK2' })],
    ['another PBX deep inside', 200, placedBy({ ...receipt, product: { productNo: '3612C2063653JAK2' } })],
    ['another PBX beside result', 200, { ...success, productNo: '3612C2063653JAK2' }],
    ['another PBX among several', 200, placedBy({ ...receipt, productNos: [ownSerial, '3612C2063653JAK2'] })],
    ['only a conflict', 200, placedBy({ conflicts: [{ orderNo: receipt.orderNo }] })],
    ['only an earlier order', 200, placedBy({ duplicateOf: receipt })],
    ['two orders', 200, placedBy([receipt, { ...receipt, orderNo: 'YL2' }])],
    ['order number beside result', 200, { ...success, result: null, orderNo: receipt.orderNo }],
    ['success with result null', 200, placedBy(null)],
    ['success with result true', 200, placedBy(true)],
    ['success with an empty number', 200, placedBy({ ...receipt, orderNo: '' })],
    ['success with a blank number', 200, placedBy({ ...receipt, orderNo: '  ' })],
    ...placeholders.map((orderNo): Row => [
      `success with the placeholder ${envelopeText({ orderNo })}`,
      200,
      placedBy({ ...receipt, orderNo }),
    ]),
    ...notOrderNumbers.map((orderNo): Row => [
      `success with the invalid number ${envelopeText({ orderNo })}`,
      200,
      placedBy({ ...receipt, orderNo }),
    ]),
    ...toldOtherwise.map((told): Row => [
      ...([`differs from what was sent: ${envelopeText(told)}`, 200] as const),
      placedBy({ ...receipt, ...told }),
    ]),
    ...toldOtherwise.map((told): Row => [
      ...([`differs from what was sent, deep inside: ${envelopeText(told)}`, 200] as const),
      placedBy({ ...receipt, order: [told] }),
    ]),
    ...contradicting.map((told): Row => [`contradicts: ${envelopeText(told)}`, 200, { ...success, ...told }]),
    ...contradicting.map((told): Row => [
      ...([`contradicts in result: ${envelopeText(told)}`, 200] as const),
      placedBy([{ ...receipt, ...told }]),
    ]),
    ...contradicting.map((told): Row => [
      ...([`contradicts around data: ${envelopeText(told)}`, 200] as const),
      placedBy({ ...told, data: receipt }),
    ]),
    [
      'an envelope with 409 within the envelope',
      200,
      placedBy({ code: 'duplicate_order', status: 409, requestId: '1', data: receipt }),
    ],
    [
      'a failed envelope inside the result',
      200,
      placedBy({ ...receipt, reply: { code: 'failed', requestId: '1' } }),
    ],
    ['a code in the result other than success', 200, placedBy({ ...receipt, code: 'rolled_back' })],
    [
      'success with an unexpected detailMessage',
      200,
      { ...success, detailMessage: 'Bestellung fehlgeschlagen' },
    ],
    ['success with an unreadable detailMessage', 200, { ...success, detailMessage: '\uFFFD\uFFFD' }],
    ['HTTP 202', 202, success],
    ['HTTP 202 and status 202', 202, { ...success, status: 202 }],
    ['HTTP 200, status 202', 200, { ...success, status: 202 }],
    ['HTTP 206', 206, success],
    ['refusal with an unreadable detailMessage', 400, refusedWith({ detailMessage: '\uFFFD\uFFFD' })],
    ['refusal with a number as detailMessage', 400, refusedWith({ detailMessage: '3206252408495661099' })],
    ['refusal that names another PBX', 400, refusedWith({ result: { productNo: '3612C2063653JAK2' } })],
    ['success with only a transaction', 200, placedBy({ transactionNo: 'HX1' })],
    ['success with status null', 200, { ...success, status: null }],
    ['success without a status', 200, { ...success, status: undefined }],
    ['success with status 500', 200, { ...success, status: 500 }],
    ['success with status 300', 200, { ...success, status: 300 }],
    ['success with HTTP 400', 400, success],
    ['code Success', 200, { ...success, code: 'Success' }],
    ['truncated', 200, envelopeText(success).slice(0, -1)],
    ['empty', 200, ''],
    ['login page', 200, '<html>Sign in</html>'],
    ['a list', 200, '[]'],
    ['two codes', 200, '{"code":"success","code":"failed","status":200}'],
    ['no envelope', 200, '{"orderNo":"YL1"}'],
    ['redirect', 302, ''],
    ['redirect with a refusal', 307, refusal],
  ]),
];

/** Refusals of an order for a new PBX, and whether each is a clear refusal. */
export const refusalsOfNewPbx: readonly {
  readonly what: string;
  readonly fields: Fields;
  readonly isRefused: boolean;
}[] = [
  { what: 'the documented refusal', fields: {}, isRefused: true },
  { what: 'productNo is required', fields: { result: { productNo: 'required' } }, isRefused: true },
  {
    what: 'names the serial number of the new PBX',
    fields: { result: { productNo: '3658NEWPBX000001' } },
    isRefused: false,
  },
  {
    what: 'names the serial number in a list',
    fields: { result: { pbxs: [{ sn: '3658NEWPBX000001' }] } },
    isRefused: false,
  },
  {
    what: 'names the serial number in detailMessage',
    fields: { detailMessage: 'Mail for 3658NEWPBX000001 failed' },
    isRefused: false,
  },
];
