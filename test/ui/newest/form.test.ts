import assert from 'node:assert/strict';
import { eventually } from '../../rig/eventually';
import type { Theme } from '../../rig/workbench';
import themesOfPages from '../../unit/form/themes.json';
import { savePath, type Form, type Pbx } from '../pbx';
import { reference } from '../reference';
import { sharedPbx } from '../sharedPbx';

/** VS Code’s themes, and the names of their colours in the tests of the page itself. */
const themes: readonly (readonly [Theme, keyof typeof themesOfPages])[] = [
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'hcDark'],
  ['Default High Contrast Light', 'hcLight'],
  ['Default Dark Modern', 'dark'],
];

describe('The form in a real window', () => {
  let pbx: Pbx;

  before(async () => {
    pbx = await sharedPbx();
  });

  afterEach(async () => {
    await pbx.closeEditors();
    pbx.removeEntries();
    await pbx.waitForNoEntry();
  });

  async function openForm(): Promise<Form> {
    const form = await pbx.openForm(pbx.row(reference.instanceName), 'Subscribe to High Availability…');
    await form.waitForValue('quantity', '10');
    return form;
  }

  it('has the colours with which its page is checked for accessibility', async function () {
    if (pbx.launched.server.host.name !== 'newest') {
      // The colours are those of the newest VS Code; earlier ones lack some.
      this.skip();
    }
    const { frame } = await openForm();
    for (const [theme, name] of themes) {
      const { bodyClass, variables } = themesOfPages[name];
      // Fonts and the like depend on the version of VS Code.
      const isColour = (value: string) => /^(#|rgb)/.test(value);
      const wanted = Object.fromEntries(Object.entries(variables).filter(([, value]) => isColour(value)));
      await pbx.workbench.setTheme(theme);
      await frame.locator(`body.${bodyClass.split(' ').join('.')}`).waitFor();
      const colours = await frame.evaluate<Record<string, string>>(
        `Object.fromEntries(${JSON.stringify(Object.keys(wanted))}.map((name) =>
          [name, getComputedStyle(document.documentElement).getPropertyValue(name)]))`,
      );
      assert.deepEqual(colours, wanted, theme);
    }
  });

  it('sends nothing that it shows as invalid', async () => {
    const form = await openForm();
    await form.complete();
    for (const quantity of ['1.5', '11']) {
      await form.field('quantity').fill(quantity);
      await form.button('Review Order').click();
      await form.frame.locator('[name="quantity"][aria-invalid="true"]').waitFor();
    }
    assert.equal(await form.heading('Review').count(), 0);
  });

  it('copies the exact body, and a command with $TOKEN instead of the token', async () => {
    const form = await openForm();
    await form.complete();
    await form.review();
    await form.frame.getByText('Exact request').click();
    const clipboard = () => pbx.workbench.page.evaluate<string>('navigator.clipboard.readText()');
    await form.button('Copy JSON').click();
    await form.frame.getByText('Copied').first().waitFor();
    assert.equal(await clipboard(), reference.body);
    await form.button('Copy as cURL').click();
    const command = await eventually('The command on the clipboard', async () => {
      const text = await clipboard();
      return text.startsWith('curl') ? text : undefined;
    });
    assert.ok(command.includes('-H "Authorization: Bearer $TOKEN"'));
    assert.ok(command.includes(`--data-raw '${reference.body}'`));
  });

  it('says what is certain if the reply to an order is not from the portal', async () => {
    const form = await openForm();
    await form.complete();
    await form.review();
    await pbx.portal.faults.set('html', { path: savePath, times: 1 });
    await form.place();
    await form.heading('Outcome unknown').waitFor();
    const shown = (await form.frame.locator('body').innerText()).replaceAll(/\s+/g, ' ');
    assert.match(shown, /not from the portal’s API \(HTTP 200\).*<!DOCTYPE html>.*may have been placed/);
    assert.equal(pbx.portal.orders.length, 0);
  });
});
