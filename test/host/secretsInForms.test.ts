import assert from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { FormModel } from '../../src/form/stage';
import type { TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { recordingMinutesId } from '../unit/support/portalOrders';
import { signedIn } from './extension';
import { toldWhile } from './orderScene';
import { productNo, reference, until, untilLookedUp } from './formStates';

const sentence = 'This contains your client secret or a token. Remove it.';

describe('A secret that is pasted into a form', () => {
  let parts: Composition;
  let portal: TestPortal;
  let secrets: readonly string[];

  beforeEach(async () => {
    ({ parts, portal } = await signedIn());
    secrets = [portal.clientSecret, ...parts.session.secrets];
    assert.equal(secrets.length, 3);
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
  });

  function problemOf(form: FormModel, name: string): string | undefined {
    return form.state.fields.find((field) => field.name === name)?.problem;
  }

  /** Requests since the form was opened that hold one of the secrets outside their header. */
  function requestsWithSecrets(): readonly unknown[] {
    return portal.requests.filter(
      ({ path, query, body }) =>
        !path.endsWith('/oauth/token') &&
        secrets.some((secret) => `${path}?${query} ${body}`.includes(secret)),
    );
  }

  it('is refused at its field of the order form, and nothing is reviewed, asked, recorded or sent', async () => {
    await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
    const form = parts.forms.orders.formOf({ operation: 'subscribe', productId: 13, productNo });
    assert.ok(form);
    await untilLookedUp(form);
    const entries = parts.orderServices.journal.entries.length;
    for (const secret of secrets) {
      for (const poNumber of [secret, ` PO ${secret}`, Buffer.from(secret).toString('base64')]) {
        form.change({ ...reference, poNumber });
        assert.equal(form.state.price, null);
        assert.deepEqual(form.state.unsaved, ['poNumber']);
        form.submit({ ...reference, poNumber });
        assert.deepEqual([form.state.step.name, problemOf(form, 'poNumber')], ['edit', sentence]);
      }
    }
    for (const secret of secrets) {
      form.change({ ...reference, quantity: secret });
      assert.deepEqual(form.state.unsaved, ['quantity']);
      form.submit({ ...reference, quantity: secret });
      assert.equal(problemOf(form, 'quantity'), sentence);
    }
    // The quantity of a service that is no longer ticked has no field, but what was typed there may come back.
    const gone = `quantity.${recordingMinutesId}`;
    form.change({ ...reference, [gone]: portal.clientSecret });
    assert.deepEqual(form.state.unsaved, [gone]);
    assert.equal(parts.orderServices.journal.entries.length, entries);
    assert.deepEqual(requestsWithSecrets(), []);
    form.submit({ ...reference, poNumber: `PO ${portal.clientId}` });
    assert.deepEqual(form.state.unsaved, []);
    await until(form, ({ step }) => step.name === 'review' && step.review.ready);
  });

  it('is not saved with a bulk order, whose other values are', async () => {
    const instances = [productNo, '3612C2063653JAK2'].map((one) => ({ productNo: one, productId: 13 }));
    await commands.executeCommand('pbx.renew', { instances });
    const bulk = parts.bulk.models.at(-1);
    assert.ok(bulk && 'about' in bulk);
    await eventually('its rows', () => Promise.resolve(bulk.state.isReading ? undefined : true));
    bulk.setCommon('billingCycle', 'annually');
    for (const secret of secrets) {
      bulk.setCommon('poNumber', `PO ${secret}`);
      assert.deepEqual(bulk.state.draft.common, { billingCycle: 'annually' });
      assert.doesNotMatch(JSON.stringify(bulk.state.draft), /PO /);
    }
    bulk.setCommon('poNumber', 'PO-118');
    assert.deepEqual(bulk.state.draft.common, { billingCycle: 'annually', poNumber: 'PO-118' });
  });

  it('is not saved with a row of a bulk order', async () => {
    const instances = [productNo, '3612C2063653JAK2'].map((one) => ({ productNo: one, productId: 13 }));
    await commands.executeCommand('pbx.expand', { instances, serviceId: recordingMinutesId });
    const bulk = parts.bulk.models.at(-1);
    assert.ok(bulk && 'about' in bulk);
    await eventually('its rows', () => Promise.resolve(bulk.state.isReading ? undefined : true));
    bulk.enter(0, 'quantity', '100');
    assert.deepEqual(bulk.state.draft.own, [{ quantity: '100' }, {}]);
    for (const secret of secrets) {
      bulk.enter(0, 'quantity', secret);
      assert.deepEqual(bulk.state.draft.own, [{}, {}]);
      assert.equal(bulk.state.rows[0]?.status.text.includes(sentence), true);
    }
  });

  it('opens no document as the number of an order, whose tab and address would keep it', async () => {
    for (const orderNo of secrets) {
      const told = await toldWhile(async () => commands.executeCommand('pbx.showOrder', { orderNo }));
      assert.deepEqual(told, [
        'error: The request contains your client secret or a token. Nothing was sent.',
      ]);
    }
    assert.ok(workspace.textDocuments.every(({ uri }) => !secrets.some((one) => uri.query.includes(one))));
    assert.deepEqual(requestsWithSecrets(), []);
  });

  it('is refused at each field of the form for a new user that takes a text', async () => {
    await commands.executeCommand('pbx.createUser');
    const { form } = parts.forms.user;
    assert.ok(form);
    await untilLookedUp(form);
    const user = {
      yeastarId: 'otieno@example.test',
      company: 'Clinics',
      country: 'Kenya',
      firstName: 'Otieno',
    };
    const texts = form.state.fields.filter(({ control }) => control === 'text').map(({ name }) => name);
    assert.ok(texts.length > 8);
    for (const name of texts) {
      form.submit({ ...user, [name]: `a${portal.clientSecret}@example.test` });
      assert.deepEqual([form.state.step.name, problemOf(form, name)], ['edit', sentence], name);
      assert.deepEqual(form.state.unsaved, [name]);
    }
    assert.deepEqual(requestsWithSecrets(), []);
  });
});
