import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { serialNumbers } from '../../../src/sandbox/instanceRows';
import { eventually } from '../../rig/eventually';
import type { Pbx } from '../pbx';
import { sharedPbx } from '../sharedPbx';

const pricesPath = '/pricing/openapi/purchase/v1/my_price_info';

describe('Show Prices…', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx();
  });

  function line(text: string): Locator {
    return pbx.workbench.page.locator('.editor-instance .view-line').filter({ hasText: text }).first();
  }

  /** The price requests since `from`. */
  function asked(from = 0): string[] {
    return pbx.portal.requests
      .filter(({ path }) => path === pricesPath)
      .map(({ query }) => query)
      .slice(from);
  }

  it('asks for product and user, and shows the prices for a subordinate user', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('PBX: Show Prices…');
    await quickInput.waitUntilOpen('Show Prices');
    await quickInput.choose('Software PBX (PSE Self-hosted)');
    await eventually('The question for whom', async () =>
      (await quickInput.placeholder()) === 'Whose prices?' ? true : undefined,
    );
    assert.deepEqual(await quickInput.labels(), [
      'Your prices',
      'Wanjiru Kamau, Example Hotels',
      'Zofia Lis, Przykład Sp. z o.o.',
    ]);
    await quickInput.choose('Wanjiru Kamau, Example Hotels');
    await line('The prices that Wanjiru Kamau, Example Hotels sees').waitFor();
    await line('Enterprise Plan').waitFor();
    assert.equal(asked().length, 3);
    assert.ok(asked().every((query) => query.includes('partnerId=3197220415588370433')));
  });

  it('asks for a serial number if the portal lists the offering only by number, and can be cancelled', async () => {
    const { quickInput } = pbx.workbench;
    const before = asked().length;
    await pbx.workbench.runCommand('PBX: Show Prices…');
    await quickInput.choose('Linkus Cloud Service');
    await quickInput.waitForMessage(
      'The portal lists what it offers for Linkus Cloud Service by serial number only.',
    );
    await quickInput.submit();
    await quickInput.waitForMessage('Enter a serial number.');
    await quickInput.type(serialNumbers('L').of(0));
    await quickInput.submit();
    await quickInput.choose('Your prices');
    await line('Linkus Cloud Service Pro').waitFor();
    assert.equal(asked(before).length, 3);
    await pbx.workbench.runCommand('PBX: Show Prices…');
    await quickInput.waitUntilOpen('Show Prices');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    assert.equal(asked(before).length, 3);
  });

  it('says why there are no prices', async () => {
    await pbx.workbench.runCommand('PBX: Show Prices…');
    await pbx.workbench.quickInput.choose('Linkus Cloud Service');
    await pbx.workbench.quickInput.waitForMessage('Linkus Cloud Service');
    await pbx.workbench.quickInput.type('nothing');
    await pbx.workbench.quickInput.submit();
    await pbx.workbench.page
      .locator('.notification-list-item-message')
      .filter({ hasText: 'The portal refused the request: productNo: unknown' })
      .waitFor();
  });
});
