import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'lossless-json';
import { parseExact, isObject, type JsonObject } from '../../../src/portal/exactJson';
import { PagedList } from '../../../src/portal/pagedList';
import { removeUnused } from '../../../src/renewals/dueDateFile';
import { DueDates, type ListedInstances } from '../../../src/renewals/dueDates';
import { failureReply, refusedParameter } from '../../../src/sandbox/reply';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { CollectedLog } from '../support/collectedLog';
import { Gate } from '../support/gate';
import { type Parts, signedIn } from '../support/portal';

const detailPath = '/product/openapi/instance_product/v1/detail';
const owner = { baseUrl: 'https://portal.example', account: 'client 1' };
const quiet = { signal: new AbortController().signal, report: () => undefined };

describe('due dates', () => {
  let portal: TestPortal;
  let parts: Parts;
  let folder: string;
  let made: DueDates[];

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    folder = await mkdtemp(join(tmpdir(), 'pbx-due-dates-'));
    made = [];
    onlyInDetails();
  });
  afterEach(async () => {
    made.forEach((dueDates) => dueDates.dispose());
    await portal.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Lets the portal give end dates only in the details. */
  function onlyInDetails(change: (detail: JsonObject, productNo: string) => JsonObject = (detail) => detail) {
    portal.intercept = (request, process) => {
      const reply = process();
      const envelope = parseExact(reply.body);
      const result = isObject(envelope) ? envelope.result : undefined;
      if (!isObject(envelope) || result === undefined || result === null) {
        return reply;
      }
      const productNo = productNoOf(request);
      const changed =
        request.path === detailPath && isObject(result)
          ? change(result, productNo)
          : request.path.endsWith('instance_product_list')
            ? isObject(result) && withoutEnds(result)
            : result;
      return { ...reply, body: stringify({ ...envelope, result: changed }) ?? '' };
    };
  }

  async function opened(now?: () => number): Promise<DueDates> {
    const { client } = parts;
    const dueDates = new DueDates({ folder, client, log: parts.log, ...(now && { now }) });
    made.push(dueDates);
    await dueDates.open(owner, true);
    return dueDates;
  }

  const sources = (): ListedInstances[] => [
    {
      productId: 13,
      list: new PagedList({
        ask: (page, signal) => parts.client.instances(13, page, signal),
        keyOf: ({ productNo }) => productNo,
      }),
    },
  ];
  const detailsAsked = () => portal.requests.filter(({ path }) => path === detailPath).map(productNoOf);

  it('come from the list if it has them, without other requests', async () => {
    portal.intercept = (_request, process) => process();
    const dueDates = await opened();
    const result = await dueDates.read(sources(), 'all', quiet);
    assert.deepEqual(result, { detailsRead: 0, refused: 0, failures: [] });
    assert.equal(dueDates.all.length, 40);
    assert.deepEqual(detailsAsked(), []);
    assert.ok(dueDates.all.some(({ day }) => day !== undefined));
  });

  it('come from the details otherwise, one request each and at most six at a time', async () => {
    let underWay = 0;
    let most = 0;
    const { intercept } = portal;
    portal.intercept = async (request, process, response) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return intercept(request, process, response);
    };
    const dueDates = await opened();
    const result = await dueDates.read(sources(), 'due', quiet);
    assert.equal(result.detailsRead, 40);
    assert.equal(new Set(detailsAsked()).size, 40);
    assert.equal(detailsAsked().length, 40);
    assert.ok(most <= 6, `${most} requests at a time`);
    const lagos = dueDates.find({ productId: 13, productNo: '3658B4311196K2ID' });
    assert.equal(lagos?.extensions, 10);
    assert.match(lagos.expiry ?? '', /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(lagos.day, lagos.expiry);
  });

  it('are kept on disk for the account, and for no other', async () => {
    await (await opened()).read(sources(), 'due', quiet);
    const asked = detailsAsked().length;
    const again = await opened();
    assert.equal(again.all.length, 40);
    assert.ok(again.readAt);
    assert.equal(detailsAsked().length, asked);
    await again.open({ ...owner, account: 'client 2' }, true);
    assert.deepEqual(again.all, []);
    assert.equal(again.readAt, undefined);
  });

  it('are not kept for a sandbox', async () => {
    const dueDates = await opened();
    await dueDates.open(owner, false);
    await dueDates.read(sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 40);
    assert.deepEqual(await readdir(folder), []);
  });

  it('are read again only if due soon, ended or unknown, unless all are asked for', async () => {
    onlyInDetails((detail, productNo) => ({ ...detail, expireDate: endOf(productNo) }));
    const now = () => Date.UTC(2026, 10, 28);
    const endOf = (productNo: string) =>
      ({ '3658B4311196K2ID': '2026-12-12', '3631A2047815AT0X': '2026-01-01', '3612C2063653JAK2': 'unclear' })[
        productNo
      ] ?? '2028-01-01';
    const dueDates = await opened(now);
    await dueDates.read(sources(), 'due', quiet);
    const before = detailsAsked().length;
    await dueDates.read(sources(), 'due', quiet);
    const second = detailsAsked().slice(before);
    const expected = dueDates.all
      .filter(({ expiry }) => expiry !== '2028-01-01')
      .map(({ productNo }) => productNo);
    assert.ok(expected.length > 0 && expected.length < 10);
    assert.deepEqual(second.toSorted(), expected.toSorted());
    await dueDates.read(sources(), 'all', quiet);
    assert.equal(detailsAsked().length, before + second.length + 40);
  });

  it('go on where a reading was cancelled', async () => {
    const cancel = new AbortController();
    const dueDates = await opened();
    await assert.rejects(
      dueDates.read(sources(), 'due', {
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
    const again = await opened();
    const known = again.all.filter(({ readAt }) => readAt !== undefined).map(({ productNo }) => productNo);
    assert.ok(known.length >= 15);
    const before = detailsAsked().length;
    await again.read(sources(), 'due', quiet);
    const first = new Set(detailsAsked().slice(before, before + 40 - known.length));
    assert.ok(known.every((productNo) => !first.has(productNo)));
    assert.ok(again.all.every(({ readAt }) => readAt !== undefined));
  });

  it('of one PBX may be refused; the others are read', async () => {
    const dueDates = await opened();
    const { intercept } = portal;
    portal.intercept = (request, process, response) =>
      productNoOf(request) === '3658B4311196K2ID'
        ? failureReply(refusedParameter('productNo', 'unknown', 'not yours'))
        : intercept(request, process, response);
    const result = await dueDates.read(sources(), 'due', quiet);
    assert.equal(result.refused, 1);
    assert.equal(result.detailsRead, 40);
    const refused = dueDates.all.filter(({ refusal }) => refusal !== undefined);
    assert.equal(refused.length, 1);
    assert.equal(refused[0]?.day, undefined);
  });

  it('stop if the portal cannot be asked, and keep what was read', async () => {
    const dueDates = await opened();
    await dueDates.read(sources(), 'due', quiet);
    const { all } = dueDates;
    await portal.close();
    await assert.rejects(dueDates.read(sources(), 'due', quiet));
    assert.ok(dueDates.failure);
    assert.deepEqual(dueDates.all, all);
  });

  it('forget PBXes that are no longer listed', async () => {
    const dueDates = await opened();
    await dueDates.read(sources(), 'due', quiet);
    await portal.reset({ instances: { 13: 12 } });
    onlyInDetails();
    await dueDates.read(sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 12);
    assert.equal((await opened()).all.length, 12);
  });

  it('of the last account do not arrive at the next one', async () => {
    const dueDates = await opened();
    const gate = new Gate();
    const { intercept } = portal;
    portal.intercept = async (request, process, response) => {
      if (request.path === detailPath) {
        await gate.opened;
      }
      return intercept(request, process, response);
    };
    const reading = dueDates.read(sources(), 'due', quiet).catch(() => undefined);
    await dueDates.open({ ...owner, account: 'client 2' }, true);
    gate.open();
    await reading;
    assert.deepEqual(dueDates.all, []);
  });

  it('that another window has read are taken over', async () => {
    const [one, other] = [await opened(), await opened()];
    await one.read(sources(), 'due', quiet);
    await other.reload();
    assert.deepEqual(other.all, one.all);
    assert.equal(other.readAt, one.readAt);
  });

  it('survive a damaged file: what is left is known, the rest is read again', async () => {
    await (await opened()).read(sources(), 'due', quiet);
    const [name = ''] = await readdir(folder);
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
    await writeFile(join(folder, name), [...lines.slice(0, 10), lines[10]?.slice(0, 20)].join('\n'));
    const dueDates = await opened();
    assert.equal(dueDates.all.length, 9);
    await dueDates.read(sources(), 'due', quiet);
    assert.equal((await opened()).all.length, 40);
  });

  it('tell monthly subscriptions, trials and services with an end of their own apart', async () => {
    onlyInDetails((detail) => ({
      ...detail,
      expireDate: '2027-03-31',
      isTrial: true,
      billingCycle: 'Monthly',
      serviceList: [
        { serviceId: '3048573935752720384', serviceName: 'High Availability', expireDate: '2027-01-15' },
        { serviceId: '3048573935752720385', serviceName: 'Recording', expireDate: '2027-03-31' },
      ],
    }));
    const dueDates = await opened();
    await dueDates.read(sources(), 'due', quiet);
    const [date] = dueDates.all;
    assert.equal(date?.day, '2027-03-31');
    assert.equal(date.isTrial, true);
    assert.equal(date.billingCycle, 'monthly');
    assert.deepEqual(date.services, [
      { serviceId: '3048573935752720384', name: 'High Availability', expiry: '2027-01-15' },
    ]);
    assert.deepEqual((await opened()).all, dueDates.all);
  });

  it('are read again for a single PBX', async () => {
    const dueDates = await opened();
    await dueDates.read(sources(), 'due', quiet);
    onlyInDetails((detail) => ({ ...detail, expireDate: '2029-01-01' }));
    const before = detailsAsked().length;
    await dueDates.readAgain({ productId: 13, productNo: '3658B4311196K2ID' });
    assert.equal(detailsAsked().length, before + 1);
    assert.equal(dueDates.all.filter(({ day }) => day === '2029-01-01').length, 1);
  });

  it('put neither a token nor the account in the file’s name', async () => {
    await (await opened()).read(sources(), 'due', quiet);
    const [name = ''] = await readdir(folder);
    assert.match(name, /^[0-9a-f]{32}\.jsonl$/);
    const text = await readFile(join(folder, name), 'utf8');
    assert.ok(parts.session.secrets.every((secret) => !text.includes(secret)));
  });

  it('of an account that is no longer used are deleted', async () => {
    await (await opened()).read(sources(), 'due', quiet);
    await removeUnused(folder, 0);
    assert.equal((await readdir(folder)).length, 1);
    await removeUnused(folder, Date.now() + 60_000);
    assert.deepEqual(await readdir(folder), []);
  });

  it('that cannot be kept are known nevertheless, and the log says why', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'not a folder');
    const log = new CollectedLog();
    const dueDates = new DueDates({ folder, client: parts.client, log });
    made.push(dueDates);
    await dueDates.open(owner, true);
    await dueDates.read(sources(), 'due', quiet);
    assert.equal(dueDates.all.length, 40);
    assert.match(log.text, /cannot be kept on disk/);
  });
});

function productNoOf({ query }: { readonly query: string }): string {
  return new URLSearchParams(query).get('productNo') ?? '';
}

/** Rows of the list without what only the details have. */
function withoutEnds(result: JsonObject): unknown {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value)
        ? value.map((row: unknown) =>
            Object.fromEntries(
              Object.entries(row ?? {}).filter(([field]) => !['expireDate', 'serviceList'].includes(field)),
            ),
          )
        : value,
    ]),
  );
}
