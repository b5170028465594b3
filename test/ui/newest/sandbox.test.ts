import assert from 'node:assert/strict';
import type { Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

describe('The sandbox', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
  });

  it('is marked in the view and the status bar, also after a reload, until it is left', async () => {
    const before = pbx.portal.requests.length;
    await pbx.instances.clickWelcomeButton('Explore the Sandbox');
    await pbx.row(reference.instanceName).waitFor();
    await pbx.instances.waitForMessage('Sandbox: nothing is bought.');
    await pbx.workbench.statusBarItem('PBX Sandbox').waitFor();
    assert.equal(pbx.portal.requests.length, before);
    await pbx.workbench.reload();
    await pbx.workbench.openViewContainer('PBX');
    await pbx.row(reference.instanceName).waitFor();
    await pbx.workbench.statusBarItem('PBX Sandbox').waitFor();
    await pbx.workbench.statusBarItem('PBX Sandbox').click();
    await pbx.workbench.quickInput.choose('Leave Sandbox');
    await pbx.instances.welcomeText();
    await pbx.workbench.statusBarItem('PBX Sandbox').waitFor({ state: 'hidden' });
    await pbx.workbench.statusBarItem('You have left the sandbox and are signed out.').waitFor();
  });

  it('shows what an unknown outcome is like', async () => {
    await pbx.workbench.runCommand('PBX: Explore the Sandbox');
    await pbx.row(reference.instanceName).waitFor();
    await pbx.workbench.runCommand('PBX: Lose the Reply to the Next Order');
    await pbx.workbench.notifications.waitFor('The next order will be placed, but its reply will be lost');
    await pbx.clearNotifications();
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    // From the palette: the view is being redrawn, and a click might hit no row.
    await pbx.workbench.runCommand('PBX: Check Again');
    await pbx.workbench.quickInput.choose(reference.productNo);
    await pbx.workbench.notifications.waitFor('No new order as of');
    await pbx.clearNotifications();
    await pbx.workbench.runCommand('PBX: Mark as Settled…');
    await pbx.workbench.quickInput.choose(reference.productNo);
    await pbx.workbench.quickInput.choose('It was not placed');
    await pbx.orders.row('settled as not placed').waitFor();
    await pbx.workbench.runCommand('PBX: Leave Sandbox');
    await pbx.instances.welcomeText();
  });
});
