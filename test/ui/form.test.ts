import assert from 'node:assert/strict';
import type { Reply } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { assertNoAxeFinding, themes } from './axe';
import type { Form } from './pbx';
import { Pbx } from './pbx';
import { reference } from './reference';

describe('The form in a real window', () => {
  let pbx: Pbx;
  let answerToOrder: ((process: () => Reply) => Reply | undefined) | undefined;

  before(async () => {
    pbx = await Pbx.open({
      intercept: ({ path }, process, response) => {
        if (!path.endsWith('/order/v1/save') || !answerToOrder) {
          return process();
        }
        const reply = answerToOrder(process);
        if (!reply) {
          response.destroy();
        }
        return reply;
      },
    });
    await pbx.signIn();
    await pbx.row(reference.instanceName).waitFor();
  });

  after(() => pbx.close());

  beforeEach(() => {
    answerToOrder = undefined;
  });

  afterEach(async () => {
    await pbx.workbench.runCommand('View: Close All Editors');
    await forgetOrders();
  });

  /** An order of unknown outcome holds back the next one of its kind. */
  async function forgetOrders(): Promise<void> {
    pbx.removeRecords();
    await pbx.waitForNoRecord();
  }

  /** As a user does it: VS Code keeps the state of its tabs before it goes. */
  async function reloadWindow(): Promise<void> {
    const loaded = pbx.workbench.page.waitForEvent('load');
    await pbx.workbench.runCommand('Developer: Reload Window');
    await loaded;
    await pbx.workbench.waitUntilReady();
    await pbx.workbench.openViewContainer('PBX');
  }

  async function openForm(): Promise<Form> {
    await pbx.row(reference.instanceName).chooseFromMenu('Subscribe to High Availability…');
    const form = await pbx.form();
    await form.waitForValue('quantity', '10');
    return form;
  }

  it('has no axe finding in the colours that VS Code gives it', async () => {
    for (const theme of themes) {
      await pbx.workbench.setTheme(theme);
      const form = await openForm();
      await assertNoAxeFinding(form, `${theme}, fields`);
      await form.button('Review Order').click();
      await form.frame.locator('[aria-invalid="true"]').first().waitFor();
      await assertNoAxeFinding(form, `${theme}, problems`);
      await form.complete();
      await form.review();
      await form.frame.getByText('Exact request').click();
      await assertNoAxeFinding(form, `${theme}, review`);
      answerToOrder = () => ({ status: 502, headers: {}, body: '<html>Bad Gateway</html>' });
      await form.place();
      await form.heading('Outcome unknown').waitFor();
      await assertNoAxeFinding(form, `${theme}, outcome`);
      answerToOrder = undefined;
      await pbx.workbench.runCommand('View: Close All Editors');
      await forgetOrders();
    }
    assert.equal(pbx.portal.orders.length, 0);
  });

  it('keeps what was entered while its tab is hidden and over a reload', async () => {
    const form = await openForm();
    await form.complete('3197218168379846219');
    await form.field('poNumber').fill('PO-2026-0042');
    await pbx.workbench.runCommand('File: New Untitled Text File');
    await pbx.workbench.runCommand('View: Open Previous Editor');
    const shown = await pbx.form();
    assert.equal(await shown.field('poNumber').inputValue(), 'PO-2026-0042');
    await shown.waitForValue('billingId', '3197218168379846219');

    await reloadWindow();
    const restored = await pbx.form();
    await restored.waitForValue('billingId', '3197218168379846219');
    assert.equal(await restored.field('poNumber').inputValue(), 'PO-2026-0042');
    await restored.waitForValue('quantity', '10');
    await restored.review();
    await restored.frame.getByText('Exact request').click();
    const body = await restored.frame.locator('pre').innerText();
    assert.ok(body.includes('"billingId":3197218168379846219,"poNumber":"PO-2026-0042"'), body);
  });

  it('sends nothing that it shows as invalid', async () => {
    const form = await openForm();
    await form.complete();
    for (const quantity of ['', '0', '-1', '1.5', '1e3', '10 pcs', '11']) {
      await form.field('quantity').fill(quantity);
      await form.button('Review Order').click();
      await form.frame.locator('[name="quantity"][aria-invalid="true"]').waitFor();
    }
    assert.equal(await form.heading('Review').count(), 0);
  });

  it('copies the exact body, and a command with $TOKEN in place of the token', async () => {
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

  it('holds no token in its page or its state', async () => {
    const form = await openForm();
    await form.complete();
    await form.review();
    const tokens = pbx.portal.requests.flatMap(({ headers }) =>
      headers.authorization === undefined ? [] : [headers.authorization.replace('Bearer ', '')],
    );
    assert.ok(tokens.length > 0);
    for (const frame of pbx.workbench.page.frames()) {
      const html = await frame.content();
      assert.ok(tokens.every((token) => !html.includes(token)));
    }
  });

  it('says what is certain for each way an order can fail', async () => {
    const failures = [
      {
        title: 'Refused',
        reply: () => ({
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: '{"code":"insufficient_credit","detailMessage":"credit limit reached","requestId":"0b9d4a7736e14c5f8a2f6c3d91e7b845","result":null,"status":400}',
        }),
        text: /credit limit reached.*insufficient_credit, request 0b9d4a7736e14c5f8a2f6c3d91e7b845.*Nothing was ordered/,
      },
      {
        title: 'Outcome unknown',
        reply: () => ({
          status: 200,
          headers: { 'Content-Type': 'text/html' },
          body: '<html>Please log in</html>',
        }),
        text: /not from the portal's API \(HTTP 200\).*<html>Please log in<\/html>.*may have been placed/,
      },
      {
        title: 'Outcome unknown',
        reply: () => undefined,
        text: /The connection to 127\.0\.0\.1:\d+ broke.*may have been placed/,
      },
    ];
    for (const { title, reply, text } of failures) {
      const form = await openForm();
      await form.complete();
      await form.review();
      answerToOrder = reply;
      await form.place();
      await form.heading(title).waitFor();
      answerToOrder = undefined;
      const shown = (await form.frame.locator('body').innerText()).replaceAll(/\s+/g, ' ');
      assert.match(shown, text);
      await pbx.workbench.runCommand('View: Close All Editors');
      await forgetOrders();
    }
    assert.equal(pbx.portal.orders.length, 0);
  });
});
