import assert from 'node:assert/strict';
import type { Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

describe('The sandbox', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
  });

  it('is marked in the view and the status bar, also after a reload, until signing out', async () => {
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
    await pbx.workbench.runCommand('PBX: Sign Out');
    await pbx.instances.welcomeText();
    await pbx.workbench.statusBarItem('PBX Sandbox').waitFor({ state: 'hidden' });
  });
});
