import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createUser, emptyUserValues, userBody } from '../../../src/portal/createUser';
import { PortalError } from '../../../src/portal/errors';
import { type ReceivedRequest, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, partsFor } from '../support/portal';
import { savePath, tokenPath } from '../support/requests';
import { formsOf, spellings } from '../support/spellings';

const clientId = 'CLIENT-ID-7d1f';
const clientSecret = 'S3cret/of+the=client&more?>~';

type Echo = (spelled: readonly string[], request: ReceivedRequest) => Reply | undefined;

/** One of each kind; `knownSecrets.test.ts` has all of them. */
const kinds = [
  ...['as it is', 'as a form has it', 'in a URL, in small letters', 'in JSON, every character', 'in HTML'],
  ...['in base64', 'in base64, behind one character', 'in base64, behind two characters', 'in base64url'],
  ...['in base64 as a password', 'in base64 in a URL', 'in hexadecimal'],
];
const shown = spellings.filter(([what]) => kinds.includes(what));

const json = { 'Content-Type': 'application/json' };
const failing =
  (status: number, code = 'parameter_validation_failed'): Echo =>
  (spelled) => ({
    status,
    headers: json,
    body: `{"code":"${code}","detailMessage":"cannot take ${spelled.join(' ')}","requestId":"${spelled[0] ?? ''}","result":{"field":"${spelled.join('\\n')}"},"status":${status}}`,
  });
const page =
  (status: number): Echo =>
  (spelled) => ({ status, headers: {}, body: `<p>${spelled.join('</p>\n<p>')}</p>` });

/** What a portal or gateway may reply to any call; every reply repeats all secrets. */
const echoes: readonly (readonly [what: string, echo: Echo])[] = [
  ['refuses', failing(400)],
  ['rejects the token', failing(401, 'unauthorized')],
  ['forbids', failing(403, 'forbidden')],
  ['fails', failing(500, 'internal_error')],
  [
    'says that the portal is busy',
    (...asked) => ({ ...failing(429)(...asked), headers: { ...json, 'Retry-After': '99' } }) as Reply,
  ],
  ['is an HTML page', page(200)],
  ['is the HTML page of a gateway', page(502)],
  [
    'is one line that has to be cut',
    (spelled) => ({ status: 500, headers: {}, body: `${'x'.repeat(185)}${spelled.join('')}` }),
  ],
  [
    'redirects',
    (spelled) => ({
      status: 302,
      headers: { Location: `https://login.example/?a=${spelled.map(encodeURI).join('&b=')}` },
      body: spelled.join(' '),
    }),
  ],
  [
    'succeeds and contains all of them, also as keys',
    (spelled) => ({
      status: 200,
      headers: json,
      body: `{"code":"success","detailMessage":"${spelled.join()}","requestId":"${spelled.join(' ')}","result":{${spelled.map((one, index) => `"k${index} ${one}":"${one}"`).join(',')},"orderNo":"YL${spelled[0] ?? ''}","orderStatus":"${spelled.join()}","productNo":"3658B4311196K2ID","partnerId":"${spelled[0] ?? ''}"},"status":200}`,
    }),
  ],
  ['is not HTTP', () => undefined],
];

/** Ends the wait before a retry, but nothing before the first reply. */
const soon = () => AbortSignal.timeout(60);

