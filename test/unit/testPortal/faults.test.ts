import assert from 'node:assert/strict';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { type FaultName, clientFaultNames, faultNames, faults } from '../../portal/faults';
import type { TestPortal } from '../../portal/testPortal';
import { untrusted } from '../../portal/untrusted';
import { selfSigned } from '../support/certificate';
import { type Caller, exactly, recordsWith, send, withPortal } from '../../portal/caller';
import { orderText, savePath } from '../sandbox/orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const getPath = '/order/openapi/order/v1/get/YL3206252408495661056';
const contactsPath = '/user/openapi/user/v1/client/billing_contact_list';

const tls = { ...selfSigned, untrusted };

/** The order as the caller sent it: settles as soon as the caller sees a complete reply or a failure. */
type Seen = ReturnType<typeof save>;

async function save({ portal, headers }: Caller) {
  const incoming = await send(portal, savePath, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: orderText(),
  });
  return { status: incoming.statusCode, headers: incoming.headers, text: await text(incoming) };
}

interface Expected {
  /** How many orders there are once the caller has seen the failure. */
  readonly orders: 0 | 1;
  readonly check: (seen: Seen, caller: Caller, portal: TestPortal) => Promise<void>;
}

const succeeded = '{"code":"success"';

function before(check: Expected['check']): Expected {
  return { orders: 0, check };
}

function after(check: Expected['check']): Expected {
  return { orders: 1, check };
}

/** A reply that is no success of the portal's. */
function replies(status: number, type: string, body: RegExp): Expected['check'] {
  return async (seen) => {
    const reply = await seen;
    assert.deepEqual([reply.status, reply.headers['content-type']], [status, type]);
    assert.match(reply.text, body);
    assert.doesNotMatch(reply.text, /"code":"success"|YL\d/);
  };
}

function refuses(status: number, code: string): Expected['check'] {
  const start = `^\\{"code":"${code}","detailMessage":".+","requestId":"\\w{32}",.*"status":${status}\\}$`;
  return replies(status, 'application/json;charset=UTF-8', new RegExp(start));
}

function gateway(status: number): Expected['check'] {
  return replies(status, 'text/html', new RegExp(`^<!DOCTYPE html>[^]*<h1>${status} [^]*</html>\n$`));
}

function json(body: RegExp): Expected['check'] {
  return replies(200, 'application/json;charset=UTF-8', body);
}

function fails(...codes: readonly string[]): Expected['check'] {
  return (seen) =>
    assert.rejects(seen, (error: NodeJS.ErrnoException) => {
      assert.ok(codes.includes(error.code ?? ''), String(error));
      return true;
    });
}

const breaksOff = fails('ECONNRESET');
const login = replies(200, 'text/html', /^<!DOCTYPE html>[^]*Log in/);

/** Other requests are answered meanwhile; the connection ends with the portal. */
const waits: Expected['check'] = async (seen, caller, portal) => {
  assert.equal(await settledAfterAnother(seen, caller, portal), false);
  const ended = breaksOff(seen, caller, portal);
  await portal.close();
  await ended;
};

const slow: Expected['check'] = async (seen, caller, portal) => {
  assert.equal(await settledAfterAnother(seen, caller, portal), false);
  portal.faults.sendSlowAnswers();
  const { status, text: body } = await seen;
  assert.equal(status, 200);
  assert.ok(body.startsWith(succeeded), body);
};

async function settledAfterAnother(seen: Seen, caller: Caller, portal: TestPortal): Promise<boolean> {
  while (portal.requests.at(-1)?.path !== savePath) {
    await new Promise(setImmediate);
  }
  let settled = false;
  const settle = () => (settled = true);
  void seen.then(settle, settle);
  await caller.result(contactsPath);
  return settled;
}

/** A success whose reply, row and details say this status, while the fault is on and when it is over. */
function orderIs(orderStatus: string): Expected['check'] {
  return async (seen, caller, portal) => {
    const { status, text: body } = await seen;
    assert.equal(status, 200);
    assert.ok(body.startsWith(succeeded), body);
    const told = [z.parse(z.object({ result: z.unknown() }), exactly(body)).result];
    for (const path of [pagePath, getPath]) {
      told.push(await caller.result(path));
    }
    await portal.faults.clear();
    told.push(await caller.result(getPath));
    assert.deepEqual(
      told.map((result) => recordsWith(result, 'orderNo').map((record) => record.orderStatus)),
      told.map(() => [orderStatus]),
    );
  };
}

