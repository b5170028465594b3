import assert from 'node:assert/strict';
import { Refusal, failureReply, refusedParameter } from '../../../src/sandbox/reply';
import type { DueDates } from '../../../src/renewals/dueDates';
import { DueDateScene, detailPath, lagos, owner, productNoOf, quiet } from './dueDateScene';

describe('due dates', () => {
  let scene: DueDateScene;

  beforeEach(async () => {
    scene = await DueDateScene.open();
  });
  afterEach(async () => scene.close());

  it('come from the list if it has them, without other requests', async () => {
    scene.portal.intercept = (_request, process) => process();
    const dueDates = await scene.opened();
    const result = await dueDates.read(scene.sources(), 'all', quiet);
    assert.deepEqual(result, { detailsRead: 0, refused: 0, failures: [] });
    assert.equal(dueDates.all.length, 40);
    assert.deepEqual(scene.detailsAsked(), []);
    assert.ok(dueDates.all.some(({ day }) => day !== undefined));
  });

  it('come from the details otherwise, one request each and at most six at a time', async () => {
    let underWay = 0;
    let most = 0;
    const { intercept } = scene.portal;
    scene.portal.intercept = async (request, process, response) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return intercept(request, process, response);
    };
    const dueDates = await scene.opened();
    const result = await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal(result.detailsRead, 40);
    assert.equal(new Set(scene.detailsAsked()).size, 40);
    assert.equal(scene.detailsAsked().length, 40);
    assert.ok(most <= 6, `${most} requests at a time`);
    const lagos = dueDates.find({ productId: 13, productNo: '3658B4311196K2ID' });
    assert.equal(lagos?.extensions, 10);
    assert.match(lagos.expiry ?? '', /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(lagos.day, lagos.expiry);
  });

  it('are read again only if due soon, ended or unknown, unless all are asked for', async () => {
    scene.onlyInDetails((detail, productNo) => ({ ...detail, expireDate: endOf(productNo) }));
    let time = Date.UTC(2026, 10, 28);
    const now = () => time++;
    const endOf = (productNo: string) =>
      ({ '3658B4311196K2ID': '2026-12-12', '3631A2047815AT0X': '2026-01-01', '3612C2063653JAK2': 'unclear' })[
        productNo
      ] ?? '2028-01-01';
    const dueDates = await scene.opened(now);
    await dueDates.read(scene.sources(), 'due', quiet);
    const before = scene.detailsAsked().length;
    await dueDates.read(scene.sources(), 'due', quiet);
    const second = scene.detailsAsked().slice(before);
    const expected = dueDates.all
      .filter(({ expiry }) => expiry !== '2028-01-01')
      .map(({ productNo }) => productNo);
    assert.ok(expected.length > 0 && expected.length < 10);
    assert.deepEqual(second.toSorted(), expected.toSorted());
    await dueDates.read(scene.sources(), 'all', quiet);
    assert.equal(scene.detailsAsked().length, before + second.length + 40);
  });

  it('go on where a reading was cancelled', async () => {
    const cancel = new AbortController();
    const dueDates = await scene.opened();
    await assert.rejects(
      dueDates.read(scene.sources(), 'due', {
        signal: cancel.signal,
        report: ({ phase, done }) => {
          if (phase === 'details' && done === 15) {
            cancel.abort();
          }
        },
      }),
    );
    assert.equal(dueDates.failure, undefined);
    assert.equal(dueDates.readAt, undefined);
    // Another window, or this one after a restart.
    const again = await scene.opened();
    const known = again.all.filter(({ readAt }) => readAt !== undefined).map(({ productNo }) => productNo);
    assert.ok(known.length >= 15);
    const before = scene.detailsAsked().length;
    await again.read(scene.sources(), 'due', quiet);
    const first = new Set(scene.detailsAsked().slice(before, before + 40 - known.length));
    assert.ok(known.every((productNo) => !first.has(productNo)));
    assert.ok(again.all.every(({ readAt }) => readAt !== undefined));
  });

  it('are read to the end by the next reading of the same kind, and no further', async () => {
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'all', quiet);
    const cancelled = async (among: DueDates) => {
      const cancel = new AbortController();
      const before = scene.detailsAsked().length;
      await nextMillisecond();
      await assert.rejects(
        among.read(scene.sources(), 'all', {
          signal: cancel.signal,
          report: ({ phase, done }) => {
            if (phase === 'details' && done === 15) {
              cancel.abort();
            }
          },
        }),
      );
      return scene.detailsAsked().slice(before);
    };
    const first = await cancelled(dueDates);
    // Another window, or this one after a restart.
    const again = await scene.opened();
    const before = scene.detailsAsked().length;
    const totals = new Set<number | undefined>();
    await again.read(scene.sources(), 'all', {
      signal: quiet.signal,
      report: ({ phase, total }) => phase === 'details' && totals.add(total),
    });
    const rest = scene.detailsAsked().slice(before);
    assert.deepEqual([...totals], [rest.length]);
    assert.ok(first.length + rest.length <= 40 + 6, `${first.length} + ${rest.length}`);
    assert.deepEqual(
      [...new Set([...first, ...rest])].toSorted(),
      again.all.map(({ productNo }) => productNo).toSorted(),
    );
    await nextMillisecond();
    const last = scene.detailsAsked().length;
    await again.read(scene.sources(), 'all', quiet);
    assert.equal(scene.detailsAsked().length, last + 40);
  });

  it('of one PBX may be refused; the others are read', async () => {
    const dueDates = await scene.opened();
    const { intercept } = scene.portal;
    scene.portal.intercept = (request, process, response) =>
      productNoOf(request) === '3658B4311196K2ID'
        ? failureReply(refusedParameter('productNo', 'unknown', 'not yours'))
        : intercept(request, process, response);
    const result = await dueDates.read(scene.sources(), 'due', quiet);
    assert.equal(result.refused, 1);
    assert.equal(result.detailsRead, 40);
    const refused = dueDates.all.filter(({ refusal }) => refusal !== undefined);
    assert.equal(refused.length, 1);
    assert.equal(refused[0]?.day, undefined);
  });

  it('are not taken for refused if the portal no longer accepts the token', async () => {
    const dueDates = await scene.opened();
    const { intercept } = scene.portal;
    scene.portal.intercept = (request, process, response) =>
      request.path.endsWith('/detail')
        ? failureReply(new Refusal(401, 'unauthorized', 'unauthorized'))
        : intercept(request, process, response);
    await assert.rejects(dueDates.read(scene.sources(), 'due', quiet));
    assert.ok(dueDates.all.every(({ refusal }) => refusal === undefined));
  });

  it('stop if the portal cannot be asked, and keep what was read', async () => {
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    const { all } = dueDates;
    await scene.portal.close();
    await assert.rejects(dueDates.read(scene.sources(), 'due', quiet));
    assert.ok(dueDates.failure);
    assert.deepEqual(dueDates.all, all);
  });

  it('tell monthly subscriptions, trials and services with an end of their own apart', async () => {
    scene.onlyInDetails((detail) => ({
      ...detail,
      expireDate: '2027-03-31',
      isTrial: true,
      billingCycle: 'Monthly',
      serviceList: [
        { serviceId: '3048573935752720384', serviceName: 'High Availability', expireDate: '2027-01-15' },
        { serviceId: '3048573935752720385', serviceName: 'Recording', expireDate: '2027-03-31' },
      ],
    }));
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    const [date] = dueDates.all;
    assert.equal(date?.day, '2027-03-31');
    assert.equal(date.isTrial, true);
    assert.equal(date.billingCycle, 'monthly');
    assert.deepEqual(date.services, [
      { serviceId: '3048573935752720384', name: 'High Availability', expiry: '2027-01-15' },
    ]);
    assert.deepEqual((await scene.opened()).all, dueDates.all);
  });

  it('are read again for a single PBX', async () => {
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    scene.onlyInDetails((detail) => ({ ...detail, expireDate: '2029-01-01' }));
    const before = scene.detailsAsked().length;
    await dueDates.readAgain([lagos]);
    assert.equal(scene.detailsAsked().length, before + 1);
    assert.equal(dueDates.all.filter(({ day }) => day === '2029-01-01').length, 1);
  });

  it('are not asked for in the session of another account', async () => {
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    const { intercept } = scene.portal;
    const before = scene.detailsAsked().length;
    scene.portal.intercept = async (request, process, response) => {
      await dueDates.open({ ...owner, account: 'client 2' }, true);
      return intercept(request, process, response);
    };
    const all = [...dueDates.all];
    await dueDates.readAgain(all);
    const asked = scene.detailsAsked().length - before;
    assert.ok(asked <= 6, `${asked} requests`);
    await dueDates.readAgain(all);
    assert.equal(scene.detailsAsked().length, before + asked);
  });

  it('that were read last count, whatever list was loaded before', async () => {
    scene.portal.intercept = (_request, process) => process();
    const [{ list } = assert.fail()] = scene.sources();
    await list.loadAll(quiet.signal);
    const dueDates = await scene.opened();
    dueDates.notePages(list.loadedPages);
    const day = () => dueDates.find(lagos)?.day;
    const before = day();
    assert.ok(before);
    await nextMillisecond();
    scene.onlyInDetails((detail) => ({ ...detail, expireDate: '2029-01-01' }));
    await dueDates.readAgain([lagos]);
    assert.equal(day(), '2029-01-01');
    dueDates.notePages(list.loadedPages);
    assert.equal(day(), '2029-01-01');
    // A list that is loaded after that is newer.
    scene.portal.intercept = (_request, process) => process();
    await nextMillisecond();
    await list.refresh();
    dueDates.notePages(list.loadedPages);
    assert.equal(day(), before);
  });

  it('of several PBXes are read again from one list if only that has them', async () => {
    scene.portal.intercept = (request, process) => {
      const reply = process();
      return request.path === detailPath
        ? { ...reply, body: reply.body.replace(/,?"expireDate":"[^"]*"/g, '') }
        : reply;
    };
    const dueDates = await scene.opened();
    await dueDates.read(scene.sources(), 'due', quiet);
    const known = dueDates.all;
    const lists = () =>
      scene.portal.requests.filter(({ path }) => path.endsWith('instance_product_list')).length;
    const before = lists();
    await dueDates.readAgain(known.slice(0, 5));
    assert.equal(lists(), before + 1);
    assert.deepEqual(
      dueDates.all.map(({ day }) => day),
      known.map(({ day }) => day),
    );
  });
});

/** Waits until the clock shows another time, so that what follows is later. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
