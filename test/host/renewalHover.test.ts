import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { RenewalRow } from '../../src/tree/rows/renewalRow';
import type { Row } from '../../src/tree/rows/row';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { signedIn } from './extension';

function isRenewal(row: Row): row is RenewalRow {
  return row.id.startsWith('renewal ');
}

describe('The hover of a renewal', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(options: TestPortalOptions): Promise<RenewalRow[]> {
    ({ parts, portal } = await signedIn(options));
    await parts.renewals.whenOpen();
    await commands.executeCommand('pbx.readDueDates');
    return renewalsBelow(await parts.renewals.getChildren());
  }
  afterEach(async () => {
    await parts.session.signOut();
    await portal.close();
  });

  /** The rows below the groups and months. */
  async function renewalsBelow(rows: readonly Row[]): Promise<RenewalRow[]> {
    const found: RenewalRow[] = [];
    for (const row of rows) {
      found.push(...(isRenewal(row) ? [row] : await renewalsBelow(await parts.renewals.getChildren(row))));
    }
    return found;
  }

  it('has the labels of the Instances view, and says what cannot be renewed here', async () => {
    const rows = await open({ instances: { 9: 3, 13: 5 } });
    assert.deepEqual(new Set(rows.map(({ renewal }) => renewal.date.productId)), new Set([9, 13]));
    for (const row of rows) {
      const { productId } = row.renewal.date;
      const { tooltip } = row.treeItem();
      const lines = asRead(typeof tooltip === 'string' ? tooltip : '').split('\n');
      for (const label of [
        'End date',
        'Serial number',
        ...(productId === 13 ? ['Plan', 'Extensions'] : []),
      ]) {
        assert.ok(
          lines.some((line) => line.startsWith(`${label}: `)),
          `${label} in ${lines.join(' | ')}`,
        );
      }
      assert.equal(lines.includes('Can be renewed only in the Partner Portal itself.'), productId === 9);
    }
  });

  it('says of a subscription that it ends today, as the row does', async () => {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    const [row] = await open({
      instances: { 13: 1 },
      intercept: (_request, process) => {
        const reply = process();
        return { ...reply, body: reply.body.replace(/"expireDate":"[^"]*"/g, `"expireDate":"${today}"`) };
      },
    });
    const item = row?.treeItem();
    const [description, hover] = [item?.description, item?.tooltip].map((text) =>
      typeof text === 'string' ? asRead(text) : '',
    );
    assert.match(description ?? '', /^today, /);
    assert.match(hover ?? '', /\nEnd date: today, /);
  });
});
