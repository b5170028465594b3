import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

const titles = [
  'Explore the sandbox',
  'Find a PBX',
  'Review an order',
  'Place the order',
  'Read the reply',
  'Sign in to your portal',
];

describe('The walkthrough', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx({ signedIn: false });
    // Steps that other tests did in this window are done already, and VS Code ticks a step only when it is done.
    await pbx.workbench.reload();
    await pbx.workbench.openViewContainer('PBX');
    await pbx.instances.welcomeText();
  });

  after(async () => {
    // The search for secrets would wait for the page of the walkthrough, which runs no scripts.
    await pbx.closeEditors();
    await pbx.workbench.runCommand('PBX: Leave Sandbox');
    await pbx.instances.welcomeText();
  });

  const step = (title: string): Locator =>
    pbx.workbench.page.locator('.gettingStartedContainer .getting-started-step').filter({
      has: pbx.workbench.page.locator('.step-title', { hasText: new RegExp(`^${title}$`) }),
    });

  const waitForTick = (title: string) => step(title).locator('[aria-checked="true"]').waitFor();

  /** Opens a step and presses its button. */
  async function press(title: string, button: string): Promise<void> {
    await step(title).locator('.step-title').click();
    await step(title).getByRole('button', { name: button, exact: true }).click();
  }

  it('leads from the sandbox to an order and its reply, and ticks what was done', async () => {
    const { page, quickInput } = pbx.workbench;
    await pbx.workbench.runCommand('Welcome: Open Walkthrough...');
    await quickInput.choose('Get Started with PBX Subscriptions');
    await step(titles[0] ?? '').waitFor();
    assert.deepEqual(await page.locator('.gettingStartedContainer .step-title').allInnerTexts(), titles);
    await press('Explore the sandbox', 'Explore the Sandbox');
    await pbx.row(reference.instanceName).waitFor();
    await waitForTick('Explore the sandbox');

    await press('Find a PBX', 'Find Instance');
    await quickInput.waitUntilOpen('Find Instance');
    await quickInput.cancel();
    await waitForTick('Find a PBX');

    await press('Review an order', 'Subscribe to High Availability');
    const form = await pbx.form();
    await form.complete();
    await form.reviewUntilReady();
    await form.place();
    await form.heading('Order placed').waitFor();
    await page
      .locator('.part.editor .tab')
      .filter({ hasText: /Welcome|Walkthrough/ })
      .click();
    for (const title of ['Review an order', 'Place the order']) {
      await waitForTick(title);
    }

    await press('Read the reply', 'Show Output');
    await waitForTick('Read the reply');
    // The sandbox has a session too, but is not the user's portal.
    assert.equal(await step('Sign in to your portal').locator('[aria-checked="true"]').count(), 0);
  });
});