describe('secrets that every reply repeats in every spelling', () => {
  let portal: TestPortal;
  let parts: Parts;
  let folder: string;
  const revealed: string[] = [];

  beforeEach(async () => {
    portal = await startPortal({ clientId, clientSecret });
    parts = partsFor(portal.baseUrl, { requestTimeout: 5 });
    folder = ordersFolder();
    revealed.length = 0;
  });

  afterEach(async () => {
    removeFolder(folder);
    await portal.close();
  });

  /** Collects everything that the caller of a call gets, however it ends. */
  async function collect(call: Promise<unknown>): Promise<void> {
    const end: unknown = await call.catch((error: unknown) => error);
    revealed.push(
      inspect(end, { depth: 30, maxStringLength: null, maxArrayLength: null, breakLength: Infinity }),
    );
    if (end instanceof Error) {
      revealed.push(String(end), end.stack ?? '');
    }
    if (end instanceof PortalError) {
      revealed.push(end.sentence());
    }
  }

  /** Secrets that this window has sent, received or read, including those before a renewal. */
  async function signInAndRenew(): Promise<string[]> {
    await parts.session.signInWithCredentials(
      parts.baseUrl,
      { clientId, clientSecret },
      { keepCredentials: true },
    );
    const before = [...parts.session.secrets];
    portal.expireTokens();
    await parts.client.products();
    return [...new Set([...before, ...parts.session.secrets, clientId, clientSecret])];
  }

  function assertNotRevealed(secrets: readonly string[]): void {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const all = [...revealed, parts.log.text, ...files].join('\n');
    for (const secret of secrets) {
      for (const form of formsOf(secret)) {
        const at = all.indexOf(form);
        assert.equal(at, -1, `${form} in …${all.slice(Math.max(0, at - 200), at + form.length + 50)}`);
      }
    }
  }

  for (const [what, echo] of echoes) {
    it(`are revealed by no call if the reply ${what}`, async () => {
      const secrets = await signInAndRenew();
      const order = await review(parts);
      const spelled = secrets.flatMap((secret) => shown.map(([, spell]) => spell(secret)));
      let isCreating = false;
      portal.intercept = (request, process, response) => {
        if (isCreating && request.path.endsWith('partner_list')) {
          return process();
        }
        const reply = echo(
          spelled.map((one) => one.replaceAll(/[\r\n]/g, '')),
          request,
        );
        if (!reply) {
          response.socket?.end(`HTTP/1.1 ${spelled.join(' ')} nonsense\r\n\r\n`);
        }
        return reply;
      };
      const { client, session, baseUrl } = parts;
      const { signInId } = await session.authorization();
      const calls = [
        () => client.products(soon()),
        () => client.instances(13, { pageNo: 1, pageSize: 25 }, soon()),
        () => client.instanceDetail(13, '3658B4311196K2ID', soon()),
        () => client.orders({ pageNo: 1, pageSize: 25 }, soon()),
        () => client.orderDetail('YL1', soon()),
        () => client.calculatePrice('{"productId":13}', soon()),
        () => client.partners(soon()),
        () => client.checkToken(baseUrl, secrets[0] ?? '', soon()),
        () => {
          isCreating = true;
          return createUser(
            client,
            session,
            userBody({
              ...emptyUserValues,
              yeastarId: 'a@b.test',
              company: 'c',
              country: 'd',
              firstName: 'e',
            }),
            signInId,
          );
        },
      ];
      const orders = orderParts(parts, folder);
      const ended = await orders.placement.place(order);
      revealed.push('error' in ended.outcome ? ended.outcome.error.sentence() : '');
      await collect(Promise.resolve(ended));
      await collect(orders.reconciliation.check(undefined, { signal: soon() }));
      orders.dispose();
      for (const call of calls) {
        await collect(call());
      }
      await collect(session.renew((await session.authorization().catch(() => ({ header: '' }))).header));
      await collect(
        session.signInWithCredentials(
          baseUrl,
          { clientId, clientSecret: `${clientSecret}x` },
          { keepCredentials: true },
        ),
      );
      assert.ok(portal.requests.some(({ path }) => path === savePath));
      assert.ok(portal.requests.filter(({ path }) => path === tokenPath).length > 2);
      assertNotRevealed(secrets);
    });
  }

  it('are found by the search of this test if they are revealed', () => {
    for (const secret of [clientId, clientSecret]) {
      for (const [what, spell] of spellings.filter(
        ([name]) => !/base64.*(base64|in a URL|in JSON|line)|of (a URL|JSON) in/.test(name),
      )) {
        revealed.push(spell(secret));
        assert.throws(() => assertNotRevealed([secret]), assert.AssertionError, what);
        revealed.length = 0;
      }
    }
  });
});
