import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import { tokenPath, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

describe('Signing in', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
  });

  afterEach(async () => {
    await pbx.workbench.page.keyboard.press('Escape');
    await pbx.clearNotifications();
    await pbx.portal.reset();
    await pbx.beSignedIn(false);
  });

  function tokenCalls(): number {
    return pbx.portal.requests.filter(({ path }) => path === tokenPath).length;
  }

  it('refuses empty answers in the input box and trims pasted blanks', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Client credentials');
    await quickInput.waitForMessage('Client ID');
    await quickInput.type('   ');
    await quickInput.submit();
    await quickInput.waitForMessage('Enter the client ID.');
    await quickInput.type('  partner-client ');
    await quickInput.submit();
    await quickInput.waitForMessage('Client secret');
    await quickInput.type('');
    await quickInput.submit();
    await quickInput.waitForMessage('Enter the client secret.');
    await quickInput.type('\tpartner-secret  ');
    await quickInput.submit();
    await quickInput.choose('Do not save them');
    await pbx.row(reference.instanceName).waitFor();
    assert.equal(tokenCalls(), 1);
  });

  it('asks again for a wrong secret, with the client ID kept, and asks whether to save only what is right', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.enterCredentials('wrong');
    await quickInput.waitForMessage('The portal did not accept this client ID and secret.');
    assert.equal(await quickInput.isMasked(), true);
    await quickInput.goBack();
    await eventually('The client ID as it was typed', async () =>
      (await quickInput.value()) === 'partner-client' ? true : undefined,
    );
    await quickInput.submit();
    await eventually('The empty box for the secret', async () =>
      (await quickInput.value()) === '' ? true : undefined,
    );
    await quickInput.waitForMessage('Client secret');
    await quickInput.type('partner-secret');
    await quickInput.submit();
    await quickInput.choose('Do not save them');
    await pbx.row(reference.instanceName).waitFor();
    await pbx.workbench.statusBarItem(`${new URL(pbx.portal.baseUrl).host} · …client`).waitFor();
  });

  it('shows which account is live, and lets the user name it', async () => {
    const { quickInput } = pbx.workbench;
    const { host } = new URL(pbx.portal.baseUrl);
    await pbx.signIn();
    await pbx.workbench.statusBarItem(`${host} · …client`).click();
    assert.deepEqual(await quickInput.labels(), ['Show Output', 'Name This Account…', 'Sign Out']);
    await quickInput.choose('Name This Account…');
    await quickInput.waitUntilOpen('Name This Account');
    await quickInput.type('Example Telecom');
    await quickInput.submit();
    await pbx.workbench.statusBarItem(`${host} · Example Telecom`).click();
    await quickInput.choose('Name This Account…');
    await quickInput.waitUntilOpen('Name This Account');
    await quickInput.type('');
    await quickInput.submit();
    await pbx.workbench.statusBarItem(`${host} · …client`).waitFor();
  });

  it('accepts a pasted token with the word Bearer and blanks around it', async () => {
    const token = await issueToken();
    const { quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Access token');
    await quickInput.waitForMessage('Access token');
    assert.equal(await quickInput.isMasked(), true);
    await quickInput.type('two words');
    await quickInput.submit();
    await quickInput.waitForMessage('cannot be sent');
    await quickInput.type(` Bearer ${token} `);
    await quickInput.submit();
    await pbx.row(reference.instanceName).waitFor();
  });

  it('does not accept a token that the portal refuses', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Access token');
    await quickInput.waitForMessage('Access token');
    await quickInput.type('made-up-token');
    await quickInput.submit();
    await quickInput.waitForMessage('The portal did not accept this access token.');
    assert.match(await pbx.instances.welcomeText(), /Explore the Sandbox/);
  });

  /** A token that was issued by other means. */
  async function issueToken(): Promise<string> {
    const response = await fetch(`${pbx.portal.baseUrl}${tokenPath}`, {
      method: 'POST',
      headers: { 'User-Agent': 'test' },
      body: new URLSearchParams({
        client_id: 'partner-client',
        client_secret: 'partner-secret',
        grant_type: 'pp_credentials',
      }),
    });
    const reply = (await response.json()) as { result: { token: string } };
    return reply.result.token;
  }
});
