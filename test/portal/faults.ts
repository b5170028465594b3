import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { parse, stringify } from 'lossless-json';
import type { Door } from './connections';
import { Refusal, failureReply, type Reply } from '../../src/sandbox/reply';
import type { OrderStatus } from '../../src/sandbox/router';

/** The faults of a test portal. `…Before` and `…After`: it fails before or after processing the request. */
export const faultNames = [
  'connectionRefused',
  'tlsFailure',
  'resetBefore',
  'resetAfter',
  'answerCutShort',
  'answerNeverBefore',
  'answerNever',
  'answerSlow',
  'unauthorizedBefore',
  'unauthorizedAfter',
  'forbidden',
  'requestTimeout',
  'tooManyRequests',
  'internalErrorBefore',
  'internalErrorAfter',
  'badGatewayBefore',
  'badGatewayAfter',
  'unavailableBefore',
  'unavailableAfter',
  'gatewayTimeoutBefore',
  'gatewayTimeoutAfter',
  'html',
  'htmlAfter',
  'emptyBody',
  'emptyBodyAfter',
  'wrongJson',
  'wrongJsonAfter',
  'noOrderNumber',
  'orderPending',
  'orderFailed',
  'redirect',
  'processedLate',
  'processedLateReset',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Faults that no server can cause: the client resolves the host name before it connects. */
export const clientFaultNames = ['nameNotResolved'] as const;

/** The reply to send, or undefined if `response` has been handled. */
type Outcome = Reply | undefined;

/** No connection is established, so there is no request. */
interface ConnectionFault {
  readonly on: 'connection';
  readonly processed: 'no';
  readonly door: Exclude<Door, 'open'>;
}

/** The request is not processed, or only when `FaultSwitches.processLate` is called: the portal has no reply yet. */
interface UnprocessedFault {
  readonly on: 'request';
  readonly processed: 'no' | 'later';
  readonly answer: (response: ServerResponse) => Outcome;
}

/** The request is processed immediately, but `answer` replaces the portal's reply. */
interface ProcessedFault {
  readonly on: 'request';
  readonly processed: 'yes';
  /** The status of an order that the request places. */
  readonly orderStatus: OrderStatus;
  readonly answer: (
    response: ServerResponse,
    reply: Reply,
    pause: () => Promise<void>,
  ) => Outcome | Promise<Outcome>;
}

export type RequestFault = UnprocessedFault | ProcessedFault;
export type Fault = ConnectionFault | RequestFault;

/**
 * What each fault does, and whether the portal processes the request. None of the replies is documented; these are the
 * likely ones. Refusals (401, 403, 429) and the portal's own failure (500) have an envelope. The replies of a gateway
 * in front of the portal (408, 502, 503, 504) are HTML pages. `html`, `emptyBody` and `wrongJson` have status 200.
 * `redirect` leads to `/login` of the portal itself, so that a client that follows it shows up among its requests.
 */
export const faults: Readonly<Record<FaultName, Fault>> = {
  connectionRefused: { on: 'connection', processed: 'no', door: 'closed' },
  tlsFailure: { on: 'connection', processed: 'no', door: 'untrusted' },
  resetBefore: notProcessed(reset),
  resetAfter: processed(reset),
  answerCutShort: processed(sendHalf),
  answerNeverBefore: notProcessed(() => undefined),
  answerNever: processed(() => undefined),
  answerSlow: processed(async (_response, reply, pause) => {
    await pause();
    return reply;
  }),
  unauthorizedBefore: notProcessed(unauthorized),
  unauthorizedAfter: processed(unauthorized),
  forbidden: notProcessed(() => failure(403, 'forbidden', 'The IP address is not allowed')),
  requestTimeout: notProcessed(() => gatewayPage(408, 'Request Time-out')),
  tooManyRequests: notProcessed(tooManyRequests),
  internalErrorBefore: notProcessed(internalError),
  internalErrorAfter: processed(internalError),
  badGatewayBefore: notProcessed(badGateway),
  badGatewayAfter: processed(badGateway),
  unavailableBefore: notProcessed(unavailable),
  unavailableAfter: processed(unavailable),
  gatewayTimeoutBefore: notProcessed(gatewayTimeout),
  gatewayTimeoutAfter: processed(gatewayTimeout),
  html: notProcessed(loginPage),
  htmlAfter: processed(loginPage),
  emptyBody: notProcessed(() => json('')),
  emptyBodyAfter: processed(() => json('')),
  wrongJson: notProcessed(() => json('{"success":true,"data":{}}')),
  wrongJsonAfter: processed(() => json('{"success":true,"data":{}}')),
  noOrderNumber: processed((_response, reply) => withoutOrderNumber(reply)),
  orderPending: processed((_response, reply) => reply, 'pending'),
  orderFailed: processed((_response, reply) => reply, 'failed'),
  redirect: notProcessed(() => ({ status: 302, headers: { Location: '/login' }, body: '' })),
  processedLate: { on: 'request', processed: 'later', answer: gatewayTimeout },
  processedLateReset: { on: 'request', processed: 'later', answer: reset },
};

function notProcessed(answer: UnprocessedFault['answer']): UnprocessedFault {
  return { on: 'request', processed: 'no', answer };
}

function processed(answer: ProcessedFault['answer'], orderStatus: OrderStatus = 'succeed'): ProcessedFault {
  return { on: 'request', processed: 'yes', orderStatus, answer };
}

function reset({ socket }: ServerResponse): undefined {
  if (socket instanceof TLSSocket) {
    // Node can only reset plain TCP. The request is aborted for the client either way.
    socket.destroy();
  } else {
    socket?.resetAndDestroy();
  }
  return undefined;
}

/** Announces the full length, sends half of the body and cuts the connection. */
function sendHalf(response: ServerResponse, { status, headers, body }: Reply): undefined {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  return undefined;
}

function failure(status: number, code: string, detailMessage: string): Reply {
  return failureReply(new Refusal(status, code, detailMessage));
}

function unauthorized(): Reply {
  return failure(401, 'unauthorized', 'The access token is missing or unknown');
}

/** `Retry-After` is 0, so that a client that honors it does not slow down its test. */
function tooManyRequests(): Reply {
  const reply = failure(429, 'too_many_requests', 'Too many requests');
  return { ...reply, headers: { ...reply.headers, 'Retry-After': '0' } };
}

function internalError(): Reply {
  return failure(500, 'internal_error', 'The request could not be processed');
}

function badGateway(): Reply {
  return gatewayPage(502, 'Bad Gateway');
}

function unavailable(): Reply {
  return gatewayPage(503, 'Service Temporarily Unavailable');
}

function gatewayTimeout(): Reply {
  return gatewayPage(504, 'Gateway Time-out');
}

function gatewayPage(status: number, reason: string): Reply {
  return page(status, `${status} ${reason}`);
}

function loginPage(): Reply {
  return page(200, 'Log in');
}

function page(status: number, title: string): Reply {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'Content-Type': 'text/html' }, body };
}

function json(body: string): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body };
}

/** Returns the reply without the numbers by which the order could be looked up. */
function withoutOrderNumber(reply: Reply): Reply {
  const rest = parse(reply.body, (name, value) =>
    name === 'orderNo' || name === 'transactionNo' ? undefined : value,
  );
  return { ...reply, body: stringify(rest) ?? '' };
}