const expected: Readonly<Record<FaultName, Expected>> = {
  connectionRefused: before(fails('ECONNREFUSED')),
  tlsFailure: before(fails('DEPTH_ZERO_SELF_SIGNED_CERT')),
  resetBefore: before(breaksOff),
  resetAfter: after(breaksOff),
  answerCutShort: after(breaksOff),
  answerNeverBefore: before(waits),
  answerNever: after(waits),
  answerSlow: after(slow),
  unauthorizedBefore: before(refuses(401, 'unauthorized')),
  unauthorizedAfter: after(refuses(401, 'unauthorized')),
  forbidden: before(refuses(403, 'forbidden')),
  requestTimeout: before(gateway(408)),
  tooManyRequests: before(async (seen, caller, portal) => {
    await refuses(429, 'too_many_requests')(seen, caller, portal);
    assert.equal((await seen).headers['retry-after'], '0');
  }),
  internalErrorBefore: before(refuses(500, 'internal_error')),
  internalErrorAfter: after(refuses(500, 'internal_error')),
  badGatewayBefore: before(gateway(502)),
  badGatewayAfter: after(gateway(502)),
  unavailableBefore: before(gateway(503)),
  unavailableAfter: after(gateway(503)),
  gatewayTimeoutBefore: before(gateway(504)),
  gatewayTimeoutAfter: after(gateway(504)),
  html: before(login),
  htmlAfter: after(login),
  emptyBody: before(json(/^$/)),
  emptyBodyAfter: after(json(/^$/)),
  wrongJson: before(json(/^\{"success":true/)),
  wrongJsonAfter: after(json(/^\{"success":true/)),
  noOrderNumber: after(async (seen) => {
    const { status, text: body } = await seen;
    assert.equal(status, 200);
    assert.match(body, /^\{"code":"success",.*"status":200\}$/);
    const { result } = z.parse(z.object({ result: z.unknown() }), exactly(body));
    assert.deepEqual(result, {
      instanceId: '1280297',
      orderStatus: 'succeed',
      productNo: '3658B4311196K2ID',
    });
  }),
  orderPending: after(orderIs('pending')),
  orderFailed: after(orderIs('failed')),
  redirect: before(async (seen, _caller, portal) => {
    const { status, headers } = await seen;
    assert.deepEqual([status, headers.location], [302, '/login']);
    assert.equal(portal.requests.at(-1)?.path, savePath);
  }),
  processedLate: before(gateway(504)),
  processedLateReset: before(breaksOff),
};

describe('test portal: every fault', () => {
  /** Those that act on the connection itself, where TLS makes a difference. */
  const overTls: readonly FaultName[] = [
    'connectionRefused',
    'tlsFailure',
    'resetBefore',
    'resetAfter',
    'answerCutShort',
    'processedLateReset',
  ];
  const cases = [
    ...faultNames.filter((name) => name !== 'tlsFailure').map((name) => ['http', name] as const),
    ...overTls.map((name) => ['https', name] as const),
  ];
  for (const [scheme, name] of cases) {
    it(`${name}, for an order sent over ${scheme}`, async () => {
      await withPortal(scheme === 'https' ? { tls } : {}, async (caller, portal) => {
        const { orders, check } = expected[name];
        await portal.faults.set(name, { path: savePath });
        await check(save(caller), caller, portal);
        assert.equal(portal.orders.length, orders);
        const isLate = faults[name].processed === 'later';
        assert.equal(portal.faults.processLate().length, isLate ? 1 : 0);
        assert.equal(portal.orders.length, faults[name].processed === 'no' ? 0 : 1);
      });
    });
  }

  it('says of itself what its name says', () => {
    for (const name of faultNames) {
      const [, ending] = /(Before|After)$/.exec(name) ?? [];
      if (ending !== undefined) {
        assert.equal(faults[name].processed, ending === 'After' ? 'yes' : 'no', name);
      }
    }
    assert.deepEqual(Object.keys(faults), [...faultNames]);
    assert.ok(clientFaultNames.every((name) => !Object.hasOwn(faults, name)));
  });

  it('answerCutShort announces the whole reply and sends half of it', async () => {
    await withPortal({}, async ({ headers }, portal) => {
      const whole = await text(await send(portal, contactsPath, { headers }));
      await portal.faults.set('answerCutShort');
      const agent = new http.Agent({ keepAlive: true });
      const incoming = await send(portal, contactsPath, { headers, agent });
      let received = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      await assert.rejects(new Promise((_resolve, reject) => incoming.once('error', reject)), {
        code: 'ECONNRESET',
      });
      const bytes = Buffer.byteLength(whole);
      assert.deepEqual(
        [incoming.headers['content-length'], Buffer.byteLength(received)],
        [String(bytes), Math.floor(bytes / 2)],
      );
    });
  });

  it('answerSlow answers by itself after as many milliseconds as the option says', async () => {
    await withPortal({ slowAnswer: 60 }, async (caller, portal) => {
      await portal.faults.set('answerSlow');
      const sent = performance.now();
      await caller.result(contactsPath);
      assert.ok(performance.now() - sent >= 55);
    });
  });
});
