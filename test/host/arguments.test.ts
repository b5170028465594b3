import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import { instanceArgument } from '../../src/commands/pickInstance';
import { productArgument } from '../../src/commands/productArgument';
import type { Composition } from '../../src/compose/compose';
import type { Instance } from '../../src/portal/instances';
import type { TestPortal } from '../portal/testPortal';
import { dayFormat, shortDayFormats } from '../../src/text/dateTexts';
import { InstanceRow, ProductRow } from '../../src/tree/rows/instanceRow';
import { PlanRow, ServiceRow } from '../../src/tree/rows/serviceRow';
import { signedIn } from './extension';
import { toldWhile } from './orderScene';

const service = {
  serviceId: '3048573759449317376',
  name: 'Recording Minutes',
  pricingId: undefined,
  planId: undefined,
  purchaseType: undefined,
  raw: {},
};
const detail = {
  planId: undefined,
  planName: undefined,
  extensions: undefined,
  expiry: undefined,
  subscribed: undefined,
  raw: null,
};

describe('A command argument', () => {
  let parts: Composition;
  let portal: TestPortal;
  let software: Instance;

  before(async () => {
    ({ parts, portal } = await signedIn({ instances: { 12: 3, 13: 40 } }));
    await parts.lists.open();
    await parts.lists.whenLoaded();
    const [first] = parts.lists.products.find(({ productId }) => productId === 12)?.list.rows ?? [];
    assert.ok(first);
    software = first;
  });

  after(async () => {
    await parts.session.signOut();
    await portal.close();
  });

  describe('for an instance', () => {
    it('may be its row, or the row of its plan or of a service', () => {
      const { productNo, name } = software;
      const row = new InstanceRow(software, undefined, {
        detailsOf: () => undefined,
        noticeDays: () => 30,
        dayFormats: { full: dayFormat(), ...shortDayFormats() },
      });
      const argument = { productId: 12, productNo, name, serviceId: undefined };
      assert.deepEqual(instanceArgument(row, parts.lists), argument);
      assert.deepEqual(instanceArgument(new PlanRow(row, undefined, detail), parts.lists), argument);
      // The ID is not branded here, since no portal sent it.
      const serviceRow = new ServiceRow(row, service as unknown as ServiceRow['service'], 'available');
      assert.deepEqual(instanceArgument(serviceRow, parts.lists), {
        ...argument,
        serviceId: service.serviceId,
      });
    });

    it('may be a serial number, whose product is that of the loaded instance', () => {
      const { productNo, name } = software;
      const expected = { productId: 12, productNo, name, serviceId: undefined };
      assert.deepEqual(instanceArgument(` ${productNo}\n`, parts.lists), expected);
      assert.deepEqual(instanceArgument({ productNo }, parts.lists), expected);
      assert.deepEqual(instanceArgument({ productNo, productId: 12 }, parts.lists), expected);
      assert.deepEqual(instanceArgument({ productNo, serviceId: '7' }, parts.lists), {
        ...expected,
        serviceId: '7',
      });
    });

    it('belongs to product 13 if the serial number is not loaded, unless a product is passed', () => {
      const productNo = '3600A0000000NONE';
      const expected = { productId: 13, productNo, name: '', serviceId: undefined };
      assert.deepEqual(instanceArgument(productNo, parts.lists), expected);
      assert.deepEqual(instanceArgument({ productNo, productId: 9 }, parts.lists), {
        ...expected,
        productId: 9,
      });
      assert.deepEqual(instanceArgument({ productNo: software.productNo, productId: 9 }, parts.lists), {
        ...expected,
        productId: 9,
        productNo: software.productNo,
      });
    });

    for (const argument of [
      undefined,
      null,
      '',
      ' ',
      13,
      {},
      { productNo: '' },
      { productNo: 7 },
      { productNo: 'A', productId: 0 },
      { productNo: 'A', productId: 1.5 },
      { productNo: 'A', productId: '13' },
    ]) {
      it(`is invalid: ${JSON.stringify(argument)}`, () => {
        assert.equal(instanceArgument(argument, parts.lists), undefined);
      });
    }

    it('reaches the command', async () => {
      await env.clipboard.writeText('before');
      const product = (await parts.instances.getChildren()).find(({ id }) => id === 'product 12');
      const [row] = await parts.instances.getChildren(product);
      await commands.executeCommand('pbx.copySerialNumber', row);
      assert.equal(await env.clipboard.readText(), software.productNo);
      await commands.executeCommand('pbx.copySerialNumber', { productNo: '3600A0000000NONE' });
      assert.equal(await env.clipboard.readText(), '3600A0000000NONE');
    });
  });

  describe('for a row that its view is drawing again', () => {
    // VS Code passes `undefined` for such a row, and a second argument for the selection.
    it('does nothing with the selected row, and says so', async () => {
      await env.clipboard.writeText('before');
      for (const command of ['pbx.renew', 'pbx.subscribe', 'pbx.orderAgain', 'pbx.copySerialNumber']) {
        const told = await toldWhile(async () => {
          await commands.executeCommand(command, undefined, undefined);
        });
        assert.deepEqual(told, ['information: This row has just changed, so nothing was done. Try again.']);
      }
      assert.equal(await env.clipboard.readText(), 'before');
      assert.deepEqual(
        window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
        [],
      );
    });
  });

  describe('for a product', () => {
    it('may be its row', () => {
      const product = parts.lists.products.find(({ productId }) => productId === 12);
      assert.ok(product);
      assert.deepEqual(productArgument(new ProductRow(product), parts.lists), {
        productId: 12,
        name: 'Software PBX (PSE Self-hosted)',
      });
    });

    it('may be its ID, with the name from the portal', () => {
      assert.deepEqual(productArgument({ productId: 12 }, parts.lists), {
        productId: 12,
        name: 'Software PBX (PSE Self-hosted)',
      });
      assert.deepEqual(productArgument({ productId: 22 }, parts.lists), {
        productId: 22,
        name: 'Product 22',
      });
    });

    for (const argument of [
      undefined,
      null,
      12,
      '12',
      {},
      { productId: '12' },
      { productId: -1 },
      { productId: 1.5 },
    ]) {
      it(`is invalid: ${JSON.stringify(argument)}`, () => {
        assert.equal(productArgument(argument, parts.lists), undefined);
      });
    }
  });
});
