import assert from 'node:assert/strict';
import type { BlockedView } from '../../src/form/contract';
import { readOrderContents, subjectsOf } from '../../src/orders/subject';
import { minutesBody, recordingMinutesId } from '../unit/support/portalOrders';
import { headOf } from '../unit/support/entries';
import { askedWhile, minutesLater, orderElsewhere } from './elsewhere';
import { EnemyScene } from './enemyScene';
import { reference, untilReviewed } from './formStates';

const pricePath = '/pricing/openapi/purchase/v1/pricing/calculate';
const newPrice = /Price: .*0\.50 before, .*9,999\.00 now\./;
const hasChanged = /^The possible duplicates of this order have changed\. Nothing was sent\./;

/** An order for minutes that a colleague’s order blocks. */
describe('The consent to a possible duplicate', () => {
  let scene: EnemyScene;

  beforeEach(async () => {
    scene = await EnemyScene.open();
    await orderElsewhere(scene.portal, minutesBody(3));
    await placed('5');
  });

  afterEach(() => scene.close());

  /** Reviews and presses Place Order. */
  async function placed(quantity: string): Promise<void> {
    const { form } = scene.enemy;
    form.submit({ ...reference, serviceId: recordingMinutesId, quantity });
    await form.steps.place((await untilReviewed(form)).reviewId);
    blocked();
  }

  function blocked(): BlockedView {
    const { step } = scene.enemy.form.state;
    assert.ok(step.name === 'blocked', step.name);
    return step.blocked;
  }

  async function placeAnyway(): Promise<string | null | undefined> {
    const { reviewId } = blocked();
    const [failure] = await scene.enemy.ask({ id: 3, request: 'placeAnyway', reviewId });
    return failure;
  }

  function raisePrice(): void {
    scene.portal.intercept = (request, process) => {
      const reply = process();
      return request.path === pricePath
        ? { ...reply, body: reply.body.replaceAll('0.50', '9999.00') }
        : reply;
    };
  }

  /** The quantities of the orders that were sent from here. */
  function sent(): string[] {
    return scene.sent.slice(1).map((body) => /"quantity":(\d+)/.exec(body)?.[1] ?? 'none');
  }

  it('shows a new price in every dialog until one is accepted', async () => {
    raisePrice();
    await minutesLater(6, async () => {
      for (let look = 0; look < 3; look++) {
        const [dialog, ...others] = await askedWhile(undefined, placeAnyway);
        assert.match(dialog?.detail ?? '', newPrice);
        assert.deepEqual(others, []);
      }
      assert.deepEqual(sent(), []);
      const [dialog] = await askedWhile('Place Anyway', placeAnyway);
      assert.match(dialog?.detail ?? '', newPrice);
    });
    assert.deepEqual(sent(), ['5']);
  });

  it('shows a new price that was found while another window ordered the same', async () => {
    raisePrice();
    const { locks } = scene.parts.orderServices;
    const { baseUrl, body } = headOf({ baseUrl: scene.portal.baseUrl, body: minutesBody(5) });
    await minutesLater(6, async () => {
      const lock = await locks.acquire(subjectsOf({ baseUrl, ordered: readOrderContents(body) }));
      assert.ok(lock);
      assert.deepEqual(await askedWhile('Place Anyway', placeAnyway), []);
      assert.equal(blocked().mayPlace, false);
      await lock.release();
      await scene.enemy.ask({ id: 4, request: 'checkAgain' });
      assert.equal(blocked().mayPlace, true);
      const [dialog] = await askedWhile('Place Anyway', placeAnyway);
      assert.match(dialog?.detail ?? '', newPrice);
    });
    assert.deepEqual(sent(), ['5']);
  });

  it('no longer shows a price that is again as reviewed', async () => {
    raisePrice();
    await minutesLater(6, async () => {
      const [dialog] = await askedWhile(undefined, placeAnyway);
      assert.match(dialog?.detail ?? '', newPrice);
    });
    scene.portal.intercept = (_request, process) => process();
    await minutesLater(12, async () => {
      const [dialog] = await askedWhile('Place Anyway', placeAnyway);
      assert.doesNotMatch(dialog?.detail ?? '', /Price/);
    });
    assert.deepEqual(sent(), ['5']);
  });

  it('applies only to the order in the dialog, not to the one that the form has by then', async () => {
    let failure: string | null | undefined;
    const dialogs = await askedWhile(
      async () => {
        scene.enemy.form.edit();
        await placed('500');
        return 'Place Anyway';
      },
      async () => {
        failure = await placeAnyway();
      },
    );
    assert.equal(dialogs.length, 1);
    assert.match(failure ?? '', hasChanged);
    assert.equal(blocked().mayPlace, true);
    assert.deepEqual(sent(), []);
  });

  for (const [what, values] of [
    ['its fields', undefined],
    ['the review of another order', reference],
  ] as const) {
    it(`places nothing once the form shows ${what}, and says so`, async () => {
      const { form } = scene.enemy;
      let failure: string | null | undefined;
      const answer = async () => {
        form.edit();
        if (values) {
          form.submit(values);
          await untilReviewed(form);
        }
        return 'Place Anyway';
      };
      await askedWhile(answer, async () => {
        failure = await placeAnyway();
      });
      assert.match(failure ?? '', hasChanged);
      assert.equal(form.state.step.name, values ? 'review' : 'edit');
      assert.deepEqual(sent(), []);
    });
  }
});
