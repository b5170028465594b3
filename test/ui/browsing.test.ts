import { nameOf } from '../../src/sandbox/instanceRows';
import assert from 'node:assert/strict';
import { eventually } from '../rig/eventually';
import type { Pbx } from './pbx';
import { reference } from './reference';
import { sharedPbx } from './sharedPbx';

/** Hostile names that replace names of the portal. */
const names: readonly (readonly [usual: string, hostile: string])[] = [
  [nameOf(6), `<b>Kano</b> & "Sons" <img src=x onerror='alert(1)'>`],
  [nameOf(9), '$(zap) Accra workshop'],
  [nameOf(12), '[Tunis](command:workbench.action.closeWindow) showroom'],
];

describe('Browsing', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({
      signedIn: false,
      portal: {
        intercept: (_request, process) => {
          const reply = process();
          const inJson = (text: string) => JSON.stringify(text);
          const body = names.reduce(
            (text, [usual, hostile]) => text.replaceAll(inJson(usual), () => inJson(hostile)),
            reply.body,
          );
          return { ...reply, body };
        },
      },
    });
  });

  it('begins with a description, Sign In and Explore the Sandbox', async () => {
    const text = await pbx.instances.welcomeText();
    for (const part of ['Yeastar Partner Portal', 'Sign In', 'Explore the Sandbox']) {
      assert.ok(text.includes(part), text);
    }
  });

  it('shows names from the portal as text in rows, tooltips and quick picks', async () => {
    await pbx.beSignedIn(true);
    await pbx.row('$(zap)').waitFor();
    assert.match(await pbx.row('$(zap)').text(), /^\$\(zap\) /);
    assert.match(await pbx.row('<b>').text(), /^<b>/);
    assert.match(await pbx.row('(command:').text(), /^\[\w+\]\(command:/);
    assert.match(await pbx.row('<b>').tooltip(), /^<b>/);
    await pbx.workbench.runCommand('PBX: Find Instance…');
    await pbx.workbench.quickInput.waitUntilOpen('Find Instance');
    await pbx.workbench.quickInput.type('3619E2119086UFEJ');
    await eventually('Only the instance', async () => {
      const found = await pbx.workbench.quickInput.rowTexts();
      return found.length === 1 && found[0]?.startsWith('$(zap) ') === true ? true : undefined;
    });
    await pbx.workbench.quickInput.cancel();
  });

  it('loads more with a click on the last row', async () => {
    const more = await pbx.instances.scrollTo('Load 15 more');
    await more.click();
    await more.locator.waitFor({ state: 'hidden' });
  });

  it('finds an instance on any page by its serial number and opens it', async () => {
    await pbx.workbench.runCommand('PBX: Refresh');
    await pbx.workbench.runCommand('PBX: Find Instance…');
    const { quickInput } = pbx.workbench;
    await quickInput.waitUntilOpen('Find Instance');
    const last = pbx.portal.requests.length;
    assert.ok(last > 0);
    await quickInput.type(reference.productNo);
    await quickInput.choose(reference.instanceName);
    const row = pbx.row(reference.instanceName);
    await row.locator.and(pbx.workbench.page.locator('[aria-expanded="true"]')).waitFor();
    await pbx.row('High Availability').waitFor();
  });

  it('offers every action of a row in its menu and copies the serial number', async () => {
    const row = pbx.row(reference.instanceName);
    assert.deepEqual(await row.menuItemNames(), [
      'Subscribe to a Service…',
      'Subscribe to High Availability…',
      'Expand…',
      'Renew…',
      'Switch Plan…',
      'Copy Serial Number',
    ]);
    await row.chooseFromMenu('Copy Serial Number');
    await pbx.workbench.statusBarItem(`Copied ${reference.productNo}`).waitFor();
  });

  it('keeps an instance expanded after a refresh', async () => {
    await pbx.row('High Availability').waitFor();
    await pbx.instances.clickAction('Refresh');
    await pbx.row('High Availability').waitFor();
    assert.equal(await pbx.row(reference.instanceName).isExpanded(), true);
  });
});
