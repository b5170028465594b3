import assert from 'node:assert/strict';
import type { BlockedView, Review } from '../../src/form/contract';
import { orderScheme } from '../../src/documents/documents';
import type { FormValues } from '../../src/orders/formValues';
import { minutesBody, recordingMinutesId } from '../unit/support/portalOrders';
import { headOf } from '../unit/support/entries';
import { commands, window } from 'vscode';
import { askedWhile, orderElsewhere } from './elsewhere';
import { EnemyScene, savePath } from './enemyScene';
import { reference, until } from './formStates';
import { toldWhile } from './orderScene';
import { asRead } from '../unit/support/asRead';

const title = 'Recording Minutes for 3658B4311196K2ID';
const minutes = { ...reference, serviceId: recordingMinutesId, quantity: '100', poNumber: 'PO-7' };
const ordersPath = '/order/openapi/order/v1/page';
const notUnderReview = /^This order is no longer under review\. Nothing was sent\./;

describe('A possible duplicate', () => {
  let scene: EnemyScene;

  beforeEach(async () => {
    scene = await EnemyScene.open();
  });

  afterEach(() => scene.close());

  function blocked(): BlockedView {
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'blocked', step.name);
    return asRead(step.blocked);
  }

  /** Reviews the order and presses Place Order. @returns The review. */
  async function place(values: FormValues = minutes): Promise<Review> {
    const reviewId = await scene.review(values);
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'review');
    await scene.enemy.ask({ id: 2, request: 'place', reviewId });
    return asRead(step.review);
  }

  async function placeAnyway(): Promise<string | null | undefined> {
    const { reviewId } = blocked();
    const [failure] = await scene.enemy.ask({ id: 3, request: 'placeAnyway', reviewId });
    return failure;
  }

  /** Loses the reply to an order that the portal processes later, so that the same order is blocked. */
  async function loseReply(): Promise<void> {
    await scene.portal.faults.set('processedLateReset', { path: savePath, times: 1 });
    await place();
    await until(scene.enemy.form, ({ step }) => step.name === 'outcome' && step.outcome.check?.text !== '');
    await scene.enemy.ask({ id: 4, request: 'edit' });
    const { others } = await place();
    assert.match(others.orders[0]?.state ?? '', /^(outcome unknown|no new order)/);
    assert.equal(scene.sent.length, 1);
  }

  it('stays blocked when the first order is found, and is placed after the dialog that names it', async () => {
    await loseReply();
    const { orders, mayPlace } = blocked();
    assert.deepEqual([orders.map((one) => one.title), mayPlace], [[title], true]);
    // To the second: another check in the same minute is seen to have been made.
    assert.deepEqual(await scene.enemy.ask({ id: 4, request: 'checkAgain' }), [null]);
    assert.match(blocked().check.text, /^No new order as of \d+:\d\d:\d\d\b/);

    scene.portal.faults.processLate();
    const orderNo = scene.portal.orders[0]?.orderNo ?? 'none';
    assert.deepEqual(await scene.enemy.ask({ id: 5, request: 'checkAgain' }), [null]);
    const { sentence, orders: found, reviewId } = blocked();
    assert.equal(
      sentence,
      `${title} was not sent. The same order has already been placed. Placing this one buys everything in it again.`,
    );
    assert.ok(found[0]?.state.startsWith(`${orderNo} · `), found[0]?.state);

    const [refused] = await scene.enemy.ask({ id: 6, request: 'place', reviewId });
    assert.match(refused ?? '', notUnderReview);
    const declined = await askedWhile(undefined, placeAnyway);
    assert.equal(declined.length, 1);
    assert.equal(scene.sent.length, 1);
    assert.equal(scene.enemy.form.state.step.name, 'blocked');

    await askedWhile('Show Orders', placeAnyway);
    assert.equal(scene.sent.length, 1, 'looking at the orders buys nothing');

    const [dialog, ...others] = await askedWhile('Place Anyway', placeAnyway);
    assert.deepEqual(others, []);
    assert.equal(dialog?.question, `Place this order although it may be a duplicate? ${title}`);
    assert.deepEqual(dialog.buttons, ['Show Orders', 'Place Anyway'], 'Enter buys nothing');
    assert.match(dialog.detail, /^The same order has already been placed/);
    assert.match(dialog.detail, new RegExp(`${title}: ${orderNo}`));
    assert.equal(scene.enemy.form.state.step.name, 'outcome');
    assert.equal(scene.portal.orders.length, 2);
  });

  it('is asked about again if the first order changed while the dialog was open', async () => {
    await loseReply();
    const dialogs = await askedWhile(async () => {
      if (scene.portal.orders.length === 0) {
        scene.portal.faults.processLate();
        await scene.enemy.form.steps.checkAgain();
      }
      return 'Place Anyway';
    }, placeAnyway);
    const orderNo = scene.portal.orders[0]?.orderNo ?? 'none';
    assert.deepEqual(
      dialogs.map(({ detail }) => detail.includes(orderNo)),
      [false, true],
    );
    assert.equal(scene.portal.orders.length, 2);
  });

  it('is placed without a dialog once the first order is settled as not placed', async () => {
    await loseReply();
    const [entry] = scene.parts.orderServices.journal.entries.filter(
      ({ current }) => current.state === 'unknown',
    );
    assert.ok(entry);
    await scene.parts.orderServices.journal.note(entry.id, { state: 'dismissed', at: Date.now() });
    await until(scene.enemy.form, ({ step }) => step.name === 'review');
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'review');
    const asked = await askedWhile('Place Anyway', () =>
      scene.enemy.ask({ id: 5, request: 'place', reviewId: step.review.reviewId }),
    );
    assert.deepEqual(asked, []);
    assert.equal(scene.portal.orders.length, 1);
  });

  it('is listed in its review and blocked if the first order is only in the portal', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    const orderNo = scene.portal.orders[0]?.orderNo ?? 'none';
    const { others, ready } = await place();
    assert.ok(ready);
    assert.deepEqual(
      others.orders.map((one) => [one.id, one.title]),
      [[{ of: 'portal', orderNo }, `${orderNo} · Recording Minutes`]],
    );
    const { orders, mayPlace } = blocked();
    assert.deepEqual([orders, mayPlace], [others.orders, true]);
    assert.equal(scene.portal.orders.length, 1);

    const [dialog] = await askedWhile('Place Anyway', placeAnyway);
    assert.match(dialog?.detail ?? '', new RegExp(`${orderNo} · Recording Minutes: `));
    assert.equal(scene.portal.orders.length, 2);
  });

  it('is blocked even if an order at another portal has the same number', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    const orderNo = scene.portal.orders[0]?.orderNo ?? 'none';
    const { journal } = scene.parts.orderServices;
    const { id } = await journal.add(headOf({ baseUrl: 'https://other.example', createdAt: Date.now() }));
    await journal.note(id, { state: 'placed', at: Date.now(), orderNo, by: 'user' });
    const { others } = await place();
    assert.equal(others.orders[0]?.title, `${orderNo} · Recording Minutes`);
    assert.equal(blocked().orders.length, 1);
    assert.equal(scene.portal.orders.length, 1);
  });

  it('is not blocked by an order for another service of the PBX', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    const { others } = await place(reference);
    assert.equal(others.orders.length, 1);
    assert.equal(scene.enemy.form.state.step.name, 'outcome');
    assert.equal(scene.portal.orders.length, 2);
  });

  it('is blocked by an equal order that was just placed from here', async () => {
    await place();
    await scene.enemy.ask({ id: 4, request: 'edit' });
    const orderNo = scene.portal.orders[0]?.orderNo ?? 'none';
    await place();
    assert.ok(blocked().orders[0]?.state.startsWith(orderNo));
    assert.equal(scene.portal.orders.length, 1);
  });

  it('returns to its review if a lookup shows that the portal has cancelled the first order', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    await place();
    assert.deepEqual(await scene.enemy.ask({ id: 4, request: 'checkAgain' }), [null]);
    assert.equal(blocked().orders.length, 1);

    scene.portal.intercept = ({ path }, process) => {
      const reply = process();
      return path === ordersPath ? { ...reply, body: reply.body.replace('"succeed"', '"cancelled"') } : reply;
    };
    assert.deepEqual(await scene.enemy.ask({ id: 5, request: 'checkAgain' }), [null]);
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'review', step.name);
    assert.equal(step.review.changes.length, 1);
    await scene.enemy.ask({ id: 6, request: 'place', reviewId: step.review.reviewId });
    assert.equal(scene.portal.orders.length, 2);
  });

  it('can cancel a lookup at once, and looks again before the dialog', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    await place();
    await scene.portal.faults.set('answerNever', { path: ordersPath, times: 1 });
    const look = scene.enemy.ask({ id: 4, request: 'checkAgain' });
    await until(scene.enemy.form, ({ step }) => step.name === 'blocked' && step.blocked.check.underWay);
    await scene.enemy.ask({ id: 5, request: 'cancelCheck' });
    assert.deepEqual(await look, [null]);
    await until(scene.enemy.form, ({ step }) => step.name === 'blocked' && !step.blocked.check.underWay);
    await askedWhile('Place Anyway', placeAnyway);
    assert.equal(scene.portal.orders.length, 2);
  });

  it('returns to its review with the reason if the lookup fails', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    await place();
    await scene.portal.faults.set('internalErrorBefore', { path: ordersPath });
    await scene.enemy.ask({ id: 4, request: 'checkAgain' });
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'review', step.name);
    assert.equal(step.review.ready, false);
    assert.notEqual(step.review.failure, '');
    assert.equal(scene.portal.orders.length, 1);
  });

  it('shows the details only of the portal’s order that it may repeat, both in the review and when blocked', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    const [order] = scene.portal.orders;
    assert.ok(order);
    const reviewId = await scene.review(minutes);
    const shown = () =>
      window.visibleTextEditors
        .map(({ document }) => document)
        .filter(({ uri }) => uri.scheme === orderScheme);
    for (const orderNo of ['', 'YL1', '../save']) {
      await scene.enemy.ask({ id: 2, request: 'showPortalOrder', orderNo });
      assert.deepEqual(shown(), []);
    }
    await scene.enemy.ask({ id: 3, request: 'showPortalOrder', orderNo: order.orderNo });
    assert.match(shown()[0]?.getText() ?? '', new RegExp(order.orderNo));
    await commands.executeCommand('workbench.action.closeActiveEditor');

    await scene.enemy.ask({ id: 4, request: 'place', reviewId });
    assert.equal(blocked().orders.length, 1);
    await scene.enemy.ask({ id: 5, request: 'showPortalOrder', orderNo: order.orderNo });
    assert.match(window.activeTextEditor?.document.getText() ?? '', new RegExp(order.orderNo));
  });

  it('shows the entry of an order of this machine that its review lists', async () => {
    await place();
    await scene.enemy.ask({ id: 4, request: 'edit' });
    await scene.review({ ...minutes, quantity: '50' });
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'review');
    const id = step.review.others.orders[0]?.id;
    assert.ok(id?.of === 'entry');
    await scene.enemy.ask({ id: 5, request: 'showEntry', entryId: id.entryId });
    assert.match(window.activeTextEditor?.document.getText() ?? '', /Recording Minutes/);
  });

  it('is placed once, with at most one more dialog, if Place Anyway comes 20 times at once', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    await place();
    const { reviewId } = blocked();
    await askedWhile('Place Anyway', () =>
      scene.enemy.ask(...Array.from({ length: 20 }, (_, id) => ({ id, request: 'placeAnyway', reviewId }))),
    );
    assert.equal(scene.portal.orders.length, 2);
  });

  it('is reported if its tab was closed before it was blocked', async () => {
    await orderElsewhere(scene.portal, minutesBody(5));
    const reviewId = await scene.review(minutes);
    const { form, panel } = scene.enemy;
    const told = await toldWhile(async () => {
      const listening = form.onDidChange(() => {
        if (form.state.step.name === 'placing') {
          listening.dispose();
          panel.dispose();
        }
      });
      await form.steps.place(reviewId);
    });
    assert.deepEqual(told, [
      `information: Not sent: possible duplicate. ${title} was not sent. The same order has already been placed. Placing this one buys everything in it again.`,
    ]);
    assert.equal(scene.portal.orders.length, 1);
  });
});
