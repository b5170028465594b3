import assert from 'node:assert/strict';
import { type TestPortal, type TestPortalOptions, startPortal } from '../../portal/testPortal';
import {
  Caller,
  assertParameterRefused,
  assertRefused,
  askToken,
  credentials,
  exchange,
} from '../../portal/caller';

const tokenPath = '/auth/openapi/v1/oauth/token';
const productList = '/pricing/openapi/purchase/v1/product_list';

describe('sandbox: tokens', () => {
  const started: TestPortal[] = [];
  async function start(options?: TestPortalOptions): Promise<TestPortal> {
    const portal = await startPortal(options);
    started.push(portal);
    return portal;
  }
  afterEach(async () => {
    await Promise.all(started.splice(0).map((portal) => portal.close()));
  });

  it('exchanges client credentials for an access and a refresh token', async () => {
    const portal = await start({ tokenLifetime: 60 });
    const { answer, token, refreshToken } = await askToken(portal, credentials(portal));
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.envelope.result, { expiresIn: '60', refreshToken, token, tokenHead: 'Bearer ' });
    assert.notEqual(token, refreshToken);
    assert.equal((await new Caller(portal, token).get(productList)).status, 200);
  });

  it('says that an access token lasts 1800 seconds unless told otherwise', async () => {
    const portal = await start();
    const { answer } = await askToken(portal, credentials(portal));
    assert.match(answer.text, /"expiresIn":"1800"/);
  });

  it('takes a multipart form too', async () => {
    const portal = await start();
    const form = new FormData();
    for (const [name, value] of Object.entries(credentials(portal))) {
      form.set(name, value);
    }
    const reply = await fetch(`${portal.baseUrl}${tokenPath}`, { method: 'POST', body: form });
    assert.equal(reply.status, 200);
  });

  it('takes the credentials it was started with and no others', async () => {
    const portal = await start({ clientId: 'id & co', clientSecret: 's=1+1%' });
    assert.equal((await askToken(portal, credentials(portal))).answer.status, 200);
    for (const wrong of [{ client_id: 'other' }, { client_secret: 'other' }]) {
      const { answer } = await askToken(portal, { ...credentials(portal), ...wrong });
      assertRefused(answer, 401, 'invalid_client', /client_secret/);
    }
  });

  it('names a form field that is missing or has an unknown grant', async () => {
    const portal = await start();
    const { client_id = '', client_secret = '' } = credentials(portal);
    const cases: [Record<string, string>, string, string][] = [
      [{}, 'grant_type', 'required'],
      [{ grant_type: 'client_credentials', client_id, client_secret }, 'grant_type', 'oneof'],
      [{ grant_type: 'pp_credentials', client_secret }, 'client_id', 'required'],
      [{ grant_type: 'pp_credentials', client_id }, 'client_secret', 'required'],
      [{ grant_type: 'refresh_token' }, 'refresh_token', 'required'],
    ];
    for (const [form, field, tag] of cases) {
      assertParameterRefused((await askToken(portal, form)).answer, field, tag);
    }
  });

  it('refuses a token call in JSON', async () => {
    const portal = await start();
    const answer = await exchange(portal, tokenPath, {
      method: 'POST',
      headers: { 'User-Agent': 'OpenAPI', 'Content-Type': 'application/json' },
      body: JSON.stringify(credentials(portal)),
    });
    assertRefused(answer, 415, 'unsupported_media_type', /x-www-form-urlencoded/);
  });

  it('refreshes without credentials, and takes a refresh token once', async () => {
    const portal = await start();
    const first = await askToken(portal, credentials(portal));
    const form = { grant_type: 'refresh_token', refresh_token: first.refreshToken };
    const second = await askToken(portal, form);
    assert.equal(second.answer.status, 200);
    assert.notEqual(second.refreshToken, first.refreshToken);
    assert.equal((await new Caller(portal, second.token).get(productList)).status, 200);
    assertRefused((await askToken(portal, form)).answer, 401, 'invalid_refresh_token', /used/);
    const third = await askToken(portal, { ...form, refresh_token: second.refreshToken });
    assert.equal(third.answer.status, 200);
  });

  it('refuses calls without a token, with a wrong one, and with another scheme', async () => {
    const portal = await start();
    const { token, refreshToken } = await askToken(portal, credentials(portal));
    const refused = [
      undefined,
      '',
      token,
      'Bearer ',
      'Bearer wrong',
      `Basic ${token}`,
      `Bearer ${refreshToken}`,
    ];
    for (const authorization of refused) {
      const headers = { 'User-Agent': 'OpenAPI', ...(authorization === undefined ? {} : { authorization }) };
      assertRefused(await exchange(portal, productList, { headers }), 401, 'unauthorized', /token/);
    }
  });

  it('ends tokens by the clock: access after their lifetime, refresh after 15 days', async () => {
    let time = Date.UTC(2026, 10, 23);
    const portal = await start({ now: () => time });
    const { token, refreshToken } = await askToken(portal, credentials(portal));
    const caller = new Caller(portal, token);
    time += 1799_000;
    assert.equal((await caller.get(productList)).status, 200);
    time += 1000;
    assertRefused(await caller.get(productList), 401, 'token_expired', /expired/);
    time += 15 * 24 * 3600_000;
    const { answer } = await askToken(portal, { grant_type: 'refresh_token', refresh_token: refreshToken });
    assertRefused(answer, 401, 'invalid_refresh_token', /expired/);
  });

  it('expires access tokens on demand and leaves refresh tokens', async () => {
    const portal = await start();
    const { token, refreshToken } = await askToken(portal, credentials(portal));
    portal.expireTokens();
    assert.equal((await new Caller(portal, token).get(productList)).status, 401);
    const { answer } = await askToken(portal, { grant_type: 'refresh_token', refresh_token: refreshToken });
    assert.equal(answer.status, 200);
  });

  it('revokes both kinds of token on demand', async () => {
    const portal = await start();
    const { token, refreshToken } = await askToken(portal, credentials(portal));
    portal.revokeTokens();
    assert.equal((await new Caller(portal, token).get(productList)).status, 401);
    const { answer } = await askToken(portal, { grant_type: 'refresh_token', refresh_token: refreshToken });
    assert.equal(answer.status, 401);
  });
});
