import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExported } from '../../unit/export/readCsv';
import { eventually } from '../../rig/eventually';
import { askToken, Caller, credentials } from '../../portal/caller';
import { minutesBody } from '../../unit/support/portalOrders';
import { instanceListPath, savePath, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

describe('An export in a real window', () => {
  let pbx: Pbx;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pbx-export-'));
    pbx = await sharedPbx();
    const { token } = await askToken(pbx.portal, credentials(pbx.portal));
    await new Caller(pbx.portal, token).post(savePath, minutesBody(1));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  afterEach(async () => {
    await pbx.portal.faults.clear();
    await pbx.clearNotifications();
  });

  /** Enters the file in the dialog, whose suggestion begins with `name`. @returns Its path. */
  async function saveAs(name: string, ending: string): Promise<string> {
    const { quickInput } = pbx.workbench;
    const suggested = await eventually(`The suggestion ${name}`, async () => {
      const value = await quickInput.input.inputValue();
      return value.includes(name) ? value : undefined;
    });
    const day = new Date().getFullYear();
    assert.match(suggested, new RegExp(`/${name}-${day}-\\d\\d-\\d\\d\\.csv$`));
    const file = join(folder, `${name}${ending}`);
    // The dialog accepts no answer while it still reads the suggested folder. On a busy machine, it may also take
    // longer to close than one attempt lasts.
    await eventually('The end of the dialog', async () => {
      if (await quickInput.input.isHidden()) {
        return true;
      }
      await quickInput.input.fill(file, { timeout: 1000 });
      await quickInput.input.press('Enter', { timeout: 1000 });
      await quickInput.input.waitFor({ state: 'hidden', timeout: 2000 });
      return true;
    });
    return file;
  }

  it('asks where to write instances, writes them all and opens the file', async () => {
    await pbx.instances.chooseMore('Export Instances…');
    const file = await saveAs('pbx-instances', '.csv');
    await pbx.workbench.notifications.waitFor(`Exported 53 instances to ${file}.`);
    const rows = readExported(readFileSync(file, 'utf8'));
    assert.equal(rows.length, 54);
    assert.equal(rows[1]?.[1], reference.productNo);
    await pbx.workbench.notifications.clickButton('Exported 53 instances', 'Open');
    await eventually('The file in an editor', async () =>
      (await pbx.workbench.editorTitles()).some((title) => title.startsWith('pbx-instances'))
        ? true
        : undefined,
    );
    await pbx.workbench.runCommand('View: Close All Editors');
  });

  it('writes orders as JSON if the file name ends in .json', async () => {
    await pbx.orders.chooseMore('Export Orders…');
    await pbx.workbench.quickInput.waitUntilOpen('Export Orders');
    await pbx.workbench.quickInput.submit();
    const file = await saveAs('pbx-orders', '.json');
    await pbx.workbench.notifications.waitFor(`Exported 1 order to ${file}.`);
    const [order] = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>[];
    assert.equal(order?.orderNo, pbx.portal.orders[0]?.orderNo);
    assert.equal(order?.id, pbx.portal.orders[0]?.id);
  });

  it('ends at once without a file when cancelled', async () => {
    await pbx.portal.faults.set('answerNever', { path: instanceListPath });
    await pbx.workbench.runCommand('PBX: Export Instances…');
    const file = await saveAs('pbx-instances', '-cancelled.csv');
    await pbx.workbench.notifications.clickButton('Export Instances', 'Cancel');
    await pbx.workbench.notifications.waitFor('Export cancelled; no file was written.');
    assert.equal(existsSync(file), false);
  });

  it('requests nothing if no file is named', async () => {
    const before = pbx.portal.requests.length;
    await pbx.workbench.runCommand('PBX: Export Instances…');
    await eventually('The suggestion', async () =>
      (await pbx.workbench.quickInput.input.inputValue()).includes('pbx-instances') ? true : undefined,
    );
    await pbx.workbench.quickInput.cancel();
    await pbx.workbench.quickInput.waitUntilClosed();
    assert.equal(pbx.portal.requests.length, before);
  });
});
