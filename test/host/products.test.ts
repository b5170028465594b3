import assert from 'node:assert/strict';
import { commands, TreeItemCollapsibleState } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { ReceivedRequest, Reply, TestPortal, TestPortalOptions } from '../portal/testPortal';
import type { Row } from '../../src/tree/rows/row';
import { click, setSetting, shown, signedIn, theExtension } from './extension';
import { asRead } from '../unit/support/asRead';

const productsPath = '/pricing/openapi/purchase/v1/product_list';
const instancesPath = '/product/openapi/instance_product/v1/client/instance_product_list';

describe('The products in the Instances view', () => {
  let parts: Composition;
  let portal: TestPortal;
  /** Which requests the portal refuses. */
  let isRefused: (request: ReceivedRequest) => boolean;

  beforeEach(() => {
    isRefused = () => false;
  });

  afterEach(async () => {
    await setSetting('productIds', undefined);
    await parts.session.signOut();
    await portal.close();
  });

  async function open(options: TestPortalOptions = {}): Promise<void> {
    ({ parts, portal } = await signedIn({
      instances: { 9: 3, 12: 60, 13: 40 },
      intercept: (request, process) => (isRefused(request) ? refusal : process()),
      ...options,
    }));
  }

  /** The top-level rows, once all products have been loaded. */
  async function outermost(): Promise<Row[]> {
    await parts.instances.getChildren();
    await parts.lists.whenLoaded();
    return parts.instances.getChildren();
  }

  async function product(productId: number): Promise<Row> {
    const row = (await outermost()).find(({ id }) => id === `product ${productId}`);
    assert.ok(row, `no row for product ${productId}`);
    return row;
  }

  async function below(productId: number): Promise<string[]> {
    return (await parts.instances.getChildren(await product(productId))).map(shown);
  }

  const message = async () => (await theExtension()).tree.message ?? '';
  const requests = (productId: number) => portal.requests.filter(isFor(productId)).length;

  it('are shown with their number of instances, Cloud PBX first', async () => {
    await open();
    assert.deepEqual((await outermost()).map(shown), [
      'Cloud PBX (PCE Instance) | 40',
      'Linkus Cloud Service | 3',
      'P-Series Plan for Appliance Edition | 0',
      'Software PBX (PSE Self-hosted) | 60',
      'Cloud PBX (PCE Package) | 0',
      'Remote Management | 0',
      'Add-on Service | 0',
      'Remote Management Premium | 0',
    ]);
  });

  it('are collapsed at first, except for Cloud PBX', async () => {
    await open();
    const states = (await outermost()).map((row) => row.treeItem().collapsibleState);
    const [first, ...others] = states;
    assert.equal(first, TreeItemCollapsibleState.Expanded);
    assert.deepEqual(new Set(others), new Set([TreeItemCollapsibleState.Collapsed]));
  });

  it('have a row with a tooltip, an accessible name and their commands', async () => {
    await open();
    const software = (await product(12)).treeItem();
    assert.equal(asRead(software.tooltip), 'Software PBX (PSE Self-hosted)\nProduct 12\n60 instances');
    assert.equal(software.accessibilityInformation?.label, 'Software PBX (PSE Self-hosted), 60 instances');
    assert.equal(software.contextValue, 'product purchase startTrial');
  });

  it('have their instances below them, and load more on demand', async () => {
    await open();
    const first = await below(12);
    assert.equal(first.length, 27);
    assert.equal(first[25], 'Load 25 more | 25 of 60');
    await click((await parts.instances.getChildren(await product(12))).at(-2));
    assert.equal((await below(12)).length, 51);
    assert.equal((await below(13)).length, 26);
  });

  it('have plan and services below their instances, with their commands', async () => {
    await open();
    for (const productId of [9, 12, 13]) {
      const [instance] = await parts.instances.getChildren(await product(productId));
      const [plan] = await parts.instances.getChildren(instance);
      assert.match(plan?.treeItem().contextValue ?? '', /^plan .*\bswitchPlan\b/, `product ${productId}`);
      assert.match(instance?.treeItem().contextValue ?? '', /^instance .*\bswitchPlan\b/);
    }
  });

  it('say what can be done if a product has no instances', async () => {
    await open();
    assert.deepEqual(await below(14), [
      'The portal lists no instances of this product. Purchase one or start a trial from the menu of the row above.',
    ]);
    assert.deepEqual(await below(19), [
      'The portal lists no instances of this product. Purchase one from the menu of the row above.',
    ]);
  });

  it('have no row if there is only one product', async () => {
    await open({
      instances: 3,
      intercept: ({ path }, process) => (path === productsPath ? products(process(), [13]) : process()),
    });
    const rows = await outermost();
    assert.equal(rows.length, 3);
    assert.match(rows.map(shown)[0] ?? '', /^Lagos head office \| .+ · Enterprise Plan · 3658B4311196K2ID$/);
    const services = await parts.instances.getChildren(rows[0]);
    assert.match(services.map(shown)[0] ?? '', /^Enterprise Plan/);
    await portal.close();
    await commands.executeCommand('pbx.refresh');
    assert.equal((await outermost()).length, 3);
    assert.match(await message(), /^Could not connect.* Shown as of [^:]*:\d\d[^:]*\.$/);
  });

  it('say only once that there are no instances if there is only one product', async () => {
    await open({
      instances: 0,
      intercept: ({ path }, process) => (path === productsPath ? products(process(), [13]) : process()),
    });
    assert.deepEqual((await outermost()).map(shown), ['The portal lists no instances for this account.']);
  });

  it('offer to try again only once if nothing was ever loaded', async () => {
    await open();
    await portal.close();
    const rows = (await outermost()).map(shown);
    assert.equal(rows.length, 1);
    assert.match(rows[0] ?? '', /^Try Again \| Could not connect to 127\.0\.0\.1/);
  });

  it('fail separately, and are requested again separately with one click', async () => {
    await open();
    isRefused = isFor(12);
    assert.equal(shown(await product(12)), 'Software PBX (PSE Self-hosted) | not loaded');
    assert.equal(shown(await product(13)), 'Cloud PBX (PCE Instance) | 40');
    const [failure, ...others] = await parts.instances.getChildren(await product(12));
    assert.ok(failure);
    assert.deepEqual(others, []);
    assert.match(shown(failure), /^Try Again \| The portal refused the request: refused/);
    assert.equal(await message(), '');
    isRefused = () => false;
    const asked = () => portal.requests.filter(isFor(12)).length;
    const before = asked();
    await click(failure);
    assert.equal(shown(await product(12)), 'Software PBX (PSE Self-hosted) | 60');
    assert.equal((await below(12)).length, 27);
    assert.equal(asked(), before + 1);
  });

  it('say which of them are outdated', async () => {
    await open();
    await outermost();
    isRefused = (request) => isFor(9)(request) || isFor(12)(request);
    await commands.executeCommand('pbx.refresh');
    await outermost();
    assert.match(
      asRead(await message()),
      /^The portal refused the request: refused .* Shown as of .*: Linkus Cloud Service and Software PBX \(PSE Self-hosted\)\.$/,
    );
    assert.equal(shown(await product(12)), 'Software PBX (PSE Self-hosted) | 60 · not up to date');
    const [failure, ...kept] = await below(12);
    assert.match(failure ?? '', /^Try Again \| .* Shown as of /);
    assert.equal(kept.length, 27);
    isRefused = () => false;
    await commands.executeCommand('pbx.refresh');
    await outermost();
    assert.equal(await message(), '');
  });

  it('say why only Cloud PBX is listed if the product list could not be loaded', async () => {
    await open();
    isRefused = ({ path }) => path === productsPath;
    const rows = (await outermost()).map(shown);
    assert.match(
      rows[0] ?? '',
      /^Try Again \| The list of products could not be loaded, so some may be missing here\. .*refused/,
    );
    assert.match(rows[1] ?? '', /^Lagos head office \| .+ · Enterprise Plan · 3658B4311196K2ID$/);
    isRefused = () => false;
    await commands.executeCommand('pbx.refresh');
    assert.equal((await outermost()).length, 8);
  });

  it('stay if the product list can no longer be loaded', async () => {
    await open();
    const before = (await outermost()).map(shown);
    isRefused = ({ path }) => path === productsPath;
    await commands.executeCommand('pbx.refresh');
    assert.deepEqual((await outermost()).map(shown), before);
    assert.match(await message(), /^The portal refused.* Shown as of .*: list of products\.$/);
  });

  it('from the setting are added, under their ID if they have no name', async () => {
    await open({
      intercept: ({ path, query }, process) => {
        const isUnnamed = path === instancesPath && query.includes('productId=22');
        return isUnnamed
          ? ok('{"results":[{"productNo":"3622A0000000AAAA"}],"total":1,"totalPage":1}')
          : process();
      },
    });
    await outermost();
    await setSetting('productIds', [22, 0, 'x']);
    assert.equal(shown(await product(22)), 'Product 22 | 1');
    assert.deepEqual(await below(22), ['3622A0000000AAAA | activation unknown']);
    await setSetting('productIds', undefined);
    assert.equal((await outermost()).length, 8);
  });

  it('are all reloaded by the button in the title, although that passes the focused row', async () => {
    await open();
    const row = await product(12);
    const before = [requests(9), requests(12)] as const;
    await commands.executeCommand('pbx.refresh', row);
    await outermost();
    assert.deepEqual([requests(9), requests(12)], [before[0] + 1, before[1] + 1]);
  });

  it('have their names shown as text', async () => {
    await open({
      intercept: ({ path }, process) => {
        const reply = process();
        const body = reply.body.replace('Remote Management Premium', '$(zap)\\n<b>\u202egnp</b>');
        return path === productsPath ? { ...reply, body } : reply;
      },
    });
    const { label, accessibilityInformation } = (await product(21)).treeItem();
    assert.equal(label, '\u2068$(zap) <b>gnp</b>\u2069');
    assert.equal(accessibilityInformation?.label, '$(zap) <b>gnp</b>, 0 instances');
  });
});

const refusal = reply(
  400,
  '{"code":"refused","detailMessage":"refused","requestId":"5c1e","result":null,"status":400}',
);

function ok(result: string): Reply {
  return reply(
    200,
    `{"code":"success","detailMessage":"","requestId":"5c1e","result":${result},"status":200}`,
  );
}

function reply(status: number, body: string): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}

/** The reply of product_list with only these products. */
function products(told: Reply, productIds: readonly number[]): Reply {
  const envelope = JSON.parse(told.body) as { result: { productId: number }[] };
  const result = envelope.result.filter(({ productId }) => productIds.includes(productId));
  return { ...told, body: JSON.stringify({ ...envelope, result }) };
}

function isFor(productId: number): (request: ReceivedRequest) => boolean {
  return ({ path, query }) =>
    path === instancesPath && new URLSearchParams(query).get('productId') === String(productId);
}
