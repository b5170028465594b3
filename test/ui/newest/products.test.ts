import assert from 'node:assert/strict';
import { asSeen } from '../../rig/asSeen';
import { eventually } from '../../rig/eventually';
import type { Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

const cloudPbx = 'Cloud PBX (PCE Instance)';
const linkus = 'Linkus Cloud Service';
const softwarePbx = 'Software PBX (PSE Self-hosted)';

/** The last of all instances, three pages after the first row. */
const bogota = { name: 'Bogotá school', productNo: '3669S251503673QH' } as const;

describe('The products', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ portal: { instances: { 9: 3, 12: 60, 13: 160 } } });
  });

  it('are rows with their number of instances, Cloud PBX expanded and the others collapsed', async () => {
    assert.equal(await pbx.row(cloudPbx).text(), `${cloudPbx} 160`);
    assert.equal(await pbx.row(cloudPbx).accessibleName(), `${cloudPbx}, 160 instances`);
    assert.equal(await pbx.row(cloudPbx).isExpanded(), true);
    await pbx.row(cloudPbx).collapse();
    const rows = await eventually('All products', async () => {
      const texts = await pbx.instances.rowTexts();
      return texts.length === 8 && texts.every((text) => /\d$/.test(text)) ? texts : undefined;
    });
    assert.deepEqual(rows, [
      `${cloudPbx} 160`,
      `${linkus} 3`,
      'P-Series Plan for Appliance Edition 0',
      `${softwarePbx} 60`,
      'Cloud PBX (PCE Package) 0',
      'Remote Management 0',
      'Add-on Service 0',
      'Remote Management Premium 0',
    ]);
    assert.equal(await pbx.row(softwarePbx).isExpanded(), false);
  });

  it('say what can be done if they have no instances', async () => {
    const remote = pbx.row('Remote Management');
    await remote.expand();
    await pbx.row('The portal lists no instances of this product. Purchase one or start a trial').waitFor();
    await remote.collapse();
  });

  it('load more of their own instances with a click on their own last row', async () => {
    await pbx.row(softwarePbx).expand();
    const more = await pbx.instances.scrollTo('Load 25 more');
    assert.match(await more.text(), /25 of 60$/);
    await more.click();
    const rest = await pbx.instances.scrollTo('Load 10 more');
    assert.match(await rest.text(), /50 of 60$/);
    await (await pbx.instances.scrollTo(softwarePbx)).collapse();
  });

  it('offer on an instance what the guide describes for its product', async () => {
    await pbx.row(linkus).expand();
    assert.deepEqual(await pbx.row('3610L20478155TQS').menuItemNames(), [
      'Switch Plan…',
      'Purchase…',
      'Copy Serial Number',
    ]);
    await pbx.workbench.page.keyboard.press('Escape');
    await pbx.row(linkus).collapse();
  });

  it('are searched together, with at most a hundred visible matches', async () => {
    const { quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('PBX: Find Instance…');
    await quickInput.waitUntilOpen('Find Instance');
    await eventually('The last row, once all is loaded', async () => {
      // The earlier matches have to be gone: late ones would select the first row again.
      await quickInput.type('krakow');
      await quickInput.rowLabelled(reference.instanceName).waitFor({ state: 'hidden', timeout: 2000 });
      await quickInput.type('');
      await quickInput.rowLabelled(reference.instanceName).waitFor({ timeout: 2000 });
      await quickInput.input.press('ArrowUp');
      await quickInput.activeRow('123 more, keep typing').waitFor({ timeout: 500 });
      return true;
    });
    await quickInput.submit();
    await quickInput.type('krakow');
    await quickInput.rowLabelled('123 more, keep typing').waitFor({ state: 'hidden' });
    await eventually('Only Kraków', async () => {
      const texts = await quickInput.rowTexts();
      return texts.length > 1 && texts.every((text) => text.startsWith('Kraków ')) ? true : undefined;
    });
    await quickInput.cancel();
  });

  it('list instances that begin with the search text first', async () => {
    await pbx.workbench.runCommand('PBX: Find Instance…');
    const { quickInput } = pbx.workbench;
    await quickInput.waitUntilOpen('Find Instance');
    await quickInput.type('3613');
    const [first = '', second = ''] = await eventually('What was found', async () => {
      const texts = await quickInput.rowTexts();
      return texts.every((text) => text.includes('3613')) ? texts : undefined;
    });
    assert.match(first, / 3613[A-E]\w+ · .*Plan · Cloud PBX \(PCE Instance\)/);
    assert.match(second, / 3613[A-Z]\w+ · /);
    await quickInput.cancel();
  });

  it('give the first match to an Enter right after the text', async () => {
    await pbx.workbench.runCommand('PBX: Copy Serial Number');
    const { quickInput } = pbx.workbench;
    await quickInput.waitUntilOpen('Copy Serial Number');
    await quickInput.input.press('ArrowDown');
    await quickInput.type('3611l2055734ck5f');
    await quickInput.submit();
    const copied = pbx.workbench.statusBarItem('Copied ');
    await copied.waitFor();
    assert.match(asSeen(await copied.innerText()), /^Copied 3611L2055734CK5F$/);
  });

  it('are expanded when an instance is found in them, on any page', async () => {
    await pbx.workbench.runCommand('PBX: Find Instance…');
    const { quickInput } = pbx.workbench;
    await quickInput.waitUntilOpen('Find Instance');
    await quickInput.type('bogota school');
    const found = await eventually('The instance of the other product', async () =>
      (await quickInput.rowTexts()).find((text) => text.includes(bogota.productNo)),
    );
    assert.ok(found.startsWith(`${bogota.name} ${bogota.productNo} · Ultimate Plan · ${softwarePbx}`), found);
    await quickInput.choose(bogota.productNo);
    const row = pbx.row(bogota.productNo);
    await row.locator.and(pbx.workbench.page.locator('[aria-expanded="true"]')).waitFor();
    assert.equal(await row.locator.getAttribute('aria-selected'), 'true');
    assert.equal(await row.locator.getAttribute('aria-level'), '2');
    await (await pbx.instances.scrollTo('Ultimate Plan')).waitFor();
  });

  it('stay expanded after a refresh, and say which of them are outdated', async () => {
    await pbx.portal.faults.set('html', { path: '/pricing/openapi/purchase/v1/product_list' });
    await pbx.instances.clickAction('Refresh');
    await pbx.instances.waitForMessage(': list of products.');
    await (await pbx.instances.scrollTo(bogota.productNo)).waitFor();
    assert.equal(await pbx.row(bogota.productNo).isExpanded(), true);
    await pbx.portal.faults.clear();
    await pbx.instances.clickAction('Refresh');
    await eventually('The end of the message', async () =>
      (await pbx.instances.message()) === '' ? true : undefined,
    );
  });

  it('say in the search what could not be loaded, beside what could', async () => {
    const { quickInput } = pbx.workbench;
    const before = pbx.portal.requests.length;
    await pbx.instances.clickAction('Refresh');
    await eventually('All answers', () => (pbx.portal.requests.length >= before + 9 ? true : undefined));
    // The visible rows are loaded again; only further pages are requested from now on.
    await pbx.portal.faults.set('html', {
      path: '/product/openapi/instance_product/v1/client/instance_product_list',
    });
    await pbx.workbench.runCommand('PBX: Find Instance…');
    await quickInput.waitUntilOpen('Find Instance');
    const failure = quickInput.rowLabelled('Not all instances could be loaded');
    await failure.waitFor();
    assert.match(await failure.innerText(), /not from the portal’s API/);
    await quickInput.type(reference.productNo);
    await quickInput.rowLabelled(reference.instanceName).waitFor();
    await quickInput.submit();
    await pbx
      .row(reference.instanceName)
      .locator.and(pbx.workbench.page.locator('[aria-selected="true"]'))
      .waitFor();
    await pbx.portal.faults.clear();
  });
});
