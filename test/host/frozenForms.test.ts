import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { FormState } from '../../src/form/contract';
import type { FormModel } from '../../src/form/stage';
import type { OrderForm } from '../../src/form/orderForm';
import { parseBaseUrl } from '../../src/portal/baseUrl';
import { isSameSession } from '../../src/portal/sessionTokens';
import { askToken, credentials } from '../portal/caller';
import { startPortal, type TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { setSetting, signedIn } from './extension';
import { productNo, reference, until, untilLookedUp, untilReviewed } from './formStates';
import { toldWhile } from './orderScene';

const target = { operation: 'subscribe', productId: 13, productNo } as const;

function frozenOf({ state }: FormModel): FormState['frozen'] {
  return state.frozen;
}

function frozenText(form: FormModel): string {
  return frozenOf(form)?.text ?? '';
}

describe('A form whose session changes', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.handlers['pbx.signOut'](undefined);
    await parts.session.signOut();
    await portal.close();
  });

  async function openForm(): Promise<OrderForm> {
    await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
    const form = parts.forms.orders.formOf(target);
    assert.ok(form);
    await untilLookedUp(form);
    return form;
  }

  /** A form with entries of the user, which its page has from the start. */
  async function openFilled(): Promise<OrderForm> {
    const { target: subject } = await openForm();
    parts.forms.orders.showFilled(subject, { ...reference, poNumber: 'PO-7' });
    const form = parts.forms.orders.formOf(target);
    assert.ok(form);
    await untilLookedUp(form);
    return form;
  }

  async function review(form: OrderForm): Promise<string> {
    form.submit(reference);
    return (await untilReviewed(form)).reviewId;
  }

  async function signInWithCredentials(to: TestPortal): Promise<void> {
    await parts.session.signInWithCredentials(
      parseBaseUrl(to.baseUrl),
      { clientId: to.clientId, clientSecret: to.clientSecret },
      { keepCredentials: false },
    );
  }

  async function signInWithToken(to: TestPortal): Promise<void> {
    const { token } = await askToken(to, credentials(to));
    await parts.session.signInWithToken(parseBaseUrl(to.baseUrl), token);
  }

  const explore = () => parts.handlers['pbx.exploreSandbox'](undefined);
  const orders = () => portal.requests.filter(({ path }) => path.endsWith('/order/v1/save'));

  it('of the sandbox is frozen in the live account, and nothing of it is asked or ordered there', async () => {
    await explore();
    const form = await openForm();
    const reviewId = await review(form);
    await toldWhile(() => Promise.resolve(parts.handlers['pbx.leaveSandbox'](undefined)));
    const { state } = form;
    assert.equal(state.step.name, 'edit');
    assert.match(state.sandbox, /Sandbox/);
    assert.match(frozenText(form), /the sandbox, which you have left/);
    assert.equal(frozenOf(form)?.mayCopy, false);
    const before = portal.requests.length;
    form.change(reference);
    form.load();
    assert.equal(form.state.price, null);
    assert.throws(() => form.submit(reference), /the sandbox/);
    assert.equal(await form.steps.place(reviewId), false);
    assert.equal(portal.requests.slice(before).filter(({ path }) => path.includes('price')).length, 0);
    assert.deepEqual(orders(), []);
  });

  it('of the sandbox is frozen as well if no live account is signed in', async () => {
    await parts.session.signOut();
    await explore();
    const form = await openForm();
    const told = await toldWhile(() => Promise.resolve(parts.handlers['pbx.signOut'](undefined)));
    assert.match(frozenText(form), /the sandbox/);
    assert.equal(form.state.signInNeeded, '');
    // The status bar says that the sandbox is left; there is nothing to dismiss.
    assert.deepEqual(told, []);
  });

  it('keeps the outcome and the banner of a sandbox order', async () => {
    await explore();
    const form = await openForm();
    await form.steps.place(await review(form));
    assert.equal(form.state.step.name, 'outcome');
    await toldWhile(() => Promise.resolve(parts.handlers['pbx.leaveSandbox'](undefined)));
    assert.equal(form.state.step.name, 'outcome');
    assert.match(form.state.sandbox, /Sandbox/);
  });

  it('is frozen in the sandbox, and usable again in its own account, where everything is asked anew', async () => {
    const form = await openForm();
    await review(form);
    await explore();
    assert.match(frozenText(form), /Leave the sandbox to continue/);
    assert.equal(form.state.sandbox, '');
    const before = portal.requests.length;
    await toldWhile(() => Promise.resolve(parts.handlers['pbx.leaveSandbox'](undefined)));
    assert.equal(frozenOf(form), null);
    assert.equal(form.state.step.name, 'edit');
    await untilLookedUp(form);
    const asked = portal.requests.slice(before).map(({ path }) => path.split('/').at(-1));
    for (const what of ['detail', 'purchase_product_info', 'billing_contact_list']) {
      assert.ok(asked.includes(what), `${what} is not among ${asked.join(', ')}`);
    }
    await form.steps.place(await review(form));
    assert.equal(orders().length, 1);
  });

  it('is usable after signing in again with the same client ID', async () => {
    const form = await openForm();
    await parts.session.signOut();
    assert.equal(frozenOf(form), null);
    assert.notEqual(form.state.signInNeeded, '');
    await signInWithCredentials(portal);
    assert.equal(frozenOf(form), null);
  });

  it('is usable with another pasted token for the same portal', async () => {
    await parts.session.signOut();
    await signInWithToken(portal);
    const form = await openForm();
    await signInWithToken(portal);
    assert.equal(frozenOf(form), null);
    await untilLookedUp(form);
  });

  it('can be copied to a new form in another account of the same portal', async () => {
    const form = await openFilled();
    await signInWithToken(portal);
    assert.match(frozenText(form), /another account/);
    assert.equal(frozenOf(form)?.mayCopy, true);
    parts.forms.orders.showFilled(form.target, form.filled);
    const copy = parts.forms.orders.formOf(target);
    assert.ok(copy && copy !== form);
    assert.equal(frozenOf(copy), null);
    await untilLookedUp(copy);
    assert.equal(copy.filled.poNumber, 'PO-7');
    await signInWithCredentials(portal);
    assert.equal(frozenOf(form), null);
    assert.match(frozenText(copy), /another account/);
  });

  it('cannot be copied to another portal', async () => {
    const form = await openForm();
    const other = await startPortal();
    try {
      await setSetting('apiBaseUrl', other.baseUrl);
      await signInWithCredentials(other);
      assert.equal(frozenOf(form)?.mayCopy, false);
      assert.match(frozenText(form), new RegExp(new URL(portal.baseUrl).host));
      await parts.session.signOut();
    } finally {
      await setSetting('apiBaseUrl', portal.baseUrl);
      await other.close();
    }
  });

  it('gives way to a new form for the same PBX', async () => {
    const form = await openFilled();
    await explore();
    await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
    const shown = parts.forms.orders.formOf(target);
    assert.ok(shown && shown !== form);
    assert.equal(frozenOf(shown), null);
    await untilLookedUp(shown);
  });

  it('stays frozen when its tab is restored in another account', async () => {
    const form = await openForm();
    const { owner } = form.state;
    assert.ok(owner);
    await signInWithToken(portal);
    parts.forms.reopen({
      form: 'order',
      operation: 'subscribe',
      productId: 13,
      productName: '',
      productNo: '3631A2047815AT0X',
      instanceName: '',
      values: {},
      edited: ['poNumber'],
      owner,
    });
    const restored = parts.forms.orders.formOf({ ...target, productNo: '3631A2047815AT0X' });
    assert.ok(restored);
    assert.match(frozenText(restored), /another account/);
  });

  it('for a new user is frozen, too', async () => {
    await parts.handlers['pbx.createUser'](undefined);
    const { form } = parts.forms.user;
    assert.ok(form);
    await until(form, ({ fields }) => fields.every(({ status }) => status !== 'loading'));
    await explore();
    assert.match(frozenText(form), /Leave the sandbox/);
    assert.throws(() => form.submit({}), /Leave the sandbox/);
  });
});

