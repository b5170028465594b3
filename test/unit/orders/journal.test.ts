import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { type EntryChange, type EntryHead, entryOf } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { CollectedLog } from '../support/collectedLog';
import { orderParts, onSave, ordersFolder, removeFolder, review } from '../support/placing';
import { signedIn } from '../support/portal';
import { headOf, noon } from '../support/entries';
import { referenceBody } from '../support/reference';
import { rejection } from '../support/rejection';
import { startPortal } from '../../portal/testPortal';
import { failure } from '../support/requests';

const unknown: EntryChange = { state: 'unknown', at: noon + 1, reason: 'ECONNRESET' };
const dismissed: EntryChange = { state: 'dismissed', at: noon + 2 };
const placed: EntryChange = { state: 'placed', at: noon + 3, orderNo: 'YL3206252408495661057', by: 'user' };

describe('the order journal', () => {
  let folder: string;
  let journal: Journal;

  beforeEach(() => {
    folder = ordersFolder();
    journal = new Journal(folder, new CollectedLog());
  });

  afterEach(() => removeFolder(folder));

  const anotherWindow = () => new Journal(folder, new CollectedLog());
  const linesOf = async ({ id }: EntryHead) =>
    (await readFile(entryPath(folder, id), 'utf8')).split('\n').filter((line) => line !== '');

  it('has a recorded order on disk, whole and readable by another window', async () => {
    const head = headOf({ before: { orderNos: ['YL1'], total: 53, newestId: '3206252408495661057' } });
    const entry = await journal.add(head);
    const other = anotherWindow();
    await other.load();
    assert.deepEqual(entry, entryOf(head, []));
    assert.deepEqual(other.entries, [entry]);
    assert.deepEqual(other.find(head.id), entry);
    assert.deepEqual(journal.entries, [entry]);
  });

  it('stores the exact body, portal, account, time and snapshot', async () => {
    const head = headOf({ before: { orderNos: ['YL1', 'YL2'], total: 2 } });
    await journal.add(head);
    const [first = ''] = await linesOf(head);
    assert.ok(first.includes(JSON.stringify(referenceBody)));
    assert.ok(first.includes('3197218168379846218'));
    assert.deepEqual(JSON.parse(first), {
      ...{ format: 'pbx-subscriptions order', version: 1, id: head.id, createdAt: noon },
      ...{ baseUrl: 'https://portal.example', account: 'client 1', sandbox: false },
      ...{ instanceName: 'Lagos head office', serviceName: 'High Availability', body: referenceBody },
      before: { orderNos: ['YL1', 'YL2'], total: 2 },
    });
  });

  it('has the order on disk before it reaches the portal', async () => {
    const portal = await startPortal();
    const parts = await signedIn(portal);
    const { placement } = orderParts(parts, folder, () => noon);
    const other = anotherWindow();
    let body = '';
    onSave(portal, async (request, process) => {
      await other.load();
      ({ body } = request);
      return process();
    });
    const order = await review(parts);
    const ended = await placement.place(order);
    await portal.close();
    const { account } = await parts.session.authorization();
    const [entry, ...further] = other.entries;
    assert.ok(entry && ended.outcome.kind !== 'blocked');
    const { id, createdAt, baseUrl, before, current, sandbox } = entry;
    assert.deepEqual(
      { id, createdAt, baseUrl, account: entry.account, body: entry.body, before, current, sandbox },
      {
        ...{
          id: ended.entryId,
          createdAt: noon,
          baseUrl: parts.baseUrl,
          account,
          body,
          before: order.before,
        },
        ...{ current: { state: 'recorded', at: noon }, sandbox: false },
      },
    );
    assert.equal(body, referenceBody);
    assert.deepEqual(further, []);
  });

  it('never shows another window a partial entry', async () => {
    // Large enough that writing an entry takes time.
    const heads = Array.from({ length: 4 }, () => headOf({ instanceName: 'x'.repeat(6_000_000) }));
    const other = anotherWindow();
    const writing = Promise.all(heads.map((head) => journal.add(head)));
    for (let loads = 0; other.entries.length < heads.length && loads < 1000; loads++) {
      await other.load();
    }
    await writing;
    await other.load();
    assert.equal(other.entries.length, heads.length);
    assert.deepEqual(other.quarantined, []);
  });

  it('only appends to an entry', async () => {
    const head = headOf();
    await journal.add(head);
    let before = await readFile(entryPath(folder, head.id));
    for (const change of [unknown, dismissed, placed]) {
      await journal.note(head.id, change);
      const now = await readFile(entryPath(folder, head.id));
      assert.ok(now.length > before.length);
      assert.deepEqual(now.subarray(0, before.length), before);
      assert.deepEqual(JSON.parse((await linesOf(head)).at(-1) ?? ''), change);
      before = now;
    }
  });

  it('knows changes from this window and from another', async () => {
    const head = headOf();
    await journal.add(head);
    const looked: EntryChange = { state: 'looked', at: noon + 9, possible: ['YL3206252408495661057'] };
    await journal.note(head.id, unknown);
    await journal.note(head.id, looked);
    const other = anotherWindow();
    await other.load();
    assert.deepEqual(journal.entries, [entryOf(head, [unknown, looked])]);
    assert.deepEqual(other.entries, journal.entries);
  });

  it('keeps all changes that are noted at once', async () => {
    const head = headOf();
    await journal.add(head);
    const other = anotherWindow();
    const looks = Array.from({ length: 40 }, (_, at): EntryChange => ({
      state: 'looked',
      at,
      possible: [],
    }));
    await Promise.all(looks.map((look, index) => (index % 2 ? journal : other).note(head.id, look)));
    await journal.load();
    const times = journal.find(head.id)?.looks.map(({ at }) => at) ?? [];
    assert.deepEqual(
      times.sort((one, other) => one - other),
      looks.map(({ at }) => at),
    );
  });

  it('returns the newest entries first', async () => {
    const heads = [2, 3, 1].map((hours) => headOf({ createdAt: noon + hours }));
    for (const head of heads) {
      await journal.add(head);
    }
    assert.deepEqual(
      journal.entries.map(({ createdAt }) => createdAt - noon),
      [3, 2, 1],
    );
  });

  it('reloads only entries that are not final', async () => {
    const [settled, open] = [headOf(), headOf()];
    await journal.add(settled);
    await journal.note(settled.id, placed);
    await journal.add(open);
    await writeFile(entryPath(folder, settled.id), 'damaged since');
    await anotherWindow().note(open.id, dismissed);
    await journal.load();
    assert.equal(journal.find(settled.id)?.current.state, 'placed');
    assert.equal(journal.find(open.id)?.current.state, 'dismissed');
    assert.deepEqual(journal.quarantined, []);
  });

  it('rejects an order if the disk fails', async () => {
    const file = join(folder, 'not a folder');
    await writeFile(file, '');
    const refusing = new Journal(file, new CollectedLog());
    await rejection(refusing.add(headOf()), Error);
    await rejection(new Journal(join(file, 'within'), new CollectedLog()).add(headOf()), Error);
    assert.deepEqual(refusing.entries, []);
  });

  it('rejects a change to an entry that is gone, and still works afterwards', async () => {
    const [gone, stays] = [headOf(), headOf()];
    await rejection(journal.note(gone.id, placed), Error);
    assert.deepEqual(await readdir(folder), []);
    await journal.add(stays);
    assert.equal(journal.entries.length, 1);
  });

  it('contains no secret, whatever the outcome', async () => {
    const client = { clientId: 'marked-client-id', clientSecret: 'marked-client-secret' };
    const portal = await startPortal(client);
    const parts = await signedIn(portal);
    const { placement } = orderParts(parts, folder);
    const ends = [
      () => failure(500, 'internal_error'),
      () => failure(400, 'quota_exceeded'),
      () => failure(401, 'unauthorized'),
      undefined,
    ];
    for (const [index, end] of ends.entries()) {
      onSave(portal, (_request, process) => end?.() ?? process());
      const productNo = index === 0 ? '3631A2047815AT0X' : '3658B4311196K2ID';
      await placement.place(await review(parts, { values: { productNo } }));
    }
    await portal.close();
    const kept = [...parts.secrets.values.values()].join('');
    const secrets = [
      ...Object.values(client),
      ...[...kept.matchAll(/"(?:token|refreshToken)":"([^"]+)"/g)].map(([, secret]) => secret ?? ''),
      ...portal.requests.flatMap(({ headers }) => headers.authorization?.split(' ').at(-1) ?? []),
    ];
    const files = (await readdir(folder, { withFileTypes: true })).filter(({ name }) =>
      name.endsWith('.jsonl'),
    );
    const texts = await Promise.all(files.map(({ name }) => readFile(join(folder, name), 'utf8')));
    assert.equal(texts.length, 4);
    assert.ok(new Set(secrets).size >= 5 && secrets.every((secret) => secret.length > 10), secrets.join());
    assert.deepEqual(
      secrets.filter((secret) => texts.join('').includes(secret)),
      [],
    );
  });
});
