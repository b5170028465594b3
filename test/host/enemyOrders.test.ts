import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import type { TestPortalOptions } from '../portal/testPortal';
import { askedWhile } from './elsewhere';
import { EnemyScene, savePath, withoutUnseenErrors } from './enemyScene';
import { theParts } from './extension';
import { isLimitedTo10, reference, referenceBody, until, untilLookedUp, untilReviewed } from './formStates';

const pricePath = '/pricing/openapi/purchase/v1/pricing/calculate';
const ordersPath = '/order/openapi/order/v1/page';
const other = { productNo: '3618D2111167NOZW', serviceId: '3048573759449317376', quantity: '100' };
const notUnderReview = /^This order is no longer under review\. Nothing was sent\./;

describe('An order whose form has an enemy in its webview', () => {
  let scene: EnemyScene;
  async function open(options: TestPortalOptions = {}): Promise<void> {
    scene = await EnemyScene.open(options);
  }

  afterEach(() => scene.close());

  /** A test that also fails on errors which nothing handles. */
  function itQuietly(name: string, test: () => Promise<void>): void {
    it(name, async () => withoutUnseenErrors(await theParts(), test));
  }

  describe('is not placed', () => {
    itQuietly('before a review, whatever the review ID', async () => {
      await open();
      const ids = ['', '0', 'undefined', '00000000-0000-4000-8000-000000000000', '__proto__'];
      const failures = await scene.enemy.ask(
        ...ids.map((reviewId, id) => ({ id, request: 'place', reviewId })),
      );
      assert.equal(failures.length, ids.length);
      for (const failure of failures) {
        assert.match(failure ?? '', notUnderReview);
      }
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('before the portal has sent the price, although the page never became ready', async () => {
      await open();
      const { enemy, portal } = scene;
      await portal.faults.set('answerNever', { path: pricePath });
      await enemy.post({ id: 1, request: 'submit', values: reference });
      const { step } = enemy.form.state;
      assert.ok(step.name === 'review' && step.review.price.status === 'asking');
      const failures = await enemy.ask({ id: 2, request: 'place', reviewId: step.review.reviewId });
      assert.match(failures.at(-1) ?? '', notUnderReview);
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('with the ID of a review that was replaced', async () => {
      await open();
      const old = await scene.review();
      assert.notEqual(await scene.review(), old);
      const [failure] = await scene.enemy.ask({ id: 2, request: 'place', reviewId: old });
      assert.match(failure ?? '', notUnderReview);
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('with the ID of a review that was left', async () => {
      await open();
      const reviewId = await scene.review();
      const [left, failure] = await scene.enemy.ask(
        { id: 2, request: 'back' },
        { id: 3, request: 'place', reviewId },
      );
      assert.equal(left, null);
      assert.match(failure ?? '', notUnderReview);
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('with the ID of another form’s review', async () => {
      await open();
      await scene.review();
      await commands.executeCommand('pbx.subscribe', other.productNo);
      const form = scene.parts.forms.orders.formOf({
        operation: 'subscribe',
        productId: 13,
        productNo: other.productNo,
      });
      assert.ok(form);
      await untilLookedUp(form);
      form.submit({ ...reference, ...other });
      const { reviewId } = await untilReviewed(form);
      await scene.enemy.comeBack();
      const [place, placeAnyway] = await scene.enemy.ask(
        { id: 1, request: 'place', reviewId },
        { id: 2, request: 'placeAnyway', reviewId },
      );
      assert.match(place ?? '', notUnderReview);
      assert.match(placeAnyway ?? '', /nothing was sent/i);
      assert.equal(form.state.step.name, 'review');
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('with Place Anyway if nothing is blocked', async () => {
      await open();
      const reviewId = await scene.review();
      const [failure] = await scene.enemy.ask({ id: 2, request: 'placeAnyway', reviewId });
      assert.match(failure ?? '', /nothing was sent/i);
      assert.deepEqual(scene.sent, []);
    });

    itQuietly('with a value that the form does not offer', async () => {
      await open();
      const { form } = scene.enemy;
      await scene.enemy.post({ id: 1, request: 'change', values: reference });
      await until(form, isLimitedTo10);
      for (const [field, value] of Object.entries({
        productNo: other.productNo,
        connectionPlanId: '3048571730026938369',
        serviceId: '3048573935752720385',
        quantity: '11',
        billingCycle: 'weekly',
        billingId: '3197218168379846217',
        poNumber: 'PO 1\n","billingId":1',
      })) {
        await scene.enemy.ask({ id: 1, request: 'submit', values: { ...reference, [field]: value } });
        const { step, fields } = form.state;
        assert.equal(step.name, 'edit');
        const wrong = fields.filter(({ problem }) => problem !== '').map(({ name }) => name);
        assert.deepEqual(wrong, [field]);
      }
      assert.deepEqual(scene.sent, []);
    });
  });

  describe('is placed', () => {
    itQuietly('byte for byte as reviewed, whatever values the page sends meanwhile', async () => {
      await open();
      const reviewId = await scene.review();
      const values = { ...reference, quantity: '9', billingId: '3197218168379846219', poNumber: 'another' };
      const failures = await scene.enemy.ask(
        { id: 2, request: 'change', values },
        { id: 3, request: 'place', reviewId },
        { id: 4, request: 'change', values },
      );
      assert.deepEqual(failures, [null, null, null]);
      assert.deepEqual(scene.sent, [referenceBody]);
    });

    itQuietly('once, if requested 20 times at once and again afterwards', async () => {
      await open();
      const reviewId = await scene.review();
      const place = (id: number) => ({ id, request: 'place', reviewId });
      const failures = await scene.enemy.ask(
        ...Array.from({ length: 20 }, (_, index) => place(2 + (index % 5))),
      );
      assert.equal(failures.filter((failure) => failure === null).length, 1);
      const [failure] = await scene.enemy.ask(place(22));
      assert.match(failure ?? '', notUnderReview);
      assert.deepEqual(scene.sent, [referenceBody]);
    });
  });

  describe('being placed', () => {
    /** Places an order that the portal accepts but does not answer yet. */
    async function place(): Promise<void> {
      await open();
      const { enemy, portal } = scene;
      await portal.faults.set('answerSlow', { path: savePath });
      await enemy.post({ id: 2, request: 'place', reviewId: await scene.review() });
      while (scene.sent.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.equal(enemy.form.state.step.name, 'placing');
    }

    itQuietly('is not hidden by another review', async () => {
      await place();
      const { enemy, portal } = scene;
      await enemy.post({
        id: 3,
        request: 'submit',
        values: { ...reference, ...other, productNo: reference.productNo },
      });
      const { step } = enemy.form.state;
      portal.faults.sendSlowAnswers();
      await until(enemy.form, ({ step }) => step.name === 'outcome');
      assert.equal(step.name, 'placing');
      assert.deepEqual(scene.sent, [referenceBody]);
    });

    itQuietly('cannot be left', async () => {
      await place();
      const { enemy, portal } = scene;
      await enemy.post({ id: 3, request: 'back' }, { id: 4, request: 'edit' });
      const { step } = enemy.form.state;
      portal.faults.sendSlowAnswers();
      await until(enemy.form, ({ step }) => step.name === 'outcome');
      assert.equal(step.name, 'placing');
    });

    itQuietly('is reported after its tab was closed, without an error', async () => {
      await place();
      const { showInformationMessage } = window;
      const told = new Promise<string>((resolve) => {
        window.showInformationMessage = (message: string) => {
          resolve(message);
          return Promise.resolve(undefined);
        };
      });
      try {
        scene.enemy.panel.dispose();
        scene.portal.faults.sendSlowAnswers();
        assert.match(await told, /^Order placed: /);
      } finally {
        window.showInformationMessage = showInformationMessage;
      }
    });
  });

  describe('that is blocked', () => {
    /** Leaves an order of unknown outcome, so that the same order is blocked. @returns The ID of its review. */
    async function holdBack(): Promise<string> {
      await open();
      const { enemy, portal } = scene;
      await portal.faults.set('resetBefore', { path: savePath, times: 1 });
      await enemy.ask({ id: 2, request: 'place', reviewId: await scene.review() });
      await until(enemy.form, ({ step }) => step.name === 'outcome' && step.outcome.check?.text !== '');
      await enemy.ask({ id: 3, request: 'edit' });
      const reviewId = await scene.review();
      await enemy.ask({ id: 4, request: 'place', reviewId });
      assert.equal(enemy.form.state.step.name, 'blocked');
      assert.equal(scene.sent.length, 1);
      return reviewId;
    }

    itQuietly('cannot be consented to by the page, which has no access to the dialog', async () => {
      const reviewId = await holdBack();
      for (const consent of [true, 'true', 1, [reviewId], null]) {
        const { refusals } = await scene.logged(() =>
          scene.enemy.post({ id: 5, request: 'placeAnyway', reviewId, consent }),
        );
        assert.equal(refusals, 1);
      }
      const asked = await askedWhile('Place Anyway', async () => {
        const failures = await scene.enemy.ask(
          { id: 6, request: 'place', reviewId },
          { id: 7, request: 'placeAnyway', reviewId: 'made up' },
        );
        assert.ok(failures.every((failure) => failure?.toLowerCase().includes('nothing was sent')));
      });
      assert.deepEqual(asked, []);
      assert.equal(scene.sent.length, 1);
    });

    itQuietly('is not sent if the dialog is cancelled', async () => {
      const reviewId = await holdBack();
      const asked = await askedWhile(undefined, () =>
        scene.enemy.ask({ id: 5, request: 'placeAnyway', reviewId }),
      );
      assert.equal(asked.length, 1);
      assert.equal(scene.enemy.form.state.step.name, 'blocked');
      assert.equal(scene.sent.length, 1);
    });

    itQuietly('is placed once by one dialog, even if requested 20 times at once', async () => {
      const reviewId = await holdBack();
      const asked = await askedWhile('Place Anyway', () =>
        scene.enemy.ask(...Array.from({ length: 20 }, (_, id) => ({ id, request: 'placeAnyway', reviewId }))),
      );
      assert.equal(asked.length, 1);
      assert.deepEqual(scene.sent, [referenceBody, referenceBody]);
    });

    itQuietly('shows its own entries and no others', async () => {
      await holdBack();
      const { enemy } = scene;
      const { step } = enemy.form.state;
      assert.ok(step.name === 'blocked');
      const [own = ''] = step.blocked.orders.map(({ id }) => (id.of === 'entry' ? id.entryId : ''));
      const others = ['', '../../etc/passwd', '00000000-0000-4000-8000-000000000000', `${own}.jsonl`];
      await enemy.ask(...others.map((entryId, id) => ({ id, request: 'showEntry', entryId })));
      assert.deepEqual(openOrders(), []);
      await enemy.ask({ id: 5, request: 'showEntry', entryId: own });
      assert.equal(openOrders().length, 1);
      await commands.executeCommand('workbench.action.closeActiveEditor');
      await enemy.ask({ id: 6, request: 'back' }, { id: 7, request: 'showEntry', entryId: own });
      assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1, 'only the form');
    });

    itQuietly('stops every lookup that was requested when it is cancelled', async () => {
      await holdBack();
      await scene.portal.faults.set('answerNever', { path: ordersPath });
      const looks = Array.from({ length: 20 }, (_, id) => ({ id, request: 'checkAgain' }));
      const failures = await scene.enemy.ask(...looks, { id: 20, request: 'cancelCheck' });
      assert.deepEqual(failures, Array<null>(21).fill(null));
      assert.equal(scene.sent.length, 1);
    });
  });

  function openOrders(): string[] {
    // VS Code keeps a document for a while after its last editor was closed.
    return window.visibleTextEditors
      .map(({ document }) => document.uri)
      .filter(({ scheme }) => scheme === 'pbx-order')
      .map((uri) => uri.toString());
  }
});
