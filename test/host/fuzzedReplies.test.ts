import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import { isObject, parseExact, printExact } from '../../src/portal/exactJson';
import type { TestPortal } from '../portal/testPortal';
import { type Dress, dressed, dresses } from '../unit/fuzz/fuzzedReply';
import { shown, signedIn } from './extension';
import { productNo, reference, referenceBody, untilLookedUp, untilReviewed } from './formStates';

const seed = 20261124;
const samples = fc.sample(dresses, { numRuns: 12, seed });

/** The replies to these requests change their shape; the documented page envelope stays. */
const dressedPaths = /instance_product|purchase_product_info|billing_contact_list|_info\//;

describe(`Replies in random shapes (seed ${seed})`, () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(dress: Dress): Promise<void> {
    ({ parts, portal } = await signedIn({
      intercept: ({ path }, process) => {
        const reply = process();
        const json = dressedPaths.test(path) ? parseExact(reply.body) : undefined;
        return isObject(json) && json.result !== undefined
          ? { ...reply, body: printExact({ ...json, result: dressed(json.result, dress) }) }
          : reply;
      },
    }));
  }

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  for (const [index, dress] of samples.entries()) {
    it(`leave tree, form and body right, or say what is missing (${index + 1}: without ${dress.dropped.join(', ') || 'nothing'})`, async () => {
      await open(dress);
      const isTold = (name: string) => !dress.dropped.some((dropped) => dropped === name);

      const [product] = await parts.instances.getChildren();
      assert.ok(product);
      const instances = await parts.instances.getChildren(product);
      const [instance] = instances;
      assert.ok(instance);
      assert.ok(
        [26, 27].includes(instances.length),
        '25 instances, Load More, and Load All where the portal says how many there are',
      );
      assert.ok(shown(instance).includes(productNo));
      assert.equal(shown(instance).startsWith('Lagos head office'), isTold('comment'));
      const below = (await parts.instances.getChildren(instance)).map(shown);
      assert.equal(below.length, 4, below.join('; '));
      assert.equal(below.filter((row) => row.includes('subscribed')).length, 1);
      assert.equal(
        below.some((row) => row.startsWith('High Availability')),
        isTold('serviceName'),
      );

      await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
      const form = parts.forms.orders.formOf({ operation: 'subscribe', productId: 13, productNo });
      assert.ok(form);
      await untilLookedUp(form);
      const field = (name: string) => form.state.fields.find((candidate) => candidate.name === name);
      assert.equal(field('connectionPlanId')?.suggested, reference.connectionPlanId);
      assert.equal(field('serviceId')?.suggested, reference.serviceId);
      if (field('quantity')?.suggested === '') {
        assert.match(field('quantity')?.hint ?? '', /does not report the current number of extensions/);
      } else {
        assert.equal(field('quantity')?.suggested, '10');
      }
      form.submit(reference);
      const { reviewId, body, price } = await untilReviewed(form);
      assert.equal(body, referenceBody);
      assert.equal(price.status, isTold('pricingId') ? 'given' : 'none');
      assert.ok(await form.steps.place(reviewId));
      assert.equal(portal.orders[0]?.body, referenceBody);
    });
  }
});
