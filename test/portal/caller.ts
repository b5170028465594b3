import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { isLosslessNumber, parse } from 'lossless-json';
import * as z from 'zod/mini';
import { type TestPortal, type TestPortalOptions, startPortal } from './testPortal';
import { selfSigned } from '../unit/support/certificate';

/** A reply as received: status, headers, text, and the envelope parsed without loss of digits. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly envelope: Envelope;
}

export interface Envelope {
  readonly code: string;
  readonly detailMessage: string;
  readonly requestId: string;
  readonly result: unknown;
  readonly status: number;
}

/** Address of a portal: that of the tests, or the sandbox of users. */
type Address = Pick<TestPortal, 'baseUrl'>;

const envelopeSchema = z.strictObject({
  code: z.string(),
  detailMessage: z.string(),
  requestId: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  result: z.unknown(),
  status: z.number(),
});

const tokenResult = z.object({ token: z.string(), refreshToken: z.string() });

/** Parses JSON, with integers beyond 2^53 as bigint and all other numbers as number. */
export function exactly(json: string): unknown {
  return parse(json, (_key, value) => {
    if (!isLosslessNumber(value)) {
      return value;
    }
    const number = Number(value.value);
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(value.value) : number;
  });
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Reuses connections. By default each request has a connection of its own. */
  readonly agent?: http.Agent | https.Agent;
}

/**
 * Sends a request with exactly these headers: none is added. If the portal uses TLS, trusts `selfSigned`.
 * @returns the reply, whose body has not been read yet
 */
export async function send(
  { baseUrl }: Address,
  path: string,
  { method = 'GET', headers = {}, body = '', agent }: Sent = {},
): Promise<IncomingMessage> {
  const options = { method, headers, agent: agent ?? false };
  const outgoing = baseUrl.startsWith('https:')
    ? https.request(`${baseUrl}${path}`, { ...options, ca: selfSigned.cert })
    : http.request(`${baseUrl}${path}`, options);
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return incoming;
}

/** Sends a request with exactly these headers, and reads the whole reply. */
export async function exchange(portal: Address, path: string, sent: Sent = {}): Promise<Answer> {
  const incoming = await send(portal, path, sent);
  const received = await text(incoming);
  const isJson = incoming.headers['content-type']?.startsWith('application/json') === true;
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text: received,
    envelope: isJson
      ? z.parse(envelopeSchema, exactly(received))
      : { code: '', detailMessage: '', requestId: '', result: undefined, status: 0 },
  };
}

const formType = 'application/x-www-form-urlencoded';

export async function askToken(
  portal: Address,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly answer: Answer; readonly token: string; readonly refreshToken: string }> {
  const answer = await exchange(portal, '/auth/openapi/v1/oauth/token', {
    method: 'POST',
    headers: { 'User-Agent': 'OpenAPI', 'Content-Type': formType },
    body: new URLSearchParams(form).toString(),
  });
  const parsed = z.safeParse(tokenResult, answer.envelope.result);
  return { answer, ...(parsed.success ? parsed.data : { token: '', refreshToken: '' }) };
}

export function credentials({
  clientId,
  clientSecret,
}: Pick<TestPortal, 'clientId' | 'clientSecret'>): Readonly<Record<string, string>> {
  return { client_id: clientId, client_secret: clientSecret, grant_type: 'pp_credentials' };
}

/** A client that has signed in. */
export class Caller {
  constructor(
    readonly portal: Address,
    readonly token: string,
  ) {}

  get headers(): Readonly<Record<string, string>> {
    return { 'User-Agent': 'OpenAPI', Authorization: `Bearer ${this.token}` };
  }

  get(path: string): Promise<Answer> {
    return exchange(this.portal, path, { headers: this.headers });
  }

  post(path: string, body: string): Promise<Answer> {
    return exchange(this.portal, path, {
      method: 'POST',
      headers: { ...this.headers, 'Content-Type': 'application/json' },
      body,
    });
  }

  /** Returns the `result` of a GET request, and asserts that it succeeds. */
  async result(path: string): Promise<unknown> {
    const { status, envelope } = await this.get(path);
    assert.deepEqual([status, envelope.code, envelope.detailMessage], [200, 'success', '']);
    return envelope.result;
  }
}

/** Runs a test against a portal of its own, which is closed in any case. */
export async function withPortal(
  options: TestPortalOptions,
  test: (caller: Caller, portal: TestPortal) => Promise<void>,
): Promise<void> {
  const portal = await startPortal(options);
  try {
    const { token } = await askToken(portal, credentials(portal));
    await test(new Caller(portal, token), portal);
  } finally {
    await portal.close();
  }
}

/** Asserts a refusal: HTTP status, the same status and the code in the envelope, and the message. */
export function assertRefused(answer: Answer, status: number, code: string, message: RegExp | string): void {
  assert.deepEqual([answer.status, answer.envelope.status, answer.envelope.code], [status, status, code]);
  if (typeof message === 'string') {
    assert.equal(answer.envelope.detailMessage, message);
  } else {
    assert.match(answer.envelope.detailMessage, message);
  }
}

/** Asserts a refusal with `parameter_validation_failed` for this field. */
export function assertParameterRefused(answer: Answer, field: string, tag: string): void {
  assertRefused(answer, 400, 'parameter_validation_failed', /^\S+: .+/);
  assert.equal(answer.envelope.detailMessage.split(':', 1)[0], field);
  assert.deepEqual(answer.envelope.result, { field, tag });
}

/** Returns all objects within a value, at any depth, that have this key. */
export function recordsWith(value: unknown, key: string): Record<string, unknown>[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => recordsWith(item, key));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const record = Object.fromEntries(Object.entries(value));
  const inside = Object.values(record).flatMap((item) => recordsWith(item, key));
  return key in record ? [record, ...inside] : inside;
}
