import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { eventually } from '../../rig/eventually';
import { findInFolder, findTexts } from '../../rig/findTexts';
import { extensionsFolder } from '../../rig/extensions';
import { orderListPath, savePath, secrets, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** Every window test ends with this search. These tests prove that it finds what is there, even in the worst cases. */
describe('The search for secrets', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
  });

  const planted = 'PlantedToBeFoundAgain';

  const places: readonly (readonly [place: string, plant: () => unknown, remove: () => unknown])[] = [
    [
      'a log',
      () => plantFile('data/logs/planted.log', `x ${planted} y`),
      () => removeFile('data/logs/planted.log'),
    ],
    [
      'global storage, in base64',
      () => plantFile('data/User/globalStorage/planted', Buffer.from(`ab${planted}`).toString('base64')),
      () => removeFile('data/User/globalStorage/planted'),
    ],
    [
      'the clipboard',
      () => evaluate(`navigator.clipboard.writeText('a ${planted}')`),
      () => evaluate("navigator.clipboard.writeText('')"),
    ],
    [
      'a web page',
      () => evaluate(`document.body.setAttribute('data-planted', '${planted}')`),
      () => evaluate("document.body.removeAttribute('data-planted')"),
    ],
    [
      'a form control of a web page',
      () =>
        evaluate(
          `{ const input = document.createElement('input'); input.id = 'planted'; input.value = '${planted}'; document.body.append(input); }`,
        ),
      () => evaluate("document.getElementById('planted').remove()"),
    ],
    [
      "the browser's storage",
      () => evaluate(`localStorage.setItem('planted', encodeURIComponent('${planted}'))`),
      () => evaluate("localStorage.removeItem('planted')"),
    ],
    [
      "the browser's databases, where VS Code keeps its state",
      () => evaluate(database(`store.put({ text: '${planted}' }, 'planted')`)),
      () => evaluate(database("store.delete('planted')")),
    ],
  ];

  for (const [place, plant, remove] of places) {
    it(`finds a text in ${place}`, async () => {
      await plant();
      const found = await findTexts(pbx.launched, [planted]);
      await remove();
      // Frames of one origin share their storage.
      assert.ok(found.length >= 1);
      assert.deepEqual(await findTexts(pbx.launched, [planted]), []);
    });
  }

  it('finds nothing after everything was done at the most verbose log level', async () => {
    const { workbench, portal } = pbx;
    const { quickInput } = workbench;
    await workbench.runCommand('Developer: Set Log Level...');
    await quickInput.choose('PBX Subscriptions');
    await quickInput.choose('Trace');

    await pbx.enterCredentials('wrong');
    await quickInput.waitForMessage('did not accept this client ID and secret');
    await workbench.page.keyboard.press('Escape');
    await pbx.signIn({ keep: true });
    await pbx.row(reference.instanceName).waitFor();
    // Renews the token, since the portal no longer accepts the old one.
    portal.expireTokens();
    await workbench.runCommand('PBX: Refresh');
    await portalHasSeen('refresh_token');
    await portal.faults.set('resetAfter', { path: savePath });
    const form = await pbx.reviewMinutes();
    await form.frame.getByText('Exact request').click();
    await form.button('Copy as cURL').click();
    await eventually('The command in the clipboard', async () =>
      String(await evaluate('navigator.clipboard.readText()')).startsWith('curl') ? true : undefined,
    );
    await form.place();
    // The reply is lost, and reconciliation finds the order in the portal’s list.
    await form.heading('Order placed').waitFor();
    await portal.faults.clear();
    await portal.faults.set('html', { path: orderListPath });
    await workbench.runCommand('PBX: Refresh Orders');
    await workbench.output.waitFor('PBX Subscriptions', 'GET');
    await portal.faults.clear();

    const trace = workbench.output.text('PBX Subscriptions');
    assert.match(trace, /Authorization: <redacted>/);
    assert.match(trace, /<redacted form>/);
    assert.match(trace, /<redacted reply>/);
    assert.deepEqual(await findTexts(pbx.launched, Object.values(secrets)), []);

    await pbx.workbench.reload();
    await pbx.row(reference.instanceName).waitFor();
    assert.deepEqual(await findTexts(pbx.launched, Object.values(secrets)), []);
  });

  it('finds nothing in the package', () => {
    const { PBX_VSIX: vsix = '' } = process.env;
    // As published, and as unpacked by VS Code.
    const packed =
      vsix === ''
        ? []
        : findInFolder(dirname(vsix), Object.values(secrets)).filter((name) => name === basename(vsix));
    const unpacked = findInFolder(extensionsFolder(pbx.launched.server.dataFolder), Object.values(secrets));
    assert.deepEqual([...packed, ...unpacked], []);
  });

  function evaluate(script: string): Promise<unknown> {
    return pbx.workbench.page.evaluate(script);
  }

  function fileOf(path: string): string {
    return join(pbx.launched.server.dataFolder, path);
  }

  function plantFile(path: string, text: string): void {
    mkdirSync(join(fileOf(path), '..'), { recursive: true });
    writeFileSync(fileOf(path), text);
  }

  function removeFile(path: string): void {
    rmSync(fileOf(path));
  }

  async function portalHasSeen(text: string): Promise<void> {
    await eventually(`A request with ${text}`, () =>
      Promise.resolve(pbx.portal.requests.some(({ body }) => body.includes(text)) ? true : undefined),
    );
  }
});

/** A script that does something with the first store of the first database. */
function database(action: string): string {
  return `(async () => {
    const done = (asked) => new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const [{ name }] = await indexedDB.databases();
    const opened = await done(indexedDB.open(name));
    const store = opened.transaction(opened.objectStoreNames[0], 'readwrite').objectStore(opened.objectStoreNames[0]);
    await done(${action});
    opened.close();
  })()`;
}
