import { OtherSignInError } from '../../../src/portal/explained';
import assert from 'node:assert/strict';
import { saveUserPath } from '../../../src/portal/client';
import {
  type UserOutcome,
  AlreadyListedError,
  createUser,
  NotCreatedError,
  emptyUserValues,
  userBody,
} from '../../../src/portal/createUser';
import { SignInNeededError } from '../../../src/portal/sessionTokens';
import { type Intercept, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { type Parts, signedIn } from '../support/portal';
import { count, failure, tokenPath } from '../support/requests';

const partnersPath = '/user/openapi/user/v1/client/partner_list';
const values = {
  ...emptyUserValues,
  ...{ yeastarId: 'amina@example.test', company: 'Example Clinics', country: 'Kenya', firstName: 'Amina' },
};
const body = userBody(values);

describe('the creation of a user', () => {
  let portal: TestPortal;
  let parts: Parts;
  let signInId: string;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    ({ signInId } = await parts.session.authorization());
  });

  afterEach(() => portal.close());

  const create = (text = body): Promise<UserOutcome> =>
    createUser(parts.client, parts.session, text, signInId);
  const sent = () => portal.requests.filter(({ path }) => path === saveUserPath);
  const onSave = (intercept: Intercept) => {
    portal.intercept = (request, process, response) =>
      request.path === saveUserPath ? intercept(request, process, response) : process();
  };
  const isListed = async () =>
    (await parts.client.partners()).some(({ email }) => email === 'amina@example.test');

  it('is sent once, with exactly that body, and succeeds', async () => {
    const outcome = await create();
    assert.ok(outcome.kind === 'created' && outcome.by === 'reply');
    assert.match(outcome.reply ?? '', /"result":true/);
    assert.deepEqual(
      sent().map((request) => [request.method, request.headers['content-type'], request.body]),
      [['POST', 'application/json', body]],
    );
    assert.ok(await isListed());
  });

  it('is refused at the field that the portal names', async () => {
    const outcome = await create(userBody({ ...values, country: 'Atlantis' }));
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.field, 'country');
    assert.match(outcome.error.sentence(), /country: unknown.*parameter_validation_failed, request /);
  });

  it('is refused if the portal replies with success but no user', async () => {
    onSave(() => ({ status: 200, headers: {}, body: envelope('false') }));
    const outcome = await create();
    assert.ok(outcome.kind === 'refused' && outcome.error instanceof NotCreatedError);
    assert.equal(outcome.field, undefined);
    assert.match(outcome.error.sentence(), /did not create the user.*request 5c1e/);
  });

  const vague = ['null', '{}', '"true"', '1', '[]'];
  for (const result of vague) {
    it(`succeeds if the reply is a vague ${result} and the portal now lists the user`, async () => {
      onSave(after((reply) => ({ ...reply, body: envelope(result) })));
      const outcome = await create();
      assert.deepEqual(outcome, { kind: 'created', by: 'list', reply: envelope(result) });
    });

    it(`has an unknown outcome if the reply is a vague ${result} and the portal lists nobody new`, async () => {
      onSave(() => ({ status: 200, headers: {}, body: envelope(result) }));
      assert.deepEqual(await create(), { kind: 'unknown', error: undefined, reply: envelope(result) });
      assert.equal(sent().length, 1);
    });
  }

  for (const [what, reply] of [
    ['has the code success', { ...failure(400, 'success') }],
    ['has no code', { ...failure(400, '') }],
    ['has the result of a success', failure(400, 'odd', 'true')],
    ['has no request id', withBody(failure(400, 'odd'), '"requestId":"5c1e",', '')],
    ['has no status', withBody(failure(400, 'odd'), ',"status":400', '')],
    ['has a status other than the HTTP status', { ...failure(400, 'odd'), status: 403 }],
    ['has a number as its code', withBody(failure(400, 'odd'), '"code":"odd"', '"code":"4001"')],
    ['has a status that may refer to an earlier attempt', failure(409, 'duplicate_request')],
  ] as const) {
    it(`has an unknown outcome if a refusal ${what}`, async () => {
      onSave(() => reply);
      assert.equal((await create()).kind, 'unknown');
    });
  }

  for (const email of ['amina@example.test', 'Amina@Example.test']) {
    it(`is not sent if the portal already lists ${email}`, async () => {
      await create(userBody({ ...values, yeastarId: email }));
      const outcome = await create();
      assert.ok(outcome.kind === 'notSent' && outcome.error instanceof AlreadyListedError);
      assert.match(outcome.error.sentence(), /already lists a subordinate user with this Yeastar ID/);
      assert.equal(sent().length, 1);
    });
  }

  it('is not sent in another sign-in', async () => {
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    const outcome = await create();
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof OtherSignInError);
    assert.match(outcome.error.sentence(), /signed in again.*Nothing was sent/);
    assert.equal(sent().length, 0);
  });

  it('is not sent without a session', async () => {
    await parts.session.signOut();
    const outcome = await create();
    assert.ok(outcome.kind === 'notSent' && outcome.error instanceof SignInNeededError);
    assert.equal(sent().length, 0);
  });

  it('is sent once with a renewed token if the old one has expired', async () => {
    portal.expireTokens();
    assert.equal((await create()).kind, 'created');
    assert.deepEqual([sent().length, count(portal.requests, tokenPath)], [1, 2]);
  });

  it('is sent and succeeds even if the portal’s list is not available', async () => {
    portal.intercept = (request, process) =>
      request.path === partnersPath ? failure(403, 'forbidden') : process();
    assert.equal((await create()).kind, 'created');
  });

  it('has an unknown outcome if the list before it was not available', async () => {
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === saveUserPath
        ? failure(500, 'internal_error')
        : request.path === partnersPath && sent().length === 0
          ? failure(403, 'forbidden')
          : reply;
    };
    assert.equal((await create()).kind, 'unknown');
    assert.ok(await isListed());
  });

  it('has an unknown outcome if the list after it is not available', async () => {
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === saveUserPath
        ? failure(500, 'internal_error')
        : request.path === partnersPath && sent().length > 0
          ? failure(403, 'forbidden')
          : reply;
    };
    assert.equal((await create()).kind, 'unknown');
  });

  it('has an unknown outcome if another account signs in meanwhile, because its list proves nothing', async () => {
    onSave(async (_request, process) => {
      process();
      await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
      return failure(500, 'internal_error');
    });
    assert.equal((await create()).kind, 'unknown');
    assert.equal(sent().length, 1);
  });
});

function envelope(result: string): string {
  return `{"code":"success","detailMessage":"","requestId":"5c1e","result":${result},"status":200}`;
}

function withBody(reply: Reply, old: string, by: string): Reply {
  assert.ok(reply.body.includes(old));
  return { ...reply, body: reply.body.replace(old, by) };
}

/** Lets the portal process the request, then changes its reply. */
function after(answer: (reply: Reply) => Reply): Intercept {
  return (_request, process) => answer(process());
}
