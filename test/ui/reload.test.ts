import assert from 'node:assert/strict';
import { tokenPath, type Pbx } from './pbx';
import { reference } from './reference';
import { sharedPbx } from './sharedPbx';

describe('A reload of the window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx();
  });

  it('keeps the session and what was entered in a form', async () => {
    const form = await pbx.openForm(pbx.row(reference.instanceName), 'Subscribe to High Availability…');
    await form.waitForValue('quantity', '10');
    await form.complete('3197218168379846219');
    await form.field('poNumber').fill('PO-2026-0042');

    await pbx.workbench.runCommand('File: New Untitled Text File');
    await pbx.workbench.runCommand('View: Open Previous Editor');
    const shown = await pbx.form();
    assert.equal(await shown.field('poNumber').inputValue(), 'PO-2026-0042');
    await shown.waitForValue('billingId', '3197218168379846219');

    const before = pbx.portal.requests.length;
    await pbx.workbench.reload();
    await pbx.workbench.openViewContainer('PBX');
    await pbx.row(reference.instanceName).waitFor();
    assert.deepEqual(
      pbx.portal.requests.slice(before).filter(({ path }) => path === tokenPath),
      [],
    );
    const restored = await pbx.form();
    await restored.waitForValue('billingId', '3197218168379846219');
    assert.equal(await restored.field('poNumber').inputValue(), 'PO-2026-0042');
    await restored.waitForValue('quantity', '10');
    await restored.review();
    await restored.frame.getByText('Exact request').click();
    const body = await restored.frame.locator('pre').innerText();
    assert.ok(body.includes('"billingId":3197218168379846219,"poNumber":"PO-2026-0042"'), body);
  });
});
