import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri } from 'vscode';
import { exportTo } from '../../src/commands/exportFile';
import { instancesExport } from '../../src/commands/export';
import type { ReceivedRequest, Reply, TestPortalOptions } from '../portal/testPortal';
import { instanceList } from '../../src/tree/instanceLists';
import { readExported } from '../unit/export/readCsv';
import { signedIn as unitParts } from '../unit/support/portal';
import { noon } from '../unit/support/entries';
import { setSetting } from './extension';
import { OrderScene, toldWhile } from './orderScene';

const ordersPath = '/order/openapi/order/v1/page';
const instancesPath = '/product/openapi/instance_product/v1/client/instance_product_list';

describe('An export', () => {
  let scene: OrderScene;
  let folder: string;
  const refusal = '{"code":"forbidden","detailMessage":"no","requestId":"1","result":null,"status":403}';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pbx-export-'));
  });

  afterEach(async () => {
    await scene.close();
    rmSync(folder, { recursive: true });
  });

  async function open(options: TestPortalOptions = {}): Promise<void> {
    scene = await OrderScene.open(options);
  }

  function file(name: string): string {
    return join(folder, name);
  }

  function read(name: string): string {
    return readFileSync(file(name), 'utf8');
  }

  /** Exports, and returns the notifications that the user gets. */
  function exported(
    command: 'pbx.exportInstances' | 'pbx.exportOrders',
    name: string,
    further: { readonly overwrite?: boolean } = {},
  ): Promise<string[]> {
    return toldWhile(async () => {
      await commands.executeCommand(command, { file: file(name), ...further });
    });
  }

  it('writes all pages of instances as CSV, whatever the view has loaded', async () => {
    await open();
    const told = await exported('pbx.exportInstances', 'instances.csv');
    assert.deepEqual(told, [`information: Exported 53 instances to ${file('instances.csv')}.`]);
    const [header, ...rows] = readExported(read('instances.csv'));
    assert.deepEqual(header?.slice(0, 5), ['productId', 'productNo', 'name', 'activationStatus', 'planName']);
    assert.deepEqual(
      [13, 9, 11, 12].map((product) => rows.filter(([productId]) => productId === String(product)).length),
      [40, 3, 4, 6],
    );
    assert.deepEqual(rows[0]?.slice(0, 5), [
      ...['13', '3658B4311196K2ID', 'Lagos head office', 'activated', 'Enterprise Plan'],
    ]);
    assert.ok(rows.some(([, , name]) => name === 'فرع القاهرة'));
  });

  it('uses the separator from the setting', async () => {
    await open();
    await setSetting('csvSeparator', ';');
    try {
      await exported('pbx.exportInstances', 'instances.csv');
      await exported('pbx.exportOrders', 'orders.csv');
    } finally {
      await setSetting('csvSeparator', undefined);
    }
    assert.match(read('instances.csv'), /^\ufeffproductId;productNo;name;/);
    assert.match(read('orders.csv'), /^\ufeff\w+;\w+;/);
  });

  describe('of the instances of several products', () => {
    const header = { 'Content-Type': 'application/json' };

    async function exportBoth(refused?: string): Promise<string[]> {
      await open({
        intercept: ({ path, query }, process) =>
          path === instancesPath && refused !== undefined && query.includes(refused)
            ? { status: 403, headers: header, body: refusal }
            : process(),
      });
      const { client, session, log } = await unitParts(scene.portal);
      const sources = () =>
        Promise.resolve(
          [13, 12].map((productId) => {
            const source = { instances: client.instancesAsReceived.bind(client) };
            return { productId, list: instanceList(source, productId) };
          }),
        );
      return toldWhile(() =>
        exportTo(Uri.file(file('instances.csv')), instancesExport({ session, log, sources })),
      );
    }

    it('writes one table', async () => {
      const [told = ''] = await exportBoth();
      const [, ...rows] = readExported(read('instances.csv'));
      const products = rows.map(([productId]) => productId);
      assert.deepEqual([...new Set(products)], ['13', '12']);
      assert.ok(told.startsWith(`information: Exported ${rows.length} instances to `), told);
    });

    it('names the product and page that failed, and writes none of them', async () => {
      const [told = ''] = await exportBoth('productId=12');
      assert.match(told, /^error: Product 12: Page 1 could not be loaded\. .* No file was written\.$/);
      assert.equal(existsSync(file('instances.csv')), false);
    });
  });

  it('writes instances as JSON with exact IDs if the file name ends in .json', async () => {
    await open({ shape: { ids: 'number' } });
    await exported('pbx.exportInstances', 'instances.JSON');
    const text = read('instances.JSON');
    assert.equal((JSON.parse(text) as unknown[]).length, 53);
    assert.match(text, /"planId": 3048571730026938368,/);
  });

  it('writes the portal’s orders and this machine’s entries, whatever the filter shows', async () => {
    await open();
    await scene.giveOrders(...Array.from({ length: 30 }, (_, index) => index + 1));
    const [oldest] = scene.portal.orders;
    assert.ok(oldest);
    await scene.entry({ state: 'placed', at: noon, orderNo: oldest.orderNo, by: 'reply' });
    await scene.entry({ state: 'unknown', at: noon, reason: 'ECONNRESET' });
    await commands.executeCommand('pbx.filterOrders', { text: 'no such thing' });
    const told = await exported('pbx.exportOrders', 'orders.csv');
    assert.deepEqual(told, [`information: Exported 31 orders to ${file('orders.csv')}.`]);
    const [header = [], ...rows] = readExported(read('orders.csv'));
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    assert.deepEqual(
      [column('record')[0], column('orderNo')[0], column('record').at(-1), column('id').at(-1)],
      ['unknown', '', 'placed', oldest.id],
    );
    assert.deepEqual(column('customReferenceNo').slice(1, 3), ['PO-30', 'PO-29']);
    assert.equal(column('createTime').at(-1), new Date(oldest.createTime).toISOString());
    await commands.executeCommand('pbx.clearOrderFilter');
  });

  it('that fails half-way writes no file and names the page', async () => {
    await open({
      intercept: ({ path, query }: ReceivedRequest, process: () => Reply) =>
        path === instancesPath && query.includes('pageNo=2')
          ? { status: 403, headers: { 'Content-Type': 'application/json' }, body: refusal }
          : process(),
    });
    writeFileSync(file('instances.csv'), 'of yesterday');
    const [told = '', ...others] = await exported('pbx.exportInstances', 'instances.csv', {
      overwrite: true,
    });
    assert.match(
      told,
      /^error: Product 13: Page 2 could not be loaded\. .*denies access.* No file was written\.$/,
    );
    assert.deepEqual(others, []);
    assert.equal(read('instances.csv'), 'of yesterday');
  });

  it('from a script does not replace an existing file, and requests nothing from the portal', async () => {
    await open();
    writeFileSync(file('orders.csv'), 'of yesterday');
    // The views may be visible, and request rows of their own.
    await scene.rows();
    await scene.parts.lists.open();
    await scene.parts.lists.whenLoaded();
    const before = scene.portal.requests.length;
    const refused = [
      `error: ${file('orders.csv')} already exists. Pass "overwrite": true to replace it. No file was written.`,
    ];
    assert.deepEqual(await exported('pbx.exportOrders', 'orders.csv'), refused);
    assert.deepEqual(await exported('pbx.exportOrders', 'orders.csv', { overwrite: false }), refused);
    assert.equal(read('orders.csv'), 'of yesterday');
    assert.equal(scene.portal.requests.length, before);
  });

  it('from a script replaces a file if the script says so', async () => {
    await open();
    writeFileSync(file('orders.csv'), 'of yesterday');
    const told = await exported('pbx.exportOrders', 'orders.csv', { overwrite: true });
    assert.deepEqual(told, [`information: Exported 0 orders to ${file('orders.csv')}.`]);
    assert.match(read('orders.csv'), /^\ufefforderNo,/);
  });

  it('from a script keeps a file that appears while the rows are loaded', async () => {
    await open({
      intercept: ({ path }, process) => {
        if (path === ordersPath) {
          writeFileSync(file('orders.csv'), 'of somebody else');
        }
        return process();
      },
    });
    const [told = ''] = await exported('pbx.exportOrders', 'orders.csv');
    assert.match(told, /^error: .*orders\.csv already exists\./);
    assert.equal(read('orders.csv'), 'of somebody else');
  });

  it('from a script creates the folder that it names', async () => {
    await open();
    await exported('pbx.exportOrders', join('new', 'orders.csv'));
    assert.ok(existsSync(file(join('new', 'orders.csv'))));
  });

  it('reports if the portal lists fewer rows than it counts', async () => {
    await open({
      intercept: ({ path }, process) => {
        const reply = process();
        return path === ordersPath
          ? {
              ...reply,
              body: reply.body.replace('"total":2', '"total":3').replace('"totalPage":1', '"totalPage":2'),
            }
          : reply;
      },
    });
    await scene.giveOrders(1, 2);
    assert.deepEqual(await exported('pbx.exportOrders', 'orders.csv'), [
      `information: Exported 2 orders to ${file('orders.csv')}. The portal reports 3 rows but listed only 2.`,
    ]);
  });

  it('reports why a file cannot be written', async () => {
    await open();
    writeFileSync(file('no folder'), '');
    const [told = ''] = await exported('pbx.exportInstances', 'no folder/instances.csv');
    assert.match(told, /^error: .*no folder.instances\.csv could not be written: /);
  });

  it('writes nothing if another account has signed in meanwhile', async () => {
    let signInAnew: (() => Promise<void>) | undefined;
    await open({
      intercept: async ({ path, query }, process) => {
        if (path === instancesPath && query.includes('pageNo=2')) {
          await signInAnew?.();
          signInAnew = undefined;
        }
        return process();
      },
    });
    const { parts, portal } = scene;
    const { state } = parts.session;
    assert.ok(state.kind === 'signedIn');
    signInAnew = () => parts.session.signInWithCredentials(state.baseUrl, portal, { keepCredentials: false });
    assert.deepEqual(await exported('pbx.exportInstances', 'instances.csv'), [
      'warning: You signed in or out in the meantime. No file was written. Export again.',
    ]);
    assert.equal(existsSync(file('instances.csv')), false);
  });

  it('continues after a token renewal', async () => {
    await open();
    scene.portal.expireTokens();
    await exported('pbx.exportInstances', 'instances.csv');
    assert.equal(readExported(read('instances.csv')).length, 54);
  });

  it('requests no page twice', async () => {
    await open();
    await scene.parts.lists.open();
    await scene.parts.lists.whenLoaded();
    const before = scene.portal.requests.length;
    await exported('pbx.exportInstances', 'instances.csv');
    const queries = scene.portal.requests.slice(before).filter(({ path }) => path === instancesPath);
    const pages = queries.map(({ query }) => query);
    assert.deepEqual([...new Set(pages)], pages);
    assert.equal(pages.filter((query) => /productId=13\b/.test(query)).length, 2, pages.join(' '));
  });
});
