import assert from 'node:assert/strict';
import { type TextDocument, commands, window, workspace } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import {
  type Intercept,
  type Reply,
  type TestPortal,
  type TestPortalOptions,
  startPortal,
} from '../portal/testPortal';
import { serialNumbers } from '../../src/sandbox/instanceRows';
import { eventually } from '../rig/eventually';
import { signedIn } from './extension';

const pricesPath = '/pricing/openapi/purchase/v1/my_price_info';
const partnersPath = '/user/openapi/user/v1/client/partner_list';

/** The annual prices of the sandbox’s Cloud PBX in a document. */
const annually = [
  'Billed annually',
  '',
  'Name                 ID                   Price  Currency',
  '-------------------  -------------------  -----  --------',
  'Enterprise Plan      3048571730026938368  36.00  USD',
  'Ultimate Plan        3048572026291630080  54.00  USD',
  'Extension Expansion  3048573516041273344  36.00  USD',
  'Recording Minutes    3048573759449317376   0.10  USD',
  'High Availability    3048573935752720384  12.50  USD',
].join('\n');

describe('The price list', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    ({ parts, portal } = await signedIn(options));
  }

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  /** Runs the command and accepts the first choice of each question: the user’s own prices. */
  async function show(argument: unknown): Promise<TextDocument> {
    let ended = false;
    const shown = Promise.resolve(commands.executeCommand('pbx.showPrices', argument)).finally(() => {
      ended = true;
    });
    // There is no event for an open quick pick.
    await eventually('The end of the command', async () => {
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return ended ? true : undefined;
    });
    await shown;
    const document = window.activeTextEditor?.document;
    assert.ok(document);
    return document;
  }

  /** Waits until the document has a certain text. */
  async function untilItSays(document: TextDocument, isSaid: (text: string) => boolean): Promise<void> {
    if (isSaid(document.getText())) {
      return;
    }
    await new Promise<void>((resolve) => {
      const listening = workspace.onDidChangeTextDocument((change) => {
        if (change.document === document && isSaid(document.getText())) {
          listening.dispose();
          resolve();
        }
      });
    });
  }

  const asked = (path: string) => portal.requests.filter((request) => request.path === path);

  const withoutUsers = (intercept: Intercept): Intercept => {
    return (request, process, response) => {
      const reply = process();
      return request.path === partnersPath
        ? withResult(reply, '[]')
        : intercept(request, () => reply, response);
    };
  };

  it('has a table for each billing cycle, and everything as received, digit for digit', async () => {
    await open();
    const document = await show({ productId: 13 });
    const text = document.getText();
    const [product, told] = text.split('\n');
    assert.equal(product, 'Prices of Cloud PBX (PCE Instance), product 13');
    assert.match(told ?? '', /^Your prices, from 127\.0\.0\.1:\d+ on .*\d:\d\d/);
    assert.ok(text.includes(annually), text);
    assert.ok(text.includes('Billed monthly\n\n'), text);
    assert.ok(text.includes('\nHigh Availability    3048573935752720384   1.25  USD\n'), text);
    assert.ok(
      text.includes('Billed once\n\nThe portal lists no plan and no service for this billing cycle.'),
      text,
    );
    const json = JSON.parse(text.slice(text.indexOf('As received') + 'As received'.length)) as {
      '130052': Record<'annually' | 'monthly' | 'once', { planList: unknown[] }>;
    };
    assert.deepEqual(json['130052'].once, { offeringId: '130052', planList: [], serviceList: [] });
    assert.deepEqual(json['130052'].annually.planList[0], {
      ...{ planId: '3048571730026938368', pricingId: '3050011982734655489', planName: 'Enterprise Plan' },
      ...{ currencyCode: 'USD', price: '36.00' },
    });
  });

  it('opens as a read-only plain text document', async () => {
    await open();
    const document = await show({ product: { productId: 13 } });
    assert.deepEqual(
      [
        document.uri.scheme,
        document.languageId,
        document.isDirty,
        workspace.fs.isWritableFileSystem('pbx-prices'),
      ],
      ['pbx-prices', 'plaintext', false, undefined],
    );
    assert.equal(document.uri.path, '/Prices \u2068Cloud PBX PCE Instance\u2069.txt');
  });

  it('requests the three billing cycles in parallel, with the offering from the product list', async () => {
    await open({ shape: { ids: 'number' }, latency: 20 });
    await show({ productId: 13 });
    assert.deepEqual(
      asked(pricesPath).map(({ query }) => query),
      ['annually', 'monthly', 'once'].map((cycle) => `productId=13&offeringId=130052&billingCycle=${cycle}`),
    );
    assert.deepEqual(asked('/pricing/openapi/purchase/v1/purchase_product_info'), []);
  });

  it('asks no question if there is no subordinate user', async () => {
    await open({ intercept: withoutUsers((_request, process) => process()) });
    await commands.executeCommand('pbx.showPrices', { productId: 13 });
    assert.ok(window.activeTextEditor?.document.getText().includes(annually));
  });

  it('shows the prices for a subordinate user', async () => {
    await open();
    const partnerId = '3197220415588370433';
    await parts.priceDocuments.show({
      ...{ productId: 13, productName: 'Cloud PBX', offeringIds: ['130052'] },
      partner: { partnerId, name: 'Wanjiru Kamau' },
    });
    const text = window.activeTextEditor?.document.getText() ?? '';
    assert.match(text.split('\n')[1] ?? '', /^The prices that Wanjiru Kamau sees, from 127\.0\.0\.1/);
    assert.match(text, /\nEnterprise Plan +3048571730026938368 +39\.60 +USD\n/);
    assert.doesNotMatch(text, /36\.00/);
    assert.ok(asked(pricesPath).every(({ query }) => query.endsWith(`&partnerId=${partnerId}`)));
  });

  it('says for each row that its price is not reported, and invents none', async () => {
    await open({ price: 'untold' });
    const text = (await show({ productId: 13 })).getText();
    assert.match(text, /\nEnterprise Plan +3048571730026938368 +not reported\n/);
    assert.equal(text.match(/not reported\n/g)?.length, 10);
  });

  it('says in its section that the prices of a billing cycle could not be read, and shows the others', async () => {
    await open({
      intercept: withoutUsers((request, process) => {
        const reply = process();
        return request.query.includes('billingCycle=monthly')
          ? {
              ...reply,
              status: 400,
              body: '{"code":"price_not_available","detailMessage":"not now","requestId":"7"}',
            }
          : reply;
      }),
    });
    const text = (await show({ productId: 13 })).getText();
    assert.ok(text.includes(annually), text);
    assert.ok(
      text.includes(
        'Billed monthly\n\nThese prices could not be read. The portal refused the request: not now (HTTP 400, price_not_available, request 7)\n',
      ),
      text,
    );
    assert.ok(text.includes('Billed once\n\nThe portal lists'), text);
  });

  it('shows currencies and amounts as received, and names as text', async () => {
    const rows = [
      '{"planId":1,"planName":"A\\u202Eb\\n\\tc","price":12345678901234567890.12,"currencyCode":"RMB"}',
      '{"planId":2,"planName":"云 PBX","price":"1250.5"}',
      '{"planId":3,"price":"1.00","listPrice":"2.00","serviceList":[{"serviceId":4,"serviceName":"HA","price":0}]}',
    ];
    await open({
      intercept: withoutUsers((request, process) =>
        request.path === pricesPath ? withResult(process(), `{"planList":[${rows.join()}]}`) : process(),
      ),
    });
    const text = (await show({ productId: 13 })).getText();
    const table = text.slice(text.indexOf('Name'), text.indexOf('\n\nBilled monthly'));
    assert.deepEqual(table.split('\n'), [
      'Name     ID                    Price  Currency',
      '-------  --  -----------------------  ------------',
      'Ab c     1   12345678901234567890.12  RMB',
      '云 PBX   2                   1,250.5  not reported',
      'no name  3        several, see below',
      '  HA     4                         0  not reported',
    ]);
    assert.ok(text.includes('"price": 12345678901234567890.12,'), text);
  });

  it('requests the offering of a product with a serial number only with that number', async () => {
    await open();
    const productNo = serialNumbers('L').of(0);
    const text = (await show({ productId: 9, productNo })).getText();
    assert.match(text, /\nLinkus Cloud Service Pro +3048918719332507648 +199\.00 +USD\n/);
    assert.equal(
      asked('/pricing/openapi/purchase/v1/purchase_product_info')[0]?.query,
      `productId=9&productNo=${productNo}`,
    );
  });

  it('asks the portal again if it is shown again', async () => {
    await open();
    const document = await show({ productId: 13 });
    const before = asked(pricesPath).length;
    const again = await show({ productId: 13 });
    assert.equal(again, document);
    await eventually('The second request', () => (asked(pricesPath).length > before ? true : undefined));
  });

  it('is removed when another account signs in, for which nothing is requested', async () => {
    await open();
    const [old, document] = [portal, await show({ productId: 13 })];
    await parts.session.signOut();
    await untilItSays(document, (text) => text.startsWith('You are signed out.'));
    await open();
    await old.close();
    await untilItSays(document, (text) => text.startsWith('These prices belong to another session.'));
    assert.doesNotMatch(document.getText(), /36\.00/);
    assert.deepEqual(asked(pricesPath), []);
  });

  it('shows nothing that was received while the account changed', async () => {
    const other = await startPortal();
    let signsIn = true;
    await open({
      intercept: withoutUsers(async (request, process) => {
        const reply = process();
        if (request.path === pricesPath && signsIn) {
          signsIn = false;
          await parts.session.signInWithCredentials(await baseUrlOf(other), other, {
            keepCredentials: false,
          });
        }
        return reply;
      }),
    });
    const document = await show({ productId: 13 });
    await untilItSays(document, (text) => text.startsWith('These prices belong to another session.'));
    await other.close();
  });

  it('comes back when the same account signs in again', async () => {
    await open();
    const document = await show({ productId: 13 });
    await parts.session.signOut();
    await untilItSays(document, (text) => text.startsWith('You are signed out.'));
    await parts.session.signInWithCredentials(await baseUrlOf(portal), portal, { keepCredentials: false });
    await untilItSays(document, (text) => text.includes(annually));
  });
});

/** The reply with another result, as JSON text. */
function withResult(reply: Reply, result: string): Reply {
  return {
    ...reply,
    body: `{"code":"success","detailMessage":"","requestId":"5c1e","result":${result},"status":200}`,
  };
}

async function baseUrlOf({ baseUrl }: TestPortal) {
  const { parseBaseUrl } = await import('../../src/portal/baseUrl');
  return parseBaseUrl(baseUrl);
}