describe('Leaving the sandbox', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
  });

  afterEach(async () => {
    await parts.session.signOut();
    await portal.close();
  });

  for (const command of ['pbx.leaveSandbox', 'pbx.signOut'] as const) {
    it(`with ${command} brings the live session back, and says which account is live`, async () => {
      const before = parts.session.state;
      await parts.handlers['pbx.exploreSandbox'](undefined);
      const told = await toldWhile(async () => {
        await parts.handlers[command](undefined);
        // A slow secret storage lets the window wait for no session for longer than a second.
        await eventually('the live session', () =>
          isSameSession(parts.session.state, before) ? true : undefined,
        );
      });
      const { host } = new URL(portal.baseUrl);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /^warning: You have left the sandbox\. .*: orders cost money\.$/);
      assert.ok(told[0]?.includes(host));
    });
  }

  it('loses the next reply only in the sandbox', async () => {
    const inLive = await toldWhile(() => Promise.resolve(parts.handlers['pbx.loseNextReply'](undefined)));
    assert.match(inLive.join(), /only in the sandbox/);
    await parts.handlers['pbx.exploreSandbox'](undefined);
    const inSandbox = await toldWhile(() => Promise.resolve(parts.handlers['pbx.loseNextReply'](undefined)));
    assert.match(inSandbox.join(), /next order will be placed, but its reply will be lost/);
    await toldWhile(() => Promise.resolve(parts.handlers['pbx.leaveSandbox'](undefined)));
  });
});
