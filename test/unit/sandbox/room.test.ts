import assert from 'node:assert/strict';
import { SimulatedPortal } from '../../../src/sandbox/simulatedPortal';
import type { Reply } from '../../../src/sandbox/reply';
import { ids, orderText, savePath } from './orderTexts';

const tokenPath = '/auth/openapi/v1/oauth/token';
const pagePath = '/order/openapi/order/v1/page';
const saveUserPath = '/user/openapi/user/v1/client/save_user';
const partnerListPath = '/user/openapi/user/v1/client/partner_list';

describe('sandbox: what it keeps', () => {
  let portal: SimulatedPortal;
  let token: string;

  beforeEach(() => {
    portal = new SimulatedPortal();
    token = signIn();
  });

  function send(method: string, path: string, contentType: string, body: string, bearer = token): Reply {
    const headers = {
      'user-agent': 'OpenAPI',
      authorization: `Bearer ${bearer}`,
      'content-type': contentType,
    };
    return portal.process({ method, path, query: '', headers, body });
  }

  function signIn(): string {
    const { clientId, clientSecret } = portal;
    const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'pp_credentials' };
    const body = new URLSearchParams(form).toString();
    const reply = send('POST', tokenPath, 'application/x-www-form-urlencoded', body, '');
    return /"token":"([^"]+)"/.exec(reply.body)?.[1] ?? assert.fail(reply.body);
  }

  const post = (path: string, body: string) => send('POST', path, 'application/json', body);
  const minutes = (poNumber: string) =>
    orderText({ poNumber: JSON.stringify(poNumber) }, { serviceId: ids.recordingMinutes, quantity: '100' });
  const user = (index: number, remark: string) =>
    JSON.stringify({
      userType: 'Customer',
      yeastarId: `user${index}@example.test`,
      company: 'Example',
      country: 'Nigeria',
      firstName: 'Ada',
      remark,
    });

  it('are as many orders and users as there is room for: then it refuses more, and those that it has stay', () => {
    const statuses = Array.from({ length: 6 }, () => post(savePath, minutes('x'.repeat(900_000))).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 422, 422]);
    assert.equal(post(saveUserPath, user(1, '')).status, 200);
    const { status, body } = post(saveUserPath, user(2, 'x'.repeat(400_000)));
    assert.equal(status, 422);
    assert.match(body, /"code":"sandbox_full","detailMessage":"The sandbox is full/);
    assert.match(send('GET', pagePath, '', '').body, /"total":4\b/);
    assert.doesNotMatch(send('GET', partnerListPath, '', '').body, /user2@/);
  });

  it('are not even small orders without end', () => {
    let count = 0;
    while (count < 3000 && post(savePath, minutes('')).status === 200) {
      count++;
    }
    assert.ok(count >= 1000 && count < 3000, `${count} small orders`);
  });

  it('are the tokens of the last thousand sign-ins', () => {
    const early = token;
    const tokens = Array.from({ length: 1000 }, signIn);
    assert.equal(send('GET', pagePath, '', '', early).status, 401);
    assert.equal(send('GET', pagePath, '', '', tokens[0]).status, 200);
    assert.equal(send('GET', pagePath, '', '', tokens.at(-1)).status, 200);
  });

  it('is of an order what it means, and not the request', () => {
    post(savePath, minutes('PO-7'));
    assert.equal(portal.orders[0]?.poNumber, 'PO-7');
    assert.ok(!('body' in portal.orders[0]));
  });
});
