import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, TabInputWebview, ThemeIcon, window, workspace } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { RenewalRow } from '../../src/tree/rows/renewalRow';
import type { Row } from '../../src/tree/rows/row';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { headOf } from '../unit/support/entries';
import { click, requestCount, shown, signedIn, theExtension } from './extension';
import { toldWhile } from './orderScene';
import { removeEntries } from './logFiles';

const lagos = '3658B4311196K2ID';
const detailPath = '/product/openapi/instance_product/v1/detail';

/** The extension's classes are not those of this bundle. */
function isRenewal(row: Row): row is RenewalRow {
  return row.id.startsWith('renewal ');
}

describe('The Renewals view', () => {
  let parts: Composition;
  let portal: TestPortal;
  let folder: string;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    ({ parts, portal } = await signedIn(options));
    await parts.renewals.whenOpen();
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pbx-renewals-'));
  });
  afterEach(async () => {
    await commands.executeCommand('pbx.clearRenewalFilter');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
    await rm(folder, { recursive: true, force: true });
  });

  const view = async () => (await theExtension()).renewalsTree;
  const groups = async () => (await parts.renewals.getChildren()).map(shown);
  const message = async () => asRead((await view()).message ?? '');

  /** The rows below the groups and months, in their order. */
  async function renewals(): Promise<RenewalRow[]> {
    const below = async (rows: readonly Row[]): Promise<RenewalRow[]> => {
      const found: RenewalRow[] = [];
      for (const row of rows) {
        found.push(...(isRenewal(row) ? [row] : await below(await parts.renewals.getChildren(row))));
      }
      return found;
    };
    return below(await parts.renewals.getChildren());
  }

  const detailsAsked = () => portal.requests.filter(({ path }) => path === detailPath).length;

  it('is empty when signed out, so that the welcome content shows', async () => {
    await open();
    await parts.session.signOut();
    assert.deepEqual(await parts.renewals.getChildren(), []);
    assert.equal(await message(), '');
    assert.equal((await view()).description, '');
  });

  it('offers to read, with the number of requests, and shows what the loaded lists have', async () => {
    await open({ instances: { 13: 40 } });
    const [offer = ''] = await groups();
    // Two pages of product 13, and one for each other product.
    assert.equal(offer, 'Read Due Dates | 9 requests');
    assert.equal((await renewals()).length, 25);
    assert.equal(detailsAsked(), 0);
  });

  it('counts a request for each PBX if the lists have no dates', async () => {
    await open({ instances: { 13: 40 }, shape: { details: 'untold' } });
    assert.equal((await groups())[0], 'Read Due Dates | 49 requests');
  });

  it('reads on a click, and says as of when', async () => {
    await open({ instances: { 13: 40 } });
    const [offer] = await parts.renewals.getChildren();
    await click(offer);
    const rows = await renewals();
    assert.equal(rows.length, 40);
    assert.ok(!(await groups()).some((row) => row.startsWith('Read Due Dates')));
    assert.match(await message(), /^Due dates as of .+\.$/);
    const days = rows.map(({ renewal }) => renewal.date.day ?? '');
    const known = days.filter((day) => day !== '');
    assert.deepEqual(known, known.toSorted());
    const row = rows.find(({ renewal }) => renewal.date.productNo === lagos);
    assert.ok(row);
    assert.match(shown(row), /^Lagos head office \| .*\d{4}.* · Enterprise Plan · 10 extensions$/);
    assert.match(row.treeItem().accessibilityInformation?.label ?? '', /serial number 3658B4311196K2ID$/);
  });

  it('warns within the days of the notice, as the Instances view does', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const iconsOf = async () =>
      (await renewals()).flatMap((row) => {
        const { iconPath } = row.treeItem();
        const { daysLeft } = row.renewal;
        return iconPath instanceof ThemeIcon && daysLeft !== undefined
          ? [[daysLeft, iconPath.id] as const]
          : [];
      });
    const configuration = workspace.getConfiguration('pbx');
    try {
      for (const noticeDays of [200, 30, 0]) {
        await configuration.update('renewalNoticeDays', noticeDays, ConfigurationTarget.Global);
        const icons = await iconsOf();
        assert.ok(icons.length > 30);
        for (const [daysLeft, icon] of icons) {
          const due = daysLeft < 0 ? 'error' : 'warning';
          assert.equal(icon, noticeDays > 0 && daysLeft <= noticeDays ? due : 'calendar', String(daysLeft));
        }
      }
    } finally {
      await configuration.update('renewalNoticeDays', undefined, ConfigurationTarget.Global);
    }
  });

  it('keeps what was read, and asks for nothing when it is opened again', async () => {
    await open({ instances: { 13: 5 } });
    await commands.executeCommand('pbx.readDueDates');
    const before = await renewals();
    const { state, account } = parts.session;
    assert.ok(state.kind === 'signedIn' && account !== undefined);
    await parts.dueDates.open({ baseUrl: state.baseUrl, account }, true);
    const requests = requestCount(portal);
    assert.deepEqual((await renewals()).map(shown), before.map(shown));
    assert.equal(requestCount(portal), requests);
  });

  it('shows what could not be read, with a row that tries again', async () => {
    await open({ instances: { 13: 5 } });
    await commands.executeCommand('pbx.readDueDates');
    await portal.faults.set('forbidden', { times: 20 });
    const told = await toldWhile(async () => commands.executeCommand('pbx.readDueDates'));
    assert.match(told.join('\n'), /^error: The end dates could not be read\. /);
    const [failure, ...others] = await parts.renewals.getChildren();
    assert.ok(failure);
    assert.match(shown(failure), /^Try Again \| /);
    assert.ok(others.length > 0);
    await portal.faults.clear();
    await click(failure);
    assert.doesNotMatch((await groups()).join('\n'), /Try Again/);
  });

  it('filters by text and product', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    await commands.executeCommand('pbx.filterRenewals', { text: 'lagos head' });
    assert.deepEqual(
      (await renewals()).map(({ renewal }) => renewal.date.productNo),
      [lagos],
    );
    assert.match(await message(), /^Filter: "lagos head"\. Due dates as of /);
    await commands.executeCommand('pbx.filterRenewals', { productIds: [12] });
    assert.deepEqual(await groups(), ['No PBX matches the filter.']);
    await commands.executeCommand('pbx.clearRenewalFilter');
    assert.equal((await renewals()).length, 40);
  });

  it('shows a renewal that was ordered, and leaves it out of the count', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const of = async (productNo: string) =>
      (await renewals()).find(({ renewal }) => renewal.date.productNo === productNo);
    const date = (await of(lagos))?.renewal.date;
    assert.ok(date?.expiry);
    const { journal } = parts.orderServices;
    const body = `{"operationType":"renew_plan","productId":13,"productNo":"${lagos}","serviceList":[{"serviceId":1}]}`;
    const { baseUrl } = portal;
    const at = Date.now() - 60_000;
    const { id } = await journal.add(headOf({ baseUrl, body, endDate: date.expiry, createdAt: at }));
    const requests = detailsAsked();
    const read = new Promise<void>((resolve) => {
      const listening = parts.dueDates.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
    await journal.note(id, { state: 'placed', at: Date.now(), orderNo: 'YL1', by: 'reply' });
    await read;
    assert.equal(detailsAsked(), requests + 1);
    const row = await of(lagos);
    assert.ok(row);
    assert.match(shown(row), /^Lagos head office \| Renewal ordered .+, pending · /);
    assert.match(shown(row.parent), /renewal ordered: 1$/);
  });

  it('opens the form for a row', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const row = (await renewals()).find(({ renewal }) => renewal.date.productNo === lagos);
    assert.ok(row);
    const asked = portal.requests.length;
    await commands.executeCommand('pbx.renew', row, [row]);
    const targets = () =>
      portal.requests.slice(asked).filter(({ path, query }) => path === detailPath && query.includes(lagos));
    while (targets().length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('exports what is selected, filtered, or everything', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const exported = async (name: string) => {
      const file = join(folder, name);
      await commands.executeCommand('pbx.exportRenewals', { file, overwrite: true });
      return readFile(file, 'utf8');
    };
    const events = (text: string) => text.split('BEGIN:VEVENT').length - 1;
    const dated = (await renewals()).filter(({ renewal }) => renewal.date.day !== undefined).length;
    assert.equal(events(await exported('all.ics')), dated);
    await commands.executeCommand('pbx.filterRenewals', { text: lagos });
    assert.equal(events(await exported('one.ics')), 1);
    assert.equal((JSON.parse(await exported('one.json')) as unknown[]).length, 1);
    assert.match(await exported('one.csv'), /productNo.*\r\n.*3658B4311196K2ID/);
  });

  it('says how many a calendar has, and how many it leaves out', async () => {
    await open({ instances: { 11: 5, 13: 5 } });
    await commands.executeCommand('pbx.readDueDates');
    const all = await renewals();
    const undated = all.filter(({ renewal }) => renewal.date.day === undefined).length;
    assert.ok(undated > 0);
    const told = (name: string) =>
      toldWhile(async () => {
        await commands.executeCommand('pbx.exportRenewals', { file: join(folder, name), overwrite: true });
      });
    const [inCalendar] = await told('counted.ics');
    assert.match(
      inCalendar ?? '',
      new RegExp(`^information: Exported ${all.length - undated} PBXes .* leaves out: ${undated}\\.$`),
    );
    const [inTable] = await told('counted.csv');
    assert.match(inTable ?? '', new RegExp(`^information: Exported ${all.length} PBXes [^:]*$`));
  });

  /** The tabs with this kind of page. */
  const tabsOf = (viewType: string) =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(viewType));

  /** Runs a command and waits for the tab that it opens. */
  async function opens(viewType: string, command: string, ...passed: readonly unknown[]): Promise<void> {
    const opened = new Promise<void>((resolve) => {
      const listening = window.tabGroups.onDidChangeTabs(() => {
        if (tabsOf(viewType).length > 0) {
          listening.dispose();
          resolve();
        }
      });
    });
    await commands.executeCommand(command, ...passed);
    await opened;
  }

  it('opens the bulk order for several rows, and for a group', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const [one, other] = await renewals();
    await opens('pbx.bulkOrder', 'pbx.renew', one, [one, other]);
    await commands.executeCommand('workbench.action.closeAllEditors');
    const group = (await parts.renewals.getChildren()).find((row) => row.id === 'renewals later');
    assert.ok(group);
    await opens('pbx.bulkOrder', 'pbx.renew', group, [group]);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens the bulk order for a range of rows without the other rows of the groups in it', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    const [group] = (await parts.renewals.getChildren()).filter(({ id }) => id === 'renewals later');
    assert.ok(group);
    const [month, nextMonth] = await parts.renewals.getChildren(group);
    assert.ok(month && nextMonth);
    const rows = await parts.renewals.getChildren(month);
    const [next] = await parts.renewals.getChildren(nextMonth);
    await opens('pbx.bulkOrder', 'pbx.renew', next, [group, month, ...rows, nextMonth, next]);
    assert.equal(parts.bulk.models.at(-1)?.state.rows.length, rows.length + 1);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens the calendar once, and brings it to the front after that', async () => {
    await open({ instances: { 13: 40 } });
    await commands.executeCommand('pbx.readDueDates');
    await opens('pbx.renewalCalendar', 'pbx.openRenewalCalendar');
    await commands.executeCommand('pbx.openRenewalCalendar');
    assert.deepEqual(
      tabsOf('pbx.renewalCalendar').map(({ label }) => label),
      ['Renewal Calendar'],
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says Sandbox while that is on', async () => {
    await open();
    await commands.executeCommand('pbx.exploreSandbox');
    await parts.renewals.getChildren();
    assert.match(String((await view()).description), /^Sandbox( · \d+ within 30 days)?$/);
    assert.match(await message(), /^Sandbox: nothing is bought\./);
  });
});
