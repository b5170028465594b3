import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { OutcomeView } from '../../src/form/contract';
import type { RenewalRow } from '../../src/tree/rows/renewalRow';
import type { Row } from '../../src/tree/rows/row';
import { type Intercept, type TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { asRead } from '../unit/support/asRead';
import { failure, savePath } from '../unit/support/requests';
import { askedWhile } from './elsewhere';
import { sayNoServices } from './bulkScene';
import { signedIn } from './extension';
import { productNo, until, untilReviewed } from './formStates';
import { ordersFolder, removeEntries } from './logFiles';
import { formFor } from './reviewScene';

const serials = [productNo, '3612C2063653JAK2', '3614E2079491WRDC'] as const;
const instances = serials.map((serial) => ({ productNo: serial, productId: 13 }));
const contact = '3197218168379846218';

/** Where a portal gives end dates. */
const portals: Readonly<Record<string, Intercept>> = {
  'lists and details have dates': (_request, process) => process(),
  'only details have dates': without('instance_product_list'),
  'only lists have dates': without('/detail'),
};

/** Leaves end dates out of the replies to these requests. */
function without(ending: string): Intercept {
  return ({ path }, process) => {
    const reply = process();
    return path.endsWith(ending)
      ? { ...reply, body: reply.body.replace(/,?"expireDate":"[^"]*"/g, '') }
      : reply;
  };
}

/** The extension's classes are not those of this bundle. */
function isRenewal(row: Row): row is RenewalRow {
  return row.id.startsWith('renewal ');
}

describe('The end date of a PBX that was renewed', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    ({ parts, portal } = await signedIn({ instances: { 13: 60 } }));
    await parts.renewals.whenOpen();
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    rmSync(join(ordersFolder(parts), 'bulk-orders'), { recursive: true, force: true });
    await removeEntries(parts);
  });

  /** The rows of these PBXes in the view. */
  async function rowsOf(...wanted: readonly string[]): Promise<RenewalRow[]> {
    const below = async (rows: readonly Row[]): Promise<RenewalRow[]> => {
      const found = await Promise.all(
        rows.map(async (row) => (isRenewal(row) ? [row] : below(await parts.renewals.getChildren(row)))),
      );
      return found.flat();
    };
    const rows = await below(await parts.renewals.getChildren());
    return rows.filter(({ renewal }) => wanted.includes(renewal.date.productNo));
  }

  async function days(...wanted: readonly string[]): Promise<Map<string, string | undefined>> {
    const rows = await rowsOf(...wanted);
    return new Map(rows.map(({ renewal: { date } }) => [date.productNo, date.day]));
  }

  /** Waits until the rows show a later day and no renewal that is under way, however often the view is drawn. */
  async function untilMoved(before: ReadonlyMap<string, string | undefined>): Promise<void> {
    const hasMoved = async () => {
      const rows = await rowsOf(...before.keys());
      return rows.every(
        ({ renewal: { date, ordered } }) =>
          ordered === undefined && (date.day ?? '') > (before.get(date.productNo) ?? ''),
      );
    };
    await eventually('the new end dates', async () => ((await hasMoved()) ? true : undefined));
    assert.ok(await hasMoved(), 'the old dates came back');
  }

  async function outcomeOfRenewal(): Promise<OutcomeView> {
    const form = await formFor(parts, { operation: 'renew' });
    form.submit({
      productNo,
      ...Object.fromEntries(form.state.fields.map((field) => [field.name, field.suggested])),
      billingCycle: 'annually',
      billingId: contact,
    });
    const { reviewId } = await untilReviewed(form);
    assert.ok(await form.steps.place(reviewId));
    await until(form, ({ step }) => step.name === 'outcome');
    const { step } = form.state;
    assert.ok(step.name === 'outcome');
    return step.outcome;
  }

  async function renewWithForm(): Promise<void> {
    const { sentence, mayOrderAnother } = await outcomeOfRenewal();
    assert.match(
      sentence,
      /The Instances and Renewals views show the new end date when the portal lists it\./,
    );
    assert.ok(!mayOrderAnother, 'a second renewal is offered');
  }

  /** Replaces text in the replies to requests for this path, if they hold it. */
  function replyWith(path: string, text: string, other: string): void {
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === path ? { ...reply, body: reply.body.replace(text, other) } : reply;
    };
  }

  async function renewInBulk(): Promise<void> {
    await commands.executeCommand('pbx.renew', { instances });
    const bulk = parts.bulk.models.at(-1);
    assert.ok(bulk && 'about' in bulk);
    const settled = (isTrue: () => boolean) =>
      eventually('the bulk order', () => (isTrue() ? true : undefined));
    await settled(() => !bulk.state.isReading);
    bulk.setCommon('billingCycle', 'annually');
    bulk.setCommon('billingId', contact);
    sayNoServices(bulk);
    await settled(() => !bulk.state.isReading && bulk.state.rows.every(({ price }) => price !== '…'));
    await bulk.review();
    await askedWhile('Place 3 Orders', () => bulk.place(bulk.state.reviewId));
    await settled(() => bulk.phase === 'ended');
  }

  for (const [name, intercept] of Object.entries(portals)) {
    it(`is read again, ${name}`, async () => {
      portal.intercept = intercept;
      await commands.executeCommand('pbx.readDueDates');
      const before = await days(productNo);
      await renewWithForm();
      await untilMoved(before);
    });

    it(`is read again for each order of a bulk order, ${name}`, async () => {
      portal.intercept = intercept;
      await commands.executeCommand('pbx.readDueDates');
      const before = await days(...serials);
      await renewInBulk();
      await untilMoved(before);
    });
  }

  /** The end dates that the Instances view has of all three. */
  const listed = () => {
    const { list } = parts.lists.products.find(({ productId }) => productId === 13) ?? {};
    return serials.map((serial) => list?.rows.find((row) => row.productNo === serial)?.expiry ?? '');
  };

  for (const [name, renewed, renew] of [
    ['an order', 1, renewWithForm],
    ['a bulk order', 3, renewInBulk],
  ] as const) {
    it(`is read again for the Instances view after ${name}`, async () => {
      await parts.instances.getChildren();
      await eventually('the rows', () => (listed()[0] === '' ? undefined : true));
      const before = listed();
      await renew();
      await eventually('the new end dates', () =>
        listed().filter((day, index) => day > (before[index] ?? '')).length === renewed ? true : undefined,
      );
    });
  }

  it('is shown with a renewal that was placed if the portal named it, but with none that was refused', async () => {
    const facts = async (isRefused: boolean) => {
      portal.intercept = ({ path }, process) => {
        const reply = isRefused && path === savePath ? failure(400, 'no_way') : process();
        const body = reply.body.replace('"result":{', '"result":{"newExpireDate":"2031-05-06",');
        return path.endsWith('/pricing/calculate') ? { ...reply, body } : reply;
      };
      const outcome = await outcomeOfRenewal();
      return [outcome.kind, outcome.facts.find(({ label }) => label === 'New end date')?.values];
    };
    assert.deepEqual(await facts(true), ['refused', undefined]);
    await commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(await facts(false), ['placed', ['May 6, 2031']]);
  });

  it('is not promised after a renewal for which nothing was bought, which can be ordered again', async () => {
    replyWith(savePath, '"orderStatus":"succeed"', '"orderStatus":"failed"');
    const { sentence, mayOrderAnother } = await outcomeOfRenewal();
    assert.match(asRead(sentence), /^The portal accepted the order with the status "failed"\./);
    assert.doesNotMatch(sentence, /end date/);
    assert.ok(mayOrderAnother);
  });

  it('is read again although nothing but the first pages of the lists was read before', async () => {
    const before = await days(productNo);
    assert.equal(before.size, 1);
    await renewWithForm();
    await untilMoved(before);
  });
});
